"""A reminder that was put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, bold, item, line
from bot.core.screens.task import TaskView, open_button, standing_line

SHOWN = 5


def put_off(views: Sequence[TaskView], until: datetime, snooze_id: int) -> Card:
    items = _tasks(views)
    items.append(item(bold(T("🔔 Will be reminded again at {moment}.", moment=until)), T("The date does not change.")))
    undo = Button(T("↩️ Undo"), action("snooze-undo", snooze_id))
    last = open_button(views[0]) if len(views) == 1 else Button(T("📋 My tasks"), action("mine", 1))
    return Card(line(bold(T("🔔 Reminder put off"))), tuple(items)).with_rows((undo, last))


def taken_back(views: Sequence[TaskView]) -> Card:
    last = (open_button(views[0]),) if len(views) == 1 else (Button(T("📋 My tasks"), action("mine", 1)),)
    return Card(line(bold(T("↩️ Undone: no further reminder was added"))), tuple(_tasks(views))).with_rows(last)


def _tasks(views: Sequence[TaskView]) -> list[Item]:
    items = [
        item(bold(T("{code} · {title}", code=view.code, title=view.task.title)), standing_line(view))
        for view in views[:SHOWN]
    ]
    if len(views) > SHOWN:
        items.append(item(T("… and {n} more", n=len(views) - SHOWN)))
    return items


def nothing() -> Card:
    return Card(
        line(bold(T("There is no reminder to put off."))),
        (item(T("Open the task first, for example NV-3, then write when to be reminded.")),),
    ).with_rows((Button(T("☰ Menu"), action("menu")),))


def bad_moment() -> Card:
    return Card(line(bold(T("This moment is in the past, or more than a year ahead.")))).with_rows(
        (Button(T("☰ Menu"), action("menu")),)
    )
