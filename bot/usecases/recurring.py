"""Recurring jobs: one dated part per period and agency, made in time, told in office hours, until it is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col

from bot.core import recurrence
from bot.core.cards import Kind
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.screens import task as task_screens
from bot.store import conclusions, people, tasks
from bot.store.tasks import Source
from bot.usecases import views
from bot.usecases.context import City, Mail
from models import Role, Task

SYSTEM = Source()


def make_periods(db: Session, city: City, now: datetime) -> int:
    """Makes what is owed now and tells it; returns how many messages. Two planners at once make each part once."""
    posted = 0
    rows, _ = tasks.listed(db, tasks.OPEN, col(Task.recurrence).is_not(None), limit=1000)
    for row in rows:
        parent = tasks.locked(db, row.id or 0)  # held: the other planner finds the periods made
        if parent is None or parent.closed_at is not None or parent.recurrence is None:
            continue
        for due in _owed(db, city, now, parent):
            for part in make(db, parent, due, city.today(now), now, by=None, source=SYSTEM):
                posted += _tell(db, city, now, part)
        _follow(db, parent, now)
    return posted


def _owed(db: Session, city: City, now: datetime, parent: Task) -> Sequence[date]:
    today = city.today(now)
    if parent.original_due_on is None or parent.recurrence is None:
        return []
    made = {part.period_on for part in tasks.children(db, parent.id or 0) if part.period_on}
    reach = city.calendar.add(today, recurrence.REACH)
    return recurrence.owed(parent.recurrence, parent.original_due_on, made, today, reach)


def make(
    db: Session, parent: Task, due: date, today: date, now: datetime, *, by: Actor | None, source: Source
) -> list[Task]:
    """One part for each agency of the job, with the period in its title and the agencies that support it."""
    helpers = [(one.agency_code, one.co_lead) for one in tasks.support(db, [parent.id or 0]).get(parent.id or 0, [])]
    parts = []
    for agency in parent.each:
        part = Task(
            parent_id=parent.id,
            period_on=due,
            conclusion_id=parent.conclusion_id,
            title=f"{parent.title} – kỳ {due:%d/%m/%Y}",
            source=parent.source,
            lead=agency,
            field=parent.field,
            given_by=parent.given_by,
            given_by_words=parent.given_by_words,
            given_by_person=parent.given_by_person,
            assigned_on=today,
            assigned_at=now,
        )
        tasks.add(db, part, helpers)
        facts = {"title": part.title, "lead": agency, "due_on": due, "original_due_on": due}
        tasks.record(db, part, Move("assigned", facts | {"due_words": parent.due_words}), by=by, at=now, source=source)
        parts.append(part)
    return parts


def _tell(db: Session, city: City, now: datetime, part: Task) -> int:
    shown = views.view(db, city, part, city.today(now))
    conclusion = conclusions.by_id(db, part.conclusion_id) if part.conclusion_id else None
    staff = people.holders(db, city.today(now), {Role.HEAD, Role.CONTACT}, [part.lead or ""])
    posted = 0
    for reader in staff:
        card = task_screens.assignment(shown, reader, meeting_on=conclusion.held_on if conclusion else None)
        key = f"period:{part.id}:{reader.person_id}"
        posted += not Mail(db, city, now, key="").to([reader], card, Kind.ASSIGNMENT, task_id=part.id, key=key)
    return posted


def _follow(db: Session, parent: Task, now: datetime) -> None:
    """The job stands at its oldest open period, or at the newest when all are closed."""
    parts = [part for part in tasks.children(db, parent.id or 0) if part.period_on]
    open_days = [part.due_on for part in parts if part.closed_at is None and part.due_on]
    days = open_days or [max(part.period_on for part in parts if part.period_on)] if parts else []
    if days and min(days) != parent.due_on:
        tasks.record(db, parent, Move("period_moved", {"due_on": min(days)}), by=None, at=now, source=SYSTEM)
