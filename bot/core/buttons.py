"""What a button carries: `v1|verb|id|revision|extra`, at most 64 bytes, safe to press late or twice."""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 64  # bytes, Telegram's limit
OPENS = "start:"
_SHAPE = re.compile(r"v1\|([a-z-]{1,16})\|(\d{1,18})?\|(\d{1,9})?\|([A-Za-z0-9_.:-]{0,24})")


@dataclass(frozen=True)
class Press:
    verb: str
    id: int = 0
    revision: int = 0
    extra: str = ""


def action(verb: str, id: int | None = 0, revision: int = 0, extra: object = "") -> str:
    """The text that a button carries."""
    text = f"v1|{verb}|{id or 0}|{revision}|{extra}"
    if not _SHAPE.fullmatch(text) or len(text.encode()) > LONGEST:
        raise ValueError(f"not a button: {text!r}")
    return text


def opens(what: str) -> str:
    """The text of a button that opens the private chat, in a group: the channel makes its deep link of it."""
    return f"{OPENS}{what}"


def press(text: str) -> Press | None:
    """What was pressed; None for a text that none of our buttons carries."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        return None
    verb, id_, revision, extra = match.groups()
    return Press(verb, int(id_ or 0), int(revision or 0), extra)
