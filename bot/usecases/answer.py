"""From what a person did to the use case that answers it: a button, a file, the answer to a question, words."""

from __future__ import annotations

import re
from datetime import date

from bot.core import intents, permissions
from bot.core.intents import Intent
from bot.core.lifecycle import Obstacle
from bot.core.screens import asking, refusals, review
from bot.core.screens import people as people_screens
from bot.documents import Document, Unreadable
from bot.documents.evidence import forbidden
from bot.store import conclusions as conclusion_store
from bot.store import extensions as extension_store
from bot.store import tasks as task_store
from bot.usecases import (
    absences,
    browsing,
    days_off,
    deciding,
    dictating,
    evidence,
    extending,
    groups,
    inviting,
    obstacles,
    opinions,
    ordering,
    parts,
    placing,
    preferences,
    pressing,
    questions,
    reorganising,
    reviewing,
    saying,
    taking_in,
    tasks,
    typed,
    undoing,
    urging,
)
from bot.usecases.context import Turn
from bot.usecases.moving import code_of
from bot.usecases.tasks import FILE, Evidence
from models import Task

NOT_HERE = frozenset({"too-big", "not-fetched"})  # the bytes never came
DOORS = {"overdue": "/quahan", "soon": "/denhan", "menu": "/menu"}
"""Where the buttons of a group lead in the private chat."""
Uploaded = tuple[Document | Unreadable, bytes, str]
"""What an upload turned out to be, its bytes and its media type."""


def answer(turn: Turn, uploaded: Uploaded | None) -> None:
    """Answers one inbound thing; every path ends in at least one reply."""
    if turn.inbound.private and turn.inbound.button is None and uploaded is None and typed.chosen(turn):
        return
    if not turn.inbound.private:
        groups.answer(turn)
    elif turn.inbound.start_code in DOORS:
        saying.said(turn, DOORS[turn.inbound.start_code])
    elif command := pressing.command(turn.inbound.button):
        saying.said(turn, command)
    elif said := placing.chosen(turn) or questions.for_whom_pressed(turn):
        saying.said(turn, said)
    elif turn.inbound.button is not None:
        pressing.pressed(turn, turn.inbound.button)
    elif turn.inbound.unreadable:
        turn.reply(refusals.not_handed_on(turn.inbound.unreadable))
    elif uploaded is not None:
        _uploaded(turn, *uploaded)
    elif turn.conversation.question and _answers_question(turn):
        return
    else:
        _beside_the_question(turn)


def _beside_the_question(turn: Turn) -> None:
    """Words that are no answer; where a line is still waited for, the person is told, lest the next one surprises."""
    question = turn.conversation.question
    saying.said(turn, turn.inbound.text)
    if not turn.city.chat.is_plain_question(turn.inbound.text, turn.now.astimezone(turn.city.zone)):
        return  # about another task, or a paste
    if question and turn.conversation.question is question and question.get("kind") in _LINES:
        task = _question_task(turn, question)
        if task:
            turn.reply(asking.still_open(code_of(turn, task)), fresh=True)


def _uploaded(turn: Turn, read: Document | Unreadable, content: bytes, mime: str) -> None:
    """A conclusion from the office; evidence when a report is being asked for or was just made."""
    question = turn.conversation.question or {}
    name = turn.inbound.attachment.name if turn.inbound.attachment else ""
    task = _question_task(turn, question)
    if isinstance(read, Unreadable) and read.reason in NOT_HERE:
        turn.reply(review.unreadable(name, read.reason))
    elif (turn.actor.role in permissions.AGENCY or task) and (why := forbidden(content, name)):
        turn.reply(refusals.forbidden_file(name, why))  # the question stays open for another file
    elif question.get("kind") in extending.STEPS and task:
        extending.attach(turn, task, content, name, mime)
    elif question.get("kind") == "evidence" and task:
        file = Evidence(content, name, mime)
        tasks.report_done(turn, task, note=turn.inbound.text or None, evidence=turn.inbound.text or name, file=file)
    elif turn.actor.role in permissions.AGENCY:
        evidence.arrived(turn, Evidence(content, name, mime))
    elif not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
    elif isinstance(read, Unreadable):
        turn.reply(review.unreadable(name, read.reason))
    else:
        kept = conclusion_store.store_file(turn.db, content, name=name, mime=mime)
        taking_in.take_in(turn, read.text, name=name.rsplit(".", 1)[0], file=kept)


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
    intent = saying.understood(turn, words, pending=kind)
    stops = isinstance(intent, intents.Stop) or (kind in _REFUSABLE and isinstance(intent, intents.No))
    if not words or words.startswith("/") or stops:
        if stops:
            turn.close_question()
            turn.reply(people_screens.cancelled())
            return True
        return False
    if kind in _OWN:
        _OWN[kind](turn, words)
        return True
    if kind in ("away-until", "away-deputy"):
        absences.answered(turn, question, words)
        return True
    if kind in ("reorg", "reorg-support", "reorg-post"):
        reorganising.answered(turn, question, words)
        return True
    if kind.startswith("invite-"):
        inviting.answered(turn, question, words)
        return True
    if kind == FILE:
        return evidence.chosen_in_words(turn, intent)
    if kind == placing.KIND:
        said = placing.written(turn, question, words, intent)
        if said:
            saying.said(turn, said)
        return said is not None
    if kind == "pasted":
        conclusion_id = question.get("conclusion")
        return isinstance(conclusion_id, int) and taking_in.goes_on(turn, conclusion_id, turn.inbound.text)
    if kind == "days-off":
        days_off.answer(turn, words)
        return True
    if _is_aside(turn, kind, question, intent):
        return False
    if kind.startswith("draft-"):
        draft_id = question.get("draft")
        draft = reviewing.answered_draft(turn, draft_id) if isinstance(draft_id, int) else None
        if draft:
            reviewing.answer(turn, draft, kind.removeprefix("draft-"), words, _agreed(intent))
        return True
    if kind == questions.FOR_WHOM:
        said = questions.for_whom_written(turn, question, words)
        if said:
            saying.said(turn, said)
        return said is not None
    if kind == dictating.QUESTION:
        dictating.written(turn, words, intent)
        return True
    if kind == "urge-words" and isinstance(question.get("broadcast"), int):
        urging.set_words(turn, int(str(question["broadcast"])), turn.inbound.text)
        return True
    task = _question_task(turn, question)
    if task is None:
        return False
    _answer_task_question(turn, task, kind, question, words, intent)
    return True


def _agreed(intent: Intent) -> bool | None:
    """Yes or no; None for other words."""
    return isinstance(intent, intents.Yes) if isinstance(intent, intents.Yes | intents.No) else None


_REASONS = (  # lines that may name other tasks
    "ext-reason", "ext-done", "ext-file", "req-no", "req-ask", "req-reply", "req-op", "obst-words", "obst-note",
    "ord-reason", "ord-order", "ord-title", "ord-lead", "ord-evidence", "ord-rule", "part", "part-check", "part-late",
    "opinion",
)  # fmt: skip
_REFUSABLE = (
    "agency", "return", "due-reason", "ord-reason", "ord-order", "ord-check", "ext-reason", "obst-note", "req-no",
)  # fmt: skip
"""Steps that a bare "no" ends: it is no reason for anything."""
_OWN = {"hour": preferences.read_hour, "phone": preferences.read_phone, "search": questions.searched}
"""Questions that are about the person's own settings or lists; any words are their answer."""
_ASIDES = (
    intents.AskOverdue
    | intents.AskDue
    | intents.AskOpen
    | intents.AskNoDeadline
    | intents.AskWaiting
    | intents.AskTask
    | intents.AskHistory
    | intents.AskDone
    | intents.Help
    | intents.Greeting
    | intents.Thanks
)
_LINES = (
    "progress",
    "evidence",
    "return",
    "due-reason",
    *_REASONS,
)  # questions that a report of several lines may answer


_CODE = re.compile(r"\s*nv[ -]?\d+\s*", re.IGNORECASE)  # alone it is no reason: the task is to be shown


def _is_aside(turn: Turn, kind: str, question: dict[str, object], intent: Intent) -> bool:
    """Whether the words are about something else: a question, another task, a pasted conclusion."""
    if kind == "progress" and turn.inbound.text.strip().rstrip(" %").isdecimal():
        return False  # "80" is how far it is, not NV-80
    if "\n" not in turn.inbound.text.strip() and _is_another_report(turn, kind, intent):
        return True
    free = kind in _LINES or kind in ("draft-text", "draft-split", "draft-no-due")
    if isinstance(intent, _ASIDES) and (not free or "?" in turn.inbound.text or _CODE.fullmatch(turn.inbound.text)):
        return True
    if free and turn.city.chat.is_plain_question(turn.inbound.text, turn.now.astimezone(turn.city.zone)):
        return True
    task = _question_task(turn, question)
    if task and parts.begins_with_another(turn, task, turn.inbound.text):
        return True
    named = getattr(intent, "tasks", ())
    names_another = task and named and task_store.number_of(turn.db, task) not in named
    if names_another and (kind not in _REASONS or turn.inbound.text.strip().lower().startswith("nv")):
        return True
    return kind not in _LINES and turn.actor.role == "office" and taking_in.is_long_paste(turn.inbound)


def _is_another_report(turn: Turn, kind: str, intent: Intent) -> bool:
    """A result that is not finished is no result, and a request or a result is no mere progress.

    A share of the work may stand in a result ("đạt 85% cán bộ"), unless the line is about the task as a whole; a line
    that names its document ("đã trình, 324/BC-STTTT") is the result that was asked for.
    """
    words = turn.inbound.text
    if kind == "evidence" and isinstance(intent, intents.ReportProgress):
        if words.strip().lower().startswith("nv"):
            return True
        names_it = turn.city.chat.names_evidence(words, turn.now.astimezone(turn.city.zone))
        return intent.percent is None and not names_it
    if kind == "evidence":
        return isinstance(intent, intents.ReportObstacle | intents.RequestExtension)
    return kind == "progress" and isinstance(intent, intents.ReportDone | intents.RequestExtension)


def _answer_task_question(
    turn: Turn, task: Task, kind: str, question: dict[str, object], words: str, intent: Intent
) -> None:
    match kind:
        case "progress":
            percent = intent.percent if isinstance(intent, intents.ReportProgress) else None
            bare = words.rstrip(" %").isdecimal()
            percent = int(words.rstrip(" %")) if bare and len(words) <= 4 else percent
            seen = question.get("revision") == task.revision
            tasks.progress(turn, task, note=None if bare else words, percent=percent, seen=seen)
        case "evidence":
            tasks.report_done(turn, task, note=words, evidence=words)
        case "field":
            browsing.set_field(turn, task, words)
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
        case "opinion":
            opinions.give(turn, task, words)
        case "obst-words":
            obstacles.in_words(turn, task, words)
        case "obst-note":
            obstacles.report(turn, task, Obstacle(str(question["code"])), words)
        case "over-check" if isinstance(intent, intents.Yes):
            undoing.write_over(turn, task, str(question["percent"]))
        case _ if kind.startswith("part"):
            parts.answer(turn, task, kind, question, words, intent)
        case "ord-check" if not isinstance(intent, intents.Yes):
            turn.close_question()
            saying.said(turn, words)
        case _ if kind.startswith("ord-"):
            ordering.answer(turn, task, kind, question, words)
        case _ if kind.startswith("ext-"):
            extending.answer(turn, task, kind, question, words, intent)
        case _ if kind.startswith("req-"):
            _answer_request(turn, task, kind, question, words, intent)
        case _:
            saying.said(turn, words)


def _answer_request(turn: Turn, task: Task, kind: str, question: dict[str, object], words: str, intent: Intent) -> None:
    """An answer about a request that has changed meanwhile shows it as it stands."""
    request_id = question.get("request")
    request = extension_store.locked(turn.db, request_id) if isinstance(request_id, int) else None
    if request is None or request.revision != question.get("revision"):
        turn.close_question()
        if request:
            deciding.show(turn, task, request)
        else:
            saying.said(turn, words)
        return
    deciding.answer(turn, task, request, kind, question, words, intent)
