"""Which of a clause's dates is its due date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.conclusions.layout import Span
from bot.core.conclusions.patterns import Patterns
from bot.core.deadlines import Deadline, Kind

_OPENING = 25
_BEFORE_GOAL = 50
_YEAR_RE = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNDATED = datetime(2000, 6, 15)  # noqa: DTZ001  a stand-in; what depends on it is not used


class Deadlines(Protocol):
    def find(self, text: str, reference: datetime) -> list[Deadline]: ...


@dataclass(frozen=True)
class Due:
    on: date | None = None
    text: str | None = None
    recurrence: str | None = None


def due_of(
    clause: str,
    lower: str,
    reference: datetime | None,
    deadlines: Deadlines,
    patterns: Patterns,
    *,
    work: int,
    names: Sequence[Span],
) -> Due:
    """The first bound of the clause, else a target date that the work must serve. `lower` is the clause in lower case.

    `work` is where the work begins: dates before it count at the very beginning only ("Trước ngày 30/9, ..."); 0 for
    a cell of dates, where every date counts. A date inside a name ("Sở KH-CN") is none. Without a reference day only
    dates that name their year count.
    """
    found = [
        one
        for one in deadlines.find(clause, reference or _UNDATED)
        if (one.start >= work or one.start < _OPENING) and not _touches(one, names)
    ]
    bounds = [one for one in found if one.kind is Kind.DEADLINE or not work]
    bounds = [one for one in bounds if not (_is_service(one, lower, patterns) or _is_no_due(one, lower, patterns))]
    days = [one for one in bounds if one.due_on and not _is_rhythm(one)]
    days.sort(key=lambda one: _looseness(lower[one.start : one.end], patterns))
    chosen = next(iter(days), None) or _target(lower, found, patterns) or next(iter(bounds), None)
    if chosen is None:
        recurring = patterns["recurring"].search(lower)
        return Due(text=clause[slice(*recurring.span())] if recurring else None)
    known = reference is not None or _YEAR_RE.search(chosen.text) is not None
    return Due(chosen.due_on if known and not _is_rhythm(chosen) else None, chosen.text, chosen.recurrence)


def _looseness(said: str, patterns: Patterns) -> int:
    """The surest first: "trước ngày 5/9" before "tháng 8", and both before "thứ hai"."""
    if patterns["loose"].fullmatch(said):
        return 2
    return 1 if patterns["unbound"].match(said) else 0


def _touches(one: Deadline, names: Sequence[Span]) -> bool:
    return any(begin < one.end and one.start < end for begin, end in names)


def _is_service(one: Deadline, lower: str, patterns: Patterns) -> bool:
    """ "rút ngắn ... không quá 03 ngày": how long a service may take, not when the work is due."""
    length = patterns["length"].search(lower[one.start : one.end])
    return length is not None and patterns["service"].search(lower[: one.start + length.start()]) is not None


def _is_no_due(one: Deadline, lower: str, patterns: Patterns) -> bool:
    """ "giờ cao điểm tối", "đủ 24 giờ", "đầu năm học", "kế hoạch thanh tra năm 2024": a time that bounds nothing."""
    said = lower[one.start : one.end]
    if patterns["no_due"].fullmatch(said) or patterns["no_due_behind"].match(lower, one.end):
        return True
    return patterns["year_of"].search(lower[max(0, one.start - _BEFORE_GOAL) : one.end]) is not None


def _is_rhythm(one: Deadline) -> bool:
    """ "hằng tuần" names no day; "trước ngày 25 hằng tháng" does."""
    return one.recurrence is not None and not any(letter.isdigit() for letter in one.text)


def _target(lower: str, found: list[Deadline], patterns: Patterns) -> Deadline | None:
    """ "bảo đảm khởi công ngày 30/4/2026": the date of the goal."""
    goals = (one for one in found if patterns["goal_date"].search(lower[max(0, one.start - _BEFORE_GOAL) : one.end]))
    return next((one for one in goals if one.due_on), None)
