"""How the bot is: what waits and for how long, who cannot be reached, when it last planned. Reads open rows only."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models import Address, Inbox, InboxState, Outbox, OutboxState, Post, Setting, migrations

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
    month: Sequence[tuple[str, int]] = ()  # channel, messages of this month
    coming: Sequence[tuple[str, int]] = ()  # channel, what they come to by its end


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


# ---------------------------------------------------------------- what a person looks into


@dataclass(frozen=True)
class Overdue:
    """Rows of the mail that should have moved long ago: how many, and since when the oldest waits."""

    count: int
    since: datetime | None


def stuck_updates(db: Session, now: datetime, patience: timedelta) -> Overdue:
    """Updates that nobody is working on, although they came long ago."""
    free = sa.or_(col(Inbox.lease_until).is_(None), col(Inbox.lease_until) < now)
    waiting = sa.and_(col(Inbox.settled_at).is_(None), free, col(Inbox.received_at) < now - patience)
    return _overdue(db, Inbox.received_at, waiting)


def stuck_messages(db: Session, now: datetime, patience: timedelta) -> Overdue:
    """Messages that could have gone long ago; one that waits for its hour or for a second try is not stuck."""
    free = sa.or_(col(Outbox.lease_until).is_(None), col(Outbox.lease_until) < now)
    waiting = sa.and_(col(Outbox.settled_at).is_(None), free, col(Outbox.not_before) < now - patience)
    return _overdue(db, Outbox.not_before, waiting)


def _overdue(db: Session, moment: Any, condition: sa.ColumnElement[bool]) -> Overdue:
    count, since = db.execute(sa.select(sa.func.count(), sa.func.min(moment)).where(condition)).one()
    return Overdue(count, since)


def failed_turns(db: Session, since: datetime) -> list[str]:
    """The codes of the turns that failed, as the log has them."""
    lately = sa.and_(col(Inbox.settled_at) >= since, col(Inbox.state) == InboxState.FAILED)
    return [code or "?" for code in db.exec(select(Inbox.code).where(lately).order_by(col(Inbox.id)))]


def failed_messages(db: Session, since: datetime) -> dict[tuple[str, str], int]:
    """How many messages failed, by channel and reason."""
    lately = sa.and_(col(Outbox.settled_at) >= since, col(Outbox.state) == OutboxState.FAILED)
    key = (col(Outbox.channel), sa.func.coalesce(Outbox.reason, "?"))
    return {
        (row[0], row[1]): row[2] for row in db.execute(sa.select(*key, sa.func.count()).where(lately).group_by(*key))
    }


def uncertain_messages(db: Session, since: datetime) -> list[int]:
    """The rows of messages that may have arrived twice, or may have arrived although they count as failed."""
    unsure = sa.or_(col(Outbox.repeated).is_(True), col(Outbox.reason) == "uncertain")
    lately = sa.or_(col(Outbox.settled_at).is_(None), col(Outbox.settled_at) >= since)
    found = db.exec(select(Outbox.id).where(lately, unsure).order_by(col(Outbox.id)))
    return [row_id or 0 for row_id in found]


def unreachable_people(db: Session, today: date) -> dict[tuple[str, str], int]:
    """Accounts that cannot be reached, of people in office who have no other; by channel and reason."""
    other = aliased(Address)
    reachable = sa.exists().where(col(other.person_id) == col(Address.person_id), col(other.broken).is_(None))
    in_office = sa.exists().where(
        col(Post.person_id) == col(Address.person_id),
        col(Post.valid_from) <= today,
        sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) >= today),
    )
    key = (col(Address.channel), col(Address.broken))
    query = sa.select(*key, sa.func.count()).where(col(Address.broken).is_not(None), in_office, ~reachable)
    return {(row[0], row[1]): row[2] for row in db.execute(query.group_by(*key))}


def clock(db: Session) -> datetime | None:
    """The database's own clock; None where it has none but the machine's."""
    if db.get_bind().dialect.name != "postgresql":
        return None
    moment: datetime = db.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return moment


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
