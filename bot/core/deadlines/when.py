"""Stretches of days and moments: what a phrase of time names, before its limiting word is applied."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from bot.core.calendar import ONE_DAY, Calendar, week_start


class Shape(StrEnum):
    """How a moment was said; the judge trusts some shapes more than others."""

    FULL = "full"  # day, month, year
    SHORT = "short"  # day and month
    DAY = "day"  # day of a month that is not said
    WEEKDAY = "weekday"
    RELATIVE = "relative"  # tomorrow, next week
    PERIOD = "period"  # October, quarter IV, 2023
    EDGE = "edge"  # end of October
    CLOCK = "clock"
    PART = "part"  # of a day
    LENGTH = "length"  # ten days
    FEAST = "feast"
    RULE = "rule"
    VAGUE = "vague"


@dataclass(frozen=True)
class When:
    """The days from `first` to `last`; `at` is an instant on the last of them, if one was said."""

    first: date
    last: date
    grain: str
    shape: Shape
    at: datetime | None = None
    opens: datetime | None = None
    """When a part of a day begins."""
    clock_end: bool = False
    rule: str | None = None
    raw: date | None = None
    named: date | None = None
    alternatives: tuple[date, ...] = ()
    past: bool = False
    """Said as past ("last week")."""
    guessed: bool = False
    """The year was not said: the nearest occurrence not before the reference."""
    unresolved: bool = False
    inclusive: bool = False
    """"Before the end of October" means by its end."""
    break_first: date | None = None
    break_last: date | None = None
    """Days off around a feast."""

    def shaped(self, shape: Shape) -> When:
        return replace(self, shape=shape)


Found = tuple[When, int]
"""What was read and the index of the word after it."""


def day(value: date, shape: Shape, *, past: bool = False, guessed: bool = False) -> When:
    return When(value, value, "day", shape, past=past, guessed=guessed)


def unresolved(today: date, grain: str = "day", shape: Shape = Shape.VAGUE) -> When:
    """A bound that cannot be computed: whoever uses it must not read its days."""
    return When(today, today, grain, shape, unresolved=True)


def on(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def nearest(today: date, month: int, number: int) -> date | None:
    """The first such day of the year not before today (29 February within eight years)."""
    candidates = (on(today.year + n, month, number) for n in range(9))
    return next((found for found in candidates if found and found >= today), None)


def nearest_in_month(today: date, number: int) -> date | None:
    """The first such day of a month not before today."""
    months = (shift_month(today, n) for n in range(13))
    days = (on(first.year, first.month, number) for first in months)
    return next((found for found in days if found and found >= today), None)


def shift_month(today: date, months: int) -> date:
    """The first day of the month so many months away."""
    index = today.year * 12 + today.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def month_end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])


def month_of(year: int, month: int) -> When:
    first = date(year, month, 1)
    return When(first, month_end(first), "month", Shape.PERIOD)


def quarter_of(year: int, quarter: int) -> When:
    first = date(year, quarter * 3 - 2, 1)
    return When(first, month_end(date(year, quarter * 3, 1)), "quarter", Shape.PERIOD)


def half_of(year: int, half: int) -> When:
    if half == 1:
        return When(date(year, 1, 1), date(year, 6, 30), "half", Shape.PERIOD)
    return When(date(year, 7, 1), date(year, 12, 31), "half", Shape.PERIOD)


def year_of(year: int) -> When:
    return When(date(year, 1, 1), date(year, 12, 31), "year", Shape.PERIOD)


def week_of(day_in_week: date) -> When:
    """Monday to Sunday; people also mean its Friday or Saturday."""
    monday = week_start(day_in_week)
    return When(
        monday,
        monday + timedelta(days=6),
        "week",
        Shape.RELATIVE,
        alternatives=(monday + timedelta(days=4), monday + timedelta(days=5)),
    )


def period(unit: str, today: date, shift: int) -> When | None:
    """The week, month, quarter or year so many units from the current one."""
    try:
        found = _period(unit, today, shift)
    except (ValueError, OverflowError):
        return None
    return found and replace(found, shape=Shape.RELATIVE, past=shift < 0)


def _period(unit: str, today: date, shift: int) -> When | None:
    match unit:
        case "week":
            return week_of(today + timedelta(weeks=shift))
        case "month":
            first = shift_month(today, shift)
            return month_of(first.year, first.month)
        case "quarter":
            first = shift_month(today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1), shift * 3)
            return quarter_of(first.year, (first.month + 2) // 3)
        case "year":
            return year_of(today.year + shift)
        case "day":
            return day(today + timedelta(days=shift), Shape.RELATIVE)
    return None


def edge(when: When, side: str) -> When | None:
    """Beginning, middle and end of a period (Civil Code 2015, art. 146.3; of a week: Monday, Wednesday, Sunday)."""
    first, last = when.first, when.last
    if when.grain == "day":
        return when
    start = first
    match side:
        case "start":
            last = first
        case "middle":
            start = last = _middle(when)
        case "end":
            start = last
        case "first_half":
            last = _middle(when)
        case "second_half":
            start = _middle(when) + ONE_DAY
        case _ if when.grain == "month":
            start, last = _ten_days(when, side)
        case _:
            return None
    alternatives = when.alternatives if side == "end" and when.grain == "week" else ()
    return replace(
        when,
        first=start,
        last=last,
        grain="day",
        shape=Shape.EDGE,
        alternatives=alternatives,
        inclusive=side != "start",
    )


def _middle(when: When) -> date:
    match when.grain:
        case "week":
            return when.first + timedelta(days=2)
        case "month":
            return when.first.replace(day=15)
        case "year":
            return date(when.first.year, 6, 30)
    return when.first + (when.last - when.first) // 2


def _ten_days(when: When, side: str) -> tuple[date, date]:
    starts = {"first_ten": 1, "second_ten": 11, "last_ten": 21}
    start = when.first.replace(day=starts[side])
    return start, when.last if side == "last_ten" else start + timedelta(days=9)


def later(start: date, count: int, unit: str) -> date | None:
    """The day so many units after `start`, which is not counted (Civil Code 2015, art. 147.2, 148.3-4)."""
    if abs(count) > 5000:
        return None
    try:
        match unit:
            case "day":
                return start + timedelta(days=count)
            case "week":
                return start + timedelta(weeks=count)
            case "fortnight":
                return start + timedelta(weeks=2 * count)
            case "month":
                return _months_later(start, count)
            case "quarter":
                return _months_later(start, 3 * count)
            case "year":
                return _months_later(start, 12 * count)
    except (ValueError, OverflowError):
        return None
    return None


def _months_later(start: date, months: int) -> date:
    found: date = start + relativedelta(months=months)
    return found


def days_off_around(first: date, calendar: Calendar) -> tuple[date, date]:
    """The unbroken run of days off that a feast lies in: its official days, weekends at its end included."""
    start = last = first
    while calendar.holiday(start - ONE_DAY) or (
        not calendar.is_working_day(start - ONE_DAY) and calendar.holiday(start - 2 * ONE_DAY)
    ):
        start -= ONE_DAY
    while not calendar.is_working_day(last + ONE_DAY):
        last += ONE_DAY
    return start, last


def nth_weekday(first: date, weekday: int, which: int) -> date | None:
    """The n-th such weekday of the month that begins on `first`; -1 is the last; None if the month has none."""
    following = shift_month(first, 1)
    if which == -1:
        return following - timedelta(days=(following.weekday() - weekday - 1) % 7 + 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
    return found if found < following else None
