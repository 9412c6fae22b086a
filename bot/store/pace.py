"""The pace of a bot that several processes share: a row a channel and one a chat, moved on by whoever sends next."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.store.database import insert_new
from models import Pace

DAY = 86_400.0


def wait(db: Session, channel: str) -> float:
    """Seconds until the next message may leave; holds the row, so the others wait for this transaction.

    The database's clock counts, since the machines' clocks may differ.
    """
    held = select(Pace).where(Pace.channel == channel).with_for_update()
    row = db.exec(held).first()
    if row is None:
        insert_new(db, Pace, [{"channel": channel, "next_at": 0.0}])
        row = db.exec(held).one()
    return max(0.0, row.next_at - _clock(db))


def rest(db: Session, channel: str, seconds: float) -> None:
    """Nothing of the channel leaves for so long: a step of the even pace, or a halt that the app has asked for."""
    wait(db, channel)
    row = db.exec(select(Pace).where(Pace.channel == channel)).one()
    row.next_at = max(row.next_at, _clock(db) + seconds)
    db.add(row)


def of_chat(channel: str, chat_id: str) -> str:
    """The name under which one chat of a channel rests."""
    return f"{channel} {chat_id}"


def resting(db: Session, channel: str) -> dict[str, float]:
    """The chats of a channel that nothing may go to yet, and for how many seconds."""
    now, prefix = _clock(db), of_chat(channel, "")
    rows = db.exec(select(Pace).where(col(Pace.channel).startswith(prefix, autoescape=True), col(Pace.next_at) > now))
    return {row.channel.removeprefix(prefix): row.next_at - now for row in rows}


def forget(db: Session) -> None:
    """The chats that rest no more."""
    of_chats = col(Pace.channel).contains(" ", autoescape=True)
    db.execute(sa.delete(Pace).where(of_chats, col(Pace.next_at) < _clock(db) - DAY))


def _clock(db: Session) -> float:
    return float(db.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())
