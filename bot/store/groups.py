"""Groups that the office has registered."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from models import ChatGroup


def of_chat(db: Session, channel: str, chat_id: str) -> ChatGroup | None:
    return db.exec(select(ChatGroup).where(ChatGroup.channel == channel, ChatGroup.chat_id == chat_id)).first()


def by_id(db: Session, group_id: int) -> ChatGroup | None:
    return db.get(ChatGroup, group_id)


def register(
    db: Session, channel: str, chat_id: str, *, title: str, agency: str | None, by: int, language: str, now: datetime
) -> ChatGroup:
    """The committee's group, or an agency's; registering again changes whose it is."""
    row = of_chat(db, channel, chat_id) or ChatGroup(
        channel=channel, chat_id=chat_id, registered_by=by, registered_at=now
    )
    row.title, row.agency_code, row.language = title, agency, language
    row.registered_by, row.registered_at, row.left_at = by, now, None
    db.add(row)
    db.flush()
    return row


def forget(db: Session, row: ChatGroup) -> None:
    db.delete(row)
    db.flush()


def registered(db: Session) -> list[ChatGroup]:
    """Those that the bot is still in, oldest first."""
    return list(db.exec(select(ChatGroup).where(col(ChatGroup.left_at).is_(None)).order_by(col(ChatGroup.id))))


def with_digest(db: Session) -> list[ChatGroup]:
    return [row for row in registered(db) if row.digest]


def moved(db: Session, channel: str, chat_id: str, new_id: str) -> None:
    """The group has another id now."""
    row = of_chat(db, channel, chat_id)
    if row is None or of_chat(db, channel, new_id):
        return
    row.chat_id = new_id
    db.add(row)
    db.flush()


def left(db: Session, channel: str, chat_id: str, now: datetime | None) -> ChatGroup | None:
    """The bot was taken out of a registered group, or (None) brought back into it."""
    row = of_chat(db, channel, chat_id)
    if row is not None:
        row.left_at = now
        db.add(row)
        db.flush()
    return row
