"""The bot's own web server: what monitoring and a load balancer see."""

import asyncio
import socket
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.app import listening
from bot.core.cards import Kind
from bot.settings import SettingError
from bot.store import health, outbox
from bot.web.front import BODY_LIMIT, front_app
from bot.web.server import serve
from models import Outbox, Role


def gone(*_):
    """What a lost database does."""
    raise sa.exc.OperationalError("x", {}, Exception())


def asking(app) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot")


async def figures(city) -> dict[str, float]:
    async with asking(city.app.front()) as client:
        page = await client.get("/metrics")
    assert page.status_code == 200
    lines = [line.rsplit(" ", 1) for line in page.text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in lines}


async def test_it_is_alive_before_it_is_ready(city):
    async with asking(city.app.front()) as client:
        assert (await client.get("/health/live")).status_code == 200
        waiting = await client.get("/health/ready")
        assert (waiting.status_code, waiting.json()["why"]) == (503, ["starting"])


async def running(city):
    """The app, running; stop it by setting the event."""
    stopping, receiving = asyncio.Event(), asyncio.Event()

    async def run(_receive):
        receiving.set()
        await stopping.wait()

    city.chat.run = run
    task = asyncio.create_task(city.app.run(stopping))
    await receiving.wait()
    return stopping, task


async def test_a_running_bot_is_ready_and_a_stopped_one_is_not(city):
    stopping, task = await running(city)
    async with asking(city.app.front()) as client:
        assert (await client.get("/health/ready")).json() == {"ready": True, "why": []}
        stopping.set()
        await task
        assert (await client.get("/health/ready")).json()["why"] == ["stopping"]


async def test_another_versions_schema_or_a_lost_database_is_not_ready(city, monkeypatch):
    stopping, task = await running(city)
    with city.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
    assert await city.app.unready() == ["schema"]
    monkeypatch.setattr("bot.app.health.schema", gone)
    assert await city.app.unready() == ["database"]
    stopping.set()
    await task


async def test_turns_and_messages_are_counted_when_they_are_committed(city):
    await city.office.says("có gì quá hạn?")
    found = await figures(city)
    assert found['bot_turn_seconds_count{outcome="done"}'] == 1
    assert found['bot_messages_total{channel="fake",outcome="sent",reason=""}'] == 1
    assert found["bot_database_up"] == 1
    assert found['bot_inbox_waiting{channel="fake"}'] == 0


async def test_a_failed_turn_is_one_kind_whatever_its_code(city, monkeypatch):
    monkeypatch.setattr("bot.usecases.answer.answer", lambda *_: 1 / 0)
    await city.office.says("có gì quá hạn?")
    await city.office.says("có gì quá hạn?")
    assert (await figures(city))['bot_turn_seconds_count{outcome="bug"}'] == 2


async def test_blocked_messages_and_broken_addresses_are_counted_by_reason(city):
    city.chat.blocked.add("office")
    await city.inbound("office", text="có gì quá hạn?")
    found = await figures(city)
    assert found['bot_messages_total{channel="fake",outcome="failed",reason="blocked"}'] == 1
    assert found['bot_addresses_broken{channel="fake",reason="blocked"}'] == 1


async def test_what_waits_is_shown_with_the_age_of_the_oldest(city):
    now = city.clock.now()
    moments = {"not_before": now - timedelta(minutes=5), "good_until": now + timedelta(days=1), "created_at": now}
    row = {"kind": Kind.ANSWER, "channel": "fake", "chat_id": "x", "card": "{}"}
    city.database.do(lambda db: [outbox.post(db, Outbox(key=key, **row, **moments)) for key in "ab"])
    later = moments | {"not_before": now + timedelta(hours=1)}
    city.database.do(outbox.post, Outbox(key="c", **row, **later))
    found = await figures(city)
    assert found['bot_outbox_waiting{channel="fake"}'] == 2
    assert found['bot_outbox_oldest_seconds{channel="fake"}'] == 300


async def test_ticks_are_counted_and_noted_at_most_every_five_minutes(city):
    seen = []
    for minute in range(11):
        city.clock.moment += timedelta(minutes=1)
        await city.app.plan()
        seen.append((minute, city.database.do(health.last_tick)))
    assert len({moment for _, moment in seen}) == 3
    found = await figures(city)
    assert found['bot_ticks_total{job="plan",outcome="done"}'] == 11
    assert city.clock.now().timestamp() - found["bot_last_tick_timestamp_seconds"] <= 300


async def test_a_clock_that_was_set_back_is_noted_too(city):
    await city.app.plan()
    city.clock.moment -= timedelta(days=1)
    await city.app.plan()
    assert city.database.do(health.last_tick) == city.clock.now()


async def test_a_tick_that_fails_is_counted_as_failed(city, monkeypatch):
    monkeypatch.setattr("bot.app.health.heartbeat", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await city.app.plan()
    assert (await figures(city))['bot_ticks_total{job="plan",outcome="failed"}'] == 1


async def test_the_figures_name_nobody(city):
    city.member("so-tttt", "Giám đốc Sở", Role.HEAD, "STTTT")
    await city.office.says("việc của Sở TT&TT")
    async with asking(city.app.front()) as client:
        page = (await client.get("/metrics")).text
    assert not any(word in page for word in ("Giám đốc", "STTTT", "office", "Sở"))


async def test_without_a_database_the_figures_still_come_and_say_so(city, monkeypatch):
    monkeypatch.setattr("bot.app.health.figures", gone)
    assert (await figures(city))["bot_database_up"] == 0


async def echo(request):
    return PlainTextResponse(str(len(await request.body())))


def bounded_app():
    async def fine():
        return []

    async def page():
        return b""

    return front_app(unready=fine, metrics=page, routes=[Route("/in", echo, methods=["POST"])])


async def test_a_body_over_the_limit_is_refused_whether_it_says_its_length_or_not():
    async def pieces():
        for _ in range(20):
            yield b"x" * (BODY_LIMIT // 10)

    async with asking(bounded_app()) as client:
        assert (await client.post("/in", content=b"x" * BODY_LIMIT)).text == str(BODY_LIMIT)
        assert (await client.post("/in", content=b"x" * (BODY_LIMIT + 1))).status_code == 413
        assert (await client.post("/in", content=pieces())).status_code == 413


async def test_an_address_that_is_taken_is_named_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingError, match="LISTEN"):
        listening("127.0.0.1", taken.getsockname()[1])


async def test_a_request_in_hand_is_answered_before_the_server_ends():
    entered, may_answer = asyncio.Event(), asyncio.Event()

    async def slow(_request):
        entered.set()
        await may_answer.wait()
        return PlainTextResponse("done")

    async def fine():
        return []

    async def page():
        return b""

    at = listening("127.0.0.1", 0)
    port = at.getsockname()[1]
    app = front_app(unready=fine, metrics=page, routes=[Route("/slow", slow)])
    serving = asyncio.create_task(serve(app, at))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        asked = asyncio.create_task(client.get("/slow"))
        await entered.wait()
        serving.cancel()
        may_answer.set()
        assert (await asked).text == "done"
    with pytest.raises(asyncio.CancelledError):
        await serving
