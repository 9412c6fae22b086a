"""The history as values: what the events of a task add up to, and taking the last one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.lifecycle import Move, Refusal, Verdict
from bot.core.permissions import Actor
from models import Task, TaskEvent

UNDO_FOR = timedelta(minutes=10)
CHEAP = frozenset({"acknowledged", "progress", "obstacle", "obstacle_cleared", "reported", "part_done"})
"""Acts that are done at once and can be taken back."""

DETAILS = "details"  # what an event says beyond the columns of its task
_DAYS = frozenset(
    {"due_on", "original_due_on", "updated_on", "reported_on", "resume_on", "with_leader_on", "led_since",
     "obstacle_on", "assigned_on", "due_from"}
)  # fmt: skip
_MOMENTS = frozenset({"acknowledged_at", "closed_at", "assigned_at"})


def values(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What an event stores of the task's columns, as the columns' own values."""
    return {name: _value(name, one) for name, one in stored.items() if name != DETAILS}


def folded(events: Sequence[TaskEvent]) -> dict[str, Any]:
    """The columns of a task as its events, oldest first, leave them; the row must say the same."""
    found: dict[str, Any] = {}
    for event in events:
        found |= values(event.new)
    return found


def undo(task: Task, last: TaskEvent | None, by: Actor, now: datetime) -> Verdict:
    """Takes back one's own last cheap act within ten minutes, unless somebody has acted on the task since."""
    if last is None or last.kind not in CHEAP | {"undone"}:
        return Refusal("acted-since" if last and last.person_id != by.person_id else "nothing-to-undo")
    if last.person_id != by.person_id:
        return Refusal("acted-since")
    if last.kind == "undone":
        return Refusal("nothing-to-undo")
    if now - last.at > UNDO_FOR:
        return Refusal("undo-too-late")
    return Move("undone", values(last.old), on_behalf=last.on_behalf, details={"kind": last.kind, "seq": last.seq})


def _value(name: str, stored: Any) -> Any:
    if not isinstance(stored, str):
        return stored
    if name in _DAYS:
        return date.fromisoformat(stored)
    return datetime.fromisoformat(stored) if name in _MOMENTS else stored
