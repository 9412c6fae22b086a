"""What the deadline reader finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a phrase of time is in its sentence."""

    DEADLINE = "deadline"
    """A bound for work."""
    EVENT = "event"
    """Something takes place."""
    START = "start"
    """Valid or begun from."""
    NONE = "none"
    """A background date: of a document, of the past, of a question, the topic of a report."""


@dataclass(frozen=True)
class Deadline:
    """One phrase of time, where it stands and when it falls due."""

    start: int
    end: int
    text: str
    """The phrase as typed: `original[start:end]`."""
    kind: Kind
    due: date | datetime | None = None
    """Last acceptable moment: a date until its end, an aware datetime that instant; None if not known."""
    grain: str = "day"
    """How exact the words are: minute hour part day week month quarter half year."""
    recurrence: str | None = None
    """RFC 5545 RRULE body; `due` is then the first occurrence."""
    named: date | None = None
    """The date literally said, where "trước" (before) makes `due` another."""
    raw: date | None = None
    """The end of a period before it moved to a working day."""
    alternatives: tuple[date, ...] = ()
    """Other days that people mean by the same words."""
    begins: date | None = None
    """First day of an interval or a period."""
    unresolved: bool = False
    """A bound whose anchor is not known ("kể từ ngày nhận"): `due` is None, no date is invented."""

    @property
    def due_on(self) -> date | None:
        """The day that goes into the register; 24:00 belongs to the day it ends."""
        if not isinstance(self.due, datetime):
            return self.due
        return (self.due - timedelta(microseconds=1)).date()
