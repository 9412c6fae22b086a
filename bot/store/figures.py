"""Figures, counted by the database: never by loading the tasks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.core.figures import Figures, Flow, Record, class_of, counted
from bot.store.tasks import OPEN
from models import Conclusion, State, Task, TaskEvent

Condition = sa.ColumnElement[bool]
CLOSED = col(Task.closed_at).is_not(None)
KEPT = col(Task.state) != State.CANCELLED
REWOUND = ("state", "due_on", "reported_on")


def _columns(today: date) -> list[sa.ColumnElement[Any]]:
    """One count for each field of `Figures`, in their order."""
    due, first = col(Task.due_on), col(Task.original_due_on)
    day = sa.func.coalesce(Task.reported_on, sa.literal(today, sa.Date()))
    done, paused = col(Task.state) == State.COMPLETED, col(Task.state) == State.SUSPENDED
    active = sa.not_(sa.or_(done, paused))
    no_date, late = due.is_(None), day > due
    in_time = sa.and_(due.is_not(None), day <= due)
    classes = [
        sa.and_(done, in_time),
        sa.and_(done, late),
        sa.and_(done, no_date),
        sa.and_(active, in_time),
        sa.and_(active, late),
        sa.and_(active, no_date),
        paused,
        col(Task.state) == State.AWAITING,
        sa.and_(first.is_not(None), due > first),
        sa.and_(done, day <= sa.func.coalesce(first, due)),
    ]
    return [sa.func.count(), *(sa.func.coalesce(sa.func.sum(sa.case((one, 1), else_=0)), 0) for one in classes)]


def figures(db: Session, today: date, *scope: Condition) -> Figures:
    """The classes of a scope; withdrawn tasks are left out. Open and finished tasks each by their own index."""
    found = Figures()
    for part in (OPEN, CLOSED):
        row = db.execute(sa.select(*_columns(today)).where(part, KEPT, *scope)).one()
        found += Figures(*map(int, row))
    return found


def by_agency(db: Session, today: date, *scope: Condition) -> list[Record]:
    """For each agency what it leads: its parts of jobs for many, no parents, no sub-tasks."""
    led = (col(Task.is_parent).is_(False), col(Task.is_sub).is_(False), col(Task.lead).is_not(None))
    found: dict[str, Figures] = {}
    for part in (OPEN, CLOSED):
        query = sa.select(Task.lead, *_columns(today)).where(part, KEPT, *led, *scope).group_by(Task.lead)  # type: ignore[call-overload]  # a list of columns
        for agency, *row in db.execute(query):
            found[agency] = found.get(agency, Figures()) + Figures(*map(int, row))
    return [Record(agency, one) for agency, one in sorted(found.items())]


def snapshot(db: Session, day: date, after: datetime, *scope: Condition) -> Figures:
    """The classes as they stood at the end of `day` (`after` is that moment), of the tasks of a scope.

    Tasks that nothing has happened to since are counted by the database; the others are read and wound back.
    """
    touched = sa.select(TaskEvent.task_id).where(col(TaskEvent.at) >= after)  # type: ignore[call-overload]  # a column
    there = col(Task.assigned_on) <= day
    still = figures(db, day, there, col(Task.id).not_in(touched), *scope)
    moved = db.exec(select(Task).where(there, col(Task.id).in_(touched), col(Task.assigned_at) < after, *scope)).all()
    rows = {row.id or 0: {name: getattr(row, name) for name in REWOUND} for row in moved}
    events = select(TaskEvent).where(col(TaskEvent.at) >= after, col(TaskEvent.task_id).in_(list(rows)))
    for event in db.exec(events.order_by(col(TaskEvent.id).desc())):
        rows[event.task_id] |= {name: _value(name, old) for name, old in event.old.items() if name in REWOUND}
    return still + counted(class_of(values, day) for values in rows.values())


def _value(name: str, old: Any) -> Any:
    return date.fromisoformat(old) if name != "state" and isinstance(old, str) else old


def flow(db: Session, first: date, last: date, since: datetime, until: datetime, *scope: Condition) -> Flow:
    """What was assigned and completed from `first` to `last`; `since` and `until` are the same days as moments."""
    assigned = db.exec(
        select(sa.func.count()).select_from(Task).where(KEPT, col(Task.assigned_on).between(first, last), *scope)
    ).one()
    ended = (CLOSED, col(Task.closed_at) >= since, col(Task.closed_at) < until, col(Task.state) == State.COMPLETED)
    row = db.execute(sa.select(*_columns(last)).where(*ended, *scope)).one()
    done = Figures(*map(int, row))
    dated = done.done_in_time + done.done_late
    end = snapshot(db, last, until, *scope)
    return Flow(first, last, assigned, done.completed, done.done_in_time, dated, end.overdue)


def fields_in_use(db: Session, *scope: Condition) -> list[tuple[str, int, int]]:
    """Each field of open tasks with one of its tasks and how many there are, most tasks first."""
    count = sa.func.count()
    rows = db.execute(
        sa.select(Task.field, sa.func.min(Task.id), count)  # type: ignore[call-overload]  # columns
        .where(OPEN, col(Task.field).is_not(None), *scope)
        .group_by(Task.field)
        .order_by(count.desc(), Task.field)
    )
    return [(name, task_id, n) for name, task_id, n in rows]


def points(db: Session, *, limit: int, offset: int) -> tuple[list[tuple[Task, Conclusion]], int]:
    """The points of all conclusions, newest conclusion first, in the order of the text."""
    of_text = (col(Task.parent_id).is_(None), col(Task.conclusion_id).is_not(None))
    rows = db.exec(
        select(Task, Conclusion)
        .join(Conclusion, col(Conclusion.id) == col(Task.conclusion_id))
        .where(*of_text)
        .order_by(col(Conclusion.held_on).desc(), col(Conclusion.id).desc(), col(Task.number))
        .limit(limit)
        .offset(offset)
    ).all()
    total = db.exec(select(sa.func.count()).select_from(Task).where(*of_text)).one()
    return list(rows), total
