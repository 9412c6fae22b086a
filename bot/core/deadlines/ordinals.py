"""Days by their order: "ngày làm việc cuối cùng của tháng", "thứ Hai đầu tiên của tháng 11", "the last Friday"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import ONE_DAY
from bot.core.deadlines.edges import month_after, period
from bot.core.deadlines.feasts import feast, next_working_day
from bot.core.deadlines.rules import WEEKDAYS
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.weekdays import weekday_name
from bot.core.deadlines.when import Found, Shape, When, day, nth_weekday, shift_month
from bot.core.deadlines.when import period as shifted


@once
def ordinal_day(stream: Stream, index: int) -> Found | None:
    return _nth_weekday(stream, index) or _english_nth(stream, index) or _nth_day(stream, index)


def _nth_weekday(stream: Stream, index: int) -> Found | None:
    named = weekday_name(stream, index)
    if named is None:
        return None
    weekday, after = named
    last_week = _last_week(stream, after)
    ordinal = last_week or stream.get(after, "ordinal")
    month = ordinal and month_after(stream, ordinal[1])
    if not ordinal or not month:
        return None
    found = _coming(stream, month, weekday, int(ordinal[0]))
    if found and last_week and month[0].guessed and stream.plain(month[1] - 1) == "thang":
        # "the Friday of the last week of the month", no month named: each month's.
        rule = f"FREQ=MONTHLY;BYDAY={ordinal[0]}{WEEKDAYS[weekday]}"
        return replace(found[0], rule=rule), found[1]
    return found


def _last_week(stream: Stream, index: int) -> tuple[int, int] | None:
    """ "thứ sáu của tuần cuối tháng" is the last Friday."""
    at = stream.skip(index, "link") if stream.plain(index) == "cua" else index
    unit = stream.get(at, "unit")
    ordinal = unit and unit[0] == "week" and stream.get(unit[1], "ordinal")
    return (int(ordinal[0]), ordinal[1]) if ordinal else None


def _english_nth(stream: Stream, index: int) -> Found | None:
    ordinal = stream.get(stream.skip(index, "filler"), "english_ordinal")
    if ordinal is None:
        return None
    unit = stream.get(ordinal[1], "unit")
    if unit and unit[0] in ("day", "work_day"):
        return _edge_of(stream, int(ordinal[0]), unit[1], working=unit[0] == "work_day")
    named = weekday_name(stream, ordinal[1])
    month = named and month_after(stream, named[1])
    return _coming(stream, month, named[0], int(ordinal[0])) if named and month else None


def _coming(stream: Stream, month: Found, weekday: int, which: int) -> Found | None:
    first = month[0].first
    found = nth_weekday(first, weekday, which)
    if found and found < stream.today and month[0].guessed:
        found = nth_weekday(shift_month(first, 1), weekday, which)
    return (day(found, Shape.WEEKDAY), month[1]) if found else None


def _nth_day(stream: Stream, index: int) -> Found | None:
    """ "ngày làm việc đầu tiên của năm 2023", "ngày cuối cùng của tháng", "ngày làm việc đầu tiên sau Tết"."""
    unit = stream.get(index, "unit")
    if not unit or unit[0] != "day":
        return None
    working = stream.get(unit[1], "working")
    after = working[1] if working else unit[1]
    ordinal = stream.get(after, "ordinal")
    if ordinal is None:
        return None
    return _edge_of(stream, int(ordinal[0]), ordinal[1], working=working is not None)


def _edge_of(stream: Stream, which: int, after: int, *, working: bool) -> Found | None:
    limit = stream.get(after, "limit")
    if limit and limit[0] in ("after", "before"):
        of = feast(stream, limit[1])
        if of is None:
            return None
        if limit[0] == "after":
            return next_working_day(stream, of[0]).shaped(Shape.EDGE), of[1]
        last_before = stream.calendar.on_or_before((of[0].break_first or of[0].first) - ONE_DAY)
        return day(last_before, Shape.EDGE), of[1]
    at = stream.skip(after, "link") if stream.has(after, "link") else after
    of = period(stream, at) or _current(stream, at)
    if of is None or of[0].grain == "day":
        return None
    found = _nth_of(stream, of[0], which, working=working)
    return (day(found, Shape.EDGE), of[1]) if found else None


def _current(stream: Stream, index: int) -> Found | None:
    unit = stream.get(stream.skip(index, "filler"), "unit")
    found = unit and shifted(str(unit[0]), stream.today, 0)
    return (found, unit[1]) if unit and found else None


def _nth_of(stream: Stream, when: When, which: int, *, working: bool) -> date | None:
    if working:
        calendar = stream.calendar
        found = calendar.on_or_before(when.last) if which == -1 else calendar.add(when.first - ONE_DAY, which)
    else:
        found = when.last if which == -1 else when.first + timedelta(days=which - 1)
    return found if when.first <= found <= when.last else None
