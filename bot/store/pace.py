"""The pace of a bot that several processes share: one row a channel, moved on by whoever sends next."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, select

from bot.store.database import insert_new
from models import Pace


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


def _clock(db: Session) -> float:
    return float(db.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())
