"""Ways into the tasks: by agency, by leader, by field, given by me, silent; and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import col

from bot.core import permissions, reminders
from bot.core.cards import Kind, T, Text
from bot.core.figures import worst_first
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.screens import asking, refusals
from bot.core.screens import figures as screens
from bot.core.screens import task as task_screens
from bot.core.screens.figures import Group
from bot.core.screens.lists import PAGE, Listing
from bot.core.words import fold, nfc
from bot.store import figures, outbox, people, tasks
from bot.usecases import questions, views
from bot.usecases.context import Turn
from models import Role, State, Task

LONGEST_FIELD = 60


def given_by(actor: Actor) -> sa.ColumnElement[bool]:
    """The tasks that a leader gave; those without a name belong to whoever holds the post."""
    return sa.and_(
        col(Task.given_by) == actor.role,
        sa.or_(col(Task.given_by_person).is_(None), col(Task.given_by_person) == actor.person_id),
    )


def given(turn: Turn, *, page: int = 1, person: int | None = None) -> None:
    """What a leader has given: their own list; everybody who sees everything may ask for another's."""
    if not permissions.sees_everything(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    leader = people.actor_by_person(turn.db, person, turn.today) if person else turn.actor
    if leader is None or leader.role not in permissions.LEADERS:
        leaders(turn)
        return
    title: Text = T("📤 Given by me, open: {n} task", "📤 Given by me, open: {n} tasks", n=0)
    if leader.person_id != turn.actor.person_id:
        title = T("📤 Given by {name}, open: {n} task", "📤 Given by {name}, open: {n} tasks", n=0, name=leader.name)
    condition = sa.and_(tasks.OPEN, given_by(leader))
    extra = str(leader.person_id)
    questions.list_tasks(turn, "given", title, T("Nothing that was given is open"), condition, page, extra=extra)


def leaders(turn: Turn) -> None:
    """The chair and the vice chairs with what they gave."""
    if not permissions.sees_everything(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    rows = []
    for leader in people.holders(turn.db, turn.today, permissions.LEADERS):
        scope = (tasks.for_committee(), given_by(leader))
        rows.append(_group(turn, screens.leader_name(leader), scope, "given", str(leader.person_id)))
    found = Listing("leaders", T("👤 Open tasks by leader"), total=len(rows))
    turn.reply(screens.groups(found, rows[:8], turn.now))


def _group(turn: Turn, name: Text | str, scope: Sequence[sa.ColumnElement[bool]], verb: str, extra: str) -> Group:
    open_, late = (tasks.counted(turn.db, one, *scope) for one in (tasks.OPEN, tasks.overdue(turn.today)))
    return Group(name, open_, late, verb, extra)


def agencies(turn: Turn, page: int = 1) -> None:
    """Agencies with open tasks, most overdue first; the number opens the agency's list."""
    if not permissions.sees_everything(turn.actor):
        questions.mine(turn)
        return
    records = worst_first(figures.by_agency(turn.db, turn.today, tasks.OPEN))
    page = min(max(1, page), max(1, -(-len(records) // PAGE)))
    found = Listing("agencies", T("🏢 Open tasks by agency"), "", page, len(records))
    rows = [
        Group(turn.city.short(one.agency), one.figures.total, one.figures.overdue, "open", one.agency)
        for one in records[(page - 1) * PAGE : page * PAGE]
    ]
    turn.reply(screens.groups(found, rows, turn.now))


# ---------------------------------------------------------------- fields


def fields(turn: Turn, page: int = 1) -> None:
    """Fields of open tasks; a button names a field by one of its tasks."""
    scope = questions.scope_of(turn)
    found = figures.fields_in_use(turn.db, scope)
    page = min(max(1, page), max(1, -(-len(found) // PAGE)))
    rows = [
        _group(turn, name, (scope, col(Task.field) == name), "field", str(task_id))
        for name, task_id, _ in found[(page - 1) * PAGE : page * PAGE]
    ]
    listing = Listing("fields", T("🏷 Open tasks by field"), "", page, len(found))
    turn.reply(screens.groups(listing, rows, turn.now))


def of_field(turn: Turn, task_id: int, page: int = 1) -> None:
    task = tasks.by_id(turn.db, task_id)
    if task is None or not task.field or not questions.visible(turn, task):
        fields(turn)
        return
    title = T("🏷 {field}: {n} open task", "🏷 {field}: {n} open tasks", field=task.field, n=0)
    condition = sa.and_(tasks.OPEN, col(Task.field) == task.field)
    questions.list_tasks(turn, "field", title, T("No open task"), condition, page, extra=str(task_id))


def ask_field(turn: Turn, task: Task) -> None:
    """The office names the field of a task; one word is enough, an empty sign takes it away."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    turn.ask("field", task=task.id)
    known = [name for name, _, _ in figures.fields_in_use(turn.db)][:PAGE]
    turn.reply(asking.ask_field(views.view(turn.db, turn.city, task, turn.today), known), fresh=True)


def set_field(turn: Turn, task: Task, words: str) -> None:
    name = " ".join(nfc(words).split())
    if not permissions.may_record(turn.actor) or len(name) > LONGEST_FIELD:
        turn.reply(refusals.refusal("field-too-long" if permissions.may_record(turn.actor) else "not-yours"))
        return
    same = {fold(known): known for known, _, _ in figures.fields_in_use(turn.db)}
    field = None if name in ("-", "–") else same.get(fold(name), name)
    move = Move("field_set", {"field": field})
    for one in [task, *tasks.children(turn.db, task.id or 0)]:
        tasks.record(turn.db, one, move, by=turn.actor, at=turn.now, source=turn.source)
    turn.close_question()
    view = views.view(turn.db, turn.city, task, turn.today)
    head = (
        T("🏷 {code} belongs to: {field}", code=view.code, field=field)
        if field
        else T("🏷 {code} has no field now", code=view.code)
    )
    turn.reply(task_screens.noted(view, head, turn.actor), kind=Kind.CONFIRMATION, fresh=True)


# ---------------------------------------------------------------- silent agencies, contacts


def silent(turn: Turn, page: int = 1) -> None:
    """Open tasks of which nobody has said anything for 14 days."""
    title = T(
        "🔇 No update for {days} days: {n} task",
        "🔇 No update for {days} days: {n} tasks",
        days=reminders.SILENT_DAYS,
        n=0,
    )
    quiet = sa.and_(
        tasks.OPEN,
        tasks.WHOLE,
        col(Task.is_parent).is_(False),
        col(Task.state).in_([State.ASSIGNED, State.IN_PROGRESS]),
        sa.func.coalesce(Task.updated_on, Task.assigned_on) <= turn.today - timedelta(days=reminders.SILENT_DAYS),
    )
    everywhere = permissions.sees_everything(turn.actor)  # a part of a job for many is silent on its own
    questions.list_tasks(
        turn, "silent", title, T("Every open task has an update in the last 14 days"), quiet, page, anywhere=everywhere
    )


def contacts(turn: Turn, agency: str | None) -> None:
    """Who answers for an agency: the office and the leaders ask for any, an agency for its own and for the office."""
    code = agency or turn.actor.agency
    if code is None:
        turn.reply(refusals.which_agency())
        return
    everywhere = permissions.sees_everything(turn.actor) and turn.actor.role is not Role.OBSERVER
    office = [one.name for one in turn.office()]
    if not everywhere and code != turn.actor.agency:
        turn.reply(screens.contacts(turn.city.full(code), None, office))
        return
    holders = turn.agency_people([code])
    linked = people.addresses(turn.db, [one.person_id for one in holders])
    rows = [(one, one.person_id in linked) for one in holders]
    turn.reply(screens.contacts(turn.city.full(code), rows, [] if everywhere else office))


def rest(turn: Turn, row_id: int) -> None:
    """The parts of a long message that have not come yet, in an app without buttons."""
    row = outbox.in_chat(turn.db, row_id, turn.channel, turn.inbound.chat_id)
    if row is None:  # a month old, and forgotten
        turn.reply(refusals.gone())
        return
    turn.mail.goes_on(row)
