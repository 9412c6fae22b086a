"""Overdue, due soon, how late: computed from the date at the moment of asking, never stored.

Late is counted in calendar days, time left in working days; the words say which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.calendar import Calendar
from models import State, Task

SOON = 3  # working days


class Timing(StrEnum):
    NO_DATE = "no_date"
    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    LAST_DAY = "last_day"  # due on a day off: no working day is left after today
    OVERDUE = "overdue"
    AWAITING = "awaiting"
    AWAITING_LATE = "awaiting_late"
    SUSPENDED = "suspended"
    DONE = "done"
    DONE_LATE = "done_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Standing:
    """How a task stands on a day; `days` are calendar days late, or working days left."""

    timing: Timing
    days: int = 0


def days_late(task: Task, today: date) -> int:
    """Calendar days past the date; while a report waits for acceptance the clock stands at the report."""
    if task.due_on is None:
        return 0
    return max(0, ((task.reported_on or today) - task.due_on).days)


def is_overdue(task: Task, today: date) -> bool:
    """Open, not suspended, and past its date."""
    return task.closed_at is None and task.state != State.SUSPENDED and days_late(task, today) > 0


def standing(task: Task, today: date, calendar: Calendar) -> Standing:
    late = days_late(task, today)
    match task.state:
        case State.CANCELLED:
            return Standing(Timing.CANCELLED)
        case State.COMPLETED:
            return Standing(Timing.DONE_LATE if late else Timing.DONE, late)
        case State.SUSPENDED:
            return Standing(Timing.SUSPENDED)
        case State.AWAITING:
            return Standing(Timing.AWAITING_LATE if late else Timing.AWAITING, late)
    if task.due_on is None:
        return Standing(Timing.NO_DATE)
    if late:
        return Standing(Timing.OVERDUE, late)
    if task.due_on == today:
        return Standing(Timing.DUE_TODAY)
    left = calendar.between(today, task.due_on)
    if left == 0:
        return Standing(Timing.LAST_DAY)
    return Standing(Timing.DUE_SOON if left <= SOON else Timing.IN_TIME, left)
