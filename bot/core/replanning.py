"""What a changed calendar does to dates that were counted by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from bot.core.calendar import Calendar
from bot.core.deadlines import DeadlineReader, Kind
from models import Task


@dataclass(frozen=True)
class Change:
    """A day gets a rule of its own: off under a name, or worked in exchange; or loses it (`name` None)."""

    day: date
    name: str | None
    works: bool = False


def new_date(task: Task, before: DeadlineReader, after: DeadlineReader, zone: tzinfo) -> date | None:
    """The day that the task's own words give by the new calendar; None where it stays as it is.

    A date that was named ("30/9") never moves, nor one that somebody has set otherwise since: its words no longer
    give it by the old calendar. A period moves with the working days in it and at its end (Civil Code 2015, 148.5).
    """
    if task.closed_at is not None or task.due_on is None or not task.due_words or task.due_from is None:
        return None
    said_at = datetime.combine(task.due_from, time(12), zone)
    if _read(task.due_words, before, said_at) != task.due_on:
        return None
    counted = _read(task.due_words, after, said_at)
    return counted if counted != task.due_on else None


def _read(words: str, reader: DeadlineReader, said_at: datetime) -> date | None:
    """The one day that the words name, as it was taken from them."""
    days = {one.due_on for one in reader.find(words, said_at) if one.due_on and one.kind is not Kind.NONE}
    return days.pop() if len(days) == 1 else None


def falls_on_new_day_off(task: Task, change: Change, after: Calendar) -> bool:
    """An open task that is due on the changed day, which nobody works any more."""
    return task.closed_at is None and task.due_on == change.day and not after.is_working_day(change.day)
