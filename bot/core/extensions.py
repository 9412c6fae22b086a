"""Later dates: asked for by the lead agency, decided by who gave the task, never by silence and never for oneself.

A verdict is a `Refusal` or a `Step`: what changes on the request and what the task's history says. The task's date
changes only in the step that agrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core import rights
from bot.core.calendar import Calendar, plausible
from bot.core.lifecycle import Move, Refusal, bad_note, bad_reason, may_not, on_behalf
from bot.core.permissions import Actor
from bot.core.rights import USUAL, Act, Rules, Side
from models import Extension, RequestState, State, Task

MANY = 3  # from this extension on a task bears the label "gia hạn nhiều lần"
NOTICE = 3  # working days before the date: who asks later is told so
WAITING = frozenset({RequestState.ASKED, RequestState.QUESTION, RequestState.OFFER})


@dataclass(frozen=True)
class Step:
    """What a request turns into, and the task with it."""

    move: Move
    request: Mapping[str, Any] = field(default_factory=dict)


Decided = Step | Refusal


def may_ask(task: Task, by: Actor, open_request: Extension | None) -> Refusal | None:
    """Whether this person may begin a request for this task now."""
    refusal = may_not(Act.ASK_EXTENSION, task, by)
    if refusal:
        return refusal
    if task.due_on is None:
        return Refusal("no-date-to-extend")
    return Refusal("request-open") if open_request else None


def ask(
    task: Task,
    by: Actor,
    now: datetime,
    today: date,
    *,
    due_on: date,
    words: str,
    reason: str,
    done_so_far: str | None = None,
    file_id: int | None = None,
    open_request: Extension | None = None,
    rules: Rules = USUAL,
) -> Decided:
    """A request as it is written; a contact officer's waits for the head to send it."""
    refusal = (
        may_ask(task, by, open_request) or bad_reason(reason) or bad_note(done_so_far) or bad_date(task, today, due_on)
    )
    if refusal:
        return refusal
    assert task.due_on
    drafted = rights.side(by, task) is Side.CONTACT and not rules.contact_sends_extension
    request = {
        "nth": task.extended + 1,
        "state": RequestState.DRAFT if drafted else RequestState.ASKED,
        "asked_by": by.person_id,
        "asked_name": by.name,
        "on_behalf": on_behalf(task, by),
        "asked_on": today,
        "asked_at": now,
        "waits_since": today,
        "old_due": task.due_on,
        "due_on": due_on,
        "due_words": words,
        "reason": reason.strip(),
        "done_so_far": (done_so_far or "").strip() or None,
        "file_id": file_id,
        "is_late": today > task.due_on,
    }
    kind = "extension_drafted" if drafted else "extension_asked"
    details = {"due_on": due_on, "old_due": task.due_on}
    return Step(Move(kind, note=reason.strip(), on_behalf=on_behalf(task, by), details=details), request)


def send(request: Extension, task: Task, by: Actor, now: datetime, today: date) -> Decided:
    """The head sends what a contact officer drafted; it is asked from today."""
    if rights.side(by, task) not in (Side.HEAD, Side.OFFICE):
        return Refusal("head-sends")
    if request.state != RequestState.DRAFT:
        return Refusal("request-moved")
    refusal = may_not(Act.ASK_EXTENSION, task, by) or bad_date(task, today, request.due_on)
    if refusal:
        return refusal
    assert task.due_on
    asked = {"asked_by": by.person_id, "asked_name": by.name, "asked_on": today, "asked_at": now}
    changes = {**asked, "state": RequestState.ASKED, "waits_since": today, "is_late": today > task.due_on}
    details = {"due_on": request.due_on, "old_due": request.old_due}
    move = Move("extension_asked", note=request.reason, on_behalf=on_behalf(task, by), details=details)
    return Step(move, {**changes, "on_behalf": on_behalf(task, by)})


def take_back(request: Extension, task: Task, by: Actor, now: datetime) -> Decided:
    """The agency no longer asks."""
    refusal = may_not(Act.ASK_EXTENSION, task, by) or _closed(request)
    if refusal:
        return refusal
    return Step(Move("extension_dropped", on_behalf=on_behalf(task, by)), _end(RequestState.DROPPED, now))


def drop(request: Extension, now: datetime) -> Step:
    """The task no longer needs its request: it is finished, withdrawn, given to another lead or dated anew."""
    return Step(Move("extension_dropped"), _end(RequestState.DROPPED, now))


def advise(
    request: Extension, task: Task, by: Actor, today: date, *, opinion: str, due_on: date | None = None
) -> Decided:
    """What the office thinks of it, for the one who decides."""
    refusal = may_not(Act.ADVISE, task, by) or _closed(request) or bad_note(opinion)
    if refusal:
        return refusal
    if request.state != RequestState.ASKED or request.opinion is not None:
        return Refusal("request-moved")
    if due_on is not None:
        refusal = bad_date(task, today, due_on)
        if refusal:
            return refusal
    changes = {"opinion": opinion, "opinion_due": due_on, "opinion_name": by.name}
    return Step(Move("extension_advised", note=opinion, details={"due_on": due_on} if due_on else {}), changes)


def agree(
    request: Extension, task: Task, by: Actor, now: datetime, today: date, *, note: str | None = None,
    rules: Rules = USUAL,
) -> Decided:  # fmt: skip
    """Yes to the date asked for."""
    refusal = _may_not_decide(request, task, by, rules) or bad_note(note) or bad_date(task, today, request.due_on)
    return refusal or _agreed(request, task, by.name, now, request.due_on, note)


def refuse(request: Extension, task: Task, by: Actor, now: datetime, *, reason: str, rules: Rules = USUAL) -> Decided:
    """No, for a stated reason; the date stays."""
    refusal = _may_not_decide(request, task, by, rules) or bad_reason(reason)
    if refusal:
        return refusal
    decided = {"decided_name": by.name, "decided_note": reason.strip()}
    return Step(Move("extension_refused", note=reason.strip()), {**_end(RequestState.REFUSED, now), **decided})


def offer(
    request: Extension, task: Task, by: Actor, today: date, *, due_on: date, note: str | None = None,
    rules: Rules = USUAL,
) -> Decided:  # fmt: skip
    """Another date; the asker takes it or not."""
    refusal = _may_not_decide(request, task, by, rules) or bad_note(note) or bad_date(task, today, due_on)
    if refusal:
        return refusal
    if due_on == request.due_on:
        return Refusal("same-date-asked")
    decided = {"decided_name": by.name, "decided_note": note}
    changes = {**decided, "state": RequestState.OFFER, "offered_due": due_on}
    return Step(Move("extension_offered", note=note, details={"due_on": due_on}), changes)


def ask_back(request: Extension, task: Task, by: Actor, *, question: str, rules: Rules = USUAL) -> Decided:
    """A question to the asker; the request waits for the answer."""
    refusal = _may_not_decide(request, task, by, rules) or bad_reason(question)
    if refusal:
        return refusal
    changes = {"state": RequestState.QUESTION, "question": question.strip(), "answer": None, "decided_name": by.name}
    return Step(Move("extension_question", note=question.strip()), changes)


def reply(request: Extension, task: Task, by: Actor, today: date, *, answer: str, rules: Rules = USUAL) -> Decided:
    """The answer goes back to the decider, whose two days begin anew."""
    refusal = _may_not_answer(task, by, rules) or bad_reason(answer)
    if refusal:
        return refusal
    if request.state != RequestState.QUESTION:
        return Refusal("request-moved")
    changes = {"state": RequestState.ASKED, "answer": answer.strip(), "waits_since": today}
    return Step(Move("extension_answered", note=answer.strip(), on_behalf=on_behalf(task, by)), changes)


def accept(request: Extension, task: Task, by: Actor, now: datetime, today: date, *, rules: Rules = USUAL) -> Decided:
    """The asker takes the date that was offered."""
    refusal = _may_not_answer(task, by, rules)
    if refusal:
        return refusal
    if request.state != RequestState.OFFER or request.offered_due is None:
        return Refusal("request-moved")
    refusal = bad_date(task, today, request.offered_due)
    decided = request.decided_name or ""
    return refusal or _agreed(request, task, decided, now, request.offered_due, request.decided_note)


def decline(request: Extension, task: Task, by: Actor, now: datetime, *, rules: Rules = USUAL) -> Decided:
    """The asker does not take the date that was offered: the old one stays."""
    refusal = _may_not_answer(task, by, rules)
    if refusal:
        return refusal
    if request.state != RequestState.OFFER:
        return Refusal("request-moved")
    return Step(Move("extension_declined", on_behalf=on_behalf(task, by)), _end(RequestState.DECLINED, now))


def next_word(request: Extension, task: Task, reader: Actor, rules: Rules = USUAL) -> bool:
    """Whether it is this reader's turn: to send, to give an opinion, to answer, or to decide."""
    if request.closed_at is not None:
        return False
    place = rights.side(reader, task)
    if request.state == RequestState.ASKED and place is Side.OFFICE and request.opinion is None:
        return True
    if request.state == RequestState.ASKED:
        return rights.decides(reader, task, rules) and request.asked_by != reader.person_id
    return place is Side.HEAD or (place is Side.CONTACT and rules.contact_sends_extension)


def is_short_notice(task: Task, today: date, calendar: Calendar) -> bool:
    """Asked later than three working days before the date."""
    return task.due_on is not None and calendar.between(today, task.due_on) < NOTICE


def _agreed(request: Extension, task: Task, name: str, now: datetime, due_on: date, note: str | None) -> Step:
    """Decision and date in one."""
    changes = {"due_on": due_on, "due_words": None, "extended": task.extended + 1}
    details = {"old_due": task.due_on, "due_on": due_on, "nth": task.extended + 1}
    decided = {"decided_name": name, "decided_note": note, "offered_due": due_on}
    return Step(Move("extended", changes, note, details=details), {**_end(RequestState.AGREED, now), **decided})


def _may_not_decide(request: Extension, task: Task, by: Actor, rules: Rules) -> Refusal | None:
    refusal = may_not(Act.DECIDE_EXTENSION, task, by, rules) or _closed(request)
    if refusal:
        return refusal
    if request.asked_by == by.person_id:
        return Refusal("own-request")
    return None if request.state == RequestState.ASKED else Refusal("request-moved")


def _may_not_answer(task: Task, by: Actor, rules: Rules) -> Refusal | None:
    """The head answers for the agency, and the office on its behalf."""
    if rights.side(by, task) is Side.CONTACT and not rules.contact_sends_extension:
        return Refusal("head-sends")
    if task.state == State.AWAITING:
        return None if rights.side(by, task) in rights.AGENCY else Refusal("not-your-task")
    return may_not(Act.ASK_EXTENSION, task, by)


def _closed(request: Extension) -> Refusal | None:
    return Refusal("request-moved") if request.closed_at is not None else None


def bad_date(task: Task, today: date, due_on: date) -> Refusal | None:
    """A later date is later than the present one, to come, and a real one."""
    if not plausible(due_on):
        return Refusal("date-too-far")
    if task.due_on is not None and due_on <= task.due_on:
        return Refusal("not-later")
    return Refusal("date-passed") if due_on < today else None


def _end(state: RequestState, now: datetime) -> dict[str, Any]:
    return {"state": state, "closed_at": now}
