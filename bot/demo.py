"""`python -m bot demo`: the bot in the browser, on a fresh database, with a sample committee and a clock to move."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.app import App, listening, open_database, stop_on_signals
from bot.channels.web import Web
from bot.clock import MovableClock
from bot.core.calendar import digest_day
from bot.core.cards import Text
from bot.delivery.pacing import Pacing
from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from bot.settings import Settings
from bot.store import outbox, people
from bot.store import settings as settings_store
from bot.usecases import sending
from bot.web.chat import Person, chat_app
from bot.web.server import Server, server
from models import Role

STARTS_AT = datetime.combine(date(2022, 9, 22), time(14))  # the afternoon after the meeting
UNHURRIED = 10_000.0  # messages a second: a page on this machine needs no pacing

# Invented people; the agencies are those of Đà Nẵng in 2022.
COMMITTEE = (
    ("chu-tich", "Nguyễn Văn An", Role.CHAIR, None, "Chủ tịch UBND thành phố, Trưởng ban"),
    ("pho-chu-tich", "Trần Thị Bình", Role.VICE_CHAIR, None, "Phó Chủ tịch UBND thành phố, Phó Trưởng ban"),
    ("van-phong-1", "Lê Minh Châu", Role.OFFICE, None, "Văn phòng Chuyển đổi số, thư ký"),
    ("van-phong-2", "Phạm Quốc Dũng", Role.OFFICE, None, "Văn phòng Chuyển đổi số, chuyên viên"),
    ("so-tttt", "Hoàng Thị Giang", Role.HEAD, "STTTT", "Sở TT&TT, Giám đốc"),
    ("so-tttt-dau-moi", "Đỗ Văn Hải", Role.CONTACT, "STTTT", "Sở TT&TT, cán bộ đầu mối"),
    ("vp-cds", "Võ Thị Khánh", Role.HEAD, "VPCDS", "Văn phòng Chuyển đổi số, Chánh Văn phòng"),
    ("cong-an", "Bùi Văn Long", Role.HEAD, "CATP", "Công an thành phố, lãnh đạo"),
    ("so-tnmt", "Đặng Thị Mai", Role.HEAD, "STNMT", "Sở TN&MT, Giám đốc"),
    ("so-gtvt", "Ngô Văn Nam", Role.HEAD, "SGTVT", "Sở GTVT, Giám đốc"),
    ("so-nv", "Dương Thị Oanh", Role.HEAD, "SNV", "Sở Nội vụ, Giám đốc"),
)


class Demo:
    """What the page needs: the people, the sample, the clock."""

    def __init__(self, app: App, clock: MovableClock, zone: ZoneInfo) -> None:
        self._app = app
        self._clock = clock
        self._zone = zone
        self._moving = asyncio.Lock()
        self.people: Sequence[Person] = [
            Person(account, name, post, role) for account, name, role, _, post in COMMITTEE
        ]
        self.sample_name = SAMPLE_NAME
        self.sample = sample_conclusion()

    def now(self) -> datetime:
        return self._clock.now().astimezone(self._zone)

    def say(self, text: Text, language: str) -> str:
        return self._app.texts.say(text, language)

    async def advance(self, to: str) -> datetime:
        """Moves the clock, stopping at every hour on the way at which something may be owed."""
        async with self._moving:
            await self._quiet()
            chosen = await self._app.database.run(people.reminder_hours)
            for moment in self._stops(to, [time.fromisoformat(hour) for hour in chosen]):
                self._clock.goes_to(moment)
                await self._app.plan()
                await self._quiet()
            return self.now()

    def _stops(self, to: str, chosen: Sequence[time]) -> list[datetime]:
        calendar = self._app.cities.known.calendar
        now = self.now()
        day = now.date()
        if now.time() >= self._app.settings.morning_letter_at or not calendar.is_working_day(day):
            day = calendar.add(day, 1)
        last = day
        if to == "monday":
            while digest_day(last, calendar) != last:
                last = calendar.add(last, 1)
        hours = sorted({self._app.settings.digest_at, self._app.settings.morning_letter_at, *chosen})
        stops: list[datetime] = []
        while day <= last:
            stops += [self._at(day, hour) for hour in hours if self._at(day, hour) > now]
            day = calendar.add(day, 1)
        return stops

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._zone)

    async def _quiet(self) -> None:
        """Waits, not for ever, until what was posted has gone out."""
        for _ in range(200):
            if not await self._app.database.run(_unsent):
                return
            self._app.sender.wake()
            await asyncio.sleep(0.02)


def _unsent(db: Session) -> int:
    return sum(outbox.unsettled_counts(db).values())


def seed(db: Session, now: datetime, since: date) -> None:
    """The sample committee, each member linked to an account of the page.

    Its clock stands still until it is moved, so nothing waits before it leaves.
    """
    settings_store.put(db, sending.MINUTES, "0")
    for account, name, role, agency, _ in COMMITTEE:
        person = people.add(db, name=name, role=role, agency=agency, today=since, now=now)
        people.link(db, person.id or 0, channel="web", account_id=account, chat_id=account, now=now)


async def run_demo(settings: Settings, announce: Callable[[str], None]) -> None:
    zone = ZoneInfo(settings.timezone)
    clock = MovableClock(STARTS_AT.replace(tzinfo=zone))
    with tempfile.TemporaryDirectory(prefix="task-bot-") as folder:
        fresh = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'demo.db'}"})
        database = open_database(fresh)
        try:
            database.do(seed, clock.now(), STARTS_AT.date() - timedelta(days=30))
            web = Web()
            app = App(fresh, database, [web], clock, pacing={"web": Pacing(UNHURRIED, 0)})
            await database.run(app.cities)
            demo = Demo(app, clock, zone)
            stopping = stop_on_signals()
            # Everybody who reaches the page may be anybody in it: it is bound to this machine, whatever LISTEN says.
            at = listening("127.0.0.1", settings.port)
            announce(f"http://127.0.0.1:{settings.port}/")
            await app.run(stopping, _serve(server(chat_app(web, demo), grace=1), at, web, stopping))
        finally:
            database.close()


async def _serve(page: Server, at: socket.socket, web: Web, stopping: asyncio.Event) -> None:
    """Serves the page until the bot stops; a page that cannot be served stops the bot."""
    serving = asyncio.create_task(page.serve(sockets=[at]))
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait([serving, stop], return_when=asyncio.FIRST_COMPLETED)
    await web.stop()
    page.should_exit = True
    await serving
    stopping.set()
