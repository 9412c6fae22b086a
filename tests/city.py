"""The bot's inside with a fake channel: people say things, press buttons, and read what they are sent."""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from bot.app import App, build_city, open_database
from bot.clock import Clock
from bot.core.calendar import Calendar
from bot.core.channel import Attachment, Capabilities, Gone, Inbound, RawUpdate, TryLater, Unreachable
from bot.core.degrade import Key, Part
from bot.delivery.pacing import Pacing
from bot.directory import load_shipped, shipped_days_off
from bot.settings import Settings
from bot.store import people, settings
from bot.usecases.context import City as CommitteesWorld
from models import Role

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
START = datetime(2022, 9, 22, 14, 0, tzinfo=ZONE)


class TestClock(Clock):
    __test__ = False

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment


@dataclass
class Message:
    ref: str
    part: Part
    file: object = None
    edited: bool = False
    to: object = None

    @property
    def text(self) -> str:
        return self.part.text

    @property
    def keys(self) -> list[Key]:
        return [key for row in self.part.keys for key in row]


@dataclass
class FakeChat:
    """A channel that keeps what it is given."""

    name: str = "fake"
    hook: None = None
    chat_link: str | None = None
    can: Capabilities = field(default_factory=lambda: Capabilities(text_limit=4096))
    chats: dict[str, list[Message]] = field(default_factory=dict)
    toasts: list[str] = field(default_factory=list)
    typing: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    refs: count = field(default_factory=lambda: count(1))

    async def start(self): ...

    async def run(self, receive):
        await asyncio.Event().wait()

    async def stop(self): ...

    async def set_commands(self, menus): ...

    async def reaches(self):
        return True

    def is_private(self, chat_id):
        return not chat_id.startswith("-")

    def invitation_link(self, code):
        return None

    def read(self, raw):
        attachment = raw.get("attachment")
        return Inbound(**{**raw, "attachment": Attachment(**attachment) if attachment else None})

    async def send(self, to, part, file=None):
        if to.chat_id in self.blocked:
            raise Unreachable("blocked")
        if to.chat_id in self.busy:
            raise TryLater(0.01, chat_only=True)
        message = Message(str(next(self.refs)), part, file, to=to)
        self.chats.setdefault(to.chat_id, []).append(message)
        return message.ref

    async def edit(self, to, message_ref, part):
        for message in self.chats.get(to.chat_id, []):
            if message.ref == message_ref:
                message.part, message.edited = part, True
                return message_ref
        raise Gone("gone")

    async def working(self, chat_id):
        self.typing.append(chat_id)

    async def answer_tap(self, tap_id, text):
        self.toasts.append(text)

    async def download(self, attachment):
        return self.files[attachment.file_id]


class Member:
    """Somebody with an account in the fake chat."""

    def __init__(self, city: City, account: str) -> None:
        self.city, self.account = city, account
        self._read = 0

    @property
    def messages(self) -> list[Message]:
        return self.city.chat.chats.get(self.account, [])

    @property
    def last(self) -> Message:
        return self.messages[-1]

    def unread(self) -> list[str]:
        """What came since this was asked last."""
        fresh = [message.text for message in self.messages[self._read :]]
        self._read = len(self.messages)
        return fresh

    async def says(self, text: str, **more: object) -> str:
        """Writes a line; returns the newest message of the chat afterwards."""
        await self.city.inbound(self.account, text=text, **more)
        return self.last.text

    async def presses(self, label: str, *, on: Message | None = None) -> str:
        """Presses the button whose label holds these words, on the newest message that has it."""
        candidates = [on] if on else list(reversed(self.messages))
        for message in candidates:
            for key in message.keys:
                if label in key.label:
                    await self.city.inbound(
                        self.account, button=key.action, message_ref=message.ref, tap_id=f"tap{next(self.city.ids)}"
                    )
                    return message.text if message.edited else self.last.text
        raise AssertionError(f"no button {label!r} for {self.account}; there are {self.buttons()}")

    async def presses_raw(self, button: str) -> str:
        """Presses a button that need not be on any message, as a hand-made client could."""
        await self.city.inbound(self.account, button=button, tap_id=f"tap{next(self.city.ids)}")
        return self.last.text

    def buttons(self) -> list[str]:
        return [key.label for key in self.last.keys] if self.messages else []

    async def uploads(self, name: str, content: bytes, *, text: str = "") -> str:
        file_id = f"file{next(self.city.ids)}"
        self.city.chat.files[file_id] = content
        attachment = {"file_id": file_id, "name": name, "mime": "application/octet-stream", "size": len(content)}
        await self.city.inbound(self.account, text=text, attachment=attachment)
        return self.last.text


@cache
def _filled_database() -> Path:
    """A database as the first start makes it, made once: a test gets a copy."""
    file = Path(tempfile.mkdtemp(prefix="task-bot-tests-")) / "tasks.db"
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    database = open_database(Settings(_env_file=None, database_url=f"sqlite:///{file}"))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return file


def _unhurt_by_power_cuts(connection, _record) -> None:
    """Tests in one process need not wait for the disk; those that kill processes start bots of their own."""
    connection.execute("PRAGMA synchronous=OFF")


@cache
def _city() -> CommitteesWorld:
    """The readers over the shipped agencies and days off, built once: they keep nothing."""
    settings = Settings(_env_file=None)
    return build_city(load_shipped(), Calendar(shipped_days_off()), settings, revision=1)


class City:
    """Everything but the network."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        self.settings = Settings(_env_file=None, database_url=url or f"sqlite:///{folder / 'tasks.db'}")
        self.clock = TestClock(START)
        self.chat = FakeChat()
        if url is None:
            shutil.copy(_filled_database(), folder / "tasks.db")
        self.database = open_database(self.settings)
        if self.database.sqlite:
            self.database.engine.dispose()
            event.listen(self.database.engine, "connect", _unhurt_by_power_cuts)
        self.app = App(self.settings, self.database, [self.chat], self.clock, pacing={"fake": Pacing(1e6, 0)})
        self.app.cities._city = _city()
        self.database.do(settings.put, "broadcast_minutes", "0")  # transcripts show the delay
        self.ids = count(1)
        self.chair = self.member("chair", "Chủ tịch", Role.CHAIR)
        self.vice_chair = self.member("vice", "Phó Chủ tịch", Role.VICE_CHAIR)
        self.office = self.member("office", "Thư ký", Role.OFFICE)
        self.colleague = self.member("colleague", "Chuyên viên", Role.OFFICE)

    def member(self, account: str, name: str, role: Role, agency: str | None = None, language: str = "vi") -> Member:
        def add(db):
            today = self.clock.now().astimezone(ZONE).date() - timedelta(days=30)
            person = people.add(
                db, name=name, role=role, agency=agency, today=today, now=self.clock.now(), language=language
            )
            people.link(db, person.id, channel="fake", account_id=account, chat_id=account, now=self.clock.now())

        self.database.do(add)
        return Member(self, account)

    def stranger(self, account: str) -> Member:
        return Member(self, account)

    async def inbound(self, account: str, **raw: object) -> None:
        raw = {"chat_id": account, "account_id": account, **raw}
        update = RawUpdate(str(next(self.ids)), str(raw["chat_id"]), raw, str(raw.get("text", "")))
        await self.app.worker.receive("fake", [update])
        await self.settles()

    async def settles(self) -> None:
        """Works off what came in and sends what is owed."""
        await self.app.worker.work_off()
        while await self.app.sender.send_next():
            pass

    async def goes_to(self, moment: str) -> None:
        """Moves the clock and lets the planner look once."""
        self.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        await self.app.plan()
        await self.settles()

    async def lives_until(self, moment: str) -> None:
        """Moves the clock hour by hour, as a running bot would see it."""
        end = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
        while self.clock.moment < end:
            self.clock.moment = min(end, self.clock.moment + timedelta(minutes=30))
            await self.app.plan()
            await self.settles()

    async def close(self) -> None:
        self.database.close()
