"""What a re-organisation moves by itself, and what a person has to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.core.agencies import Directory
from bot.core.lifecycle import Move
from models import Task


@dataclass(frozen=True)
class Change:
    """A body that has ended, and who bears its work today; None where a person has to choose."""

    old: str
    heir: str | None
    last_day: date


def changes(directory: Directory, codes: Iterable[str], today: date) -> list[Change]:
    """Those of the agencies that are no more today, each with its automatic heir."""
    found = []
    for code in sorted(set(codes)):
        body = directory.get(code)
        if body is not None and body.valid_to is not None and body.has_ended_on(today):
            found.append(Change(code, directory.successor(code, today), body.valid_to))
    return found


def to_come(directory: Directory, codes: Iterable[str], today: date) -> list[Change]:
    """Those that will end: with the heir of the day after, so far as it is known today."""
    found = []
    for code in sorted(set(codes)):
        body = directory.get(code)
        if body is not None and body.valid_to is not None and body.lives_on(today):
            after = date.fromordinal(body.valid_to.toordinal() + 1)
            found.append(Change(code, directory.successor(code, after), body.valid_to))
    return sorted(found, key=lambda one: (one.last_day, one.old))


def lead_moves(task: Task, heir: str, names: str) -> Move | None:
    """The lead passes to the successor. Who gave the task, its date and its state stay; the history has both names."""
    if task.closed_at is not None or task.lead == heir:
        return None
    return Move("lead_succeeded", {"lead": heir}, names)


def support_moves(task: Task, names: str) -> Move | None:
    if task.closed_at is not None:
        return None
    return Move("support_succeeded", {}, names)
