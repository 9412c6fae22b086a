"""What has been said to whom about which task."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.store import tasks
from models import Address, Notice, Outbox, OutboxState, Person, Post, Task, TaskEvent


def said(db: Session, task_ids: Collection[int]) -> set[tuple[int, str, str, int]]:
    """(task, occasion, rung, person) of every notice about these tasks."""
    if not task_ids:
        return set()
    rows = db.exec(
        select(Notice.task_id, Notice.occasion, Notice.rung, Notice.person_id).where(
            col(Notice.task_id).in_(list(task_ids))
        )
    )
    return {(task_id, occasion, rung, person) for task_id, occasion, rung, person in rows}  # rows compare slowly


def changes(db: Session) -> tuple[int, ...]:
    """Changes whenever something is done to a task, or somebody comes, goes or can be reached again."""
    newest = [
        sa.select(sa.func.coalesce(sa.func.max(column), 0)).scalar_subquery()
        for column in (TaskEvent.id, Post.id, Address.id, Notice.id)
    ]
    broken = sa.select(sa.func.count()).where(col(Address.broken).is_not(None)).scalar_subquery()
    return tuple(db.execute(sa.select(*newest, broken)).one())


def letter_of(key: str) -> str:
    """The letter's own key, without the channel that a copy for another address carries at its end."""
    return ":".join(key.split(":")[:3])


def forget(db: Session, key: str) -> None:
    """The letter was never sent: what it would have said is owed again."""
    db.execute(sa.delete(Notice).where(col(Notice.outbox_key) == letter_of(key)))


def take_back(db: Session, key: str, task_id: int, unsaid: Collection[tuple[str, str]]) -> None:
    """The letter goes without these (occasion, rung) of a task: they are owed again when they come true again."""
    if unsaid:
        dropped = sa.tuple_(col(Notice.occasion), col(Notice.rung)).in_(list(unsaid))
        own = sa.and_(col(Notice.outbox_key) == letter_of(key), col(Notice.task_id) == task_id)
        db.execute(sa.delete(Notice).where(own, dropped))


def of_letter(db: Session, key: str) -> dict[int, set[tuple[str, str]]]:
    """What one letter says: (occasion, rung) for each task."""
    rows = db.exec(select(Notice.task_id, Notice.occasion, Notice.rung).where(Notice.outbox_key == letter_of(key)))
    found: dict[int, set[tuple[str, str]]] = {}
    for task_id, occasion, rung in rows:
        found.setdefault(task_id, set()).add((occasion, rung))
    return found


def only_task(db: Session, row: Outbox) -> int | None:
    """The number of the one task that a message is about; None for a message about several, or about none."""
    ids = {row.task_id} if row.task_id else set(of_letter(db, row.key))
    task = db.get(Task, ids.pop()) if len(ids) == 1 else None
    return tasks.number_of(db, task) if task else None


def delivered(db: Session, task_id: int) -> list[tuple[datetime, str]]:
    """When a reminder about this task reached whom."""
    letters = _letters(db, task_id)
    reached = {
        letter_of(row.key): row.settled_at for row in letters if row.state == OutboxState.SENT and row.settled_at
    }
    rows = db.exec(
        select(Notice, Person.name)
        .join(Person, onclause=col(Person.id) == col(Notice.person_id))
        .where(Notice.task_id == task_id, col(Notice.outbox_key).is_not(None))
    )
    found = {(notice.outbox_key or "", name) for notice, name in rows}
    return sorted((reached[key], name) for key, name in found if key in reached)


def _letters(db: Session, task_id: int) -> list[Outbox]:
    """The letters that speak of a task, copies for other addresses included."""
    keys = set(db.exec(select(Notice.outbox_key).where(Notice.task_id == task_id, col(Notice.outbox_key).is_not(None))))
    if not keys:
        return []
    return list(db.exec(select(Outbox).where(sa.or_(*[col(Outbox.key).startswith(key) for key in keys if key]))))


def add(db: Session, notices: Collection[Notice]) -> None:
    db.add_all(notices)
    db.flush()
