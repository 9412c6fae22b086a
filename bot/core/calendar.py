"""Working days: Monday to Friday without days off, plus the Saturdays worked in exchange.

The days off are data that the office can change (`vn_holidays.csv` at first start, then the holiday table).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def plausible(day: date) -> bool:
    """A day that a task can fall due on; others are slips of the pen."""
    return EARLIEST <= day <= LATEST


@dataclass(frozen=True)
class DayOff:
    """A weekday that is free, or a weekend day that is worked (`works`)."""

    name: str
    works: bool = False


@dataclass(frozen=True)
class Calendar:
    """Which days offices work. Days that are not in `special` follow the five-day week."""

    special: Mapping[date, DayOff] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        special = self.special.get(day)
        return special.works if special else day.weekday() < 5

    def holiday(self, day: date) -> str | None:
        """The name of the day off, or None on a working day and on a plain weekend."""
        special = self.special.get(day)
        return special.name if special and not special.works else None

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on (Civil Code 2015, art. 148.5)."""
        return next(self._walk(day - ONE_DAY, ONE_DAY))

    def on_or_before(self, day: date) -> date:
        return next(self._walk(day + ONE_DAY, -ONE_DAY))

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after `day` (before it for a negative n); `day` itself is not counted.

        Zero gives `day` unchanged, working day or not.
        """
        if working_days == 0:
            return day
        walk = self._walk(day, ONE_DAY if working_days > 0 else -ONE_DAY)
        return next(found for n, found in enumerate(walk, 1) if n == abs(working_days))

    def between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier` up to and including `later`; negative if turned round."""
        if later < earlier:
            return -self.between(later, earlier)
        days = (earlier + timedelta(days=n) for n in range(1, (later - earlier).days + 1))
        return sum(map(self.is_working_day, days))

    def _walk(self, day: date, step: timedelta) -> Iterator[date]:
        while True:
            day += step
            if self.is_working_day(day):
                yield day


def week_start(day: date) -> date:
    """The Monday of the ISO week."""
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """The ISO week, "2022-W39"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def digest_day(day: date, calendar: Calendar) -> date | None:
    """The first working day of the ISO week of `day`; None in a week without one (Tết)."""
    monday = week_start(day)
    days = (monday + timedelta(days=n) for n in range(7))
    return next(filter(calendar.is_working_day, days), None)
