"""What each chat is about just now."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models import Conversation


def of_chat(db: Session, channel: str, chat_id: str, now: datetime) -> Conversation:
    """The chat's conversation; an open question that has expired is forgotten."""
    row = db.get(Conversation, (channel, chat_id)) or Conversation(channel=channel, chat_id=chat_id)
    if row.expires_at and row.expires_at < now:
        row.question = None
    db.add(row)
    return row
