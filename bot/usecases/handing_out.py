"""What is handed out on paper: the brief before a meeting, an agency's month, the register as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core import permissions
from bot.core.cards import Card, Kind, T, Text, bold, item, line
from bot.core.intents import month_end
from bot.core.screens import figures as screens
from bot.core.screens import months, refusals
from bot.core.screens.lists import PAGE, Listing
from bot.core.screens.task import TaskView
from bot.core.screens.words import standing_words, state_name
from bot.reports import MIME, workbook
from bot.store import conclusions, figures, outbox, people, tasks
from bot.texts import Texts
from bot.usecases import questions, views
from bot.usecases.context import City, Mail, Turn
from bot.usecases.figures import led_by
from models import Role, State, Task

MOST_ROWS = 5_000
HEAD = (
    T("Code"), T("Task"), T("Lead"), T("Support"), T("Field"), T("Basis"), T("Due"), T("First due date"), T("State"),
    T("Standing"), T("Progress (%)"), T("Last update"), T("Latest word"),
)  # fmt: skip


# ---------------------------------------------------------------- the brief


def brief(turn: Turn, page: int = 1) -> None:
    """Every earlier point with its present state, grouped by conclusion; for those who sit in the meeting."""
    if not permissions.sees_everything(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    page = max(1, page)
    rows, total = figures.points(turn.db, limit=PAGE, offset=(page - 1) * PAGE)
    if not rows and page > 1:
        brief(turn, -(-total // PAGE) or 1)
        return
    shown = views.views(turn.db, turn.city, [task for task, _ in rows], turn.today)
    turn.conversation.last_list = [0] * ((page - 1) * PAGE) + [view.number for view in shown]
    found = Listing("brief", T("📝 Before the meeting: earlier conclusions"), "", page, total)
    points = [(view, conclusion.title) for view, (_, conclusion) in zip(shown, rows, strict=True)]
    of_texts = (tasks.for_committee(), col(Task.conclusion_id).is_not(None))
    turn.reply(screens.brief(found, points, figures.figures(turn.db, turn.today, *of_texts), turn.now))


# ---------------------------------------------------------------- an agency's month


def month(turn: Turn, *, agency: str | None = None, day: date | None = None) -> None:
    """The month of `day`; without one the month before this, or this one where it is asked late in the month."""
    code = agency or turn.actor.agency
    if code is None or not (permissions.sees_everything(turn.actor) or code == turn.actor.agency):
        turn.reply(refusals.which_agency() if code is None else refusals.refusal("figures-not-yours"))
        return
    first = (day or turn.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    turn.reply(month_card(turn.db, turn.city, turn.now, code, first))


def month_card(db: Session, city: City, now: datetime, agency: str, first: date) -> Card:
    last = month_end(first)
    since, until = _moment(city, first), _moment(city, last + timedelta(days=1))
    in_hand = sa.and_(
        col(Task.assigned_on) <= last,
        sa.or_(tasks.OPEN, col(Task.closed_at) >= since),
        col(Task.state) != State.CANCELLED,
    )
    led, any_part = led_by(agency), tasks.for_agency(agency)
    ended = sa.and_(col(Task.state) == State.COMPLETED, col(Task.closed_at) >= since, col(Task.closed_at) < until)
    goes_on = sa.or_(tasks.OPEN, col(Task.closed_at) >= until)
    today = city.today(now)
    flow = figures.flow(db, first, last, since, until, led)
    before = first - timedelta(days=1)
    earlier = figures.flow(db, before.replace(day=1), before, _moment(city, before.replace(day=1)), since, led)
    done, _ = tasks.listed(db, led, ended, limit=PAGE, newest=True)
    left, total_left = tasks.listed(db, any_part, in_hand, goes_on, limit=PAGE)
    return months.month(
        months.Month(
            agency=city.short(agency),
            first=first,
            last=last,
            led=tasks.counted(db, led, in_hand),
            supported=tasks.counted(db, any_part, sa.not_(led), in_hand),
            flow=flow,
            earlier=earlier,
            at_end=figures.snapshot(db, last, until, led),
            done=views.views(db, city, done, today),
            left=views.views(db, city, left, today),
            total_left=total_left,
            code=agency,
        ),
        now,
    )


def _moment(city: City, day: date) -> datetime:
    return datetime.combine(day, time(), city.zone)


def send_months(db: Session, city: City, now: datetime) -> int:
    """On the first working day of a month each head gets the month before, once; silent where there was nothing."""
    today = city.today(now)
    if city.calendar.on_or_after(today.replace(day=1)) != today:
        return 0
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    posted = 0
    for head in people.holders(db, today, {Role.HEAD}):
        key = f"month:{first:%Y-%m}:{head.person_id}"
        if not head.agency or outbox.exists(db, key) or not _had_tasks(db, city, head.agency, first):
            continue
        card = month_card(db, city, now, head.agency, first)
        posted += not Mail(db, city, now, key="").to([head], card, Kind.NOTE, key=key)
    return posted


def _had_tasks(db: Session, city: City, agency: str, first: date) -> bool:
    in_hand = sa.or_(tasks.OPEN, col(Task.closed_at) >= _moment(city, first))
    assigned = col(Task.assigned_on) <= month_end(first)
    return tasks.counted(db, tasks.for_agency(agency), assigned, in_hand) > 0


# ---------------------------------------------------------------- files


def export(turn: Turn, scope: str | None = None, *, agency: str | None = None) -> None:
    """The tasks of a scope as an Excel file; an agency gets its own whatever it asks for."""
    if scope == "brief" and permissions.sees_everything(turn.actor):
        pairs, total = figures.points(turn.db, limit=MOST_ROWS, offset=0)
        rows = [task for task, _ in pairs]
        title = T("Before the meeting: earlier conclusions")
    else:
        conditions, title = _wanted(turn, scope)
        rows, total = tasks.listed(turn.db, questions.scope_of(turn, agency), *conditions, limit=MOST_ROWS)
    if not rows:
        turn.reply(refusals.nothing_to_export())
        return
    shown = views.views(turn.db, turn.city, rows, turn.today)
    content = _file(turn, title, shown, total)
    name = f"nhiem-vu-{turn.now.astimezone(turn.city.zone):%Y%m%d-%H%M}.xlsx"
    stored = conclusions.store_file(turn.db, content, name=name, mime=MIME)
    lines = [T("{n} task, as of {now}", "{n} tasks, as of {now}", n=len(shown), now=turn.now)]
    lines += [cut] if (cut := _cut(total)) else []
    turn.reply(Card(line(bold(title)), (item(*lines),), file_id=stored.id), fresh=True)


def _cut(total: int) -> Text | None:
    return T("Only the first {most} of {n} are in the file.", most=MOST_ROWS, n=total) if total > MOST_ROWS else None


def _wanted(turn: Turn, scope: str | None) -> tuple[list[sa.ColumnElement[bool]], Text]:
    match scope:
        case "overdue":
            return [tasks.overdue(turn.today)], T("Overdue tasks")
        case "open":
            return [tasks.OPEN], T("Open tasks")
        case "done":
            return [col(Task.state) == State.COMPLETED], T("Completed tasks")
        case "due":
            soon = turn.city.calendar.add(turn.today, 3)
            return [tasks.OPEN, col(Task.due_on).between(turn.today, soon)], T("Tasks due soon")
    return [], T("Register of tasks")


def _file(turn: Turn, title: Text, shown: Sequence[TaskView], total: int) -> bytes:
    texts, language = Texts(turn.city.zone), turn.actor.language
    sources = conclusions.titles(turn.db, {view.task.conclusion_id for view in shown if view.task.conclusion_id})

    def say(value: object) -> str:
        return texts.say(value, language)

    def row(view: TaskView) -> list[str | int | date | None]:
        task = view.task
        helpers = ", ".join((*view.co_leads, *view.support))
        missing = say(T("still missing: {names}", names=", ".join(view.missing))) if view.missing else ""
        return [
            view.code, task.title, view.lead if task.lead else missing, helpers, task.field or "",
            sources.get(task.conclusion_id or 0, ""), task.due_on, task.original_due_on, say(state_name(task.state)),
            say(standing_words(view.standing)), task.percent, task.updated_on, task.last_note or "",
        ]  # fmt: skip

    notes = [say(T("{n} task, as of {now}", "{n} tasks, as of {now}", n=len(shown), now=turn.now))]
    notes += [say(_cut(total))] if total > len(shown) else []
    return workbook(say(title), notes, [say(one) for one in HEAD], map(row, shown))
