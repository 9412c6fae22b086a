"""Urging one, several or all overdue: shown with its recipients, sent after a delay in which it can be stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core import permissions
from bot.core.cards import Card, Kind, T, Text
from bot.core.digest import CLOSING_TIME
from bot.core.lifecycle import Move
from bot.core.screens import refusals
from bot.core.screens import urging as screens
from bot.core.screens.urging import Proposal
from bot.core.screens.words import role_name
from bot.core.urging import LONGEST_WORDS, Plan, plan, who_owes
from bot.core.words import printable
from bot.store import broadcasts, people, tasks
from bot.usecases import questions, sending, views
from bot.usecases.context import City, Turn
from models import Broadcast, BroadcastState, Outbox, Role, Support, Task

MOST = 200  # tasks in one urging


def overdue(turn: Turn, agencies: Sequence[str] = ()) -> None:
    """Everything overdue that this person may urge about, of some agencies or of all."""
    scope = [questions.scope_of(turn)] if not agencies else [_of_agencies(turn, agencies)]
    rows, _ = tasks.listed(turn.db, tasks.overdue(turn.today), *scope, limit=MOST)
    propose(turn, [*rows, *_late_parts(turn, agencies)], only=tuple(agencies))


def _late_parts(turn: Turn, agencies: Sequence[str]) -> Sequence[Task]:
    """The overdue sub-tasks that a head's agency has given."""
    if turn.actor.role is not Role.HEAD:
        return []
    given = sa.and_(col(Task.is_sub), col(Task.given_by_agency) == turn.actor.agency)
    doers = sa.or_(sa.true() if not agencies else sa.false(), col(Task.lead).in_(list(agencies)))
    return tasks.listed(turn.db, tasks.overdue(turn.today), given, doers, limit=MOST)[0]


def _of_agencies(turn: Turn, agencies: Sequence[str]) -> sa.ColumnElement[bool]:
    """What they lead, or co-lead: mere support is not urged."""
    co_led = sa.select(Support.task_id).where(  # type: ignore[call-overload]  # a column
        col(Support.agency_code).in_(list(agencies)), col(Support.co_lead).is_(True)
    )
    theirs = sa.or_(col(Task.lead).in_(list(agencies)), col(Task.id).in_(co_led))
    led = sa.and_(col(Task.is_parent).is_(False), tasks.WHOLE, theirs)
    return sa.and_(led, questions.scope_of(turn)) if not permissions.sees_everything(turn.actor) else led


def propose(turn: Turn, rows: Sequence[Task], only: tuple[str, ...] = ()) -> None:
    """Shows what would be sent; nothing is sent."""
    found = _plan(turn, rows)
    agencies = [code for code in found.agencies if not only or code in only]
    if not agencies:
        turn.reply(refusals.refusal(_why_nothing(turn, rows, only)))
        return
    row = Broadcast(
        kind="urge",
        person_id=turn.actor.person_id,
        tasks=[one.task.id or 0 for one in found.urged],
        agencies=agencies,
        created_at=turn.now,
    )
    _show(turn, broadcasts.add(turn.db, row), found)


def _why_nothing(turn: Turn, rows: Sequence[Task], only: Sequence[str]) -> str:
    if turn.actor.role in permissions.DIRECTORS:
        return "nothing-to-urge"
    if turn.actor.role is not Role.HEAD or (only and turn.actor.agency not in only):
        return "not-yours-to-urge"
    return "nothing-to-urge" if rows else "nothing-overdue"


def _plan(turn: Turn, rows: Sequence[Task]) -> Plan:
    ids = [row.id or 0 for row in rows]
    co_leads = {
        task_id: [one.agency_code for one in helpers if one.co_lead]
        for task_id, helpers in tasks.support(turn.db, ids).items()
    }
    children = tasks.children_progress(turn.db, [row.id or 0 for row in rows if row.is_parent])
    return plan(turn.actor, rows, co_leads, children)


def _show(turn: Turn, row: Broadcast, found: Plan) -> None:
    city = turn.city
    linked = people.linked_agencies(turn.db, turn.today)
    ids = [one.task.id or 0 for one in found.urged]
    left_out = views.views(turn.db, city, found.left_out, turn.today)
    turn.reply(
        screens.confirm(
            Proposal(
                id=row.id or 0,
                revision=row.revision,
                views=views.views(turn.db, city, [one.task for one in found.urged], turn.today),
                agencies=[city.short(code) for code in row.agencies],
                unlinked=[city.short(code) for code in row.agencies if code not in linked],
                left_out=[view.code for view in left_out],
                words=row.words or _default_words(city, turn.now + sending.delay(turn.db)),
                last=broadcasts.last_urged(turn.db, ids),
                minutes=int(sending.delay(turn.db).total_seconds() // 60),
            )
        )
    )


def _default_words(city: City, leaves_at: datetime) -> Text:
    """By the end of the day on which it arrives; sent after hours, of the next working day."""
    local = leaves_at.astimezone(city.zone)
    in_time = city.calendar.is_working_day(local.date()) and local.time() < CLOSING_TIME
    return screens.default_words(local.date() if in_time else city.calendar.add(local.date(), 1))


# ---------------------------------------------------------------- the buttons of the proposal


def _proposed(turn: Turn, broadcast_id: int, revision: int) -> Broadcast | None:
    """The proposal behind a button, if it is this person's and still as the button showed it."""
    row = broadcasts.locked(turn.db, broadcast_id)
    if row is None or row.kind != "urge" or row.person_id != turn.actor.person_id:
        turn.reply(refusals.gone())
        return None
    if row.state != BroadcastState.PROPOSED or row.revision != revision:
        turn.toast = refusals.stale()
        if row.state == BroadcastState.QUEUED:
            _reply_queued(turn, row)
        elif row.state == BroadcastState.PROPOSED:
            _show(turn, row, _plan(turn, _tasks(turn.db, row)))
        else:
            turn.reply(screens.stopped([], []) if row.leaves_at else refusals.gone())
        return None
    return row


def _tasks(db: Session, row: Broadcast) -> list[Task]:
    found = (tasks.by_id(db, task_id) for task_id in row.tasks)
    return [task for task in found if task]


def drop(turn: Turn, broadcast_id: int, revision: int) -> None:
    row = _proposed(turn, broadcast_id, revision)
    if row:
        row.state = BroadcastState.CANCELLED
        turn.db.add(row)
        turn.reply(refusals.not_sent())


def ask_words(turn: Turn, broadcast_id: int, revision: int) -> None:
    row = _proposed(turn, broadcast_id, revision)
    if row:
        turn.ask("urge-words", broadcast=row.id)
        words = row.words or _default_words(turn.city, turn.now + sending.delay(turn.db))
        turn.reply(screens.ask_words(row.id or 0, words), fresh=True)


def set_words(turn: Turn, broadcast_id: int, words: str) -> None:
    row = broadcasts.locked(turn.db, broadcast_id)
    if row is None or row.person_id != turn.actor.person_id or row.state != BroadcastState.PROPOSED:
        turn.close_question()
        turn.reply(refusals.gone())
        return
    text = printable(words).strip()
    if not 3 <= len(text) <= LONGEST_WORDS:
        turn.reply(refusals.refusal("note-too-long" if len(text) > LONGEST_WORDS else "reason-needed"))
        return
    row.words, row.revision = text, row.revision + 1
    turn.db.add(row)
    turn.close_question()
    _show(turn, row, _plan(turn, _tasks(turn.db, row)))


def send(turn: Turn, broadcast_id: int, revision: int) -> None:
    """Queues it for exactly the places that the button named; changed meanwhile: shows it anew."""
    row = _proposed(turn, broadcast_id, revision)
    if row is None:
        return
    found = _plan(turn, _tasks(turn.db, row))
    owing = set(found.agencies)
    now_urged = [code for code in row.agencies if code in owing]
    if now_urged != row.agencies or [one.task.id for one in found.urged] != row.tasks:
        turn.toast = refusals.stale()
        row.agencies, row.tasks = now_urged, [one.task.id or 0 for one in found.urged]
        row.revision += 1
        turn.db.add(row)
        if not now_urged:
            turn.reply(refusals.refusal("nothing-to-urge"))
            return
        _show(turn, row, found)
        return
    sending.queue(turn, row)
    _post(turn, row, found)
    _note(turn, row, found)
    _reply_queued(turn, row)


def _post(turn: Turn, row: Broadcast, found: Plan) -> None:
    unreached = []
    for code in row.agencies:
        staff = [one for one in turn.agency_people([code]) if one.person_id != turn.actor.person_id]
        told = 0
        for reader in staff:
            card = urging_card(turn.db, turn.city, row, code, reader.person_id, turn.today)
            told += card is not None and not turn.mail.to([reader], card, Kind.URGE, broadcast=row)
        if not told and any(code in one.agencies and not one.task.is_sub for one in found.urged):
            unreached.append(code)  # sub-tasks are settled without the office
    if unreached:
        codes = [
            f"NV-{tasks.number_of(turn.db, one.task)}" for one in found.urged if set(one.agencies) & set(unreached)
        ]
        card = screens.please_call([turn.city.short(code) for code in unreached], codes)
        turn.mail.to(turn.office(), card, Kind.NOTE, broadcast=row)


def _note(turn: Turn, row: Broadcast, found: Plan) -> None:
    """Into the history of each task, and of the parts that are missing."""
    for one in found.urged:
        concerned = [code for code in one.agencies if code in row.agencies]
        names = ", ".join(map(turn.city.short, concerned))
        note = f"{names}: {row.words}" if row.words else names
        parts = tasks.children(turn.db, one.task.id or 0) if one.task.is_parent else []
        for task in [one.task, *(part for part in parts if part.lead in concerned and part.closed_at is None)]:
            tasks.record(turn.db, task, Move("urged", note=note), by=turn.actor, at=turn.now, source=turn.source)


def _reply_queued(turn: Turn, row: Broadcast) -> None:
    names = [turn.city.short(code) for code in row.agencies]
    turn.reply(screens.queued(row.id or 0, len(row.tasks), names, row.leaves_at), kind=Kind.CONFIRMATION)


def stop(turn: Turn, row: Broadcast) -> None:
    """Takes back exactly what has not gone; says and notes what had."""
    waiting, gone = broadcasts.messages(turn.db, row.id or 0)
    gone_to = _agencies_of(turn, gone)
    stopped_for = [code for code in row.agencies if code not in gone_to]
    if not waiting:
        turn.reply(screens.stopped([], [turn.city.short(code) for code in gone_to]))
        return
    broadcasts.stop(turn.db, waiting, turn.now)
    row.state = BroadcastState.CANCELLED
    turn.db.add(row)
    kind = "urge_partly_stopped" if gone_to else "urge_stopped"
    note = ", ".join(map(turn.city.short, stopped_for))
    for task in _tasks(turn.db, row):
        parts = [part for part in tasks.children(turn.db, task.id or 0) if part.lead in stopped_for]
        for one in [task, *(part for part in parts if part.closed_at is None and task.is_parent)]:
            tasks.record(turn.db, one, Move(kind, note=note), by=turn.actor, at=turn.now, source=turn.source)
    turn.reply(
        screens.stopped([turn.city.short(code) for code in stopped_for], [turn.city.short(code) for code in gone_to]),
        kind=Kind.CONFIRMATION,
    )


def _agencies_of(turn: Turn, rows: Sequence[Outbox]) -> list[str]:
    found = (people.actor_by_person(turn.db, row.person_id or 0, turn.today) for row in rows if row.kind == Kind.URGE)
    return list(dict.fromkeys(actor.agency for actor in found if actor and actor.agency))


# ---------------------------------------------------------------- what an agency gets


def urging_card(db: Session, city: City, row: Broadcast, agency: str, person_id: int, today: date) -> Card | None:
    """The tasks of one agency as they stand; None when none of them is owed any more."""
    reader = people.actor_by_person(db, person_id, today)
    sender = people.actor_by_person(db, row.person_id, today)
    if reader is None:
        return None
    mine: list[Task] = []
    for task in _tasks(db, row):
        part = tasks.child_of(db, task.id or 0, agency) if task.is_parent else task
        helpers = [one.agency_code for one in tasks.support(db, [task.id or 0]).get(task.id or 0, []) if one.co_lead]
        if part is not None and agency in who_owes(part, helpers):
            mine.append(part)
    if not mine:
        return None
    leaves_at = row.leaves_at or row.created_at
    by = T("At the request of: {who}", who=role_name(sender.role) if sender else T("Office of the committee"))
    words = row.words or _default_words(city, leaves_at)
    return screens.urging(reader, views.views(db, city, mine, today), words, by)


def as_it_stands(db: Session, city: City, now: datetime, row: Outbox) -> Card | None:
    """Made anew when it leaves: a task that was reported in the meantime drops out."""
    broadcast = broadcasts.by_id(db, row.broadcast_id)
    reader = people.actor_by_person(db, row.person_id or 0, city.today(now))
    if broadcast is None or reader is None or reader.agency is None:
        return None
    return urging_card(db, city, broadcast, reader.agency, reader.person_id, city.today(now))
