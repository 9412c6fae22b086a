"""People, their posts, their addresses and the invitations that link them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.core.permissions import Actor
from models import Address, Invitation, Person, Post, Role, Stranger

_RANK = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be written to."""

    actor: Actor
    channel: str
    chat_id: str


def hashed(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()


def actor_of(db: Session, channel: str, account_id: str, today: date) -> Actor | None:
    """Who writes from this account, in the post that they hold today."""
    rows = db.exec(
        _actors(today)
        .join(Address, col(Address.person_id) == col(Person.id))
        .where(col(Address.channel) == channel, col(Address.account_id) == account_id)
    )
    actors = [_actor(person, post) for person, post in rows]
    return min(actors, key=lambda actor: _RANK[actor.role], default=None)


def actor_by_person(db: Session, person_id: int, today: date) -> Actor | None:
    actors = [_actor(person, post) for person, post in db.exec(_actors(today).where(col(Person.id) == person_id))]
    return min(actors, key=lambda actor: _RANK[actor.role], default=None)


def holders(db: Session, today: date, roles: Collection[str], agencies: Collection[str] | None = None) -> list[Actor]:
    """Everybody in one of the roles (of one of the agencies), linked to a channel or not."""
    query = _actors(today).where(col(Post.role).in_(list(roles)))
    if agencies is not None:
        query = query.where(col(Post.agency_code).in_(list(agencies)))
    return [_actor(person, post) for person, post in db.exec(query.order_by(col(Post.id)))]


def addresses(db: Session, person_ids: Iterable[int]) -> dict[int, Address]:
    """For each person the address to write to: the preferred one that is not broken."""
    rows = db.exec(
        select(Address)
        .where(col(Address.person_id).in_(list(person_ids)), col(Address.broken).is_(None))
        .order_by(col(Address.preferred), col(Address.id))
    )
    return {row.person_id: row for row in rows}


def address_of(db: Session, channel: str, account_id: str) -> Address | None:
    return db.exec(select(Address).where(Address.channel == channel, Address.account_id == account_id)).first()


def heal(db: Session, channel: str, account_id: str) -> None:
    """Somebody who writes to us can be written to."""
    row = address_of(db, channel, account_id)
    if row is not None and row.broken:
        row.broken = None
        db.add(row)


def addresses_in_chat(db: Session, channel: str, chat_id: str) -> list[Address]:
    return list(db.exec(select(Address).where(Address.channel == channel, Address.chat_id == chat_id)))


def linked_agencies(db: Session, today: date) -> set[str]:
    """Agencies whose head or contact can be written to."""
    rows = db.exec(
        select(Post.agency_code)
        .join(Address, col(Address.person_id) == col(Post.person_id))
        .where(
            current(today),
            col(Address.broken).is_(None),
            col(Post.agency_code).is_not(None),
            col(Post.role).in_([Role.HEAD, Role.CONTACT]),
        )
    )
    return {code for code in rows if code}


def held_agencies(db: Session, today: date) -> set[str]:
    """Agencies for which somebody has ever linked an account, reachable now or not."""
    linked = sa.exists().where(col(Address.person_id) == col(Post.person_id))
    staff = sa.and_(col(Post.agency_code).is_not(None), col(Post.role).in_([Role.HEAD, Role.CONTACT]))
    rows = db.exec(select(Post.agency_code).where(current(today), staff, linked))
    return {code for code in rows if code}


def add(
    db: Session, *, name: str, role: str, agency: str | None, today: date, now: datetime, language: str = "vi"
) -> Person:
    person = Person(name=name, language=language, created_at=now)
    db.add(person)
    db.flush()
    add_post(db, person.id or 0, role=role, agency=agency, today=today)
    return person


def set_language(db: Session, person_id: int, language: str) -> None:
    person = db.get(Person, person_id)
    if person is not None:
        person.language = language
        db.add(person)


def add_post(db: Session, person_id: int, *, role: str, agency: str | None, today: date) -> Post:
    same = select(Post).where(Post.person_id == person_id, Post.role == role, Post.agency_code == agency)
    held = db.exec(same.where(current(today))).first()
    if held is not None:
        return held
    post = Post(person_id=person_id, role=role, agency_code=agency, valid_from=today)
    db.add(post)
    db.flush()
    return post


def link(db: Session, person_id: int, *, channel: str, account_id: str, chat_id: str, now: datetime) -> Address:
    """Ties an account to a person; an account belongs to one person."""
    row = address_of(db, channel, account_id) or Address(
        person_id=person_id, channel=channel, account_id=account_id, chat_id=chat_id, linked_at=now
    )
    row.person_id, row.chat_id, row.broken, row.linked_at = person_id, chat_id, None, now
    db.add(row)
    db.flush()
    return row


def invite(db: Session, invitation: Invitation) -> Invitation:
    db.add(invitation)
    db.flush()
    return invitation


def invitation(db: Session, code: str) -> Invitation | None:
    return db.exec(select(Invitation).where(Invitation.code_hash == hashed(code)).with_for_update()).first()


def first_today(db: Session, channel: str, account_id: str, today: date) -> bool:
    """Whether a stranger has not been answered yet today; from now on they have."""
    row = db.get(Stranger, (channel, account_id))
    if row and row.answered_on == today:
        return False
    row = row or Stranger(channel=channel, account_id=account_id, answered_on=today)
    row.answered_on = today
    db.add(row)
    return True


def current(today: date) -> sa.ColumnElement[bool]:
    """Posts that are held on the day."""
    return sa.and_(col(Post.valid_from) <= today, sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) >= today))


def _actors(today: date) -> Select[Person, Post]:
    return select(Person, Post).join(Post, col(Post.person_id) == col(Person.id)).where(current(today))


def _actor(person: Person, post: Post) -> Actor:
    return Actor(person.id or 0, person.name, post.id or 0, Role(post.role), post.agency_code, person.language)
