"""Beginnings, middles and ends of periods, halves of years, weeks of months; any period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import week_start
from bot.core.deadlines.numbers import number
from bot.core.deadlines.periods import UNITS, counted_months, named_period, own_year
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import Found, Shape, When, edge, half_of, month_of, week_of
from bot.core.deadlines.when import period as shifted


@once
def period(stream: Stream, index: int) -> Found | None:
    """A period at this word, or one of its edges."""
    return (
        _edged(stream, index)
        or counted_months(stream, index)
        or half(stream, index)
        or week_in_month(stream, index)
        or named_period(stream, index)
    )


@once
def half(stream: Stream, index: int) -> Found | None:
    """ "6 tháng cuối năm 2022", "nửa đầu năm", "H1/2023", "the first half of 2023"."""
    value = number(stream, index)
    if value and 2 <= value[0] <= 11:
        unit = stream.get(value[1], "unit")
        side = unit and unit[0] == "month" and stream.get(unit[1], "ordinal")
        if side and side[0] in (1, -1):
            found = _half_of_year(stream, 1 if side[0] == 1 else 2, side[1])
            return found and (_months_of_half(found[0], value[0], int(side[0])), found[1])
    if stream.has(index, "half_letter") and stream.glued(index + 1) and stream.plain(index + 1) in ("1", "2"):
        year = own_year(stream, index + 2)
        return (half_of(year[0], int(stream.plain(index + 1))), year[1]) if year else None
    edge_ = stream.get(index, "edge") or stream.get(index, "english_edge")
    if edge_ and edge_[0] in ("first_half", "second_half"):
        return _half_of_year(stream, 1 if edge_[0] == "first_half" else 2, edge_[1])
    return None


def _months_of_half(when: When, count: int, side: int) -> When:
    """ "9 tháng đầu năm", "3 tháng cuối năm": so many months from one end of the year."""
    year = when.first.year
    if side == 1:
        return replace(when, first=date(year, 1, 1), last=month_of(year, count).last)
    return replace(when, first=date(year, 13 - count, 1), last=date(year, 12, 31))


def _half_of_year(stream: Stream, which: int, after: int) -> Found | None:
    at = stream.skip(after, "link") if stream.plain(after) == "cua" else after
    unit = stream.get(at, "unit")
    year = own_year(stream, at)
    if year is None and stream.plain(at).isdecimal() and 2000 <= int(stream.plain(at)[:4]) <= 2100:
        year = int(stream.plain(at)[:4]), at + 1
    if year:
        return (half_of(year[0], which), year[1])
    if not unit or unit[0] != "year":
        return None
    this = half_of(stream.today.year, which)
    return replace(this if this.last >= stream.today else half_of(stream.today.year + 1, which), guessed=True), unit[1]


@once
def week_in_month(stream: Stream, index: int) -> Found | None:
    """ "tuần đầu tháng 10", "tuần thứ hai của tháng 10": the Monday lies in the month; the last ends with it."""
    unit = stream.get(index, "unit")
    if not unit or unit[0] != "week":
        return _english_week_in_month(stream, index)
    ordinal = stream.get(unit[1], "ordinal")
    if ordinal is None:
        return None
    return _nth_week(stream, int(ordinal[0]), ordinal[1])


def _english_week_in_month(stream: Stream, index: int) -> Found | None:
    ordinal = stream.get(stream.skip(index, "filler"), "english_ordinal")
    unit = ordinal and stream.get(ordinal[1], "unit")
    if not ordinal or not unit or unit[0] != "week":
        return None
    return _nth_week(stream, int(ordinal[0]), unit[1])


def _nth_week(stream: Stream, which: int, after: int) -> Found | None:
    month = month_after(stream, after)
    if month is None:
        return None
    first, last = month[0].first, month[0].last
    monday = first + timedelta(days=-first.weekday() % 7)
    if which == -1:
        monday = week_start(last)
    else:
        monday += timedelta(weeks=which - 1)
    week = replace(week_of(monday), shape=Shape.PERIOD)
    if week.last > last and which == -1:
        week = replace(week, last=last, alternatives=())
    return week, month[1]


@once
def month_after(stream: Stream, index: int) -> Found | None:
    """The month that a part of it belongs to: "của tháng 10", "tháng này", or a bare "tháng" for the current one."""
    at = stream.skip(index, "link") if stream.has(index, "link") and stream.plain(index) != "-" else index
    found = named_period(stream, at)
    if found and found[0].grain == "month":
        return found
    unit = stream.get(at, "unit") or stream.get(stream.skip(at, "filler"), "unit")
    if unit and unit[0] == "month":
        this = shifted("month", stream.today, 0)
        return (replace(this, guessed=True), unit[1]) if this else None
    return None


def _edged(stream: Stream, index: int) -> Found | None:
    """ "cuối tháng 10", "đầu tuần sau", "giữa quý", "end of next week", "mid-November", "EOM"."""
    told = stream.get(index, "english_period_end")
    if told:
        return _period_end(stream, str(told[0]), told[1])
    side = stream.get(index, "edge") or stream.get(stream.skip(index, "filler"), "english_edge")
    if side is None:
        return None
    english = not stream.has(index, "edge")
    after = stream.skip(side[1], "link") if stream.plain(side[1]) in ("cua", "trong") else side[1]
    after = after + (english and stream.plain(after) == "-")
    whole = side[0] == "end" and stream.plain(index) in ("het", "ket")
    named = half(stream, after) or named_period(stream, after)
    if named is None:
        return _bare_edge(stream, after, "whole" if whole else str(side[0]))
    found = replace(named[0], inclusive=True) if whole else edge(named[0], str(side[0]))
    return (found, named[1]) if found else None


def _bare_edge(stream: Stream, index: int, side: str) -> Found | None:
    """ "cuối tháng", "giữa năm": of the current one, or of the next when that is past."""
    at = stream.skip(index, "filler")
    unit = stream.get(at, "unit")
    if not unit or unit[0] not in UNITS:
        return None
    for distance in (0, 1):
        current = shifted(str(unit[0]), stream.today, distance)
        found = current and (replace(current, inclusive=True) if side == "whole" else edge(current, side))
        if found and found.last >= stream.today:
            return replace(found, guessed=True), unit[1]
    return None


def _period_end(stream: Stream, unit: str, after: int) -> Found | None:
    current = shifted("week" if unit == "weekend" else unit, stream.today, 0)
    found = current and edge(current, "end")
    return (found, after) if found else None
