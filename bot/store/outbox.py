"""The outbox: posted with the change it reports, claimed, marked as sending, settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.store.database import POSTED
from models import Outbox, OutboxState

LEASE = timedelta(minutes=2)  # longer than the longest send
OPEN = col(Outbox.settled_at).is_(None)
BULK = ("letter", "digest")


def post(db: Session, row: Outbox) -> bool:
    """Adds a message unless one with its key was posted before; True if it was added."""
    if db.exec(select(Outbox.id).where(Outbox.key == row.key)).first() is not None:
        return False
    db.add(row)
    db.flush()
    db.info[POSTED] = True
    return True


def exists(db: Session, key: str) -> bool:
    return db.exec(select(Outbox.id).where(Outbox.key == key)).first() is not None


def claim(db: Session, now: datetime, *, kinds: Sequence[str] | None = None) -> Outbox | None:
    """Marks the next message that may go as *sending* and returns it; answers before letters, oldest first.

    Order is kept per chat: a message waits for the earlier ones that are due in its chat. A row that was *sending*
    when its process died comes back after its lease, marked as a possible repeat.
    """
    earlier = aliased(Outbox)
    first_of_chat = ~sa.exists().where(
        col(earlier.channel) == col(Outbox.channel),
        col(earlier.chat_id) == col(Outbox.chat_id),
        col(earlier.settled_at).is_(None),
        col(earlier.not_before) <= now,
        col(earlier.id) < col(Outbox.id),
    )
    free = sa.or_(col(Outbox.lease_until).is_(None), col(Outbox.lease_until) <= now)
    row = db.exec(
        select(Outbox)
        .where(
            OPEN,
            free,
            col(Outbox.not_before) <= now,
            first_of_chat,
            col(Outbox.kind).in_(kinds) if kinds is not None else sa.true(),
        )
        .order_by(col(Outbox.kind).in_(BULK), col(Outbox.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.repeated = row.repeated or row.state == OutboxState.SENDING
    row.state = OutboxState.SENDING
    row.attempts += 1
    row.lease_until = now + LEASE
    db.add(row)
    return row


def next_moment(db: Session, now: datetime) -> datetime | None:
    """When the next message that waits may go."""
    at = sa.func.coalesce(Outbox.lease_until, Outbox.not_before)
    found = db.exec(select(at).where(OPEN, at > now).order_by(at).limit(1)).first()
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def settle(db: Session, row_id: int, state: OutboxState, now: datetime, *, reason: str | None = None) -> None:
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.state, row.reason, row.settled_at, row.lease_until = state, reason, now, None
    db.add(row)


def sent(db: Session, row_id: int, now: datetime, *, message_ref: str) -> None:
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.message_ref = message_ref
    settle(db, row_id, OutboxState.SENT, now)


def put_back(db: Session, row_id: int, again_at: datetime, *, reason: str, uncertain: bool = False) -> None:
    """Waits until `again_at`; an uncertain send goes again as a possible repeat.

    `not_before` stays as it was: the chat keeps its order, and how late the message is can be said.
    """
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.state, row.lease_until, row.reason = OutboxState.WAITING, again_at, reason
    row.repeated = row.repeated or uncertain
    db.add(row)


def part_sent(db: Session, row_id: int, parts: int) -> None:
    """How many parts of a long message have gone; after a kill only the rest goes again."""
    row = db.get(Outbox, row_id)
    if row is not None:
        row.parts_sent = parts
        db.add(row)


def unsettled_counts(db: Session) -> dict[str, int]:
    rows = db.exec(select(Outbox.state, sa.func.count()).where(OPEN).group_by(Outbox.state))
    return dict(rows.all())


def move(db: Session, row_id: int, chat_id: str, now: datetime) -> None:
    """The chat has another id now: the message goes there, and so do those that wait behind it."""
    row = db.get(Outbox, row_id)
    if row is None:
        return
    waiting = db.exec(select(Outbox).where(OPEN, Outbox.channel == row.channel, Outbox.chat_id == row.chat_id))
    for one in waiting.all():
        one.chat_id = chat_id
        db.add(one)
    put_back(db, row_id, now, reason="moved")
