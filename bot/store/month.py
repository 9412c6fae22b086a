"""How many messages a channel has sent in a month."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.store.database import insert_new
from bot.store.outbox import OPEN
from models import MonthSent, Notice, Outbox, Task

WAITS = "month-spent"  # why a message does not go: its app's month has no room for it


def sent(db: Session, channel: str, month: str) -> int:
    found = select(MonthSent.count).where(MonthSent.channel == channel, MonthSent.month == month)
    return db.exec(found).first() or 0


def count(db: Session, channel: str, month: str, *, at_least: int = 0) -> int:
    """One more; returns how many there are now. `at_least`: the app says that so many were sent."""
    insert_new(db, MonthSent, [{"channel": channel, "month": month, "count": 0}])
    row = sa.and_(col(MonthSent.channel) == channel, col(MonthSent.month) == month)
    more = sa.case((col(MonthSent.count) < at_least, at_least), else_=col(MonthSent.count) + 1)
    db.execute(sa.update(MonthSent).where(row).values(count=more))
    return sent(db, channel, month)


def all_sent(db: Session, month: str) -> list[tuple[str, int]]:
    return list(db.exec(select(MonthSent.channel, MonthSent.count).where(MonthSent.month == month)).all())


def waiting(db: Session) -> dict[str, int]:
    """How many messages wait for the next month, by channel."""
    found = select(Outbox.channel, sa.func.count()).where(OPEN, col(Outbox.reason) == WAITS).group_by(Outbox.channel)
    return dict(db.exec(found).all())


def reminds_of_overdue(db: Session, letter_key: str, today: date) -> bool:
    """Whether the letter is about a task that is overdue."""
    about = select(Task.id).join(Notice, col(Notice.task_id) == col(Task.id)).where(Notice.outbox_key == letter_key)
    late = sa.func.coalesce(col(Task.reported_on), today) > col(Task.due_on)
    return db.exec(about.where(col(Task.closed_at).is_(None), late).limit(1)).first() is not None
