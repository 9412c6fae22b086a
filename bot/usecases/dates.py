"""Dates that people write: found, and asked about where they look wrong."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core import deadlines
from bot.core.cards import T, Text
from bot.core.recurrence import is_rule
from bot.core.screens import words
from bot.usecases.context import Turn

MOST_YEARS_AHEAD = 2


def due_proposals(today: date, turn: Turn) -> list[date]:
    """A week, a month's end and a quarter's end, all on working days."""
    calendar = turn.city.calendar
    month_end = date(today.year + today.month // 12, today.month % 12 + 1, 1) - timedelta(days=1)
    days = [calendar.add(today, 5), calendar.add(today, 10), calendar.on_or_before(month_end)]
    return sorted({day for day in days if day > today})


def find_rule(turn: Turn, said: str) -> str | None:
    """How the date repeats, where the words say so ("hằng tháng trước ngày 25")."""
    found = turn.city.deadlines.find(said, turn.now.astimezone(turn.city.zone))
    return next((one.recurrence for one in found if one.recurrence and is_rule(one.recurrence)), None)


def find_day(turn: Turn, said: str) -> date | None:
    """The one date that the words name; None when they name none or several."""
    found = turn.city.deadlines.find(said, turn.now.astimezone(turn.city.zone))
    days = {one.due_on for one in found if one.due_on and one.kind is not deadlines.Kind.NONE}
    return days.pop() if len(days) == 1 else None


def read_back(turn: Turn, due: date) -> Text:
    """What every date that was read from words is asked back with before it changes anything."""
    left = turn.city.calendar.between(turn.today, due) if due >= turn.today else None
    return words.read_back(due, left)


def day_warning(turn: Turn, due: date) -> Text | None:
    """A date in the past, on a day off or more than two years ahead is asked about."""
    if due < turn.today:
        return T("This day is in the past.")
    if due.year > turn.today.year + MOST_YEARS_AHEAD:
        return T("This day is more than two years ahead.")
    if not turn.city.calendar.is_working_day(due):
        return T(
            "This is not a working day; the working day before it is {day}.", day=turn.city.calendar.on_or_before(due)
        )
    return None
