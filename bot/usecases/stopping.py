"""[Cancel sending]: takes back what was queued for several agencies."""

from __future__ import annotations

from bot.core.screens import refusals
from bot.core.screens import urging as screens
from bot.store import broadcasts
from bot.usecases import assigning, urging
from bot.usecases.context import Turn
from models import BroadcastState, Role


def stop(turn: Turn, broadcast_id: int) -> None:
    """Who queued it, or the office, stops it."""
    row = broadcasts.locked(turn.db, broadcast_id)
    if row is None or (row.person_id != turn.actor.person_id and turn.actor.role is not Role.OFFICE):
        turn.reply(refusals.gone())
    elif row.state != BroadcastState.QUEUED:
        turn.toast = refusals.stale()
        turn.reply(screens.stopped([turn.city.short(code) for code in row.agencies], []))
    elif row.kind == "urge":
        urging.stop(turn, row)
    else:
        assigning.stop(turn, row)
