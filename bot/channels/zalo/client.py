"""The eleven methods of the Bot Platform over httpx. A failed call is a value, `Trouble`, never an exception.

The token stands in every address, so no exception of httpx leaves this file and no address is logged.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx

from bot.channels.veil import Veil

ZALO = "https://bot-api.zaloplatforms.com"
CONNECT = 5.0  # seconds
ORDINARY = 15.0
PHOTO = 60.0  # Zalo may fetch the picture before it answers
POLL_GRACE = 10.0  # seconds that an answer to a poll may take beyond the time it was asked to wait
TOKEN = re.compile(r"\d+:[A-Za-z0-9_.~-]+")
_LOGGERS = ("httpx", "httpcore.http11", "httpcore.connection", "httpcore.proxy")

# The request had not left: nobody was there, or no connection was free.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

Json = Mapping[str, Any]


class Kind(StrEnum):
    """What a failed call means."""

    TOKEN = "token refused"  # noqa: S105 - a name for a failure
    QUOTA = "quota exceeded"
    REFUSED = "refused"  # 400: our fault
    NOT_FOUND = "not found"
    SERVER = "server error"  # surely not done
    TIMEOUT = "server timeout"  # the normal end of an idle poll; of a send nothing is known
    AWAY = "not reached"  # the request had not left
    UNKNOWN = "no clear answer"  # the request had left


@dataclass(frozen=True)
class Trouble:
    """Why a call brought nothing. `words` are Zalo's own, without the token."""

    kind: Kind
    code: int | None = None
    words: str = ""

    def __str__(self) -> str:
        return f"{self.kind} ({self.code})" if self.code else str(self.kind)


class Client:
    """One long-lived connection pool for one bot. A malformed token is a ValueError at once."""

    def __init__(
        self, token: str, *, base_url: str | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        if not TOKEN.fullmatch(token):
            raise ValueError("The Zalo token has the wrong form; copy it again from Zalo Bot Manager.")
        self._veil = Veil(token, _LOGGERS)
        self._veil.put_on()
        self._root = f"{(base_url or ZALO).rstrip('/')}/bot{token}"
        limits = httpx.Limits(max_connections=16, max_keepalive_connections=8)
        self._http = httpx.AsyncClient(transport=transport, timeout=_within(ORDINARY), limits=limits)
        self._secret = token.partition(":")[2]

    def __repr__(self) -> str:
        return "<Zalo client>"

    async def close(self) -> None:
        await self._http.aclose()
        self._veil.take_off()

    async def call(self, method: str, parameters: Json, *, seconds: float = ORDINARY) -> Any | Trouble:
        """POST with JSON; what `result` holds (None where there is none), or the trouble."""
        try:
            async with asyncio.timeout(CONNECT + seconds):
                answer = await self._http.post(f"{self._root}/{method}", json=parameters, timeout=_within(seconds))
        except _NOT_SENT as error:
            return Trouble(Kind.AWAY, words=type(error).__name__)
        except (httpx.HTTPError, TimeoutError) as error:  # its text may hold the address: only its kind is kept
            return Trouble(Kind.UNKNOWN, words=type(error).__name__)
        return self._meaning(answer)

    def _meaning(self, answer: httpx.Response) -> Any | Trouble:
        """Decided by the body; by the HTTP status only where the body is none of Zalo's."""
        try:
            body = json.loads(answer.content)
        except ValueError:
            body = None
        if not isinstance(body, dict) or not isinstance(body.get("ok"), bool):
            return _by_status(answer.status_code)
        if body["ok"]:
            return body.get("result")
        code = next((body[name] for name in ("error_code", "errorCode") if type(body.get(name)) is int), None)
        words = str(body.get("description") or "").replace(self._secret, "<token>")[:200]
        return _by_code(code if code is not None else answer.status_code, words)

    # ------------------------------------------------------------ the methods

    async def get_me(self) -> Any | Trouble:
        return await self.call("getMe", {})

    async def get_updates(self, wait: int) -> Any | Trouble:
        """One update, or None after an idle round; Zalo holds the call open for `wait` seconds."""
        found = await self.call("getUpdates", {"timeout": wait}, seconds=wait + POLL_GRACE)
        idle = isinstance(found, Trouble) and (found.kind is Kind.TIMEOUT or "timeout" in found.words.lower())
        return None if idle and found.kind not in (Kind.AWAY, Kind.UNKNOWN) else found

    async def set_webhook(self, url: str, secret: str) -> Any | Trouble:
        return await self.call("setWebhook", {"url": url, "secret_token": secret}, seconds=30.0)

    async def get_webhook_info(self) -> Any | Trouble:
        """A bot that never had a webhook answers 404, or an empty address: both are None here."""
        found = await self.call("getWebhookInfo", {})
        if isinstance(found, Trouble):
            return None if found.kind is Kind.NOT_FOUND else found
        return found if isinstance(found, dict) and found.get("url") else None

    async def delete_webhook(self) -> Trouble | None:
        """None also where there was none to delete, which some bots answer with 400."""
        found = await self.call("deleteWebhook", {})
        if isinstance(found, Trouble) and found.kind not in (Kind.REFUSED, Kind.NOT_FOUND):
            return found
        return None

    async def test_webhook(self) -> Any | Trouble:
        """A diagnosis, with a cap a day."""
        return await self.call("testWebhook", {})

    async def send_message(self, chat_id: str, text: str, styles: Sequence[Json] = ()) -> Any | Trouble:
        styled = {"text_styles": list(styles)} if styles else {}
        return await self.call("sendMessage", {"chat_id": chat_id, "text": text, **styled})

    async def send_photo(self, chat_id: str, url: str, caption: str = "") -> Any | Trouble:
        """`url` must be public; it may be fetched several times, by Zalo and by phones."""
        said = {"caption": caption} if caption else {}
        return await self.call("sendPhoto", {"chat_id": chat_id, "photo": url, **said}, seconds=PHOTO)

    async def send_sticker(self, chat_id: str, sticker: str) -> Any | Trouble:
        return await self.call("sendSticker", {"chat_id": chat_id, "sticker": sticker})

    async def send_voice(self, chat_id: str, url: str) -> Any | Trouble:
        """`url` ends in .aac; a group's chat is answered "ok" and gets nothing."""
        return await self.call("sendVoice", {"chat_id": chat_id, "voice_url": url})

    async def send_typing(self, chat_id: str) -> Any | Trouble:
        return await self.call("sendChatAction", {"chat_id": chat_id, "action": "typing"})


def _within(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=CONNECT)


def _by_code(code: int, words: str) -> Trouble:
    match code:
        case 401:
            kind = Kind.TOKEN
        case 404:
            kind = Kind.NOT_FOUND
        case 408:
            kind = Kind.TIMEOUT
        case 429:
            kind = Kind.QUOTA
        case 403:  # Zalo's word for an internal error
            kind = Kind.SERVER
        case _:
            kind = Kind.SERVER if code >= 500 or code < 400 else Kind.REFUSED
    return Trouble(kind, code, words)


def _by_status(status: int) -> Trouble:
    """A gateway's page, or JSON that is cut off: after 200 the call may have been done."""
    if status < 400:
        return Trouble(Kind.UNKNOWN, status, "an answer that is none")
    if status in (401, 404, 408, 429) or status >= 500:
        return _by_code(status, "")
    return Trouble(Kind.SERVER, status, "an answer that is none")
