"""Sends what the outbox holds, channel by channel, several messages at once; woken at each commit."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.clock import Clock
from bot.core.channel import Channel
from bot.delivery import undelivered
from bot.delivery.courier import Courier
from bot.delivery.pacing import CHAT_GAP, GROUP_COUNT, GROUP_WINDOW, Pacing
from bot.store import outbox, pace
from bot.store.database import Database, is_away
from bot.store.presence import Presence
from bot.texts import Texts
from bot.usecases.context import City
from models import Outbox

log = structlog.get_logger()

AT_ONCE = 8  # messages in flight, a channel: 27 a second, each up to 0.3 s under way
SHARED = 25 / 27  # of the pace, for processes that do not see what the others have under way
GROUP_STRETCH = GROUP_WINDOW / GROUP_COUNT / CHAT_GAP  # of the gap in a chat: so a group bears it all the time
LONGEST_WAIT = 1.0  # seconds, for a chat that another process lets rest
LONGEST_PAUSE = 5.0  # seconds; another process may have posted something


@dataclass(frozen=True)
class Wait:
    """Nothing may go for so many seconds: the shared pace says so, or else chats rest that others have written to."""

    seconds: float
    by_pace: bool


class Lane:
    """One channel's messages, evenly spaced."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        courier: Courier,
        clock: Clock,
        pacing: Pacing,
        presence: Presence,
    ) -> None:
        self._database = database
        self._channel = channel
        self._courier = courier
        self._clock = clock
        self._pacing = pacing
        self._presence = presence
        self._in_flight: set[asyncio.Task[None]] = set()
        self._rows: set[int] = set()  # of the outbox, in flight
        self._woken = asyncio.Event()
        self._stopped = False
        self._away: Iterator[float] | None = None  # the pauses between knocks while the app cannot be reached
        self._claim_lost = False  # the database took a claim, perhaps, and its answer did not come

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Nothing more is taken up; what is in flight goes on."""
        self._stopped = True
        self.wake()

    async def run(self) -> None:
        """Sends until stopped."""
        await self._remember()
        while not self._stopped:
            self._woken.clear()
            pause = await self._send_what_may()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), pause)

    async def _remember(self) -> None:
        """A halt that the app has asked the process before this one for holds on."""
        for_all, chats = await self._database.insist(pace.halts, self._channel.name)
        now = _monotonic()
        self._pacing.halt(now + for_all)
        for chat_id, seconds in chats.items():
            self._pacing.halt(now + seconds, chat_id)

    async def drain(self, until: float) -> None:
        """Waits for what is in flight, then sends the answers that may go, unless the app is out of reach."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        while self._away is None and _monotonic() < until and await self.send_next(letters=False):
            pass

    async def send_next(self, *, letters: bool = True) -> bool:
        """Sends one message, if one may go now, and waits for it; True if there was one."""
        claimed = await self._claimed(letters=letters)
        while isinstance(claimed, Wait) and claimed.by_pace and claimed.seconds <= LONGEST_WAIT:
            await asyncio.sleep(claimed.seconds)
            claimed = await self._claimed(letters=letters)
        if not isinstance(claimed, Outbox):
            return False
        await self._courier.deliver(claimed)
        return True

    async def _claimed(self, *, letters: bool) -> Outbox | Wait | None:
        resting, in_flight = list(self._pacing.resting(_monotonic())), list(self._rows)
        try:
            if self._claim_lost:
                await self._database.run(outbox.take_back, self._channel.name, self._presence.owner, in_flight)
                self._claim_lost = False
            return await self._database.run(self._claim, resting, in_flight, letters=letters)
        except DBAPIError:
            self._claim_lost = True
            raise

    async def _send_what_may(self) -> float:
        """Begins to send as much as the pace allows; returns the seconds until the next look."""
        while not self._stopped and len(self._in_flight) < AT_ONCE:
            wait = self._pacing.open_at() - _monotonic()
            if wait > 0:
                return wait
            try:
                if self._away is not None and not await self._back():
                    continue
                claimed = await self._claimed(letters=self._presence.sends_letters)
                if claimed is None:
                    return await self._pause()
            except DBAPIError as error:
                if not is_away(error):
                    raise
                log.warning("database away", error=type(error).__name__)
                return LONGEST_PAUSE
            if isinstance(claimed, Wait):
                return claimed.seconds
            self._begin(claimed)
        return LONGEST_PAUSE

    def _claim(
        self, db: Session, resting: Sequence[str], in_flight: Sequence[int], *, letters: bool
    ) -> Outbox | Wait | None:
        """The next message, or how long the others make us wait, or None."""
        shared = not self._database.sqlite
        if shared and (wait := pace.wait(db, self._channel.name)) > 0:
            return Wait(wait, by_pace=True)
        elsewhere = pace.resting(db, self._channel.name) if shared else {}
        row = outbox.claim(
            db,
            self._clock.now(),
            channel=self._channel.name,
            owner=self._presence.owner,
            resting=[*resting, *elsewhere],
            in_flight=in_flight,
            letters=letters,
        )
        if row is None:
            return Wait(min(LONGEST_WAIT, *elsewhere.values()), by_pace=False) if elsewhere else None
        if shared:
            pace.rest(db, self._channel.name, 1 / (self._pacing.per_second * SHARED))
            self._rest(db, row.chat_id)
        return row

    def _rest(self, db: Session, chat_id: str) -> None:
        """The other processes leave the chat alone for a while; a group evenly, since none of them sees all of it."""
        gap = self._pacing.chat_gap * (1 if self._channel.is_private(chat_id) else GROUP_STRETCH)
        pace.rest(db, pace.of_chat(self._channel.name, chat_id), gap)

    def _begin(self, row: Outbox) -> None:
        self._rows.add(row.id or 0)
        task = asyncio.create_task(self._deliver(row))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)

    async def _deliver(self, row: Outbox) -> None:
        try:
            reached = await self._courier.deliver(row)
        finally:
            self._rows.discard(row.id or 0)
        if not reached:
            self._away = self._away or _growing()
        if not self._database.sqlite:
            await self._database.insist(self._rest, row.chat_id)
        self.wake()

    async def _back(self) -> bool:
        """Whether the app answers a harmless call; no message is risked on a line that was just broken."""
        if await self._channel.reaches():
            self._away = None
            return True
        self._pacing.halt(_monotonic() + next(self._away or _growing()))
        moved = await self._database.run(undelivered.divert, self._channel.name, self._clock.now())
        if moved:
            log.warning("app out of reach for long: messages go elsewhere", channel=self._channel.name, messages=moved)
        return False

    async def _pause(self) -> float:
        now = self._clock.now()
        due = await self._database.run(outbox.next_moment, now, self._channel.name)
        pauses = [max(0.05, (due - now).total_seconds())] if due else []
        resting = self._pacing.resting(_monotonic()).values()
        pauses += [max(0.01, until - _monotonic()) for until in resting]
        return min([*pauses, LONGEST_PAUSE])


class Sender:
    """The lanes of all channels."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        city: Callable[[Session], City],
        clock: Clock,
        texts: Texts,
        pacing: Mapping[str, Pacing],
        presence: Presence,
        public_url: str | None = None,
    ) -> None:
        self._lanes = [
            Lane(
                database,
                channel,
                Courier(database, channel, city, clock, texts, pacing[name], public_url),
                clock,
                pacing[name],
                presence,
            )
            for name, channel in channels.items()
        ]

    def wake(self) -> None:
        for lane in self._lanes:
            lane.wake()

    async def run(self) -> None:
        """Sends until stopped."""
        await asyncio.gather(*(lane.run() for lane in self._lanes))

    def stop(self) -> None:
        for lane in self._lanes:
            lane.stop()

    async def drain(self, until: float) -> None:
        """After `stop`: lets what is in flight end and sends the answers that may go now; letters wait.

        No message is begun after that moment: it could be cut off.
        """
        await asyncio.gather(*(lane.drain(until) for lane in self._lanes))

    async def send_next(self, *, letters: bool = True) -> bool:
        """Sends one message, if one may go now, and waits for it; True if there was one."""
        return any([await lane.send_next(letters=letters) for lane in self._lanes])


def _growing() -> Iterator[float]:
    """Seconds between knocks at a closed door."""
    pause = 2.0
    while True:
        yield pause
        pause = min(pause * 2, 60.0)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
