"""Assigning what was accepted: tasks are made and their agencies told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.cards import Kind, T
from bot.core.lifecycle import Move
from bot.core.screens import refusals, review
from bot.core.screens import task as task_screens
from bot.store import broadcasts, conclusions, people, tasks
from bot.usecases import recurring, sending, taking_in, views
from bot.usecases.context import Turn
from models import Broadcast, BroadcastState, Conclusion, Draft, DraftState, ReviewState, State, Task


def ready(turn: Turn, conclusion_id: int) -> None:
    conclusion = taking_in.open_review(turn, conclusion_id)
    if not conclusion:
        return
    rows = conclusions.drafts(turn.db, conclusion_id)
    codes = _recipients(rows)
    minutes = int(sending.delay(turn.db).total_seconds() // 60)
    turn.reply(review.ready(conclusion, rows, len(codes), _unlinked(turn, codes), minutes=minutes))


def assign(turn: Turn, conclusion_id: int, count: int) -> None:
    """Makes tasks of the accepted items; `count` is what the button promised."""
    conclusion = taking_in.open_review(turn, conclusion_id)
    if not conclusion:
        return
    everything = conclusions.drafts(turn.db, conclusion_id)
    rows = [row for row in everything if row.state == DraftState.ACCEPTED]
    pending = any(row.state == DraftState.PENDING for row in everything)
    leadless = any(row.lead is None and not row.everyone for row in rows)
    if len(rows) != count or leadless or pending or not rows:
        turn.toast = refusals.stale()
        ready(turn, conclusion_id)
        return
    held = _held(turn, conclusion, rows)
    made = [_make_task(turn, conclusion, row, held) for row in rows]
    if held:
        held.tasks = [task.id or 0 for task in made]
        turn.db.add(held)
    conclusion.state = ReviewState.ASSIGNED
    turn.db.add(conclusion)
    turn.close_question()
    lines = [
        (task.number or 0, task.title, _names(turn, row), task.due_on) for task, row in zip(made, rows, strict=True)
    ]
    turn.reply(review.assigned(conclusion, lines, _unlinked(turn, _recipients(rows)), held), kind=Kind.CONFIRMATION)


def _held(turn: Turn, conclusion: Conclusion, rows: Sequence[Draft]) -> Broadcast | None:
    """What is assigned to several agencies is told after the delay; to one, at once."""
    agencies = list(dict.fromkeys([*_recipients(rows), *(code for row in rows for code in row.co_leads + row.support)]))
    if len(agencies) < 2 or not sending.delay(turn.db):
        return None
    row = Broadcast(
        kind="assign",
        person_id=turn.actor.person_id,
        agencies=agencies,
        conclusion_id=conclusion.id,
        created_at=turn.now,
    )
    sending.queue(turn, broadcasts.add(turn.db, row))
    return row


def stop(turn: Turn, held: Broadcast) -> None:
    """Before anything has left, the tasks are withdrawn and the review is open again; afterwards everything stands."""
    waiting, gone = broadcasts.messages(turn.db, held.id or 0)
    conclusion = conclusions.locked(turn.db, held.conclusion_id or 0)
    if gone or conclusion is None or (held.leaves_at and turn.now >= held.leaves_at):
        turn.reply(review.too_late_to_stop())
        return
    broadcasts.stop(turn.db, waiting, turn.now)
    held.state = BroadcastState.CANCELLED
    conclusion.state = ReviewState.OPEN
    turn.db.add_all([held, conclusion])
    for task_id in held.tasks:
        task = tasks.locked(turn.db, task_id)
        for one in [task, *tasks.children(turn.db, task_id)] if task else []:
            _withdraw(turn, one)
    turn.reply(review.taken_back(conclusion, len(held.tasks)), kind=Kind.CONFIRMATION)


def _withdraw(turn: Turn, task: Task) -> None:
    """Its number is not given again. An agency that has looked it up and acted in the meantime is told."""
    if task.closed_at is not None:
        return
    acted = task.acknowledged_at is not None
    move = Move("assignment_cancelled", {"state": State.CANCELLED, "closed_at": turn.now})
    tasks.record(turn.db, task, move, by=turn.actor, at=turn.now, source=turn.source)
    if acted and task.lead:
        shown = views.view(turn.db, turn.city, task, turn.today)
        card = task_screens.told(T("✖ The assignment of {code} was cancelled", code=shown.code), shown)
        turn.tell(turn.agency_people([task.lead]), card, Kind.NOTE, task_id=task.id)


def _recipients(rows: Sequence[Draft]) -> list[str]:
    accepted = [row for row in rows if row.state == DraftState.ACCEPTED]
    return list(dict.fromkeys(code for row in accepted for code in (row.everyone or [row.lead or ""]) if code))


def _unlinked(turn: Turn, codes: Sequence[str]) -> list[str]:
    linked = people.linked_agencies(turn.db, turn.today)
    return [turn.city.short(code) for code in codes if code not in linked]


def _names(turn: Turn, row: Draft) -> list[str]:
    return [turn.city.short(code) for code in ([row.lead] if row.lead else row.everyone)]


def _make_task(turn: Turn, conclusion: Conclusion, row: Draft, held: Broadcast | None) -> Task:
    helpers = [(code, True) for code in row.co_leads] + [(code, False) for code in row.support]
    if row.recurrence and row.due_on:
        return _assign_recurring(turn, conclusion, row, row.due_on, helpers, held)
    task = _assign_one(turn, conclusion, row, lead=row.lead, parent=None, helpers=helpers, held=held)
    for code in row.everyone:
        _assign_one(turn, conclusion, row, lead=code, parent=task, helpers=[], held=held)
    return task


def _assign_recurring(
    turn: Turn,
    conclusion: Conclusion,
    row: Draft,
    first: date,
    helpers: Sequence[tuple[str, bool]],
    held: Broadcast | None,
) -> Task:
    """The job itself, and its first period at once; the planner makes the others in time."""
    parent = _assign_one(turn, conclusion, row, lead=None, parent=None, helpers=helpers, held=held)
    each = row.everyone or [row.lead or ""]
    move = Move("recurring", {"is_parent": True, "recurrence": row.recurrence, "each": each})
    tasks.record(turn.db, parent, move, by=turn.actor, at=turn.now, source=turn.source)
    for part in recurring.make(turn.db, parent, first, turn.today, turn.now, by=turn.actor, source=turn.source):
        _tell_assigned(turn, conclusion, part, held)
    return parent


def _assign_one(
    turn: Turn,
    conclusion: Conclusion,
    row: Draft,
    *,
    lead: str | None,
    parent: Task | None,
    helpers: Sequence[tuple[str, bool]],
    held: Broadcast | None,
) -> Task:
    task = tasks.add(
        turn.db,
        Task(
            parent_id=parent.id if parent else None,
            is_parent=bool(row.everyone) and parent is None,
            conclusion_id=conclusion.id,
            title=row.action,
            source=row.source,
            lead=lead,
            given_by=row.given_by,
            given_by_words=row.given_by_words,
            given_by_person=row.given_by_person,
            assigned_on=turn.today,
            assigned_at=turn.now,
        ),
        helpers,
    )
    dates = {"due_on": row.due_on, "original_due_on": row.due_on, "due_words": row.due_words}
    dates["due_from"] = row.due_from
    facts = {"title": row.action, "lead": lead, "no_due_reason": row.no_due_reason, **dates}
    tasks.record(turn.db, task, Move("assigned", facts), by=turn.actor, at=turn.now, source=turn.source)
    if not row.recurrence:
        _tell_assigned(turn, conclusion, task, held)
    return task


def _tell_assigned(turn: Turn, conclusion: Conclusion, task: Task, held: Broadcast | None) -> None:
    shown = views.view(turn.db, turn.city, task, turn.today)
    for actor in turn.agency_people([task.lead] if task.lead else []):
        meeting = conclusion.held_on if conclusion.meeting_id else None  # None: given without a meeting
        card = task_screens.assignment(shown, actor, meeting_on=meeting)
        turn.tell([actor], card, Kind.ASSIGNMENT, task_id=task.id, broadcast=held)
    helpers = [one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])]
    card = task_screens.support_notice(shown)
    turn.tell(turn.agency_people(helpers), card, Kind.ASSIGNMENT, task_id=task.id, broadcast=held)
