"""What is forgotten at night."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.core import cards
from bot.store import invitations
from models import Conclusion, Conversation, Evidence, Extension, Inbox, Outbox, StoredFile


def forget_settled(db: Session, before: datetime) -> None:
    """Mail that was settled long ago. Digest and letter keys of past weeks go with it: their slots are over."""
    db.execute(sa.delete(Inbox).where(col(Inbox.settled_at) < before))
    invitations.forget_strangers(db, before.date())
    db.execute(sa.delete(Outbox).where(col(Outbox.settled_at) < before))
    _forget_files(db, before)


def _forget_files(db: Session, before: datetime) -> None:
    """A file that nothing holds any more: a photo whose task was never named, an export, the QR code of an invitation.

    What a message carries stays as long as the message, so a link that was sent still opens.
    """
    held = [
        ~sa.exists().where(reference == col(StoredFile.id))
        for reference in (col(Evidence.file_id), col(Extension.file_id), col(Conclusion.file_id))
    ]
    loose = set(db.exec(select(StoredFile.id).where(*held)))
    if not loose:
        return
    carrying = select(Outbox.card).where(col(Outbox.card).contains('"file_id"'))
    loose -= {cards.from_json(card).file_id for card in db.exec(carrying)}
    asked = select(Conversation.question).where(col(Conversation.expires_at) >= before)
    loose -= {question.get("file") for question in db.exec(asked) if question}
    db.execute(sa.delete(StoredFile).where(col(StoredFile.id).in_(loose), *held))
