"""What we say, before it has a channel or a language.

A `Card` is made of message ids and values; it is stored as JSON in the outbox and becomes text when it is sent, in
the reader's language. `T` marks a message id for the catalogues (`python -m locales`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

__all__ = ["Button", "Card", "Choice", "Item", "Joined", "Line", "Span", "Style", "T", "Text", "from_json", "to_json"]


@dataclass(frozen=True)
class Text:
    """A message id with its values; values may be texts, dates and moments, formatted in the reader's language.

    A value that is a plain string is somebody's own words and is never translated.
    """

    id: str
    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None  # the id for n ≠ 1, where English needs another


def T(id: str, plural: str | None = None, /, **values: Any) -> Text:  # noqa: N802 - reads as a mark, like _()
    """A text to be said: `T("{n} overdue task", "{n} overdue tasks", n=3)`."""
    return Text(id, MappingProxyType(values), plural)


@dataclass(frozen=True)
class Joined:
    """Several values in one, "a, b, c"; `last` is the message id of the final separator, if it differs."""

    parts: tuple[Any, ...]
    separator: str = ", "


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    CODE = "code"
    LATE = "late"  # bold, and red where the app has colours


@dataclass(frozen=True)
class Span:
    text: Text | Joined | str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Line:
    """Spans that follow each other; `quoted` lines are somebody else's words, set off."""

    spans: tuple[Span, ...]
    quoted: bool = False


@dataclass(frozen=True)
class Item:
    """Lines that are never parted: a task in a list, a paragraph of a card."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Button:
    """`action` is `v1|verb|id|revision|extra`, at most 64 bytes."""

    label: Text | str
    action: str


@dataclass(frozen=True)
class Choice:
    """A row of buttons."""

    buttons: tuple[Button, ...]


class Kind(StrEnum):
    """What a message is for: decides how long it is good, whether it is repeated, and whether it makes a sound."""

    ANSWER = "answer"
    CONFIRMATION = "confirmation"
    ASSIGNMENT = "assignment"
    NOTE = "note"  # something happened that concerns the reader
    URGE = "urge"  # somebody asks for an answer; made anew when it leaves
    LETTER = "letter"
    DIGEST = "digest"


@dataclass(frozen=True)
class Card:
    """One screen: a bold title, items, an optional file, rows of buttons."""

    title: Line | None = None
    items: tuple[Item, ...] = ()
    rows: tuple[Choice, ...] = ()
    file_id: int | None = None  # a stored file that goes with it
    without_file: tuple[Item, ...] = ()  # what is said more where the app cannot have the file
    passing: bool = False  # holds a code that is not kept: the card is wiped once it was sent

    def with_rows(self, *rows: tuple[Button, ...]) -> Card:
        return replace(self, rows=self.rows + tuple(Choice(row) for row in rows if row))


def bold(text: Text | Joined | str) -> Span:
    return Span(text, Style.BOLD)


def italic(text: Text | Joined | str) -> Span:
    return Span(text, Style.ITALIC)


def mono(text: Text | str) -> Span:
    """Something to be copied: a code, a link."""
    return Span(text, Style.CODE)


def line(*spans: Span | Text | Joined | str, quoted: bool = False) -> Line:
    """A line of spans; what is not yet a span becomes a plain one."""
    return Line(tuple(span if isinstance(span, Span) else Span(span) for span in spans), quoted)


def item(*lines: Line | Span | Text | Joined | str) -> Item:
    """Lines that stay together; what is not yet a line becomes one."""
    return Item(tuple(given if isinstance(given, Line) else line(given) for given in lines))


PASSING = '"passing":true'
"""How a stored card says that it is not kept; quoted words cannot, for their quotation marks are escaped."""

_TYPES: dict[str, type] = {kind.__name__: kind for kind in (Text, Joined, Span, Line, Item, Button, Choice, Card)}


def to_json(card: Card) -> str:
    return json.dumps(_pack(card), ensure_ascii=False, separators=(",", ":"))


def from_json(stored: str) -> Card:
    card = _unpack(json.loads(stored))
    if not isinstance(card, Card):
        raise ValueError("not a card")
    return card


def _pack(value: Any) -> Any:
    match value:
        case StrEnum() | str() | int() | float() | None:
            return value
        case datetime():
            return {"_": "moment", "v": value.isoformat()}
        case date():
            return {"_": "day", "v": value.isoformat()}
        case tuple() | list():
            return [_pack(one) for one in value]
        case Mapping():
            return {key: _pack(one) for key, one in value.items()}
    if is_dataclass(value):
        named = {f.name: _pack(getattr(value, f.name)) for f in fields(value)}
        return {
            "_": type(value).__name__,
            **{name: one for name, one in named.items() if one not in (None, [], {}, False)},
        }
    raise TypeError(f"a card cannot hold {type(value).__name__}")


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(one) for one in value)
    if not isinstance(value, dict):
        return value
    match value.get("_"):
        case None:
            return {key: _unpack(one) for key, one in value.items()}
        case "moment":
            return datetime.fromisoformat(value["v"])
        case "day":
            return date.fromisoformat(value["v"])
        case name:
            packed = {key: _unpack(one) for key, one in value.items() if key != "_"}
            if name == "Span":
                packed["style"] = Style(packed["style"])
            return _TYPES[name](**packed)
