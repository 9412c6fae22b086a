"""What each chat is about just now."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core import choices
from bot.core.choices import Menu
from bot.store.database import insert_new
from models import Conversation


def of_chat(db: Session, channel: str, chat_id: str, now: datetime) -> Conversation:
    """The chat's conversation; an open question that has expired is forgotten."""
    row = db.get(Conversation, (channel, chat_id)) or Conversation(channel=channel, chat_id=chat_id)
    if row.expires_at and row.expires_at < now:
        row.question = None
    db.add(row)
    return row


def speaks_of(db: Session, channel: str, chat_id: str, number: int | None) -> None:
    """What "xong" alone means from now on: the one task of the message that was sent last, or none."""
    insert_new(db, Conversation, [_empty(channel, chat_id)])
    this = sa.and_(col(Conversation.channel) == channel, col(Conversation.chat_id) == chat_id)
    db.execute(sa.update(Conversation).where(this).values(last_task=number))


def _empty(channel: str, chat_id: str) -> dict[str, object]:
    return {"channel": channel, "chat_id": chat_id, "last_list": [], "menu": {}, "misunderstood": 0}


def offer(db: Session, channel: str, chat_id: str, menu: Menu | None) -> None:
    """The newest menu of a chat; a message that offers nothing leaves the one before it."""
    if menu is None:
        return
    known = db.get(Conversation, (channel, chat_id))
    before = choices.from_json(known.menu) if known else None
    menu = menu.after(before) if before else menu
    insert_new(db, Conversation, [_empty(channel, chat_id)])
    of_this_chat = sa.and_(col(Conversation.channel) == channel, col(Conversation.chat_id) == chat_id)
    db.execute(sa.update(Conversation).where(of_this_chat).values(menu=choices.to_json(menu)))
