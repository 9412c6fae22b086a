"""What a month's allowance of messages lets go: everything, only what is pressing, or nothing. Pure."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta, tzinfo
from enum import IntEnum

from bot.core.cards import Kind


class Level(IntEnum):
    """How much of the allowance is used, in percent; each is told to the office once a month."""

    WATCH = 80
    SPARE = 95  # only overdue reminders and direct answers
    SPENT = 100


DIRECT = frozenset({Kind.ANSWER, Kind.CONFIRMATION})


LAST = 300  # one message in so many is kept for telling the office that the month is spent: of 3,000 ten


def level(used: int, limit: int) -> Level | None:
    """What is reached; an office that has no other app could not be told any more at the very end."""
    if used >= limit - limit // LAST:
        return Level.SPENT
    return max((one for one in Level if used * 100 >= limit * one), default=None)


def may_go(at: Level | None, kind: Kind, *, overdue: bool) -> bool:
    """`overdue`: a letter that reminds of an overdue task."""
    if at is None or at is Level.WATCH:
        return True
    return at is Level.SPARE and (kind in DIRECT or (kind is Kind.LETTER and overdue))


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def next_month(day: date, zone: tzinfo) -> datetime:
    """When the allowance begins anew."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(first, time(), zone)


def forecast(used: int, day: date) -> int:
    """What the month will come to if it goes on as it went."""
    days = calendar.monthrange(day.year, day.month)[1]
    return used * days // day.day
