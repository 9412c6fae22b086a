"""What goes to several agencies leaves after a delay; until then it can be taken back."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from bot.store import settings
from bot.usecases.context import Turn
from models import Broadcast, BroadcastState

MINUTES = "broadcast_minutes"  # the setting; 0 sends at once
USUAL = 10


def delay(db: Session) -> timedelta:
    words = settings.get(db, MINUTES, str(USUAL))
    return timedelta(minutes=min(int(words), 24 * 60) if words.isdecimal() else USUAL)


def queue(turn: Turn, row: Broadcast) -> None:
    """From now on its messages wait for their moment."""
    wait = delay(turn.db)
    row.state = BroadcastState.QUEUED
    row.leaves_at = turn.now + wait if wait else None
    row.revision += 1
    turn.db.add(row)
    turn.db.flush()
