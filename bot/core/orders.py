"""What leaders and the office order about a task: suspend, resume, withdraw, re-open, another lead, other words.

Each order has a reason, and the office's also names whose order it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.core import rights
from bot.core.lifecycle import NO_OBSTACLE, SHORTEST_REASON, Move, Refusal, Verdict, bad_note, bad_reason, may_not
from bot.core.permissions import Actor
from bot.core.recurrence import is_rule
from bot.core.rights import Act, Side
from models import State, Task

LONGEST_TITLE = 1000
_LEAD_IN = re.compile(
    r"(?:theo|thực hiện) +(?:ý kiến +)?chỉ đạo(?: +của)?[ :]+|on +(?:the +)?orders? +of +", re.IGNORECASE
)
NOT_WITH_LEADER = {"reported_on": None, "with_leader_on": None}


def bare_order(words: str) -> str:
    """Whose order it is, without the words that every card puts before it: "theo chỉ đạo của Chủ tịch" → "Chủ tịch"."""
    words = " ".join(words.split())
    lead_in = _LEAD_IN.match(words)
    rest = words[lead_in.end() :] if lead_in else words
    return rest if len(rest) >= SHORTEST_REASON else words


def suspend(
    task: Task, by: Actor, today: date, *, reason: str, on_order: str | None = None, resume_on: date | None = None
) -> Verdict:
    """Until it goes on, the task is neither in time nor late."""
    refusal = may_not(Act.SUSPEND, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    if resume_on is not None and resume_on <= today:
        return Refusal("resume-in-the-past")
    changes = {"state": State.SUSPENDED, "state_before": task.state, "resume_on": resume_on}
    return Move("suspended", changes, reason.strip(), details=_order(on_order))


def resume(task: Task, by: Actor, today: date, *, on_order: str | None = None) -> Verdict:
    """Goes on in the state in which it was suspended; the silence is counted from today."""
    refusal = may_not(Act.RESUME, task, by)
    if refusal:
        return refusal
    state = task.state_before or State.IN_PROGRESS
    changes = {"state": state, "state_before": None, "resume_on": None, "updated_on": today}
    return Move("resumed", changes, details=_order(on_order))


def withdraw(task: Task, by: Actor, now: datetime, *, reason: str, on_order: str | None = None) -> Verdict:
    """Kept in the history, left out of every figure."""
    refusal = may_not(Act.WITHDRAW, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    changes = {"state": State.CANCELLED, "closed_at": now, "state_before": None, "resume_on": None}
    return Move("withdrawn", changes, reason.strip(), details=_order(on_order))


def reopen(task: Task, by: Actor, today: date, *, reason: str, on_order: str | None = None) -> Verdict:
    """A finished task is work again, against the same date; its reminders begin anew."""
    refusal = may_not(Act.REOPEN, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    return Move("reopened", _open_again(task, today), reason.strip(), details=_order(on_order))


def reopen_parent(parent: Task, today: date) -> Move | None:
    """A job for many is open again as soon as one of its parts is."""
    if parent.state != State.COMPLETED:
        return None
    return Move("part_reopened", _open_again(parent, today))


def _open_again(task: Task, today: date) -> dict[str, Any]:
    return {
        **NOT_WITH_LEADER,
        "state": State.IN_PROGRESS,
        "closed_at": None,
        "reopened": task.reopened + 1,
        "updated_on": today,
    }


def change_lead(task: Task, by: Actor, today: date, lead: str, *, reason: str, on_order: str | None = None) -> Verdict:
    """Another agency leads from today: it has to acknowledge, and its obstacles are its own."""
    refusal = may_not(Act.CHANGE_LEAD, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    if lead == task.lead:
        return Refusal("same-lead")
    changes: dict[str, Any] = {"lead": lead, "led_since": today, "acknowledged_at": None, "updated_on": today}
    if task.state == State.SUSPENDED:
        changes["state_before"] = State.ASSIGNED
    else:
        changes["state"] = State.ASSIGNED
    changes |= NO_OBSTACLE if task.obstacle else {}
    return Move("lead_changed", changes, reason.strip(), details=_order(on_order))


def change_content(task: Task, by: Actor, title: str, *, reason: str, on_order: str | None = None) -> Verdict:
    """Other words for the job; what the conclusion says stays beside them."""
    refusal = may_not(Act.CHANGE_CONTENT, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    title = " ".join(title.split())
    if len(title) > LONGEST_TITLE:
        return Refusal("note-too-long")
    if bad_reason(title):
        return Refusal("content-needed")
    if title == task.title:
        return Refusal("same-content")
    return Move("content_changed", {"title": title}, reason.strip(), details=_order(on_order))


def complete(
    task: Task, by: Actor, now: datetime, today: date, *, reason: str, reported_on: date, evidence: str | None = None
) -> Verdict:
    """A small task is done without the agency's report; the day of the result counts as that of the report."""
    refusal = may_not(Act.COMPLETE, task, by) or bad_reason(reason) or bad_note(evidence)
    if refusal:
        return refusal
    if not task.assigned_on <= reported_on <= today:
        return Refusal("not-a-day-of-result")
    changes: dict[str, Any] = {"state": State.COMPLETED, "reported_on": reported_on, "closed_at": now}
    changes |= {"updated_on": today} | (NO_OBSTACLE if task.obstacle else {})
    details = {"evidence": evidence} if evidence else {}
    return Move("completed_directly", changes, reason.strip(), on_behalf=True, details=details)


def repeat(task: Task, by: Actor, rule: str, first: date, *, reason: str, on_order: str | None = None) -> Verdict:
    """The task becomes a job that comes back; what is under way is its first period, due on `first`."""
    refusal = may_not(Act.REPEAT, task, by) or _unfounded(task, by, reason, on_order)
    if refusal:
        return refusal
    if not is_rule(rule):
        return Refusal("no-rule")
    changes: dict[str, Any] = {"is_parent": True, "recurrence": rule, "each": [task.lead], "lead": None}
    changes |= {"state": State.ASSIGNED, "percent": None, "due_on": first, "no_due_reason": None}
    changes |= {} if task.original_due_on else {"original_due_on": first}
    changes |= NO_OBSTACLE if task.obstacle else {}
    return Move("recurring", changes, reason.strip(), details=_order(on_order))


UNDER_WAY = ("state", "acknowledged_at", "percent", "last_note", "updated_on", *NO_OBSTACLE)
"""What the first period of such a job takes over."""


def needs_order(task: Task, by: Actor, act: Act | None = None) -> bool:
    """The office acts on somebody's order and says whose; that a small task is done it may say itself."""
    return rights.side(by, task) is Side.OFFICE and act is not Act.COMPLETE


def _unfounded(task: Task, by: Actor, reason: str, on_order: str | None) -> Refusal | None:
    if needs_order(task, by) and bad_reason(on_order):
        return Refusal("order-needed")
    return bad_reason(reason)


def _order(on_order: str | None) -> Mapping[str, Any]:
    return {"order": on_order.strip()} if on_order else {}
