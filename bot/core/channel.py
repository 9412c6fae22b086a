"""What a chat app must offer, whatever app it is.

A channel file turns an app's update into `Inbound` and one `Part` into a call of the app. It takes no decision.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.core.degrade import Capabilities, Part

__all__ = [
    "Attachment",
    "Capabilities",
    "Channel",
    "Destination",
    "Gone",
    "Hook",
    "Inbound",
    "MovedTo",
    "OutgoingFile",
    "Part",
    "RawUpdate",
    "Receive",
    "Rejected",
    "TryLater",
    "Uncertain",
    "Unreachable",
]


@dataclass(frozen=True)
class RawUpdate:
    """An update as it came, with the three things that storing it needs."""

    inbound_id: str  # unique in its channel
    chat_id: str  # order is kept within one chat
    raw: Mapping[str, Any]
    text: str = ""  # text and caption, for the secrecy guard


@dataclass(frozen=True)
class Attachment:
    file_id: str  # the channel's own name for the bytes
    name: str
    mime: str
    size: int  # bytes, as the channel says


@dataclass(frozen=True)
class Inbound:
    """One thing that a person did: wrote, pressed, sent a file, came or left."""

    chat_id: str
    account_id: str  # the person's account in this channel
    display_name: str = ""
    language: str | None = None
    language_chosen: bool = False  # by the person, here; otherwise it is only the app's setting
    private: bool = True
    text: str = ""
    button: str | None = None  # `v1|verb|id|revision|extra`
    tap_id: str | None = None  # answers the tap with a toast
    message_ref: str | None = None  # the message that carries the pressed button
    own_ref: str | None = None  # the written message itself, to be replied to
    anonymous: bool = False  # an admin who writes in the group's name: nobody whom we could know
    group_title: str = ""
    attachment: Attachment | None = None
    start_code: str | None = None  # an invitation's code from a deep link
    left: bool = False  # blocked the bot or left
    came_back: bool = False
    moved_to: str | None = None  # the group has this chat id now
    unreadable: str | None = None  # "file", "voice", "wordless", "edited": something that is not read, and is answered


@dataclass(frozen=True)
class Hook:
    """How an app delivers updates by itself: the path of our web server, the header that proves it, its secret."""

    path: str
    header: str
    secret: str = field(repr=False)
    read: Callable[[Any], RawUpdate | None] = field(repr=False)
    """The update as the inbox keeps it; None for one without a number, which can't be told from others."""
    denied: int = 403  # the answer to whoever lacks the secret
    unreadable: int = 400  # the answer to a body that is no JSON; 200 where the app probes the address with one
    limit: int = 1024 * 1024  # bytes of a body
    patience: float | None = None  # seconds within which the app wants its answer, whatever becomes of the update


@dataclass(frozen=True)
class Destination:
    chat_id: str
    private: bool = True
    silent: bool = False  # arrives without a sound
    reply_to: str | None = None  # the message of this chat that it answers


@dataclass(frozen=True)
class OutgoingFile:
    """`link`: where the app fetches it by itself; then it has no content here."""

    name: str
    mime: str
    content: bytes
    link: str | None = None


class TryLater(Exception):
    """Surely not sent; may be tried again after `seconds`. `chat_only`: other chats may go on.

    `away`: the app could not be reached at all. `spent`: what the app lets us send in a month is used up.
    """

    def __init__(self, seconds: float, *, chat_only: bool = False, away: bool = False, spent: bool = False) -> None:
        super().__init__(f"try again in {seconds:g} s")
        self.seconds = seconds
        self.chat_only = chat_only
        self.away = away
        self.spent = spent


class Unreachable(Exception):
    """Surely not sent and never will be: blocked, never started, chat gone. `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Rejected(Exception):
    """Surely not sent, and our fault: the app refuses this message. `reason` is a short code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gone(Rejected):
    """The message that should be edited is no longer there: send a new one."""


class Uncertain(Exception):
    """May have been sent: the connection broke after the request had left."""


class MovedTo(Exception):
    """Surely not sent: the chat has another id now."""

    def __init__(self, chat_id: str) -> None:
        super().__init__("chat moved")
        self.chat_id = chat_id


Receive = Callable[[str, Sequence[RawUpdate]], Awaitable[None]]
"""Stores updates of the named channel; when it returns they are committed and may be acknowledged."""


@dataclass(frozen=True)
class Commands:
    """The command menu of one audience: chat None is everybody's, or every group's."""

    chat_id: str | None
    language: str
    commands: Sequence[tuple[str, str]] = field(default_factory=tuple)
    groups: bool = False


class Channel(Protocol):
    """The protocol that telegram.py, zalo.py and web.py share."""

    name: str
    can: Capabilities
    hook: Hook | None  # where updates come by themselves instead of being fetched by `run`
    chat_link: str | None  # opens the chat, where no link can carry an invitation's code

    async def start(self) -> None:
        """Connects; returns when the channel can send. Raises `SettingError`-like ValueError for a bad token."""

    async def run(self, receive: Receive) -> None:
        """Receives until cancelled."""

    async def stop(self) -> None:
        """Closes what `start` opened."""

    async def reaches(self) -> bool:
        """Whether the app answers a harmless call. Never raises."""

    def is_private(self, chat_id: str) -> bool:
        """Whether one person reads the chat, as the app's ids tell."""

    def read(self, raw: Mapping[str, Any]) -> Inbound | None:
        """The update's meaning; None for one that does not concern us. ValueError for a malformed one."""

    async def send(self, to: Destination, part: Part, file: OutgoingFile | None = None) -> str:
        """Sends one part and returns the app's reference of the message.

        Raises TryLater, Unreachable, Rejected, MovedTo or Uncertain, nothing else.
        """

    async def edit(self, to: Destination, message_ref: str, part: Part) -> str:
        """Replaces a message (only where `can.edit`); raises as `send`, and Gone."""

    async def answer_tap(self, tap_id: str, text: str) -> None:
        """The toast of a button press. Never raises for an old tap."""

    async def working(self, chat_id: str) -> None:
        """Shows for some seconds that an answer is being made, where the app can. Never raises."""

    async def download(self, attachment: Attachment) -> bytes:
        """The bytes of a file. Raises TryLater or Rejected."""

    async def set_commands(self, menus: Sequence[Commands]) -> None:
        """Shows command menus where the app has them."""

    def invitation_link(self, code: str) -> str | None:
        """The link that opens the chat with an invitation's code, where the app has one."""
