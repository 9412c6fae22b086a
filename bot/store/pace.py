"""The pace of a bot that several processes share: a row a channel and one a chat, moved on by whoever sends next.

With one process only the halts that an app has asked for stand here, for the next process to respect.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.store.database import clock, insert_new
from models import Pace

DAY = 86_400.0
STEP = 1.0  # seconds that a clock may lose without having been set back


def wait(db: Session, channel: str) -> float:
    """Seconds until the next message may leave; holds the row, so the others wait for this transaction.

    The database's clock counts, since the machines' clocks may differ.
    """
    row, now = _held(db, channel)
    return max(0.0, row.next_at - now)


def rest(db: Session, channel: str, seconds: float) -> None:
    """Nothing of the channel leaves for so long: a step of the even pace, or a halt that the app has asked for."""
    row, now = _held(db, channel)
    row.next_at, row.set_at = max(row.next_at, now + seconds), now
    db.add(row)


def _held(db: Session, channel: str) -> tuple[Pace, float]:
    held = select(Pace).where(Pace.channel == channel).with_for_update()
    row = db.exec(held).first()
    if row is None:
        insert_new(db, Pace, [{"channel": channel, "next_at": 0.0, "set_at": 0.0}])
        row = db.exec(held).one()
    now = clock(db)
    if row.set_at > now + STEP:
        go_by(db, now)
        db.refresh(row)
    return row, now


def go_by(db: Session, now: float) -> None:
    """After a step of the clock back: what rests has as long to rest as if it had begun now, and no longer."""
    ahead = sa.update(Pace).where(col(Pace.set_at) > now + STEP)
    db.execute(ahead.values(next_at=now + Pace.next_at - Pace.set_at, set_at=now))


def halts(db: Session, channel: str) -> tuple[float, dict[str, float]]:
    """For how many seconds nothing of the channel, and nothing to some of its chats, may leave."""
    go_by(db, clock(db))
    return wait(db, channel), resting(db, channel)


def of_chat(channel: str, chat_id: str) -> str:
    """The name under which one chat of a channel rests."""
    return f"{channel} {chat_id}"


def resting(db: Session, channel: str) -> dict[str, float]:
    """The chats of a channel that nothing may go to yet, and for how many seconds."""
    now, prefix = clock(db), of_chat(channel, "")
    rows = db.exec(select(Pace).where(col(Pace.channel).startswith(prefix, autoescape=True), col(Pace.next_at) > now))
    return {row.channel.removeprefix(prefix): row.next_at - now for row in rows}


def forget(db: Session) -> None:
    """The chats that rest no more."""
    of_chats = col(Pace.channel).contains(" ", autoescape=True)
    db.execute(sa.delete(Pace).where(of_chats, col(Pace.next_at) < clock(db) - DAY))
