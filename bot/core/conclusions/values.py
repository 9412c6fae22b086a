"""What the reader of conclusions gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Unit:
    """A unit as the text names it, with the agencies of the directory that it can be."""

    text: str
    codes: tuple[str, ...] = ()  # one when sure, several when open, none when unknown
    group: tuple[str, ...] = ()  # the members of a group that the directory resolved
    is_group: bool = False


@dataclass(frozen=True)
class FoundTask:
    """A draft task: where the text lays the obligation, on whom, and what a register would miss."""

    start: int
    end: int
    source: str
    action: str
    leads: tuple[Unit, ...] = ()
    support: tuple[Unit, ...] = ()
    assigned_by: str | None = None
    due: date | None = None
    due_text: str | None = None
    recurrence: str | None = None
    repeats: tuple[tuple[int, int], ...] = ()
    confidence: float = 0.5
    missing: tuple[str, ...] = ()  # of "lead", "two_leads", "group", "date", "deliverable"


@dataclass(frozen=True)
class DocumentHead:
    """What the top of a document says about it."""

    number: str | None = None
    dated_on: date | None = None
    held_on: date | None = None
    title: str | None = None
    kind: str | None = None
