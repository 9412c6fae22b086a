"""Faults on the wire in the middle of a morning's letters to thirty people, in virtual time."""

from __future__ import annotations

import asyncio
import html
import re
from collections import defaultdict
from datetime import date

import pytest
from sqlmodel import select

from bot.app import App
from bot.channels.telegram import Telegram
from bot.core.lifecycle import Move
from bot.delivery.pacing import Pacing
from bot.store import people, tasks
from bot.store.tasks import Source
from models import Address, Outbox, Role, State, Task
from tests import virtual_time
from tests.channels.telegram_server import TOKEN, Answer, Bytes, Hangup, TelegramServer
from tests.city import City, FakeChat
from tests.delivery.test_limits import START, LoopClock

FIRST = 5000
READERS = 30
REPEAT = "Tin này có thể đã được gửi trước đó."
SILENCE = "silence"  # the call is taken and never answered

IN_DOUBT = {
    5001: Answer(500, "Internal Server Error"),
    5003: Bytes(502, b"<html><h1>502 Bad Gateway</h1></html>"),
    5005: Hangup(),
    5007: Hangup(in_the_middle=True),
    5009: SILENCE,
    5011: Bytes(200, b"<html>"),
    5013: Bytes(200, b'{"ok": true, "result": 7}'),
}
NOT_SENT = {5015: Answer(429, "Too Many Requests: retry after 3", {"retry_after": 3})}
NEVER = {
    5017: Answer(403, "Forbidden: bot was blocked by the user"),
    5019: Answer(403, "Forbidden: user is deactivated"),
    5021: Answer(400, "Bad Request: chat not found"),
    5023: Answer(403, "Forbidden: bot can't initiate conversation with a user"),
}
OUR_FAULT = {5025: Answer(400, "Bad Request: message is too long")}
MARKUP = {5027: Answer(400, "Bad Request: can't parse entities: Unsupported start tag")}
MOVED = {5029: Answer(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": 6029})}


class Faulty(TelegramServer):
    """The first call for a chat meets its fault."""

    def __init__(self) -> None:
        super().__init__()
        self.faults = {**IN_DOUBT, **NOT_SENT, **NEVER, **OUR_FAULT, **MARKUP, **MOVED}
        self.asked: dict[str, list[tuple[float, str, str | None]]] = defaultdict(list)
        self.accepted: dict[str, list[str]] = defaultdict(list)

    async def _result(self, call):
        if call.method != "sendMessage":
            return await super()._result(call)
        chat, text = call.params["chat_id"], html.unescape(re.sub(r"<[^>]+>", "", call.params["text"]))
        self.accepted[chat].append(text)
        return await super()._result(call)

    async def _tell(self) -> None:
        """Called when a call has come, before it is answered: the moment to plan its fault."""
        if self._server and self.calls and self.calls[-1].method == "sendMessage":
            call = self.calls[-1]
            chat = call.params["chat_id"]
            now = asyncio.get_running_loop().time()
            self.asked[chat].append((now, call.params["text"], call.params.get("parse_mode")))
            fault = self.faults.pop(int(chat), None)
            if fault == SILENCE:
                await asyncio.sleep(300)
            elif fault is not None:
                self.fails("sendMessage", fault)
        await super()._tell()


class Morning:
    """What thirty heads, the office and the database have after it."""

    def __init__(self, folder) -> None:
        self.server, self.chat = Faulty(), FakeChat()
        virtual_time.run(self._passes(folder))

    async def _passes(self, folder) -> None:
        city = City(folder)
        await self.server.start()
        readers = city.app.cities.known
        codes = [body.code for body in readers.directory.bodies if body.lives_on(date(2022, 9, 23))][:READERS]
        city.database.do(self._given, codes)
        telegram = Telegram(TOKEN, api_url=self.server.url)
        pacing = {"telegram": Pacing(), "fake": Pacing(1e6, 0)}
        app = App(city.settings, city.database, [telegram, self.chat], LoopClock(), pacing=pacing)
        app.cities._city = readers
        await telegram.start()
        await app.plan()
        sending = asyncio.create_task(app.sender.run())
        for _ in range(360):
            await asyncio.sleep(10)
            if not self._is_open(city):
                break
        self.rows = city.database.do(lambda db: list(db.exec(select(Outbox))))
        self.addresses = city.database.do(lambda db: list(db.exec(select(Address))))
        app.sender.stop()
        await sending
        await telegram.stop()
        await self.server.stop()
        await city.close()

    def _is_open(self, city: City) -> bool:
        return bool(city.database.do(lambda db: db.exec(select(Outbox.id).where(Outbox.settled_at.is_(None))).first()))

    def _given(self, db, codes) -> None:
        for number, code in enumerate(codes, FIRST):
            person = people.add(
                db, name=f"Giám đốc {number}", role=Role.HEAD, agency=code, today=date(2022, 9, 1), now=START
            )
            people.link(db, person.id, channel="telegram", account_id=str(number), chat_id=str(number), now=START)
            task = Task(title=f"Báo cáo {number}", lead=code, assigned_on=date(2022, 9, 22), assigned_at=START)
            tasks.add(db, task, [])
            given = {"due_on": date(2022, 9, 23), "lead": code, "acknowledged_at": START, "state": State.IN_PROGRESS}
            tasks.record(db, task, Move("assigned", given), by=None, at=START, source=Source())

    def row(self, chat: int) -> Outbox:
        return next(row for row in self.rows if row.chat_id == str(chat) and row.kind == "letter")

    def broken(self, chat: int) -> str | None:
        return next(one.broken for one in self.addresses if one.account_id == str(chat))


@pytest.fixture(scope="module")
def morning(tmp_path_factory) -> Morning:
    return Morning(tmp_path_factory.mktemp("morning"))


def test_everybody_else_gets_theirs_once_and_unmarked(morning):
    faulty = {*IN_DOUBT, *NOT_SENT, *NEVER, *OUR_FAULT, *MARKUP, *MOVED}
    for chat in set(range(FIRST, FIRST + READERS)) - faulty:
        (text,) = morning.server.accepted[str(chat)]
        assert f"Báo cáo {chat}" in text
        assert REPEAT not in text


@pytest.mark.parametrize("chat", IN_DOUBT)
def test_what_is_in_doubt_goes_again_once_and_says_so(morning, chat):
    first, second = morning.server.asked[str(chat)]
    assert REPEAT not in first[1]
    assert REPEAT in second[1]
    assert (morning.row(chat).state, morning.row(chat).repeated) == ("sent", True)


def test_what_was_refused_for_a_while_goes_after_it_without_a_mark(morning):
    (refused, *_), (again, text, _) = morning.server.asked["5015"]
    assert again >= refused + 3
    assert REPEAT not in text
    assert (morning.row(5015).state, morning.row(5015).repeated) == ("sent", False)


@pytest.mark.parametrize("chat", NEVER)
def test_who_can_never_be_reached_is_marked_and_the_office_is_told_once(morning, chat):
    assert len(morning.server.asked[str(chat)]) == 1
    assert morning.broken(chat)
    assert morning.row(chat).state == "failed"
    told = [message.text for message in morning.chat.chats["office"] if f"Giám đốc {chat}" in message.text]
    assert len(told) == 1


def test_a_letter_that_is_refused_for_our_fault_fails_by_name_and_breaks_no_address(morning):
    assert (morning.row(5025).state, morning.row(5025).reason) == ("failed", "too-long")
    assert morning.broken(5025) is None


def test_broken_markup_costs_the_styles_not_the_words(morning):
    first, second = morning.server.asked["5027"]
    assert (first[2], second[2]) == ("HTML", None)
    assert "Báo cáo 5027" in second[1]


def test_a_chat_with_a_new_id_is_followed(morning):
    assert "Báo cáo 5029" in morning.server.accepted["6029"][0]
    assert morning.row(6029).state == "sent"
    assert next(one.chat_id for one in morning.addresses if one.account_id == "5029") == "6029"


def test_nothing_is_left_open(morning):
    assert [row.key for row in morning.rows if row.settled_at is None] == []
