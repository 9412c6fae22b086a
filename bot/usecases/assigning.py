"""Assigning what was accepted: tasks are made and their agencies told."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.cards import Kind
from bot.core.lifecycle import Move
from bot.core.screens import refusals, review
from bot.core.screens import task as task_screens
from bot.store import conclusions, people, tasks
from bot.usecases import taking_in, views
from bot.usecases.context import Turn
from models import Conclusion, Draft, DraftState, ReviewState, Task


def ready(turn: Turn, conclusion_id: int) -> None:
    conclusion = taking_in.open_review(turn, conclusion_id)
    if not conclusion:
        return
    rows = conclusions.drafts(turn.db, conclusion_id)
    codes = _recipients(rows)
    turn.reply(review.ready(conclusion, rows, len(codes), _unlinked(turn, codes)))


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
    made = [_make_task(turn, conclusion, row) for row in rows]
    conclusion.state = ReviewState.ASSIGNED
    turn.db.add(conclusion)
    turn.close_question()
    lines = [
        (task.number or 0, task.title, _names(turn, row), task.due_on) for task, row in zip(made, rows, strict=True)
    ]
    turn.reply(review.assigned(conclusion, lines, _unlinked(turn, _recipients(rows))), kind=Kind.CONFIRMATION)


def _recipients(rows: Sequence[Draft]) -> list[str]:
    accepted = [row for row in rows if row.state == DraftState.ACCEPTED]
    return list(dict.fromkeys(code for row in accepted for code in (row.everyone or [row.lead or ""]) if code))


def _unlinked(turn: Turn, codes: Sequence[str]) -> list[str]:
    linked = people.linked_agencies(turn.db, turn.today)
    return [turn.city.short(code) for code in codes if code not in linked]


def _names(turn: Turn, row: Draft) -> str:
    return turn.city.short(row.lead) if row.lead else ", ".join(map(turn.city.short, row.everyone))


def _make_task(turn: Turn, conclusion: Conclusion, row: Draft) -> Task:
    helpers = [(code, True) for code in row.co_leads] + [(code, False) for code in row.support]
    task = _assign_one(turn, conclusion, row, lead=row.lead, parent=None, helpers=helpers)
    for code in row.everyone:
        _assign_one(turn, conclusion, row, lead=code, parent=task, helpers=[])
    return task


def _assign_one(
    turn: Turn,
    conclusion: Conclusion,
    row: Draft,
    *,
    lead: str | None,
    parent: Task | None,
    helpers: Sequence[tuple[str, bool]],
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
    _tell_assigned(turn, conclusion, task)
    return task


def _tell_assigned(turn: Turn, conclusion: Conclusion, task: Task) -> None:
    shown = views.view(turn.db, turn.city, task, turn.today)
    for actor in turn.agency_people([task.lead] if task.lead else []):
        card = task_screens.assignment(shown, actor, meeting_on=conclusion.held_on)
        turn.tell([actor], card, Kind.ASSIGNMENT, task_id=task.id)
    helpers = [one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])]
    turn.tell(turn.agency_people(helpers), task_screens.support_notice(shown), Kind.ASSIGNMENT, task_id=task.id)
