"""Taking back: one's own last cheap act, for ten minutes, by button or in words; the history keeps both."""

from __future__ import annotations

from bot.core import history
from bot.core.cards import Kind, T
from bot.core.history import CHEAP
from bot.core.lifecycle import Refusal
from bot.core.screens import refusals
from bot.core.screens import task as screens
from bot.store import tasks
from bot.usecases import questions
from bot.usecases.context import Turn
from bot.usecases.moving import move, overseers
from bot.usecases.tasks import parent_follows, progress
from models import Task


def undo(turn: Turn, task: Task) -> None:
    """Restores what the task was before the act."""
    last = tasks.last_event(turn.db, task.id or 0)
    verdict = history.undo(task, last, turn.actor, turn.now)
    moved = move(turn, task, lambda _: verdict)
    if moved is None or last is None:
        return
    head = T("↩️ Undone for {code}", code=moved.code)
    turn.reply(screens.noted(moved, head, turn.actor), kind=Kind.CONFIRMATION)
    if last.kind in ("reported", "part_done"):
        tasks.remove_evidence(turn.db, task, since=last.at)
        parent_follows(turn, task)
    if last.kind in ("reported", "obstacle", "obstacle_cleared"):
        card = screens.told(T("↩️ {name} has taken back the last word on {code}", name=turn.actor.name, code=moved.code),
                            moved, screens.standing_line(moved))  # fmt: skip
        turn.tell(overseers(turn, task), card, Kind.NOTE, task_id=task.id)


def undo_last(turn: Turn) -> None:
    """What this person's last message did, on each of its tasks."""
    done = [event for event in tasks.last_of_person(turn.db, turn.actor.person_id) if event.kind in CHEAP]
    found = [tasks.locked(turn.db, event.task_id) for event in done]
    mine = [task for task in found if task and questions.visible(turn, task)]
    if not mine:
        turn.reply(refusals.refusal(Refusal("nothing-to-undo").code))
    for task in mine:
        undo(turn, task)


def write_over(turn: Turn, task: Task, percent: str) -> None:
    """The person has seen the other's figure and wants their own."""
    question = turn.conversation.question or {}
    note = question.get("note") if question.get("kind") == "over-check" and question.get("task") == task.id else None
    number = int(percent) if percent.isdecimal() else None
    progress(turn, task, note=str(note) if note else None, percent=number, seen=True)
