"""Invitations, codes that add an account, and what is known of accounts that nobody knows."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.core import codes
from models import AccountCode, Invitation, Stranger

MOST_WRONG = 5  # codes a day that may be wrong; after that nothing is looked up and nothing is answered


def hashed(code: str) -> str:
    return hashlib.sha256(code.strip().encode()).hexdigest()


def add(db: Session, invitation: Invitation) -> Invitation:
    db.add(invitation)
    db.flush()
    return invitation


def by_code(db: Session, code: str) -> Invitation | None:
    return db.exec(select(Invitation).where(Invitation.code_hash == hashed(code)).with_for_update()).first()


def by_id(db: Session, invitation_id: int) -> Invitation | None:
    return db.exec(select(Invitation).where(Invitation.id == invitation_id).with_for_update()).first()


def open_ones(db: Session, now: datetime, agency: str | None = None) -> list[Invitation]:
    """Not used, not taken back, not expired; of one agency or of all. Oldest first."""
    query = select(Invitation).where(
        col(Invitation.used_at).is_(None), col(Invitation.revoked_at).is_(None), col(Invitation.expires_at) > now
    )
    if agency is not None:
        query = query.where(Invitation.agency_code == agency)
    return list(db.exec(query.order_by(col(Invitation.id))))


# ---------------------------------------------------------------- codes that add an account


def add_account_code(db: Session, person_id: int, digits: str, expires_at: datetime) -> None:
    """A new code makes the person's earlier ones worthless."""
    db.execute(sa.delete(AccountCode).where(col(AccountCode.person_id) == person_id))
    salt = secrets.token_hex(16)
    row = AccountCode(person_id=person_id, salt=salt, code_hash=_slowly(digits, salt), expires_at=expires_at)
    db.add(row)
    db.flush()


def account_code(db: Session, digits: str, now: datetime) -> AccountCode | None:
    """The open code that these digits are. There are few at a time: each lives ten minutes."""
    rows = db.exec(
        select(AccountCode).where(col(AccountCode.used_at).is_(None), col(AccountCode.expires_at) > now)
    ).all()
    return next((row for row in rows if secrets.compare_digest(row.code_hash, _slowly(digits, row.salt))), None)


def _slowly(digits: str, salt: str) -> str:
    """A million numbers are tried in no time, so each try is made to cost some milliseconds."""
    return hashlib.scrypt(digits.encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1).hex()


# ---------------------------------------------------------------- accounts that nobody knows


def stranger(
    db: Session, channel: str, account_id: str, *, chat_id: str, name: str, language: str, today: date
) -> Stranger:
    """The account with its look-up code, which stays the same."""
    row = db.get(Stranger, (channel, account_id)) or Stranger(
        channel=channel, account_id=account_id, answered_on=date.min
    )
    row.chat_id, row.display_name, row.language = chat_id, name or row.display_name, language
    row.lookup = row.lookup or _new_lookup(db)
    if row.wrong_on != today:
        row.wrong_on, row.wrong = today, 0
    db.add(row)
    db.flush()
    return row


def _new_lookup(db: Session) -> str:
    while True:
        code = "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.LOOKUP))
        if not code.isdecimal() and not code.isalpha() and by_lookup(db, code) is None:
            return code


def by_lookup(db: Session, code: str) -> Stranger | None:
    return db.exec(select(Stranger).where(Stranger.lookup == code)).first()


def in_chat(db: Session, channel: str, chat_id: str) -> Stranger | None:
    return db.exec(select(Stranger).where(Stranger.channel == channel, Stranger.chat_id == chat_id)).first()


def forget_strangers(db: Session, before: date) -> None:
    """Accounts that have not written since."""
    db.execute(sa.delete(Stranger).where(col(Stranger.answered_on) < before))
