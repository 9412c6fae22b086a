"""What does not reach people: agencies without anybody linked, broken addresses, failed messages."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.store import people, settings, tasks
from models import Address, Outbox, OutboxState, Person, Post, Task

# A literal, since a bound value would not show that the index of failed messages is meant.
FAILED = col(Outbox.state) == sa.literal_column(f"'{OutboxState.FAILED}'")
REPORTED_ON, LISTED, CALLED = "delivery-report", "delivery-listed", "delivery-called"  # names of stored values


@dataclass(frozen=True)
class Broken:
    """An address that cannot be reached, of somebody in office who has no other."""

    address_id: int
    person: str
    role: str
    agency: str | None
    reason: str
    since: datetime | None


@dataclass(frozen=True)
class Failed:
    """A message that failed although its reader can be reached."""

    row_id: int
    person: str
    agency: str | None
    reason: str


def unlinked(db: Session, today: date) -> list[tuple[str, int]]:
    """Agencies that lead open tasks and have nobody linked, with how many tasks; most first."""
    held = people.held_agencies(db, today)
    count = sa.func.count()
    rows = db.execute(
        sa.select(col(Task.lead), count)
        .where(tasks.OPEN, col(Task.lead).is_not(None))
        .group_by(col(Task.lead))
        .order_by(count.desc(), col(Task.lead))
    )
    return [(agency, number) for agency, number in rows if agency not in held]


def broken(db: Session, today: date) -> list[Broken]:
    other = aliased(Address)
    reachable = sa.exists().where(col(other.person_id) == col(Address.person_id), col(other.broken).is_(None))
    failed_at = (
        sa.select(sa.func.max(Outbox.settled_at))
        .where(
            col(Outbox.channel) == col(Address.channel),
            col(Outbox.chat_id) == col(Address.chat_id),
            FAILED,
            col(Outbox.reason) == col(Address.broken),
        )
        .scalar_subquery()
    )
    rows = db.execute(
        sa.select(Address, Person, Post, failed_at)
        .join(Person, col(Person.id) == col(Address.person_id))
        .join(Post, col(Post.person_id) == col(Person.id))
        .where(col(Address.broken).is_not(None), people.current(today), ~reachable)
        .order_by(col(Address.id), col(Post.id))
    )
    found: dict[int, Broken] = {}
    for address, person, post, since in rows:
        one = Broken(address.id, person.name, post.role, post.agency_code, address.broken, since)
        found.setdefault(address.id, one)  # one line for somebody with several posts
    return list(found.values())


def failed(db: Session, since: datetime, today: date, *, except_reasons: Collection[str]) -> list[Failed]:
    """Messages that failed since then for another reason than a broken address; answers are the asker's own affair."""
    rows = db.execute(
        sa.select(Outbox, Person)
        .join(Person, col(Person.id) == col(Outbox.person_id))
        .where(
            col(Outbox.settled_at) >= since,
            FAILED,
            col(Outbox.kind) != "answer",
            col(Outbox.reason).not_in(list(except_reasons)),
        )
        .order_by(col(Outbox.settled_at), col(Outbox.id))  # by the id alone SQLite would walk the table
    )
    found = []
    for row, person in rows:
        actor = people.actor_by_person(db, person.id, today)
        if actor is not None:
            found.append(Failed(row.id, person.name, actor.agency, row.reason or "?"))
    return found


def broken_reasons(db: Session) -> set[str]:
    return {reason for reason in db.exec(select(Address.broken).distinct()) if reason}


# ---------------------------------------------------------------- what the office was told, and what it has done


def reported_on(db: Session) -> date | None:
    value = settings.get(db, REPORTED_ON)
    return date.fromisoformat(value) if value else None


def reported(db: Session, day: date, names: Collection[str]) -> None:
    """The day's report has been looked into, and lists these."""
    settings.put(db, REPORTED_ON, day.isoformat())
    settings.put(db, LISTED, json.dumps(sorted(names)))


def listed(db: Session) -> set[str]:
    return _names(db, LISTED)


def called(db: Session) -> set[str]:
    """The troubles that the office has taken in hand by telephone."""
    return _names(db, CALLED)


def put_called(db: Session, names: Collection[str]) -> None:
    settings.put(db, CALLED, json.dumps(sorted(names)))


def _names(db: Session, name: str) -> set[str]:
    found: Any = json.loads(settings.get(db, name, "[]"))
    return set(found)
