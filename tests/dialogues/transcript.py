"""Replays a dialogue written as Markdown that an official can read, word for word.

How to write one: make `tests/dialogues/<name>.md` with the two tables and what people do, then run

    .venv/bin/python -m tests.dialogues.transcript tests/dialogues/<name>.md

which fills in (or renews) everything that the system says; read it over before you commit it.
`test_transcripts.py` replays every .md file of this folder and compares the whole text.

    | Người | Vai | Cơ quan | Tiếng |                   the cast, a row each; "Tiếng" (vi, en) may be left out
                                                        several agencies with commas: a post in each
    | Nhiệm vụ | Chủ trì | Phối hợp | Hạn | Người giao |  tasks at the start, NV-1 and on; only the first two columns
                                                        must be there; a column "Tiếp nhận": "chưa" = not received;
                                                        several leads with commas: a job for many
    ## 08:00 ngày 26/9/2022                             moves the clock there and lets the planner look once
    **Sở TT&TT:** NV-1 50%                              says a line (more lines may follow, up to an empty one)
    **Sở TT&TT** trong nhóm BCĐ: /quahan                says a line in a group
    **Sở TT&TT** bấm [✅ Báo hoàn thành]                 presses the button on the newest message that has one so named
    **Sở TT&TT** bấm lại                                presses once more what they pressed last, now stale
    **Sở TT&TT** gửi tệp bao-cao.pdf: kèm theo          sends a file (bytes made by its ending, see FILES), with words
    > **→ Văn phòng**                                   what the system sends, to whom; "(sửa)" = an earlier message
                                                        is edited; always written by the replay, never by hand

Roles: Trưởng ban, Phó ban, Văn phòng, Thủ trưởng, Đầu mối, Quan sát; "Khách" is an account that nobody knows, "Ẩn
danh" an anonymous admin of groups. Codes
made by chance are shown, and can be written, as ‹mã thư mời›, ‹mã tra cứu›, ‹sáu số›: the newest of each.
Agencies by their short names. The clock starts at 14:00 on 22/9/2022. Whoever is not in the cast is not shown. All
other lines are prose and stay as they are.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from bot.core.degrade import Capabilities, Key, bare_label
from bot.core.lifecycle import Move
from bot.store import directory, people, settings, tasks
from bot.store.tasks import Source
from models import Role, State, Task, TaskEvent
from tests.city import City, FakeChat, Member, Message

FOLDER = Path(__file__).parent
ROLES = {
    "trưởng ban": Role.CHAIR,
    "phó ban": Role.VICE_CHAIR,
    "văn phòng": Role.OFFICE,
    "thủ trưởng": Role.HEAD,
    "đầu mối": Role.CONTACT,
    "quan sát": Role.OBSERVER,
}
GUEST, ANONYMOUS = "khách", "ẩn danh"
CODES = {  # codes are made by chance: a transcript shows a name for each, and may write it
    "‹mã thư mời›": re.compile(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b"),
    "‹mã tra cứu›": re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{2}\b"),
    "‹sáu số›": re.compile(r"\b\d{3} \d{3}\b"),
}
FILES = {
    ".pdf": b"%PDF-1.4\n%",
    ".jpg": b"\xff\xd8\xff\xe0",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".exe": b"MZ\x90\x00",
    ".zip": b"PK\x03\x04",
    ".docm": b"PK\x03\x04",
    ".txt": "Báo cáo kết quả.".encode(),
}
CLOCK = re.compile(r"## (\d{1,2}):(\d\d) ngày (\d{1,2})/(\d{1,2})/(\d{4})")
SAYS = re.compile(r"\*\*(?P<who>[^*]+?):\*\* (?P<words>.+)", re.DOTALL)
SAYS_IN_GROUP = re.compile(r"\*\*(?P<who>[^*]+?)\*\* trong nhóm (?P<group>[^:\n]+): (?P<words>.+)", re.DOTALL)
PRESSES_AGAIN = re.compile(r"\*\*(?P<who>[^*]+?)\*\* bấm lại")
PRESSES = re.compile(r"\*\*(?P<who>[^*]+?)\*\* bấm \[(?P<label>.+)\]")
SENDS = re.compile(r"\*\*(?P<who>[^*]+?)\*\* gửi tệp (?P<name>[^:\s]+)(?:: (?P<words>.+))?", re.DOTALL)


def paragraphs(text: str) -> list[str]:
    """The transcript without what the system said."""
    kept = "\n".join(line for line in text.splitlines() if not line.startswith(">"))
    return [block.strip("\n") for block in re.split(r"\n\s*\n", kept) if block.strip()]


@dataclass(frozen=True)
class Played:
    """What was said, and what stands in the database at the end: a line for each task and each event."""

    text: str
    record: tuple[str, ...]


_PLAYED: dict[tuple[str, Capabilities], Played] = {}


async def replayed(text: str) -> str:
    """The transcript with what the system says today."""
    return (await played(text)).text


async def played(text: str, can: Capabilities | None = None) -> Played:
    """`can`: the app's abilities; without buttons, what the transcript presses is typed. Played once a test run."""
    can = can or FakeChat().can
    if (text, can) not in _PLAYED:
        _PLAYED[text, can] = await _played(text, can)
    return _PLAYED[text, can]


async def _played(text: str, can: Capabilities) -> Played:
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(City(Path(folder)))
        stage.city.chat.can = can
        stage.city.database.do(settings.put, "broadcast_minutes", "10")
        try:
            written = [await stage.plays(block) for block in paragraphs(text)]
            record = stage.city.database.do(_record)
        finally:
            await stage.city.close()
    said = "\n\n".join(block for blocks in written for block in blocks) + "\n"
    return Played(said, record)


def _record(db: Session) -> tuple[str, ...]:
    """Every task and every event, without what may differ: which update it was, and the hashes over that."""
    found = [f"task {one.model_dump()}" for one in db.exec(select(Task).order_by(col(Task.id)))]
    apart = {"id", "inbox_id", "hash", "previous_hash"}
    events = select(TaskEvent).order_by(col(TaskEvent.task_id), col(TaskEvent.seq))
    return (*found, *(f"event {one.model_dump(exclude=apart)}" for one in db.exec(events)))


class Stage:
    """The city with the people of the transcript, and what each of them has been shown so far."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.cast: dict[str, Member] = {}
        self.groups: dict[str, Member] = {}
        self.shown: dict[tuple[str, str], str] = {}
        self.pressed: dict[str, dict[str, str]] = {}
        self.codes: dict[str, str] = {}
        self.toasts = 0
        bodies = city.database.do(directory.load).bodies
        self.agencies = {body.short: body.code for body in reversed(bodies)}

    async def plays(self, block: str) -> list[str]:
        """Does what the block says; returns it with what everybody was sent."""
        if block.startswith("|"):
            self._set(block)
            return [block]
        acted = await self._acts(block)
        return [block, *self._heard()] if acted else [block]

    async def _acts(self, block: str) -> bool:
        if found := CLOCK.fullmatch(block):
            hour, minute, day, month, year = map(int, found.groups())
            await self.city.goes_to(f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
        elif found := SAYS.fullmatch(block):
            await self._member(found["who"]).says(self._with_codes(found["words"]), display_name=found["who"])
        elif found := SAYS_IN_GROUP.fullmatch(block):
            await self._in_group(**found.groupdict())
        elif PRESSES_AGAIN.fullmatch(block) and not self.city.chat.can.buttons:
            return True  # there is no button that could be pressed twice
        elif found := PRESSES_AGAIN.fullmatch(block):
            await self.city.inbound(self._member(found["who"]).account, **self.pressed[found["who"]])
        elif found := PRESSES.fullmatch(block):
            await self._press(found["who"], found["label"])
        elif found := SENDS.fullmatch(block):
            content = FILES.get(Path(found["name"]).suffix, b"") + found["name"].encode()
            await self._member(found["who"]).uploads(found["name"], content, text=found["words"] or "")
        else:
            return False
        return True

    async def _in_group(self, who: str, group: str, words: str) -> None:
        chat = self.groups.setdefault(group, Member(self.city, f"-{100 + len(self.groups)}"))
        account = self._member(who).account
        where = {"chat_id": chat.account, "private": False, "group_title": group, "own_ref": str(next(self.city.ids))}
        await self.city.inbound(account, text=words, anonymous=not account, **where)

    def _with_codes(self, words: str) -> str:
        for name, code in self.codes.items():
            words = words.replace(name, code)
        return words

    async def _press(self, who: str, label: str) -> None:
        member = self._member(who)
        if not self.city.chat.can.buttons:
            await self._types(who, member, label)
            return
        for message in reversed(member.messages):
            for key in message.keys:
                if key.label == label:
                    press = {"button": key.action, "message_ref": message.ref, "tap_id": f"tap{next(self.city.ids)}"}
                    self.pressed[who] = press
                    await self.city.inbound(member.account, **press, display_name=who)
                    return
        raise AssertionError(f"{who} has no button [{label}]; the newest message has {member.buttons()}")

    async def _types(self, who: str, member: Member, label: str) -> None:
        """The choice in words."""
        key = self._offered(member, label)
        assert key, f"{who} is offered no [{label}]; the newest message offers {member.last.part.menu}"
        await member.says(bare_label(key.label), display_name=who)

    def _offered(self, member: Member, label: str) -> Key | None:
        found = (key for message in reversed(member.messages) for key in message.part.menu if key.label == label)
        return next(found, None)

    def _member(self, who: str) -> Member:
        assert who in self.cast, f"{who} is not in the cast: {sorted(self.cast)}"
        return self.cast[who]

    # ------------------------------------------------------------ the two tables

    def _set(self, block: str) -> None:
        for row in _rows(block):
            if "Người" in row:
                if row["Vai"].lower() == ANONYMOUS:
                    self.cast[row["Người"]] = self.city.stranger("")
                    continue
                if row["Vai"].lower() == GUEST:
                    self.cast[row["Người"]] = self.city.stranger(f"guest{len(self.cast)}")
                    continue
                self._casts(row["Người"], ROLES[row["Vai"].lower()], row.get("Cơ quan", ""), row.get("Tiếng") or "vi")
            elif "Nhiệm vụ" in row:
                self.city.database.do(self._gives, row)

    def _casts(self, name: str, role: Role, agency: str, language: str) -> None:
        here = {Role.CHAIR: self.city.chair, Role.VICE_CHAIR: self.city.vice_chair, Role.OFFICE: self.city.office}
        known = here.get(role) if language == "vi" and here.get(role) not in self.cast.values() else None
        account = f"account{len(self.cast)}"
        first, *others = [self.agencies[one.strip()] for one in agency.split(",") if one.strip()] or [None]
        self.cast[name] = known or self.city.member(account, name, role, first, language)
        for code in others:
            self.city.database.do(self._also_holds, account, role, code)

    def _also_holds(self, db, account: str, role: Role, agency: str) -> None:
        today = self.city.clock.now().date()
        person = people.actor_of(db, "fake", account, today)
        people.add_post(db, person.person_id, role=role, agency=agency, today=today)

    def _gives(self, db, row: dict[str, str]) -> None:
        now = self.city.clock.now()
        due = _day(row.get("Hạn", ""))
        giver = ROLES.get(row.get("Người giao", "").lower(), Role.CHAIR)
        first, *others = [self.agencies[one.strip()] for one in row["Chủ trì"].split(",")]
        lead = None if others else first
        helpers = [(self.agencies[one.strip()], False) for one in row.get("Phối hợp", "").split(",") if one.strip("— ")]
        plain = {"title": row["Nhiệm vụ"], "given_by": giver, "assigned_on": now.date(), "assigned_at": now}
        whole = tasks.add(db, Task(**plain, lead=lead, is_parent=bool(others)), helpers)
        parts = [tasks.add(db, Task(**plain, lead=one, parent_id=whole.id), []) for one in [first, *others] if others]
        for task in [whole, *parts]:
            facts = {"title": row["Nhiệm vụ"], "lead": task.lead, "due_on": due, "original_due_on": due}
            if row.get("Tiếp nhận") != "chưa":
                facts |= {"acknowledged_at": now, "state": State.IN_PROGRESS}
            tasks.record(db, task, Move("assigned", facts), by=None, at=now, source=Source())

    # ------------------------------------------------------------ what was heard

    def _heard(self) -> Iterator[str]:
        for toast in self.city.chat.toasts[self.toasts :]:
            if toast:
                yield f"> *{toast}*"
        self.toasts = len(self.city.chat.toasts)
        for name, member in (*self.cast.items(), *((f"nhóm {name}", chat) for name, chat in self.groups.items())):
            for message in member.messages:
                said, key = self._masked(_written(message)), (member.account, message.ref)
                if self.shown.get(key) != said:
                    yield _quoted(f"**→ {name}**{' (sửa)' if key in self.shown else ''}\n{said}")
                    self.shown[key] = said

    def _masked(self, said: str) -> str:
        for name, pattern in CODES.items():
            for code in pattern.findall(said):
                self.codes[name] = code
            said = pattern.sub(name, said)
        return said.replace(self.city.chat.name, "Telegram")


def _written(message: Message) -> str:
    lines = [f"> {row.text}" if row.quoted else row.text for row in message.part.rows]
    if message.file is not None:
        lines.append(f"📎 {message.file.name}")
    return "\n".join([*lines, *("[" + "] [".join(key.label for key in row) + "]" for row in message.part.keys)])


def _quoted(text: str) -> str:
    """Every line but the last ends in two blanks: a line break in Markdown."""
    lines = text.split("\n")
    return "\n".join(f"> {line}  ".rstrip() + ("  " if line else "") for line in lines[:-1]) + f"\n> {lines[-1]}"


def _rows(table: str) -> list[dict[str, str]]:
    head, _, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in table.splitlines())
    return [dict(zip(head, row, strict=False)) for row in rows]


def _day(words: str) -> date | None:
    found = re.fullmatch(r"(\d+)/(\d+)/(\d+)", words)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def as_compared(text: str) -> list[str]:
    """Blanks at line ends do not count: some editors take them away."""
    return [line.rstrip() for line in text.rstrip().splitlines()]


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(asyncio.run(replayed(path.read_text("utf-8"))), "utf-8")
