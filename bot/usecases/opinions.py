"""A supporting agency's opinion on a task: to the lead agency and the office, kept in the history."""

from __future__ import annotations

from bot.core import lifecycle
from bot.core.cards import Kind, T, line
from bot.core.rights import Act
from bot.core.screens import asking
from bot.core.screens import task as screens
from bot.usecases.context import Turn
from bot.usecases.moving import move, refused, view
from models import Task


def ask(turn: Turn, task: Task) -> None:
    if not refused(turn, task, lifecycle.may_not(Act.OPINE, task, turn.actor)):
        turn.ask("opinion", task=task.id)
        turn.reply(asking.ask_opinion(view(turn, task)), fresh=True)


def give(turn: Turn, task: Task, words: str) -> None:
    moved = move(turn, task, lambda row: lifecycle.give_opinion(row, turn.actor, words.strip()))
    if not moved:
        return
    receivers = T("Goes to: {receivers}.", receivers=T("{agency}, the office", agency=moved.lead))
    head = T("💬 The opinion on {code} is sent", code=moved.code)
    turn.reply(screens.told(head, moved, receivers), kind=Kind.CONFIRMATION, fresh=True)
    told = screens.told(
        T("💬 {agency} gives an opinion on {code}", agency=turn.city.short(turn.actor.agency), code=moved.code),
        moved,
        line(words.strip(), quoted=True),
        T("By: {name}", name=turn.actor.name),
    )
    turn.tell([*turn.agency_people([task.lead or ""]), *turn.office()], told, Kind.NOTE, task_id=task.id)
