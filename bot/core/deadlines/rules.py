"""Days that come back, as RFC 5545 recurrence rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.deadlines.when import nth_weekday, on, shift_month

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTER_ENDS = (3, 6, 9, 12)
QUARTER_STARTS = (1, 4, 7, 10)


@dataclass(frozen=True)
class Rule:
    """Days that come back: weekdays of each week, or days of each month or of some months."""

    months: tuple[int, ...] = ()
    days: tuple[int, ...] = ()
    weekday: int | None = None
    others: tuple[int, ...] = ()  # further weekdays of the week
    nth: int | None = None
    daily: bool = False
    yearly: bool = False
    grain: str = "day"

    def text(self) -> str:
        """The body of an RFC 5545 recurrence rule."""
        if self.daily:
            return "FREQ=DAILY"
        if self.weekday is not None and self.nth is None:
            return "FREQ=WEEKLY;BYDAY=" + ",".join(WEEKDAYS[each] for each in sorted({self.weekday, *self.others}))
        parts = ["FREQ=YEARLY" if self.yearly else "FREQ=MONTHLY"]
        if self.months:
            parts.append("BYMONTH=" + ",".join(map(str, self.months)))
        if self.weekday is not None:
            parts.append(f"BYDAY={self.nth}{WEEKDAYS[self.weekday]}")
        elif self.days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.days)))
        return ";".join(parts)

    def first(self, today: date) -> date | None:
        """The first occurrence not before today."""
        if self.daily:
            return today
        if self.weekday is not None and self.nth is None:
            ahead = min((each - today.weekday()) % 7 for each in (self.weekday, *self.others))
            return today + timedelta(days=ahead)
        for ahead in range(50):
            found = [day for day in self._in_month(shift_month(today, ahead)) if day >= today]
            if found:
                return min(found)
        return None

    def _in_month(self, first: date) -> list[date]:
        if self.months and first.month not in self.months:
            return []
        if self.weekday is not None:
            found = [nth_weekday(first, self.weekday, self.nth or 1)]
        else:
            found = [
                shift_month(first, 1) - timedelta(days=1) if day == -1 else on(first.year, first.month, day)
                for day in self.days
            ]
        return [day for day in found if day]


def each_period(unit: str) -> Rule | None:
    """A bare cycle falls due at the end of each period."""
    match unit:
        case "day":
            return Rule(daily=True)
        case "week":
            return Rule(weekday=6, grain="week")
        case "month":
            return Rule(days=(-1,), grain="month")
        case "quarter":
            return Rule(months=QUARTER_ENDS, days=(-1,), grain="quarter")
        case "half":
            return Rule(months=(6, 12), days=(-1,), grain="half")
        case "year":
            return Rule(months=(12,), days=(31,), yearly=True, grain="year")
    return None


def with_cycle(rule: Rule, cycle: str) -> Rule | None:
    match cycle:
        case "quarter_end":
            return replace(rule, months=QUARTER_ENDS)
        case "quarter_start":
            return replace(rule, months=QUARTER_STARTS)
        case "day":
            return rule if rule.daily else None
        case "week":
            return rule if rule.weekday is not None else None
        case "month":
            return None if rule.yearly or rule.daily else rule
        case "quarter":
            months = QUARTER_ENDS if rule.days in ((-1,), ()) or rule.days[0] > 1 else QUARTER_STARTS
            return None if rule.daily else replace(rule, months=months)
        case "year" if rule.months or rule.days in ((1,), (-1,)):
            ends = (1,) if rule.days == (1,) else (12,)
            return replace(rule, months=rule.months or ends, yearly=True)
    return None
