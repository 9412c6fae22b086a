"""Acknowledge, tell the progress, report, confirm, return, set a date: one function for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core import lifecycle, permissions, rights
from bot.core.cards import Joined, Kind, T, line
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.rights import Act, Side
from bot.core.screens import asking, refusals
from bot.core.screens import task as screens
from bot.store import conclusions, tasks
from bot.usecases import conflicts, dates, parts
from bot.usecases.context import Turn
from bot.usecases.moving import concerned, drop_request, givers, move, overseers, refused, view
from models import State, Task


def acknowledge(turn: Turn, task: Task) -> None:
    moved = move(turn, task, lambda row: lifecycle.acknowledge(row, turn.actor, turn.now))
    if moved:
        turn.reply(screens.noted(moved, T("📩 Received"), turn.actor, undo=True), kind=Kind.CONFIRMATION)


def ask_progress(turn: Turn, task: Task) -> None:
    if refused(turn, task, lifecycle.progress(task, turn.actor, turn.now, turn.today, percent=0)):
        return
    turn.ask("progress", task=task.id, revision=task.revision)
    turn.reply(asking.ask_progress(view(turn, task)), fresh=True)


def progress(turn: Turn, task: Task, *, note: str | None, percent: int | None, seen: bool = False) -> None:
    """`seen`: the person knew how the task stood, so nobody else's figure is written over unawares."""
    if not seen and conflicts.conflict(turn, task, "" if percent is None else str(percent), note=note):
        return
    before = task.percent
    moved = move(
        turn,
        task,
        lambda row: lifecycle.progress(row, turn.actor, turn.now, turn.today, note=note, percent=percent),
    )
    if not moved:
        return
    head = (
        T("✍️ Noted for {code}: {old}% → {new}%", code=moved.code, old=before or 0, new=percent)
        if percent is not None
        else T("✍️ Noted for {code}", code=moved.code)
    )
    turn.reply(screens.noted(moved, head, turn.actor, undo=True), kind=Kind.CONFIRMATION, fresh=True)


FILE = "file"  # the question for which task a file is that has come


def ask_evidence(turn: Turn, task: Task) -> None:
    """Before a report is written down, its evidence is asked for once; a file that waits for its task is evidence.

    A unit of its own agency owes none.
    """
    if refused(turn, task, lifecycle.report_done(task, turn.actor, turn.now, turn.today, rules=turn.rules)):
        return
    question = turn.conversation.question or {}
    kept = question.get("file") if question.get("kind") == FILE else None
    if isinstance(kept, int) and (stored := conclusions.file(turn.db, kept)):
        turn.close_question()
        words = str(question.get("words") or "")
        report_done(turn, task, note=words or None, evidence=words or stored.name, file=kept)
        return
    if rights.side(turn.actor, task) is Side.OWNER:
        report_done(turn, task, note=None)
        return
    turn.ask("evidence", task=task.id)
    turn.reply(asking.ask_evidence(view(turn, task)), fresh=True)


@dataclass(frozen=True)
class Evidence:
    """A file that shows a result."""

    content: bytes
    name: str
    mime: str


def report_done(
    turn: Turn, task: Task, *, note: str | None, evidence: str | None = None, file: Evidence | int | None = None
) -> None:
    """The agency's claim; the office is asked to confirm it. `file`: the evidence, or the number of a stored one."""
    verdict = lifecycle.report_done(task, turn.actor, turn.now, turn.today, note=note, rules=turn.rules)
    if refused(turn, task, verdict):
        return
    file_id = _stored(turn, file) if isinstance(file, Evidence) else file
    if evidence or file_id:
        tasks.add_evidence(turn.db, task, text=evidence or "", file_id=file_id, by=turn.actor, now=turn.now)
    moved = move(turn, task, lambda _: verdict)
    if not moved:
        return
    if task.closed_at is not None:  # the agency that gave a sub-task says that it is done
        _part_is_done(turn, task)
        return
    head = T("✅ The result of {code} is reported. The office will confirm it.", code=moved.code)
    if task.is_sub:
        head = T("✅ The result of {code} is reported. {agency} will confirm it.", code=moved.code, agency=moved.owner)
    later = T("No evidence was handed in; it can be added until the office confirms.")
    extra = [] if moved.evidence or task.is_sub else [later]
    if still := sum(one.task.closed_at is None for one in moved.parts):
        extra.append(T("{n} sub-task is still open.", "{n} sub-tasks are still open.", n=still))
    turn.reply(screens.noted(moved, head, turn.actor, *extra, undo=True), kind=Kind.CONFIRMATION, fresh=True)
    parent_follows(turn, task)
    for officer in overseers(turn, task):
        card = screens.please_confirm(moved, turn.actor.name, officer, file_id)
        turn.tell([officer], card, Kind.NOTE, task_id=task.id)


def _part_is_done(turn: Turn, task: Task) -> None:
    shown = view(turn, task)
    head = T("✅ {code} is done", code=shown.code)
    turn.reply(screens.noted(shown, head, turn.actor, undo=True), kind=Kind.CONFIRMATION, fresh=True)
    turn.tell(turn.agency_people(concerned(turn, task)), screens.told(head, shown), Kind.NOTE, task_id=task.id)


def add_file(turn: Turn, task: Task, file: Evidence) -> None:
    """A file that comes after the report joins it, and the office sees it."""
    file_id = _stored(turn, file)
    tasks.add_evidence(turn.db, task, text=file.name, file_id=file_id, by=turn.actor, now=turn.now)
    moved = view(turn, task)
    turn.reply(screens.noted(moved, T("📎 Added to {code}: {name}", code=moved.code, name=file.name), turn.actor))
    for officer in overseers(turn, task):
        card = screens.please_confirm(moved, turn.actor.name, officer, file_id)
        turn.tell([officer], card, Kind.NOTE, task_id=task.id)


def put_up(turn: Turn, task: Task) -> None:
    """The leader who gave the task gets the result with the right to confirm or return it."""
    moved = move(turn, task, lambda row: lifecycle.put_up(row, turn.actor, turn.today))
    if not moved:
        return
    leaders = givers(turn, task)
    head = T("⬆ The result of {code} is put to the leader", code=moved.code)
    names = T("Goes to: {receivers}.", receivers=Joined(tuple(one.name for one in leaders)))
    turn.reply(screens.noted(moved, head, turn.actor, names), kind=Kind.CONFIRMATION)
    events = tasks.history(turn.db, task.id or 0)
    reporter = next((one.person_name for one in events if one.kind == "reported"), turn.actor.name)
    for leader in leaders:
        turn.tell([leader], screens.please_confirm(moved, reporter, leader, None), Kind.NOTE, task_id=task.id)


def _stored(turn: Turn, file: Evidence) -> int:
    return conclusions.store_file(turn.db, file.content, name=file.name, mime=file.mime).id or 0


def confirm(turn: Turn, task: Task) -> None:
    moved = move(turn, task, lambda row: lifecycle.confirm(row, turn.actor, turn.now, turn.today))
    if not moved:
        return
    drop_request(turn, task)
    parts.follow(turn, task)
    turn.reply(
        screens.noted(moved, T("✅ {code} is confirmed as completed", code=moved.code), turn.actor),
        kind=Kind.CONFIRMATION,
    )
    card = screens.told(
        T("✅ The result of {code} was confirmed", code=moved.code), moved, screens.standing_line(moved)
    )
    turn.tell([*turn.agency_people([task.lead or ""]), *_not_there(turn)], card, Kind.NOTE, task_id=task.id)
    ask_to_close(turn, task)


def _not_there(turn: Turn) -> list[Actor]:
    """The office, where a leader took the word on a result from it."""
    return turn.office() if turn.actor.role in permissions.LEADERS else []


def ask_return(turn: Turn, task: Task) -> None:
    if refused(turn, task, lifecycle.may_not(Act.RETURN, task, turn.actor)):
        return
    turn.ask("return", task=task.id)
    turn.reply(asking.ask_return(view(turn, task)), fresh=True)


def return_for_more(turn: Turn, task: Task, reason: str) -> None:
    moved = move(turn, task, lambda row: lifecycle.return_for_more(row, turn.actor, reason))
    if not moved:
        return
    turn.reply(
        screens.noted(moved, T("↩ {code} is returned to {agency}", code=moved.code, agency=moved.lead), turn.actor),
        kind=Kind.CONFIRMATION,
        fresh=True,
    )
    parent_follows(turn, task)
    for one in turn.agency_people([task.lead or ""]):
        turn.tell([one], screens.returned(moved, turn.actor, reason, one), Kind.NOTE, task_id=task.id)
    head = T("↩ {code} is returned to {agency}", code=moved.code, agency=moved.lead)
    turn.tell(_not_there(turn), screens.told(head, moved, line(reason, quoted=True)), Kind.NOTE, task_id=task.id)


# ---------------------------------------------------------------- the date


def ask_due(turn: Turn, task: Task) -> None:
    if refused(turn, task, lifecycle.may_not(Act.SET_DUE, task, turn.actor)):
        return
    turn.ask("due", task=task.id)
    turn.reply(asking.ask_due(view(turn, task), dates.due_proposals(turn.today, turn)), fresh=True)


def read_due(turn: Turn, task: Task, words: str) -> None:
    """A date read from words is read back before it counts."""
    due = dates.find_day(turn, words)
    if due is None:
        turn.reply(refusals.unclear_date(words))
        return
    if parts.too_late(turn, task, due):
        return
    turn.conversation.question = {"kind": "due-check", "task": task.id, "due": due.isoformat(), "words": words[:200]}
    read_back, warning = dates.read_back(turn, due), dates.day_warning(turn, due)
    turn.reply(asking.check_due(view(turn, task), due, read_back, warning), fresh=True)


def set_due(turn: Turn, task: Task, due: date, words: str | None = None) -> None:
    """Sets a missing date at once; an existing one is corrected for a reason, which is asked for."""
    if parts.too_late(turn, task, due):
        return
    if task.due_on is not None and rights.may(Act.SET_DUE, turn.actor, task) and task.closed_at is None:
        turn.ask("due-reason", task=task.id, due=due.isoformat(), words=words)
        turn.reply(asking.ask_due_reason(view(turn, task), due), fresh=True)
        return
    change_due(turn, task, due, words=words, reason=None)


def change_due(turn: Turn, task: Task, due: date, *, words: str | None, reason: str | None) -> None:
    if parts.too_late(turn, task, due):
        return
    old = task.due_on
    moved = move(
        turn,
        task,
        lambda row: lifecycle.change_due(
            row, turn.actor, due, words or f"{due:%d/%m/%Y}", reason=reason, said_on=turn.today
        ),
    )
    if not moved:
        return
    drop_request(turn, task)
    for child in tasks.children(turn.db, task.id or 0):
        verdict = lifecycle.change_due(
            child, turn.actor, due, words or f"{due:%d/%m/%Y}", reason=reason, said_on=turn.today
        )
        if isinstance(verdict, Move):
            tasks.record(turn.db, child, verdict, by=turn.actor, at=turn.now, source=turn.source)
    head = (
        T("📅 {code} is due {new} (was {old})", code=moved.code, new=due, old=old)
        if old
        else T("📅 {code} is due {new}", code=moved.code, new=due)
    )
    turn.reply(screens.noted(moved, head, turn.actor), kind=Kind.CONFIRMATION, fresh=True)
    extra = (T("Reason: {reason}", reason=reason),) if reason else ()
    card = screens.told(head, moved, *extra)
    turn.tell(turn.agency_people(concerned(turn, task)), card, Kind.NOTE, task_id=task.id)
    parts.warn_of_dates(turn, task)


def parent_follows(turn: Turn, task: Task) -> None:
    """A job for many is reported when its last part is, and open again when a part is returned."""
    parent = tasks.locked(turn.db, task.parent_id) if task.parent_id and not task.is_sub else None
    if parent is None:
        return
    kept = [part for part in tasks.children(turn.db, parent.id or 0) if part.state != State.CANCELLED]
    days = [part.reported_on for part in kept]
    move = lifecycle.parts_reported(parent, days)
    if move:
        tasks.record(turn.db, parent, move, by=turn.actor, at=turn.now, source=turn.source)


def ask_to_close(turn: Turn, task: Task) -> None:
    """The last part of a job for many was accepted, or withdrawn: the office is asked to close the job."""
    parent = tasks.locked(turn.db, task.parent_id) if task.parent_id and not task.is_sub else None
    if parent is None or parent.state != State.AWAITING or parent.recurrence:
        return
    shown = view(turn, parent)
    if shown.children and not shown.open_children:
        turn.mail.to(turn.office(), screens.ask_to_close(shown), Kind.NOTE, task_id=parent.id)


def close(turn: Turn, task: Task) -> None:
    """The office's word on a job for many."""
    left = view(turn, task).open_children
    moved = move(turn, task, lambda row: lifecycle.close_parent(row, turn.actor, left, turn.now))
    if moved:
        head = T("✅ {code} is completed: every agency has done its part", code=moved.code)
        turn.reply(screens.noted(moved, head, turn.actor), kind=Kind.CONFIRMATION)
        turn.tell([*givers(turn, task), *turn.office()], screens.told(head, moved), Kind.NOTE, task_id=task.id)
