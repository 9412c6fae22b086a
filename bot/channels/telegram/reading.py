"""Telegram's updates as JSON → what is stored of them, and what they mean. Pure: no call of the Bot API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.channel import Attachment, Inbound, RawUpdate

UNKNOWN_CHAT = "unknown"  # of a malformed update: it is stored all the same and fails by itself
ANONYMOUS = 1087968824  # GroupAnonymousBot, in whose name an anonymous admin writes
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")

_COMMAND = re.compile(r"/\w+(?:@(\w+))?")
_START = re.compile(r"/start\s+([A-Za-z0-9_-]{1,64})\s*")
_HERE = {"creator": True, "administrator": True, "member": True, "left": False, "kicked": False}
_FILES = {  # what a message may carry → the name of a file that has none
    "document": "document",
    "voice": "voice.ogg",
    "audio": "audio.mp3",
    "video": "video.mp4",
    "video_note": "video.mp4",
}

_SPOKEN = ("voice", "video_note")
_WORDLESS = ("sticker", "location", "venue", "poll", "contact", "dice", "game", "story", "checklist")

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Me:
    """The bot itself; its user name is known only after the first contact with Telegram."""

    id: int
    username: str | None = None


def stored(update: Any) -> RawUpdate | None:
    """The update as the inbox keeps it; None without an update id, for then it can't be told from others."""
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        return None
    message = _message_of(update)
    return RawUpdate(str(update["update_id"]), _chat_of(message), update, "\n".join(_words(message)))


def _message_of(update: Json) -> Json:
    """The part of an update that names the chat."""
    body: Json = next((update[kind] for kind in WANTED if isinstance(update.get(kind), dict)), {})
    inner = body.get("message", body)
    return inner if isinstance(inner, dict) else {}


def _chat_of(message: Json) -> str:
    chat = message.get("chat")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return str(chat_id) if type(chat_id) is int else UNKNOWN_CHAT


def _words(message: Json) -> Iterator[str]:
    """All that the sender wrote or showed, file names too; quoted words of others are kept with it, so they count."""
    for holder in (message, message.get("quote"), message.get("reply_to_message"), message.get("document")):
        if isinstance(holder, dict) and not _by_a_bot(holder):
            yield from (text for key in ("text", "caption", "file_name") if isinstance(text := holder.get(key), str))


def _by_a_bot(message: Json) -> bool:
    sender = message.get("from")
    return isinstance(sender, dict) and sender.get("is_bot") is True and sender.get("id") != ANONYMOUS


def read(raw: Json, me: Me) -> Inbound | None:
    """The update's meaning; None for one that does not concern us. ValueError for a malformed one."""
    try:
        return _meaning(raw, me)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"malformed update: {type(error).__name__}") from None


def _meaning(raw: Json, me: Me) -> Inbound | None:
    if "callback_query" in raw:
        return _tap(raw["callback_query"])
    if "my_chat_member" in raw:
        return _coming_or_going(raw["my_chat_member"])
    if "edited_message" in raw:
        return _edited(raw["edited_message"])
    return _message(raw["message"], me) if "message" in raw else None


def _tap(query: Json) -> Inbound | None:
    message = query.get("message")
    if message is None or "data" not in query:
        return None
    person = _person(message["chat"], query["from"])
    return replace(
        person,
        button=_text(query["data"]),
        tap_id=_text(query["id"]),
        message_ref=str(_number(message["message_id"])),
    )


def _coming_or_going(change: Json) -> Inbound | None:
    if change["chat"]["type"] == "channel":
        return None
    person = _person(change["chat"], change["from"])
    here, was_here = _is_here(change["new_chat_member"]), _is_here(change.get("old_chat_member"))
    if here and was_here:
        return None
    return replace(person, left=not here, came_back=here)


def _is_here(member: Json | None) -> bool:
    if member is None:
        return False
    return bool(member["is_member"]) if member["status"] == "restricted" else _HERE[member["status"]]


def _edited(message: Json) -> Inbound | None:
    """Words that were changed after they had been read: what was recorded stays, and the person is told.

    A place that moves, or a game, is edited by the app itself.
    """
    user = message.get("from")
    if user is None or _by_a_bot(message) or not (message.get("text") or message.get("caption")):
        return None
    person = _person(message["chat"], user)
    own_ref = str(_number(message["message_id"]))
    return replace(person, own_ref=own_ref, unreadable="edited") if person.private else None


def _message(message: Json, me: Me) -> Inbound | None:
    chat, user = message["chat"], message.get("from")
    if "migrate_to_chat_id" in message:
        return _moved(chat, user, message["migrate_to_chat_id"])
    if _is_anonymous(message):
        return _anonymous(message, me)
    if user is None or "sender_chat" in message or _by_a_bot(message):
        return None  # a channel: nobody whom we could know
    person = replace(_person(chat, user), own_ref=str(_number(message["message_id"])))
    text = _text(message.get("text", message.get("caption", "")))
    if person.private and not text and any(kind in message for kind in _SPOKEN):
        return replace(person, unreadable="voice")
    attachment = _attachment(message)
    if person.private and not (text or attachment) and any(kind in message for kind in _WORDLESS):
        return replace(person, unreadable="wordless")
    if not (text or attachment) or not (person.private or _for_us(message, text, me)):
        return None
    words = _without_our_name(text, me)
    start = _START.fullmatch(words)
    return replace(person, text=words, attachment=attachment, start_code=start[1] if start else None)


def _is_anonymous(message: Json) -> bool:
    """Whether an admin writes in the name of the group."""
    sender, user = message.get("sender_chat"), message.get("from")
    by_group = isinstance(sender, dict) and sender.get("id") == message["chat"]["id"]
    return by_group or (isinstance(user, dict) and user.get("id") == ANONYMOUS)


def _anonymous(message: Json, me: Me) -> Inbound | None:
    chat, text = message["chat"], _text(message.get("text", ""))
    if not text or not _for_us(message, text, me):
        return None
    return Inbound(
        str(_number(chat["id"])),
        "",
        private=False,
        text=_without_our_name(text, me),
        anonymous=True,
        own_ref=str(_number(message["message_id"])),
        group_title=_text(chat.get("title", "")),
    )


def _moved(chat: Json, user: Json | None, new_id: Any) -> Inbound:
    account = str(_number(user["id"])) if user else ""
    return Inbound(str(_number(chat["id"])), account, private=False, moved_to=str(_number(new_id)))


def _for_us(message: Json, text: str, me: Me) -> bool:
    """In a group: a command that no other bot is named in, a reply to us, or our name."""
    command = _COMMAND.match(text)
    if command:
        return command[1] is None or me.username is None or command[1].lower() == me.username.lower()
    if _replies_to(message, me) or me.username is None:
        return True
    return _our_name(me.username).search(text) is not None


def _replies_to(message: Json, me: Me) -> bool:
    sender = message.get("reply_to_message", {}).get("from", {})
    return bool(sender.get("id") == me.id)


def _without_our_name(text: str, me: Me) -> str:
    return _our_name(me.username).sub("", text).strip() if me.username else text.strip()


def _our_name(username: str) -> re.Pattern[str]:
    return re.compile(rf"@{re.escape(username)}\b", re.IGNORECASE)


def _attachment(message: Json) -> Attachment | None:
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: _number(size["width"]) * _number(size["height"]))
        return _file(largest, "photo.jpg", "image/jpeg")
    kind = next((kind for kind in _FILES if kind in message), None)
    return _file(message[kind], _FILES[kind], "application/octet-stream") if kind else None


def _file(file: Json, name: str, mime: str) -> Attachment:
    return Attachment(
        _text(file["file_id"]),
        _text(file.get("file_name", name)),
        _text(file.get("mime_type", mime)),
        _number(file.get("file_size", 0)),
    )


def _person(chat: Json, user: Json) -> Inbound:
    names = (_text(user.get(key, "")) for key in ("first_name", "last_name"))
    language = user.get("language_code")
    return Inbound(
        chat_id=str(_number(chat["id"])),
        account_id=str(_number(user["id"])),
        display_name=" ".join(name for name in names if name),
        language=None if language is None else _text(language),
        private=_text(chat["type"]) == "private",
        group_title=_text(chat.get("title", "")),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int:
        raise TypeError("not a number")
    return value
