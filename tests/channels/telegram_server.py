"""A Bot API on loopback: records every call, hands out updates by offset, and fails as it is told.

server = TelegramServer()
await server.start()
await server.arrives(said("có gì quá hạn?"))
server.fails("sendMessage", Answer(429, "Too Many Requests: retry after 3", {"retry_after": 3}))
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from itertools import count
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TOKEN = "123456:AAH-loopback_secret"
BOT = {"id": 123456, "is_bot": True, "first_name": "Trợ lý", "username": "nhiemvu_bot"}
PERSON = {"id": 77, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn", "language_code": "vi"}
PRIVATE = {"id": 77, "type": "private", "first_name": "Lan"}
GROUP = {"id": -100500, "type": "supergroup", "title": "Ban Chỉ đạo"}

_update_ids = count(1000)


@dataclass(frozen=True)
class Call:
    method: str
    params: dict[str, str]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def json(self, name: str) -> Any:
        return json.loads(self.params[name])


@dataclass(frozen=True)
class Answer:
    """A refusal in Telegram's form."""

    status: int
    description: str
    parameters: dict[str, Any] | None = None


@dataclass(frozen=True)
class Bytes:
    """Any other answer: a gateway's page, JSON that is none."""

    status: int
    content: bytes


@dataclass(frozen=True)
class Hangup:
    """The call is taken, the connection closed: without an answer, or in the middle of it."""

    in_the_middle: bool = False


Failure = Answer | Bytes | Hangup


def said(
    text: str = "", *, chat: dict[str, Any] = PRIVATE, update_id: int | None = None, **more: Any
) -> dict[str, Any]:
    """An update: a person wrote; `more` are further fields of the message."""
    number = next(_update_ids) if update_id is None else update_id
    message = {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": PERSON, **more}
    return {"update_id": number, "message": {**message, "text": text} if text else message}


def tapped(data: str, *, chat: dict[str, Any] = PRIVATE, message_id: int = 5) -> dict[str, Any]:
    """An update: a person pressed a button under message `message_id`."""
    number = next(_update_ids)
    message = {"message_id": message_id, "date": 1_790_000_000, "chat": chat, "from": BOT, "text": "Thẻ"}
    query = {"id": f"tap{number}", "from": PERSON, "message": message, "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": query}


def became(status: str, was: str, *, chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """An update: what the bot is in a chat has changed."""
    change = {
        "chat": chat,
        "from": PERSON,
        "date": 1_790_000_000,
        "old_chat_member": {"user": BOT, "status": was},
        "new_chat_member": {"user": BOT, "status": status, **more},
    }
    return {"update_id": next(_update_ids), "my_chat_member": change}


class TelegramServer:
    """Stands in for api.telegram.org; `url` is what the bot's setting wants."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.updates: list[Any] = []  # not yet confirmed
        self.files: dict[str, bytes] = {}  # file_id → content
        self.port = 0
        self._failures: dict[str, deque[Failure]] = defaultdict(deque)
        self._message_ids = count(1)
        self._news = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.StreamWriter, asyncio.Task[None] | None] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens, if it does not yet; after a stop on the same port again."""
        if self._server is not None:
            return
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is None:
            return
        server, self._server = self._server, None
        server.close()
        await self._tell()  # open polls end
        serving = [task for task in self._open.values() if task]
        for writer in self._open:
            writer.close()
        await asyncio.gather(*serving, return_exceptions=True)
        await server.wait_closed()

    def forget(self) -> None:
        """Fresh for the next test: no calls, no updates, no failures, no files."""
        self.calls.clear()
        self.updates.clear()
        self.files.clear()
        self._failures.clear()
        self._message_ids = count(1)

    def fails(self, method: str, *failures: Failure) -> None:
        """The next calls of the method fail so, one after the other."""
        self._failures[method].extend(failures)

    async def arrives(self, *updates: Any) -> None:
        self.updates.extend(updates)
        await self._tell()

    def of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def called(self, method: str, times: int = 1) -> list[Call]:
        """Waits until the method was called so often."""
        await self.until(lambda: len(self.of(method)) >= times)
        return self.of(method)

    async def until(self, holds: Callable[[], bool], seconds: float = 5.0) -> None:
        """Waits until something holds that a call or an arrival changes."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(holds)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[writer] = asyncio.current_task()
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the bot went away
        finally:
            del self._open[writer]
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answers one request; False when the connection ends with it."""
        path, query, headers, body = await _request(reader)
        base, _, method = unquote(path).rpartition("/")
        if path.startswith("/file/"):
            return await _write(writer, *self._file(unquote(path)))
        if base != f"/bot{self.token}":
            return await _write(writer, *_failed(Answer(401, "Unauthorized")))
        params, files = _fields(headers.get("content-type", ""), body)
        call = Call(method, {**dict(parse_qsl(query)), **params}, files)
        self.calls.append(call)
        await self._tell()
        if self._failures[method]:
            return await _fail(writer, self._failures[method].popleft())
        return await _write(writer, *_succeeded(await self._result(call)))

    def _file(self, path: str) -> tuple[int, bytes]:
        content = self.files.get(path.removeprefix(f"/file/bot{self.token}/files/"))
        return _failed(Answer(404, "Not Found")) if content is None else (200, content)

    async def _result(self, call: Call) -> Any:
        match call.method:
            case "getMe":
                return BOT
            case "getUpdates":
                return await self._updates(call)
            case "sendMessage" | "sendDocument" | "sendPhoto" | "editMessageText":
                return self._message(call)
            case "getFile":
                file_id = call.params["file_id"]
                size = len(self.files.get(file_id, b""))
                return {"file_id": file_id, "file_unique_id": "u", "file_size": size, "file_path": f"files/{file_id}"}
            case _:
                return True

    async def _updates(self, call: Call) -> list[Any]:
        """Forgets what the offset confirms; then the rest, or a wait for something new."""
        offset = int(call.params.get("offset", 0))
        self.updates = [update for update in self.updates if _number(update, else_=offset) >= offset]
        await self._tell()
        try:
            await self.until(lambda: bool(self.updates) or not self._server, float(call.params["timeout"]))
        except TimeoutError:
            return []
        return self.updates[:100]

    def _message(self, call: Call) -> dict[str, Any]:
        number = int(call.params.get("message_id") or next(self._message_ids))
        chat = {"id": int(call.params["chat_id"]), "type": "private"}
        return {"message_id": number, "date": 1_790_000_000, "chat": chat, "text": call.params.get("text", "")}


def _number(update: Any, *, else_: int) -> int:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else else_


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str], bytes]:
    """Path, query, headers and body of the next request; a proxy's request names the host too, which is dropped."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    target = urlsplit(line.split(" ")[1])
    return target.path, target.query, headers, body


def _fields(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, tuple[str, bytes]]]:
    if not content_type.startswith("multipart/"):
        return dict(parse_qsl(body.decode())), {}
    whole = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    params: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for part in whole.iter_parts():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if part.get_filename() is None:
            params[name] = content.decode()
        else:
            files[name] = (part.get_filename(), content)
    return params, files


def _succeeded(result: Any) -> tuple[int, bytes]:
    return 200, json.dumps({"ok": True, "result": result}).encode()


def _failed(answer: Answer) -> tuple[int, bytes]:
    body: dict[str, Any] = {"ok": False, "error_code": answer.status, "description": answer.description}
    if answer.parameters:
        body["parameters"] = answer.parameters
    return answer.status, json.dumps(body).encode()


async def _fail(writer: asyncio.StreamWriter, failure: Failure) -> bool:
    match failure:
        case Answer():
            return await _write(writer, *_failed(failure))
        case Bytes(status, content):
            return await _write(writer, status, content)
        case Hangup(in_the_middle=True):
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{")
            await writer.drain()
    return False


async def _write(writer: asyncio.StreamWriter, status: int, content: bytes) -> bool:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content)
    await writer.drain()
    return True
