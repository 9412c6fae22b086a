"""Several processes on one PostgreSQL keep a chat's pace together, and obey a refusal that one of them met."""

import pytest
from sqlmodel import select

from bot.core.channel import TryLater
from bot.store import pace
from models import Outbox
from tests.city import City


@pytest.fixture
async def city(database, tmp_path):
    if database.sqlite:
        pytest.skip("one process has no others")
    found = City(tmp_path, database.url.render_as_string(hide_password=False))
    yield found
    await found.close()


def an_answer(db):
    return db.exec(select(Outbox)).first()


def lane_of(city):
    return next(iter(city.app.sender._lanes))


async def test_a_refusal_that_concerns_one_chat_halts_it_in_every_process(city):
    await city.chair.says("có gì quá hạn?")
    row = city.database.do(an_answer)
    await lane_of(city)._courier._halt(row, TryLater(300.0, chat_only=True))
    resting = city.database.do(pace.resting, row.channel)
    assert 290 < resting[row.chat_id] <= 300


async def test_what_another_process_lets_rest_is_not_claimed(city):
    await city.chair.says("có gì quá hạn?")
    row = city.database.do(an_answer)
    city.database.do(pace.rest, pace.of_chat(row.channel, row.chat_id), 300)
    asked = len(city.chat.chats[row.chat_id])
    await city.chair.says("menu")
    assert len(city.chat.chats[row.chat_id]) == asked
    with city.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM pace")
    await city.settles()
    assert len(city.chat.chats[row.chat_id]) == asked + 1
