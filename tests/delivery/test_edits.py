"""What becomes, on the wire, of a card that is drawn again, and of a request that nobody read."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.app import App
from bot.channels.telegram import Telegram
from bot.core import cards
from bot.core.cards import Card, line
from bot.delivery.pacing import Pacing
from models import Outbox
from tests.channels.telegram_server import TOKEN, Answer, Hangup, TelegramServer

NOT_MODIFIED = "Bad Request: message is not modified: specified new message content is exactly the same"
NOT_FOUND = "Bad Request: message to edit not found"


@asynccontextmanager
async def wired(city, server):
    """The sender on the wire."""
    await server.start()
    telegram = Telegram(TOKEN, api_url=server.url)
    await telegram.start()
    city.app = App(city.settings, city.database, [telegram], city.clock, pacing={"telegram": Pacing(1e6, 0)})
    yield city.app.sender
    await telegram.stop()
    await server.stop()


def post(city, *, edits: str | None = None, kind: str = "confirmation") -> None:
    now = city.clock.now()
    moments = {"not_before": now, "created_at": now, "good_until": now + timedelta(days=1)}
    card = cards.to_json(Card(line("Thẻ nhiệm vụ")))
    row = Outbox(key="k", kind=kind, channel="telegram", chat_id="77", card=card, edits=edits, **moments)
    city.database.do(lambda db: db.add(row))


def row_of(city) -> Outbox:
    return city.database.do(lambda db: db.exec(select(Outbox)).one())


async def test_a_card_that_is_the_same_already_is_done_and_no_new_one_is_sent(city):
    server = TelegramServer()
    async with wired(city, server) as sender:
        post(city, edits="5")
        server.fails("editMessageText", Answer(400, NOT_MODIFIED))
        await sender.send_next()
    assert len(server.of("editMessageText")) == 1
    assert server.of("sendMessage") == []
    assert (row_of(city).state, row_of(city).message_ref, row_of(city).repeated) == ("sent", "5", False)


@pytest.mark.parametrize(
    "words", [NOT_FOUND, "Bad Request: message can't be edited", "Bad Request: MESSAGE_ID_INVALID"]
)
async def test_a_card_that_is_gone_is_sent_anew_and_is_no_repeat(city, words):
    server = TelegramServer()
    async with wired(city, server) as sender:
        post(city, edits="5")
        server.fails("editMessageText", Answer(400, words))
        await sender.send_next()
    (new,) = server.of("sendMessage")
    assert "có thể đã được gửi" not in new.params["text"]
    assert (row_of(city).state, row_of(city).repeated) == ("sent", False)


async def test_an_edit_in_doubt_is_drawn_again_and_no_second_message_is_sent(city):
    server = TelegramServer()
    async with wired(city, server) as sender:
        post(city, edits="5")
        server.fails("editMessageText", Hangup())
        await sender.send_next()
        assert (row_of(city).state, row_of(city).repeated) == ("waiting", True)
        city.clock.moment += timedelta(seconds=10)
        await sender.send_next()
    assert len(server.of("editMessageText")) == 2
    assert server.of("sendMessage") == []
    assert row_of(city).state == "sent"


class Closing(TelegramServer):
    """Resets the next connections before it has read a byte."""

    resets = 0

    async def _serve(self, reader, writer):
        if self.resets:
            self.resets -= 1
            writer.transport.abort()
            return
        await super()._serve(reader, writer)


async def test_a_reset_before_the_request_was_read_loses_nothing_and_is_named(city):
    """The bot can't know that nobody read it: it goes again once, and says so."""
    server = Closing()
    async with wired(city, server) as sender:
        server.resets = 1
        for writer in list(server._open):  # the connection that was kept open ends, the next is reset
            writer.close()
        await asyncio.sleep(0)
        post(city)
        for _ in range(3):
            await sender.send_next()
            city.clock.moment += timedelta(seconds=10)
    (call,) = server.of("sendMessage")
    assert (row_of(city).state, row_of(city).repeated) == ("sent", True)
    assert "có thể đã được gửi" in call.params["text"]


async def test_when_nobody_listens_the_message_waits_without_a_remark(city):
    server = TelegramServer()
    async with wired(city, server) as sender:
        await server.stop()
        post(city)
        await sender.send_next()
        assert (row_of(city).state, row_of(city).reason, row_of(city).repeated) == ("waiting", "try-later", False)
        await server.start()
        city.clock.moment += timedelta(minutes=1)
        city.app.sender._lanes[0]._pacing.opens = 0.0
        await sender.send_next()
    (call,) = server.of("sendMessage")
    assert "có thể đã được gửi" not in call.params["text"]
