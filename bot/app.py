"""The only place where things are wired together: start, run, stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
import structlog
from sqlmodel import Session
from starlette.applications import Starlette

from bot import directory as shipped
from bot.clock import Clock
from bot.core import quota
from bot.core.agencies import AgencyReader, Directory
from bot.core.calendar import Calendar
from bot.core.channel import Channel, Commands
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.core.obstacles import ObstacleReader
from bot.core.parts import PartReader
from bot.core.understanding import ChatReader
from bot.delivery.pacing import Pacing
from bot.delivery.sender import Sender
from bot.settings import SettingError, Settings
from bot.store import absences, directory, health, month, outbox, pace, presence, tidying
from bot.store import notices as saved_notices
from bot.store.database import PAUSES, Database, is_away, may_come, one_at_a_time
from bot.store.presence import AlreadyRunning, Presence
from bot.texts import Texts
from bot.ticks import ticking, watch_clock
from bot.turn import Worker
from bot.usecases import delivery_report, notices, reorganising
from bot.usecases.context import City
from bot.web.files import signed_files
from bot.web.front import PATIENCE, front_app
from bot.web.metrics import Metrics
from bot.web.server import listen
from bot.web.webhooks import webhook
from locales import LANGUAGES, phrases

log = structlog.get_logger()

DRAIN = 7.5  # seconds that a stop waits for requests, turns and messages in hand
CLOSE = 1.0  # seconds that closing the channels may take
A_MOMENT = 0.5  # seconds, for what is cancelled and should end at once
LEFT = 1.0  # seconds that threads have after all is drained
LAST = 9.8  # seconds after the first signal: a stop that hangs all the same is ended
OTHERS_WAIT = 10.0  # seconds that a start waits for the other apps when one is there
LOOK_EVERY = 5.0  # seconds between two looks at the other processes
PLANNING = 7203  # the advisory lock of the planner
FILLING = 7204  # that of the first start
KEPT = timedelta(days=30)  # how long settled mail is kept


def words(reader: str) -> list[Mapping[str, Any]]:
    """What one reader understands, in every language."""
    return [phrases(reader, language) for language in LANGUAGES]


def build_city(agencies: Directory, calendar: Calendar, settings: Settings, revision: int) -> City:
    """The readers over this directory and calendar."""
    names = AgencyReader(agencies, words("agencies"))
    deadlines = DeadlineReader(words("deadlines"), calendar)
    return City(
        directory=agencies,
        calendar=calendar,
        agencies=names,
        deadlines=deadlines,
        conclusions=ConclusionReader(phrases("conclusions", "vi"), names, deadlines),
        chat=ChatReader(words("chat"), names, deadlines),
        obstacles=ObstacleReader(words("obstacles")),
        parts=PartReader(words("parts"), phrases("conclusions", "vi")["verbs"]["act"]),
        zone=ZoneInfo(settings.timezone),
        letter_at=settings.morning_letter_at,
        digest_at=settings.digest_at,
        revision=revision,
    )


class Cities:
    """The city as the database has it; read again when agencies or days off were changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._city: City | None = None

    def __call__(self, db: Session) -> City:
        revision = directory.revision(db)
        if self._city is None or self._city.revision != revision:
            self._city = build_city(directory.load(db), directory.calendar(db), self._settings, revision)
        return self._city

    def warm(self, now: datetime) -> None:
        """Compiles what the readers need, so that the first person after a start does not wait for it."""
        self.known.chat.warm(now.astimezone(self.known.zone))
        self.known.conclusions.warm(now.date())

    @property
    def known(self) -> City:
        """The city as it was last read."""
        if self._city is None:
            raise LookupError("no city has been read yet")
        return self._city


class NotUp(SettingError):
    """The database server does not answer; it may be starting."""


async def awaited_database(settings: Settings, stopping: asyncio.Event) -> Database | None:
    """The open database. One that is not up yet is waited for, with one line in the log; None if a stop comes first."""
    waiting = False
    for pause in chain(PAUSES, repeat(PAUSES[-1])):
        try:
            return await asyncio.to_thread(open_database, settings)
        except NotUp:
            if not waiting:
                log.warning("the database does not answer yet; waiting for it")
            waiting = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), pause)
            return None
    raise AssertionError("the pauses never end")


def open_database(settings: Settings) -> Database:
    """The database, made and filled when it is empty. Raises SchemaTooOld on another version's."""
    try:
        database = Database(settings.database)
    except (sa.exc.ArgumentError, OSError) as wrong:
        raise SettingError(f"Setting DATABASE_URL or DATA_DIR: {type(wrong).__name__}.") from None
    try:
        database.prepare()
        fill(database)
    except sa.exc.OperationalError as wrong:
        database.close()
        kind = NotUp if may_come(wrong) else SettingError
        raise kind("Setting DATABASE_URL: the database cannot be reached or written.") from None
    except Exception:
        database.close()
        raise
    return database


def listening(host: str, port: int) -> socket.socket:
    """The socket that the web server will use, had before anything else starts."""
    try:
        return listen(host, port)
    except OSError as wrong:
        raise SettingError(f"Setting LISTEN: {host}:{port} cannot be had ({wrong.strerror}).") from None


def fill(database: Database) -> None:
    """A database that has no directory yet gets the shipped one, and the shipped days off."""
    if database.do(directory.revision) == 0:
        database.do(_fill)


def _fill(db: Session) -> None:
    one_at_a_time(db, FILLING)
    if directory.revision(db) == 0:
        directory.fill(db, shipped.load_shipped(), shipped.shipped_days_off())


class App:
    """A running bot: channels in, worker, sender, ticks."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        channels: Sequence[Channel],
        clock: Clock,
        *,
        pacing: Mapping[str, Pacing] | None = None,
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.channels = {channel.name: channel for channel in channels}
        self.texts = Texts(ZoneInfo(settings.timezone), settings.locale)
        self.cities = Cities(settings)
        rates = pacing or {one.name: Pacing(one.can.per_second, one.can.chat_gap) for one in channels}
        self.presence = Presence(database)
        self.worker = Worker(database, self.channels, self.cities, clock, self.texts, self.presence)
        self.sender = Sender(
            database, self.channels, self.cities, clock, self.texts, rates, self.presence, settings.public_url
        )
        database.posted = self.sender.wake
        self.metrics = Metrics(self.channels)
        database.counted = self.metrics.counted
        self._starts: dict[str, asyncio.Task[None]] = {}
        self._standing: str | None = "starting"  # why this process takes no requests
        self._nothing_owed: tuple[object, ...] | None = None

    async def plan(self) -> None:
        """Posts what is owed now."""
        with self.metrics.tick("plan"):
            await self.database.run(self._plan)
            await self.database.run(health.heartbeat, self.clock.now())

    def _plan(self, db: Session) -> int:
        """Looks at all open tasks only when something has changed since it last found nothing to say."""
        one_at_a_time(db, PLANNING)
        city, now = self.cities(db), self.clock.now()
        delivery_report.plan(db, city, now)
        state = (notices.hour(db, city, now), saved_notices.changes(db), absences.changes(db, now), city.revision)
        if state == self._nothing_owed:
            return 0
        posted = reorganising.plan(db, city, now) + notices.plan(db, city, now)
        self._nothing_owed = None if posted else state
        return posted

    async def tidy(self) -> None:
        with self.metrics.tick("tidy"):
            await self.database.run(tidying.forget_settled, self.clock.now() - KEPT)
            await self.database.run(pace.forget)

    def front(self) -> Starlette:
        """The bot's own web app: health, metrics, where apps bring updates, and files by signed links."""
        hooks = [
            webhook(name, channel.hook, self.worker.receive) for name, channel in self.channels.items() if channel.hook
        ]
        files = signed_files(self.database, self.clock.now)
        return front_app(unready=self.unready, metrics=self._figures, routes=[*hooks, files])

    async def unready(self) -> list[str]:
        """Why other replicas should get the requests just now; empty when this one can take them."""
        if self._standing:
            return [self._standing]
        try:
            schema = await self.database.run(health.schema)
        except sa.exc.DBAPIError:
            return ["database"]
        return [] if schema == health.newest_schema() else ["schema"]

    def _looked_at(self, db: Session) -> health.Figures:
        now = self.clock.now()
        today = now.astimezone(ZoneInfo(self.settings.timezone)).date()
        sent = month.all_sent(db, quota.month_of(today))
        coming = [(channel, quota.forecast(count, today)) for channel, count in sent]
        return replace(health.figures(db, now), month=sent, coming=coming)

    async def _figures(self) -> bytes:
        try:
            figures = await asyncio.wait_for(self.database.run(self._looked_at), PATIENCE)
        except (sa.exc.DBAPIError, TimeoutError):
            figures = None
        return self.metrics.page(figures)

    async def run(self, stopping: asyncio.Event, *others: Coroutine[Any, Any, None]) -> None:
        """Runs until `stopping` is set, then finishes what is in hand. `others` run beside it from the first moment."""
        inward = [asyncio.create_task(one) for one in others]
        stop = asyncio.create_task(stopping.wait())
        starting = asyncio.create_task(self._start())
        try:
            await asyncio.wait([*inward, starting, stop], return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                starting.result()
                await self._work(inward, stop)
            for one in inward:
                if one.done() and not one.cancelled():
                    one.result()
        finally:
            await _cancel([starting, stop, *inward, *self._starts.values()], within=A_MOMENT)
            await self._close()

    async def _start(self) -> None:
        try:
            self.presence.begin()
        except AlreadyRunning:
            raise SettingError("Setting DATABASE_URL or DATA_DIR: another process runs on this database.") from None
        await self.database.insist(self.cities)
        await self.database.insist(outbox.go_by, self.clock.now())
        await self._start_channels()
        with _database_may_be_away():
            await self._take_up()

    async def _start_channels(self) -> None:
        """Returns when one can send; an app that is out of reach does not hold up the others for long."""
        self._starts = {name: asyncio.create_task(self._started(one)) for name, one in self.channels.items()}
        starts = list(self._starts.values())
        if not starts:
            return
        await asyncio.wait(starts, return_when=asyncio.FIRST_COMPLETED)
        done, _ = await asyncio.wait(starts, timeout=OTHERS_WAIT)
        for one in done:
            one.result()
        for name, one in self._starts.items():
            if not one.done():
                log.warning("app out of reach at the start; the others go on", channel=name)

    async def _started(self, channel: Channel) -> None:
        try:
            await channel.start()
        except ValueError as wrong:  # a token that the app refuses
            raise SettingError(str(wrong)) from None
        await channel.set_commands(self._menus())

    async def _work(self, inward: list[asyncio.Task[None]], stop: asyncio.Task[Any]) -> None:
        scheduler = ticking(self.plan, self.tidy, self.settings.timezone)
        inward += [asyncio.create_task(self._receive_from(channel)) for channel in self.channels.values()]
        working = [asyncio.create_task(self.worker.run()), asyncio.create_task(self.sender.run())]
        watching = [
            asyncio.create_task(self._watch()),
            asyncio.create_task(watch_clock(scheduler, self.clock.now, self._clock_was_set_back)),
        ]
        first = asyncio.create_task(self.plan())
        log.info("ready", channels=sorted(self.channels))
        warming = asyncio.create_task(asyncio.to_thread(self.cities.warm, self.clock.now()))
        self._standing = None
        try:
            everything = [*inward, *working, *watching, stop]
            done, _ = await asyncio.wait(everything, return_when=asyncio.FIRST_COMPLETED)
            for ended in done - {stop}:
                ended.result()
        finally:
            self._standing = "stopping"
            scheduler.shutdown(wait=False)
            await self._drain(inward, working)
            await _cancel([first, warming, *working, *watching], within=A_MOMENT)

    async def _receive_from(self, channel: Channel) -> None:
        """Where updates are fetched, one process fetches: that which sends the letters."""
        if start := self._starts.get(channel.name):
            await start
        if channel.hook is not None:
            await channel.run(self.worker.receive)
        while True:
            while not self.presence.sends_letters:  # noqa: ASYNC110 - another process's end wakes nobody
                await asyncio.sleep(LOOK_EVERY)
            receiving = asyncio.create_task(channel.run(self.worker.receive))
            try:
                while self.presence.sends_letters:
                    done, _ = await asyncio.wait([receiving], timeout=LOOK_EVERY)
                    if done:
                        receiving.result()
                        return
            finally:
                await _cancel([receiving])

    async def _drain(self, inward: Sequence[asyncio.Task[Any]], working: Sequence[asyncio.Task[Any]]) -> None:
        """Takes nothing new and lets requests, turns and messages in hand end; ten seconds at most, with the closing.

        The loops are asked to stop, not cancelled: one that is cut off between a claim and its work would leave a row
        in hand, and the next start would have to take it for a possible repeat.
        """
        self.worker.stop()
        self.sender.stop()
        half = asyncio.get_running_loop().time() + DRAIN / 2
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN):
                await _cancel(inward)
                await asyncio.gather(*working, return_exceptions=True)
                await self.worker.ended()
                await self.sender.drain(half)

    async def _close(self) -> None:
        closing = [asyncio.create_task(channel.stop()) for channel in self.channels.values()]
        if closing:
            await asyncio.wait(closing, timeout=CLOSE)
        self.presence.end()

    async def _watch(self) -> None:
        """Keeps this process's locks, and takes up what dead processes had in hand."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await asyncio.to_thread(self.presence.look)
            with _database_may_be_away():
                await self._take_up()

    async def _take_up(self) -> None:
        freed = await self.database.run(presence.free, self.presence.owner, self.clock.now())
        if freed:
            log.info("taken up what another process had in hand", rows=freed)
            self.worker.wake()
            self.sender.wake()

    async def _clock_was_set_back(self) -> None:
        await self.database.insist(outbox.clock_was_set_back, self.clock.now())
        self.sender.wake()
        with _database_may_be_away():
            await self.plan()

    def _menus(self) -> list[Commands]:
        menus = [self.worker.menu(None, None, language) for language in LANGUAGES]
        return menus + [self.worker.group_menu(language) for language in LANGUAGES]


@contextlib.contextmanager
def _database_may_be_away() -> Iterator[None]:
    """What is done inside is done again at the next look anyhow."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if not is_away(error):
            raise
        log.warning("database away", error=type(error).__name__)


async def _cancel(tasks: Sequence[asyncio.Task[Any]], within: float | None = None) -> None:
    """Cancels, and waits for the end of all."""
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait([asyncio.gather(*tasks, return_exceptions=True)], timeout=within)


def stop_on_signals() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT; a second one ends the process at once, as safely as any kill.

    So does the end of the time that a stop may take: a database that hangs keeps no process alive.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()

    def signalled() -> None:
        if stopping.is_set():
            os._exit(1)
        stopping.set()
        end_within(LAST, code=1)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, signalled)
    return stopping


def end_within(seconds: float, *, code: int = 0) -> None:
    """Ends the process then, if it has not ended by itself.

    After a drain only threads can keep it: a look of the planner, whose transaction is undone, or words being compiled.
    """

    def end() -> None:
        sys.stdout.flush()
        os._exit(code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
