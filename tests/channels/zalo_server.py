"""A Bot Platform on loopback: keeps what it is sent, hands out updates, and contradicts itself as the sources do.

server = ZaloServer()
await server.start()
await server.arrives(text("5f0c", "có gì quá hạn?"))
server.fails("sendMessage", Body(429, "Quota exceeded"))
"""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import count, pairwise
from typing import Any
from urllib.parse import urlsplit

import httpx

TOKEN = "1234567890:AbCdEf-loopback_secret"
PERSON = "5f0c1a2b3c4d5e6f7081"
JAVA = "Java/1.8.0_192"
STYLES = {
    *("b", "i", "u", "s", "f_13", "f_15", "f_18", "f_20", "lst_1", "lst_2"),
    *("c_050a19", "c_15a85f", "c_f7b503", "c_f27806", "c_db342e"),
    *(f"ind_{depth}" for depth in range(1, 6)),
}
PARAMETERS = {  # method → what it must be given, and what it may be
    "getMe": (set(), set()),
    "getUpdates": (set(), {"timeout"}),
    "setWebhook": ({"url", "secret_token"}, set()),
    "getWebhookInfo": (set(), set()),
    "deleteWebhook": (set(), set()),
    "testWebhook": (set(), set()),
    "sendMessage": ({"chat_id", "text"}, {"parse_mode", "text_styles"}),
    "sendPhoto": ({"chat_id", "photo"}, {"caption"}),
    "sendSticker": ({"chat_id", "sticker"}, set()),
    "sendVoice": ({"chat_id", "voice_url"}, set()),
    "sendChatAction": ({"chat_id", "action"}, set()),
}
POLL_GAP = 1.0  # seconds that we promise between the end of a poll and the next
SENDS = ("sendMessage", "sendPhoto", "sendSticker", "sendVoice")

_ids = count(1)


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith(".local")


def _message(user: str, event: str, **fields: Any) -> dict[str, Any]:
    number = f"{next(_ids):020x}"
    person = {"id": user, "display_name": "Trần Văn B", "is_bot": False}
    chat = {"id": user, "chat_type": "PRIVATE"}
    message = {"message_id": number, "date": 1_795_140_010_000, "from": person, "chat": chat, **fields}
    return {"event_name": f"message.{event}.received", "message": message}


def text(user: str, words: str, **more: Any) -> dict[str, Any]:
    return _message(user, "text", **{"text": words, **more})


def image(user: str, url: str, caption: str = "", *, use_doc_name: bool = False) -> dict[str, Any]:
    said = {"caption": caption} if caption else {}
    return _message(user, "image", message_type="CHAT_PHOTO", **{"photo" if use_doc_name else "photo_url": url}, **said)


def sticker(user: str) -> dict[str, Any]:
    return _message(user, "sticker", sticker="bfe458bf64fa8da4d4eb", url="https://zalo.invalid/s")


def voice(user: str) -> dict[str, Any]:
    return _message(user, "voice", message_type="CHAT_VOICE", voice_url="https://zalo.invalid/v.aac")


def unsupported(user: str) -> dict[str, Any]:
    return _message(user, "unsupported")


def group_text(user: str, group: str, words: str) -> dict[str, Any]:
    return text(user, words, chat={"id": group, "chat_type": "GROUP"})


def from_bot(words: str) -> dict[str, Any]:
    return text("bot", words, **{"from": {"id": "bot", "display_name": "Bot", "is_bot": True}})


# What a call may meet, instead of its proper answer:


@dataclass(frozen=True)
class Body:
    """A failure in the body, with HTTP 200 unless another status is said."""

    code: int
    description: str = "?"
    status: int = 200
    name: str = "error_code"


@dataclass(frozen=True)
class Page:
    """A gateway's page, or JSON that is cut off."""

    status: int
    content: bytes


@dataclass(frozen=True)
class Hangup:
    """The connection is reset: before the request is acted on, or after."""

    done: bool = False


@dataclass(frozen=True)
class Silence:
    """The request is acted on, and no answer comes for so long, or until the client has gone."""

    seconds: float | None = None


Fault = Body | Page | Hangup | Silence


@dataclass(frozen=True)
class Switches:
    """Where the sources contradict each other."""

    bad_token_status: int = 200  # or 401
    replay: bool = False  # an update comes again at every poll
    idle: str = "408"  # or "body": HTTP 200 with 408 in it; or "ok": HTTP 200 and no result
    no_webhook: str = "404"  # or "empty"
    delete_without: int = 200  # or 400
    webhook_wrapped: bool = False
    allow_http: bool = True
    month_limit: int = 3000
    user_limit: int = 50
    longest_poll: float = 0.05  # seconds, instead of what was asked
    fetches: int = 0  # how often a photo is fetched before the send is answered, as Zalo and phones may


@dataclass(frozen=True)
class Call:
    http: str
    method: str
    content_type: str
    given: dict[str, Any]
    began: float
    raw: bytes = b""


@dataclass
class ZaloServer:
    """Stands in for bot-api.zaloplatforms.com; `url` is what the bot's setting wants."""

    token: str = field(default=TOKEN, repr=False)
    how: Switches = field(default_factory=Switches)
    calls: list[Call] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)  # every accepted send
    queue: list[Any] = field(default_factory=list)
    chats: dict[str, str] = field(default_factory=lambda: {PERSON: "PRIVATE"})
    webhook: dict[str, Any] | None = None
    brought: list[int] = field(default_factory=list)  # the statuses that the webhook answered
    polls: list[tuple[float, float]] = field(default_factory=list)  # when each began and ended, answered or failed
    polls_at_once: int = 0
    skipped: float = 0.0  # seconds that tests have let pass without waiting
    fetched: list[httpx.Response] = field(default_factory=list)  # photos
    can_join_groups: bool = False
    display_name: str = ""  # undocumented; there in practice
    port: int = 0

    def __post_init__(self) -> None:
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._news = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.StreamWriter, asyncio.Task[None] | None] = {}
        self._polling = 0
        self._users: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        await self._tell()
        serving = [task for task in self._open.values() if task]
        for writer in self._open:
            writer.close()
        await asyncio.gather(*serving, return_exceptions=True)
        await server.wait_closed()

    def fails(self, method: str, *faults: Fault) -> None:
        """The next calls of the method meet these, one after the other."""
        self._faults[method].extend(faults)

    async def arrives(self, *updates: Any) -> None:
        """People write: to the webhook where one is set, else into the queue."""
        for update in updates:
            chat = update.get("message", {}).get("chat", {}) if isinstance(update, dict) else {}
            if isinstance(chat, dict) and chat.get("id"):
                self.chats[chat["id"]] = chat.get("chat_type", "PRIVATE")
            if self.webhook:
                body = {"ok": True, "result": update} if self.how.webhook_wrapped else update
                self.brought.append(await self._bring(body))
            else:
                self.queue.append(update)
        await self._tell()

    def drain(self) -> None:
        self.queue.clear()

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.sent if "text" in one]

    async def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> None:
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(holds)

    async def skips(self, seconds: float) -> None:
        """A pause of the bot's that takes no time, and counts here as taken."""
        self.skipped += seconds
        await asyncio.sleep(0)

    def _now(self) -> float:
        return asyncio.get_running_loop().time() + self.skipped

    def breaches(self) -> list[str]:
        """Where the bot has not kept to what is documented, or to what we promise."""
        found = [f"{call.method}: {call.http} {call.content_type}" for call in self.calls if not _posted_json(call)]
        for call in self.calls:
            needed, allowed = PARAMETERS.get(call.method, (set(), set()))
            if call.method in PARAMETERS and not needed <= set(call.given) <= needed | allowed:
                found.append(f"{call.method}: {sorted(call.given)}")
            words = [one for one in call.given.values() if isinstance(one, str)]
            if any(unicodedata.normalize("NFC", one) != one for one in words):
                found.append(f"{call.method}: not composed")
        if self.polls_at_once > 1:
            found.append(f"{self.polls_at_once} polls at once")
        gaps = [begun - ended for (_, ended), (begun, _) in pairwise(self.polls)]
        found += [f"polls {gap:.2f} s apart" for gap in gaps if gap < POLL_GAP - 0.01]
        return found

    # ------------------------------------------------------------ HTTP

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = asyncio.current_task()
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            del self._open[writer]
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in head[1:])}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        http, target, _ = head[0].split(" ")
        token, _, method = urlsplit(target).path.removeprefix("/bot").partition("/")
        posted = http == "POST" and headers.get("content-type", "").startswith("application/json")
        given = json.loads(raw) if raw and posted else {}
        call = Call(http, method, headers.get("content-type", ""), given, asyncio.get_running_loop().time(), raw)
        self.calls.append(call)
        await self._tell()
        with self._poll() if method == "getUpdates" else nullcontext():
            return await self._met(token, call, reader, writer)

    @contextmanager
    def _poll(self) -> Iterator[None]:
        self._polling += 1
        self.polls_at_once = max(self.polls_at_once, self._polling)
        began = self._now()
        try:
            yield
        finally:
            self._polling -= 1
            self.polls.append((began, self._now()))

    async def _met(self, token: str, call: Call, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """The answer, or the fault that is planned; whether the connection stays open."""
        method = call.method
        if not _posted_json(call):  # Zalo is said to take GET, forms and multipart too; only this is in its examples
            return await _write(writer, 400, _failure(400, "Bad request: POST JSON"))
        fault = self._faults[method].popleft() if self._faults[method] else None
        match fault:
            case Hangup(done=False):
                return False
            case Body():
                return await _write(writer, fault.status, _failure(fault.code, fault.description, fault.name))
            case Page(status, content):
                return await _write(writer, status, content)
        status, body = await self._answer(token, method, call.given)
        await self._tell()
        if isinstance(fault, Hangup):
            return False
        if isinstance(fault, Silence) and fault.seconds is not None:
            await asyncio.sleep(fault.seconds)
        elif isinstance(fault, Silence):
            await reader.read()
            return False
        return await _write(writer, status, body)

    async def _answer(self, token: str, method: str, given: dict[str, Any]) -> tuple[int, bytes]:
        if token != self.token:
            return self.how.bad_token_status, _failure(401, "Unauthorized")
        if method not in PARAMETERS:
            return 400, _failure(400, "Bad request")
        return await getattr(self, f"_{method}")(given)

    # ------------------------------------------------------------ the methods

    async def _getMe(self, _given: Any) -> tuple[int, bytes]:  # noqa: N802 - the wire's name
        me = {"id": "1459230000000000001", "account_name": "bot.AbCdEfGh", "account_type": "BASIC"}
        named = {"display_name": self.display_name} if self.display_name else {}
        return _success(me | {"can_join_groups": self.can_join_groups} | named)

    async def _getUpdates(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        if self.webhook:
            return 400, _failure(400, "Bad request: webhook is active")
        patience = min(float(given.get("timeout", 30)), self.how.longest_poll)
        with suppress(TimeoutError):
            await self.until(lambda: bool(self.queue) or not self._server, patience)
        if not self.queue:
            return {
                "408": (408, _failure(408, "Request timeout")),
                "body": (200, _failure(408, "Request timeout")),
                "ok": (200, b'{"ok":true}'),
            }[self.how.idle]
        return _success(self.queue[0] if self.how.replay else self.queue.pop(0))

    async def _setWebhook(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        allowed = url.startswith("https://") or (self.how.allow_http and url.startswith("http://"))
        if not allowed or (_is_private(url) and not self.how.allow_http) or not 8 <= len(secret) <= 256:
            return 400, _failure(400, "Bad request: url must be https and public")
        self.webhook = {"url": url, "secret": secret, "updated_at": 1_795_140_002_000}
        status = await self._bring({})
        outcome = "webhook.ok" if status == 200 else f"webhook.http.{status}" if status else "webhook.err.conn"
        checked = {"ok": status == 200, "url": url, "status_code": status, "outcome": outcome, "hint": "?"}
        return _success({"url": url, "updated_at": 1_795_140_002_000, "verification": checked | {"latency_ms": 18}})

    async def _getWebhookInfo(self, _given: Any) -> tuple[int, bytes]:  # noqa: N802
        if self.webhook:
            return _success({"url": self.webhook["url"], "updated_at": self.webhook["updated_at"]})
        return _success({"url": ""}) if self.how.no_webhook == "empty" else (404, _failure(404, "Not Found"))

    async def _deleteWebhook(self, _given: Any) -> tuple[int, bytes]:  # noqa: N802
        if self.webhook is None and self.how.delete_without == 400:
            return 400, _failure(400, "Bad request")
        self.webhook = None
        return _success({"url": "", "updated_at": 1_795_140_003_000})

    async def _testWebhook(self, _given: Any) -> tuple[int, bytes]:  # noqa: N802
        return 200, _failure(426, "Too many calls today", "errorCode")

    async def _sendMessage(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        size = _units(given.get("text", ""))
        if given.get("parse_mode", "markdown") not in ("markdown", "html"):
            return 400, _failure(400, "Bad request: parse_mode")
        if not given.get("chat_id") or not 1 <= size <= 2000 or not _styles_hold(given.get("text_styles", []), size):
            return 400, _failure(400, "Bad request")
        return self._accept(given)

    async def _sendPhoto(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        address = str(given.get("photo", ""))
        if not address.startswith(("http://", "https://")) or _units(given.get("caption", "")) > 2000:
            return 400, _failure(400, "Bad request")
        for _ in range(self.how.fetches):
            async with httpx.AsyncClient(timeout=5.0) as client:
                self.fetched.append(await client.get(address))
        if any(one.status_code != 200 for one in self.fetched):
            return 400, _failure(400, "Bad request: photo")
        return self._accept(given)

    async def _sendSticker(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        return self._accept(given)

    async def _sendVoice(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        if not str(given.get("voice_url", "")).endswith(".aac"):
            return 400, _failure(400, "Bad request")
        if self.chats.get(given.get("chat_id")) == "GROUP":
            return _success({"message_id": "0", "date": 0})  # and dropped
        return self._accept(given)

    async def _sendChatAction(self, given: Any) -> tuple[int, bytes]:  # noqa: N802
        return (200, b'{"ok":true}') if given.get("action") == "typing" else (400, _failure(400, "Bad request"))

    def _accept(self, given: Any) -> tuple[int, bytes]:
        chat = given.get("chat_id")
        if chat not in self.chats:
            return 404, _failure(404, "Not Found")
        if len(self.sent) >= self.how.month_limit:
            return 200, _failure(429, "Quota exceeded")
        if chat not in self._users and len(self._users) >= self.how.user_limit:
            return 200, _failure(429, "Quota exceeded")
        self._users.add(chat)
        self.sent.append(given)
        return _success({"message_id": f"{len(self.sent):020x}", "date": 1_795_140_000_123})

    async def _bring(self, body: Any) -> int:
        """Posts to the webhook as Zalo does; 0 if nobody answers."""
        assert self.webhook
        headers = {"X-Bot-Api-Secret-Token": self.webhook["secret"], "User-Agent": JAVA}
        try:
            async with httpx.AsyncClient(timeout=5.0) as client:
                return (await client.post(self.webhook["url"], json=body, headers=headers)).status_code
        except httpx.HTTPError:
            return 0


def _posted_json(call: Call) -> bool:
    return call.http == "POST" and call.content_type.startswith("application/json")


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _styles_hold(styles: list[Any], size: int) -> bool:
    return all(
        type(one.get("start")) is int
        and type(one.get("len")) is int
        and one["start"] >= 0
        and one["len"] > 0
        and one["start"] + one["len"] <= size
        and set(one.get("st", ["?"])) <= STYLES
        for one in styles
    )


def _success(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _failure(code: int, description: str, name: str = "error_code") -> bytes:
    return json.dumps({"ok": False, name: code, "description": description}).encode()


async def _write(writer: asyncio.StreamWriter, status: int, content: bytes) -> bool:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content)
    await writer.drain()
    return True
