"""Lengths of time: "trong vòng 10 ngày làm việc kể từ ngày ký", "3 ngày nữa", "24 giờ"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.calendar import ONE_DAY
from bot.core.deadlines.days import dated
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.weekdays import single_day
from bot.core.deadlines.when import Found, Shape, When, later, unresolved

_ANCHOR_REACH = 9
_MOST_WORKING_DAYS = 500
_STOPS = (".", ";", "!", "?", ":", "(", ")", ",")


class Length(NamedTuple):
    """A number of units; `working` counts working days."""

    size: int
    unit: str
    working: bool
    soft: bool = False  # "vài ngày": no number


class Anchor(NamedTuple):
    """The day that a length counts from; None if the words do not tell it."""

    day: date | None


def ahead(stream: Stream, index: int, *, led: str | None) -> Found | None:
    """A length of time that ends at a bound. `led` is the limiting word before it; without one, "nữa" must follow."""
    found = length(stream, index)
    if found is None:
        return None
    said, after = found
    past = stream.get(after, "ago")
    if past and not stream.has(after, "later"):
        return _ago(stream, said, past[1])
    if stream.before(index, "ago_before", 3) is not None:
        return _ago(stream, said, after)
    mark = stream.get(after, "later")
    end = mark[1] if mark and not _anchor_at(stream, after) else after
    anchor = _anchor(stream, end)
    if led is None and mark is None and anchor is None:
        return None
    start, end = (anchor[0].day, anchor[1]) if anchor else (stream.today, end)
    point = led in (None, "after") or (led == "in" and not said.working)
    return _end_of(stream, said, start, point=point), end


@once
def length(stream: Stream, index: int) -> tuple[Length, int] | None:
    """ "05 ngày làm việc", "nửa tháng", "một tuần", "24h", "two working days"."""
    fraction = stream.get(index, "fraction")
    if fraction:
        return _fraction(stream, str(fraction[0]), fraction[1])
    value = _outer_number(stream, index)
    if value is None:
        return None
    unit = stream.get(value[1], "unit")
    if unit is None:
        return None
    name, after = str(unit[0]), unit[1]
    if name in ("work_day", "work_week"):
        return Length(value[0] * (5 if name == "work_week" else 1), "day", working=True), after
    if name == "hour" and digits(stream, after, longest=2) and stream.glued(after):
        return None
    working = stream.get(after, "working")
    if working and name in ("day", "week"):
        return Length(value[0] * (5 if name == "week" else 1), "day", working=True), working[1]
    half = stream.get(after, "fraction")
    if half and half[0] == "more_half" and name in ("month", "week", "hour", "year"):
        return _and_a_half(value[0], name), half[1]
    return Length(value[0], name, working=False), after


def _outer_number(stream: Stream, index: int) -> tuple[int, int] | None:
    """ "3-5 ngày", "3 đến 5 ngày": the outer bound."""
    value = digits(stream, index) or number(stream, index)
    if value is None:
        return None
    value = number(stream, index) or value
    joined = stream.get(value[1], "link")
    if joined and joined[0] == "to":
        outer = number(stream, joined[1])
        if outer and outer[0] > value[0] and stream.has(outer[1], "unit"):
            return outer
    return value


def _fraction(stream: Stream, kind: str, after: int) -> tuple[Length, int] | None:
    unit = stream.get(after, "unit")
    if unit is None or kind == "more_half":
        return None
    if kind == "few":
        return Length(0, str(unit[0]), working=False, soft=True), unit[1]
    halves = {"month": (15, "day"), "year": (6, "month"), "hour": (30, "minute"), "day": (12, "hour")}
    found = halves.get(str(unit[0]))
    return (Length(*found, working=False), unit[1]) if found else None


def _and_a_half(count: int, unit: str) -> Length:
    """A month and a half: half a month is 15 days, half a year six months (Civil Code 2015, art. 146)."""
    match unit:
        case "hour":
            return Length(count * 60 + 30, "minute", working=False)
        case "year":
            return Length(count * 12 + 6, "month", working=False)
        case "week":
            return Length(count * 7 + 4, "day", working=False)
    return Length(count * 30 + 15, "day", working=False)


def _end_of(stream: Stream, said: Length, start: date | None, *, point: bool) -> When:
    if start is None or said.soft:
        return unresolved(stream.today, said.unit if said.unit != "second" else "minute", Shape.LENGTH)
    if said.unit in ("second", "minute", "hour"):
        return _clock_end(stream, said)
    if said.working:
        if said.size > _MOST_WORKING_DAYS:
            return unresolved(stream.today, shape=Shape.LENGTH)
        return _length(start, _working_day(stream, start, said.size))
    last = later(start, said.size, said.unit)
    if last is None:
        return unresolved(stream.today, shape=Shape.LENGTH)
    if point:
        return _length(start, last)
    return _rolled(stream, start, last)


def _working_day(stream: Stream, start: date, count: int) -> date:
    """The n-th working day after `start`; the days walked over are remembered for the next length."""
    days: list[date] = stream.memory.setdefault(("working days", start), [start])
    while len(days) <= count:
        days.append(stream.calendar.add(days[-1], 1))
    return days[count]


def _rolled(stream: Stream, start: date, last: date) -> When:
    """A period that ends on a day off ends with the next working day (Civil Code 2015, art. 148.5)."""
    due = stream.calendar.on_or_after(last)
    if due == last:
        return _length(start, last)
    return replace(_length(start, due), raw=last, alternatives=(last,))


def _length(start: date, last: date) -> When:
    first = min(start + ONE_DAY, last) if last > start else last
    return When(first, last, "day", Shape.LENGTH)


def _clock_end(stream: Stream, said: Length) -> When:
    if said.size > 5000:
        return unresolved(stream.today, shape=Shape.LENGTH)
    end = stream.reference + timedelta(**{said.unit + "s": said.size})
    grain = "hour" if said.unit == "hour" else "minute"
    return When(stream.today, end.date(), grain, Shape.LENGTH, at=end)


def _ago(stream: Stream, said: Length, after: int) -> Found | None:
    if said.unit in ("second", "minute", "hour"):
        end = stream.reference - timedelta(**{said.unit + "s": min(said.size, 5000)})
        return When(end.date(), end.date(), "hour", Shape.LENGTH, at=end, past=True), after
    last = later(stream.today, -said.size, said.unit)
    return (When(last, last, "day", Shape.LENGTH, past=True), after) if last else None


# ---- the day that the length counts from


def _anchor_at(stream: Stream, index: int) -> bool:
    """Whether "sau", "tới" after a length belongs to an anchor ("10 ngày sau ngày ký")."""
    return _anchor(stream, index) is not None


@once
def _anchor(stream: Stream, index: int) -> tuple[Anchor, int] | None:
    """ "kể từ ngày 01/10/2022", "kể từ ngày ký", "of signing", "kể từ ngày nhận được hồ sơ"."""
    at = index + (stream.plain(index) == ",")
    since = stream.get(at, "since")
    if since is None:
        return None
    told = single_day(stream, since[1])
    if told and not told[0].unresolved:
        return Anchor(told[0].last), told[1]
    mark = stream.get(since[1], "day_mark")
    signing = stream.get(since[1], "signing") or (mark and stream.get(mark[1], "signing"))
    end = _clause_end(stream, since[1])
    bracketed = dated(stream, end + 1) if stream.plain(end) == "(" else None
    if bracketed and stream.plain(bracketed[1]) == ")":
        return Anchor(bracketed[0].last), bracketed[1] + 1
    if signing:
        return Anchor(stream.today), _signed_end(stream, signing[1])
    told_of = mark or since[0] == "strong" or stream.has(since[1], "unknown_anchor")
    return (Anchor(None), end) if told_of and end > since[1] else None


def _signed_end(stream: Stream, index: int) -> int:
    """ "ngày ban hành Thông báo này": the document's name belongs to the anchor."""
    for at in range(index, min(index + 6, len(stream))):
        if stream.plain(at) in _STOPS or stream.new_line(at):
            break
        if stream.plain(at) == "nay" and at > index:
            return at + 1
    return stream.skip(index, "document")


def _clause_end(stream: Stream, index: int) -> int:
    for at in range(index, min(index + _ANCHOR_REACH, len(stream))):
        if stream.plain(at) in _STOPS or (at > index and stream.new_line(at)):
            return at
    return min(index + _ANCHOR_REACH, len(stream))
