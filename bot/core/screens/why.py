"""Why a task counts as overdue, or does not: the calculation in words, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot.core import timeliness
from bot.core.calendar import Calendar
from bot.core.cards import Card, Choice, Joined, T, Text, bold, item, line
from bot.core.screens.task import TaskView, open_button
from models import State, TaskEvent

NAMED_DAYS = 6


def why_overdue(view: TaskView, events: Sequence[TaskEvent], today: date, calendar: Calendar) -> Card:
    """`events`: the task's history, newest first."""
    task = view.task
    late = timeliness.days_late(task, today)
    title = T("How {code} is counted", code=view.code)
    if task.due_on is None:
        steps: list[Any] = [T("The task has no due date: it is neither in time nor late.")]
    else:
        steps = [*_date(view), *_clock(view, events), *_days(task.due_on, task.reported_on or today, late, calendar)]
    rule = T("Rule: a task is overdue when it is open, not suspended, and the day counted is after the due day.")
    return Card(
        line(bold(title)), (item(*steps), item(bold(_result(view, today)), rule)), (Choice((open_button(view),)),)
    )


def _date(view: TaskView) -> list[Text]:
    task = view.task
    lines = [T("1. Due: {day}, to the end of that day.", day=task.due_on)]
    if task.due_words:
        lines.append(T("The text says: “{words}”.", words=task.due_words))
    if task.original_due_on and task.original_due_on != task.due_on:
        lines.append(T("The date was at first {day}; the present one counts.", day=task.original_due_on))
    return lines


def _clock(view: TaskView, events: Sequence[TaskEvent]) -> list[Text]:
    """Until which day is counted, and when the clock stood still."""
    task = view.task
    lines = []
    stopped: date | None = None
    for event in reversed(events):
        reported = event.new.get("reported_on")
        if reported:
            stopped = date.fromisoformat(reported)
        elif stopped and "reported_on" in event.new:
            text = T(
                "The result reported on {day} was returned at {at}: the clock ran on against the same date.",
                day=stopped,
                at=event.at,
            )
            lines.append(text)
            stopped = None
        if event.new.get("state") == State.SUSPENDED:
            lines.append(T("Suspended at {at}: while suspended a task is not late.", at=event.at))
        elif event.old.get("state") == State.SUSPENDED:
            lines.append(T("Resumed at {at}.", at=event.at))
    if task.reported_on:
        last = T("2. Counted up to {day}: the clock has stood since the result was reported.", day=task.reported_on)
    else:
        last = T("2. Counted up to today: no result has been reported.")
    return [last, *lines]


def _days(due: date, until: date, late: int, calendar: Calendar) -> list[Text]:
    if not late:
        return [T("3. From {today} to {due}: no day late.", today=until, due=due)]
    days = [due + timedelta(days=n) for n in range(1, late + 1)]
    free = [day for day in days if not calendar.is_working_day(day)]
    named = [(day, calendar.holiday(day)) for day in free if calendar.holiday(day)]
    lines = [
        T(
            "3. From {first} to {last}: {n} calendar day late.",
            "3. From {first} to {last}: {n} calendar days late.",
            first=days[0],
            last=until,
            n=late,
        ),
        T("Of these {working} working days and {free} days off.", working=late - len(free), free=len(free)),
    ]
    if named:
        shown = [T("{name} ({day})", name=name, day=day) for day, name in named[:NAMED_DAYS]]
        lines.append(T("Public holidays among them: {names}", names=Joined(tuple(shown))))
    return [*lines, T("Lateness is counted in calendar days; days off do not move the date.")]


def _result(view: TaskView, today: date) -> Text:
    task = view.task
    late = timeliness.days_late(task, today)
    if task.state == State.SUSPENDED:
        return T("Result: suspended, neither in time nor late.")
    if task.state == State.CANCELLED:
        return T("Result: withdrawn, not counted.")
    if not late:
        return T("Result: not overdue.")
    if task.closed_at is not None:
        return T("Result: completed {n} day late.", "Result: completed {n} days late.", n=late)
    return T("Result: overdue by {n} day.", "Result: overdue by {n} days.", n=late)
