"""An update that no database can hold is set aside by itself; those that came with it are stored and answered."""

import json

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.core.channel import RawUpdate
from bot.store import inbox
from models import Inbox
from tests.city import City

BOTTOMLESS: list[object] = []
for _ in range(5000):
    BOTTOMLESS = [BOTTOMLESS]


@pytest.fixture
async def city(database, tmp_path):
    found = City(tmp_path, database.url.render_as_string(hide_password=False))
    yield found
    await found.close()


def said(number, **more):
    return RawUpdate(number, "chair", {"chat_id": "chair", "account_id": "chair", "text": "menu", **more})


def states(city):
    rows = city.database.do(lambda db: db.exec(select(Inbox).order_by(Inbox.id)).all())
    return {row.inbound_id: (row.state, row.code) for row in rows}


@pytest.mark.parametrize("number", ["NaN", "1e999", "-Infinity"])
async def test_a_number_that_is_none_holds_up_no_other_update(city, number):
    odd = said("2", language=json.loads(number))
    await city.app.worker.receive("fake", [said("1"), odd, said("3")])
    await city.settles()
    assert {number: state for number, (state, _) in states(city).items()} == {"1": "done", "2": "done", "3": "done"}
    assert len(city.chat.chats["chair"]) == 3


async def test_an_update_nested_without_end_is_set_aside_with_its_code_and_the_others_go_on(city):
    batch = [said("1"), said("2", more=BOTTOMLESS), said("3")]
    await city.app.worker.receive("fake", batch)
    await city.app.worker.receive("fake", batch)  # a repeat changes nothing
    await city.settles()
    assert states(city) == {"1": ("done", None), "2": ("failed", "malformed"), "3": ("done", None)}
    assert len(city.chat.chats["chair"]) == 2


async def test_whatever_the_database_refuses_is_set_aside_alone(city, monkeypatch):
    """Stands for what nobody has thought of: a statement that fails when one update is in it."""
    put = inbox.put

    def refuses(db, channel, updates, **given):
        if any(update.inbound_id == "2" for update in updates):
            raise sa.exc.DataError("INSERT", {}, ValueError("no such thing"))
        return put(db, channel, updates, **given)

    monkeypatch.setattr(inbox, "put", refuses)
    await city.app.worker.receive("fake", [said("1"), said("2"), said("3")])
    await city.settles()
    assert states(city) == {"1": ("done", None), "2": ("failed", "malformed"), "3": ("done", None)}


async def test_ids_with_characters_that_no_database_holds_are_stored_without_them(city):
    await city.app.worker.receive("fake", [RawUpdate("a\x00b\ud800", "chat\x00", {}), said("3")])
    assert set(states(city)) >= {"3"}
    assert len(states(city)) == 2
