"""How the bot is: what waits and for how long, who cannot be reached, when it last planned. Reads open rows only."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models import Address, Inbox, Outbox, Setting, migrations

HEARTBEAT = "last-tick"
BEATS_EVERY = timedelta(minutes=5)  # a tick comes every minute; not each one is worth a write


@dataclass(frozen=True)
class Waiting:
    """Mail of one channel in one state: how many rows, and the age of the oldest in seconds."""

    channel: str
    state: str
    count: int
    oldest: float


@dataclass(frozen=True)
class Figures:
    """What monitoring sees of the database."""

    inbox: Sequence[Waiting] = ()
    outbox: Sequence[Waiting] = ()
    broken: Sequence[tuple[str, str, int]] = field(default_factory=tuple)  # channel, reason, addresses
    last_tick: datetime | None = None


def figures(db: Session, now: datetime) -> Figures:
    return Figures(inbox_waiting(db, now), outbox_due(db, now), broken_addresses(db), last_tick(db))


def schema(db: Session) -> str | None:
    """The revision that the schema is at."""
    return migrations.current(db.connection())


@functools.cache
def newest_schema() -> str | None:
    """The revision that this version of the program needs."""
    return migrations.newest()


def inbox_waiting(db: Session, now: datetime) -> list[Waiting]:
    rows = db.execute(
        sa.select(col(Inbox.channel), col(Inbox.state), sa.func.count(), sa.func.min(Inbox.received_at))
        .where(col(Inbox.settled_at).is_(None))
        .group_by(col(Inbox.channel), col(Inbox.state))
    )
    return [Waiting(channel, state, count, _age(now, oldest)) for channel, state, count, oldest in rows]


def outbox_due(db: Session, now: datetime) -> list[Waiting]:
    """Messages that could have gone by now."""
    rows = db.execute(
        sa.select(col(Outbox.channel), col(Outbox.state), sa.func.count(), sa.func.min(Outbox.not_before))
        .where(col(Outbox.settled_at).is_(None), col(Outbox.not_before) <= now)
        .group_by(col(Outbox.channel), col(Outbox.state))
    )
    return [Waiting(channel, state, count, _age(now, oldest)) for channel, state, count, oldest in rows]


def broken_addresses(db: Session) -> list[tuple[str, str, int]]:
    rows = db.execute(
        sa.select(col(Address.channel), col(Address.broken), sa.func.count())
        .where(col(Address.broken).is_not(None))
        .group_by(col(Address.channel), col(Address.broken))
    )
    return [(channel, reason, count) for channel, reason, count in rows]


def _age(now: datetime, moment: datetime) -> float:
    return max(0.0, (now - moment).total_seconds())


# ---------------------------------------------------------------- the heartbeat


def heartbeat(db: Session, now: datetime) -> None:
    """Notes that the planner has looked, so that another process can see it; not more often than is useful."""
    last = last_tick(db)
    if last is not None and timedelta(0) <= now - last < BEATS_EVERY:
        return
    beat = now.astimezone(UTC).isoformat()
    if last is not None:
        db.execute(sa.update(Setting).where(col(Setting.name) == HEARTBEAT).values(value=beat))
        return
    try:
        with db.begin_nested():
            db.execute(sa.insert(Setting).values(name=HEARTBEAT, value=beat))
    except IntegrityError:
        return  # another replica has just noted it


def last_tick(db: Session) -> datetime | None:
    value = db.exec(select(Setting.value).where(Setting.name == HEARTBEAT)).first()
    return datetime.fromisoformat(value) if value else None
