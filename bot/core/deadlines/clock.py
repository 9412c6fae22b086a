"""Times of day and parts of the day, with the day they belong to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.core.calendar import ONE_DAY
from bot.core.deadlines.days import dated
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.weekdays import single_day
from bot.core.deadlines.when import Found, Shape, When

# Begin and end in hours; the ends are those of Duckling.
PARTS = {
    "dawn": (4, 7),
    "morning": (4, 12),
    "noon": (12, 14),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "night": (18, 24),
}
OFFICE_EDGES = {
    "start_morning": (8, 0),
    "end_morning": (11, 30),
    "start_afternoon": (13, 30),
    "end_afternoon": (17, 0),
}


class Clock(NamedTuple):
    """Hour may be 24: the end of the day. `part` is the part of day said with it."""

    hour: int
    minute: int
    exact: bool  # minutes were written
    part: str | None = None
    whole: bool = False  # a part of day, by its end


@once
def moment(stream: Stream, index: int) -> Found | None:
    """A clock time or a part of day, with the day before or after it, if there is one."""
    found = _clock_first(stream, index) or _part_first(stream, index) or _day_first(stream, index)
    return found and (found[0], _after_same_day(stream, *found))


def _after_same_day(stream: Stream, when: When, after: int) -> int:
    """ "chiều nay (7/10)": the index after the repeated date."""
    if stream.plain(after) != "(":
        return after
    told = dated(stream, after + 1)
    same = told and told[0].last == when.last and stream.plain(told[1]) == ")"
    return told[1] + 1 if told and same else after


def _clock_first(stream: Stream, index: int) -> Found | None:
    found = clock(stream, index)
    if found is None:
        return None
    said, after = found
    of_day = _day_after(stream, after)
    if of_day:
        return _at(stream, said, of_day[0]), of_day[1]
    return _at_bare(stream, said, after), after


def _day_after(stream: Stream, after: int) -> Found | None:
    """The day that follows a time; "này", "nay" is today."""
    at = after + (stream.plain(after) in (",", "-", "(") and not stream.glued(after + 1))
    at = stream.skip(at, "link") if stream.plain(at) in ("cua", "of") else at
    at = stream.skip(at, "limit") if _on(stream, at) else at
    found = single_day(stream, at)
    if found and not found[0].unresolved:
        return found
    if stream.plain(after) == "nay":
        return When(stream.today, stream.today, "day", Shape.RELATIVE), after + 1
    if stream.plain(after) == "qua" and stream.before(after, "part", 2) is not None:
        yesterday = stream.today - ONE_DAY
        return When(yesterday, yesterday, "day", Shape.RELATIVE, past=True), after + 1
    return None


def _on(stream: Stream, index: int) -> bool:
    limit = stream.get(index, "limit")
    return limit is not None and limit[0] == "on"


def _day_first(stream: Stream, index: int) -> Found | None:
    found = single_day(stream, index)
    if found is None or found[0].unresolved:
        return None
    at = found[1] + (stream.plain(found[1]) in (",", "-", "|"))
    at = stream.skip(at, "limit") if _on(stream, at) else at
    said = clock(stream, at)
    if said:
        return _at(stream, said[0], found[0]), said[1]
    part = stream.get(at, "part") or stream.get(at, "english_part") or stream.get(at, "office_edge")
    if part and at == found[1] and not _day_after(stream, part[1]):
        edge = stream.has(at, "office_edge")
        return (_edge_on if edge else _part_on)(stream, str(part[0]), found[0]), part[1]
    tail = stream.get(at, "day_tail")
    return (found[0], tail[1]) if tail else None


# ---- clock


@once
def clock(stream: Stream, index: int) -> tuple[Clock, int] | None:
    """ "17h30", "17 giờ 30 phút", "8 rưỡi sáng", "9 giờ kém 15", "16:00", "5pm", "noon"."""
    named = stream.get(index, "english_hour") or stream.get(index, "midnight")
    if named:
        return Clock(int(named[0]), 0, exact=False), named[1]
    if stream.glued(index) and stream.plain(index - 1) in ("/", "-", ".", ":", ","):
        return None
    hour = digits(stream, index, longest=2) or (number(stream, index) if stream.has(index, "number") else None)
    if hour is None or hour[0] > 24:
        return None
    found = _after_hour(stream, *hour)
    return found and _with_part(stream, *found)


def _after_hour(stream: Stream, hour: int, after: int) -> tuple[Clock, int] | None:
    if stream.plain(after) == ":" and stream.glued(after):
        return _colon(stream, hour, after + 1)
    mark = stream.get(after, "oclock")
    if mark and mark[0] == "half":
        # "8 rưỡi sáng": without the word for hour a part of day must follow.
        return (Clock(hour, 30, exact=True), mark[1]) if stream.has(mark[1], "part") else None
    if mark and mark[0] == "hour":
        return _minutes(stream, hour, mark[1])
    if stream.has(after, "meridiem") and hour <= 12:
        return Clock(hour, 0, exact=False), after
    return None


def _colon(stream: Stream, hour: int, index: int) -> tuple[Clock, int] | None:
    minute = digits(stream, index, longest=2)
    if minute is None or minute[0] > 59 or len(stream.plain(index)) != 2 or not stream.glued(index):
        return None
    after = minute[1]
    if stream.plain(after) == ":" and stream.glued(after) and digits(stream, after + 1, longest=2):
        after += 2
    return Clock(hour, minute[0], exact=True), after


def _minutes(stream: Stream, hour: int, after: int) -> tuple[Clock, int] | None:
    mark = stream.get(after, "oclock")
    if mark and mark[0] == "half":
        return Clock(hour, 30, exact=True), mark[1]
    if mark and mark[0] == "less":
        less = number(stream, mark[1])
        if less and 0 < less[0] < 60 and hour > 0:
            return Clock(hour - 1, 60 - less[0], exact=True), _after_minute_mark(stream, less[1])
    minute = digits(stream, after, longest=2) or (number(stream, after) if stream.has(after, "number") else None)
    if minute is None:
        return Clock(hour, 0, exact=False), after
    if (
        stream.plain(minute[1]) in ("/", "-", ".")
        and stream.glued(minute[1])
        and stream.plain(minute[1] + 1).isdecimal()
    ):
        return Clock(hour, 0, exact=False), after  # the minute is the day of a date: "17h 30/9"
    if minute[0] > 59:
        return None
    if _is_month_unit(stream, minute[1]) and not stream.glued(after):
        return Clock(hour, 0, exact=False), after
    return Clock(hour, minute[0], exact=True), _after_minute_mark(stream, minute[1])


def _is_month_unit(stream: Stream, index: int) -> bool:
    unit = stream.get(index, "unit")
    return unit is not None and unit[0] == "month"


def _after_minute_mark(stream: Stream, index: int) -> int:
    mark = stream.get(index, "oclock")
    return mark[1] if mark and mark[0] == "minute" else index


def _with_part(stream: Stream, said: Clock, after: int) -> tuple[Clock, int]:
    meridiem = stream.get(after, "meridiem")
    if meridiem:
        hour = said.hour % 12 + (12 if meridiem[0] == "pm" else 0) if said.hour <= 12 else said.hour
        return said._replace(hour=hour, part=str(meridiem[0])), meridiem[1]
    part = stream.get(after, "part") or stream.get(after, "english_part")
    if part is None:
        return said, after
    return said._replace(hour=_hour_in(str(part[0]), said.hour), part=str(part[0])), part[1]


def _hour_in(part: str, hour: int) -> int:
    """12-hour reading: "5h chiều" is 17, "12h đêm" the end of the day, "1h trưa" 13."""
    match part:
        case "afternoon" | "evening" if hour < 12:
            return hour + 12
        case "noon" if hour < 5:
            return hour + 12
        case "night" if 6 <= hour <= 12:
            return hour + 12
    return hour


def _at(stream: Stream, said: Clock, on: When) -> When:
    instant = _instant(stream, on.last, said.hour, said.minute)
    return replace(on, at=instant, grain="minute" if said.exact else "hour", alternatives=())


def _at_bare(stream: Stream, said: Clock, after: int) -> When:
    """Today; a time already past means tomorrow, unless the words before say that it was today."""
    today = stream.today
    instant = _instant(stream, today, said.hour, said.minute)
    if instant <= stream.reference:
        today, instant = today + ONE_DAY, instant + ONE_DAY
    grain = "minute" if said.exact else "hour"
    return When(today, today, grain, Shape.CLOCK, at=instant, guessed=True)


def _instant(stream: Stream, on: date, hour: int, minute: int) -> datetime:
    midnight = datetime.combine(on, time(), stream.reference.tzinfo)
    return midnight + timedelta(hours=hour, minutes=minute)


# ---- parts of day


def _part_first(stream: Stream, index: int) -> Found | None:
    tonight = stream.get(index, "english_tonight")
    if tonight:
        today = When(stream.today, stream.today, "day", Shape.RELATIVE)
        return _part_on(stream, str(tonight[0]), today), tonight[1]
    edge = stream.get(index, "office_edge")
    if edge:
        of_day = _day_after(stream, edge[1])
        when = of_day[0] if of_day else _today(stream)
        return _edge_on(stream, str(edge[0]), when), of_day[1] if of_day else edge[1]
    part = stream.get(index, "part")
    if part is None:
        return None
    inner = clock(stream, _after_limit(stream, part[1])) if not stream.has(part[1], "relative_day") else None
    if inner and inner[0].part is None and not _date_like(stream, part[1]):
        return _part_then_clock(stream, str(part[0]), *inner)
    of_day = _day_after(stream, part[1])
    if of_day is None:
        bare = _today(stream)
        return replace(_part_on(stream, str(part[0]), bare), shape=Shape.PART, guessed=True), part[1]
    following = clock(stream, of_day[1] + (stream.plain(of_day[1]) == ","))
    if following and following[0].part is None:
        said = following[0]._replace(hour=_hour_in(str(part[0]), following[0].hour))
        return _at(stream, said, of_day[0]), following[1]
    return _part_on(stream, str(part[0]), of_day[0]), of_day[1]


def _after_limit(stream: Stream, index: int) -> int:
    return stream.skip(index, "limit") if _on(stream, index) else index


def _date_like(stream: Stream, index: int) -> bool:
    return stream.plain(index).isdecimal() and stream.plain(index + 1) in ("/", "-", ".")


def _part_then_clock(stream: Stream, part: str, said: Clock, after: int) -> Found:
    said = said._replace(hour=_hour_in(part, said.hour), part=part)
    of_day = _day_after(stream, after)
    if of_day:
        return _at(stream, said, of_day[0]), of_day[1]
    return _at_bare(stream, said, after), after


def _today(stream: Stream) -> When:
    return When(stream.today, stream.today, "day", Shape.RELATIVE, guessed=True)


def _part_on(stream: Stream, part: str, on: When) -> When:
    begin, end = PARTS[part]
    return replace(
        on,
        at=_instant(stream, on.last, end, 0),
        opens=_instant(stream, on.last, begin, 0),
        grain="part",
        alternatives=(on.last,),
    )


def _edge_on(stream: Stream, edge: str, on: When) -> When:
    hour, minute = OFFICE_EDGES[edge]
    return replace(
        on,
        at=_instant(stream, on.last, hour, minute),
        grain="part",
        shape=Shape.PART if on.guessed else on.shape,
        alternatives=(on.last,),
    )
