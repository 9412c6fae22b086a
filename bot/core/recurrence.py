"""Which periods of a recurring job are to be made now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

REACH = 7  # working days: the first rung of the ladder of reminders
MOST_MISSED = 3  # after a long outage older periods are not made up for


def is_rule(rule: str) -> bool:
    try:
        rrulestr(rule, dtstart=datetime.combine(date(2000, 1, 1), time()))
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def owed(rule: str, first: date, made: Collection[date], today: date, reach: date) -> list[date]:
    """The due days after the last one that was made, up to `reach`: every coming one, of the missed the latest."""
    start = datetime.combine(first, time())
    days = [
        day.date() for day in rrulestr(rule, dtstart=start).between(start, datetime.combine(reach, time()), inc=True)
    ]
    fresh = [day for day in days if not made or day > max(made)]
    missed = [day for day in fresh if day < today]
    return missed[-MOST_MISSED:] + [day for day in fresh if day >= today]
