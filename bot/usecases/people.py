"""Inviting people, linking their accounts, and what strangers are told."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.core.cards import Kind
from bot.core.channel import Inbound
from bot.core.permissions import Actor
from bot.core.screens import people as screens
from bot.store import people, tasks
from bot.usecases.context import City, Mail
from models import AGENCY_ROLES, Invitation, Role

VALID_WORKING_DAYS = 3
CODE_BYTES = 24  # 32 characters of the URL alphabet: a Telegram deep link takes 64
CODE_SHAPE = re.compile(r"[\w-]{32}", re.ASCII)


class InvitationError(Exception):
    """An invitation that cannot be made; the message names the reason."""


def invite(
    db: Session, city: City, now: datetime, *, role: str, agency: str | None, name: str | None, by: int | None = None
) -> tuple[str, datetime]:
    """Makes a one-time code for a post; returns it (it is not kept) and the moment until which it is good."""
    if role not in set(Role):
        raise InvitationError(f"unknown role {role!r}; one of: {', '.join(Role)}")
    if (role in AGENCY_ROLES) != (agency is not None):
        raise InvitationError("head and contact need --agency, the other roles take none")
    if agency is not None and city.directory.get(agency) is None:
        raise InvitationError(f"unknown agency {agency!r}; see: python -m bot agencies list")
    code = secrets.token_urlsafe(CODE_BYTES)
    last_day = city.calendar.add(city.today(now), VALID_WORKING_DAYS)
    expires = datetime.combine(last_day + timedelta(days=1), datetime.min.time(), city.zone)
    people.invite(
        db,
        Invitation(
            code_hash=people.hashed(code),
            role=role,
            agency_code=agency,
            name=name,
            created_at=now,
            created_by=by,
            expires_at=expires,
        ),
    )
    return code, expires


def link(db: Session, city: City, now: datetime, mail: Mail, channel: str, inbound: Inbound) -> Actor | None:
    """Ties an account to the post that its code was made for; None unless a good code was opened or typed."""
    code = inbound.start_code or inbound.text.strip()
    if not CODE_SHAPE.fullmatch(code):
        return None
    found = people.invitation(db, code)
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now or not inbound.private:
        return None
    today = city.today(now)
    address = people.address_of(db, channel, inbound.account_id)
    name = found.name or inbound.display_name or "—"
    language = "en" if (inbound.language or "vi").startswith("en") else "vi"
    if address is None:
        person = people.add(
            db, name=name, role=found.role, agency=found.agency_code, today=today, now=now, language=language
        )
        person_id = person.id or 0
    else:
        person_id = address.person_id
        people.add_post(db, person_id, role=found.role, agency=found.agency_code, today=today)
    people.link(db, person_id, channel=channel, account_id=inbound.account_id, chat_id=inbound.chat_id, now=now)
    found.used_at, found.used_by = now, person_id
    db.add(found)
    actor = people.actor_by_person(db, person_id, today)
    if actor is None:
        return None
    short = city.short(actor.agency) if actor.agency else None
    count = (
        tasks.counted(db, tasks.OPEN, tasks.for_agency(actor.agency))
        if actor.agency
        else (tasks.counted(db, tasks.OPEN, tasks.for_committee()))
    )
    card = screens.linked(actor, short, count)
    mail.to_chat(channel, inbound.chat_id, card, Kind.CONFIRMATION, language=actor.language, person_id=person_id)
    note = screens.somebody_linked(actor.name, actor.role, short)
    officers = [one for one in people.holders(db, today, {Role.OFFICE}) if one.person_id != person_id]
    mail.to(officers, note, Kind.NOTE)
    return actor


def answer_stranger(db: Session, city: City, now: datetime, mail: Mail, channel: str, inbound: Inbound) -> None:
    """One answer a day, the same to everybody; a wrong code gets its own sentence."""
    if not inbound.private or inbound.left:
        return
    if not people.first_today(db, channel, inbound.account_id, city.today(now)):
        return
    card = screens.bad_code() if inbound.start_code else screens.stranger()
    language = "en" if (inbound.language or "vi").startswith("en") else "vi"
    mail.to_chat(channel, inbound.chat_id, card, Kind.ANSWER, language=language)
