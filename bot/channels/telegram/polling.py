"""Pauses between tries, and the loop that fetches updates and confirms only what is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram import reading
from bot.channels.telegram.failures import seconds_of
from bot.core.channel import RawUpdate

log = structlog.get_logger()

Fetch = Callable[[int | None], Awaitable[Any]]
Store = Callable[[Sequence[RawUpdate]], Awaitable[None]]


@dataclass(frozen=True)
class Backoff:
    """Growing pauses between tries, in seconds."""

    first: float = 1.0
    longest: float = 30.0

    def pauses(self) -> Iterator[float]:
        pause = self.first
        while True:
            yield pause
            pause = min(pause * 2, self.longest)


class _Failed(Exception):
    """This round brought nothing; the next one asks for the same updates."""

    def __init__(self, reason: str, at_least: float = 0.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at_least = at_least


async def poll(fetch: Fetch, store: Store, backoff: Backoff) -> None:
    """Fetches and stores until cancelled.

    The offset confirms the updates before it, so it moves only after `store` has returned: what could not be stored
    is fetched again, and a repeat changes nothing.
    """
    offset: int | None = None
    pauses = backoff.pauses()
    while True:
        try:
            offset = await _round(fetch, store, offset)
            pauses = backoff.pauses()
        except _Failed as failed:
            pause = max(next(pauses), failed.at_least)
            log.warning("telegram-polling-failed", reason=failed.reason, next_try_in=pause)
            await asyncio.sleep(pause)


async def _round(fetch: Fetch, store: Store, offset: int | None) -> int | None:
    batch = await _fetched(fetch, offset)
    if not batch:
        return offset
    updates = [update for entry in batch if (update := _update(entry))]
    if not updates:
        raise _Failed("updates without a number")
    updates.sort(key=lambda update: int(update.inbound_id))  # Telegram numbers them in the order of what people did
    try:
        await store(updates)
    except Exception as error:  # the database's troubles are many; whatever it was, nothing is confirmed
        raise _Failed(f"not stored: {type(error).__name__}") from None
    return 1 + max(int(update.inbound_id) for update in updates)


async def _fetched(fetch: Fetch, offset: int | None) -> list[Any]:
    try:
        batch = await fetch(offset)
    except Conflict:
        raise _Failed("another process polls with the same token; run exactly one") from None
    except RetryAfter as error:
        raise _Failed("too many requests", seconds_of(error)) from None
    except TelegramError as error:
        raise _Failed(described(error)) from None
    except (LookupError, TypeError, RecursionError):
        raise _Failed("an answer that is none") from None
    if not isinstance(batch, list):
        raise _Failed("an answer that is none")
    return batch


def _update(entry: Any) -> RawUpdate | None:
    update = reading.stored(entry)
    if update is None:
        log.error("telegram-update-without-number", kind=type(entry).__name__)
    return update


def described(error: TelegramError) -> str:
    """The kinds of an error and of its cause; the texts may hold the token."""
    return " from ".join(type(one).__name__ for one in (error, error.__cause__) if one)
