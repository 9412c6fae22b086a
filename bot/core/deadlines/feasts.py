"""Feasts and lunar dates, and the days off around them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.calendar import ONE_DAY
from bot.core.deadlines import lunar
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.periods import own_year
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import Found, Shape, When, day, days_off_around, nearest, on


@once
def feast(stream: Stream, index: int) -> Found | None:
    """ "Tết", "mùng 5 Tết", "lễ 30/4", "kỳ nghỉ Quốc khánh", "rằm tháng 9 âm lịch"."""
    return _day_of_tet(stream, index) or _lunar_date(stream, index) or _named(stream, index)


def _named(stream: Stream, index: int) -> Found | None:
    lead = stream.get(index, "feast_lead")
    at = lead[1] if lead else index
    told = stream.get(at, "feast")
    if told is None:
        return _leading_date(stream, lead and str(lead[0]), at) if lead else None
    after = _repeated_date(stream, told[1])
    year, after = _year(stream, after)
    found = _occurrence(str(told[0]), year, stream.today)
    if found is None:
        return None
    return _with_break(stream, found, str(lead[0]) if lead else "day"), after


def _leading_date(stream: Stream, lead: str | None, at: int) -> Found | None:
    """ "lễ 30/4", "kỳ nghỉ lễ 2/9": the date names the feast; "30/4 - 1/5" is one feast."""
    if lead is None or stream.plain(at - 1) == "ngay":
        return None
    value, month = digits(stream, at, 2), digits(stream, at + 2, 2)
    if not value or not month or stream.plain(at + 1) not in ("/", "-"):
        return None
    found = nearest(stream.today, month[0], value[0]) if 1 <= month[0] <= 12 and 1 <= value[0] <= 31 else None
    if found is None:
        return None
    year, after = _year(stream, _repeated_date(stream, month[1], joined=True))
    if year:
        found = on(year, found.month, found.day) or found
    return _with_break(stream, found, lead), after


def _repeated_date(stream: Stream, index: int, *, joined: bool = False) -> int:
    """The index after a date that repeats the feast, "Quốc khánh 2/9", or joins another, "30/4 - 1/5"."""
    at = index + (stream.plain(index) in ("-", ",", "(", "va", "ngay"))
    if joined and at == index:
        return index
    value, month = digits(stream, at, 2), digits(stream, at + 2, 2)
    if not value or not month or stream.plain(at + 1) not in ("/", "-") or stream.plain(month[1]) == "/":
        return index
    return month[1] + (stream.plain(index) == "(" and stream.plain(month[1]) == ")")


def _year(stream: Stream, index: int) -> tuple[int | None, int]:
    """The year of a feast, "2027", "năm 2027"; the two words of a lunar year's name ("Đinh Mùi") are passed."""
    at = index + (stream.plain(index) == "(")
    told = own_year(stream, at)
    if told:
        return told[0], told[1] + (at > index)
    if stream.has(at, "year_stem") and stream.has(at + 1, "year_branch"):
        told = own_year(stream, at + 2 + (stream.plain(at + 2) in (")", "-")))
        return (told[0], told[1]) if told else (None, at + 2)
    return None, index


def _occurrence(rule: str, year: int | None, today: date) -> date | None:
    """The feast in that year, or the next one not before today."""
    kind, month, number_ = rule.split()
    years = (year,) if year else (today.year - 1, today.year, today.year + 1)
    for each in years:
        if kind == "solar":
            found = on(each, int(month), int(number_))
        elif month == "0":
            found = lunar.last_day(each)
        else:
            found = lunar.solar(each, int(month), int(number_))
        if found and (year or found >= today):
            return found
    return None


def _with_break(stream: Stream, found: date, lead: str) -> When:
    first, last = days_off_around(found, stream.calendar)
    when = replace(day(found, Shape.FEAST), break_last=last)
    return replace(when, break_first=first) if lead == "break" else when


# ---- lunar dates


def _day_of_tet(stream: Stream, index: int) -> Found | None:
    """ "mùng 5 Tết", "30 Tết", "ngày 28 Tết": from the 20th on they are days of the old year's last month."""
    mark = stream.get(index, "day_mark")
    value = number(stream, mark[1] if mark else index)
    if value is None or not 1 <= value[0] <= 30 or not stream.has(value[1], "tet_day"):
        return None
    after = stream.skip(value[1], "tet_day")
    year, after = _year(stream, after)
    for each in (year,) if year else (stream.today.year, stream.today.year + 1):
        found = lunar.solar(each, 1, value[0]) if value[0] < 20 else _old_year(each, value[0])
        if found and (year or found >= stream.today):
            return day(found, Shape.FEAST), after
    return None


def _old_year(year: int, number_: int) -> date | None:
    """ "30 Tết" is the last day even of a month of 29."""
    found = lunar.solar(year - 1, 12, number_)
    return found or (lunar.last_day(year - 1) if number_ == 30 else None)


def _lunar_date(stream: Stream, index: int) -> Found | None:
    moon = stream.get(index, "full_moon")
    if moon:
        return _in_lunar_month(stream, int(moon[0]), moon[1], certain=True)
    mark = stream.get(index, "day_mark")
    value = number(stream, mark[1] if mark else index)
    if value is None or not 1 <= value[0] <= 30:
        return None
    return _in_lunar_month(stream, value[0], value[1], certain=False)


def _in_lunar_month(stream: Stream, number_: int, index: int, *, certain: bool) -> Found | None:
    month = _month(stream, index)
    if month is None:
        return None
    value, after, named = month
    told = own_year(stream, after)
    after = told[1] if told else after
    marked = stream.get(after, "lunar_mark")
    if not (certain or named or marked):
        return None
    after = marked[1] if marked else after
    told = told or own_year(stream, after)
    years = (told[0],) if told else (stream.today.year - 1, stream.today.year, stream.today.year + 1)
    for each in years:
        found = lunar.solar(each, value, number_)
        if found and (told or found >= stream.today):
            return day(found, Shape.FEAST), max(after, told[1] if told else 0)
    return None


def _month(stream: Stream, index: int) -> tuple[int, int, bool] | None:
    """The month, the index after it, and whether its name is one of the lunar calendar."""
    if stream.plain(index) in ("/", "-"):
        value = digits(stream, index + 1, 2)
        return (value[0], value[1], False) if value and 1 <= value[0] <= 12 else None
    unit = stream.get(index, "unit")
    if not unit or unit[0] != "month":
        return None
    name = stream.get(unit[1], "month_name")
    if name:
        return int(name[0]), name[1], True
    value = number(stream, unit[1])
    return (value[0], value[1], False) if value and 1 <= value[0] <= 12 else None


def next_working_day(stream: Stream, when: When) -> When:
    """ "sau Tết": the first working day after the days off."""
    last = when.break_last or when.last
    return replace(when, first=when.last, last=stream.calendar.on_or_after(last + ONE_DAY))
