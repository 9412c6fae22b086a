"""Lives and deaths of the bot: processes that are started, killed and started again, people who keep writing."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import socket
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.app import PLANNING, Cities, open_database
from bot.clock import Clock
from bot.core.calendar import Calendar
from bot.settings import Settings
from bot.store.database import one_at_a_time
from bot.usecases import notices
from models import Inbox, InboxState, Outbox, OutboxState
from tests.crash import child
from tests.crash.wires import TELEGRAM, Wire

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = datetime(2022, 9, 26, 7, 58, tzinfo=ZONE)
DEATHS_A_DAY = 4
PAST_A_LEASE = timedelta(seconds=150)
START, STOP, SETTLE = 60.0, 10.0, 120.0  # seconds; the machine has other work too
A_WHILE = 5.0  # seconds for messages to be under way
STALLED = 2.5  # seconds without any change: only what the dead held is waited for
BACKLOG = 12  # updates that are not worked off, beyond which people wait

SECRET = "loopback_webhook_secret"

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.child"])


@dataclass(frozen=True)
class InFlight:
    """An outbox row that was *sending* when a process died."""

    life: int
    row_id: int
    chat: str
    kind: str
    edits: str | None


class _Undone(Exception):
    """Ends a transaction that only looked."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Lives:
    """One database, one chat server, one clock, as many processes as are asked for."""

    def __init__(self, folder: Path, url: str, seed: int, processes: int = 1, wire: Wire = TELEGRAM) -> None:
        self.chance = random.Random(seed)
        self.folder, self.url, self.processes = folder, url, processes
        self.wire, self.brought = wire, wire.brings or processes > 1
        self.server = wire.server(random.Random(seed + 1))
        settings = Settings(_env_file=None, database_url=url)
        self.database, self._cities = open_database(settings), Cities(settings)
        self.committee = wire.committee(self.database, random.Random(seed + 2))
        self.in_flight: list[InFlight] = []
        self.interrupted: Counter[int] = Counter()  # inbox row → deaths during its turn
        self._ahead = timedelta()
        self._clock = folder / "ahead"
        self._looking = sa.create_engine(self.database.url)  # reads without holding writers up
        self._running: dict[int, ForkServerProcess] = {}
        self._starts: Counter[int] = Counter()
        self._ports = [free_port() for _ in range(processes)]
        self._silent = asyncio.Event()

    # ---------------------------------------------------------------- time

    def now(self) -> datetime:
        return Clock().now() + self._ahead

    def goes_to(self, moment: datetime) -> None:
        self._ahead = moment - Clock().now()
        fresh = self._clock.with_suffix(".new")
        fresh.write_text(str(self._ahead.total_seconds()))
        fresh.replace(self._clock)

    def goes_on(self, step: timedelta) -> None:
        self.goes_to(self.now() + step)

    # ---------------------------------------------------------------- processes

    def starts(self, place: int) -> None:
        port = self._ports[place]
        environment = {"DATABASE_URL": self.url, "LOG_LEVEL": "INFO", **self.wire.settings(self.server.url)}
        if self.brought:
            environment |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "LISTEN": f"127.0.0.1:{port}"}
            environment["WEBHOOK_SECRET"] = SECRET
        process = _forks.Process(target=child.live, args=(environment, str(self._clock), str(self.log(place))))
        process.start()
        self._running[place] = process
        self._starts[place] = self._readies(place)

    def log(self, place: int) -> Path:
        return self.folder / f"bot-{place}.log"

    def _readies(self, place: int) -> int:
        """How often a process in this place has said that it is ready."""
        return self.log(place).read_text().count(" ready ") if self.log(place).exists() else 0

    async def is_ready(self, place: int) -> None:
        async with asyncio.timeout(START):
            while self._readies(place) == self._starts[place]:
                assert self._running[place].is_alive(), self.log(place).read_text()[-3000:]
                await asyncio.sleep(0.02)

    async def is_killed(self, place: int) -> None:
        self._running[place].kill()
        await self._ended(place, START)

    async def is_stopped(self, place: int) -> None:
        """SIGTERM: ends by itself, cleanly, in ten seconds."""
        await self.is_ready(place)
        os.kill(self._running[place].pid or 0, signal.SIGTERM)
        process = self._running[place]
        await self._ended(place, STOP)
        assert process.exitcode == 0, f"{process.exitcode}: {self.log(place).read_text()[-3000:]}"

    async def _ended(self, place: int, patience: float) -> None:
        process = self._running.pop(place)
        await asyncio.to_thread(process.join, patience)
        in_time = not process.is_alive()
        process.kill()
        process.join()
        assert in_time, f"still running after {patience:g} s"
        self.database.do(self._note_what_was_in_hand)
        self.server.life += 1

    def _note_what_was_in_hand(self, db: Session) -> None:
        for row in db.exec(select(Outbox).where(Outbox.state == OutboxState.SENDING)):
            self.in_flight.append(InFlight(self.server.life, row.id or 0, row.chat_id, row.kind, row.edits))
        self.interrupted.update(db.exec(select(col(Inbox.id)).where(Inbox.state == InboxState.WORKING)).all())

    async def ends(self) -> None:
        """Nothing of ours goes on after the test."""
        await self.server.stop()
        for process in self._running.values():
            process.kill()
            process.join()
        self._looking.dispose()
        self.database.close()

    # ---------------------------------------------------------------- people

    async def _people_write(self) -> None:
        """Until evening: somebody writes every few milliseconds, unless the bot is far behind."""
        while not self._silent.is_set():
            await asyncio.sleep(self.chance.uniform(0.02, 0.1))
            if len(self.committee.effects) - self._worked_off() < BACKLOG:
                await self._delivers(self.committee.writes(self.server.seen))

    async def _delivers(self, update: dict[str, Any]) -> None:
        """For a poll to fetch; by webhook, to one of the processes, again and again until it says 200."""
        if not self.brought:
            await self.server.arrives(update)
            return
        async with asyncio.timeout(START), httpx.AsyncClient(trust_env=False) as client:
            while True:
                address = f"http://127.0.0.1:{self.chance.choice(self._ports)}/webhooks/{self.wire.name}"
                with suppress(httpx.TransportError):
                    answer = await client.post(address, json=update, headers={self.wire.secret_header: SECRET})
                    if answer.status_code == 200:
                        return
                await asyncio.sleep(0.02)

    def _worked_off(self) -> int:
        with self._looking.connect() as db:
            return db.scalar(sa.select(sa.func.count()).where(col(Inbox.settled_at).is_not(None))) or 0

    # ---------------------------------------------------------------- days

    async def live_through(self, deaths: int, dies: Callable[[int], Awaitable[None]]) -> None:
        """Days with letters, people who write, and some deaths each; every day ends with nothing open or owed."""
        await self.server.start()
        self.goes_to(FIRST_DAY)
        for place in range(self.processes):
            self.starts(place)
        day, left = FIRST_DAY.date(), deaths
        while left > 0:
            await self._one_day(min(DEATHS_A_DAY, left), dies)
            left -= DEATHS_A_DAY
            if left > 0:  # a morning that nobody lives through would begin with letters under way
                day = Calendar().add(day, 1)
                self.goes_to(datetime.combine(day, FIRST_DAY.timetz()))

    async def _one_day(self, deaths: int, dies: Callable[[int], Awaitable[None]]) -> None:
        await asyncio.gather(*map(self.is_ready, self._running))
        writing = asyncio.create_task(self._people_write())
        self.goes_on(timedelta(minutes=3))  # past eight: letters, and on Monday the digest
        for _ in range(deaths):
            place = self.chance.randrange(self.processes)
            await self._some_moment(place)
            await dies(place)
            self.goes_on(timedelta(seconds=self.chance.uniform(11, 40)))
            self.starts(place)
        self._silent.set()
        await writing
        self._silent.clear()
        await self.settles()

    async def _some_moment(self, place: int) -> None:
        """While it starts, at any moment of its work, or with messages under way."""
        kind = self.chance.choice(("start", *["work"] * 4, *["sending"] * 5))
        if kind != "start":
            await self.is_ready(place)
        if kind == "sending":
            last = len(self.server.seen) + self.chance.randint(0, 5)
            with suppress(TimeoutError):
                await self.server.until(lambda: len(self.server.seen) > last, A_WHILE)
        await asyncio.sleep(self.chance.uniform(0.0, 0.03 if kind == "sending" else 0.6))

    async def settles(self) -> None:
        """Runs to empty: every update confirmed and worked off, every message settled, nothing left to be planned."""
        last, since = self._open(), asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(SETTLE):
                while any(last) or await self._is_owed():
                    await asyncio.sleep(0.1)
                    now, state = asyncio.get_running_loop().time(), self._open()
                    if state == last and now - since > STALLED:
                        self.goes_on(PAST_A_LEASE)
                    if state != last or now - since > STALLED:
                        last, since = state, now
        except TimeoutError:
            raise AssertionError(f"still open or owed: {self._open()}\n{self._in_hand()}") from None

    def _in_hand(self) -> str:
        """What the database tells of a day that does not end: who holds what, since when."""
        outbox = "SELECT id, kind, state, owner, lease_until, not_before, attempts, reason FROM outbox"
        looks = [f"{outbox} WHERE settled_at IS NULL"]
        if self.processes > 1:
            looks += [
                "SELECT pid, locktype, classid, objid, granted FROM pg_locks WHERE locktype = 'advisory'",
                "SELECT pid, state, wait_event_type, wait_event, left(query, 120) FROM pg_stat_activity"
                " WHERE datname = current_database()",
                "SELECT * FROM pace",
            ]
        with self._looking.connect() as db:
            rows = [row for look in looks for row in db.execute(sa.text(look))]
        return "\n".join(map(str, [self.now(), *rows]))

    async def _is_owed(self) -> bool:
        """Whether the planner has yet to say something, or has just said it.

        A process that was killed while it planned has said nothing, and the next one may not have come to it.
        """
        return bool(await asyncio.to_thread(self._unsaid) or any(self._open()))

    def _unsaid(self) -> int:
        """What the planner would post now, asked in this process and undone."""
        found: list[int] = []

        def look(db: Session) -> None:
            one_at_a_time(db, PLANNING)  # what a living process is just planning is waited for
            found.append(notices.plan(db, self._cities(db), self.now()))
            raise _Undone

        with suppress(_Undone):
            self.database.do(look)
        return found[0]

    def _open(self) -> tuple[list[Any], list[Any], int]:
        """Inbox rows, outbox rows, updates that nobody has confirmed."""
        with self._looking.connect() as db:
            inbox = sa.select(Inbox.id, Inbox.state, Inbox.attempts).where(col(Inbox.settled_at).is_(None))
            outbox = sa.select(Outbox.id, Outbox.state, Outbox.attempts, Outbox.reason)
            open_outbox = outbox.where(col(Outbox.settled_at).is_(None))
            return list(db.execute(inbox)), list(db.execute(open_outbox)), len(self.server.updates)
