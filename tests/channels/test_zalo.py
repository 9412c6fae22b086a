"""Zalo on the wire: what the channel keeps of an update, and what it makes of every answer of the Bot Platform."""

from __future__ import annotations

import asyncio
import logging
import unicodedata
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import httpx
import pytest
from sqlmodel import select
from structlog.testing import capture_logs

from bot.app import App
from bot.channels.zalo import Client, Zalo, polling, reading
from bot.channels.zalo.channel import HOOK_MANNERS
from bot.channels.zalo.client import Kind, Trouble
from bot.channels.zalo.styles import styles_of, text_of
from bot.core.channel import Attachment, Destination, OutgoingFile, Rejected, TryLater, Uncertain, Unreachable
from bot.core.degrade import Measure, Part, Rendered, Row, Run, length, parts
from bot.delivery.pacing import Pacing
from models import Inbox
from tests.channels.test_zalo_files import public_town
from tests.channels.zalo_server import (
    PERSON,
    TOKEN,
    Body,
    Hangup,
    Page,
    Silence,
    Switches,
    ZaloServer,
    from_bot,
    group_text,
    image,
    sticker,
    text,
    unsupported,
    voice,
)

SECRET = TOKEN.partition(":")[2]
LAN = Destination(PERSON)
HELLO = Part((Row((Run("Nhiệm vụ "), Run("NV-012", "bold"))),))
HOOK_SECRET = "loopback-secret_0123456789"


@pytest.fixture
async def server():
    found = ZaloServer()
    await found.start()
    yield found
    await found.stop()
    assert found.breaches() == []


@asynccontextmanager
async def channel_of(server, token=TOKEN, **how):
    how = {"pause": server.skips} | how
    channel = Zalo(token, api_url=server.url, **how)
    try:
        yield channel
    finally:
        await channel.stop()


@pytest.fixture
async def zalo(server):
    async with channel_of(server) as channel:
        yield channel


@asynccontextmanager
async def running(channel, receive):
    task = asyncio.create_task(channel.run(receive))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Keeper:
    """An inbox that keeps each id once, as the table does."""

    def __init__(self, failures=0):
        self.kept = {}
        self.failures = failures
        self.asked = 0

    async def __call__(self, channel, updates):
        assert channel == "zalo"
        self.asked += 1
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        for update in updates:
            self.kept.setdefault(update.inbound_id, update)


# ---------------------------------------------------------------- starting


@pytest.mark.parametrize("token", ["", "nonsense", "12:with space", "12:line\nend", "12:a/../getMe"])
def test_a_token_of_the_wrong_form_is_refused_at_once_and_not_repeated(token):
    with pytest.raises(ValueError, match="Zalo Bot Manager") as caught:
        Zalo(token)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize("status", [200, 401])
async def test_a_refused_token_stops_the_start_without_naming_it(server, status, caplog):
    caplog.set_level(logging.DEBUG)
    server.how = Switches(bad_token_status=status)
    with capture_logs() as logs:
        async with channel_of(server, "1234567890:another-secret-token") as channel:
            with pytest.raises(ValueError, match="refuses the bot's token") as caught:
                await channel.start()
    everything = f"{caught.value!r} {caught.value.__context__!r} {channel!r} {logs} {caplog.text}"
    assert "another-secret-token" not in everything


@pytest.mark.parametrize("how", [Switches(), Switches(delete_without=400), Switches(no_webhook="empty")])
async def test_starting_to_poll_takes_a_webhook_away_whatever_zalo_says_to_that(server, zalo, how):
    server.how = how
    await zalo.start()
    assert [call.method for call in server.calls] == ["getMe", "deleteWebhook"]


@pytest.mark.parametrize(
    "fault",
    [Page(502, b"<html>Bad gateway</html>"), Body(403), Body(500), Body(429), Page(200, b'{"ok": tr'), Hangup()],
)
async def test_a_start_goes_on_after_any_odd_answer(server, zalo, fault):
    server.fails("getMe", fault)
    server.fails("deleteWebhook", fault)
    with capture_logs() as logs:
        await zalo.start()
    assert [line["event"] for line in logs] == ["zalo-away", "zalo-connected"]


async def test_the_token_is_in_no_log_line_of_httpx_and_in_no_repr(server, zalo, caplog):
    with caplog.at_level(logging.DEBUG):
        await zalo.start()
        await zalo.send(LAN, HELLO)
    assert server.sent
    assert SECRET not in caplog.text
    client = Client(TOKEN)
    assert SECRET not in f"{client!r} {vars(zalo)!r}"
    await client.close()


async def test_an_error_that_quotes_the_token_is_told_without_it(server):
    client = Client(TOKEN, base_url=server.url)
    server.fails("getMe", Body(400, f"bad path /bot{TOKEN}/getMe"))
    found = await client.get_me()
    await client.close()
    assert found.kind is Kind.REFUSED
    assert SECRET not in repr(found)


# ---------------------------------------------------------------- the client


async def test_every_method_goes_out_as_documented(server):
    client = Client(TOKEN, base_url=server.url)
    assert (await client.get_me())["account_type"] == "BASIC"
    assert await client.get_webhook_info() is None
    assert (await client.set_webhook("http://127.0.0.1:9/hook", HOOK_SECRET))["verification"]["ok"] is False
    assert (await client.get_webhook_info())["url"] == "http://127.0.0.1:9/hook"
    refused = await client.get_updates(30)
    assert (refused.kind, "webhook" in refused.words) == (Kind.REFUSED, True)
    assert await client.delete_webhook() is None
    await server.skips(1)
    assert await client.get_updates(30) is None
    assert (await client.send_message(PERSON, "Chào"))["message_id"]
    assert (await client.send_photo(PERSON, "https://bot.example.vn/f/a.png", "Tiến độ"))["message_id"]
    assert (await client.send_sticker(PERSON, "bfe4"))["message_id"]
    assert (await client.send_voice(PERSON, "https://bot.example.vn/a.aac"))["message_id"]
    assert await client.send_typing(PERSON) is None
    assert await client.test_webhook() == Trouble(Kind.REFUSED, 426, "Too many calls today")
    assert (await client.call("getme", {})).kind is Kind.REFUSED
    await client.close()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Body(401), Kind.TOKEN),
        (Body(400), Kind.REFUSED),
        (Body(404), Kind.NOT_FOUND),
        (Body(408), Kind.TIMEOUT),
        (Body(429), Kind.QUOTA),
        (Body(403), Kind.SERVER),
        (Body(500), Kind.SERVER),
        (Body(429, name="errorCode"), Kind.QUOTA),
        (Body(400, status=502), Kind.REFUSED),  # the body decides
        (Page(429, b'{"ok": false}'), Kind.QUOTA),  # no code: the status
        (Page(502, b"<html>"), Kind.SERVER),
        (Page(401, b"<html>"), Kind.TOKEN),
        (Page(404, b""), Kind.NOT_FOUND),
        (Page(400, b"<html>"), Kind.SERVER),
        (Page(200, b"[]"), Kind.UNKNOWN),
        (Page(200, b'{"ok": true, "res'), Kind.UNKNOWN),
        (Page(200, b"\xff\xfe"), Kind.UNKNOWN),
        (Hangup(), Kind.UNKNOWN),
    ],
)
async def test_the_body_decides_what_an_answer_means(server, fault, kind):
    client = Client(TOKEN, base_url=server.url)
    server.fails("sendMessage", fault)
    found = await client.send_message(PERSON, "Chào")
    await client.close()
    assert isinstance(found, Trouble)
    assert found.kind is kind


async def test_nobody_at_the_address_means_that_nothing_has_left(server):
    client = Client(TOKEN, base_url=server.url)
    await server.stop()
    assert (await client.get_me()).kind is Kind.AWAY
    await client.close()


async def test_a_read_time_out_means_that_nothing_is_known(server):
    def silent(request):
        raise httpx.ReadTimeout("timed out", request=request)

    client = Client(TOKEN, base_url=server.url, transport=httpx.MockTransport(silent))
    found = await client.send_message(PERSON, "Chào")
    await client.close()
    assert found == Trouble(Kind.UNKNOWN, words="ReadTimeout")


async def test_an_answer_that_is_late_is_awaited_and_one_that_is_too_late_leaves_the_send_in_doubt(server):
    client = Client(TOKEN, base_url=server.url)
    server.fails("sendMessage", Silence(0.05), Silence())
    assert (await client.send_message(PERSON, "Chào"))["message_id"]
    found = await client.call("sendMessage", {"chat_id": PERSON, "text": "Chào"}, seconds=0.1)
    await client.close()
    assert found.kind is Kind.UNKNOWN
    assert len(server.sent) == 2


@pytest.mark.parametrize("how", [{"params": {"a": 1}}, {"data": {"a": 1}}, {"files": {"a": b"1"}}])
async def test_the_server_sees_what_is_not_posted_as_json(how):
    lax = ZaloServer()
    await lax.start()
    async with httpx.AsyncClient(trust_env=False) as client:
        method = "GET" if "params" in how else "POST"
        answer = await client.request(method, f"{lax.url}/bot{TOKEN}/getMe", **how)
    await lax.stop()
    assert answer.status_code == 400
    assert lax.breaches()


async def test_the_server_sees_polls_that_overlap_or_follow_too_soon():
    lax = ZaloServer()
    await lax.start()
    client = Client(TOKEN, base_url=lax.url)
    await client.get_updates(1)
    await lax.skips(1)
    await client.get_updates(1)
    assert lax.breaches() == []
    await client.get_updates(1)
    assert ["apart" in found for found in lax.breaches()] == [True]
    await asyncio.gather(client.get_updates(1), client.get_updates(1))
    assert "2 polls at once" in lax.breaches()
    await client.close()
    await lax.stop()


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": PERSON, "text": unicodedata.normalize("NFD", "quá hạn")}),
        ("sendMessage", {"chat_id": PERSON, "text": "Chào", "reply_to_message_id": "1"}),
        ("sendMessage", {"chat_id": PERSON}),
        ("getUpdates", {"offset": 1}),
    ],
)
async def test_the_server_sees_what_is_not_composed_and_what_is_not_documented(method, given):
    lax = ZaloServer()
    await lax.start()
    client = Client(TOKEN, base_url=lax.url)
    await client.call(method, given)
    await client.close()
    await lax.stop()
    assert len(lax.breaches()) == 1


# ---------------------------------------------------------------- receiving


@pytest.mark.parametrize("idle", ["408", "body", "ok"])
async def test_idle_rounds_are_silent_in_every_form(server, zalo, idle):
    server.how = Switches(idle=idle, longest_poll=0.01)
    with capture_logs() as logs:
        async with running(zalo, Keeper()):
            await server.until(lambda: len(server.of("getUpdates")) >= 3)
    assert logs == []


async def test_polls_are_one_at_a_time_and_at_least_a_second_apart_also_where_an_update_comes_again(server):
    server.how = Switches(replay=True)
    inbox = Keeper()
    await server.arrives(text(PERSON, "có gì quá hạn?"))
    async with channel_of(server, pause=asyncio.sleep) as channel, running(channel, inbox):
        await server.until(lambda: len(server.polls) >= 2)
    (_, ended), (begun, _) = server.polls[:2]
    assert begun - ended >= polling.GAP - 0.01
    assert server.polls_at_once == 1
    assert len(inbox.kept) == 1


@pytest.mark.parametrize(
    "shape",
    [
        lambda update: update,
        lambda update: {"ok": True, "result": update},
        lambda update: {"ok": True, "result": [update]},
        lambda update: [update],
    ],
)
def test_an_update_is_found_wrapped_flat_and_in_a_list(shape):
    update = text(PERSON, "việc của tôi")
    found = reading.stored(shape(update))
    assert (found.inbound_id, found.chat_id, found.text) == (update["message"]["message_id"], PERSON, "việc của tôi")
    assert found.raw == update


@pytest.mark.parametrize("body", [None, 7, "x", [], {}, {"ok": True}, {"message": "x"}, {"message": {"message_id": 7}}])
def test_a_body_without_a_message_id_is_no_update(body):
    assert reading.stored(body) is None


async def test_an_update_that_cannot_be_stored_is_tried_again_before_the_next_poll(server, zalo):
    inbox = Keeper(failures=2)
    await server.arrives(text(PERSON, "NV-1 50%"))
    async with running(zalo, inbox):
        await server.until(lambda: len(server.polls) >= 2)
    assert (len(inbox.kept), inbox.asked) == (1, 3)


async def test_a_token_reset_while_running_stops_the_channel_with_one_line_and_nothing_is_sent_any_more(server, zalo):
    await zalo.start()
    server.token = "1234567890:a-new-one"
    with capture_logs() as logs:
        async with running(zalo, Keeper()) as task:
            await server.until(lambda: len(server.of("getUpdates")) == 1)
            for _ in range(20):
                await asyncio.sleep(0)
            with pytest.raises(TryLater):
                await zalo.send(LAN, HELLO)
            assert not task.done()  # the other channels go on
            assert not await zalo.reaches()
    assert [line["event"] for line in logs] == ["zalo-token-refused"]
    assert len(server.of("getUpdates")) == 1


async def test_polling_waits_longer_and_longer_while_zalo_fails(server):
    pauses = []

    async def pause(seconds):
        pauses.append(seconds)
        await server.skips(seconds)

    server.fails("getUpdates", Page(502, b"<html>"), Page(502, b"<html>"), Body(429), Hangup(), Body(500))
    async with channel_of(server, pause=pause) as channel, running(channel, Keeper()):
        await server.until(lambda: len(server.polls) >= 7)
    assert pauses[:7] == [1, 1, 2, 60, 8, 16, 1]


async def test_the_same_message_is_worked_on_once_also_after_a_restart(server, city):
    server.how = Switches(replay=True)
    await server.arrives(text(PERSON, "xin chào"))

    def rows():
        return city.database.do(lambda db: list(db.exec(select(Inbox.inbound_id))))

    for _ in range(2):
        app = App(city.settings, city.database, [], city.clock)
        seen = len(server.polls)
        async with channel_of(server) as channel, running(channel, app.worker.receive):
            await server.until(lambda seen=seen: len(server.polls) >= seen + 3)
    assert len(rows()) == 1


# ---------------------------------------------------------------- the meaning


def meant(update):
    return reading.read(update)


def test_words_are_read_in_composed_form():
    found = meant(text(PERSON, unicodedata.normalize("NFD", "có gì quá hạn?")))
    assert found.text == "có gì quá hạn?"
    assert (found.chat_id, found.account_id, found.display_name, found.private) == (PERSON, PERSON, "Trần Văn B", True)


@pytest.mark.parametrize("use_doc_name", [False, True])
def test_a_photo_comes_under_either_name_with_its_caption(use_doc_name):
    found = meant(image(PERSON, "https://zalo.invalid/p.jpg", "NV-3 xong", use_doc_name=use_doc_name))
    assert found.attachment == Attachment("https://zalo.invalid/p.jpg", "photo.jpg", "image/jpeg", 0)
    assert found.text == "NV-3 xong"


def test_what_zalo_keeps_from_us_is_said_to_be_so():
    assert meant(unsupported(PERSON)).unreadable == "file"
    assert meant(voice(PERSON)).unreadable == "voice"


@pytest.mark.parametrize(
    "update",
    [
        sticker(PERSON),
        from_bot("tôi là máy"),
        group_text(PERSON, "9a", "@Bot Nhiệm vụ quá hạn"),
        {**text(PERSON, "?"), "event_name": "message.reaction.received"},
    ],
)
def test_what_does_not_concern_us_is_passed_over(update):
    assert meant(update) is None


@pytest.mark.parametrize(
    "change",
    [{"chat": None}, {"chat": {"id": 7, "chat_type": "PRIVATE"}}, {"from": {}}, {"text": 7}, {"text": None}],
)
def test_a_malformed_update_is_stored_and_fails_by_itself(change):
    update = text(PERSON, "x", **change)
    assert reading.stored(update) is not None
    with pytest.raises(ValueError, match="malformed"):
        meant(update)


async def test_a_photo_is_fetched_without_the_token_and_no_further_than_the_limit(server, zalo, monkeypatch):
    async def served(request):
        assert SECRET not in str(request.url)
        return {
            "/p.jpg": httpx.Response(200, content=b"\xff\xd8picture"),
            "/big.jpg": httpx.Response(200, content=b"x" * 2000),
            "/busy.jpg": httpx.Response(503),
        }.get(request.url.path, httpx.Response(404))

    monkeypatch.setattr(zalo, "_pictures", httpx.AsyncClient(transport=httpx.MockTransport(served)))
    monkeypatch.setattr(zalo, "can", replace(zalo.can, file_limit=1000))

    def photo(address):
        return Attachment(address, "photo.jpg", "image/jpeg", 0)

    assert await zalo.download(photo("https://zalo.invalid/p.jpg")) == b"\xff\xd8picture"
    for address, reason in (
        ("https://zalo.invalid/big.jpg", "file-too-big"),
        ("https://zalo.invalid/gone.jpg", "file-gone"),
    ):
        with pytest.raises(Rejected, match=reason):
            await zalo.download(photo(address))
    with pytest.raises(TryLater):
        await zalo.download(photo("https://zalo.invalid/busy.jpg"))
    with pytest.raises(Rejected):
        await Zalo.download(zalo, photo("https://zalo.invalid:notaport/"))


# ---------------------------------------------------------------- sending


async def test_bold_words_stand_where_the_styles_say(server, zalo):
    assert await zalo.send(LAN, HELLO) == f"{1:020x}"
    assert server.sent == [
        {"chat_id": PERSON, "text": "Nhiệm vụ NV-012", "text_styles": [{"start": 9, "len": 6, "st": ["b"]}]}
    ]


def test_offsets_count_utf16_units_of_the_composed_text_in_every_line():
    late = unicodedata.normalize("NFD", "quá hạn 3 ngày")
    part = Part((Row((Run("🔴 "), Run(late, "late"))), Row(()), Row((Run("ghi chú"),), quoted=True)))
    sent = text_of(part)
    assert sent == "🔴 quá hạn 3 ngày\n\nghi chú"
    assert styles_of(part) == [
        {"start": 3, "len": 14, "st": ["b", "c_db342e"]},
        {"start": 19, "len": 7, "st": ["ind_1"]},
    ]


def test_no_style_is_set_where_a_mark_joins_the_letter_of_another_run():
    part = Part((Row((Run("a"), Run("\u0301 lạ", "bold"))),))
    assert text_of(part) == "á lạ"
    assert styles_of(part) == []


async def test_a_long_card_goes_in_several_messages_with_whole_emoji_and_right_offsets(server, zalo):
    words = "🔴 quá hạn " * 300
    rendered = Rendered(tuple((Row((Run(words[: 600 + n], "plain"), Run("đậm", "bold"))),) for n in range(6)))
    for part in parts(rendered, zalo.can):
        await zalo.send(LAN, part)
    assert len(server.sent) > 1
    for one in server.sent:
        assert length(one["text"], Measure.UTF16) <= 2000
        one["text"].encode()  # no half of an emoji
        units = one["text"].encode("utf-16-le")
        bold = [units[2 * s["start"] : 2 * (s["start"] + s["len"])].decode("utf-16-le") for s in one["text_styles"]]
        assert set(bold) == {"đậm"}


@pytest.mark.parametrize(("units", "messages"), [(2000, 1), (2001, 2)])
async def test_a_text_of_one_unit_too_many_goes_in_two(server, zalo, units, messages):
    words = "ệ" * (units - 2) + "🔴"  # the sign takes two units
    for part in parts(Rendered(((Row((Run(unicodedata.normalize("NFC", words)),)),),)), zalo.can):
        await zalo.send(LAN, part)
    assert len(server.sent) == messages
    assert "".join(server.texts).count("🔴") == 1


async def test_styles_that_zalo_refuses_are_left_out_once(server, zalo):
    server.fails("sendMessage", Body(400, "bad text_styles"))
    await zalo.send(LAN, HELLO)
    assert server.sent == [{"chat_id": PERSON, "text": "Nhiệm vụ NV-012"}]


@pytest.mark.parametrize(
    ("fault", "outcome", "mark"),
    [
        (Body(401), TryLater, "away"),
        (Body(429), TryLater, "spent"),
        (Body(403), TryLater, "away"),
        (Body(500), TryLater, "away"),
        (Page(502, b"<html>"), TryLater, "away"),
        (Body(404), TryLater, "chat_only"),
        (Body(408), Uncertain, None),
        (Hangup(), Uncertain, None),
        (Hangup(done=True), Uncertain, None),
        (Page(200, b'{"ok": tr'), Uncertain, None),
    ],
)
async def test_a_failed_send_means_what_the_table_says(server, zalo, fault, outcome, mark):
    server.fails("sendMessage", fault)
    with pytest.raises(outcome) as caught:
        await zalo.send(LAN, HELLO)
    if mark:
        assert getattr(caught.value, mark)
    assert SECRET not in repr(caught.value)


async def test_the_third_permanent_refusal_in_a_row_means_that_the_chat_is_gone(server, zalo):
    stranger = Destination("never-seen")
    for _ in range(2):
        with pytest.raises(TryLater):
            await zalo.send(stranger, HELLO)
    with pytest.raises(Unreachable, match="needs-relink"):
        await zalo.send(stranger, HELLO)


async def test_a_message_that_is_refused_is_our_fault_and_a_success_begins_the_count_anew(server, zalo):
    plain = Part((Row((Run("Chào"),)),))
    for _ in range(2):
        server.fails("sendMessage", Body(400), Body(400))
        for _ in range(2):
            with pytest.raises(Rejected):
                await zalo.send(LAN, plain)
        await zalo.send(LAN, plain)


async def test_a_file_cannot_go(server, zalo):
    with pytest.raises(Rejected, match="no-files"):
        await zalo.send(LAN, HELLO, OutgoingFile("a.xlsx", "application/octet-stream", b"PK"))
    assert server.sent == []


async def test_a_picture_goes_by_its_public_address_with_the_words_as_caption(server, zalo):
    link = "https://bot.example.vn/files/1.2.3/tien-do.png"
    await zalo.send(LAN, HELLO, OutgoingFile("tiến độ.png", "image/png", b"", link))
    assert server.sent == [{"chat_id": PERSON, "photo": link, "caption": "Nhiệm vụ NV-012"}]


async def test_typing_is_shown_and_never_fails(server, zalo):
    server.fails("sendChatAction", Body(400))
    await zalo.working(PERSON)
    await zalo.working(PERSON)
    assert len(server.of("sendChatAction")) == 2


def test_zalo_bears_one_message_a_second_in_a_chat_and_five_in_all(city):
    channel = Zalo(TOKEN)
    pacing = Pacing(channel.can.per_second, channel.can.chat_gap)
    pacing.sent("a", 10.0)
    assert (pacing.ready_at("a"), pacing.ready_at("b")) == (11.0, 10.2)


# ---------------------------------------------------------------- the webhook


@asynccontextmanager
async def brought_to(city, server):
    async with channel_of(server, public_url="https://bot.danang.example", secret=HOOK_SECRET) as channel:
        app = App(city.settings, city.database, [channel], city.clock)
        transport = httpx.ASGITransport(app=app.front(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:

            async def bring(body, secret=HOOK_SECRET):
                headers = {"X-Bot-Api-Secret-Token": secret} if secret else {}
                content = body if isinstance(body, bytes) else httpx.Request("POST", "http://x", json=body).content
                return (await client.post("/webhooks/zalo", content=content, headers=headers)).status_code

            yield bring


def stored(city):
    return city.database.do(lambda db: list(db.exec(select(Inbox.inbound_id))))


async def test_an_update_is_committed_when_it_is_acknowledged_wrapped_or_flat_and_once(server, city):
    first, second = text(PERSON, "xin chào"), text(PERSON, "quá hạn")
    async with brought_to(city, server) as bring:
        assert [await bring(first), await bring({"ok": True, "result": second}), await bring(first)] == [200] * 3
    assert stored(city) == [one["message"]["message_id"] for one in (first, second)]


@pytest.mark.parametrize("secret", [b"", b"wrong", HOOK_SECRET.encode() + b"x", b"\xc3\xa9" * 20])
async def test_who_lacks_the_secret_is_refused(server, city, secret):
    async with brought_to(city, server) as bring:
        assert await bring(text(PERSON, "xin chào"), secret) == 401
    assert stored(city) == []


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"null", b"[]", b"{}", b'{"ok": true}', b'{"message": 1}'])
async def test_a_body_that_is_no_update_is_answered_and_not_stored(server, city, body):
    async with brought_to(city, server) as bring:
        assert await bring(body) == 200
    assert stored(city) == []


async def test_a_body_over_64_kib_is_refused_also_with_the_secret(server, city):
    async with brought_to(city, server) as bring:
        assert await bring(text(PERSON, "a" * 65_536)) == 413
        assert await bring(text(PERSON, "a" * 60_000)) == 200


async def test_zalo_has_its_answer_in_two_seconds_whatever_the_database_does(server, city, monkeypatch):
    async def never(_worker, channel, updates):
        await asyncio.Event().wait()

    monkeypatch.setitem(HOOK_MANNERS, "patience", 0.05)
    monkeypatch.setattr("bot.turn.Worker.receive", never)
    async with brought_to(city, server) as bring:
        assert await bring(text(PERSON, "xin chào")) == 503


def test_the_answer_to_zalo_is_due_within_two_seconds():
    assert HOOK_MANNERS["patience"] < 2


async def test_the_outcome_of_zalos_own_check_is_shown_and_polling_stays_off(server):
    with capture_logs() as logs:
        async with channel_of(server, public_url="http://127.0.0.1:9", secret=HOOK_SECRET) as channel:
            await channel.start()
    assert [(line["event"], line.get("outcome")) for line in logs] == [
        ("zalo-webhook-not-reached", "webhook.err.conn"),
        ("zalo-connected", None),
    ]
    assert server.webhook["secret"] == HOOK_SECRET
    assert not server.of("getUpdates")


@pytest.mark.parametrize("wrapped", [False, True])
async def test_zalo_finds_the_webhook_over_the_wire_and_brings_what_is_written_there(tmp_path, wrapped):
    async with public_town(tmp_path, secret=HOOK_SECRET) as town:
        town.server.how = Switches(webhook_wrapped=wrapped)
        with capture_logs() as logs:
            await town.zalo.start()
        told = [(line["event"], line.get("outcome")) for line in logs]
        await town.server.arrives(text(PERSON, "có gì quá hạn?"))
        await town.settles()
        assert ("zalo-webhook-set", "webhook.ok") in told
        assert town.server.brought == [200]
        assert "quá hạn" in town.server.texts[-1]


async def test_an_address_that_zalo_refuses_ends_the_start_with_its_reason(server):
    server.how = Switches(allow_http=False)
    async with channel_of(server, public_url="http://127.0.0.1:9", secret=HOOK_SECRET) as channel:
        with pytest.raises(ValueError, match=r"(?i)url must be https") as told:
            await channel.start()
    assert SECRET not in str(told.value)
    assert HOOK_SECRET not in f"{told.value} {channel.hook!r}"


# ---------------------------------------------------------------- in the house


async def test_who_sends_a_file_or_a_voice_is_told_once_what_to_do(city):
    await city.inbound("office", unreadable="file")
    assert "gửi ảnh chụp" in city.office.last.text
    await city.inbound("office", unreadable="voice")
    assert "nhắn bằng chữ" in city.office.last.text
    assert len(city.office.messages) == 2
    await city.inbound("somebody", unreadable="file")
    assert "gửi ảnh chụp" not in city.stranger("somebody").last.text


async def test_typing_is_shown_while_a_file_is_fetched(city):
    await city.office.uploads("a.bin", b"\x00")
    assert city.chat.typing == ["office"]


class Leads:
    """A process that polls only while the lock is its own."""

    sends_letters = False


async def test_only_the_process_that_leads_polls(city, monkeypatch):
    monkeypatch.setattr("bot.app.LOOK_EVERY", 0.001)
    app = App(city.settings, city.database, [city.chat], city.clock)
    app.presence = Leads()
    polling_now = asyncio.Event()
    ended = asyncio.Event()

    async def run(_receive):
        polling_now.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    monkeypatch.setattr(city.chat, "run", run)
    receiving = asyncio.create_task(app._receive_from(city.chat))
    for _ in range(50):
        await asyncio.sleep(0)
    assert not polling_now.is_set()
    app.presence.sends_letters = True
    await asyncio.wait_for(polling_now.wait(), 5)
    app.presence.sends_letters = False
    await asyncio.wait_for(ended.wait(), 5)
    receiving.cancel()
    await asyncio.gather(receiving, return_exceptions=True)


async def test_the_loopback_server_refuses_what_zalo_refuses(server):
    """Private addresses of a webhook, and a parse mode that it does not know."""
    server.how = Switches(allow_http=False)
    client = Client(TOKEN, base_url=server.url)
    for address in ("https://127.0.0.1/hook", "https://10.1.2.3/hook", "https://localhost/hook"):
        assert isinstance(await client.set_webhook(address, HOOK_SECRET), Trouble), address
    await client.close()
    for mode, status in (("markdown", 404), ("bold", 400)):
        answered, _ = await server._sendMessage({"chat_id": "nobody", "text": "x", "parse_mode": mode})
        assert answered == status, mode
