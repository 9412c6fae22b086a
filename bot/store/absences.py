"""Deputies for dated absences, and reminders that were put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from models import Delegation, Post, Snooze


def add(db: Session, *, post_id: int, deputy_id: int, starts_on: date, ends_on: date, now: datetime) -> Delegation:
    """From now on; an absence of the same post that was open before ends."""
    for one in of_posts(db, [post_id], starts_on):
        one.ended_at = now
        db.add(one)
    row = Delegation(post_id=post_id, deputy_id=deputy_id, starts_on=starts_on, ends_on=ends_on, made_at=now)
    db.add(row)
    db.flush()
    return row


def by_id(db: Session, delegation_id: int) -> Delegation | None:
    return db.exec(select(Delegation).where(Delegation.id == delegation_id).with_for_update()).first()


def of_posts(db: Session, post_ids: Collection[int], today: date) -> list[Delegation]:
    """The absences of these posts that are not over."""
    query = select(Delegation).where(
        col(Delegation.post_id).in_(list(post_ids)), col(Delegation.ended_at).is_(None), Delegation.ends_on >= today
    )
    return list(db.exec(query.order_by(col(Delegation.id))))


def for_deputy(db: Session, person_id: int, today: date) -> list[tuple[Delegation, Post]]:
    """The posts that somebody stands in for."""
    query = (
        select(Delegation, Post)
        .join(Post, col(Post.id) == col(Delegation.post_id))
        .where(Delegation.deputy_id == person_id, col(Delegation.ended_at).is_(None), Delegation.ends_on >= today)
    )
    return list(db.exec(query.order_by(col(Delegation.id))).all())


def end(db: Session, row: Delegation, now: datetime) -> None:
    row.ended_at = now
    db.add(row)
    db.flush()


# ---------------------------------------------------------------- reminders that were put off


def snooze(db: Session, person_id: int, task_ids: Collection[int], until: datetime, now: datetime) -> Snooze:
    """Each task's reminder comes again at `until`; an earlier wish about it is replaced. Returns the first row."""
    for old in open_snoozes(db, person_id, task_ids):
        old.ended_at = now
        db.add(old)
    rows = [Snooze(person_id=person_id, task_id=one, until=until, made_at=now) for one in task_ids]
    db.add_all(rows)
    db.flush()
    return rows[0]


def open_snoozes(db: Session, person_id: int, task_ids: Collection[int]) -> list[Snooze]:
    query = select(Snooze).where(
        Snooze.person_id == person_id, col(Snooze.task_id).in_(list(task_ids)), col(Snooze.ended_at).is_(None)
    )
    return list(db.exec(query))


def due_snoozes(db: Session, now: datetime) -> list[Snooze]:
    """Those whose moment has come."""
    return list(db.exec(select(Snooze).where(col(Snooze.ended_at).is_(None), Snooze.until <= now)))


def snoozed_together(db: Session, snooze_id: int, person_id: int) -> list[Snooze]:
    """The rows of one wish that has not been fulfilled."""
    first = db.get(Snooze, snooze_id)
    if first is None or first.person_id != person_id:
        return []
    query = select(Snooze).where(
        Snooze.person_id == person_id, Snooze.made_at == first.made_at, col(Snooze.ended_at).is_(None)
    )
    return list(db.exec(query.order_by(col(Snooze.id))))


def changes(db: Session, now: datetime) -> tuple[int, ...]:
    """Changes when somebody goes away or comes back, and when the moment of a put-off reminder comes."""
    counts = [
        sa.select(sa.func.count()).select_from(Delegation).where(col(Delegation.ended_at).is_(None)).scalar_subquery(),
        sa.select(sa.func.coalesce(sa.func.max(Delegation.id), 0)).scalar_subquery(),
        sa.select(sa.func.count())
        .select_from(Snooze)
        .where(col(Snooze.ended_at).is_(None), col(Snooze.until) <= now)
        .scalar_subquery(),
    ]
    return tuple(db.execute(sa.select(*counts)).one())
