"""The web chat: the channel's contract, and what its page may be asked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.types import Message

from bot.channels.web import WAITING_UPLOADS, Web
from bot.core.cards import Text
from bot.core.channel import Attachment, Channel, Destination, Gone, OutgoingFile, RawUpdate, Rejected
from bot.core.degrade import Key, Part, Row, Run
from bot.web.chat import Person, chat_app
from bot.web.page_texts import PAGE_TEXTS
from locales import LANGUAGES

HERE = "http://127.0.0.1:8080"
JSON = {"Content-Type": "application/json"}
CHAIR = Destination("chair")
HELLO = Part((Row((Run("Xin chào "), Run("đồng chí", "bold"))), Row((Run("trích", "italic"),), quoted=True)))
WITH_KEYS = replace(HELLO, keys=((Key("Nhận", "v1|accept|1|2|"), Key("Bỏ", "v1|drop|1|2|")),))


class Office:
    """A fake bot behind the channel: keeps what came."""

    def __init__(self) -> None:
        self.updates: list[RawUpdate] = []

    async def receive(self, channel: str, updates: Sequence[RawUpdate]) -> None:
        assert channel == "web"
        self.updates += updates


class SmallDemo:
    people = (Person("office", "Trần Thị B", "Văn phòng", "office"), Person("chair", "Lê Văn C", "Chủ tịch", "chair"))
    sample = b"docx"
    sample_name = "Kết luận mẫu.docx"

    def __init__(self) -> None:
        self.moment = datetime(2022, 9, 23, 8, 0, tzinfo=timezone(timedelta(hours=7)))

    def now(self) -> datetime:
        return self.moment

    async def advance(self, to: str) -> datetime:
        self.moment += timedelta(days=1 if to == "next-morning" else 3)
        return self.moment

    def say(self, text: Text, language: str) -> str:
        return f"{language}: {text.id}"


@asynccontextmanager
async def running(channel: Web) -> AsyncIterator[Office]:
    office = Office()
    await channel.start()
    receiving = asyncio.create_task(channel.run(office.receive))
    try:
        yield office
    finally:
        receiving.cancel()
        with suppress(asyncio.CancelledError):
            await receiving
        await channel.stop()


@asynccontextmanager
async def page() -> AsyncIterator[tuple[httpx.AsyncClient, Web, Office]]:
    channel = Web()
    transport = httpx.ASGITransport(chat_app(channel, SmallDemo()))
    async with (
        running(channel) as office,
        httpx.AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE}) as client,
    ):
        yield client, channel, office


# The contract


async def test_the_web_chat_is_a_channel() -> None:
    channel: Channel = Web()
    assert channel.name == "web"
    assert channel.can.buttons
    assert channel.can.edit
    assert channel.invitation_link("CODE") is None
    await channel.set_commands([])


async def test_what_the_bot_sends_stands_in_the_chat_as_it_was_sent() -> None:
    channel = Web()
    reference = await channel.send(CHAIR, WITH_KEYS)
    (shown,) = channel.messages("chair")
    assert shown["id"] == reference
    assert shown["from"] == "bot"
    assert shown["rows"][0]["runs"][1] == {"text": "đồng chí", "style": "bold"}
    assert [row["quoted"] for row in shown["rows"]] == [False, True]
    assert shown["keys"] == [
        [{"label": "Nhận", "action": "v1|accept|1|2|"}, {"label": "Bỏ", "action": "v1|drop|1|2|"}],
    ]
    assert not shown["edited"]
    assert json.loads(json.dumps(shown)) == shown


async def test_an_edit_replaces_the_message_in_its_place() -> None:
    channel = Web()
    first = await channel.send(CHAIR, WITH_KEYS)
    await channel.send(CHAIR, HELLO)
    assert await channel.edit(CHAIR, first, Part((Row((Run("Đã nhận"),)),))) == first
    shown = channel.messages("chair")
    assert [one["rows"][0]["runs"][0]["text"] for one in shown] == ["Đã nhận", "Xin chào "]
    assert shown[0]["edited"]
    assert shown[0]["keys"] == []


async def test_a_message_that_is_not_there_cannot_be_edited() -> None:
    channel = Web()
    reference = await channel.send(CHAIR, HELLO)
    for chat, message in ((CHAIR, "nothing"), (Destination("office"), reference), (Destination("nobody"), reference)):
        with pytest.raises(Gone):
            await channel.edit(chat, message, HELLO)


async def test_a_visitors_own_message_cannot_be_edited_by_the_bot() -> None:
    channel = Web()
    async with running(channel):
        await channel.push("chair", {"text": "có gì quá hạn?"})
    with pytest.raises(Gone):
        await channel.edit(CHAIR, channel.messages("chair")[0]["id"], HELLO)


async def test_a_message_with_a_file_is_not_edited_for_its_words_belong_to_the_file() -> None:
    channel = Web()
    ref = await channel.send(CHAIR, HELLO, OutgoingFile("bieu-do.png", "image/png", b"12345"))
    with pytest.raises(Gone):
        await channel.edit(CHAIR, ref, HELLO)


async def test_a_file_of_the_bot_can_be_fetched_by_its_reader_only() -> None:
    channel = Web()
    await channel.send(CHAIR, HELLO, OutgoingFile("Sổ nhiệm vụ.xlsx", "application/x", b"12345"))
    file = channel.messages("chair")[0]["file"]
    assert (file["name"], file["mime"], file["size"]) == ("Sổ nhiệm vụ.xlsx", "application/x", 5)
    kept = channel.file("chair", file["id"])
    assert kept is not None
    assert kept.content == b"12345"
    assert channel.file("office", file["id"]) is None


async def test_an_upload_is_downloaded_once() -> None:
    channel = Web()
    async with running(channel) as office:
        await channel.push("office", {"attachment": channel.upload("a.txt", "text/plain", b"abc"), "text": "đây"})
        inbound = channel.read(office.updates[0].raw)
        assert inbound is not None
        assert inbound.attachment is not None
        assert (inbound.attachment.name, inbound.attachment.size, inbound.text) == ("a.txt", 3, "đây")
        assert await channel.download(inbound.attachment) == b"abc"
        with pytest.raises(Rejected):
            await channel.download(inbound.attachment)


async def test_uploads_that_nobody_fetches_are_forgotten_in_order() -> None:
    channel = Web()
    kept = [channel.upload(f"{n}.txt", "text/plain", b"x") for n in range(WAITING_UPLOADS + 1)]
    with pytest.raises(Rejected):
        await channel.download(Attachment(**kept[0]))
    assert await channel.download(Attachment(**kept[-1])) == b"x"


async def test_what_a_visitor_writes_reaches_the_bot_once_and_stands_in_the_chat() -> None:
    channel = Web()
    async with running(channel) as office:
        await channel.push("chair", {"text": "có gì\nquá hạn?", "language": "vi", "display_name": "Lê Văn C"})
    (update,) = office.updates
    assert (update.chat_id, update.text) == ("chair", "có gì\nquá hạn?")
    inbound = channel.read(json.loads(json.dumps(update.raw)))
    assert inbound is not None
    assert (inbound.account_id, inbound.chat_id, inbound.display_name) == ("chair", "chair", "Lê Văn C")
    assert (inbound.language, inbound.private, inbound.text) == ("vi", True, "có gì\nquá hạn?")
    (shown,) = channel.messages("chair")
    assert (shown["from"], len(shown["rows"])) == ("me", 2)


async def test_every_update_has_an_id_of_its_own() -> None:
    channel = Web()
    async with running(channel) as office:
        for _ in range(3):
            await channel.push("chair", {"text": "một"})
    assert len({update.inbound_id for update in office.updates}) == 3


async def test_a_press_carries_its_message_and_is_answered_by_a_toast() -> None:
    channel = Web()
    async with running(channel) as office:
        reference = await channel.send(CHAIR, WITH_KEYS)
        await channel.push("chair", {"button": "v1|accept|1|2|", "message_ref": reference})
        inbound = channel.read(office.updates[0].raw)
        assert inbound is not None
        assert inbound.tap_id is not None
        assert (inbound.button, inbound.message_ref, inbound.text) == ("v1|accept|1|2|", reference, "")
        await channel.answer_tap(inbound.tap_id, "Đã nhận")
        await channel.answer_tap(inbound.tap_id, "once more")
        await channel.answer_tap("never heard of", "nothing")
        *_, toast = await channel.changes("chair", 0)
        assert (toast["toast"], toast["tap_id"]) == ("Đã nhận", inbound.tap_id)
    assert len(channel.messages("chair")) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [("/start K7-x_Q", "K7-x_Q"), (" /start  abc ", "abc"), ("/start", None), ("/started x", None), ("abc", None)],
)
def test_a_start_command_carries_an_invitations_code(text: str, code: str | None) -> None:
    inbound = Web().read({"account": "a", "text": text})
    assert inbound is not None
    assert inbound.start_code == code


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"account": "a"},
        {"text": "hello"},
        {"account": 7, "text": "hello"},
        {"account": "a", "text": ["hello"]},
        {"account": "a", "text": "half \ud800 a character"},
        {"account": "a", "button": {"x": 1}},
        {"account": "a", "button": "v1|x|||", "text": "and a text"},
        {"account": "a", "text": "x", "language": 3},
        {"account": "a", "attachment": "file"},
        {"account": "a", "attachment": {"file_id": "f"}},
        {"account": "a", "attachment": {"file_id": "f", "size": -1}},
        {"account": "a", "attachment": {"file_id": "f", "size": "many"}},
    ],
)
async def test_a_malformed_update_is_a_value_error_and_leaves_nothing(raw: dict[str, Any]) -> None:
    channel = Web()
    with pytest.raises(ValueError, match=r"\w"):
        channel.read(raw)
    if isinstance(raw.get("account"), str):
        with pytest.raises(ValueError, match=r"\w"):
            await channel.push("a", raw)
        assert channel.messages("a") == []


async def test_words_that_the_bot_could_not_store_are_marked() -> None:
    class Broken(Office):
        async def receive(self, channel: str, updates: Sequence[RawUpdate]) -> None:
            raise OSError("disk full")

    channel = Web()
    receiving = asyncio.create_task(channel.run(Broken().receive))
    with pytest.raises(OSError, match="disk full"):
        await channel.push("chair", {"text": "xin chào"})
    receiving.cancel()
    assert channel.messages("chair")[0]["failed"]


async def test_changes_waits_for_what_is_new_and_ends_with_the_channel() -> None:
    channel = Web()
    waiting = asyncio.create_task(channel.changes("chair", 0))
    await channel.send(Destination("office"), HELLO)
    reference = await channel.send(CHAIR, HELLO)
    (change,) = await waiting
    assert (change["account"], change["message"]["id"]) == ("chair", reference)
    again = asyncio.create_task(channel.changes("chair", change["seq"]))
    await channel.edit(CHAIR, reference, HELLO)
    assert [one["message"]["edited"] for one in await again] == [True]
    last = asyncio.create_task(channel.changes(None, 99))
    await asyncio.sleep(0)
    await channel.stop()
    assert await last == []


# The page


async def test_the_page_and_its_parts_come_from_the_package() -> None:
    async with page() as (client, _, _):
        for path, kind in (
            ("/", "text/html"),
            ("/static/chat.css", "text/css"),
            ("/static/chat.js", "text/javascript"),
        ):
            answer = await client.get(path)
            assert answer.status_code == 200
            assert answer.headers["content-type"].startswith(kind)
        assert (await client.get("/static/chat.py")).status_code == 404
        assert (await client.get("/static/..%2fchat.py")).status_code == 404


async def test_every_answer_forbids_frames_and_foreign_content() -> None:
    async with page() as (client, _, _):
        for path in ("/", "/api/start", "/nowhere"):
            headers = (await client.get(path)).headers
            assert headers["x-frame-options"] == "DENY"
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]


async def test_the_page_names_no_address_outside_the_machine() -> None:
    async with page() as (client, _, _):
        for path in ("/", "/static/chat.css", "/static/chat.js"):
            words = (await client.get(path)).text.replace("http://www.w3.org/2000/svg", "")
            assert "://" not in words
            assert "innerHTML" not in words


async def test_the_start_gives_the_chair_first_and_all_words_in_all_languages() -> None:
    async with page() as (client, channel, _):
        start = (await client.get("/api/start")).json()
    assert [person["account"] for person in start["people"]] == ["chair", "office"]
    assert start["now"] == "2022-09-23T08:00:00+07:00"
    assert start["epoch"] == channel.epoch
    assert {language: set(start["texts"][language]) for language in LANGUAGES} == {
        language: set(PAGE_TEXTS) for language in LANGUAGES
    }


async def test_every_word_that_the_page_asks_for_exists() -> None:
    async with page() as (client, _, _):
        markup, script = (await client.get("/")).text, (await client.get("/static/chat.js")).text
    asked = re.findall(r'data-t(?:-label|-placeholder)?="([\w-]+)"', markup) + re.findall(r'\bt\("([\w-]+)"\)', script)
    assert asked
    assert set(asked) <= set(PAGE_TEXTS)
    assert [
        name for name in PAGE_TEXTS if name not in markup + script and not name.startswith(("role-", "step-"))
    ] == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.2:8080", ""])
async def test_another_host_name_is_refused(host: str) -> None:
    async with page() as (client, _, _):
        assert (await client.get("/api/start", headers={"Host": host})).status_code == 400


async def test_localhost_is_answered_too() -> None:
    async with page() as (client, _, _):
        assert (await client.get("http://localhost:8080/")).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8080", ""]
)
async def test_a_post_from_another_origin_changes_nothing(origin: str) -> None:
    async with page() as (client, _, office):
        answer = await client.post("/api/chats/chair/messages", json={"text": "x"}, headers={"Origin": origin})
        assert answer.status_code == 403
        assert office.updates == []


async def test_a_written_line_is_handed_over_with_name_and_language() -> None:
    async with page() as (client, _, office):
        answer = await client.post("/api/chats/chair/messages", json={"text": "quá hạn?", "language": "en"})
        assert answer.status_code == 200
        (update,) = office.updates
        assert update.raw == {"account": "chair", "text": "quá hạn?", "language": "en", "display_name": "Lê Văn C"}


async def test_a_press_is_handed_over() -> None:
    async with page() as (client, _, office):
        pressed = {"button": "v1|accept|1|2|", "message_ref": "m", "tap_id": "t", "language": "vi"}
        assert (await client.post("/api/chats/chair/presses", json=pressed)).status_code == 200
        assert office.updates[0].raw == {**pressed, "account": "chair", "display_name": "Lê Văn C"}


async def test_an_upload_reaches_the_bot_byte_for_byte() -> None:
    async with page() as (client, channel, office):
        files = {"file": ("Kết luận.docx", b"\x00\x01docx", "application/x")}
        assert (await client.post("/api/chats/office/files", files=files, data={"language": "vi"})).status_code == 200
        inbound = channel.read(office.updates[0].raw)
        assert inbound is not None
        assert inbound.attachment is not None
        assert inbound.attachment.name == "Kết luận.docx"
        assert await channel.download(inbound.attachment) == b"\x00\x01docx"
        assert channel.messages("office")[0]["file"]["size"] == 6


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("/api/chats/nobody/messages", {"json": {"text": "x"}}, 404),
        ("/api/chats/chair/messages", {"json": {"text": ""}}, 400),
        ("/api/chats/chair/messages", {"json": {"text": 7}}, 400),
        (
            "/api/chats/chair/messages",
            {"content": b'{"text": "\\ud800"}', "headers": JSON},
            400,
        ),
        ("/api/chats/chair/messages", {"json": ["text"]}, 400),
        ("/api/chats/chair/messages", {"content": b"{", "headers": JSON}, 400),
        ("/api/chats/chair/messages", {"content": b"\xff", "headers": JSON}, 400),
        ("/api/chats/chair/messages", {"content": b"text=x", "headers": {"Content-Type": "text/plain"}}, 415),
        ("/api/chats/chair/messages", {"data": {"text": "x"}}, 415),
        ("/api/chats/chair/presses", {"json": {"text": "x"}}, 400),
        ("/api/chats/chair/files", {"json": {"file": "x"}}, 415),
        ("/api/chats/chair/files", {"files": {"other": ("a.txt", b"x")}}, 400),
        ("/api/chats/chair/files", {"files": [("file", ("a", b"x")), ("file", ("b", b"x"))]}, 400),
        ("/api/chats/nobody/files", {"files": {"file": ("a.txt", b"x")}}, 404),
        ("/api/clock", {"json": {"to": "yesterday"}}, 400),
        ("/api/clock", {"json": {"to": ["monday"]}}, 400),
        ("/api/start", {"json": {}}, 405),
    ],
)
async def test_a_bad_request_is_refused_and_changes_nothing(path: str, given: dict[str, Any], status: int) -> None:
    async with page() as (client, channel, office):
        answer = await client.post(path, **given)
        assert answer.status_code == status
        assert "error" in answer.json()
        assert office.updates == []
        assert channel.messages("chair") == []


async def test_a_file_over_the_limit_is_refused_before_and_after_reading_it() -> None:
    async with page() as (client, channel, office):
        channel.can = replace(channel.can, file_limit=10)
        for content in (b"x" * 11, b"x" * 100_000):
            answer = await client.post("/api/chats/office/files", files={"file": ("a.txt", content)})
            assert (answer.status_code, answer.json()) == (413, {"error": "too-big"})
        assert office.updates == []


async def test_a_body_of_unknown_length_is_refused() -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{}"

    async with page() as (client, _, _):
        answer = await client.post("/api/clock", content=endless(), headers={"Content-Type": "application/json"})
        assert answer.status_code == 411


async def test_the_sample_and_the_bots_files_are_downloads() -> None:
    async with page() as (client, channel, _):
        sample = await client.get("/api/sample")
        assert sample.content == b"docx"
        assert sample.headers["content-disposition"].startswith("attachment; filename*=utf-8''K%E1%BA%BFt")
        await channel.send(CHAIR, HELLO, OutgoingFile("a.html", "text/html", b"<script>"))
        file = channel.messages("chair")[0]["file"]["id"]
        fetched = await client.get(f"/api/chats/chair/files/{file}")
        assert fetched.headers["content-disposition"].startswith("attachment")
        assert fetched.content == b"<script>"
        assert (await client.get(f"/api/chats/office/files/{file}")).status_code == 404


async def test_a_picture_of_the_bots_is_shown_and_may_be_by_this_page_only() -> None:
    async with page() as (client, channel, _):
        await channel.send(CHAIR, HELLO, OutgoingFile("bieu-do.png", "image/png", b"\x89PNG"))
        fetched = await client.get(f"/api/chats/chair/files/{channel.messages('chair')[0]['file']['id']}")
        assert fetched.headers["content-type"] == "image/png"
        assert fetched.headers["content-disposition"].startswith("inline")
        assert "img-src 'self' data:;" in fetched.headers["content-security-policy"]
        assert fetched.headers["x-content-type-options"] == "nosniff"


async def test_the_clock_moves_and_later_messages_show_its_time() -> None:
    async with page() as (client, channel, _):
        answer = await client.post("/api/clock", json={"to": "monday"})
        assert answer.json() == {"now": "2022-09-26T08:00:00+07:00"}
        await channel.send(CHAIR, HELLO)
        assert channel.messages("chair")[0]["at"] == "2022-09-26T08:00:00+07:00"


@asynccontextmanager
async def listening(app: Starlette, last_event: str = "") -> AsyncIterator[Callable[[], Awaitable[dict[str, Any]]]]:
    """Reads the endless stream event by event, which no HTTP client does without a socket."""
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    async def receive() -> Message:
        await asyncio.Event().wait()
        return {}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            chunks.put_nowait(message["body"])

    async def event() -> dict[str, Any]:
        id_line, data = (await chunks.get()).decode().splitlines()[:2]
        return {"id": id_line.removeprefix("id: "), **json.loads(data.removeprefix("data: "))}

    headers = [(b"host", b"127.0.0.1:8080"), (b"last-event-id", last_event.encode())]
    scope = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "path": "/api/events"}
    serving = asyncio.create_task(app({**scope, "query_string": b"", "headers": headers}, receive, send))
    yield event
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


def accounts(event: dict[str, Any]) -> list[str]:
    return [change["account"] for change in event["changes"]]


async def test_the_stream_tells_all_so_far_and_then_what_is_new() -> None:
    channel = Web()
    await channel.send(CHAIR, HELLO)
    async with listening(chat_app(channel, SmallDemo())) as event:
        first = await event()
        assert (accounts(first), first["now"]) == (["chair"], "2022-09-23T08:00:00+07:00")
        await channel.send(Destination("office"), HELLO)
        assert accounts(await event()) == ["office"]


async def test_a_page_opens_at_once_although_nothing_was_said_yet() -> None:
    async with listening(chat_app(Web(), SmallDemo())) as event:
        assert accounts(await event()) == []


async def test_the_stream_ends_with_the_channel() -> None:
    channel = Web()
    transport = httpx.ASGITransport(chat_app(channel, SmallDemo()))
    async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
        getting = asyncio.create_task(client.get("/api/events"))
        for _ in range(20):
            await asyncio.sleep(0)
        await channel.stop()
        assert (await getting).status_code == 200


@pytest.mark.parametrize(("known", "expected"), [(True, ["office"]), (False, ["chair", "office"])])
async def test_a_page_that_comes_back_hears_only_what_it_missed(known: bool, expected: list[str]) -> None:
    channel = Web()
    app = chat_app(channel, SmallDemo())
    await channel.send(CHAIR, HELLO)
    async with listening(app) as event:
        last = (await event())["id"]
    await channel.send(Destination("office"), HELLO)
    async with listening(app, last if known else "another-start-1") as event:
        assert accounts(await event()) == expected
