"""Spans of time that questions name: "quý III", "tuần trước", "9 tháng đầu năm"; and the clock of a daily reminder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from bot.core.calendar import week_start
from bot.core.intents import Period, month_end
from bot.core.understanding.rules import Lazy, Vocabulary

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MOST_DAYS = 3660


class TimeWords:
    """Reads windows (due days ahead), periods (mostly past) and clock times in a line of canonical words."""

    def __init__(self, vocabulary: Vocabulary, number: Callable[[str], int | None]) -> None:
        self._number = number
        self._windows = _table(vocabulary, "window")
        self._periods = _table(vocabulary, "period")
        self._clocks = _table(vocabulary, "clock")
        self._delays = _table(vocabulary, "delay")
        self._same = vocabulary.search(vocabulary.tables("same_period").get("last_year", []))
        self._versus = vocabulary.search(vocabulary.words("versus"))

    def window(self, line: str) -> str | None:
        """The code of `AskDue.window`; the earliest phrase counts."""
        for _, name, hit in _hits(self._windows, line):
            number = self._group(hit, "n")
            if name != "days":
                return name
            if number is not None and 0 < number <= _MOST_DAYS:
                return f"days:{number * (7 if hit.groupdict().get('unit') else 1)}"
        return None

    def periods(self, line: str, today: date) -> list[tuple[int, Period]]:
        """Each period with its place in the line, none overlapping, longest phrase first."""
        found: list[tuple[int, int, Period]] = []
        for _, name, hit in _hits(self._periods, line):
            if any(hit.start() < end and start < hit.end() for start, end, _ in found):
                continue
            period = _period(name, self._group(hit, "n"), self._group(hit, "y"), today)
            if period:
                found.append((hit.start(), hit.end(), period))
        return [(start, period) for start, _, period in sorted(found, key=lambda one: one[0])]

    def compared(self, line: str, today: date) -> tuple[Period | None, Period | None]:
        """What is asked about and what it is compared with."""
        periods = self.periods(line, today)
        versus = self._versus.search(line) if self._versus else None
        if not versus and not (self._same and self._same.search(line)):
            return (periods[0][1] if periods else None), None
        middle = versus.start() if versus else 0
        before = [period for start, period in periods if start < middle]
        after = [period for start, period in periods if start >= middle]
        if self._same and self._same.search(line):
            asked = periods[0][1] if periods else None
            return asked, _year_before(asked or Period(date(today.year, 1, 1), today))
        if not before and len(after) > 1:
            return after[0], after[1]
        return (before[0] if before else None), (after[0] if after else None)

    def clock(self, line: str) -> time | None:
        for _, name, hit in _hits(self._clocks, line):
            hour, minute = self._group(hit, "n"), self._group(hit, "y") or 0
            if hour is None:
                continue
            if name.endswith("half"):
                minute = 30
            if "pm" in name and hour < 12:
                hour += 12
            if name.endswith("less") and hour and 0 < minute < 60:
                hour, minute = hour - 1, 60 - minute  # "bảy giờ kém mười"
            if hour < 24 and minute < 60:
                return time(hour, minute)
        return None

    def delay(self, line: str) -> timedelta | None:
        """How long from now: "30 phút nữa"."""
        for _, name, hit in _hits(self._delays, line):
            number = self._group(hit, "n")
            if number is not None and 0 < number <= _MOST_DAYS:
                return timedelta(**{name: number})
        return None

    def _group(self, hit: re.Match[str], name: str) -> int | None:
        words = hit.groupdict().get(name)
        return self._number(words) if words else None


def _table(vocabulary: Vocabulary, kind: str) -> list[tuple[str, Lazy]]:
    table = vocabulary.tables(kind)
    found = ((name, vocabulary.search([phrase])) for name, phrases in table.items() for phrase in phrases)
    return [(name, pattern) for name, pattern in found if pattern]


def _hits(table: Sequence[tuple[str, Lazy]], line: str) -> list[tuple[int, str, re.Match[str]]]:
    """All matches, the longest first."""
    found = [(hit.start() - hit.end(), name, hit) for name, pattern in table for hit in pattern.finditer(line)]
    return sorted(found, key=lambda one: one[0])


def _period(name: str, n: int | None, year: int | None, today: date) -> Period | None:
    make = _PERIODS.get(name)
    try:
        return make(today, n, year) if make else None
    except (ValueError, OverflowError, TypeError):
        return None


def _year_before(period: Period) -> Period:
    first = period.first.replace(
        year=period.first.year - 1, day=min(period.first.day, 28) if period.first.month == 2 else period.first.day
    )
    whole = period.last == month_end(period.last)
    last = month_end(date(period.last.year - 1, period.last.month, 1))
    return Period(first, last if whole else last.replace(day=min(period.last.day, last.day)))


def _month(year: int, month: int) -> Period:
    return Period(date(year, month, 1), month_end(date(year, month, 1)))


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), month_end(date(year, last, 1)))


def _quarter(year: int, quarter: int) -> Period:
    return _months(year, 3 * quarter - 2, 3 * quarter)


def _last_quarter(today: date) -> Period:
    quarter = (today.month + 2) // 3
    return _quarter(today.year, quarter - 1) if quarter > 1 else _quarter(today.year - 1, 4)


def _last_month(today: date) -> Period:
    before = today.replace(day=1) - _DAY
    return _month(before.year, before.month)


def _week(monday: date) -> Period:
    return Period(monday, monday + 6 * _DAY)


_PERIODS: Mapping[str, Callable[[date, Any, Any], Period]] = {
    "today": lambda today, n, y: Period(today, today),
    "yesterday": lambda today, n, y: Period(today - _DAY, today - _DAY),
    "this_week": lambda today, n, y: _week(week_start(today)),
    "last_week": lambda today, n, y: _week(week_start(today) - _WEEK),
    "week_before_last": lambda today, n, y: _week(week_start(today) - 2 * _WEEK),
    "this_month": lambda today, n, y: _month(today.year, today.month),
    "last_month": lambda today, n, y: _last_month(today),
    "this_quarter": lambda today, n, y: _quarter(today.year, (today.month + 2) // 3),
    "last_quarter": lambda today, n, y: _last_quarter(today),
    "this_year": lambda today, n, y: _months(today.year, 1, 12),
    "last_year": lambda today, n, y: _months(today.year - 1, 1, 12),
    "year_to_date": lambda today, n, y: Period(date(today.year, 1, 1), today),
    "month_to_date": lambda today, n, y: Period(today.replace(day=1), today),
    "week_to_date": lambda today, n, y: Period(week_start(today), today),
    "days_back": lambda today, n, y: Period(today - n * _DAY, today),
    "month": lambda today, n, y: _month(y or today.year, n),
    "same_month_last_year": lambda today, n, y: _month(today.year - 1, today.month),
    "quarter": lambda today, n, y: _quarter(y or today.year, n),
    "first_half": lambda today, n, y: _months(y or today.year, 1, 6),
    "second_half": lambda today, n, y: _months(y or today.year, 7, 12),
    "first_months": lambda today, n, y: _months(y or today.year, 1, n),
    "last_months": lambda today, n, y: _months(y or today.year, 13 - n, 12),
    "year": lambda today, n, y: _months(y, 1, 12),
}
