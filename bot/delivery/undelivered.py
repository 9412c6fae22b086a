"""What follows when a chat can no longer be written to: the address, the office, the person's other channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.core import codes
from bot.core.cards import Kind
from bot.core.screens import people as people_screens
from bot.core.screens.invitations import channel_name
from bot.store import groups as group_store
from bot.store import invitations, outbox, people
from bot.store import notices as saved_notices
from bot.usecases import groups
from bot.usecases.context import City, Mail
from models import Address, Outbox, OutboxState, Role

AWAY_LONG = timedelta(minutes=15)  # after which a person's other app is used
NOT_SERVED = "not-served"  # the app's plan has no room for this person


def unreachable(db: Session, city_of: Callable[[Session], City], now: datetime, row: Outbox, reason: str) -> None:
    """The address is broken; everything that waits for it is sent to the person's other channel, or fails.

    The office is told once, whatever waits.
    """
    city = city_of(db)
    waiting = [row, *outbox.waiting_for(db, row)]
    for address in people.addresses_in_chat(db, row.channel, row.chat_id):
        address.broken = reason
        db.add(address)
        db.flush()
        elsewhere = people.addresses(db, [address.person_id]).get(address.person_id)
        for one in waiting:
            send_elsewhere(db, one, elsewhere, now)
        actor = people.actor_by_person(db, address.person_id, city.today(now))
        if actor:
            mail = Mail(db, city, now, key=f"unreachable:{row.id}")
            card = (
                people_screens.not_served(channel_name(row.channel), actor.name)
                if reason == NOT_SERVED
                else people_screens.not_delivered(
                    actor.name, actor.role, city.short(actor.agency) if actor.agency else None
                )
            )
            mail.to(people.holders(db, city.today(now), {Role.OFFICE}), card, Kind.NOTE)
    if reason == NOT_SERVED and row.person_id is None and not row.in_group:
        _tell_of_stranger(db, city, now, row)
    if row.in_group:
        groups.was_removed(db, city, Mail(db, city, now, key=f"unreachable:{row.id}"), row.channel, row.chat_id)
    for one in waiting:
        outbox.settle(db, one.id or 0, OutboxState.FAILED, now, reason=reason)


def _tell_of_stranger(db: Session, city: City, now: datetime, row: Outbox) -> None:
    """Somebody who wants to be linked and cannot even be answered; the office hears it once."""
    stranger = invitations.in_chat(db, row.channel, row.chat_id)
    if stranger is None or not stranger.lookup:
        return
    who = f"{stranger.display_name or '—'} ({codes.shown(stranger.lookup)})"
    card = people_screens.not_served(channel_name(row.channel), who)
    mail = Mail(db, city, now, key=f"{NOT_SERVED}:{row.channel}:{stranger.lookup}")
    mail.to(people.holders(db, city.today(now), {Role.OFFICE}), card, Kind.NOTE)


def send_elsewhere(db: Session, row: Outbox, other: Address | None, now: datetime) -> None:
    """An answer is wanted where the question was asked; a letter that goes nowhere is owed again."""
    if Kind(row.kind) is Kind.ANSWER:
        return
    if other is not None:
        copied = row.model_dump(
            include={"kind", "card", "language", "task_id", "good_until", "person_id", "broadcast_id"}
        )
        copied |= {"channel": other.channel, "chat_id": other.chat_id, "key": f"{row.key}:{other.channel}"}
        copied["repeated"] = row.repeated or row.parts_sent > 0  # it may be in both apps then, and says so
        outbox.post(db, Outbox(**copied, not_before=now, created_at=now))
    elif Kind(row.kind) in (Kind.LETTER, Kind.DIGEST):
        saved_notices.forget(db, row.key)


def divert(db: Session, channel: str, now: datetime) -> int:
    """The app has been out of reach for long: what has waited for it goes to the other apps of its readers.

    What was in hand when the connection broke may have arrived, and says so. Nothing is diverted twice.
    """
    moved = 0
    for row in outbox.waiting_since(db, channel, now - AWAY_LONG):
        others = people.addresses(db, [row.person_id or 0], other_than=channel)
        other = others.get(row.person_id or 0)
        if other is None or row.key.endswith(f":{channel}"):
            continue
        send_elsewhere(db, row, other, now)
        outbox.settle(db, row.id or 0, OutboxState.SKIPPED, now, reason="app-away")
        moved += 1
    return moved


def in_doubt(db: Session, row: Outbox, now: datetime) -> bool:
    """Twice nobody knows whether it arrived: it goes to the person's other app, as a possible repeat."""
    others = people.addresses(db, [row.person_id] if row.person_id else [], other_than=row.channel)
    other = others.get(row.person_id or 0)
    if other is None or row.in_group or row.key.endswith(f":{row.channel}"):
        return False
    send_elsewhere(db, row, other, now)
    outbox.settle(db, row.id or 0, OutboxState.SKIPPED, now, reason="uncertain")
    return True


def follow(db: Session, row: Outbox, chat_id: str, now: datetime) -> None:
    """The group has another id now."""
    for address in people.addresses_in_chat(db, row.channel, row.chat_id):
        address.chat_id = chat_id
        db.add(address)
    group_store.moved(db, row.channel, row.chat_id, chat_id)
    outbox.move(db, row.id or 0, chat_id, now)
