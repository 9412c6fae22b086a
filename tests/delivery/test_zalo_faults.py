"""Faults on Zalo's wire in the middle of a morning's letters, in virtual time: as on Telegram, a letter that may have
arrived goes again once and says so, and one that surely has not goes later without a word.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import date

import pytest
from sqlmodel import select

from bot.app import App
from bot.channels.zalo import Zalo
from bot.core import cards
from bot.core.cards import Card, bold, line
from bot.core.lifecycle import Move
from bot.delivery.pacing import Pacing
from bot.store import outbox, people, presence, tasks
from bot.store.tasks import Source
from models import Address, Outbox, Role, State, Task
from tests import virtual_time
from tests.channels.zalo_server import TOKEN, Body, Hangup, Page, Silence, ZaloServer
from tests.city import City, FakeChat
from tests.delivery.test_limits import START, LoopClock
from tests.zalo_city import zalo_city

REPEAT = "Tin này có thể đã được gửi trước đó."
READERS = 16
IN_DOUBT = {
    "z01": Silence(),
    "z03": Hangup(done=True),
    "z05": Hangup(),
    "z07": Body(408, "Request timeout"),
    "z09": Page(200, b'{"ok": tr'),
}
NOT_SENT = {"z11": Body(403, "Internal server error"), "z13": Page(502, b"<html>"), "z15": Body(500)}
FAULTY = {**IN_DOUBT, **NOT_SENT}


class Faulty(ZaloServer):
    """The first message to a chat meets its fault."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.faults = dict(FAULTY)
        self.asked: dict[str, list[str]] = defaultdict(list)

    async def _tell(self) -> None:
        """Called when a call has come, before it is answered: the moment to plan its fault."""
        if self.calls and self.calls[-1].method == "sendMessage" and not hasattr(self.calls[-1], "planned"):
            call = self.calls[-1]
            object.__setattr__(call, "planned", True)
            chat = call.given["chat_id"]
            self.asked[chat].append(call.given["text"])
            fault = self.faults.pop(chat, None)
            if fault is not None:
                self.fails("sendMessage", fault)
        await super()._tell()


class Morning:
    def __init__(self, folder) -> None:
        self.server = Faulty()
        virtual_time.run(self._passes(folder))

    async def _passes(self, folder) -> None:
        city = City(folder)
        await self.server.start()
        readers = city.app.cities.known
        bodies = [body.code for body in readers.directory.bodies if body.lives_on(date(2022, 9, 23))][:READERS]
        city.database.do(self._given, bodies)
        zalo = Zalo(TOKEN, api_url=self.server.url)
        pacing = {"zalo": Pacing(5, 1.0), "fake": Pacing(1e6, 0)}
        app = App(city.settings, city.database, [zalo, FakeChat()], LoopClock(), pacing=pacing)
        app.cities._city = readers
        await app.plan()
        sending = asyncio.create_task(app.sender.run())
        await asyncio.sleep(3600)
        self.rows = city.database.do(lambda db: list(db.exec(select(Outbox))))
        here = select(Address.broken).where(Address.channel == "zalo")
        self.broken = city.database.do(lambda db: list(db.exec(here)))
        app.sender.stop()
        await sending
        await zalo.stop()
        await self.server.stop()
        await city.close()

    def _given(self, db, bodies) -> None:
        for number, code in enumerate(bodies):
            chat = f"z{number:02}"
            self.server.chats[chat] = "PRIVATE"
            person = people.add(db, name=chat, role=Role.HEAD, agency=code, today=date(2022, 9, 1), now=START)
            people.link(db, person.id, channel="zalo", account_id=chat, chat_id=chat, now=START)
            task = Task(title=f"Báo cáo {chat}", lead=code, assigned_on=date(2022, 9, 22), assigned_at=START)
            tasks.add(db, task, [])
            given = {"due_on": date(2022, 9, 23), "lead": code, "acknowledged_at": START, "state": State.IN_PROGRESS}
            tasks.record(db, task, Move("assigned", given), by=None, at=START, source=Source())

    def row(self, chat: str) -> Outbox:
        return next(row for row in self.rows if row.chat_id == chat and row.kind == "letter")


@pytest.fixture(scope="module")
def morning(tmp_path_factory) -> Morning:
    return Morning(tmp_path_factory.mktemp("morning"))


def test_everybody_else_gets_theirs_once_and_unmarked(morning):
    for chat in {f"z{number:02}" for number in range(READERS)} - set(FAULTY):
        (text,) = morning.server.asked[chat]
        assert f"Báo cáo {chat}" in text
        assert REPEAT not in text


@pytest.mark.parametrize("chat", IN_DOUBT)
def test_a_reminder_in_doubt_goes_again_once_and_says_so(morning, chat):
    first, second = morning.server.asked[chat]
    assert REPEAT not in first
    assert REPEAT in second
    assert (morning.row(chat).state, morning.row(chat).repeated) == ("sent", True)


@pytest.mark.parametrize("chat", NOT_SENT)
def test_what_zalo_surely_did_not_send_goes_later_without_a_mark(morning, chat):
    first, second = morning.server.asked[chat]
    assert REPEAT not in first + second
    assert (morning.row(chat).state, morning.row(chat).repeated) == ("sent", False)


def test_the_wire_is_kept_to_also_where_it_fails(morning):
    assert morning.server.breaches() == []


def test_nothing_is_left_open_and_no_address_is_broken(morning):
    assert [row.key for row in morning.rows if row.settled_at is None] == []
    assert set(morning.broken) == {None}


async def test_a_reminder_that_was_under_way_when_the_process_was_killed_goes_again_once_marked(tmp_path):
    async with zalo_city(tmp_path) as town:
        town.at_zalo("z1", "Giám đốc", Role.HEAD, "STTTT")
        town.clock.moment = START
        await town.app.plan()
        town.database.do(_a_letter)
        row = town.database.do(lambda db: outbox.claim(db, town.clock.now(), channel="zalo", owner=77))
        assert row is not None  # it may have left; then process 77 is killed
        town.database.do(presence.free, town.app.presence.owner, town.clock.now())
        await town.settles()
        (text,) = town.server.texts
        assert REPEAT in text


def _a_letter(db):
    person = db.exec(select(Address.person_id).where(Address.account_id == "z1")).one()
    moments = {"not_before": START, "created_at": START, "good_until": START.replace(hour=17)}
    to = {"channel": "zalo", "chat_id": "z1", "person_id": person}
    db.add(Outbox(key="note:1", kind="note", card=cards.to_json(Card(line(bold("Nhắc việc")))), **to, **moments))
