"""What follows when a chat can no longer be written to: the address, the office, the person's other channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

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
                else people_screens.not_delivered(actor.name, actor.role, city.short(actor.agency))
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
        outbox.post(db, Outbox(**copied, not_before=now, created_at=now))
    elif Kind(row.kind) is Kind.LETTER:
        saved_notices.forget(db, row.key)


def follow(db: Session, row: Outbox, chat_id: str, now: datetime) -> None:
    """The group has another id now."""
    for address in people.addresses_in_chat(db, row.channel, row.chat_id):
        address.chat_id = chat_id
        db.add(address)
    group_store.moved(db, row.channel, row.chat_id, chat_id)
    outbox.move(db, row.id or 0, chat_id, now)
