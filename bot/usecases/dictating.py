"""A task that is given in one line of chat: it becomes a draft, is read back and assigned as any other."""

from __future__ import annotations

from bot.core import intents, permissions
from bot.core.cards import Kind
from bot.core.intents import Intent
from bot.core.screens import asking, refusals, review
from bot.core.understanding import Context, Speaker
from bot.store import conclusions
from bot.usecases import reviewing, taking_in
from bot.usecases.context import Turn

QUESTION = "assign"


def assign(turn: Turn, said: intents.Assign, text: str) -> None:
    """The office reviews the draft at once; a leader's goes to the office. Nobody is told before it is assigned."""
    if not (permissions.may_record(turn.actor) or turn.actor.role in permissions.LEADERS):
        turn.reply(refusals.refusal("not-yours-to-assign"))
    elif said.action is None and (rest := _behind_the_command(text)):
        written(turn, rest, _read(turn, rest))
    elif said.action is None:
        turn.ask(QUESTION)
        turn.reply(asking.ask_assignment())
    else:
        _take(turn, said, text)


def _behind_the_command(text: str) -> str:
    return text.partition(" ")[2].strip() if text.startswith("/") else ""


def _read(turn: Turn, words: str) -> Intent:
    speaker = Speaker(turn.actor.role, turn.actor.agency)
    return turn.city.chat.read(words, speaker, Context(), turn.now.astimezone(turn.city.zone))


def written(turn: Turn, words: str, intent: Intent) -> None:
    """The line that was asked for, with or without "giao" before it."""
    said = intent if isinstance(intent, intents.Assign) else _read(turn, f"giao {words}")
    if isinstance(said, intents.Assign) and said.action:
        _take(turn, said, words)
    else:
        turn.ask(QUESTION)
        turn.reply(asking.ask_assignment(again=True), fresh=True)


def _take(turn: Turn, said: intents.Assign, text: str) -> None:
    turn.close_question()
    conclusion = taking_in.dictated(turn, said, text)
    if conclusion is None:
        return
    rows = conclusions.drafts(turn.db, conclusion.id or 0)
    if permissions.may_record(turn.actor):
        turn.reply(reviewing.card(turn, rows[0]), fresh=True)
        return
    turn.reply(review.passed_on(reviewing.view_of(turn, rows[0])), kind=Kind.CONFIRMATION, fresh=True)
    turn.tell(turn.office(), review.summary(conclusion, rows), Kind.NOTE)
