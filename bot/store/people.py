"""People, their posts and their addresses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.core.permissions import Actor
from models import Address, Delegation, Person, Post, Role

_RANK = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True)
class Recipient:
    """Somebody who can be written to."""

    actor: Actor
    channel: str
    chat_id: str


def actor_of(db: Session, channel: str, account_id: str, today: date) -> Actor | None:
    """Who writes from this account, in the highest post that they hold or stand in for today."""
    return next(iter(posts_of_account(db, channel, account_id, today)), None)


def posts_of_account(db: Session, channel: str, account_id: str, today: date) -> list[Actor]:
    """`posts_of` whoever writes from this account."""
    address = address_of(db, channel, account_id)
    return posts_of(db, address.person_id, today) if address else []


def actor_by_person(db: Session, person_id: int, today: date) -> Actor | None:
    return next(iter(posts_of(db, person_id, today)), None)


def posts_of(db: Session, person_id: int, today: date) -> list[Actor]:
    """Every post that somebody holds or stands in for today, the highest first, own ones before others'."""
    own = [_actor(person, post) for person, post in db.exec(_actors(today).where(col(Person.id) == person_id))]
    found = own + (_deputies(db, today, col(Person.id) == person_id) if own else [])
    return sorted(found, key=lambda actor: (_RANK[actor.role], actor.stands_for is not None, actor.post_id))


def holders(db: Session, today: date, roles: Collection[str], agencies: Collection[str] | None = None) -> list[Actor]:
    """Everybody in one of the roles (of one of the agencies), linked to a channel or not, then their deputies.

    A holder who has a deputy today is marked as away.
    """
    wanted = [col(Post.role).in_(list(roles))]
    if agencies is not None:
        wanted.append(col(Post.agency_code).in_(list(agencies)))
    rows = db.exec(_actors(today).where(*wanted).order_by(col(Post.id))).all()
    deputies = _deputies(db, today, *wanted)
    left = {one.post_id for one in deputies}
    found = [_actor(person, post) for person, post in rows]
    return [replace(one, away=True) if one.post_id in left else one for one in found] + deputies


def _deputies(db: Session, today: date, *conditions: sa.ColumnElement[bool]) -> list[Actor]:
    """Who acts today in posts whose holders are away; a deputy without a post of their own acts for nobody."""
    query = _standing_in().where(current(today), *conditions)
    found = db.exec(query, params={"today": today})
    return [replace(_actor(person, post), stands_for=name) for person, post, name in found]


@cache
def _standing_in() -> Select[Person, Post, str]:
    """Built once, since building it takes longer than asking it."""
    today: sa.BindParameter[date] = sa.bindparam("today")
    holder, own = aliased(Person), aliased(Post)
    has_post = sa.exists().where(
        col(own.person_id) == col(Person.id),
        col(own.valid_from) <= today,
        sa.or_(col(own.valid_to).is_(None), col(own.valid_to) >= today),
    )
    return (
        select(Person, Post, holder.name)
        .join(Delegation, col(Delegation.deputy_id) == col(Person.id))
        .join(Post, col(Post.id) == col(Delegation.post_id))
        .join(holder, col(holder.id) == col(Post.person_id))
        .where(
            col(Delegation.ended_at).is_(None),
            col(Delegation.starts_on) <= today,
            col(Delegation.ends_on) >= today,
            has_post,
        )
        .order_by(col(Delegation.id))
    )


def addresses(db: Session, person_ids: Iterable[int], *, other_than: str = "") -> dict[int, Address]:
    """For each person the address to write to: the preferred one that is not broken, of a channel `other_than` one."""
    usable = sa.and_(col(Address.broken).is_(None), col(Address.channel) != other_than)
    rows = db.exec(
        select(Address)
        .where(col(Address.person_id).in_(list(person_ids)), usable)
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


def accounts(db: Session, person_id: int) -> list[Address]:
    """Every account of a person, the preferred one first."""
    query = select(Address).where(Address.person_id == person_id)
    return list(db.exec(query.order_by(col(Address.preferred).desc(), col(Address.id))))


def account(db: Session, address_id: int) -> Address | None:
    return db.get(Address, address_id)


def drop_account(db: Session, row: Address) -> None:
    """The account belongs to nobody any more; another one becomes the preferred one."""
    person_id, was_preferred = row.person_id, row.preferred
    db.delete(row)
    db.flush()
    left = accounts(db, person_id)
    if was_preferred and left:
        left[0].preferred = True
        db.add(left[0])
        db.flush()


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
    person = add_person(db, name=name, now=now, language=language)
    add_post(db, person.id or 0, role=role, agency=agency, today=today)
    return person


def add_person(db: Session, *, name: str, now: datetime, language: str = "vi") -> Person:
    """Somebody who holds no post yet."""
    person = Person(name=name, language=language, created_at=now)
    db.add(person)
    db.flush()
    return person


def set_language(db: Session, person_id: int, language: str) -> None:
    person = db.get(Person, person_id)
    if person is not None:
        person.language = language
        db.add(person)


def set_reminder(db: Session, person_id: int, hour: str | None) -> None:
    """ "07:45", or None for the committee's hour."""
    person = db.get(Person, person_id)
    if person is not None:
        person.reminder_at = hour
        db.add(person)


def reminder_hours(db: Session) -> list[str]:
    """The hours that people have chosen."""
    rows = db.exec(select(Person.reminder_at).where(col(Person.reminder_at).is_not(None)).distinct())
    return sorted(hour for hour in rows if hour)


def prefer(db: Session, row: Address) -> None:
    """From now on messages go to this account first."""
    for one in accounts(db, row.person_id):
        one.preferred = one.id == row.id
        db.add(one)
    db.flush()


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
    """Ties an account to a person; an account belongs to one person. The first account is the preferred one."""
    row = address_of(db, channel, account_id) or Address(
        person_id=person_id, channel=channel, account_id=account_id, chat_id=chat_id, linked_at=now
    )
    others = [one for one in accounts(db, person_id) if one.id != row.id]
    row.preferred = not any(one.preferred for one in others)
    row.person_id, row.chat_id, row.broken, row.linked_at = person_id, chat_id, None, now
    db.add(row)
    db.flush()
    return row


def post(db: Session, post_id: int) -> Post | None:
    return db.exec(select(Post).where(Post.id == post_id).with_for_update()).first()


def person(db: Session, person_id: int) -> Person | None:
    return db.get(Person, person_id)


def is_held(post: Post, today: date) -> bool:
    return post.valid_from <= today and (post.valid_to is None or post.valid_to >= today)


def end_post(db: Session, row: Post, today: date) -> None:
    """Every right of the post ends now, not at the end of the day."""
    row.valid_to = today - timedelta(days=1)
    db.add(row)
    db.flush()


def current(today: date) -> sa.ColumnElement[bool]:
    """Posts that are held on the day."""
    return sa.and_(col(Post.valid_from) <= today, sa.or_(col(Post.valid_to).is_(None), col(Post.valid_to) >= today))


def _actors(today: date) -> Select[Person, Post]:
    return select(Person, Post).join(Post, col(Post.person_id) == col(Person.id)).where(current(today))


def _actor(person: Person, post: Post) -> Actor:
    return Actor(
        person.id or 0,
        person.name,
        post.id or 0,
        Role(post.role),
        post.agency_code,
        person.language,
        person.reminder_at,
    )
