"""The loop that fetches updates: one poll at a time, at least a second apart, and what comes is stored at once.

Zalo knows no acknowledgement: an update may come once or again at every poll, so a repeat must change nothing (the
inbox keeps each message id once), and nothing is promised about what was written while nobody polled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Any

import structlog

from bot.channels.zalo import reading
from bot.channels.zalo.client import Kind, Trouble
from bot.core.channel import RawUpdate

log = structlog.get_logger()

GAP = 1.0  # seconds between the end of a poll and the next
CROWDED = 60.0  # seconds after a 429
LONGEST = 60.0
STORING_TRIES = 5  # of an update that may not come again

Fetch = Callable[[], Awaitable[Any]]
Store = Callable[[Sequence[RawUpdate]], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


def growing(first: float = 1.0, longest: float = LONGEST) -> Iterator[float]:
    """Pauses between tries: 1, 2, 4 … 60 s."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)


async def poll(fetch: Fetch, store: Store, pause: Pause = asyncio.sleep) -> Trouble:
    """Fetches and stores until cancelled, or until Zalo refuses the token, which it returns."""
    await pause(GAP)  # the process before this one may have polled just now
    pauses = growing()
    while True:
        found = await fetch()
        if not isinstance(found, Trouble):
            pauses = growing()
            await _keep(found, store, pause)
            await pause(GAP)
        elif found.kind is Kind.TOKEN:
            return found
        else:
            wait = max(CROWDED if found.kind is Kind.QUOTA else GAP, next(pauses))
            log.warning("zalo-polling-failed", reason=str(found), next_try_in=wait)
            await pause(wait)


async def _keep(found: Any, store: Store, pause: Pause) -> None:
    """Stores what came; it may not come again, so the database is asked several times."""
    if found is None:
        return
    updates = reading.all_stored(found)
    if not updates:
        log.error("zalo-update-without-number", kind=type(found).__name__)
        return
    pauses = growing()
    for tries in range(1, STORING_TRIES + 1):
        try:
            await store(updates)
            return
        except Exception as error:  # the database's troubles are many; whatever it was, nothing was stored
            log.error("zalo-update-not-stored", reason=type(error).__name__, tries=tries)
        await pause(next(pauses))
