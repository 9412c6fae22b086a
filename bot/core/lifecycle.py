"""The task's states and who may move it. A verdict is either a `Move`, which the use case records, or a `Refusal`.

The core never changes a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core import permissions
from bot.core.calendar import plausible
from bot.core.permissions import Actor
from models import State, Task

LONGEST_NOTE = 1000  # characters; what is longer belongs into a document


@dataclass(frozen=True)
class Refusal:
    """Why something was not done; the screens say it kindly."""

    code: str


@dataclass(frozen=True)
class Move:
    """What changes on the task, for its row and its history."""

    kind: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    on_behalf: bool = False


Verdict = Move | Refusal


def acknowledge(task: Task, by: Actor, now: datetime) -> Verdict:
    """The lead agency has received the task."""
    refusal = _may_not_update(task, by)
    if refusal:
        return refusal
    if task.acknowledged_at is not None:
        return Refusal("already-acknowledged")
    changes: dict[str, Any] = {"acknowledged_at": now}
    if task.state == State.ASSIGNED:
        changes["state"] = State.IN_PROGRESS
    return Move("acknowledged", changes, on_behalf=_on_behalf(task, by))


def progress(
    task: Task, by: Actor, now: datetime, today: date, *, note: str | None = None, percent: int | None = None
) -> Verdict:
    """What has been done so far; a percentage is optional."""
    refusal = _may_not_update(task, by) or _bad_note(note)
    if refusal:
        return refusal
    if percent is not None and not 0 <= percent <= 100:
        return Refusal("bad-percent")
    if not note and percent is None:
        return Refusal("nothing-said")
    if task.state == State.AWAITING:
        return Refusal("already-reported")
    changes: dict[str, Any] = {"state": State.IN_PROGRESS, "updated_on": today}
    changes |= {"percent": percent} if percent is not None else {}
    changes |= {"last_note": note} if note else {}
    changes |= {} if task.acknowledged_at else {"acknowledged_at": now}
    return Move("progress", changes, note, _on_behalf(task, by))


def report_done(task: Task, by: Actor, now: datetime, today: date, *, note: str | None = None) -> Verdict:
    """The lead agency says the work is done; the clock stops until somebody accepts or returns it."""
    refusal = _may_not_update(task, by) or _bad_note(note)
    if refusal:
        return refusal
    if task.state == State.AWAITING:
        return Refusal("already-reported")
    changes: dict[str, Any] = {"state": State.AWAITING, "reported_on": today, "updated_on": today}
    changes |= {"last_note": note} if note else {}
    changes |= {} if task.acknowledged_at else {"acknowledged_at": now}
    return Move("reported", changes, note, _on_behalf(task, by))


def confirm(task: Task, by: Actor, now: datetime) -> Verdict:
    """The result is accepted; the task is closed as of its report."""
    refusal = _may_not_decide(task, by)
    return refusal or Move("confirmed", {"state": State.COMPLETED, "closed_at": now})


def return_for_more(task: Task, by: Actor, reason: str) -> Verdict:
    """The result is not accepted: the clock runs again against the same date."""
    refusal = _may_not_decide(task, by) or _bad_note(reason)
    if refusal:
        return refusal
    if len(reason.strip()) < 3:
        return Refusal("reason-needed")
    return Move("returned", {"state": State.IN_PROGRESS, "reported_on": None}, reason.strip())


def change_due(
    task: Task, by: Actor, due_on: date, words: str, *, reason: str | None, said_on: date | None = None
) -> Verdict:
    """Sets a missing date, or corrects a wrong entry for a stated reason. The original date is written once.

    `said_on` is the day that the words count from.
    """
    if not permissions.may_correct_due(by):
        return Refusal("not-yours-to-date")
    if task.closed_at is not None:
        return Refusal("already-closed")
    if not plausible(due_on):
        return Refusal("date-too-far")
    if due_on < task.assigned_on:
        return Refusal("before-assignment")
    if due_on == task.due_on:
        return Refusal("same-date")
    if task.due_on is not None and not (reason and len(reason.strip()) >= 3):
        return Refusal("reason-needed")
    changes: dict[str, Any] = {"due_on": due_on, "due_words": words, "due_from": said_on, "no_due_reason": None}
    changes |= {} if task.original_due_on else {"original_due_on": due_on}
    return Move("due_changed", changes, reason)


def days_off_changed(task: Task, due_on: date) -> Move:
    """The words of the date give another day by the new calendar. The original date stays."""
    return Move("days_off_changed", {"due_on": due_on})


def parts_reported(parent: Task, days: Sequence[date | None]) -> Move | None:
    """A job for many stands at the report of its last part; None where nothing changes."""
    reported = [day for day in days if day is not None]
    last = max(reported) if days and len(reported) == len(days) else None
    if parent.closed_at is not None or parent.reported_on == last:
        return None
    state = State.AWAITING if last else State.IN_PROGRESS
    return Move("parts_reported", {"state": state, "reported_on": last})


def close_parent(parent: Task, open_children: int, now: datetime) -> Move | None:
    """The last child of a job for many was accepted: so is the job."""
    if open_children or parent.closed_at is not None:
        return None
    return Move("all_children_confirmed", {"state": State.COMPLETED, "closed_at": now})


def _may_not_update(task: Task, by: Actor) -> Refusal | None:
    if task.is_parent:
        return Refusal("parent-task")
    if not permissions.may_update(by, task):
        return Refusal("not-your-task")
    if task.closed_at is not None:
        return Refusal("already-closed")
    if task.state == State.SUSPENDED:
        return Refusal("suspended")
    return None


def _may_not_decide(task: Task, by: Actor) -> Refusal | None:
    if not permissions.may_decide_result(by, task):
        return Refusal("not-yours-to-confirm")
    if task.closed_at is not None:
        return Refusal("already-closed")
    if task.state != State.AWAITING:
        return Refusal("not-reported")
    return None


def _bad_note(note: str | None) -> Refusal | None:
    return Refusal("note-too-long") if note and len(note) > LONGEST_NOTE else None


def _on_behalf(task: Task, by: Actor) -> bool:
    return not permissions.leads(by, task)
