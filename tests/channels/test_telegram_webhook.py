"""Updates that Telegram brings: proved by the secret, stored, then acknowledged; never before."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from bot.app import App
from bot.channels.telegram import Backoff, Telegram
from bot.delivery.pacing import Pacing
from models import Inbox
from tests.channels.telegram_api import problems
from tests.channels.telegram_server import TOKEN, Answer, TelegramServer, said

SECRET = "loopback-secret_0123456789"
PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
async def server():
    found = TelegramServer()
    await found.start()
    yield found
    await found.stop()


@asynccontextmanager
async def telegram(server):
    channel = Telegram(
        TOKEN,
        api_url=server.url,
        backoff=Backoff(first=0.005, longest=0.02),
        public_url="https://bot.danang.example",
        secret=SECRET,
    )
    try:
        yield channel
    finally:
        await channel.stop()


@pytest.fixture
async def brings(city, server):
    """Posts a body to the bot as Telegram would; gives the status."""
    async with telegram(server) as channel:
        app = App(city.settings, city.database, [channel], city.clock, pacing={"telegram": Pacing(1e6, 0)})
        transport = httpx.ASGITransport(app=app.front(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:

            async def bring(body, secret=SECRET):
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                headers = {HEADER: secret} if secret else {}
                return (await client.post(PATH, content=content, headers=headers)).status_code

            yield bring


def stored(city):
    return city.database.do(lambda s: list(s.exec(select(Inbox.inbound_id))))


async def test_an_update_is_committed_when_it_is_acknowledged_and_a_repeat_changes_nothing(city, brings):
    update = said("có gì quá hạn?")
    assert await brings(update) == 200
    assert stored(city) == [str(update["update_id"])]
    assert await brings(update) == 200
    assert len(stored(city)) == 1


@pytest.mark.parametrize("secret", [b"", b"wrong", SECRET.encode() + b"x", b"\xc3\xa9" * 20])
async def test_who_lacks_the_secret_is_refused_and_learns_nothing(city, brings, secret):
    assert await brings(said("xin chào"), secret) == 403
    assert stored(city) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"[]", 200),
        (b"null", 200),
        (b'{"update_id": "7"}', 200),
        (b'{"message": {"text": "x"}}', 200),
        (b" " * (1024 * 1024 + 1), 413),
    ],
)
async def test_a_body_that_is_no_update_is_answered_and_not_stored(city, brings, body, status):
    assert await brings(body) == status
    assert stored(city) == []


async def test_an_update_that_is_nested_without_end_is_answered_and_set_aside(city, brings):
    deep = b'{"update_id": 7, "message": ' + b"[" * 900 + b"]" * 900 + b"}"
    assert await brings(deep) == 200
    assert await brings(deep) == 200
    assert len(stored(city)) == 1


async def test_a_malformed_update_with_a_number_is_stored_and_fails_by_itself(city, brings):
    assert await brings({"update_id": 7, "message": {"chat": "nowhere"}}) == 200
    assert stored(city) == ["7"]


async def test_what_cannot_be_stored_is_asked_for_again(city, brings, monkeypatch):
    def full(*_args, **_kwargs):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr("bot.store.inbox.put", full)
        assert await brings(said("NV-1 50%")) == 503
    assert stored(city) == []


async def test_the_address_and_the_secret_are_told_to_telegram_and_polling_stays_off(server):
    async with telegram(server) as channel:
        await channel.start()
    call = server.of("setWebhook")[0]
    assert call.params["url"] == f"https://bot.danang.example{PATH}"
    assert call.params["secret_token"] == SECRET
    assert not server.of("deleteWebhook")
    assert not server.of("getUpdates")
    assert problems(call.method, call.params) == []


async def test_an_address_that_telegram_refuses_ends_the_start_with_its_reason(server):
    server.fails("setWebhook", Answer(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"))
    async with telegram(server) as channel:
        with pytest.raises(ValueError, match=r"(?i)https url must be provided") as told:
            await channel.start()
    assert TOKEN not in str(told.value)
    assert SECRET not in str(told.value)


def test_the_secret_is_in_no_repr():
    channel = Telegram(TOKEN, public_url="https://bot.danang.example", secret=SECRET)
    assert SECRET not in repr(channel.hook)
