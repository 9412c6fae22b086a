"""Asking for a later date: reason, new date, check; then it is sent, and stays the old date until it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core import extensions as core
from bot.core import intents, rights
from bot.core.calendar import plausible
from bot.core.cards import Kind, T, Text
from bot.core.extensions import Step
from bot.core.intents import Intent
from bot.core.lifecycle import Refusal, bad_note, bad_reason
from bot.core.rights import Side
from bot.core.screens import extension as screens
from bot.core.screens import refusals
from bot.store import conclusions, extensions, people, tasks
from bot.usecases import dates
from bot.usecases.context import Turn
from bot.usecases.moving import deciders, refuse, refused, view
from models import Extension, RequestState, Role, Task

STEPS = ("ext-reason", "ext-due", "ext-check", "ext-done", "ext-file")
PROPOSED = (5, 10, 15)  # working days


def open_request(turn: Turn, task: Task) -> Extension | None:
    return extensions.open_of(turn.db, [task.id or 0]).get(task.id or 0)


def start(
    turn: Turn, task: Task, *, due: date | None = None, words: str | None = None, reason: str | None = None
) -> None:
    """Begins a request, with what was already said of it; goes to the first step that is missing."""
    request = open_request(turn, task)
    refusal = core.may_ask(task, turn.actor, request)
    if request and refusal and refusal.code == "request-open":
        first = T("A request for this task is already open; it has to be decided first.")
        turn.reply(screens.request_card(view(turn, task), request, turn.actor, first), fresh=True)
        return
    if refused(turn, task, refusal):
        return
    done = task.last_note if task.percent is None else f"{task.percent}%"
    if task.percent is not None and task.last_note:
        done = f"{task.percent}% – {task.last_note}"
    draft: dict[str, Any] = {"reason": reason, "due": None, "words": words, "done": done}
    if reason and refused(turn, task, bad_reason(reason)):
        draft["reason"] = None
    if due is not None:
        _dated(turn, task, draft, due)
    else:
        _next(turn, task, draft)


def _next(turn: Turn, task: Task, draft: Mapping[str, Any]) -> None:
    """Asks for what is missing, or reads everything back."""
    shown = view(turn, task)
    if not draft.get("reason"):
        _hold(turn, task, "ext-reason", draft)
        turn.reply(screens.ask_reason(shown), fresh=True)
    elif not draft.get("due"):
        _hold(turn, task, "ext-due", draft)
        turn.reply(screens.ask_due(shown, _proposals(turn, task)), fresh=True)
    else:
        _hold(turn, task, "ext-check", draft)
        due = date.fromisoformat(draft["due"])
        left = turn.city.calendar.between(task.due_on or turn.today, due)
        to = screens.receivers(task, turn.actor, turn.rules)
        read_back = dates.read_back(turn, due) if draft.get("words") else None
        turn.reply(screens.check(shown, draft, left, to, read_back), fresh=True)


def _hold(turn: Turn, task: Task, kind: str, draft: Mapping[str, Any]) -> None:
    kept = {name: draft.get(name) for name in ("reason", "due", "words", "done", "file", "file_name", "document")}
    turn.ask(kind, task=task.id, **kept)


def _proposals(turn: Turn, task: Task) -> list[date]:
    since = max(turn.today, task.due_on or turn.today)
    return [turn.city.calendar.add(since, days) for days in PROPOSED]


def answer(turn: Turn, task: Task, kind: str, draft: Mapping[str, Any], words: str, intent: Intent) -> None:
    """The words that answer one of the steps."""
    match kind:
        case "ext-reason" if isinstance(intent, intents.RequestExtension) and intent.due and intent.reason:
            start(turn, task, due=intent.due, words=intent.due_words, reason=intent.reason)  # all of it in one line
        case "ext-reason":
            if not refused(turn, task, bad_reason(words)):
                _next(turn, task, {**draft, "reason": words.strip()})
        case "ext-due":
            _read_due(turn, task, draft, words)
        case "ext-done":
            if not refused(turn, task, bad_note(words)):
                _next(turn, task, {**draft, "done": words.strip()})
        case "ext-file":
            if not refused(turn, task, bad_note(words)):
                _next(turn, task, {**draft, "document": words.strip()})
        case _ if isinstance(intent, intents.Yes):
            send(turn, task)
        case _ if isinstance(intent, intents.No):
            edit(turn, task)
        case _:
            _read_due(turn, task, draft, words)


def _read_due(turn: Turn, task: Task, draft: Mapping[str, Any], words: str) -> None:
    due = dates.find_day(turn, words)
    if due is None:
        turn.reply(refusals.unclear_date(words))
    else:
        _dated(turn, task, {**draft, "words": words[:200]}, due)


def _dated(turn: Turn, task: Task, draft: Mapping[str, Any], due: date) -> None:
    """A date that cannot be is refused, a strange one asked about, a good one taken."""
    refusal = core.bad_date(task, turn.today, due)
    if refusal:
        _hold(turn, task, "ext-due", {**draft, "due": None})
        turn.reply(refuse(turn, task, refusal), fresh=True)
        turn.reply(screens.ask_due(view(turn, task), _proposals(turn, task)), fresh=True)
        return
    warning = dates.day_warning(turn, due)
    if warning:
        _hold(turn, task, "ext-due", draft)
        turn.reply(screens.ask_day_off(view(turn, task), due, _instead(turn, task, due), warning), fresh=True)
        return
    _next(turn, task, {**draft, "due": due.isoformat()})


def _instead(turn: Turn, task: Task, due: date) -> date:
    """The working day before, if that is still later than the present date."""
    before = turn.city.calendar.on_or_before(due)
    return before if task.due_on and before > task.due_on else turn.city.calendar.on_or_after(due)


# ---------------------------------------------------------------- buttons of the steps


def _draft(turn: Turn, task: Task) -> dict[str, Any] | None:
    """The request being written in this chat; None where it has gone."""
    question = turn.conversation.question or {}
    return question if question.get("task") == task.id and question.get("kind") in STEPS else None


def choose_day(turn: Turn, task: Task, day: date, *, as_it_is: bool) -> None:
    draft = _draft(turn, task)
    if draft is None:
        start(turn, task)
    elif as_it_is and core.bad_date(task, turn.today, day) is None and plausible(day):
        _next(turn, task, {**draft, "due": day.isoformat(), "words": draft.get("words")})
    else:
        _dated(turn, task, {**draft, "words": None}, day)


def edit(turn: Turn, task: Task, what: str = "") -> None:
    """Goes back to one of the steps; without `what` asks which."""
    draft = _draft(turn, task)
    if draft is None:
        start(turn, task)
        return
    shown = view(turn, task)
    if what == "reason":
        _next(turn, task, {**draft, "reason": None})
    elif what == "due":
        _next(turn, task, {**draft, "due": None})
    elif what == "done":
        _hold(turn, task, "ext-done", draft)
        turn.reply(screens.ask_line(shown, T("Write in one line what has been done so far.")), fresh=True)
    elif what == "file":
        _hold(turn, task, "ext-file", draft)
        turn.reply(screens.ask_line(shown, T("Send the document as a file, or write its number and date.")), fresh=True)
    else:
        turn.reply(screens.ask_edit(shown), fresh=True)


def attach(turn: Turn, task: Task, content: bytes, name: str, mime: str) -> None:
    """The document that goes with the request."""
    draft = _draft(turn, task) or {}
    kept = conclusions.store_file(turn.db, content, name=name, mime=mime)
    _next(turn, task, {**draft, "file": kept.id, "file_name": name})


def send(turn: Turn, task: Task) -> None:
    """The request leaves: a contact officer's goes to the head, every other to the office and then the decider."""
    draft = _draft(turn, task)
    if draft is None or not draft.get("due") or not draft.get("reason"):
        start(turn, task)
        return
    step = core.ask(
        task,
        turn.actor,
        turn.now,
        turn.today,
        due_on=date.fromisoformat(draft["due"]),
        words=str(draft.get("words") or ""),
        reason=str(draft["reason"]),
        done_so_far="; ".join(str(one) for one in (draft.get("done"), draft.get("document")) if one) or None,
        file_id=draft.get("file"),
        open_request=open_request(turn, task),
        rules=turn.rules,
    )
    if refused(turn, task, step):
        return
    assert isinstance(step, Step)
    request = extensions.add(turn.db, task.id or 0, step.request)
    to = screens.receivers(task, turn.actor, turn.rules)
    _note(turn, task, step)
    shown = view(turn, task)
    turn.reply(screens.sent(shown, request, to), kind=Kind.CONFIRMATION, fresh=True)
    if request.state == RequestState.DRAFT:
        heads = people.holders(turn.db, turn.today, {Role.HEAD}, [task.lead or ""])
        show_to(turn, task, request, heads or turn.office())
    else:
        pass_on(turn, task, request)


def pass_on(turn: Turn, task: Task, request: Extension) -> None:
    """To the office for its opinion; straight to the decider where the office asked itself or nobody is in it."""
    office = [] if rights.side(turn.actor, task) is Side.OFFICE else turn.office()
    reachable = people.addresses(turn.db, [one.person_id for one in office])
    show_to(turn, task, request, office if reachable else deciders(turn, task))


def show_to(turn: Turn, task: Task, request: Extension, readers: list[Any], *lines: Text) -> None:
    shown = view(turn, task)
    for reader in readers:
        turn.tell([reader], screens.request_card(shown, request, reader, *lines), Kind.NOTE, task_id=task.id)


def _note(turn: Turn, task: Task, step: Step) -> None:
    tasks.record(turn.db, task, step.move, by=turn.actor, at=turn.now, source=turn.source)
    turn.close_question()
    turn.conversation.last_task = tasks.number_of(turn.db, task)


def as_step(turn: Turn, task: Task, decided: Step | Refusal, request: Extension) -> bool:
    """Records what the core allows, on the request and in the task's history; or says why not."""
    if refused(turn, task, decided):
        return False
    assert isinstance(decided, Step)
    extensions.change(turn.db, request, decided.request)
    _note(turn, task, decided)
    return True
