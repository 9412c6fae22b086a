"""Inviting people from the command line and in chat: what an invitation is, and who may make it."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.core import codes, permissions
from bot.core.screens.invitations import Offer
from bot.core.words import nfc, printable
from bot.store import invitations, people
from bot.usecases.context import City
from models import AGENCY_ROLES, Invitation, Role

VALID_WORKING_DAYS = 3
CODE_BYTES = 24  # 32 characters of the URL alphabet: a Telegram deep link takes 64


class InvitationError(Exception):
    """An invitation that cannot be made; the message names the reason."""


def invite(
    db: Session,
    city: City,
    now: datetime,
    *,
    role: str,
    agency: str | None,
    name: str | None,
    by: int | None = None,
    channel: str | None = None,
    account: str | None = None,
    typed: bool = False,
    successor_of: int | None = None,
) -> tuple[str, Invitation]:
    """Makes a one-time code for a post; the code is returned and not kept.

    `channel` and `account` bind it to one app or one account of it; `typed` makes it short enough to be typed;
    `successor_of` names the post that is to be handed over to whoever is invited.
    """
    if role not in set(Role):
        raise InvitationError(f"unknown role {role!r}; one of: {', '.join(Role)}")
    if (role in AGENCY_ROLES) != (agency is not None):
        raise InvitationError("head and contact need --agency, the other roles take none")
    if agency is not None and city.directory.get(agency) is None:
        raise InvitationError(f"unknown agency {agency!r}; see: python -m bot agencies list")
    code = _short_code() if typed else secrets.token_urlsafe(CODE_BYTES)
    last_day = city.calendar.add(city.today(now), VALID_WORKING_DAYS)
    row = invitations.add(
        db,
        Invitation(
            code_hash=invitations.hashed(code),
            role=role,
            agency_code=agency,
            name=" ".join(nfc(printable(name)).split()) or None if name else None,
            channel=channel,
            account_id=account,
            successor_of=successor_of,
            created_at=now,
            created_by=by,
            expires_at=datetime.combine(last_day + timedelta(days=1), datetime.min.time(), city.zone),
        ),
    )
    return code, row


def _short_code() -> str:
    while True:
        code = "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.TYPED))
        if codes.invitation(code) == code:
            return code


def offer(db: Session, city: City, row: Invitation) -> Offer:
    by = people.person(db, row.created_by) if row.created_by else None
    return Offer(
        id=row.id or 0,
        role=row.role,
        agency=city.full(row.agency_code) if row.agency_code else None,
        by=by.name if by else None,
        last_day=last_day(city, row),
        name=row.name,
        channel=row.channel,
    )


def last_day(city: City, row: Invitation) -> date:
    return (row.expires_at.astimezone(city.zone) - timedelta(seconds=1)).date()


def invitable(actor: permissions.Actor) -> list[Role]:
    """The roles that this person may invite for."""
    return [role for role in Role if permissions.may_manage(actor, role, actor.agency)]
