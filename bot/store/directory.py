"""Agencies and days off, between their tables and the core's values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.core.agencies import Body, Directory, Succession
from bot.core.calendar import Calendar, DayOff
from bot.store import settings
from models import Agency, AgencySuccession, Draft, Holiday, Invitation, Post, Task

REVISION = "directory-revision"


def load(db: Session) -> Directory:
    bodies = [
        Body(**(row.model_dump() | {"aliases": tuple(row.aliases)}))
        for row in db.exec(select(Agency).order_by(Agency.code))
    ]
    successions = [
        Succession(row.old, row.new, row.relation, row.automatic, row.effective_on)
        for row in db.exec(select(AgencySuccession))
    ]
    return Directory(bodies, successions)


def calendar(db: Session) -> Calendar:
    return Calendar({row.day: DayOff(row.name, row.works) for row in db.exec(select(Holiday))})


def fill(db: Session, directory: Directory, days_off: Mapping[date, DayOff]) -> None:
    """An empty database gets the shipped agencies and days off."""
    put_bodies(db, directory.bodies)
    for one in directory.successions:
        db.add(AgencySuccession(**asdict(one)))
    for day, free in days_off.items():
        db.merge(Holiday(day=day, name=free.name, works=free.works))


def put_day(db: Session, day: date, name: str | None, *, works: bool) -> None:
    """A day gets a rule of its own, or (without a name) loses it; running processes read the calendar again."""
    db.execute(sa.delete(Holiday).where(col(Holiday.day) == day))
    if name is not None:
        db.add(Holiday(day=day, name=name, works=works))
    settings.put(db, REVISION, str(revision(db) + 1))
    db.flush()


def in_use(db: Session) -> bool:
    """Whether a post, an invitation, a draft or a task refers to an agency."""
    referring = (Post.agency_code, Invitation.agency_code, Draft.lead, Task.lead)
    return any(db.exec(select(column).where(col(column).is_not(None)).limit(1)).first() for column in referring)


def clear(db: Session) -> None:
    """Takes all agencies and successions out."""
    db.execute(sa.delete(AgencySuccession))
    db.execute(sa.delete(Agency))


def put_bodies(db: Session, bodies: Iterable[Body]) -> int:
    """Adds the bodies, or brings the rows of the same codes up to date; returns how many."""
    count = 0
    for body in bodies:
        db.merge(Agency(**(asdict(body) | {"aliases": list(body.aliases)})))
        count += 1
    settings.put(db, REVISION, str(revision(db) + 1))
    return count


def put_successions(db: Session, found: Iterable[Succession], ends: Mapping[str, date]) -> int:
    """Adds the relations, in place of those between the same two; a body gets its last day where it has none yet."""
    count = 0
    for one in found:
        same = sa.and_(col(AgencySuccession.old) == one.old, col(AgencySuccession.new).is_not_distinct_from(one.new))
        db.execute(sa.delete(AgencySuccession).where(same))
        db.add(AgencySuccession(**asdict(one)))
        count += 1
    for code, day in ends.items():
        row = db.get(Agency, code)
        if row is not None and row.valid_to is None:
            row.valid_to = day - timedelta(days=1)
            db.add(row)
    settings.put(db, REVISION, str(revision(db) + 1))
    db.flush()
    return count


def revision(db: Session) -> int:
    """Rises whenever agencies or days off change, so that running processes read them again."""
    return int(settings.get(db, REVISION, "0"))
