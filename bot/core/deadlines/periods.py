"""Weeks, months, quarters and years, said by name, by number or by their distance."""

from __future__ import annotations

from dataclasses import replace

from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import Found, When, month_of, quarter_of, year_of
from bot.core.deadlines.when import period as shifted

UNITS = ("week", "month", "quarter", "year")


@once
def named_period(stream: Stream, index: int) -> Found | None:
    """A whole period at this word: "tháng 10", "quý IV/2022", "năm 2023", "tuần sau", "next month"."""
    return (
        shifted_period(stream, index)
        or _month(stream, index)
        or _quarter(stream, index)
        or _year(stream, index)
        or _slashed_month(stream, index)
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


@once
def shifted_period(stream: Stream, index: int) -> Found | None:
    """ "tuần này", "tháng sau", "quý tới", "sang năm", "next week"."""
    whole = stream.get(index, "shifted")
    if whole and not _limits_date(stream, whole[1] - 1):
        name, distance = str(whole[0]).split()
        found = shifted(name, stream.today, int(distance))
        return (found, whole[1]) if found else None
    early = stream.get(index, "shift_before") or stream.get(index, "english_shift")
    if early:
        unit_after = stream.get(early[1], "unit")
        if not unit_after or unit_after[0] not in UNITS:
            return None
        if digits(stream, unit_after[1]) or stream.has(unit_after[1], "roman"):
            return None
        found = shifted(str(unit_after[0]), stream.today, int(early[0]))
        return (found, unit_after[1]) if found else None
    unit = stream.get(index, "unit")
    shift = unit and stream.get(unit[1], "shift")
    if not unit or not shift or unit[0] not in UNITS or _limits_date(stream, unit[1]):
        return None
    found = shifted(str(unit[0]), stream.today, int(shift[0]))
    return (found, shift[1]) if found else None


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


def _month(stream: Stream, index: int) -> Found | None:
    found = _month_number(stream, index)
    if found is None:
        return _english_month(stream, index)
    month, after = found
    year = own_year(stream, after)
    if year:
        return (month_of(year[0], month), year[1])
    ahead = stream.get(after, "shift")
    if ahead and ahead[0] in (0, 1) and not _limits_date(stream, after):
        after = ahead[1]
    return _coming_month(stream, month), after


def counted_months(stream: Stream, index: int) -> Found | None:
    """ "2 tháng 10 và 11/2022", "hai năm 2022 và 2023": as many months or years as were counted."""
    count = number(stream, index)
    unit = count and stream.get(count[1], "unit")
    if not count or not unit or unit[0] not in ("month", "year") or not 2 <= count[0] <= 6:
        return None
    allowed = range(1, 13) if unit[0] == "month" else range(1900, 2200)
    values, at = _list_of(stream, unit[1], count[0], allowed)
    if len(values) != count[0]:
        return None
    if unit[0] == "year":
        return replace(year_of(values[-1]), first=year_of(min(values)).first), at
    year = own_year(stream, at)
    last = (month_of(year[0], values[-1]), year[1]) if year else (_coming_month(stream, values[-1]), at)
    return replace(last[0], first=last[0].first.replace(month=min(values))), last[1]


def _list_of(stream: Stream, index: int, count: int, allowed: range) -> tuple[list[int], int]:
    """So many numbers joined by commas, "và" or dashes, and the index after them."""
    values: list[int] = []
    while len(values) < count and (value := number(stream, index)) and value[0] in allowed:
        values.append(value[0])
        index = value[1]
        if len(values) < count:
            index += stream.plain(index) in (",", "va", "-")
    return values, index


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
        return (month_of(year[0], int(name[0])), year[1])
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
        return (quarter_of(year[0], value), year[1])
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
        return (year_of(told[0]), told[1]) if told else None
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
