"""Who is on the committee whose bot is killed, what they write, and what must have come of it."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlmodel import Session

from bot.core.lifecycle import Move
from bot.store import people, tasks
from bot.store.database import Database
from bot.store.tasks import Source
from models import Role, State, Task
from tests.channels import zalo_server
from tests.channels.telegram_server import said, tapped
from tests.crash.server import Sighting

AGENCIES = ("SNV", "STP", "STC", "SCT", "SGTVT", "SXD", "STNMT", "STTTT", "SVHTT", "SDL", "SKHCN", "SGDDT", "SYT")
FIRST_CHAT = 500
TASKS_EACH = 4
GIVEN = datetime(2022, 9, 20, 2, tzinfo=UTC)
FIRST_DUE = date(2022, 9, 26)


@dataclass(frozen=True)
class Effect:
    """What one update must have done, exactly once; None: only an answer."""

    update: str
    chat: str
    event: str | None = None
    task_id: int | None = None
    percent: int | None = None


class Committee:
    """Heads of thirteen agencies, six contacts, the office, the chair: all linked, with four tasks an agency."""

    channel = "telegram"

    def __init__(self, database: Database, chance: random.Random) -> None:
        self.chance = chance
        self.effects: list[Effect] = []
        self.heads: dict[str, int] = {}  # agency → chat
        self.leaders: list[int] = []
        self.office: list[int] = []
        self.tasks: dict[str, list[int]] = {}  # agency → ids, which are also the numbers
        self._chats = count(FIRST_CHAT)
        self._papers = count(100)
        self._unread: set[int] = set()
        self._reported: set[int] = set()
        self._confirmed: set[int] = set()
        database.do(self._found)

    def _found(self, db: Session) -> None:
        self.leaders = [self._member(db, Role.CHAIR), self._member(db, Role.VICE_CHAIR)]
        self.office = [self._member(db, Role.OFFICE), self._member(db, Role.OFFICE)]
        for place, agency in enumerate(AGENCIES):
            self.heads[agency] = self._member(db, Role.HEAD, agency)
            if place % 2:
                self._member(db, Role.CONTACT, agency)
            self.tasks[agency] = [self._task(db, agency, place + 13 * n) for n in range(TASKS_EACH)]
        self._unread = {ids[0] for ids in self.tasks.values()}

    def _member(self, db: Session, role: Role, agency: str | None = None) -> int:
        chat = next(self._chats)
        person = people.add(db, name=f"Người {chat}", role=role, agency=agency, today=GIVEN.date(), now=GIVEN)
        people.link(db, person.id or 0, channel=self.channel, account_id=str(chat), chat_id=str(chat), now=GIVEN)
        return chat

    def _task(self, db: Session, agency: str, place: int) -> int:
        """Due dates lie close together: on every day somebody is owed a letter."""
        task = Task(title=f"Báo cáo số {place + 1}", lead=agency, assigned_on=GIVEN.date(), assigned_at=GIVEN)
        tasks.add(db, task, [])
        due = FIRST_DUE + timedelta(days=place % 12)
        changes: dict[str, Any] = {"due_on": due, "original_due_on": due, "lead": agency}
        if place >= len(AGENCIES):
            changes |= {"acknowledged_at": GIVEN, "state": State.IN_PROGRESS}
        tasks.record(db, task, Move("assigned", changes), by=None, at=GIVEN, source=Source())
        return task.id or 0

    # ---------------------------------------------------------------- what they write

    def writes(self, seen: list[Sighting]) -> dict[str, Any]:
        """The next update of somebody, and what is expected of it."""
        kinds = [self._progress] * 5 + [self._asks] * 3 + [self._opens] * 2 + [self._receives, self._reports]
        kinds += [self._confirms] * 2
        update = self.chance.choice(kinds)(seen)
        return update or self._progress(seen) or {}

    def _progress(self, _seen: list[Sighting]) -> dict[str, Any]:
        agency = self.chance.choice(AGENCIES)
        task_id, percent = self.chance.choice(self.tasks[agency][1:3]), self.chance.randint(0, 100)
        update = self._says(self.heads[agency], f"NV-{task_id} {percent}%")
        self._expects(update, self.heads[agency], "progress", task_id, percent)
        return update

    def _asks(self, _seen: list[Sighting]) -> dict[str, Any]:
        chat = self.chance.choice([*self.leaders, *self.heads.values()])
        update = self._says(chat, self.chance.choice(["có gì quá hạn?", "NV-3", "/quahan"]))
        self._expects(update, chat)
        return update

    def _receives(self, _seen: list[Sighting]) -> dict[str, Any] | None:
        if not self._unread:
            return None
        task_id = self.chance.choice(sorted(self._unread))
        self._unread.discard(task_id)
        chat = self.heads[self._agency(task_id)]
        update = self._says(chat, f"đã nhận NV-{task_id}")
        self._expects(update, chat, "acknowledged", task_id)
        return update

    def _reports(self, _seen: list[Sighting]) -> dict[str, Any] | None:
        open_ = sorted({ids[3] for ids in self.tasks.values()} - self._reported)
        if not open_:
            return None
        task_id = self.chance.choice(open_)
        self._reported.add(task_id)
        chat = self.heads[self._agency(task_id)]
        update = self._says(chat, f"NV-{task_id} xong {next(self._papers)}/BC-STTTT ngày 23/9/2022")
        self._expects(update, chat, "reported", task_id)
        return update

    def _confirms(self, seen: list[Sighting]) -> dict[str, Any] | None:
        """The first member of the office presses the button of a report, on the message that carries it."""
        chat = str(self.office[0])
        for one in seen:
            for data in one.buttons if one.chat == chat else ():
                _, verb, task_id, *_ = data.split("|")
                if verb == "confirm" and int(task_id) not in self._confirmed:
                    self._confirmed.add(int(task_id))
                    update = self._taps(self.office[0], data, one.message)
                    self._expects(update, self.office[0], "confirmed", int(task_id))
                    return update
        return None

    def _opens(self, seen: list[Sighting]) -> dict[str, Any] | None:
        """Somebody opens a task from a message, which becomes its card."""
        able = [
            (one, data)
            for one in seen[-60:]
            for data in one.buttons
            if data.split("|")[1] == "task" and not any("confirm" in other for other in one.buttons)
        ]
        if not able:
            return None
        one, data = self.chance.choice(able)
        update = self._taps(int(one.chat), data, one.message)
        self._expects(update, int(one.chat))
        return update

    def _agency(self, task_id: int) -> str:
        return next(agency for agency, ids in self.tasks.items() if task_id in ids)

    def _says(self, chat: int, text: str) -> dict[str, Any]:
        return said(text, **_who(chat))

    def _taps(self, chat: int, data: str, message: str) -> dict[str, Any]:
        update = tapped(data, chat=_who(chat)["chat"], message_id=int(message))
        update["callback_query"]["from"] = _who(chat)["from"]
        return update

    def _expects(
        self,
        update: dict[str, Any],
        chat: int,
        event: str | None = None,
        task_id: int | None = None,
        percent: int | None = None,
    ) -> None:
        self.effects.append(Effect(self._name_of(update), str(chat), event, task_id, percent))

    def _name_of(self, update: dict[str, Any]) -> str:
        return str(update["update_id"])

    def last_percents(self, *, except_for: Collection[Effect]) -> Iterator[tuple[int, int]]:
        """Task → what was reported last."""
        last = {one.task_id: one.percent for one in self.effects if one.event == "progress" and one not in except_for}
        return ((task_id, percent) for task_id, percent in last.items() if task_id and percent is not None)


class InZalo(Committee):
    """The same people in Zalo, where everything is typed: what is a tap elsewhere is a number here."""

    channel = "zalo"

    def __init__(self, database: Database, chance: random.Random) -> None:
        super().__init__(database, chance)
        self._has_a_list = False  # the vice chair, who reads and does nothing else

    def _confirms(self, seen: list[Sighting]) -> dict[str, Any] | None:
        """The office asks for the card; which choice is the newest when its number arrives, chance decides."""
        update = self._says(self.office[0], f"NV-{self.chance.choice(sorted(self._unread | self._reported) or [1])}")
        self._expects(update, self.office[0])
        return update

    def _opens(self, seen: list[Sighting]) -> dict[str, Any] | None:
        """The vice chair asks for a list, and then for its first line."""
        update = self._says(self.leaders[1], "1" if self._has_a_list else "việc đang mở")
        self._has_a_list = not self._has_a_list
        self._expects(update, self.leaders[1])
        return update

    def _says(self, chat: int, text: str) -> dict[str, Any]:
        return zalo_server.text(str(chat), text)

    def _name_of(self, update: dict[str, Any]) -> str:
        return str(update["message"]["message_id"])


def _who(chat: int) -> dict[str, Any]:
    name = f"Người {chat}"
    return {
        "chat": {"id": chat, "type": "private", "first_name": name},
        "from": {"id": chat, "is_bot": False, "first_name": name, "language_code": "vi"},
    }
