"""Two people at once: nobody's figure is written over unawares."""

from __future__ import annotations

from datetime import timedelta

from bot.core import lifecycle
from bot.core.rights import Act
from bot.core.screens import asking
from bot.store import tasks
from bot.usecases.context import Turn
from bot.usecases.moving import view
from models import Task

AT_ONCE = timedelta(minutes=10)


def conflict(turn: Turn, task: Task, percent: str, *, seen: int | None = None, note: str | None = None) -> bool:
    """Asks before another person's newer percentage is written over; False where there is none.

    `seen`: the revision that the person knew; None where they just wrote, then ten minutes count as "at once".
    """
    if not percent.isdecimal() or lifecycle.may_not(Act.UPDATE, task, turn.actor):
        return False
    later = tasks.since_revision(turn.db, task.id or 0, seen or 1)
    newest = next(
        (one for one in reversed(later) if one.kind == "progress" and one.new.get("percent") is not None), None
    )
    if newest is None or newest.person_id in (None, turn.actor.person_id):
        return False
    if (
        task.percent != newest.new["percent"]
        or task.percent == int(percent)
        or (seen is None and turn.now - newest.at > AT_ONCE)
    ):
        return False
    turn.ask("over-check", task=task.id, percent=percent, note=note)
    turn.reply(asking.ask_over(view(turn, task), newest.person_name, int(percent)), fresh=True)
    return True
