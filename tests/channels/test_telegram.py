"""Telegram on the wire: what the channel keeps of an update, and what it makes of every answer of the Bot API."""

from __future__ import annotations

import asyncio
import logging
import traceback
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from html import unescape

import httpx
import pytest
import pytest_asyncio
from structlog.testing import capture_logs
from telegram.error import NetworkError, TimedOut

from bot.channels.telegram import Backoff, Telegram, failures, markup, reading
from bot.core.channel import (
    Attachment,
    Commands,
    Destination,
    Gone,
    MovedTo,
    OutgoingFile,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from bot.core.degrade import Key, Part, Row, Run
from tests.channels.telegram_api import problems
from tests.channels.telegram_server import (
    BOT,
    GROUP,
    TOKEN,
    Answer,
    Bytes,
    Hangup,
    TelegramServer,
    became,
    said,
    tapped,
)

QUICK = Backoff(first=0.005, longest=0.02)
SECRET = TOKEN.partition(":")[2]  # by itself, for in some addresses the colon is written as %3A
LAN = Destination("77")
BOARD = Destination("-100500", private=False)
HELLO = Part((Row((Run("Chào chị"),)),))
MINUTES = OutgoingFile("Biên bản số 1.docx", "application/octet-stream", b"PK\x03\x04")


pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore:.*retry_after.*timedelta"),  # the library warns at its own error
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair():
    """One server and one channel for the whole file: building a channel takes far longer than using it."""
    server = TelegramServer()
    await server.start()
    channel = Telegram(TOKEN, api_url=server.url, backoff=QUICK)
    await channel.start()
    yield server, channel
    await channel.stop()
    await server.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def server(pair):
    server, _ = pair
    await server.start()
    server.forget()
    yield server
    assert [problem for call in server.calls for problem in problems(call.method, {**call.params, **call.files})] == []


@pytest.fixture
def telegram(pair, server):
    return pair[1]


@asynccontextmanager
async def another(url, token=TOKEN, **how):
    channel = Telegram(token, api_url=url, backoff=QUICK, **how)
    try:
        yield channel
    finally:
        await channel.stop()


async def eventually(logs):
    for _ in range(500):
        if logs:
            return
        await asyncio.sleep(0.01)
    raise TimeoutError


@asynccontextmanager
async def running(channel, receive):
    task = asyncio.create_task(channel.run(receive))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Inbox:
    """Keeps batches; fails as often as it is told before it keeps one."""

    def __init__(self, failures=0):
        self.batches = []
        self.failures = failures

    async def __call__(self, channel, updates):
        assert channel == "telegram"
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.batches.append(list(updates))

    @property
    def ids(self):
        return [update.inbound_id for batch in self.batches for update in batch]


def all_texts_of(error):
    chain, found = [error], []
    while chain:
        one = chain.pop()
        found += [str(one), repr(one), *traceback.format_exception(one)]
        chain += [inner for inner in (one.__cause__, one.__context__) if inner]
    return "\n".join(found)


# Starting


async def test_starting_greets_telegram_and_takes_a_webhook_away(server):
    async with another(server.url) as channel:
        await channel.start()
    assert [call.method for call in server.calls] == ["getMe", "deleteWebhook"]
    assert "drop_pending_updates" not in server.of("deleteWebhook")[0].params


@pytest.mark.parametrize("token", ["", "nonsense", "12:with space", "12:line\nend"])
async def test_a_token_of_the_wrong_form_is_refused_at_once(token):
    with pytest.raises(ValueError, match="BotFather") as caught:
        Telegram(token)
    assert not token or token not in str(caught.value)


async def test_a_token_that_telegram_refuses_stops_the_start_without_naming_it(server):
    async with another(server.url, "123456:wrong_token") as channel:
        with pytest.raises(ValueError, match="refuses the bot's token") as caught:
            await channel.start()
    assert "wrong_token" not in all_texts_of(caught.value)


async def test_a_start_while_telegram_is_away_waits_and_says_so_once(server):
    await server.stop()
    with capture_logs() as logs:
        async with another(server.url) as channel:
            starting = asyncio.create_task(channel.start())
            await eventually(logs)
            await asyncio.sleep(0.05)
            await server.start()
            await starting
    assert [line["event"] for line in logs] == ["telegram-away", "telegram-connected"]


@pytest.mark.parametrize(
    "failure",
    [Answer(429, "Too Many Requests", None), Bytes(502, b"<html>"), Bytes(200, b"[]"), Bytes(200, b"{}"), Hangup()],
)
async def test_a_start_goes_on_after_any_odd_answer(server, failure):
    server.fails("getMe", failure)
    server.fails("deleteWebhook", failure)
    async with another(server.url) as channel:
        await channel.start()
    assert len(server.of("deleteWebhook")) == 2


async def test_pauses_grow_up_to_the_longest():
    pauses = Backoff().pauses()
    assert [next(pauses) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]


async def test_all_calls_go_through_the_proxy(server):
    inbox = Inbox()
    await server.arrives(said("qua proxy"))
    async with another("http://telegram.invalid", proxy=server.url) as channel:
        await channel.start()
        async with running(channel, inbox):
            await server.called("getUpdates", 2)
    assert len(inbox.ids) == 1


# Receiving


async def test_an_update_is_confirmed_only_after_it_was_stored(server, telegram):
    storing, stored = asyncio.Event(), asyncio.Event()

    async def receive(channel, updates):
        storing.set()
        await stored.wait()

    await server.arrives(said("có gì quá hạn?", update_id=41))
    async with running(telegram, receive):
        await storing.wait()
        assert len(server.of("getUpdates")) == 1
        stored.set()
        second = (await server.called("getUpdates", 2))[1]
    assert second.params["offset"] == "42"
    assert server.updates == []


async def test_the_first_poll_names_what_is_wanted_and_no_offset(server, telegram):
    async with running(telegram, Inbox()):
        poll = (await server.called("getUpdates"))[0]
    assert "offset" not in poll.params
    assert poll.json("allowed_updates") == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_updates_that_could_not_be_stored_come_again(server, telegram):
    inbox = Inbox(failures=2)
    await server.arrives(said("một", update_id=1), said("hai", update_id=2))
    with capture_logs() as logs:
        async with running(telegram, inbox):
            polls = await server.called("getUpdates", 4)
    assert inbox.ids == ["1", "2"]
    assert [poll.params.get("offset") for poll in polls[:4]] == [None, None, None, "3"]
    assert {line["reason"] for line in logs} == {"not stored: OSError"}


async def test_an_update_that_telegram_repeats_is_handed_on_with_the_same_id(server, telegram):
    inbox = Inbox()
    await server.arrives(said("một", update_id=7), said("một", update_id=7))
    async with running(telegram, inbox):
        await server.called("getUpdates", 2)
    assert inbox.ids == ["7", "7"]


async def test_a_malformed_update_does_not_stop_the_others(server, telegram):
    inbox = Inbox()
    odd = [{"update_id": 2, "message": "?"}, {"update_id": 3, "message": {"chat": []}}, {"update_id": 4}]
    nameless = [{"message": {}}, "text", None, {"update_id": "5"}]
    await server.arrives(said("một", update_id=1), *odd, *nameless, said("năm", update_id=6))
    async with running(telegram, inbox):
        polls = await server.called("getUpdates", 2)
    assert inbox.ids == ["1", "2", "3", "4", "6"]
    assert [update.chat_id for update in inbox.batches[0]] == ["77", "unknown", "unknown", "unknown", "77"]
    assert polls[1].params["offset"] == "7"


async def test_updates_of_one_batch_are_stored_in_the_order_of_their_numbers(server, telegram):
    inbox = Inbox()
    await server.arrives(said("ba", update_id=13), said("một", update_id=11), said("hai", update_id=12))
    async with running(telegram, inbox):
        await server.called("getUpdates", 2)
    assert inbox.ids == ["11", "12", "13"]


async def test_what_was_written_during_a_day_out_of_reach_comes_in_order_and_once(server, telegram):
    """A hundred at a time is what Telegram hands out; nothing is confirmed before it is stored."""
    inbox = Inbox(failures=1)
    await server.arrives(*(said(f"việc {n}", update_id=n) for n in range(1, 251)))
    async with running(telegram, inbox):
        await server.called("getUpdates", 5)
    assert inbox.ids == [str(n) for n in range(1, 251)]


async def test_updates_without_any_number_are_not_asked_for_in_a_hurry(server, telegram):
    server.updates.append({"message": {}})
    with capture_logs() as logs:
        async with running(telegram, Inbox()):
            await server.called("getUpdates", 3)
    assert {"telegram-update-without-number", "telegram-polling-failed"} == {line["event"] for line in logs}


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Answer(409, "Conflict: terminated by other getUpdates request"), "another process polls"),
        (Answer(401, "Unauthorized"), "InvalidToken"),
        (Answer(500, "Internal Server Error"), "NetworkError"),
        (Bytes(502, b"<html>Bad Gateway</html>"), "NetworkError"),
        (Bytes(200, b"<html>"), "TelegramError"),
        (Bytes(200, b"[]"), "an answer that is none"),
        (Bytes(200, b"[" * 100_000), "an answer that is none"),
        (Bytes(200, b'{"ok": true, "result": true}'), "an answer that is none"),
        (Hangup(), "RemoteProtocolError"),
        (Hangup(in_the_middle=True), "RemoteProtocolError"),
    ],
)
async def test_polling_goes_on_after_a_failure(server, telegram, failure, reason):
    inbox = Inbox()
    server.fails("getUpdates", failure)
    await server.arrives(said("vẫn đến", update_id=9))
    with capture_logs() as logs:
        async with running(telegram, inbox):
            await server.called("getUpdates", 3)
    assert inbox.ids == ["9"]
    assert reason in logs[0]["reason"]
    assert SECRET not in str(logs)


async def test_polling_waits_as_long_as_telegram_asks(server, telegram):
    server.fails("getUpdates", Answer(429, "Too Many Requests: retry after 2", {"retry_after": 2}))
    with capture_logs() as logs:
        async with running(telegram, Inbox()):
            await server.called("getUpdates")
            await eventually(logs)
    assert logs[0]["next_try_in"] == 3


# What is stored, and what it means


@pytest.mark.parametrize(
    ("update", "words"),
    [
        (said("có gì quá hạn?"), "có gì quá hạn?"),
        (said(caption="MẬT", document={"file_id": "f", "file_name": "kl.docx"}), "MẬT\nkl.docx"),
        (said("xong", reply_to_message={"from": {"id": 1, "is_bot": False}, "text": "TỐI MẬT"}), "xong\nTỐI MẬT"),
        (said("xong", quote={"text": "MẬT"}), "xong\nMẬT"),
        (said("xong", reply_to_message={"from": BOT, "text": "Không gửi tài liệu MẬT"}), "xong"),
        (tapped("v1|done|3|7|"), ""),
        ({"update_id": 1, "message": {"text": 5}}, ""),
    ],
)
async def test_the_secrecy_guard_is_given_all_words_that_would_be_stored(update, words):
    assert reading.stored(update).text == words


async def test_a_private_message_is_read_with_its_person(telegram):
    inbound = telegram.read(said("  có gì quá hạn? "))
    assert (inbound.chat_id, inbound.account_id, inbound.private) == ("77", "77", True)
    assert (inbound.display_name, inbound.language, inbound.text) == ("Lan Nguyễn", "vi", "có gì quá hạn?")


@pytest.mark.parametrize("text", ["/start AbC-12_x", "/start@nhiemvu_bot AbC-12_x", "/start  AbC-12_x "])
async def test_a_deep_link_brings_its_code(telegram, text):
    assert telegram.read(said(text)).start_code == "AbC-12_x"


@pytest.mark.parametrize("text", ["/start", "/start mã mời", "start AbC", "xin /start AbC"])
async def test_no_other_text_brings_a_code(telegram, text):
    assert telegram.read(said(text)).start_code is None


@pytest.mark.parametrize(
    ("more", "attachment"),
    [
        (
            {"document": {"file_id": "d1", "file_name": "kl.docx", "mime_type": "application/x", "file_size": 9}},
            Attachment("d1", "kl.docx", "application/x", 9),
        ),
        ({"document": {"file_id": "d2"}}, Attachment("d2", "document", "application/octet-stream", 0)),
        (
            {
                "photo": [
                    {"file_id": "small", "width": 90, "height": 60, "file_size": 1},
                    {"file_id": "large", "width": 900, "height": 600, "file_size": 20},
                    {"file_id": "mid", "width": 300, "height": 200},
                ]
            },
            Attachment("large", "photo.jpg", "image/jpeg", 20),
        ),
        (
            {"voice": {"file_id": "v", "mime_type": "audio/ogg", "file_size": 3}},
            Attachment("v", "voice.ogg", "audio/ogg", 3),
        ),
    ],
)
async def test_a_file_is_named_but_not_fetched(server, telegram, more, attachment):
    inbound = telegram.read(said(caption="giao việc", forward_origin={"type": "hidden_user"}, **more))
    assert (inbound.attachment, inbound.text) == (attachment, "giao việc")
    assert server.of("getFile") == []


async def test_a_press_brings_the_button_and_its_message(telegram):
    update = tapped("v1|done|3|7|", chat=GROUP, message_id=12)
    inbound = telegram.read(update)
    assert (inbound.button, inbound.message_ref, inbound.chat_id, inbound.private) == (
        "v1|done|3|7|",
        "12",
        "-100500",
        False,
    )
    assert inbound.tap_id == update["callback_query"]["id"]


@pytest.mark.parametrize(
    ("update", "left", "came_back"),
    [
        (became("kicked", "member"), True, False),
        (became("member", "kicked"), False, True),
        (became("left", "administrator", chat=GROUP), True, False),
        (became("restricted", "member", chat=GROUP, is_member=False), True, False),
        (became("administrator", "left", chat=GROUP), False, True),
    ],
)
async def test_leaving_and_coming_back_are_told_apart(telegram, update, left, came_back):
    inbound = telegram.read(update)
    assert (inbound.left, inbound.came_back) == (left, came_back)


async def test_a_group_that_moved_brings_its_new_address(telegram):
    inbound = telegram.read(said(chat={**GROUP, "id": -5, "type": "group"}, migrate_to_chat_id=-1005))
    assert (inbound.chat_id, inbound.moved_to, inbound.private) == ("-5", "-1005", False)


@pytest.mark.parametrize("text", ["/quahan", "/quahan@nhiemvu_bot", "@NhiemVu_bot /quahan", "/quahan@NHIEMVU_BOT"])
async def test_in_a_group_the_bots_name_is_not_part_of_the_question(telegram, text):
    assert telegram.read(said(text, chat=GROUP)).text == "/quahan"


@pytest.mark.parametrize(
    "more",
    [{"sender_chat": GROUP}, {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}}],
)
async def test_an_anonymous_admin_is_nobody_and_is_marked_so(telegram, more):
    inbound = telegram.read(said("/quahan@nhiemvu_bot", chat=GROUP, **more))
    assert (inbound.anonymous, inbound.account_id, inbound.private, inbound.text) == (True, "", False, "/quahan")


async def test_an_answer_in_a_group_is_a_silent_reply_and_its_button_opens_the_private_chat(telegram, server):
    part = Part((Row((Run("🔴 Quá hạn: 3 nhiệm vụ"),)),), ((Key("🔎 Xem chi tiết", "start:overdue"),),))
    await telegram.send(Destination("-100500", private=False, silent=True, reply_to="41"), part)
    call = server.of("sendMessage")[-1]
    assert call.json("reply_parameters") == {"message_id": 41, "allow_sending_without_reply": True}
    assert call.params["disable_notification"] == "true"
    button = call.json("reply_markup")["inline_keyboard"][0][0]
    assert button == {"text": "🔎 Xem chi tiết", "url": "https://t.me/nhiemvu_bot?start=overdue"}
    assert not problems(call.method, call.params)


async def test_groups_get_a_command_menu_of_their_own(telegram, server):
    await telegram.set_commands([Commands(None, "vi", [("quahan", "Việc quá hạn")], groups=True)])
    assert server.of("setMyCommands")[-1].json("scope") == {"type": "all_group_chats"}


async def test_in_a_group_a_reply_to_the_bot_concerns_it(telegram):
    assert telegram.read(said("đã xong", chat=GROUP, reply_to_message={"from": BOT})).text == "đã xong"


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "edited_message": said("sửa", chat=GROUP)["message"]},
        {"update_id": 1, "edited_message": said(location={"latitude": 16.0, "longitude": 108.2})["message"]},
        {"update_id": 1, "channel_post": {}},
        said("mọi người ăn trưa chưa?", chat=GROUP),
        said("/quahan@another_bot", chat=GROUP),
        said("/quahan", chat=GROUP, sender_chat={"id": -77, "type": "channel", "title": "Tin tức"}),
        said("chào mọi người", chat=GROUP, sender_chat=GROUP),
        said("máy nói", **{"from": {**BOT, "id": 5}}),
        said("ẩn danh", **{"from": None}),
        said(sticker={"file_id": "s"}, chat=GROUP),
        said(pinned_message=said("x")["message"]),
        said(new_chat_members=[BOT], chat=GROUP),
        became("administrator", "member", chat=GROUP),
        became("administrator", "left", chat={**GROUP, "type": "channel"}),
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 77}, "inline_message_id": "x", "data": "d"}},
    ],
)
async def test_what_does_not_concern_us_is_none(telegram, update):
    assert telegram.read(update) is None


@pytest.mark.parametrize("kind", ["sticker", "location", "poll", "contact", "dice"])
async def test_what_has_no_words_is_answered_in_a_private_chat(telegram, kind):
    assert telegram.read(said(**{kind: {"file_id": "s"}})).unreadable == "wordless"


async def test_what_is_spoken_is_no_file_and_is_answered(telegram):
    inbound = telegram.read(said(voice={"file_id": "v", "file_unique_id": "v", "duration": 3}))
    assert inbound.unreadable == "voice"
    assert inbound.attachment is None


async def test_a_message_that_was_changed_is_answered_and_its_words_are_not_read(telegram):
    inbound = telegram.read({"update_id": 1, "edited_message": said("NV-3 90%")["message"]})
    assert inbound.unreadable == "edited"
    assert inbound.text == ""


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1, "message": "?"},
        {"update_id": 1, "message": None},
        {"update_id": 1, "message": {"chat": {}, "from": {}}},
        said("x", chat={"id": "77", "type": "private"}),
        said("x", **{"from": {"id": None}}),
        said("x", **{"from": []}),
        said(text=5),
        said(document={"file_id": 7}),
        said(photo=[{}]),
        said(migrate_to_chat_id="new"),
        became("unheard", "member"),
        {"update_id": 1, "callback_query": {"message": {}, "data": "x"}},
        {"update_id": 1, "my_chat_member": {}},
    ],
)
async def test_a_malformed_update_is_a_value_error(telegram, update):
    with pytest.raises(ValueError, match="malformed"):
        telegram.read(update)


# Sending


async def test_a_part_goes_as_html_with_its_keys(server, telegram):
    part = Part(
        (
            Row((Run("Quá hạn "), Run("3 ngày", "bold"), Run(": a < b & \"c\" 'd'"))),
            Row((Run("Sở <b>TT&TT</b>", "italic"),), quoted=True),
            Row((Run("12/KL", "code"),), quoted=True),
            Row(()),
            Row((Run("hết"),)),
        ),
        keys=((Key("Đã xong", "v1|done|3|7|"), Key("Gia hạn", "v1|extend|3|7|")), (Key("…", "v1|more|3|7|"),)),
    )
    assert await telegram.send(LAN, part) == "1"
    (call,) = server.of("sendMessage")
    assert call.params["text"] == (
        "Quá hạn <b>3 ngày</b>: a &lt; b &amp; \"c\" 'd'\n"
        "<blockquote><i>Sở &lt;b&gt;TT&amp;TT&lt;/b&gt;</i>\n<code>12/KL</code></blockquote>\n\nhết"
    )
    assert (call.params["chat_id"], call.params["parse_mode"]) == ("77", "HTML")
    assert call.json("link_preview_options") == {"is_disabled": True}
    assert call.json("reply_markup")["inline_keyboard"] == [
        [{"text": "Đã xong", "callback_data": "v1|done|3|7|"}, {"text": "Gia hạn", "callback_data": "v1|extend|3|7|"}],
        [{"text": "…", "callback_data": "v1|more|3|7|"}],
    ]


@pytest.mark.parametrize("letter", ["ệ", "&", "𠮷", "<"])
async def test_a_text_of_the_full_length_goes_whole(server, telegram, letter):
    part = Part((Row((Run(letter * telegram.can.text_limit),)),))
    await telegram.send(LAN, part)
    text = server.of("sendMessage")[0].params["text"]
    assert unescape(text) == part.text
    assert len(text.encode()) <= 32_768


@pytest.mark.parametrize("style", ["bold", "italic", "code", "quoted"])
async def test_blank_rows_get_no_tags(style):
    assert markup.html(Part((Row((Run(" ", style),), quoted=True),))) == " "


async def test_a_markup_that_telegram_does_not_understand_goes_as_plain_text(server, telegram):
    server.fails("sendMessage", Answer(400, "Bad Request: can't parse entities: Unsupported start tag"))
    part = Part((Row((Run("a < b", "bold"),)),), keys=((Key("x", "v1|x|1|1|"),),))
    assert await telegram.send(LAN, part)
    again = server.of("sendMessage")[1].params
    assert again["text"] == "a < b"
    assert "parse_mode" not in again
    assert "reply_markup" in again


async def test_a_file_goes_with_a_short_text_as_its_caption(server, telegram):
    ref = await telegram.send(LAN, replace(HELLO, keys=((Key("x", "v1|x|1|1|"),),)), MINUTES)
    (call,) = server.of("sendDocument")
    assert (ref, call.params["caption"]) == ("1", "Chào chị")
    assert "reply_markup" in call.params
    assert list(call.files.values()) == [("Biên bản số 1.docx", b"PK\x03\x04")]


async def test_a_file_goes_after_a_text_that_is_too_long_for_a_caption(server, telegram):
    long = Part((Row((Run("a" * 1025),)),), keys=((Key("x", "v1|x|1|1|"),),))
    assert await telegram.send(LAN, long, MINUTES) == "1"
    assert [call.method for call in server.calls] == ["sendMessage", "sendDocument"]
    assert "caption" not in server.of("sendDocument")[0].params
    assert "reply_markup" not in server.of("sendDocument")[0].params


CHART = OutgoingFile("bieu-do.png", "image/png", b"\x89PNG")


async def test_a_drawn_picture_is_shown_with_its_caption_and_buttons(server, telegram):
    ref = await telegram.send(LAN, replace(HELLO, keys=((Key("x", "v1|x|1|1|"),),)), CHART)
    (call,) = server.of("sendPhoto")
    assert (ref, call.params["caption"]) == ("1", "Chào chị")
    assert "reply_markup" in call.params
    assert list(call.files.values()) == [("bieu-do.png", b"\x89PNG")]
    assert server.of("sendDocument") == []


async def test_a_picture_that_telegram_does_not_take_for_one_goes_as_a_document(server, telegram):
    server.fails("sendPhoto", Answer(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    await telegram.send(LAN, HELLO, CHART)
    assert [call.method for call in server.calls if call.files] == ["sendPhoto", "sendDocument"]


async def test_a_picture_that_may_have_arrived_is_not_sent_again_as_a_document(server, telegram):
    server.fails("sendPhoto", Hangup())
    with pytest.raises(Uncertain):
        await telegram.send(LAN, HELLO, CHART)
    assert server.of("sendDocument") == []


async def test_a_photograph_is_not_pressed_smaller(server, telegram):
    await telegram.send(LAN, HELLO, OutgoingFile("photo.jpg", "image/jpeg", b"\xff\xd8"))
    assert len(server.of("sendDocument")) == 1


async def test_a_text_whose_file_failed_may_be_repeated(server, telegram):
    server.fails("sendDocument", Answer(429, "Too Many Requests: retry after 3", {"retry_after": 3}))
    with pytest.raises(Uncertain):
        await telegram.send(LAN, Part((Row((Run("a" * 1025),)),)), MINUTES)


LATER = Answer(429, "Too Many Requests: retry after 3", {"retry_after": 3})


@pytest.mark.parametrize(
    ("failure", "to", "expected"),
    [
        (LATER, LAN, TryLater(4)),
        (LATER, BOARD, TryLater(4, chat_only=True)),
        (Answer(429, "Too Many Requests"), LAN, TryLater(30)),
        (Answer(403, "Forbidden: bot was blocked by the user"), LAN, Unreachable("blocked")),
        (Answer(403, "Forbidden: bot can't initiate conversation with a user"), LAN, Unreachable("never-started")),
        (Answer(403, "Forbidden: user is deactivated"), LAN, Unreachable("deactivated")),
        (Answer(403, "Forbidden: bot was kicked from the supergroup chat"), BOARD, Unreachable("kicked")),
        (Answer(403, "Forbidden: bot is not a member of the supergroup chat"), BOARD, Unreachable("kicked")),
        (Answer(403, "Forbidden: the group chat was deleted"), BOARD, Unreachable("chat-gone")),
        (Answer(403, "Forbidden: something new"), BOARD, Unreachable("forbidden")),
        (Answer(400, "Bad Request: chat not found"), LAN, Unreachable("chat-gone")),
        (Answer(400, "Bad Request: PEER_ID_INVALID"), LAN, Unreachable("chat-gone")),
        (Answer(400, "Bad Request: not enough rights to send text messages"), BOARD, Unreachable("no-rights")),
        (Answer(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1007}), BOARD, MovedTo("-1007")),
        (Answer(400, "Bad Request: message is too long"), LAN, Rejected("too-long")),
        (Answer(400, "Bad Request: message text is empty"), LAN, Rejected("empty")),
        (Answer(400, "Bad Request: BUTTON_DATA_INVALID"), LAN, Rejected("button-data")),
        (Answer(400, "Bad Request: something new"), LAN, Rejected("bad-request")),
        (Answer(413, "Request Entity Too Large"), LAN, Rejected("file-too-big")),
        (Answer(401, "Unauthorized"), LAN, TryLater(300, away=True)),
        (Answer(404, "Not Found"), LAN, TryLater(300, away=True)),
        (Answer(500, "Internal Server Error"), LAN, Uncertain()),
        (Bytes(502, b"<html>Bad Gateway</html>"), LAN, Uncertain()),
        (Bytes(200, b"<html>"), LAN, Uncertain()),
        (Bytes(200, b"[]"), LAN, Uncertain()),
        (Bytes(200, b'{"ok": true, "result": {"message_id": 1}}'), LAN, Uncertain()),
        (Hangup(), LAN, Uncertain()),
        (Hangup(in_the_middle=True), LAN, Uncertain()),
    ],
)
async def test_every_failure_of_a_send_has_its_meaning(server, telegram, failure, to, expected):
    server.fails("sendMessage", failure)
    with pytest.raises(type(expected)) as caught:
        await telegram.send(to, HELLO)
    told = {key: value for key, value in vars(caught.value).items() if not key.startswith("__")}
    assert told == vars(expected)
    assert len(server.of("sendMessage")) == 1
    assert SECRET not in all_texts_of(caught.value)


async def test_where_nobody_listens_nothing_was_sent(server, telegram):
    await server.stop()
    with pytest.raises(TryLater) as caught:
        await telegram.send(LAN, HELLO)
    assert not caught.value.chat_only
    assert SECRET not in all_texts_of(caught.value)


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (httpx.ConnectTimeout("x"), TryLater),
        (httpx.PoolTimeout("x"), TryLater),
        (httpx.ReadTimeout("x"), Uncertain),
        (httpx.WriteTimeout("x"), Uncertain),
        (None, Uncertain),
    ],
)
async def test_a_time_out_is_safe_only_before_the_request_left(cause, expected):
    error = TimedOut()
    error.__cause__ = cause
    assert type(failures.meaning(error, private=True)) is expected


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (httpx.ConnectError("x"), TryLater),
        (httpx.ProxyError("x"), TryLater),
        (httpx.ReadError("x"), Uncertain),
        (httpx.WriteError("x"), Uncertain),
        (httpx.RemoteProtocolError("x"), Uncertain),
    ],
)
async def test_a_broken_connection_is_safe_only_if_it_never_stood(cause, expected):
    error = NetworkError("x")
    error.__cause__ = cause
    assert type(failures.meaning(error, private=True)) is expected


# Editing, taps, files, menus


async def test_an_edit_replaces_text_and_keys(server, telegram):
    assert await telegram.edit(LAN, "12", HELLO) == "12"
    (call,) = server.of("editMessageText")
    assert (call.params["chat_id"], call.params["message_id"], call.params["text"]) == ("77", "12", "Chào chị")


async def test_an_edit_without_change_is_a_success(server, telegram):
    server.fails("editMessageText", Answer(400, "Bad Request: message is not modified: specified new message content"))
    assert await telegram.edit(LAN, "12", HELLO) == "12"


@pytest.mark.parametrize(
    "said_by_telegram",
    ["message to edit not found", "message can't be edited", "there is no text in the message to edit"],
)
async def test_a_message_that_cannot_be_edited_is_gone(server, telegram, said_by_telegram):
    server.fails("editMessageText", Answer(400, f"Bad Request: {said_by_telegram}"))
    with pytest.raises(Gone):
        await telegram.edit(LAN, "12", HELLO)


async def test_a_reference_that_is_no_number_is_gone(telegram):
    with pytest.raises(Gone):
        await telegram.edit(LAN, "web-1", HELLO)


async def test_other_failures_of_an_edit_are_those_of_a_send(server, telegram):
    server.fails("editMessageText", LATER, Hangup(), Answer(400, "Bad Request: BUTTON_DATA_INVALID"))
    for expected in (TryLater, Uncertain, Rejected):
        with pytest.raises(expected):
            await telegram.edit(LAN, "12", HELLO)


async def test_a_tap_is_answered_in_two_hundred_characters(server, telegram):
    await telegram.answer_tap("tap1", "ệ" * 300)
    await telegram.answer_tap("tap2", "")
    first, second = server.of("answerCallbackQuery")
    assert first.params["text"] == "ệ" * 199 + "…"
    assert second.params == {"callback_query_id": "tap2"}


@pytest.mark.parametrize(
    "failure", [Answer(400, "Bad Request: query is too old and response timeout expired"), LATER, Hangup()]
)
async def test_a_tap_that_cannot_be_answered_is_let_go(server, telegram, failure):
    server.fails("answerCallbackQuery", failure)
    await telegram.answer_tap("tap1", "Đã ghi")


async def test_a_file_is_fetched_from_the_same_server(server, telegram):
    server.files["f1"] = b"PK\x03\x04" * 1000
    assert await telegram.download(Attachment("f1", "kl.docx", "", 4000)) == b"PK\x03\x04" * 1000


async def test_a_big_file_is_refused_before_it_is_fetched(server, telegram):
    with pytest.raises(Rejected, match="file-too-big"):
        await telegram.download(Attachment("f1", "kl.docx", "", 20 * 1024 * 1024 + 1))
    assert server.of("getFile") == []


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (Answer(400, "Bad Request: file is too big"), Rejected("file-too-big")),
        (Answer(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), Rejected("file-gone")),
        (
            Bytes(200, b'{"result": {"file_id": "f", "file_unique_id": "u", "file_size": 99999999, "file_path": "x"}}'),
            Rejected("file-too-big"),
        ),
        (Bytes(200, b'{"result": {"file_id": "f", "file_unique_id": "u"}}'), Rejected("file-gone")),
        (LATER, TryLater(4)),
        (Hangup(), TryLater(5)),
        (Answer(403, "Forbidden: something new"), Rejected("forbidden")),
    ],
)
async def test_a_fetch_fails_as_try_later_or_rejected(server, telegram, failure, expected):
    server.fails("getFile", failure)
    with pytest.raises(type(expected), match=str(expected)) as caught:
        await telegram.download(Attachment("f1", "kl.docx", "", 4))
    assert SECRET not in all_texts_of(caught.value)


async def test_a_file_that_is_no_longer_there_is_rejected(telegram):
    with pytest.raises(Rejected, match="file-gone") as caught:
        await telegram.download(Attachment("f1", "kl.docx", "", 4))
    assert SECRET not in all_texts_of(caught.value)


async def test_menus_are_shown_by_audience_and_language(server, telegram):
    server.fails("setMyCommands", Answer(400, "Bad Request: chat not found"))
    await telegram.set_commands(
        [
            Commands("99", "vi", [("tuan", "Báo cáo tuần")]),
            Commands("unknown", "vi", [("tuan", "Báo cáo tuần")]),
            Commands(None, "", [("quahan", "Overdue")]),
            Commands("77", "vi", [("tuan", "Báo cáo tuần")]),
        ]
    )
    _, everybody, chair = server.of("setMyCommands")
    assert everybody.json("scope") == {"type": "default"}
    assert "language_code" not in everybody.params
    assert chair.json("scope") == {"type": "chat", "chat_id": 77}
    assert chair.params["language_code"] == "vi"
    assert chair.json("commands") == [{"command": "tuan", "description": "Báo cáo tuần"}]


async def test_an_invitation_opens_the_chat_with_its_code(telegram):
    assert telegram.invitation_link("AbC-1") == "https://t.me/nhiemvu_bot?start=AbC-1"
    assert Telegram(TOKEN).invitation_link("AbC-1") is None


async def test_the_name_is_learnt_without_a_word_about_how_updates_come(server):
    async with another(server.url) as channel:
        assert await channel.knows_itself()
        assert channel.invitation_link("AbC-1") == "https://t.me/nhiemvu_bot?start=AbC-1"
    assert {call.method for call in server.calls} == {"getMe"}


async def test_a_telegram_that_is_away_or_refuses_the_token_is_not_waited_for(server):
    server.fails("getMe", Answer(401, "Unauthorized"))
    async with another(server.url) as channel:
        assert not await channel.knows_itself()
    await server.stop()
    async with another(server.url) as channel:
        assert not await channel.knows_itself()


# The token and the description of the Bot API


async def test_the_token_is_in_no_log_line(server, caplog):
    caplog.set_level(logging.DEBUG)
    server.fails("sendMessage", Bytes(502, f"<html>/bot{TOKEN}/sendMessage".encode()), Hangup())
    server.fails("getUpdates", Hangup(), Answer(401, "Unauthorized"))
    server.files["f1"] = b"x"
    await server.arrives(said("xin chào"))
    async with another(server.url) as channel:
        await channel.start()
        async with running(channel, Inbox()):
            await server.called("getUpdates", 4)
            for _ in range(2):
                with pytest.raises(Uncertain):
                    await channel.send(LAN, HELLO)
            await channel.send(LAN, HELLO)
            await channel.download(Attachment("f1", "kl.docx", "", 1))
    assert "HTTP Request: POST" in caplog.text
    assert SECRET not in caplog.text


async def test_the_check_of_calls_sees_what_is_wrong():
    assert problems("sendMessage", ["chat_id", "text", "parse_mode"]) == []
    assert problems("sendMessage", ["chat_id", "txt"]) == [
        "sendMessage: unknown parameter txt",
        "sendMessage: text is missing",
    ]
    assert problems("sendNothing", []) == ["sendNothing: no such method"]
