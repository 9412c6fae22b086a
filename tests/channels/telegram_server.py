"""A Bot API on loopback: records every call, hands out updates by offset, and fails as it is told.

    server = TelegramServer()
    await server.start()
    server.arrives(said("có gì quá hạn?"))
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


def said(text: str = "", *, chat: dict[str, Any] = PRIVATE, update_id: int | None = None, **more: Any) -> dict[str, Any]:
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
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        """Listens; after a stop on the same port again."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        for writer in list(self._open):
            writer.close()
        await self._server.wait_closed()
        self._server = None

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
        return await self.until(lambda: found if len(found := self.of(method)) >= times else None)

    async def until[T](self, look: Callable[[], T | None]) -> T: ...

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()
