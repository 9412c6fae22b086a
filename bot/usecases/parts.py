"""Sub-tasks: a lead agency gives them, sees them on its task's card, and they follow what becomes of the task."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.core import parts as core
from bot.core.cards import Kind
from bot.core.intents import Intent, No, Yes
from bot.core.lifecycle import Move, Refusal, bad_note, may_not
from bot.core.rights import Act
from bot.core.screens import parts as screens
from bot.core.screens import refusals
from bot.core.screens import task as task_screens
from bot.store import tasks
from bot.usecases import dates, views
from bot.usecases.context import Turn
from bot.usecases.moving import move, refuse, refused, view
from models import Task

NAMED = re.compile(r"\b(nv[ -]?(\d{1,5}))\.(\d{1,3})(?![.\d/])", re.IGNORECASE)

CODE = re.compile(r"nv[ -]?\d", re.IGNORECASE)


@dataclass(frozen=True)
class New:
    """A sub-task that is being given: who does it in words, the agency that it is given to, its date."""

    who: str
    lead: str
    title: str
    due: date | None
    words: str = ""
    as_whole: bool = False  # the task's own date


def named(turn: Turn, text: str) -> str:
    """ "NV-5.1 50%" is read as NV-5, and the turn keeps that its first sub-task is meant."""
    found = NAMED.findall(text)
    if len(found) != 1:
        return text
    turn.part_named = (int(found[0][1]), int(found[0][2]))
    return NAMED.sub(r"\1", text)


def begins_with_another(turn: Turn, task: Task, text: str) -> bool:
    """Whether a line speaks of another sub-task, or of a task while its sub-task was asked about."""
    found = NAMED.match(text.strip())
    meant = (tasks.number_of(turn.db, task), task.sub_number)
    if found:
        return (int(found[2]), int(found[3])) != meant
    return task.is_sub and CODE.match(text.strip()) is not None


def show(turn: Turn, task: Task, page: int = 1) -> None:
    """The sub-tasks of a task, or of the one that this is a part of."""
    whole = view(turn, task)
    turn.conversation.last_list = []  # its numbers are no tasks
    turn.reply(screens.listing(whole, screens.seen_by(turn.actor, whole), turn.actor, turn.now, page))


def start(turn: Turn, task: Task, words: str = "") -> None:
    """Asks for a new sub-task, or reads back the one that was said."""
    if refused(turn, task, may_not(Act.GIVE_PART, task, turn.actor)):
        return
    if words:
        _read(turn, task, words)
    else:
        turn.ask("part", task=task.id)
        turn.reply(screens.ask(view(turn, task)), fresh=True)


def answer(turn: Turn, task: Task, kind: str, question: Mapping[str, Any], words: str, intent: Intent) -> None:
    """The words that answer one of the steps; other words on a check are the sub-task said anew."""
    match kind, intent:
        case "part-check", Yes():
            give(turn, task)
        case "part-late", Yes():
            take_last_day(turn, task)
        case "part-check" | "part-late", No():
            turn.close_question()
            turn.reply(task_screens.task_card(view(turn, task), turn.actor), fresh=True)
        case _:
            _read(turn, task, words)


def _read(turn: Turn, task: Task, words: str) -> None:
    """Who, what and by when; everything is read back."""
    if refused(turn, task, may_not(Act.GIVE_PART, task, turn.actor) or bad_note(words)):
        return
    turn.ask("part", task=task.id)
    found = [one for one in turn.city.deadlines.find(words, turn.now.astimezone(turn.city.zone)) if one.due_on]
    if len(found) > 1:
        turn.reply(refusals.unclear_date(words), fresh=True)
        return
    rest = words[: found[0].start] + words[found[0].end :] if found else words
    new = _who(turn, task, rest.strip())
    if isinstance(new, Refusal):
        turn.reply(refuse(turn, task, new), fresh=True)
        return
    due = found[0].due_on if found else task.due_on
    new = replace(new, due=due, words=found[0].text if found else "", as_whole=not found)
    if due and task.due_on and due > task.due_on:
        _hold(turn, task, "part-late", new)
        turn.reply(screens.too_late(view(turn, task), due), fresh=True)
    else:
        _check(turn, task, new)


def _who(turn: Turn, task: Task, words: str) -> New | Refusal:
    """An agency that supports the task, or else a unit of the lead agency in its own words."""
    mentions = [one for one in turn.city.agencies.find(words, turn.today) if len(one.codes) == 1 and not one.start]
    read = turn.city.parts.read(words, mentions[0].end if mentions else 0)
    own = turn.actor.agency or ""
    code = mentions[0].codes[0] if mentions and read.who.startswith(mentions[0].text) else own
    if not read.title:
        return Refusal("content-needed")
    helpers = {one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])}
    if code != own and code not in helpers:
        return Refusal("part-of-whom")
    return New(read.who, code, read.title, None)


def _hold(turn: Turn, task: Task, kind: str, new: New) -> None:
    due = new.due.isoformat() if new.due else None
    turn.ask(kind, task=task.id, who=new.who, lead=new.lead, title=new.title, due=due, words=new.words,
             as_whole=new.as_whole)  # fmt: skip


def _held(turn: Turn, task: Task, *kinds: str) -> New | None:
    question = turn.conversation.question or {}
    if question.get("task") != task.id or question.get("kind") not in kinds:
        return None
    due = date.fromisoformat(question["due"]) if question["due"] else None
    return New(question["who"], question["lead"], question["title"], due, question["words"], question["as_whole"])


def _check(turn: Turn, task: Task, new: New) -> None:
    if refused(turn, task, _verdict(turn, task, new)):
        return
    _hold(turn, task, "part-check", new)
    who = new.who or turn.city.short(new.lead)
    warning = dates.day_warning(turn, new.due) if new.due and not new.as_whole else None
    turn.reply(screens.check(view(turn, task), who, new.title, new.due, warning, as_whole=new.as_whole), fresh=True)


def _verdict(turn: Turn, task: Task, new: New) -> Move | Refusal:
    helpers = [one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])]
    return core.give(
        task, turn.actor, turn.now, turn.today, title=new.title, lead=new.lead, due_on=new.due, support=helpers
    )


def take_last_day(turn: Turn, task: Task) -> None:
    """The task's own date instead of the later one."""
    new = _held(turn, task, "part-late")
    if new is None:
        start(turn, task)
    else:
        _check(turn, task, replace(new, due=task.due_on, words="", as_whole=True))


def give(turn: Turn, task: Task) -> None:
    """Gives the sub-task that was read back; its doer is told."""
    new = _held(turn, task, "part-check")
    if new is None:
        start(turn, task)
        return
    if not move(turn, task, lambda row: _verdict(turn, row, new)):
        return
    part = _make(turn, task, new)
    shown = view(turn, part)
    turn.reply(screens.noted(shown), kind=Kind.CONFIRMATION, fresh=True)
    turn.tell(turn.agency_people([part.given_by_agency or ""]), screens.noted(shown), Kind.NOTE, task_id=part.id)
    if part.lead == part.given_by_agency:
        return
    for reader in turn.agency_people([part.lead or ""]):
        card = screens.given(shown, task_screens.task_buttons(shown, reader))
        turn.tell([reader], card, Kind.ASSIGNMENT, task_id=part.id)


def _make(turn: Turn, task: Task, new: New) -> Task:
    """A unit's part is under way at once: nobody of the unit has to acknowledge it here."""
    own = new.lead == turn.actor.agency
    part = tasks.add(
        turn.db,
        Task(
            parent_id=task.id,
            is_sub=True,
            sub_number=len(tasks.parts(turn.db, task.id or 0)) + 1,
            unit=(new.who or None) if own else None,
            given_by_agency=turn.actor.agency,
            conclusion_id=task.conclusion_id,
            title=new.title,
            lead=new.lead,
            field=task.field,
            given_by=task.given_by,
            assigned_on=turn.today,
            assigned_at=turn.now,
        ),
        [],
    )
    facts = {"title": new.title, "lead": new.lead, "due_on": new.due, "original_due_on": new.due}
    facts |= {"due_words": new.words or None, "acknowledged_at": turn.now if own else None}
    tasks.record(turn.db, part, Move("assigned", facts), by=turn.actor, at=turn.now, source=turn.source)
    return part


# ---------------------------------------------------------------- what becomes of them


def too_late(turn: Turn, part: Task, due: date) -> bool:
    """Whether a new date of a sub-task lies after its task's: then the task's is offered instead."""
    whole = tasks.by_id(turn.db, part.parent_id) if part.is_sub and part.parent_id else None
    if whole is None or whole.due_on is None or due <= whole.due_on:
        return False
    turn.reply(screens.later_than_whole(view(turn, part), due, whole.due_on), fresh=True)
    return True


def follow(turn: Turn, task: Task) -> None:
    """The open sub-tasks go the way of their task: suspended, resumed, ended or passed on with it."""
    for part in tasks.parts(turn.db, task.id or 0):
        step = core.follow(part, task, turn.now)
        if step:
            tasks.record(turn.db, part, step, by=turn.actor, at=turn.now, source=turn.source)


def warn_of_dates(turn: Turn, task: Task) -> None:
    """The lead agency hears which of its sub-tasks now end after their task."""
    late = [
        one
        for one in tasks.parts(turn.db, task.id or 0)
        if one.closed_at is None and one.due_on and task.due_on and one.due_on > task.due_on
    ]
    if late:
        shown = views.views(turn.db, turn.city, late, turn.today)
        card = screens.past_the_date(view(turn, task), shown)
        turn.tell(turn.agency_people([task.lead or ""]), card, Kind.NOTE, task_id=task.id)
