"""A task as the text lays it, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.conclusions.layout import Span
from bot.core.conclusions.names import Name
from bot.core.conclusions.speech import Kind


@dataclass(frozen=True)
class Lead:
    """A unit as written, whether it leads or supports."""

    text: str
    is_group: bool


@dataclass(frozen=True)
class Draft:
    start: int
    end: int
    work: int  # where the work begins
    kind: Kind
    leads: tuple[Lead, ...] = ()
    support: tuple[Lead, ...] = ()
    assigned_by: str | None = None
    topic: str | None = None
    block: int = 0
    is_listed: bool = False  # an item of a list or a row of a table
    details: bool = False  # opens with "cụ thể", "trong đó"
    only_when: bool = False  # a sentence that only dates the one before it
    due_span: Span | None = None  # where a table says the date
    work_end: int | None = None  # where the work ends, if not with the clause


def leads_of(names: tuple[Name, ...]) -> tuple[Lead, ...]:
    return tuple(Lead(text, name.is_group) for name in names for text in name.texts)
