"""Agencies as the office sees them: their open tasks, and whether anybody can be reached there."""

from __future__ import annotations

from bot.core import permissions
from bot.core.screens import organisations as screens
from bot.core.screens.organisations import Standing
from bot.store import people, tasks
from bot.usecases import staff
from bot.usecases.context import Turn

PAGE = 6


def show(turn: Turn, page: int = 1) -> None:
    """For those who see everything; an agency sees its own people."""
    if not permissions.sees_everything(turn.actor):
        staff.contacts(turn, turn.actor.agency)
        return
    opened = [(lead, count) for lead, count in tasks.by_lead(turn.db, tasks.OPEN) if lead]
    late = dict(tasks.by_lead(turn.db, tasks.overdue(turn.today)))
    linked = people.linked_agencies(turn.db, turn.today)
    pages = max(1, -(-len(opened) // PAGE))
    page = min(max(1, page), pages)
    rows = [
        Standing(lead, turn.city.short(lead), count, late.get(lead, 0), linked=lead in linked)
        for lead, count in opened[(page - 1) * PAGE : page * PAGE]
    ]
    turn.reply(screens.listing(rows, page, pages, turn.now, office=turn.actor.role == "office"))
