"""What people ask: overdue, due soon, mine, an agency's, one task, without a date, waiting for me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa
from rapidfuzz.distance import Levenshtein
from sqlmodel import Session, col

from bot.core import buttons, permissions
from bot.core.buttons import action
from bot.core.cards import Button, T, Text
from bot.core.extensions import next_word
from bot.core.screens import lists, refusals
from bot.core.screens import task as task_screens
from bot.core.screens.lists import PAGE, Listing
from bot.core.screens.words import code
from bot.core.timeliness import SOON
from bot.core.urging import may_urge
from bot.core.words import brief, fold
from bot.store import tasks
from bot.usecases import views
from bot.usecases.context import Turn
from bot.usecases.moving import last_spoken_of
from models import Extension, RequestState, State, Task

NEAR = 3  # tasks that are offered for a number that does not exist


def scope_of(turn: Turn, agency: str | None = None) -> sa.ColumnElement[bool]:
    """What this person may see of what they ask for."""
    if any(map(permissions.sees_everything, turn.capacities)):
        return tasks.for_agency(agency) if agency else tasks.for_committee()
    own = sa.or_(*map(tasks.for_agency, turn.agencies or [""]))
    return tasks.for_agency(agency) if agency in turn.agencies else sa.and_(own, _asked(agency))


def _asked(agency: str | None) -> sa.ColumnElement[bool]:
    return tasks.for_agency(agency) if agency else sa.true()


def overdue(turn: Turn, *, agency: str | None = None, page: int = 1) -> None:
    title = _of_agency(turn, agency, T("🔴 Overdue: {n} task", "🔴 Overdue: {n} tasks", n=0))
    empty = _of_agency(turn, agency, T("✅ No overdue task"))
    _list(turn, "overdue", title, empty, agency, page, tasks.overdue(turn.today))


def due_soon(turn: Turn, *, agency: str | None = None, page: int = 1, until: date | None = None) -> None:
    """Due within three working days, or up to the day asked for."""
    last = until or turn.city.calendar.add(turn.today, SOON)
    title = T("🟠 Due by {day}: {n} task", "🟠 Due by {day}: {n} tasks", n=0, day=last)
    window = sa.and_(tasks.OPEN, col(Task.due_on).between(turn.today, last), col(Task.state) != State.AWAITING)
    _list(
        turn,
        "soon",
        _of_agency(turn, agency, title),
        _of_agency(turn, agency, T("No task is due by {day}", day=last)),
        agency,
        page,
        window,
    )


def open_tasks(turn: Turn, *, agency: str | None = None, page: int = 1) -> None:
    title = _of_agency(turn, agency, T("📋 Open: {n} task", "📋 Open: {n} tasks", n=0))
    _list(turn, "open", title, _of_agency(turn, agency, T("No open task")), agency, page, tasks.OPEN)


def mine(turn: Turn, *, page: int = 1) -> None:
    """The agency's, or all agencies' that this person speaks for."""
    open_tasks(turn, agency=turn.agencies[0] if len(turn.agencies) == 1 else None, page=page)


def undated(turn: Turn, *, page: int = 1) -> None:
    title = T("⚪ Without a date: {n} task", "⚪ Without a date: {n} tasks", n=0)
    _list(
        turn,
        "undated",
        title,
        T("No task is without a date"),
        None,
        page,
        sa.and_(tasks.OPEN, col(Task.due_on).is_(None)),
    )


def done(turn: Turn, *, agency: str | None = None, page: int = 1) -> None:
    title = T("✅ Completed: {n} task", "✅ Completed: {n} tasks", n=0)
    empty = T("No task is completed yet")
    _list(turn, "completed", _of_agency(turn, agency, title), empty, agency, page, tasks.COMPLETED)


def waiting(turn: Turn, *, page: int = 1) -> None:
    """For the office and the leaders: results to confirm. For an agency: what it has not acknowledged."""
    title = T("🔵 Waiting: {n} task", "🔵 Waiting: {n} tasks", n=0)
    asked = col(Task.id).in_([task.id for task, _ in requests_waiting(turn)])
    if permissions.sees_everything(turn.actor):
        reported = sa.and_(col(Task.state) == State.AWAITING, col(Task.is_parent).is_(False), tasks.WHOLE)
        rows_of = sa.and_(tasks.OPEN, sa.or_(reported, asked, tasks.ready_to_close()))
        _list(turn, "waiting", title, T("Nothing is waiting"), None, page, rows_of, anywhere=True)
        return
    unread = sa.and_(col(Task.acknowledged_at).is_(None), col(Task.lead).in_(turn.agencies))
    handed_in = sa.and_(col(Task.state) == State.AWAITING, col(Task.given_by_agency).in_(turn.agencies))
    seen = sa.or_(scope_of(turn), sa.and_(col(Task.is_sub), sa.or_(unread, handed_in)))
    condition = sa.and_(tasks.OPEN, seen, sa.or_(unread, handed_in, asked))
    _list(turn, "waiting", title, T("Nothing is waiting"), None, page, condition, anywhere=True)


def requests_waiting(turn: Turn) -> list[tuple[Task, Extension]]:
    """The requests on which this person has the next word, with their tasks; the office's is its opinion."""
    rows = tasks.with_requests(turn.db)
    return [(task, request) for task, request in rows if next_word(request, task, turn.actor, turn.rules)]


def undecided(db: Session) -> sa.ColumnElement[bool]:
    """Tasks that need a leader's decision: a later date is asked for, or the result was put to the leader."""
    asked = [task.id or 0 for task, request in tasks.with_requests(db) if request.state == RequestState.ASKED]
    return sa.or_(col(Task.id).in_(asked), col(Task.with_leader_on).is_not(None))


def searched(turn: Turn, words: str) -> None:
    """The answer to "search for what?"."""
    turn.close_question()
    search(turn, words)


def search(turn: Turn, query: str) -> None:
    """Open and closed tasks whose title or field holds all the words asked for."""
    words = fold(query).split()
    found, total = tasks.listed(turn.db, scope_of(turn), *tasks.with_words(words), limit=PAGE) if words else ([], 0)
    if total == 1:
        show(turn, found[0])
        return
    title = T("🔎 “{words}”: {n} task", "🔎 “{words}”: {n} tasks", words=query[:80], n=total)
    more = [T("… and {n} more; please add a word.", n=total - PAGE)] if total > PAGE else []
    shown = views.views(turn.db, turn.city, found, turn.today)
    turn.conversation.last_list = [view.number for view in shown]
    turn.reply(lists.listing(Listing("menu", title, total=len(shown)), shown, turn.now, *more))


def show(turn: Turn, task: Task) -> None:
    turn.conversation.last_task = last_spoken_of(turn, task)
    turn.reply(task_screens.task_card(views.view(turn.db, turn.city, task, turn.today), turn.actor), task_id=task.id)


def show_children(turn: Turn, parent: Task) -> None:
    shown = views.views(turn.db, turn.city, tasks.children(turn.db, parent.id or 0), turn.today)
    whole = views.view(turn.db, turn.city, parent, turn.today)
    urges = parent.closed_at is None and bool(whole.missing) and may_urge(turn.actor, parent)
    turn.reply(lists.children(whole, shown, turn.now, urge=urges))


def find(turn: Turn, number: int) -> Task | None:
    """The task that NV-n means for this person: an agency's own part of a job for many; NV-n.1 its first sub-task."""
    task = tasks.by_number(turn.db, number)
    if task and turn.part_named and turn.part_named[0] == number:
        wanted = [part for part in tasks.parts(turn.db, task.id or 0) if part.sub_number == turn.part_named[1]]
        part = tasks.locked(turn.db, wanted[0].id or 0) if wanted else None
        return part if part and visible(turn, part) else None
    mine = own_parts(turn, number)
    task = mine[0] if len(mine) == 1 else task
    return tasks.locked(turn.db, task.id or 0) if task and visible(turn, task) else None


def own_parts(turn: Turn, number: int) -> list[Task]:
    """The parts of a job for many that the agencies of this person have."""
    task = tasks.by_number(turn.db, number)
    if task is None or turn.part_named or not task.is_parent or any(map(permissions.sees_everything, turn.capacities)):
        return []
    parts = [tasks.child_of(turn.db, task.id or 0, agency) for agency in dict.fromkeys(turn.agencies)]
    chosen = [part for part in parts if part and part.id == turn.part_chosen]
    return chosen or [part for part in parts if part]


FOR_WHOM = "for-whom"


def for_whom(turn: Turn, number: int, parts: Sequence[Task]) -> None:
    """Several agencies of one person have a part in the job: which of them is meant? What was said is kept."""
    turn.ask(FOR_WHOM, words=turn.inbound.text, number=number)
    options = [Button(turn.city.short(part.lead), action(FOR_WHOM, part.id)) for part in parts]
    turn.reply(refusals.for_whom(number, options))


def for_whom_pressed(turn: Turn) -> str | None:
    """What was said, once the agency is pressed that it was said for."""
    press = buttons.press(turn.inbound.button) if turn.inbound.button else None
    question = turn.conversation.question or {}
    if press is None or press.verb != FOR_WHOM or question.get("kind") != FOR_WHOM:
        return None
    return _said_for(turn, question, press.id)


def for_whom_written(turn: Turn, question: dict[str, object], words: str) -> str | None:
    """The same for an agency that is written."""
    found = turn.city.agencies.candidates(words, turn.today)
    parts = own_parts(turn, int(str(question["number"])))
    named = [part.id or 0 for part in parts if part.lead in found]
    return _said_for(turn, question, named[0]) if len(named) == 1 else None


def _said_for(turn: Turn, question: dict[str, object], part: int) -> str:
    turn.close_question()
    turn.part_chosen = part
    turn.inbound = replace(turn.inbound, text=str(question["words"]))
    return turn.inbound.text


def visible(turn: Turn, task: Task) -> bool:
    """Whether this person may see the task; from here on they act in the post that concerns it."""
    support = [one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])]
    children = [child.lead or "" for child in tasks.children(turn.db, task.id or 0)] if task.is_parent else []
    found = permissions.capacity(turn.capacities, task, support, children)
    turn.actor = found or turn.actor
    return found is not None


def candidates(turn: Turn, verb: str, *conditions: sa.ColumnElement[bool]) -> list[Button]:
    """The open tasks that an act may be meant for whose task was not named, as buttons."""
    everything = any(map(permissions.sees_everything, turn.capacities))
    scope = tasks.for_committee() if everything else sa.and_(tasks.WHOLE, col(Task.lead).in_(turn.agencies))
    rows, _ = tasks.listed(turn.db, tasks.OPEN, scope, *conditions, limit=PAGE)
    return [
        Button(f"{view.code} {brief(view.task.title)}", action(verb, view.task.id, view.task.revision))
        for view in views.views(turn.db, turn.city, rows, turn.today)
    ]


def _of_agency(turn: Turn, agency: str | None, title: Text) -> Text:
    if agency is None:
        return title
    return T("{agency} – {title}", agency=turn.city.short(agency), title=title)


def list_tasks(
    turn: Turn,
    verb: str,
    title: Text,
    empty: Text,
    condition: sa.ColumnElement[bool],
    page: int,
    *,
    extra: str = "",
    anywhere: bool = False,
) -> None:
    """A list that other use cases define; `extra` comes back in its page buttons."""
    _list(turn, verb, title, empty, None, page, condition, anywhere=anywhere, extra=extra)


def _list(
    turn: Turn,
    verb: str,
    title: Text,
    empty: Text,
    agency: str | None,
    page: int,
    condition: sa.ColumnElement[bool],
    *,
    anywhere: bool = False,
    extra: str = "",
) -> None:
    scope = sa.true() if anywhere else scope_of(turn, agency)
    page = max(1, page)
    rows, total = tasks.listed(
        turn.db, condition, scope, limit=PAGE, offset=(page - 1) * PAGE, newest=verb == "completed"
    )
    if not rows and page > 1:
        _list(turn, verb, title, empty, agency, -(-total // PAGE) or 1, condition, anywhere=anywhere, extra=extra)
        return
    if not rows:
        nearest = tasks.next_due(turn.db, turn.today, scope_of(turn, agency))
        seen = views.views(turn.db, turn.city, [nearest], turn.today)[0] if nearest else None
        turn.reply(lists.empty(empty, turn.now, seen, totals(turn, scope_of(turn, agency))))
        return
    shown = views.views(turn.db, turn.city, rows, turn.today)
    before = (page - 1) * PAGE  # the numbers on the page go on from the page before
    earlier = (turn.conversation.last_list + [0] * before)[:before]
    turn.conversation.last_list = earlier + [0 if view.task.is_sub else view.number for view in shown]
    found = Listing(verb, _counted(title, total), agency or extra, page, total)
    urge = verb == "overdue" and (turn.actor.role in permissions.DIRECTORS or turn.actor.role == "head")
    turn.reply(lists.listing(found, shown, turn.now).with_rows(*lists.overdue_rows(found, urge=urge)))


def _counted(title: Text, total: int) -> Text:
    """The title with its figure, however deep it stands."""
    values = {
        name: _counted(value, total) if isinstance(value, Text) else value for name, value in title.values.items()
    }
    return Text(title.id, {**values, "n": total} if "n" in values else values, title.plural)


def totals(turn: Turn, scope: sa.ColumnElement[bool]) -> Text:
    """The figures of a scope today; they add up to their total."""
    return totals_on(turn.db, turn.today, scope)


def totals_on(db: Session, today: date, scope: sa.ColumnElement[bool]) -> Text:
    """The same for somebody who did not ask."""
    states = tasks.state_counts(db, scope)
    late = tasks.counted(db, tasks.overdue(today), scope)
    late_reports = tasks.counted(db, tasks.overdue(today), scope, col(Task.state) == State.AWAITING)
    undated_ = tasks.counted(
        db,
        tasks.OPEN,
        scope,
        col(Task.due_on).is_(None),
        col(Task.state).not_in([State.AWAITING, State.SUSPENDED]),
    )
    total = sum(states.values())
    finished, reported = states.get(State.COMPLETED, 0), states.get(State.AWAITING, 0) - late_reports
    paused = states.get(State.SUSPENDED, 0)
    return lists.totals(
        total=total,
        done=finished,
        in_time=total - finished - reported - paused - late - undated_,
        overdue=late,
        awaiting=reported,
        undated=undated_,
        suspended=paused,
    )


def window_end(turn: Turn, window: str | None) -> date | None:
    """The last day of a window such as this_week or days:7; None for the usual three working days."""
    today = turn.today
    match window:
        case "today":
            return today
        case "tomorrow":
            return today + timedelta(days=1)
        case "this_week":
            return today + timedelta(days=6 - today.weekday())
        case "next_week":
            return today + timedelta(days=13 - today.weekday())
        case "this_month":
            return _month_end(today, 0)
        case "next_month":
            return _month_end(today, 1)
        case "quarter":
            return _month_end(today, 2 - (today.month - 1) % 3)
    if window and window.startswith("by:"):
        return date.fromisoformat(window[3:])
    if window and window.startswith("days:") and window != f"days:{SOON}":
        return today + timedelta(days=int(window[5:]))
    return None


def _month_end(day: date, ahead: int) -> date:
    months = day.year * 12 + day.month + ahead
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def unknown(turn: Turn, number: int) -> None:
    """Names the tasks of this person whose number is one slip away."""
    near = [one for one in tasks.numbers(turn.db, tasks.OPEN, scope_of(turn)) if _one_slip(str(one), str(number))][
        :NEAR
    ]
    found = [task for one in near if (task := find(turn, one))]
    buttons = [
        Button(f"NV-{view.number} {brief(view.task.title)}", action("task", view.task.id))
        for view in views.views(turn.db, turn.city, found, turn.today)
    ]
    part = turn.part_named[1] if turn.part_named and turn.part_named[0] == number else None
    turn.reply(refusals.unknown_task(code(number, part), buttons))


def _one_slip(one: str, other: str) -> bool:
    """A digit too many, too few, another one, or two in the wrong order."""
    return Levenshtein.distance(one, other) == 1 or (one != other and sorted(one) == sorted(other) and len(one) == 2)
