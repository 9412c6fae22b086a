"""Zalo's updates as JSON → what is stored of them, and what they mean. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.core.channel import Attachment, Inbound, RawUpdate
from bot.core.words import nfc

UNKNOWN_CHAT = "unknown"  # of a malformed update: it is stored all the same and fails by itself

Json = Mapping[str, Any]


def stored(body: Any) -> RawUpdate | None:
    """The first update of a body as the inbox keeps it."""
    return next(iter(all_stored(body)), None)


def all_stored(body: Any) -> list[RawUpdate]:
    """Every update of a body: wrapped in `result` or flat, one or a list. None without a message id: nothing else
    tells an update from its repeat.
    """
    if isinstance(body, dict) and "ok" in body:
        body = body.get("result")
    found = body if isinstance(body, list) else [body]
    return [update for one in found if (update := _stored(one))]


def _stored(update: Any) -> RawUpdate | None:
    message = update.get("message") if isinstance(update, dict) else None
    number = message.get("message_id") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(number, str) or not number:
        return None
    words = [text for name in ("text", "caption") if isinstance(text := message.get(name), str)]
    return RawUpdate(_short(number), _chat_of(message), update, nfc("\n".join(words)))


def _short(number: str) -> str:
    """Ids are opaque; one of absurd length is kept as its hash."""
    return number if len(number) <= 120 else hashlib.sha256(number.encode("utf-8", "replace")).hexdigest()


def _chat_of(message: Json) -> str:
    chat = message.get("chat")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    return chat_id if isinstance(chat_id, str) and chat_id else UNKNOWN_CHAT


@dataclass(frozen=True)
class Me:
    """The bot as Zalo has introduced it: what it is called, and whether it may be in groups."""

    names: tuple[str, ...] = ()
    groups: bool = False


def introduced(me: Json) -> Me:
    """`display_name` is not documented, and is there in practice."""
    names = (me.get("display_name"), me.get("account_name"))
    return Me(tuple(nfc(name) for name in names if isinstance(name, str) and name), me.get("can_join_groups") is True)


def read(raw: Json, me: Me = Me()) -> Inbound | None:
    """The update's meaning; None for one that does not concern us. ValueError for a malformed one."""
    try:
        return _meaning(raw, me)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(f"malformed update: {type(error).__name__}") from None


def _meaning(raw: Json, me: Me) -> Inbound | None:
    event, message = _text(raw["event_name"]), raw["message"]
    chat, sender = message["chat"], message["from"]
    if sender.get("is_bot") is True:
        return None
    person = Inbound(
        chat_id=_text(chat["id"]),
        account_id=_text(sender["id"]),
        display_name=nfc(_text(sender.get("display_name") or "")),
    )
    if chat["chat_type"] != "PRIVATE":
        return _in_group(person, event, message, me) if me.groups else None
    match event:
        case "message.text.received":
            return replace(person, text=nfc(_text(message["text"])))
        case "message.image.received":
            return _picture(person, message)
        case "message.voice.received":
            return replace(person, unreadable="voice")
        case "message.unsupported.received":
            return replace(person, unreadable="file")
    return None  # stickers, and what Zalo may add: an answer would only cost


def _in_group(person: Inbound, event: str, message: Json, me: Me) -> Inbound | None:
    """Zalo brings only what mentions the bot or answers it; words alone are read, and of a picture its caption."""
    words = {"message.text.received": "text", "message.image.received": "caption"}.get(event)
    said = nfc(_text(message.get(words) or "")) if words else ""
    return replace(person, private=False, text=_without_mention(said, me)) if said else None


def _without_mention(said: str, me: Me) -> str:
    """Without "@Bot Nhiệm vụ" at the beginning; of a name that we were not told, without its first word."""
    for name in me.names:
        if said.casefold().startswith(f"@{name}".casefold()):
            return said[len(name) + 1 :].strip(" ,:")
    return said.partition(" ")[2].strip() if said.startswith("@") else said


def _picture(person: Inbound, message: Json) -> Inbound:
    address = _text(message["photo_url"] if "photo_url" in message else message["photo"])
    caption = nfc(_text(message.get("caption") or ""))
    return replace(person, text=caption, attachment=Attachment(address, "photo.jpg", "image/jpeg", 0))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value
