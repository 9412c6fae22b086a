"""The inbox: stored, then acknowledged, then worked off in order per chat."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.core.channel import RawUpdate
from bot.core.words import printable
from bot.store.database import insert_new
from bot.store.presence import LEASE
from models import Inbox, InboxState

TRIES = 3
MALFORMED = "malformed"  # the code of an update that no database can hold
OPEN = col(Inbox.settled_at).is_(None)


def put(db: Session, channel: str, updates: Sequence[RawUpdate], *, secret: Sequence[bool], now: datetime) -> int:
    """Stores what is new; a repeat changes nothing. Of a secret message only the ids are kept."""
    fresh = {printable(one.inbound_id): (one, hidden) for one, hidden in zip(updates, secret, strict=True)}
    known = set(
        db.exec(select(Inbox.inbound_id).where(Inbox.channel == channel, col(Inbox.inbound_id).in_(list(fresh))))
    )
    rows = [
        _ids(channel, one, now) | {"raw": None if hidden else _printable(one.raw), "secret": hidden}
        for inbound_id, (one, hidden) in fresh.items()
        if inbound_id not in known
    ]
    return insert_new(db, Inbox, rows)


def set_aside(db: Session, channel: str, update: RawUpdate, *, now: datetime) -> None:
    """Notes that an update came which cannot be stored; a repeat changes nothing."""
    failed = {"raw": None, "secret": False, "state": InboxState.FAILED, "code": MALFORMED, "settled_at": now}
    insert_new(db, Inbox, [_ids(channel, update, now) | failed])


def _ids(channel: str, update: RawUpdate, now: datetime) -> dict[str, Any]:
    return {
        "channel": channel,
        "inbound_id": printable(update.inbound_id),
        "chat_id": printable(update.chat_id),
        "state": InboxState.WAITING,
        "attempts": 0,
        "received_at": now,
    }


def _printable(value: Any) -> Any:
    """The update as PostgreSQL can hold it: JSON there knows no NUL, no half of a surrogate pair, no NaN."""
    match value:
        case str():
            return printable(value)
        case float() if not math.isfinite(value):
            return None
        case Mapping():
            return {printable(str(name)): _printable(one) for name, one in value.items()}
        case list() | tuple():
            return [_printable(one) for one in value]
    return value


def claim(
    db: Session, now: datetime, *, owner: int | None = None, busy: Sequence[tuple[str, str]] = ()
) -> Inbox | None:
    """The oldest unfinished row of a chat that nobody is working on, or None.

    A row left by a dead process is taken up again; after three tries it is given out to be set aside (`exhausted`).
    """
    row = db.exec(_next(), params={"now": now, "busy": list(busy)}).first()
    if row is None:
        return None
    row.attempts += 1
    row.state = InboxState.WORKING
    row.owner = owner
    row.lease_until = now + LEASE
    db.add(row)
    return row


@cache
def _next() -> SelectOfScalar[Inbox]:
    """Built once, since building it takes as long as asking it."""
    earlier = aliased(Inbox)
    first_of_chat = ~sa.exists().where(
        col(earlier.channel) == col(Inbox.channel),
        col(earlier.chat_id) == col(Inbox.chat_id),
        col(earlier.settled_at).is_(None),
        col(earlier.id) < col(Inbox.id),
    )
    free = sa.or_(col(Inbox.lease_until).is_(None), col(Inbox.lease_until) < sa.bindparam("now"))
    chat = sa.tuple_(col(Inbox.channel), col(Inbox.chat_id))
    idle = chat.not_in(sa.bindparam("busy", expanding=True))
    query = select(Inbox).where(OPEN, free, first_of_chat, idle).order_by(col(Inbox.id)).limit(1)
    return query.with_for_update(skip_locked=True)


def exhausted(row: Inbox) -> bool:
    """Whether a process died over this row as often as it was tried."""
    return row.attempts > TRIES


def is_held(db: Session, row_id: int, owner: int) -> bool:
    """Whether the row is still this process's to work on; held until the transaction ends."""
    held = select(Inbox.id).where(Inbox.id == row_id, Inbox.owner == owner, OPEN).with_for_update()
    return db.exec(held).first() is not None


def give_back(db: Session, row_id: int, owner: int) -> None:
    """The turn did not happen and is no fault of the row: it waits as if it had not been taken."""
    row = db.get(Inbox, row_id)
    if row is None or row.settled_at is not None or row.owner != owner:
        return
    row.state, row.owner, row.lease_until, row.attempts = InboxState.WAITING, None, None, row.attempts - 1
    db.add(row)


def settle(db: Session, row_id: int, state: InboxState, now: datetime, *, code: str | None = None) -> None:
    """The row is done with; its content is wiped."""
    row = db.get(Inbox, row_id)
    if row is None:
        return
    row.state, row.code, row.settled_at, row.lease_until, row.owner, row.raw = state, code, now, None, None, None
    db.add(row)
