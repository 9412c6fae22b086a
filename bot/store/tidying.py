"""What is forgotten at night."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.store import invitations
from models import Inbox, Outbox


def forget_settled(db: Session, before: datetime) -> None:
    """Mail that was settled long ago. Digest and letter keys of past weeks go with it: their slots are over."""
    db.execute(sa.delete(Inbox).where(col(Inbox.settled_at) < before))
    invitations.forget_strangers(db, before.date())
    db.execute(sa.delete(Outbox).where(col(Outbox.settled_at) < before))
