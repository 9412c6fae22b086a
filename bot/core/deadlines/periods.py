"""Weeks, months, quarters, halves and years, said by name, by number or by their distance; their edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import week_start
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import (
    Found,
    Shape,
    When,
    edge,
    half_of,
    month_of,
    quarter_of,
    week_of,
    year_of,
)
from bot.core.deadlines.when import period as shifted

_UNITS = ("week", "month", "quarter", "year")


@once
def period(stream: Stream, index: int) -> Found | None:
    """A period at this word, or one of its edges."""
    return (
        _edged(stream, index)
        or _counted_months(stream, index)
        or half(stream, index)
        or _shifted(stream, index)
        or week_in_month(stream, index)
        or _month(stream, index)
        or _quarter(stream, index)
        or _year(stream, index)
        or _slashed_month(stream, index)
        or _season(stream, index)
    )


@once
def own_year(stream: Stream, index: int) -> tuple[int, int] | None:
    """The year that follows a day, month or quarter: "năm 2022", "/2022", "-2022", ", 2022", "năm sau"."""
    at = stream.skip(index, "link") if stream.plain(index) in ("cua", "of", "in") else index
    unit = stream.get(at, "unit")
    if unit and unit[0] == "year":
        return _told_year(stream, unit[1]) or _relative_year(stream, unit[1])
    early = _shift_then_year(stream, at)
    if early:
        return early
    glue = stream.plain(at) in ("/", "-", ".", ",")
    value = digits(stream, at + glue)
    if value is None:
        return None
    text = stream.plain(at + glue)
    if len(text) == 4 and 1500 <= value[0] <= 2200:
        return value
    short = len(text) == 2 and 20 <= value[0] <= 40 and stream.plain(at) == "/" and stream.glued(at + 1)
    return (2000 + value[0], value[1]) if short and stream.plain(value[1]) != "/" else None


def _told_year(stream: Stream, index: int) -> tuple[int, int] | None:
    value = digits(stream, index)
    return value if value and 100 <= value[0] <= 2999 else None


def _relative_year(stream: Stream, index: int) -> tuple[int, int] | None:
    shift = stream.get(index, "shift")
    return (stream.today.year + int(shift[0]), shift[1]) if shift else None


def _shift_then_year(stream: Stream, index: int) -> tuple[int, int] | None:
    """ "sang năm", "next year"."""
    shift = stream.get(index, "shift_before") or stream.get(index, "english_shift")
    unit = shift and stream.get(shift[1], "unit")
    if not shift or not unit or unit[0] != "year" or _told_year(stream, unit[1]):
        return None
    return stream.today.year + int(shift[0]), unit[1]


# ---- by distance


@once
def _shifted(stream: Stream, index: int) -> Found | None:
    """ "tuần này", "tháng sau", "quý tới", "sang năm", "next week"."""
    whole = stream.get(index, "shifted")
    if whole and not _limits_date(stream, whole[1] - 1):
        unit, distance = str(whole[0]).split()
        found = shifted(unit, stream.today, int(distance))
        return found and (found, whole[1])
    early = stream.get(index, "shift_before") or stream.get(index, "english_shift")
    if early:
        unit_after = stream.get(early[1], "unit")
        if not unit_after or unit_after[0] not in _UNITS:
            return None
        if digits(stream, unit_after[1]) or stream.has(unit_after[1], "roman"):
            return None
        found = shifted(str(unit_after[0]), stream.today, int(early[0]))
        return found and (found, unit_after[1])
    unit = stream.get(index, "unit")
    shift = unit and stream.get(unit[1], "shift")
    if not unit or not shift or unit[0] not in _UNITS or _limits_date(stream, unit[1]):
        return None
    found = shifted(str(unit[0]), stream.today, int(shift[0]))
    return found and (found, shift[1])


def _limits_date(stream: Stream, index: int) -> bool:
    """ "báo cáo tháng trước ngày 25": "trước" here limits the date after it."""
    if not stream.has(index, "limit"):
        return False
    after = stream.skip(index, "limit")
    if stream.plain(index) in ("sau", "toi", "qua", "nay"):
        return stream.has(after, "unit") and not stream.has(after, "day_mark")
    return (
        stream.has(after, "day_mark")
        or stream.has(after, "weekday")
        or stream.has(after, "relative_day")
        or (stream.plain(after).isdecimal() and not _counts(stream, after + 1))
    )


def _counts(stream: Stream, index: int) -> bool:
    unit = stream.get(index, "unit")
    return unit is not None and unit[0] not in ("hour", "month")


# ---- by name and number


def _month(stream: Stream, index: int) -> Found | None:
    found = _month_number(stream, index)
    if found is None:
        return _english_month(stream, index)
    month, after = found
    year = own_year(stream, after)
    if year:
        return _safe(month_of, year[0], month, year[1])
    ahead = stream.get(after, "shift")
    if ahead and ahead[0] in (0, 1) and not _limits_date(stream, after):
        after = ahead[1]
    return _coming_month(stream, month), after


def _counted_months(stream: Stream, index: int) -> Found | None:
    """ "2 tháng 10 và 11/2022", "ba tháng 10, 11 và 12": as many months as were counted."""
    count = number(stream, index)
    unit = count and stream.get(count[1], "unit")
    if not count or not unit or unit[0] != "month" or not 2 <= count[0] <= 6:
        return None
    months: list[int] = []
    at = unit[1]
    while len(months) < count[0] and (value := number(stream, at)) and 1 <= value[0] <= 12:
        months.append(value[0])
        at = value[1]
        if len(months) < count[0]:
            at = at + 1 if stream.plain(at) in (",", "va", "-") else at
    if len(months) != count[0]:
        return None
    year = own_year(stream, at)
    last = _safe(month_of, year[0], months[-1], year[1]) if year else (_coming_month(stream, months[-1]), at)
    return last and (replace(last[0], first=last[0].first.replace(month=min(months))), last[1])


def _month_number(stream: Stream, index: int) -> tuple[int, int] | None:
    unit = stream.get(index, "unit")
    if unit and unit[0] == "month":
        name = stream.get(unit[1], "month_name")
        if name:
            return int(name[0]), name[1]
        value = number(stream, unit[1])
        followed = value and stream.has(value[1], "unit") and stream.plain(value[1]) != "nam"
        return value if value and 1 <= value[0] <= 12 and not followed and _ends(stream, value[1]) else None
    if stream.has(index, "month_letter") and stream.glued(index + 1):
        value = digits(stream, index + 1, longest=2)
        told = value and (value[0] > 7 or own_year(stream, value[1]))
        return value if value and told and 1 <= value[0] <= 12 else None
    return None


def _ends(stream: Stream, after: int) -> bool:
    """ "tháng 10,5" and "tháng 3%" are not months."""
    return not (
        stream.plain(after) == "%"
        or (stream.plain(after) in (",", ".") and stream.glued(after + 1) and stream.plain(after + 1).isdecimal())
    )


def _english_month(stream: Stream, index: int) -> Found | None:
    at = stream.skip(index, "filler")
    name = stream.get(at, "english_month")
    if name is None:
        return None
    year = own_year(stream, name[1])
    if year:
        return _safe(month_of, year[0], int(name[0]), year[1])
    led = stream.before(at, "limit") is not None or stream.before(at, "english_edge") is not None
    if len(stream.plain(at)) <= 3 and not led:
        return None
    return _coming_month(stream, int(name[0])), name[1]


def _coming_month(stream: Stream, month: int) -> When:
    this = stream.today.year
    return replace(month_of(this if month >= stream.today.month else this + 1, month), guessed=True)


def _slashed_month(stream: Stream, index: int) -> Found | None:
    """ "12/2022", only where a limiting word or a word for a term stands before it."""
    value, year = digits(stream, index, 2), digits(stream, index + 2)
    if not value or not year or stream.plain(index + 1) != "/" or not (1 <= value[0] <= 12 and 2000 <= year[0] <= 2100):
        return None
    if not (stream.glued(index + 1) and stream.glued(index + 2)) or stream.plain(year[1]) in ("/", "%"):
        return None
    at = index - (stream.plain(index - 1) in (":", "-", "la"))
    led = stream.before(at, "limit") is not None or stream.before(at, "due_noun", 5) is not None
    return (month_of(year[0], value[0]), year[1]) if led and not stream.glued(index) else None


def _quarter(stream: Stream, index: int) -> Found | None:
    found = _quarter_number(stream, index)
    if found is None:
        return None
    value, after = found
    year = own_year(stream, after)
    if year:
        return _safe(quarter_of, year[0], value, year[1])
    current = (stream.today.month + 2) // 3
    ahead = stream.today.year + (value < current)
    return replace(quarter_of(ahead, value), guessed=True), after


def _quarter_number(stream: Stream, index: int) -> tuple[int, int] | None:
    whole = stream.get(index, "quarter")
    if whole:
        return int(whole[0]), whole[1]
    unit = stream.get(index, "unit")
    letter = stream.has(index, "quarter_letter") and stream.glued(index + 1)
    if letter or (unit and unit[0] == "quarter"):
        at = unit[1] if unit and unit[0] == "quarter" else index + 1
        value = stream.get(at, "roman") or number(stream, at)
        return (int(value[0]), value[1]) if value and 1 <= int(value[0]) <= 4 else None
    ordinal = stream.get(stream.skip(index, "filler"), "english_ordinal")
    unit = ordinal and stream.get(ordinal[1], "unit")
    if not ordinal or not unit or unit[0] != "quarter" or ordinal[0] == -1:
        return None
    return int(ordinal[0]), unit[1]


def _year(stream: Stream, index: int) -> Found | None:
    unit = stream.get(index, "unit")
    if unit and unit[0] == "year":
        told = _told_year(stream, unit[1])
        return _safe(lambda year, _: year_of(year), told[0], 0, told[1]) if told else None
    led = stream.before(index, "limit") is not None or stream.before(index, "english_edge") is not None
    value = digits(stream, index)
    if not (value and led and len(stream.plain(index)) == 4 and 2000 <= value[0] <= 2100):
        return None
    english = stream.words[index - 1].plain in (
        "by",
        "in",
        "of",
        "before",
        "until",
        "during",
        "within",
        "from",
        "early",
        "late",
        "mid",
        "-",
    )
    return (year_of(value[0]), value[1]) if english and stream.plain(value[1]) != "/" else None


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
        return _safe(half_of, year[0], int(stream.plain(index + 1)), year[1]) if year else None
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
        return _safe(half_of, year[0], which, year[1])
    if not unit or unit[0] != "year":
        return None
    this = half_of(stream.today.year, which)
    return replace(this if this.last >= stream.today else half_of(stream.today.year + 1, which), guessed=True), unit[1]


@once
def week_in_month(stream: Stream, index: int) -> Found | None:
    """ "tuần đầu tháng 10", "tuần thứ hai của tháng 10": weeks whose Monday lies in the month; the last ends with it."""
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
    found = _shifted(stream, at) or _month(stream, at)
    if found and found[0].grain == "month":
        return found
    unit = stream.get(at, "unit") or stream.get(stream.skip(at, "filler"), "unit")
    if unit and unit[0] == "month":
        this = shifted("month", stream.today, 0)
        return this and (replace(this, guessed=True), unit[1])
    return None


def _season(stream: Stream, index: int) -> Found | None:
    """Astronomical seasons, as Duckling has them."""
    found = stream.get(index, "season")
    if found is None:
        return None
    starts = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 24), "winter": (12, 21)}
    ends = {"spring": (6, 20), "summer": (9, 23), "autumn": (12, 20), "winter": (3, 20)}
    year = own_year(stream, found[1]) or (stream.today.year, stream.skip(found[1], "shift"))
    wraps = found[0] == "winter"
    end = stream.today.replace(year=year[0], month=ends[str(found[0])][0], day=ends[str(found[0])][1])
    if wraps and end < stream.today:
        end = end.replace(year=end.year + 1)
    month, number_ = starts[str(found[0])]
    first = end.replace(year=end.year - wraps, month=month, day=number_)
    return When(first, end, "quarter", Shape.PERIOD, guessed=True), year[1]


# ---- edges


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
    named = _named_period(stream, after)
    if named is None:
        return _bare_edge(stream, after, "whole" if whole else str(side[0]))
    found = replace(named[0], inclusive=True) if whole else edge(named[0], str(side[0]))
    return (found, named[1]) if found else None


def _named_period(stream: Stream, index: int) -> Found | None:
    return (
        half(stream, index)
        or _shifted(stream, index)
        or _month(stream, index)
        or _quarter(stream, index)
        or _year(stream, index)
    )


def _bare_edge(stream: Stream, index: int, side: str) -> Found | None:
    """ "cuối tháng", "giữa năm": of the current one, or of the next when that is past."""
    at = stream.skip(index, "filler")
    unit = stream.get(at, "unit")
    if not unit or unit[0] not in _UNITS:
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


def _safe(build: object, year: int, part: int, after: int) -> Found | None:
    try:
        return build(year, part), after  # type: ignore[operator]  # one of the builders above
    except (ValueError, OverflowError):
        return None
