"""The inbox: stored, then acknowledged, then worked off in order per chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.core.channel import RawUpdate
from bot.core.words import printable
from models import Inbox, InboxState

LEASE = timedelta(minutes=2)  # longer than the slowest turn
TRIES = 3
OPEN = col(Inbox.settled_at).is_(None)


def put(db: Session, channel: str, updates: Sequence[RawUpdate], *, secret: Sequence[bool], now: datetime) -> int:
    """Stores what is new; a repeat changes nothing. Of a secret message only the ids are kept."""
    known = set(
        db.exec(
            select(Inbox.inbound_id).where(
                Inbox.channel == channel, col(Inbox.inbound_id).in_([one.inbound_id for one in updates])
            )
        )
    )
    fresh = {one.inbound_id: (one, hidden) for one, hidden in zip(updates, secret, strict=True)}
    rows = [
        Inbox(
            channel=channel,
            inbound_id=inbound_id,
            chat_id=one.chat_id,
            raw=None if hidden else _printable(one.raw),
            secret=hidden,
            received_at=now,
        )
        for inbound_id, (one, hidden) in fresh.items()
        if inbound_id not in known
    ]
    db.add_all(rows)
    return len(rows)


def _printable(value: Any) -> Any:
    """The update as PostgreSQL can hold it: JSON text there knows no NUL and no half of a surrogate pair."""
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {printable(str(name)): _printable(one) for name, one in value.items()}
        case list() | tuple():
            return [_printable(one) for one in value]
    return value


def claim(db: Session, now: datetime, *, busy: Sequence[tuple[str, str]] = ()) -> Inbox | None:
    """The oldest unfinished row of a chat that nobody is working on, or None.

    A row left by a dead process is taken up after its lease, three times at most; then it is set aside.
    """
    earlier = aliased(Inbox)
    first_of_chat = ~sa.exists().where(
        col(earlier.channel) == col(Inbox.channel),
        col(earlier.chat_id) == col(Inbox.chat_id),
        col(earlier.settled_at).is_(None),
        col(earlier.id) < col(Inbox.id),
    )
    free = sa.or_(col(Inbox.lease_until).is_(None), col(Inbox.lease_until) < now)
    row = db.exec(
        select(Inbox)
        .where(OPEN, free, first_of_chat, sa.tuple_(col(Inbox.channel), col(Inbox.chat_id)).not_in(list(busy)))
        .order_by(col(Inbox.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    row.attempts += 1
    if row.attempts > TRIES:
        settle(db, row, InboxState.FAILED, now, code="set-aside")
        return claim(db, now, busy=busy)
    row.state = InboxState.WORKING
    row.lease_until = now + LEASE
    db.add(row)
    return row


def settle(db: Session, row: Inbox, state: InboxState, now: datetime, *, code: str | None = None) -> None:
    """The row is done with; its content is wiped."""
    row.state, row.code, row.settled_at, row.lease_until, row.raw = state, code, now, None, None
    db.add(row)
