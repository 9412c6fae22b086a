"""The task's states and who may move it. A verdict is either a `Move`, which the use case records, or a `Refusal`.

The core never changes a row. Orders (suspend, withdraw …) are in `orders.py`, later dates in `extensions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from bot.core import rights
from bot.core.calendar import plausible
from bot.core.permissions import Actor
from bot.core.rights import USUAL, Act, Rules, Side
from models import State, Task

LONGEST_NOTE = 1000  # characters; what is longer belongs into a document
SHORTEST_REASON = 3


class Obstacle(StrEnum):
    """Why a task does not move; the values are the codes of the committee's register."""

    STAFF = "thieu_nhan_luc"
    MONEY = "thieu_kinh_phi"
    OPINION = "cho_y_kien"
    DISAGREEMENT = "chua_thong_nhat"
    RULES = "vuong_quy_dinh"
    CENTRAL = "cho_trung_uong"
    OTHER_TASK = "phu_thuoc_nhiem_vu_khac"
    OTHER = "ly_do_khac"


@dataclass(frozen=True)
class Refusal:
    """Why something was not done; the screens say it kindly."""

    code: str


@dataclass(frozen=True)
class Move:
    """What changes on the task, for its row and its history.

    `details` belong to the history alone: what was asked for, why, on whose order.
    """

    kind: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    on_behalf: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


Verdict = Move | Refusal
NO_OBSTACLE = {"obstacle": None, "obstacle_agency": None, "obstacle_note": None, "obstacle_on": None}


def acknowledge(task: Task, by: Actor, now: datetime) -> Verdict:
    """The lead agency has received the task."""
    refusal = may_not(Act.ACKNOWLEDGE, task, by)
    if refusal:
        return refusal
    if task.acknowledged_at is not None:
        return Refusal("already-acknowledged")
    changes: dict[str, Any] = {"acknowledged_at": now}
    if task.state == State.ASSIGNED:
        changes["state"] = State.IN_PROGRESS
    return Move("acknowledged", changes, on_behalf=on_behalf(task, by))


def progress(
    task: Task, by: Actor, now: datetime, today: date, *, note: str | None = None, percent: int | None = None
) -> Verdict:
    """What has been done so far; a percentage is optional. Work that goes on has overcome its obstacle."""
    refusal = may_not(Act.UPDATE, task, by) or bad_note(note)
    if refusal:
        return refusal
    if percent is not None and not 0 <= percent <= 100:
        return Refusal("bad-percent")
    if not note and percent is None:
        return Refusal("nothing-said")
    changes: dict[str, Any] = {"state": State.IN_PROGRESS, "updated_on": today}
    changes |= {"percent": percent} if percent is not None else {}
    changes |= {"last_note": note} if note else {}
    changes |= {} if task.acknowledged_at else {"acknowledged_at": now}
    changes |= NO_OBSTACLE if task.obstacle else {}
    return Move("progress", changes, note, on_behalf(task, by))


def report_obstacle(
    task: Task,
    by: Actor,
    now: datetime,
    today: date,
    *,
    reason: Obstacle,
    note: str | None = None,
    waits_for: str | None = None,
) -> Verdict:
    """What stands in the way; waiting for an opinion names the agency that is waited for."""
    refusal = may_not(Act.OBSTACLE, task, by) or bad_note(note)
    if refusal:
        return refusal
    if reason is Obstacle.OPINION and waits_for is None:
        return Refusal("whose-opinion")
    if waits_for is not None and waits_for == task.lead:
        return Refusal("waits-for-itself")
    told = {"obstacle": reason, "obstacle_agency": waits_for, "obstacle_note": note, "obstacle_on": today}
    changes: dict[str, Any] = {**told, "state": State.IN_PROGRESS, "updated_on": today}
    changes |= {} if task.acknowledged_at else {"acknowledged_at": now}
    return Move("obstacle", changes, note, on_behalf(task, by))


def clear_obstacle(task: Task, by: Actor, today: date) -> Verdict:
    """The way is free again."""
    refusal = may_not(Act.OBSTACLE, task, by)
    if refusal:
        return refusal
    if task.obstacle is None:
        return Refusal("no-obstacle")
    return Move("obstacle_cleared", {**NO_OBSTACLE, "updated_on": today}, on_behalf=on_behalf(task, by))


def report_done(
    task: Task, by: Actor, now: datetime, today: date, *, note: str | None = None, rules: Rules = USUAL
) -> Verdict:
    """The lead agency says the work is done; the clock stops until somebody accepts or returns it.

    A sub-task is done when the agency that gave it says so.
    """
    refusal = may_not(Act.REPORT, task, by, rules) or bad_note(note)
    if refusal:
        return refusal
    changes: dict[str, Any] = {"state": State.AWAITING, "reported_on": today, "updated_on": today}
    changes |= {"last_note": note} if note else {}
    changes |= {} if task.acknowledged_at else {"acknowledged_at": now}
    changes |= NO_OBSTACLE if task.obstacle else {}
    if rights.side(by, task) is Side.OWNER:
        return Move("part_done", {**changes, "state": State.COMPLETED, "closed_at": now}, note)
    return Move("reported", changes, note, on_behalf(task, by))


def put_up(task: Task, by: Actor, today: date) -> Verdict:
    """The office leaves the result to the leader who gave the task."""
    refusal = may_not(Act.PUT_UP, task, by)
    if refusal:
        return refusal
    if task.with_leader_on is not None:
        return Refusal("with-leader")
    return Move("put_up", {"with_leader_on": today})


def confirm(task: Task, by: Actor, now: datetime, today: date | None = None) -> Verdict:
    """The result is accepted; the task is closed as of its report. `today`: the city's day, for the time it took."""
    refusal = may_not(Act.CONFIRM, task, by)
    changes = {"state": State.COMPLETED, "closed_at": now, "with_leader_on": None}
    return refusal or Move("confirmed", changes, details={"reported_on": task.reported_on, "confirmed_on": today})


def return_for_more(task: Task, by: Actor, reason: str) -> Verdict:
    """The result is not accepted: the clock runs again against the same date."""
    refusal = may_not(Act.RETURN, task, by) or bad_reason(reason)
    if refusal:
        return refusal
    return Move("returned", {"state": State.IN_PROGRESS, "reported_on": None, "with_leader_on": None}, reason.strip())


def change_due(
    task: Task, by: Actor, due_on: date, words: str, *, reason: str | None, said_on: date | None = None
) -> Verdict:
    """Sets a missing date, or corrects a wrong entry for a stated reason. The original date is written once.

    `said_on` is the day that the words count from.
    """
    refusal = may_not(Act.SET_DUE, task, by) or bad_note(reason)
    if refusal:
        return refusal
    if not plausible(due_on):
        return Refusal("date-too-far")
    if due_on < task.assigned_on:
        return Refusal("before-assignment")
    if due_on == task.due_on:
        return Refusal("same-date")
    if task.due_on is not None and bad_reason(reason):
        return Refusal("reason-needed")
    changes: dict[str, Any] = {"due_on": due_on, "due_words": words, "due_from": said_on, "no_due_reason": None}
    changes |= {} if task.original_due_on else {"original_due_on": due_on}
    return Move("due_changed", changes, reason)


def days_off_changed(task: Task, due_on: date) -> Move:
    """The words of the date give another day by the new calendar. The original date stays."""
    return Move("days_off_changed", {"due_on": due_on})


def parts_reported(parent: Task, days: Sequence[date | None]) -> Move | None:
    """A job for many stands at the report of its last part; None where nothing changes."""
    if parent.recurrence:
        return None  # it goes on with the next period
    reported = [day for day in days if day is not None]
    last = max(reported) if days and len(reported) == len(days) else None
    if parent.closed_at is not None or parent.reported_on == last:
        return None
    state = State.AWAITING if last else State.IN_PROGRESS
    return Move("parts_reported", {"state": state, "reported_on": last})


def close_parent(parent: Task, by: Actor, open_children: int, now: datetime) -> Verdict:
    """Every part of a job for many is accepted, and the office says that the job is done."""
    refusal = may_not(Act.CLOSE, parent, by)
    if refusal:
        return refusal
    if open_children:
        return Refusal("parts-open")
    return Move("all_children_confirmed", {"state": State.COMPLETED, "closed_at": now})


def may_not(act: Act, task: Task, by: Actor, rules: Rules = USUAL) -> Refusal | None:
    """The table's word."""
    code = rights.refused(act, by, task, rules)
    return Refusal(code) if code else None


def give_opinion(task: Task, by: Actor, opinion: str) -> Verdict:
    """What a supporting agency has to say; the work and its figures stay the lead agency's."""
    refusal = may_not(Act.OPINE, task, by) or bad_reason(opinion)
    return refusal or Move("opinion", note=opinion)


def bad_note(note: str | None) -> Refusal | None:
    return Refusal("note-too-long") if note and len(note) > LONGEST_NOTE else None


def bad_reason(reason: str | None) -> Refusal | None:
    """A reason is a line of 3 to 1,000 characters with a letter in it."""
    words = (reason or "").strip()
    if len(words) < SHORTEST_REASON or not any(map(str.isalnum, words)):
        return Refusal("reason-needed")
    return bad_note(words)


def on_behalf(task: Task, by: Actor) -> bool:
    return rights.side(by, task) not in (Side.HEAD, Side.CONTACT, Side.OWNER)
