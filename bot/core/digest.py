"""When the weekly digest is owed, and until when it is good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from bot.core.calendar import Calendar, digest_day, week_name, week_start

GOOD_UNTIL = time(12, 0)
OPENING_TIME, CLOSING_TIME = time(7, 30), time(17, 0)


@dataclass(frozen=True)
class Slot:
    """The window in which this week's digest may leave."""

    week: str
    day: date
    good_until: datetime
    since: date  # the day of the digest before: what is new is new since then


def digest_slot(now: datetime, zone: tzinfo, at: time, calendar: Calendar) -> Slot | None:
    """This week's slot if `now` lies in it: from the hour on its first working day to noon of the next working day."""
    local = now.astimezone(zone)
    day = digest_day(local.date(), calendar)
    if day is None:
        return None
    opens = datetime.combine(day, at, zone)
    closes = datetime.combine(calendar.add(day, 1), GOOD_UNTIL, zone)
    if not opens <= local < closes or not _office_hours(local, at, calendar):
        return None
    before = digest_day(week_start(day) - timedelta(days=7), calendar) or week_start(day) - timedelta(days=7)
    return Slot(week_name(day), day, closes, before)


def letter_time(now: datetime, zone: tzinfo, at: time, calendar: Calendar) -> bool:
    """Whether morning letters may leave: on a working day, from the hour on, until offices close."""
    local = now.astimezone(zone)
    return local.time() >= at and _office_hours(local, at, calendar)


def next_office_hour(now: datetime, zone: tzinfo, calendar: Calendar) -> datetime | None:
    """When offices open next; None while they are open."""
    local = now.astimezone(zone)
    if _office_hours(local, OPENING_TIME, calendar):
        return None
    is_early = local.time() < OPENING_TIME and calendar.is_working_day(local.date())
    day = local.date() if is_early else calendar.add(local.date(), 1)
    return datetime.combine(day, OPENING_TIME, zone)


def _office_hours(local: datetime, opens: time, calendar: Calendar) -> bool:
    return calendar.is_working_day(local.date()) and opens <= local.time() < CLOSING_TIME
