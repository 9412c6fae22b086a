"""The chat of the local demo: a channel that lives in memory and is shown by the page of `bot.web.chat`.

Everything is forgotten at the end of the process: the demo is fresh at every start.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.core.channel import (
    Attachment,
    Capabilities,
    Commands,
    Destination,
    Gone,
    Hook,
    Inbound,
    OutgoingFile,
    Part,
    RawUpdate,
    Receive,
    Rejected,
)
from bot.core.degrade import Key, Row, Run

WAITING_UPLOADS = 10  # files that nobody fetched; an older one is forgotten
KEPT_TOASTS = 100


@dataclass(frozen=True)
class Kept:
    """The bytes of a file in the chat."""

    id: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Message:
    id: str
    seq: int  # grows with every change in the channel
    account: str
    author: str  # "bot" or "me"
    rows: tuple[Row, ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    file: Mapping[str, Any] | None = None  # id, name, mime, size
    at: str = ""
    edited: bool = False
    failed: bool = False  # the visitor's words did not reach the bot

    def shown(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "seq": self.seq,
            "from": self.author,
            "rows": [_shown_row(row) for row in self.rows],
            "keys": [[{"label": key.label, "action": key.action} for key in row] for row in self.keys],
            "file": dict(self.file) if self.file else None,
            "at": self.at,
            "edited": self.edited,
            "failed": self.failed,
        }


@dataclass(frozen=True)
class Toast:
    seq: int
    account: str
    tap_id: str
    text: str


class Web:
    """The web chat. `now`, once set, gives the moment that a message shows."""

    name = "web"
    can = Capabilities(text_limit=1_000_000)
    hook: Hook | None = None
    chat_link: str | None = None

    def __init__(self) -> None:
        self.now: Callable[[], datetime] | None = None
        self.epoch = uuid4().hex  # tells a page that the chat it shows is from an earlier start
        self.ended = False
        self._receive: Receive | None = None
        self._receiving = asyncio.Event()
        self._changed = asyncio.Event()
        self._seq = 0
        self._chats: dict[str, dict[str, Message]] = {}
        self._taps: dict[str, str] = {}
        self._toasts: deque[Toast] = deque(maxlen=KEPT_TOASTS)
        self._uploads: dict[str, Kept] = {}
        self._files: dict[tuple[str, str], Kept] = {}

    # What the bot asks of a channel

    async def start(self) -> None:
        self.ended = False

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        self._receiving.set()
        try:
            await asyncio.Event().wait()
        finally:
            self._receive = None
            self._receiving.clear()

    async def stop(self) -> None:
        """Lets go of everybody who waits for changes, and of uploads."""
        self.ended = True
        self._uploads.clear()
        self._wake()

    def read(self, raw: Mapping[str, Any]) -> Inbound | None:
        account = _string(raw, "account")
        if not account:
            raise ValueError("an update without an account")
        text, button = _string(raw, "text"), _string(raw, "button")
        attachment = _attachment(raw.get("attachment"))
        if not (text or button or attachment) or (button and (text or attachment)):
            raise ValueError("an update must be a text, a file or a button")
        return Inbound(
            chat_id=account,
            account_id=account,
            display_name=_string(raw, "display_name"),
            language=_string(raw, "language") or None,
            language_chosen=True,
            text=text,
            button=button or None,
            tap_id=_string(raw, "tap_id") or None,
            message_ref=_string(raw, "message_ref") or None,
            attachment=attachment,
            start_code=_start_code(text),
        )

    async def send(self, to: Destination, part: Part, file: OutgoingFile | None = None) -> str:
        kept = Kept(uuid4().hex, file.name, file.mime, file.content) if file else None
        if kept:
            self._files[to.chat_id, kept.id] = kept
        shown = {"id": kept.id, "name": kept.name, "mime": kept.mime, "size": len(kept.content)} if kept else None
        return self._add(to.chat_id, "bot", part.rows, keys=part.keys, file=shown)

    async def edit(self, to: Destination, message_ref: str, part: Part) -> str:
        message = self._chats.get(to.chat_id, {}).get(message_ref)
        if not message or message.author != "bot" or message.file:
            raise Gone("no-such-message")  # what came with a file stays with it, as in other apps
        self._put(replace(message, rows=part.rows, keys=part.keys, edited=True))
        return message_ref

    async def working(self, chat_id: str) -> None:
        """The page is quick enough."""

    async def answer_tap(self, tap_id: str, text: str) -> None:
        account = self._taps.pop(tap_id, None)
        if account is None:
            return
        self._toasts.append(Toast(self._next(), account, tap_id, text))
        self._wake()

    async def download(self, attachment: Attachment) -> bytes:
        """The bytes, once: an upload is forgotten when the bot has it."""
        kept = self._uploads.pop(attachment.file_id, None)
        if kept is None:
            raise Rejected("file-gone")
        return kept.content

    async def set_commands(self, menus: Sequence[Commands]) -> None:
        """The page shows suggestions of its own."""

    async def reaches(self) -> bool:
        return True

    def is_private(self, chat_id: str) -> bool:
        return True

    def invitation_link(self, code: str) -> str | None:
        return None

    # What the page asks

    async def push(self, account: str, raw: Mapping[str, Any]) -> None:
        """Hands over what a visitor did: `text`, or `button` with `message_ref`, or `attachment` (see `upload`).

        Returns when the bot has stored it. ValueError for what `read` would not understand.
        """
        update = {**raw, "account": account}
        if update.get("button"):
            update.setdefault("tap_id", uuid4().hex)
        inbound = self.read(update)
        assert inbound is not None
        if inbound.tap_id:
            self._taps[inbound.tap_id] = account
        message_id = None if inbound.button else self._add_own(account, inbound)
        try:
            await self._hand_over(RawUpdate(uuid4().hex, account, update, inbound.text))
        except Exception:
            if message_id:
                self._put(replace(self._chats[account][message_id], failed=True))
            raise

    def upload(self, name: str, mime: str, content: bytes) -> dict[str, Any]:
        """Keeps a file until the bot fetches it; the result is the `attachment` of a `push`."""
        kept = Kept(uuid4().hex, name, mime, content)
        self._uploads[kept.id] = kept
        while len(self._uploads) > WAITING_UPLOADS:
            del self._uploads[next(iter(self._uploads))]
        return {"file_id": kept.id, "name": name, "mime": mime, "size": len(content)}

    def messages(self, account: str) -> list[dict[str, Any]]:
        """The chat so far, oldest first."""
        return [message.shown() for message in self._chats.get(account, {}).values()]

    def file(self, account: str, file_id: str) -> Kept | None:
        """A file that the bot sent to this account."""
        return self._files.get((account, file_id))

    async def changes(self, account: str | None, after: int) -> list[dict[str, Any]]:
        """Waits for new and edited messages and toasts after `after`, of one account or (None) of all.

        Each is `{seq, account, message}` or `{seq, account, tap_id, toast}`. Empty only when the channel has stopped.
        """
        while not self.ended:
            changed = self._changed
            if found := self._since(account, after):
                return found
            await changed.wait()
        return []

    def _since(self, account: str | None, after: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"seq": message.seq, "account": message.account, "message": message.shown()}
            for chat in self._chats.values()
            for message in chat.values()
            if message.seq > after
        ]
        found += [
            {"seq": toast.seq, "account": toast.account, "tap_id": toast.tap_id, "toast": toast.text}
            for toast in self._toasts
            if toast.seq > after
        ]
        wanted = [change for change in found if account in (None, change["account"])]
        return sorted(wanted, key=lambda change: int(change["seq"]))

    async def _hand_over(self, update: RawUpdate) -> None:
        await self._receiving.wait()
        assert self._receive is not None
        await self._receive(self.name, [update])

    def _add_own(self, account: str, inbound: Inbound) -> str:
        rows = tuple(Row((Run(line),) if line else ()) for line in inbound.text.splitlines())
        given = inbound.attachment
        shown = {"id": None, "name": given.name, "size": given.size} if given else None
        return self._add(account, "me", rows, file=shown)

    def _add(
        self,
        account: str,
        author: str,
        rows: tuple[Row, ...],
        *,
        keys: tuple[tuple[Key, ...], ...] = (),
        file: Mapping[str, Any] | None = None,
    ) -> str:
        at = self.now().isoformat(timespec="seconds") if self.now else ""
        message = Message(uuid4().hex, 0, account, author, rows, keys, file, at)
        self._put(message)
        return message.id

    def _put(self, message: Message) -> None:
        self._chats.setdefault(message.account, {})[message.id] = replace(message, seq=self._next())
        self._wake()

    def _next(self) -> int:
        self._seq += 1
        return self._seq

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


def _shown_row(row: Row) -> dict[str, Any]:
    return {"runs": [{"text": run.text, "style": run.style} for run in row.runs], "quoted": row.quoted}


def _string(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError(f"{key} holds half a character")
    return value


def _attachment(given: Any) -> Attachment | None:
    if given is None:
        return None
    if not isinstance(given, Mapping):
        raise ValueError("attachment is not an object")
    size = given.get("size")
    file_id = _string(given, "file_id")
    if not file_id or not isinstance(size, int) or size < 0:
        raise ValueError("an attachment needs file_id and size")
    return Attachment(file_id, _string(given, "name"), _string(given, "mime"), size)


def _start_code(text: str) -> str | None:
    """The code of "/start CODE", as a deep link writes it."""
    command, _, rest = text.strip().partition(" ")
    return rest.strip() or None if command == "/start" else None
