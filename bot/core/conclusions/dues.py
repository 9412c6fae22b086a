"""Which of a clause's dates is its due date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.core.conclusions.composed import canonical
from bot.core.conclusions.layout import Span
from bot.core.conclusions.patterns import Patterns
from bot.core.deadlines import Deadline, Kind

_OPENING = 25
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
    reference: datetime | None,
    deadlines: Deadlines,
    patterns: Patterns,
    *,
    work: int,
    names: Sequence[Span],
) -> Due:
    """The first bound of the clause, else a target date that the work must serve.

    `work` is where the work begins: dates before it count at the very beginning only ("Trước ngày 30/9, ..."); 0 for
    a cell of dates, where every date counts. A date inside a name ("Sở KH-CN") is none. Without a reference day only dates that name their year count.
    """
    found = [
        one
        for one in deadlines.find(clause, reference or _UNDATED)
        if (one.start >= work or one.start < _OPENING)
        and not any(begin < one.end and one.start < end for begin, end in names)
    ]
    bounds = [one for one in found if one.kind is Kind.DEADLINE or not work]
    chosen = (
        next((one for one in bounds if one.due_on), None)
        or _target(clause, found, patterns)
        or next(iter(bounds), None)
    )
    recurring = patterns.found["recurring"].search(canonical(clause))
    if chosen is None:
        return Due(recurrence=None, text=clause[slice(*recurring.span())] if recurring else None)
    on = chosen.due_on if reference or _YEAR_RE.search(chosen.text) else None
    if chosen.recurrence and not any(letter.isdigit() for letter in chosen.text):
        on = None  # "hằng tuần" names a rhythm, no day
    return Due(on, chosen.text, chosen.recurrence)


def _target(clause: str, found: list[Deadline], patterns: Patterns) -> Deadline | None:
    """ "bảo đảm khởi công ngày 30/4/2026": the date of the goal."""
    lower = canonical(clause)
    for one in found:
        if (
            one.due_on
            and patterns.found["goal_date"].search(lower[max(0, one.start - 50) : one.end])
        ):
            return one
    return None
