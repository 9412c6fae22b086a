"""What stands in the way: by button or in words; the agency that is waited for and the office hear of it."""

from __future__ import annotations

import re

from bot.core import lifecycle
from bot.core.cards import Kind, T
from bot.core.lifecycle import Obstacle
from bot.core.rights import Act
from bot.core.screens import obstacle as screens
from bot.core.screens import task as task_screens
from bot.core.words import fold
from bot.store import people, tasks
from bot.usecases.context import Turn
from bot.usecases.moving import move, overseers, refused, view
from models import Role, Task

_HEAD = re.compile(
    r"^\s*(?:vướng mắc|vuong mac|obstacle)?[\s:,-]*(?:nv[\s-]?\d+)?[\s:,-]*(?:vướng mắc|vuong mac)?[\s:,-]*", re.I
)


def begin(turn: Turn, task: Task) -> None:
    if not refused(turn, task, lifecycle.may_not(Act.OBSTACLE, task, turn.actor)):
        turn.ask("obst-words", task=task.id)
        turn.reply(screens.ask_reason(view(turn, task)), fresh=True)


def choose(turn: Turn, task: Task, code: str) -> None:
    """A reason was chosen; a line about it follows."""
    if code not in set(Obstacle):
        begin(turn, task)
    elif not refused(turn, task, lifecycle.may_not(Act.OBSTACLE, task, turn.actor)):
        turn.ask("obst-note", task=task.id, code=code)
        turn.reply(screens.ask_line(view(turn, task), Obstacle(code)), fresh=True)


def without_note(turn: Turn, task: Task, code: str) -> None:
    if code in set(Obstacle):
        report(turn, task, Obstacle(code), None)
    else:
        begin(turn, task)


def in_words(turn: Turn, task: Task, words: str | None) -> None:
    """A difficulty told in one line; without a line the reason is asked for."""
    if not words or not words.strip():
        begin(turn, task)
    else:
        note = _HEAD.sub("", words).strip() or words.strip()
        report(turn, task, _reason(turn, task, note), note)


def _reason(turn: Turn, task: Task, note: str) -> Obstacle:
    """By the words; who says only "chờ Sở X" waits for that agency's opinion."""
    reason = turn.city.obstacles.read(note)
    named = turn.city.agencies.find(note, turn.today) if reason is Obstacle.OTHER else []
    waited = [one for one in named if turn.city.obstacles.is_waited_for(note, one.start)]
    return Obstacle.OPINION if waited and _waits_for(turn, task, note) not in (None, task.lead) else reason


def report(turn: Turn, task: Task, reason: Obstacle, note: str | None) -> None:
    waits_for = _waits_for(turn, task, note) if reason is Obstacle.OPINION else None
    if reason is Obstacle.OPINION and note and waits_for is None:
        waits_for = _whole_answer(turn, note)
    if note and waits_for and fold(note) in (fold(turn.city.short(waits_for)), fold(turn.city.full(waits_for))):
        note = None  # nothing but the agency's name, which is noted already
    verdict = lifecycle.report_obstacle(
        task, turn.actor, turn.now, turn.today, reason=reason, note=note, waits_for=waits_for
    )
    moved = move(turn, task, lambda _: verdict)
    if moved is None:
        if isinstance(verdict, lifecycle.Refusal) and verdict.code == "whose-opinion":
            turn.ask("obst-note", task=task.id, code=reason)
        return
    head = T("⚠️ The obstacle of {code} is noted", code=moved.code)
    card = task_screens.noted(moved, head, turn.actor, task_screens.obstacle_line(moved), undo=True)
    turn.reply(card, kind=Kind.CONFIRMATION, fresh=True)
    told = task_screens.told(T("⚠️ {agency} reports an obstacle of {code}", agency=moved.lead, code=moved.code), moved,
                             task_screens.obstacle_line(moved))  # fmt: skip
    turn.tell(overseers(turn, task), told, Kind.NOTE, task_id=task.id)
    if waits_for:
        leaders = people.holders(turn.db, turn.today, {Role.HEAD}, [waits_for])
        helps = waits_for in {one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])}
        answer = task_screens.opinion_button(task) if helps else None
        turn.tell(leaders, screens.waited_for(moved, note, answer), Kind.NOTE, task_id=task.id)


def clear(turn: Turn, task: Task) -> None:
    moved = move(turn, task, lambda row: lifecycle.clear_obstacle(row, turn.actor, turn.today))
    if moved:
        head = T("✅ The obstacle of {code} is out of the way", code=moved.code)
        turn.reply(task_screens.noted(moved, head, turn.actor, undo=True), kind=Kind.CONFIRMATION)
        turn.tell(overseers(turn, task), task_screens.told(head, moved), Kind.NOTE, task_id=task.id)


def _waits_for(turn: Turn, task: Task, note: str | None) -> str | None:
    """The one agency that the words name, the lead itself left out."""
    found = [one.codes[0] for one in turn.city.agencies.find(note or "", turn.today) if len(one.codes) == 1]
    others = [code for code in dict.fromkeys(found) if code != task.lead]
    return others[0] if len(others) == 1 else (found[0] if len(found) == 1 else None)


def _whole_answer(turn: Turn, note: str) -> str | None:
    named = turn.city.agencies.candidates(note.strip(" ;:,."), turn.today)
    return named[0] if len(named) == 1 else None
