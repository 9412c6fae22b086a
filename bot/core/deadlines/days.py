"""Dates of the calendar: numeric, worded, English, and bare days of a month."""

from __future__ import annotations

from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.odd_english import odd_english
from bot.core.deadlines.periods import named_period, own_year
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import Found, Shape, When, day, nearest, nearest_in_month, on, unresolved

_WHOLE_NAMES = ("may", "june", "july")
_SEPARATORS = ("/", "-", ".")


@once
def dated(stream: Stream, index: int) -> Found | None:
    """ "ngày 30/9/2022", "30 tháng 9", "mùng 5", "the 25th", "5 October"."""
    mark = stream.get(index, "day_mark")
    after = mark[1] if mark else stream.skip(index, "filler")
    found = (
        _numeric(stream, after, marked=mark is not None)
        or _worded(stream, after)
        or _english(stream, after)
        or (_numbered(stream, after) if mark else None)
        or _ordinal(stream, after)
        or odd_english(stream, after)
    )
    if found is None:
        return None
    return found[0], _after_bracketed_weekday(stream, found[1])


def _after_bracketed_weekday(stream: Stream, index: int) -> int:
    """ "30/9/2022 (thứ Sáu)": the weekday adds nothing."""
    if stream.plain(index) != "(":
        return index
    inner = stream.get(index + 1, "weekday") or stream.get(index + 1, "english_weekday")
    return inner[1] + 1 if inner and stream.plain(inner[1]) == ")" else index


def _numeric(stream: Stream, index: int, *, marked: bool) -> Found | None:
    if not _free_before(stream, index):
        return None
    parts = _parts(stream, index)
    if parts is None:
        return None
    values, after = parts
    if not _free_after(stream, after):
        return None
    if len(values) == 3:
        found = _full(stream, index, values)
        return (found, after) if found else None
    return _day_month(stream, values, after, marked=marked)


def _parts(stream: Stream, index: int) -> tuple[list[int], int] | None:
    """Two or three numbers with one kind of separator: their values and the index after them."""
    first = digits(stream, index) or (number(stream, index) if stream.has(index, "number") else None)
    if first is None:
        return None
    values, after = [first[0]], first[1]
    sign = stream.plain(after)
    while len(values) < 3 and stream.plain(after) == sign and sign in _SEPARATORS:
        following = digits(stream, after + 1) or (number(stream, after + 1) if sign == "/" else None)
        if following is None or (sign != "/" and not (stream.glued(after) and stream.glued(after + 1))):
            break
        if sign == "." and not stream.glued(following[1] - 1):
            break
        values.append(following[0])
        after = following[1]
    return (values, after) if len(values) > 1 else None


def _full(stream: Stream, index: int, values: list[int]) -> When | None:
    first, second, third = values
    if len(stream.plain(index)) == 4:
        found = on(first, second, third)
    else:
        found = on(_century(third) if third < 100 else third, second, first)
    if found is None:
        plausible = 1 <= first <= 31 and 1 <= second <= 13 and 1900 < third < 2200
        return unresolved(stream.today, shape=Shape.FULL) if plausible else None
    return day(found, Shape.FULL)


def _century(year: int) -> int:
    return year + (1900 if year >= 70 else 2000)


def _day_month(stream: Stream, values: list[int], after: int, *, marked: bool) -> Found | None:
    number_, month = values
    if not (1 <= number_ <= 31 and 1 <= month <= 12):
        return None
    year = own_year(stream, after)
    if year:
        return _certain(stream, year[0], month, number_), year[1]
    found = nearest(stream.today, month, number_)
    if found is None:
        return unresolved(stream.today, shape=Shape.SHORT), after
    return day(found, Shape.SHORT, guessed=True), after


def _certain(stream: Stream, year: int, month: int, number_: int) -> When:
    found = on(year, month, number_)
    return day(found, Shape.FULL) if found else unresolved(stream.today, shape=Shape.FULL)


def _free_before(stream: Stream, index: int) -> bool:
    """Not the tail of a decimal, a document number, an address or a name."""
    if not stream.glued(index):
        return True
    sign = stream.plain(index - 1)
    if sign == "-":
        return not stream.glued(index - 1) or (
            len(stream.plain(index - 2)) <= 2 and stream.plain(index - 2).isdecimal()
        )
    if sign in ("/", ".", ",", "_", "#", "+", "="):
        return False
    if sign == ":":
        return not stream.plain(index - 2).isdecimal()
    return not sign.isdecimal()


def _free_after(stream: Stream, after: int) -> bool:
    if not stream.glued(after):
        return True
    sign = stream.plain(after)
    if sign in ("%", "/", "_", "°"):
        return False
    if sign in (".", ",", "-", ":"):
        return not (stream.glued(after + 1) and stream.plain(after + 1)[:1].isalnum() and sign != "-") and not (
            sign == "-" and stream.glued(after + 1) and stream.plain(after + 1)[:1].isalpha()
        )
    return not sign[:1].isalpha() or stream.has(after, "please")


def _worded(stream: Stream, index: int) -> Found | None:
    """ "30 tháng 9 năm 2022", "20 tháng này", "10 tới"; the month may be a list of words or a name."""
    found = number(stream, index)
    if found is None or not 1 <= found[0] <= 31 or not _free_before(stream, index):
        return None
    value, after = found
    after = stream.skip(after, "link") if stream.plain(after) == "cua" else after
    if not _is_month_word(stream, after):
        return None
    month = named_period(stream, after)
    if month is None or month[0].grain != "month":
        return None
    by_distance = month[0].shape is Shape.RELATIVE and stream.plain(month[1] - 1) != "nay"
    if by_distance and value <= 12 and not stream.has(index - 1, "day_mark"):
        return None  # "3 tháng tới" is a length, "ngày 3 tháng tới" a day
    return _within(stream, month[0], value), month[1]


def _is_month_word(stream: Stream, index: int) -> bool:
    unit = stream.get(index, "unit")
    return unit is not None and unit[0] == "month"


def _within(stream: Stream, month: When, number_: int) -> When:
    """The day of that month; where the year was not said, the nearest one that is not past."""
    if month.guessed:
        found = nearest(stream.today, month.first.month, number_)
        return day(found, Shape.SHORT, guessed=True) if found else unresolved(stream.today, shape=Shape.SHORT)
    found = on(month.first.year, month.first.month, number_)
    if found is None:
        return unresolved(stream.today, shape=Shape.FULL)
    shape = Shape.RELATIVE if month.shape is Shape.RELATIVE else Shape.FULL
    return day(found, shape, past=month.past)


def _numbered(stream: Stream, index: int) -> Found | None:
    """ "ngày 25", "ngày 10 tới", "mùng 5": the nearest such day of a month."""
    found = number(stream, index)
    if found is None or not 1 <= found[0] <= 31 or stream.has(found[1], "unit"):
        return None
    if stream.plain(found[1]) in ("%", "/") or not _free_after(stream, found[1]):
        return None
    following = nearest_in_month(stream.today, found[0])
    if following is None:
        return None
    shift = stream.get(found[1], "shift")
    after = shift[1] if shift and shift[0] == 1 else found[1]
    return day(following, Shape.DAY, guessed=True), after


def _english(stream: Stream, index: int) -> Found | None:
    """ "30 September 2022", "25th of October", "Oct 5th, 2022"."""
    first = stream.get(index, "english_month")
    if first:
        return _month_first(stream, int(first[0]), first[1])
    value = _ordinal_number(stream, index)
    if value is None or not 1 <= value[0] <= 31:
        return None
    after = stream.skip(value[1], "link") if stream.plain(value[1]) == "of" else value[1]
    if stream.plain(after) in ("-", "/"):
        after += 1
    month = stream.get(after, "english_month")
    if month is None:
        return None
    shortened = len(stream.plain(month[1] - 1)) <= 4 and stream.plain(month[1] - 1) not in _WHOLE_NAMES
    after = month[1] + (shortened and stream.plain(month[1]) == ".")
    return _with_year(stream, int(month[0]), value[0], after)


def _month_first(stream: Stream, month: int, after: int) -> Found | None:
    after += stream.plain(after) == "."
    value = _ordinal_number(stream, stream.skip(after, "filler"))
    if value is None or not 1 <= value[0] <= 31 or len(stream.plain(value[1] - 1)) > 2:
        return None
    return _with_year(stream, month, value[0], value[1])


def _with_year(stream: Stream, month: int, number_: int, after: int) -> Found:
    at = after + (stream.plain(after) in (",", "-", "/"))
    year = digits(stream, at)
    if year and 1900 <= year[0] <= 2200 and len(stream.plain(at)) == 4:
        return _certain(stream, year[0], month, number_), year[1]
    found = nearest(stream.today, month, number_)
    if found is None:
        return unresolved(stream.today, shape=Shape.SHORT), after
    return day(found, Shape.SHORT, guessed=True), after


def _ordinal_number(stream: Stream, index: int) -> tuple[int, int] | None:
    value = digits(stream, index, longest=2)
    if value and stream.glued(value[1]):
        return value[0], stream.skip(value[1], "ordinal_suffix")
    return value


def _ordinal(stream: Stream, index: int) -> Found | None:
    """ "the 25th": of the nearest month."""
    value = digits(stream, index, longest=2)
    if value is None or not stream.glued(value[1]) or not stream.has(value[1], "ordinal_suffix"):
        return None
    found = nearest_in_month(stream.today, value[0]) if 1 <= value[0] <= 31 else None
    return (day(found, Shape.DAY, guessed=True), value[1] + 1) if found else None
