"""From what a person did to the use case that answers it: buttons, open questions, files, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.core import buttons, intents
from bot.core.buttons import Press, action
from bot.core.cards import Button, T, Text
from bot.core.intents import Intent
from bot.core.screens import people as people_screens
from bot.core.screens import refusals, review
from bot.core.understanding import Context, Speaker
from bot.documents import Document, Unreadable
from bot.store import conclusions as conclusion_store
from bot.store import people as people_store
from bot.store import tasks as task_store
from bot.usecases import conclusions, questions, tasks
from bot.usecases.context import Turn
from locales import LANGUAGES
from models import Draft, DraftState, Task

Uploaded = tuple[Document | Unreadable, bytes, str]
"""What an upload turned out to be, its bytes and its media type."""


def answer(turn: Turn, uploaded: Uploaded | None) -> None:
    """Answers one inbound thing; every path ends in at least one reply."""
    if turn.inbound.button is not None:
        _pressed(turn, turn.inbound.button)
    elif uploaded is not None:
        _uploaded(turn, *uploaded)
    elif turn.conversation.question and _answers_question(turn):
        return
    else:
        _said(turn, turn.inbound.text)


# ---------------------------------------------------------------- buttons


def _pressed(turn: Turn, text: str) -> None:
    press = buttons.press(text)
    if press is None:
        turn.reply(people_screens.menu(turn.actor))
        return
    act = _LISTS.get(press.verb) or _SCREENS.get(press.verb)
    if act:
        act(turn, press)
    elif press.verb in _TASK_ACTS:
        _task_act(turn, press)
    elif press.verb in _DRAFT_ACTS:
        draft = conclusions.fresh_draft(turn, press.id, press.revision)
        if draft:
            _DRAFT_ACTS[press.verb](turn, draft, press)
    else:
        turn.reply(people_screens.menu(turn.actor))


def _task_act(turn: Turn, press: Press) -> None:
    """An act on a task: visible to this person, and on the state that the button showed."""
    task = task_store.locked(turn.db, press.id)
    if task is None or not questions.visible(turn, task):
        questions.unknown(turn, press.id)
        return
    if press.revision and press.revision != task.revision:
        turn.toast = refusals.stale()
        questions.show(turn, task)
        return
    _TASK_ACTS[press.verb](turn, task, press)


def _day(press: Press) -> date | None:
    try:
        return date.fromisoformat(press.extra)
    except ValueError:
        return None


def _set_due(turn: Turn, task: Task, press: Press) -> None:
    day = _day(press)
    question = turn.conversation.question or {}
    words = question.get("words") if question.get("due") == press.extra else None
    if day:
        tasks.set_due(turn, task, day, words)


def _set_draft_due(turn: Turn, draft: Draft, press: Press) -> None:
    day = _day(press)
    if day:
        conclusions.set_due(turn, draft, day)


def _percent(turn: Turn, task: Task, press: Press) -> None:
    tasks.progress(turn, task, note=None, percent=int(press.extra) if press.extra.isdigit() else None)


_LISTS: dict[str, Callable[[Turn, Press], None]] = {
    "overdue": lambda turn, press: questions.overdue(turn, agency=press.extra or None, page=press.id),
    "soon": lambda turn, press: questions.due_soon(turn, agency=press.extra or None, page=press.id),
    "open": lambda turn, press: questions.open_tasks(turn, agency=press.extra or None, page=press.id),
    "mine": lambda turn, press: questions.mine(turn, page=press.id),
    "undated": lambda turn, press: questions.undated(turn, page=press.id),
    "waiting": lambda turn, press: questions.waiting(turn, page=press.id),
    "completed": lambda turn, press: questions.done(turn, agency=press.extra or None, page=press.id),
}


def _cancel(turn: Turn, _press: Press) -> None:
    turn.close_question()
    turn.reply(people_screens.cancelled())


def _menu(turn: Turn, _press: Press) -> None:
    reviews = len(conclusion_store.open_reviews(turn.db)) if turn.actor.role == "office" else 0
    turn.reply(people_screens.menu(turn.actor, reviews=reviews))


_SCREENS: dict[str, Callable[[Turn, Press], None]] = {
    "menu": _menu,
    "cancel": _cancel,
    "reviews": lambda turn, _: conclusions.show_open(turn),
    "rv": lambda turn, press: conclusions.show(turn, press.id),
    "rv-item": lambda turn, press: conclusions.show_item(turn, press.id),
    "rv-page": lambda turn, press: conclusions.show_page(turn, press.id, press.revision),
    "rv-clear": lambda turn, press: conclusions.accept_clear(turn, press.id),
    "rv-drop": lambda turn, press: conclusions.drop_all(turn, press.id),
    "rv-ready": lambda turn, press: conclusions.ready(turn, press.id),
    "rv-assign": lambda turn, press: conclusions.assign(turn, press.id, press.revision),
}

_TASK_ACTS: dict[str, Callable[[Turn, Task, Press], None]] = {
    "task": lambda turn, task, _: questions.show(turn, task),
    "children": lambda turn, task, _: questions.show_children(turn, task),
    "history": lambda turn, task, press: tasks.show_history(
        turn, task, int(press.extra) if press.extra.isdigit() else 1
    ),
    "ack": lambda turn, task, _: tasks.acknowledge(turn, task),
    "update": lambda turn, task, _: tasks.ask_progress(turn, task),
    "percent": _percent,
    "done": lambda turn, task, _: tasks.ask_evidence(turn, task),
    "done-bare": lambda turn, task, _: tasks.report_done(turn, task, note=None),
    "confirm": lambda turn, task, _: tasks.confirm(turn, task),
    "return": lambda turn, task, _: tasks.ask_return(turn, task),
    "due": lambda turn, task, _: tasks.ask_due(turn, task),
    "due-set": _set_due,
}

_DRAFT_ACTS: dict[str, Callable[[Turn, Draft, Press], None]] = {
    "rv-take": lambda turn, draft, _: conclusions.decide(turn, draft, DraftState.ACCEPTED),
    "rv-skip": lambda turn, draft, _: conclusions.decide(turn, draft, DraftState.DROPPED),
    "rv-again": lambda turn, draft, _: conclusions.decide(turn, draft, DraftState.PENDING),
    "rv-lead": lambda turn, draft, _: conclusions.ask(turn, draft, "lead"),
    "rv-lead-is": lambda turn, draft, press: conclusions.set_lead(turn, draft, press.extra),
    "rv-due": lambda turn, draft, _: conclusions.ask(turn, draft, "due"),
    "rv-due-is": _set_draft_due,
    "rv-no-due": lambda turn, draft, _: conclusions.ask(turn, draft, "no-due"),
    "rv-text": lambda turn, draft, _: conclusions.ask(turn, draft, "text"),
    "rv-giver": lambda turn, draft, _: conclusions.ask(turn, draft, "giver"),
    "rv-giver-is": lambda turn, draft, press: conclusions.set_giver(turn, draft, press.extra),
    "rv-split": lambda turn, draft, _: conclusions.ask(turn, draft, "split"),
    "rv-merge": lambda turn, draft, _: conclusions.merge(turn, draft),
}


# ---------------------------------------------------------------- files


def _uploaded(turn: Turn, read: Document | Unreadable, content: bytes, mime: str) -> None:
    """A conclusion from the office; evidence when a report is being asked for or was just made."""
    question = turn.conversation.question or {}
    name = turn.inbound.attachment.name if turn.inbound.attachment else ""
    task = _question_task(turn, question)
    if question.get("kind") == "evidence" and task:
        file_id = tasks.store_evidence_file(turn, content, name=name, mime=mime)
        tasks.report_done(
            turn, task, note=turn.inbound.text or None, evidence=turn.inbound.text or name, file_id=file_id
        )
    elif turn.actor.role != "office":
        turn.reply(refusals.which_task(T("Evidence for which task?"), questions.candidates(turn, "done")))
    elif isinstance(read, Unreadable):
        turn.reply(review.unreadable(name, read.reason))
    else:
        file = conclusion_store.store_file(turn.db, content, name=name, mime=mime)
        conclusions.take_in(turn, read.text, name=name.rsplit(".", 1)[0], file=file)


# ---------------------------------------------------------------- open questions


def _question_task(turn: Turn, question: dict[str, object]) -> Task | None:
    task_id = question.get("task")
    task = task_store.locked(turn.db, task_id) if isinstance(task_id, int) else None
    return task if task and questions.visible(turn, task) else None


def _answers_question(turn: Turn) -> bool:
    """Takes the words as the answer to what was asked; False when they are something else."""
    question = turn.conversation.question or {}
    words = turn.inbound.text.strip()
    kind = str(question.get("kind", ""))
    intent = _understood(turn, words, pending=kind)
    if not words or words.startswith("/") or isinstance(intent, intents.Stop):
        if isinstance(intent, intents.Stop):
            turn.close_question()
            turn.reply(people_screens.cancelled())
            return True
        return False
    if kind == "pasted":
        conclusion_id = question.get("conclusion")
        return isinstance(conclusion_id, int) and conclusions.goes_on(turn, conclusion_id, turn.inbound.text)
    if conclusions.is_long_paste(turn.inbound) or isinstance(intent, _ASIDES):
        return False
    if kind.startswith("draft-"):
        draft_id = question.get("draft")
        draft = conclusions.answered_draft(turn, draft_id) if isinstance(draft_id, int) else None
        if draft:
            conclusions.answer(turn, draft, kind.removeprefix("draft-"), words)
        return True
    task = _question_task(turn, question)
    if task is None:
        return False
    _answer_task_question(turn, task, kind, question, words, intent)
    return True


_ASIDES = (intents.AskOverdue, intents.AskDue, intents.AskOpen, intents.AskNoDeadline, intents.AskWaiting, intents.Help)


def _answer_task_question(
    turn: Turn, task: Task, kind: str, question: dict[str, object], words: str, intent: Intent
) -> None:
    match kind:
        case "progress":
            percent = intent.percent if isinstance(intent, intents.ReportProgress) else None
            bare = words.rstrip(" %").isdigit()
            percent = int(words.rstrip(" %")) if bare and len(words) <= 4 else percent
            tasks.progress(turn, task, note=None if bare else words, percent=percent)
        case "evidence":
            tasks.report_done(turn, task, note=words, evidence=words)
        case "return":
            tasks.return_for_more(turn, task, words)
        case "due":
            tasks.read_due(turn, task, words)
        case "due-check":
            due = date.fromisoformat(str(question["due"]))
            if isinstance(intent, intents.Yes):
                tasks.set_due(turn, task, due, str(question.get("words") or ""))
            elif isinstance(intent, intents.No):
                tasks.ask_due(turn, task)
            else:
                tasks.read_due(turn, task, words)
        case "due-reason":
            due = date.fromisoformat(str(question["due"]))
            stated = question.get("words")
            tasks.change_due(turn, task, due, words=str(stated) if stated else None, reason=words)
        case _:
            _said(turn, words)


# ---------------------------------------------------------------- words


def _understood(turn: Turn, text: str, *, pending: str | None = None) -> Intent:
    speaker = Speaker(turn.actor.role, turn.actor.agency)
    context = Context(tuple(turn.conversation.last_list), turn.conversation.last_task, pending)
    return turn.city.chat.read(text, speaker, context, turn.now.astimezone(turn.city.zone))


def _said(turn: Turn, text: str) -> None:
    if conclusions.is_long_paste(turn.inbound) and turn.actor.role == "office":
        conclusions.take_in(turn, text, name="Kết luận")
        return
    _do(turn, _understood(turn, text), text)


def _do(turn: Turn, intent: Intent, text: str) -> None:
    match intent:
        case intents.Unclear(options=options):
            _unclear(turn, text, [one for one in map(_option, options) if one])
            return
        case intents.Both(first=first, second=second):
            _do(turn, first, text)
            _do(turn, second, text)
        case intents.Help():
            _menu(turn, Press("menu"))
        case intents.LinkCode():
            turn.reply(people_screens.bad_code())
        case intents.SetLanguage(lang=language):
            _set_language(turn, language)
        case intents.Greeting():
            turn.reply(people_screens.greeting(turn.actor))
        case intents.Thanks():
            turn.reply(people_screens.thanks())
        case intents.Stop():
            _cancel(turn, Press("cancel"))
        case intents.Secret():
            turn.reply(refusals.secret())
        case intents.ImportConclusion():
            conclusions.take_in(turn, text, name="Kết luận")
        case intents.Yes() | intents.No() | intents.NextPage() | intents.Undo():
            turn.reply(people_screens.nothing_open())
        case _:
            if not _asked(turn, intent) and not _acted(turn, intent):
                turn.reply(refusals.later())
    turn.conversation.misunderstood = 0


def _set_language(turn: Turn, language: str) -> None:
    """From the next message on; this answer already."""
    if language in LANGUAGES:
        people_store.set_language(turn.db, turn.actor.person_id, language)
        turn.actor = replace(turn.actor, language=language)
    turn.reply(people_screens.language_set())


def _agency(intent_agency: tuple[str, ...]) -> str | None:
    return intent_agency[0] if intent_agency else None


def _asked(turn: Turn, intent: Intent) -> bool:
    """Questions; False for everything else."""
    match intent:
        case intents.AskOverdue(agency=agency):
            questions.overdue(turn, agency=_agency(agency))
        case intents.AskDue(window=window, agency=agency):
            questions.due_soon(turn, agency=_agency(agency), until=questions.window_end(turn, window))
        case intents.AskOpen(agency=agency):
            questions.open_tasks(turn, agency=_agency(agency))
        case intents.AskNoDeadline():
            questions.undated(turn)
        case intents.AskWaiting():
            questions.waiting(turn)
        case intents.AskDone(agency=agency):
            questions.done(turn, agency=_agency(agency))
        case intents.AskTask(tasks=numbers) | intents.AskWhyOverdue(tasks=numbers):
            _each(turn, numbers, questions.show, "task", T("Which task is meant?"))
        case intents.AskHistory(tasks=numbers):
            _each(turn, numbers, lambda t, task: tasks.show_history(t, task, 1), "history", T("History of which task?"))
        case intents.Choose(number=number):
            shown = turn.conversation.last_list
            wanted = shown[number - 1] if 1 <= number <= len(shown) else number
            _each(turn, (wanted,), questions.show, "task", T("Which task is meant?"))
        case intents.Search(query=query):
            questions.search(turn, query)
        case _:
            return False
    return True


def _acted(turn: Turn, intent: Intent) -> bool:
    """Acts on tasks that this version knows; False for the others."""
    match intent:
        case intents.Acknowledge(tasks=numbers):
            _each(turn, numbers, tasks.acknowledge, "ack", T("Which task was received?"))
        case intents.ReportProgress(tasks=numbers, percent=percent, note=note):
            words = note or (None if percent is not None else turn.inbound.text)
            _each(
                turn,
                numbers,
                lambda t, task: tasks.progress(t, task, note=words, percent=percent),
                "update",
                T("Progress of which task?"),
            )
        case intents.ReportDone(tasks=numbers, note=note, evidence=evidence):
            _each(turn, numbers, lambda t, task: _report(t, task, note, evidence), "done", T("Which task is done?"))
        case intents.Confirm(tasks=numbers):
            _each(turn, numbers, questions.show, "task", T("Which result is to be confirmed?"))
        case intents.ReturnTask(tasks=numbers, reason=reason):
            _each(
                turn,
                numbers,
                lambda t, task: tasks.return_for_more(t, task, reason) if reason else tasks.ask_return(t, task),
                "return",
                T("Which task is to be returned?"),
            )
        case intents.ChangeDue(tasks=numbers, due=due):
            _each(
                turn,
                numbers,
                lambda t, task: tasks.read_due(t, task, f"{due:%d/%m/%Y}") if due else tasks.ask_due(t, task),
                "due",
                T("The date of which task?"),
            )
        case _:
            return False
    return True


def _report(turn: Turn, task: Task, note: str | None, evidence: str | None) -> None:
    """A report with evidence is written down; without, the evidence is asked for first."""
    if evidence:
        tasks.report_done(turn, task, note=note or evidence, evidence=evidence)
    else:
        tasks.ask_evidence(turn, task)


def _each(turn: Turn, numbers: tuple[int, ...], act: Callable[[Turn, Task], None], verb: str, which: Text) -> None:
    """Does an act for each task that was named; none named: asks which."""
    if not numbers:
        turn.reply(refusals.which_task(which, questions.candidates(turn, verb)))
    for number in dict.fromkeys(numbers):
        task = questions.find(turn, number)
        if task is None:
            questions.unknown(turn, number)
        else:
            act(turn, task)


def _option(intent: Intent) -> Button | None:
    """A reading that is offered as a button: only questions, which change nothing."""
    match intent:
        case intents.AskOverdue():
            return Button(T("🔴 Overdue"), action("overdue", 1))
        case intents.AskDue():
            return Button(T("🟠 Due soon"), action("soon", 1))
        case intents.AskOpen():
            return Button(T("📋 All open"), action("open", 1))
        case intents.AskWaiting():
            return Button(T("🔵 Waiting for me"), action("waiting", 1))
    return None


def _unclear(turn: Turn, text: str, options: list[Button]) -> None:
    """At most two questions back, then the menu."""
    turn.conversation.misunderstood += 1
    if turn.conversation.misunderstood > 2:
        turn.reply(refusals.still_not_understood())
        return
    turn.reply(refusals.not_understood(text, options))
