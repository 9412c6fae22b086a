"""Things said to several agencies at once, and which of their messages have gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session, col, select

from bot.store import outbox
from models import Broadcast, Outbox, OutboxState, TaskEvent

CANCELLED = "cancelled"


def add(db: Session, row: Broadcast) -> Broadcast:
    db.add(row)
    db.flush()
    return row


def locked(db: Session, broadcast_id: int) -> Broadcast | None:
    query = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    return db.exec(query.execution_options(populate_existing=True)).first()


def by_id(db: Session, broadcast_id: int | None) -> Broadcast | None:
    return db.get(Broadcast, broadcast_id) if broadcast_id else None


def messages(db: Session, broadcast_id: int) -> tuple[list[Outbox], list[Outbox]]:
    """Those that can still be stopped, and those that have gone, are going or may have arrived; all of them held."""
    query = select(Outbox).where(Outbox.broadcast_id == broadcast_id).order_by(col(Outbox.id)).with_for_update()
    rows = db.exec(query.execution_options(populate_existing=True)).all()
    waiting = [row for row in rows if row.state == OutboxState.WAITING and not row.repeated and not row.parts_sent]
    gone = [row for row in rows if row.state in (OutboxState.SENDING, OutboxState.SENT) or row.repeated]
    return waiting, [row for row in gone if row not in waiting]


def stop(db: Session, rows: Collection[Outbox], now: datetime) -> None:
    for row in rows:
        outbox.settle(db, row.id or 0, OutboxState.SKIPPED, now, reason=CANCELLED)


def last_urged(db: Session, task_ids: Collection[int]) -> datetime | None:
    """When one of the tasks was urged last; an urging that was stopped before it left does not count."""
    kinds = ("urged", "urge_stopped")
    query = select(TaskEvent).where(col(TaskEvent.task_id).in_(list(task_ids)), col(TaskEvent.kind).in_(kinds))
    last: dict[int, list[datetime]] = {}
    for event in db.exec(query.order_by(col(TaskEvent.id))):
        told = last.setdefault(event.task_id, [])
        if event.kind == "urged":
            told.append(event.at)
        elif told:
            told.pop()
    return max((moments[-1] for moments in last.values() if moments), default=None)
