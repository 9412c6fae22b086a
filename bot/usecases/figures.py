"""Figures that people ask for: classes and rates, two periods side by side, an agency's place, why a task is late."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import col

from bot.core import figures as core
from bot.core import permissions
from bot.core.cards import T, Text
from bot.core.charts import Wanted
from bot.core.figures import Figures, Placed
from bot.core.intents import Order, Period
from bot.core.screens import figures as screens
from bot.core.screens import refusals
from bot.core.screens.lists import PAGE, Listing
from bot.core.screens.why import why_overdue
from bot.store import figures, settings, tasks
from bot.usecases import views
from bot.usecases.context import Turn
from models import Role, Support, Task


def scope_for(turn: Turn, agency: str | None) -> sa.ColumnElement[bool] | None:
    """The tasks that figures are about: the committee's, or those that one agency leads. None: not theirs to see."""
    if permissions.sees_everything(turn.actor):
        return led_by(agency) if agency else tasks.for_committee()
    own = turn.actor.agency
    return led_by(own) if own and agency in (None, own) else None


def led_by(agency: str) -> sa.ColumnElement[bool]:
    """What an agency leads; its part of a job for many counts, sub-tasks and support do not."""
    return sa.and_(col(Task.lead) == agency, col(Task.is_parent).is_(False), col(Task.is_sub).is_(False))


def stats(
    turn: Turn, *, agency: str | None = None, period: Period | None = None, compare: Period | None = None
) -> None:
    """All classes of what was assigned (in a period); or what happened in two periods."""
    scope = scope_for(turn, agency)
    if scope is None:
        turn.reply(refusals.refusal("figures-not-yours"))
        return
    name = agency or (None if permissions.sees_everything(turn.actor) else turn.actor.agency)
    wanted = Wanted(agencies=(agency,) if agency else (), period=period)
    of = turn.city.full(name) if name else T("Steering committee")
    if compare:
        _compare(turn, of, scope, period, compare)
        return
    title, conditions = T("📊 Figures – {of}", of=of), [scope]
    if period:
        last = min(period.last, turn.today)
        title = T("📊 Figures – {of}, assigned {first} – {last}", of=of, first=period.first, last=last)
        conditions.append(col(Task.assigned_on).between(period.first, last))
    found = figures.figures(turn.db, turn.today, *conditions)
    before = None if period else _week_before(turn, scope)
    turn.reply(screens.stats(title, found, before, turn.now, turn.actor, wanted))


def _week_before(turn: Turn, scope: sa.ColumnElement[bool]) -> tuple[date, Figures]:
    day = turn.today - timedelta(days=7)
    return day, figures.snapshot(turn.db, day, _moment(turn, day + timedelta(days=1)), scope)


def _moment(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time(), turn.city.zone)


def _compare(turn: Turn, of: Text | str, scope: sa.ColumnElement[bool], period: Period | None, compare: Period) -> None:
    week = turn.today - timedelta(days=turn.today.weekday())
    later = period or Period(week, turn.today)
    flows = []
    for one in (later, compare):
        first, last = one.first, min(one.last, turn.today)
        since, until = _moment(turn, first), _moment(turn, last + timedelta(days=1))
        flows.append(figures.flow(turn.db, first, last, since, until, scope))
    turn.reply(screens.compared(T("📊 Comparison – {of}", of=of), turn.now, *flows))


# ---------------------------------------------------------------- ranking


def ranking(turn: Turn, order: Order, page: int = 1) -> None:
    """Leaders and the office see all places; an agency its own; an observer only if the office allows it."""
    placed = core.ranked(figures.by_agency(turn.db, turn.today), order)
    if turn.actor.agency and turn.actor.role in permissions.AGENCY:
        _own_rank(turn, placed, turn.actor.agency)
        return
    if turn.actor.role is Role.OBSERVER and settings.get(turn.db, "observer_sees_ranking", "no") != "yes":
        turn.reply(refusals.refusal("ranking-not-yours"))
        return
    pages = max(1, -(-len(placed) // PAGE))
    page = min(max(1, page), pages)
    title = T("🏅 Agencies, most overdue first") if order is Order.WORST else T("🏅 Agencies, fewest overdue first")
    found = Listing("ranking", title, order, page, len(placed))
    shown = [(turn.city.short(one.record.agency), one) for one in placed[(page - 1) * PAGE : page * PAGE]]
    turn.reply(screens.ranking(shown, found, turn.now))


def _own_rank(turn: Turn, placed: list[Placed], agency: str) -> None:
    own = next((one for one in placed if one.record.agency == agency), None)
    own = own or Placed(core.Record(agency, Figures()), None, 0, None)
    peers = core.together(one.record for one in placed if one.place and one.band == own.band)
    supported = sa.select(Support.task_id).where(col(Support.agency_code) == agency)  # type: ignore[call-overload]  # a column
    supporting = tasks.counted(turn.db, tasks.OPEN, col(Task.id).in_(supported))
    turn.reply(screens.own_rank(turn.city.short(agency), own, peers, supporting, turn.now))


def why(turn: Turn, task: Task) -> None:
    """The calculation in words."""
    turn.conversation.last_task = tasks.number_of(turn.db, task)
    view = views.view(turn.db, turn.city, task, turn.today)
    events = tasks.history(turn.db, task.id or 0)
    turn.reply(why_overdue(view, events, turn.today, turn.city.calendar), task_id=task.id)
