"""The classes of the official report, and rates that always show what was divided by what.

The classes are those of the national report: they add up to the total, and the report says so. Two denominators are in
use: Đà Nẵng divides by everything that was assigned, the Government by what has come due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from bot.core.intents import Order
from models import State

FEWEST_RANKED = 5  # tasks; below it an agency has no rank
FEWEST_PERCENT = 3  # of fewer the fraction stands alone
BANDS = ((301, None), (51, 300), (FEWEST_RANKED, 50))  # Đà Nẵng commends those with more than 300 apart


@dataclass(frozen=True)
class Rate:
    """A share with its fraction."""

    part: int
    whole: int

    @property
    def hundredths(self) -> int | None:
        """The percentage in hundredths, rounded half up; None where nothing can be divided by."""
        return (self.part * 20_000 + self.whole) // (2 * self.whole) if self.whole else None


@dataclass(frozen=True)
class Figures:
    """How many tasks stand in each class; `total` is counted on its own."""

    total: int = 0
    done_in_time: int = 0
    done_late: int = 0
    done_undated: int = 0
    in_time: int = 0
    overdue: int = 0
    undated: int = 0
    suspended: int = 0
    awaiting: int = 0  # of in_time, overdue and undated: reported, not yet accepted
    extended: int = 0  # now due later than they were at first
    done_in_first_time: int = 0  # completed by the date they had at first

    def __add__(self, other: Figures) -> Figures:
        return Figures(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)})

    @property
    def classes(self) -> tuple[int, ...]:
        done = (self.done_in_time, self.done_late, self.done_undated)
        return (*done, self.in_time, self.overdue, self.undated, self.suspended)

    @property
    def adds_up(self) -> bool:
        return sum(self.classes) == self.total

    @property
    def completed(self) -> int:
        return self.done_in_time + self.done_late + self.done_undated

    @property
    def completed_of_all(self) -> Rate:
        """Đà Nẵng's rate."""
        return Rate(self.completed, self.total)

    @property
    def completed_of_due(self) -> Rate:
        """The Government's rate: of what was completed or should have been."""
        return Rate(self.completed, self.completed + self.overdue)

    @property
    def in_time_of_all(self) -> Rate:
        return Rate(self.done_in_time, self.total)

    @property
    def in_time_of_done(self) -> Rate:
        """Of what was completed and had a date."""
        return Rate(self.done_in_time, self.done_in_time + self.done_late)

    @property
    def in_first_time_of_done(self) -> Rate:
        return Rate(self.done_in_first_time, self.done_in_time + self.done_late)


def class_of(values: Mapping[str, Any], day: date) -> str:
    """The class in which a task with these values stood on a day; "" for a withdrawn one."""
    state, due = values["state"], values["due_on"]
    is_late = due is not None and (values["reported_on"] or day) > due
    if state == State.CANCELLED:
        return ""
    if state == State.SUSPENDED:
        return "suspended"
    if state == State.COMPLETED:
        return "done_undated" if due is None else "done_late" if is_late else "done_in_time"
    return "undated" if due is None else "overdue" if is_late else "in_time"


def counted(classes: Iterable[str]) -> Figures:
    """Figures of tasks that were classed one by one."""
    found: dict[str, int] = {}
    for name in classes:
        if name:
            found[name] = found.get(name, 0) + 1
    return Figures(total=sum(found.values()), **found)


@dataclass(frozen=True)
class Flow:
    """What happened in a period, and how it ended."""

    first: date
    last: date
    assigned: int = 0
    completed: int = 0
    in_time: int = 0
    dated: int = 0  # of completed
    overdue_at_end: int = 0

    @property
    def in_time_rate(self) -> Rate:
        return Rate(self.in_time, self.dated)


# ---------------------------------------------------------------- ranking


@dataclass(frozen=True)
class Record:
    """What an agency led: parts of jobs for many counted, sub-tasks and support not."""

    agency: str
    figures: Figures


@dataclass(frozen=True)
class Placed:
    """An agency's place among those with about as many tasks; None for fewer than five."""

    record: Record
    place: int | None
    among: int
    band: tuple[int, int | None] | None


def ranked(records: Sequence[Record], order: Order) -> list[Placed]:
    """Band by band, largest first; the count of overdue tasks goes before any percentage. The unranked come last."""
    placed: list[Placed] = []
    for least, most in BANDS:
        members = [one for one in records if least <= one.figures.total <= (most or one.figures.total)]
        members.sort(key=lambda one: (_burden(one), one.agency), reverse=False)
        if order is Order.WORST:
            members.sort(key=_burden, reverse=True)
        placed += [Placed(one, _place(one, members), len(members), (least, most)) for one in members]
    few = [one for one in records if one.figures.total < FEWEST_RANKED]
    return placed + [Placed(one, None, 0, None) for one in sorted(few, key=_burden, reverse=True)]


def worst_first(records: Iterable[Record]) -> list[Record]:
    """Not a ranking: by the counts alone, most overdue tasks first, then most tasks."""
    return sorted(records, key=lambda one: (-one.figures.overdue, -one.figures.total, one.agency))


def _burden(record: Record) -> tuple[float, float]:
    """Overdue tasks, then the share that was not completed in time."""
    figures = record.figures
    rate = figures.in_time_of_done.hundredths
    return (figures.overdue, -(rate if rate is not None else 10_000))


def _place(record: Record, members: Sequence[Record]) -> int:
    """Equal figures share a place."""
    return 1 + next(n for n, one in enumerate(members) if _burden(one) == _burden(record))


def together(records: Iterable[Record]) -> Figures:
    """The figures of several agencies, to show an average without their names."""
    return sum((one.figures for one in records), Figures())
