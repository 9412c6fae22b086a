"""What happened to a task, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, item, line
from bot.core.screens.task import TaskView, open_button
from models import TaskEvent

EVENTS_A_PAGE = 5


def history(view: TaskView, events: Sequence[TaskEvent], page: int) -> Card:
    """Newest first, five a page."""
    pages = max(1, -(-len(events) // EVENTS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = events[(page - 1) * EVENTS_A_PAGE : page * EVENTS_A_PAGE]
    turn = []
    if page > 1:
        turn.append(Button(T("◀ Newer"), action("history", view.task.id, 0, page - 1)))
    if page < pages:
        turn.append(Button(T("Older ▶"), action("history", view.task.id, 0, page + 1)))
    return Card(
        line(bold(T("🕘 {code} – history", code=view.code))), tuple(_event_item(event) for event in shown)
    ).with_rows(tuple(turn), (open_button(view),))


def _event_item(event: TaskEvent) -> Item:
    who: Any = event.person_name or T("System")
    if event.on_behalf:
        who = T("{name} (on behalf of the agency)", name=who)
    lines: list[Any] = [T("{at} {who}: {what}", at=event.at, who=who, what=_event_words(event))]
    if event.note:
        lines.append(line(event.note, quoted=True))
    return item(*lines)


def _event_words(event: TaskEvent) -> Text:
    match event.kind:
        case "assigned":
            due = event.new.get("due_on")
            return T("assigned, due {day}", day=date.fromisoformat(due)) if due else T("assigned without a date")
        case "acknowledged":
            return T("received")
        case "progress":
            percent = event.new.get("percent")
            return T("progress {percent}%", percent=percent) if percent is not None else T("progress")
        case "reported":
            return T("reported the result")
        case "confirmed":
            return T("confirmed the result")
        case "returned":
            return T("returned the result")
        case "due_changed":
            old, new = event.old.get("due_on"), date.fromisoformat(event.new["due_on"])
            return (
                T("date {old} → {new}", old=date.fromisoformat(old), new=new) if old else T("date set: {new}", new=new)
            )
        case "days_off_changed":
            old, new = date.fromisoformat(event.old["due_on"]), date.fromisoformat(event.new["due_on"])
            return T("date {old} → {new}: the working calendar changed", old=old, new=new)
        case "parts_reported":
            return T("every agency has reported") if event.new.get("reported_on") else T("a part was returned")
        case "all_children_confirmed":
            return T("completed: every agency's part was confirmed")
    return T("{kind}", kind=event.kind)
