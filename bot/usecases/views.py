"""Rows to what a screen shows: names, numbers, standing, the children of a job for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from bot.core import timeliness
from bot.core.screens.task import TaskView
from bot.store import conclusions, extensions, settings, tasks
from bot.usecases.context import City
from models import State, Support, Task

HANDED_IN = frozenset({State.AWAITING, State.COMPLETED})


def view(db: Session, city: City, task: Task, today: date) -> TaskView:
    """Everything about one task."""
    light = views(db, city, [task], today)[0]
    conclusion = conclusions.by_id(db, task.conclusion_id) if task.conclusion_id else None
    evidence = tuple(row.text or name or "" for row, name in tasks.evidence(db, task.id or 0))
    parts = views(db, city, tasks.parts(db, task.id or 0), today) if task.id and not task.is_sub else []
    source = conclusion.title if conclusion else None
    return replace(light, source=source, evidence=evidence, parts=tuple(parts))


def views(db: Session, city: City, rows: Sequence[Task], today: date) -> list[TaskView]:
    """The same for a list, in a number of statements that does not grow with it."""
    support = tasks.support(db, [row.id or 0 for row in rows])
    children = tasks.children_progress(db, [row.id or 0 for row in rows if row.is_parent])
    numbers = {row.parent_id or 0: 0 for row in rows if row.number is None}
    for parent_id in numbers:
        parent = tasks.by_id(db, parent_id)
        numbers[parent_id] = parent.number or 0 if parent else 0
    rules, requests = settings.rules(db), extensions.open_of(db, [row.id or 0 for row in rows])
    seen = [_view(city, row, support, children.get(row.id or 0, []), numbers, today) for row in rows]
    return [replace(one, rules=rules, request=requests.get(one.task.id or 0)) for one in seen]


def _view(
    city: City,
    task: Task,
    support: dict[int, list[Support]],
    children: list[Task],
    numbers: dict[int, int],
    today: date,
) -> TaskView:
    helpers = support.get(task.id or 0, [])
    counted = [child for child in children if child.state != State.CANCELLED]
    return TaskView(
        task=task,
        number=task.number or numbers.get(task.parent_id or 0, 0),
        standing=timeliness.standing(task, today, city.calendar),
        lead=task.unit or city.short(task.lead),
        lead_full=f"{task.unit} – {city.full(task.lead)}" if task.unit else city.full(task.lead),
        owner=city.short(task.given_by_agency) if task.given_by_agency else "",
        support=tuple(city.short(one.agency_code) for one in helpers if not one.co_lead),
        co_leads=tuple(city.short(one.agency_code) for one in helpers if one.co_lead),
        handed_in=sum(child.state in HANDED_IN for child in counted),
        children=len(counted),
        open_children=sum(child.closed_at is None for child in counted),
        waits_for=city.short(task.obstacle_agency) if task.obstacle_agency else "",
        missing=tuple(city.short(child.lead) for child in counted if child.state not in HANDED_IN),
    )
