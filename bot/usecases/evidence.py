"""Files that show a result: which task they are for, by their caption, by the report made last, or by asking."""

from __future__ import annotations

from sqlmodel import col

from bot.core import intents, permissions
from bot.core.intents import Intent
from bot.core.screens import refusals
from bot.store import conclusions
from bot.store import tasks as task_store
from bot.usecases import questions, saying, tasks
from bot.usecases.context import Turn
from bot.usecases.tasks import FILE, Evidence
from models import State, Task


def arrived(turn: Turn, file: Evidence) -> None:
    """A file without a question: its caption says what it is for, or it joins the report made last; else it is kept
    while its task is asked for, so that nobody has to send it again.
    """
    caption = turn.inbound.text.strip()
    intent = saying.understood(turn, caption) if caption else None
    named: tuple[int, ...] = getattr(intent, "tasks", ())
    task = questions.find(turn, named[0]) if len(named) == 1 else None
    if task is not None and permissions.leads(turn.actor, task):
        _for(turn, task, intent, caption, file)
        return
    last = questions.find(turn, turn.conversation.last_task) if turn.conversation.last_task else None
    if not named and last and last.state == State.AWAITING and permissions.leads(turn.actor, last):
        tasks.add_file(turn, last, file)
        return
    turn.ask(FILE, file=_kept(turn, file), words=caption)
    turn.reply(refusals.which_file(questions.candidates(turn, "done", col(Task.state) != State.AWAITING)))


def _for(turn: Turn, task: Task, intent: Intent | None, caption: str, file: Evidence) -> None:
    if task.state == State.AWAITING:
        tasks.add_file(turn, task, file)
    elif isinstance(intent, intents.ReportDone):
        tasks.report_done(turn, task, note=caption, evidence=intent.evidence or file.name, file=file)
    elif isinstance(intent, intents.ReportProgress):
        task_store.add_evidence(turn.db, task, text=file.name, file_id=_kept(turn, file), by=turn.actor, now=turn.now)
        saying.said(turn, caption)
    else:
        turn.ask(FILE, file=_kept(turn, file), words="")
        turn.reply(refusals.which_file(questions.candidates(turn, "done", col(Task.id) == task.id)))


def chosen_in_words(turn: Turn, intent: Intent) -> bool:
    """Takes "NV-3" or "NV-3 xong" as the answer for which task the file is; False when they are something else."""
    named: tuple[int, ...] = getattr(intent, "tasks", ())
    task = questions.find(turn, named[0]) if len(named) == 1 else None
    if task is None or not isinstance(intent, intents.AskTask | intents.ReportDone):
        return False
    tasks.ask_evidence(turn, task)
    return True


def _kept(turn: Turn, file: Evidence) -> int:
    return conclusions.store_file(turn.db, file.content, name=file.name, mime=file.mime).id or 0
