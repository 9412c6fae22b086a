"""What a failed call of the Bot API means for the message: surely not sent, never to be sent, or unknown.

The library's errors quote addresses that hold the token, so none of their texts goes any further.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.core.channel import MovedTo, Rejected, TryLater, Uncertain, Unreachable

SOON = 5.0  # seconds until a connection that failed is tried again
LATER = 300.0  # seconds: the token was refused; somebody has to look at it
CROWDED = 30.0  # seconds after a 429 that does not say how long

# Words of Telegram's description (lower case), in the order they are looked for.
_NEVER = (
    ("blocked by the user", "blocked"),
    ("can't initiate conversation", "never-started"),
    ("user is deactivated", "deactivated"),
    ("kicked", "kicked"),
    ("not a member", "kicked"),
    ("chat not found", "chat-gone"),
    ("group chat was deleted", "chat-gone"),
    ("group chat was deactivated", "chat-gone"),
    ("group chat was upgraded", "chat-gone"),
    ("user not found", "chat-gone"),
    ("peer_id_invalid", "chat-gone"),
    ("not enough rights", "no-rights"),
    ("have no rights", "no-rights"),
    ("chat_write_forbidden", "no-rights"),
    ("chat_restricted", "no-rights"),
)
_REFUSED = (
    ("can't parse entities", "markup"),
    (": text is too long", "markup"),  # of the raw HTML: plain text is shorter
    ("message is not modified", "not-modified"),
    ("message to edit not found", "message-gone"),
    ("message can't be edited", "message-gone"),
    ("message_id_invalid", "message-gone"),
    ("no text in the message to edit", "message-gone"),
    ("is too long", "too-long"),
    ("text is empty", "empty"),
    ("text must be non-empty", "empty"),
    ("button_data_invalid", "button-data"),
    ("file is too big", "file-too-big"),
    ("wrong file", "file-gone"),
    ("invalid file_id", "file-gone"),
    ("file is temporarily unavailable", "file-gone"),
)

# The request had not left: nobody was there, or no connection was free.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)

Failure = TryLater | Unreachable | Rejected | MovedTo | Uncertain


def meaning(error: TelegramError, *, private: bool) -> Failure:
    """The failure as the sender understands it. A 429 in a group is that group's limit, any other the whole bot's."""
    if isinstance(error, RetryAfter):
        return TryLater(seconds_of(error), chat_only=not private)
    if isinstance(error, ChatMigrated):
        return MovedTo(str(error.new_chat_id))
    if isinstance(error, InvalidToken | Conflict):
        return TryLater(LATER, away=True)
    if isinstance(error, Forbidden | BadRequest):
        return _refusal(error)
    return _broken(error, private=private)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants us to wait, and a little more."""
    wait = error.retry_after
    return (wait.total_seconds() if isinstance(wait, timedelta) else wait) + 1.0


def _refusal(error: TelegramError) -> Failure:
    said = f": {error.message}".lower()
    never = _code(said, _NEVER)
    if never or isinstance(error, Forbidden):
        return Unreachable(never or "forbidden")
    return Rejected(_code(said, _REFUSED) or "bad-request")


def _code(said: str, table: tuple[tuple[str, str], ...]) -> str | None:
    return next((code for words, code in table if words in said), None)


def _broken(error: TelegramError, *, private: bool) -> Failure:
    """The connection or the server failed; a 5xx may have come after the message was taken."""
    said = error.message.lower()
    if "too many requests" in said:
        return TryLater(CROWDED, chat_only=not private)
    if "request entity too large" in said:
        return Rejected("file-too-big")
    if isinstance(error.__cause__, _NOT_SENT):
        return TryLater(SOON, away=True)
    return Uncertain("the connection broke during the call")
