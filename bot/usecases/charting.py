"""Figures as a picture: a bar for each agency, or the classes of one; counted as the figures in words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import col

from bot.core import permissions
from bot.core.cards import Joined, T, Text
from bot.core.charts import Wanted
from bot.core.figures import Figures, Record, together, worst_first
from bot.core.screens import charts as screens
from bot.core.screens import refusals
from bot.core.screens.charts import CLASSES, PER_PICTURE, Chart
from bot.core.screens.lists import Listing
from bot.core.timeliness import SOON
from bot.reports.chart import MIME, Bar, Piece, Sketch, picture
from bot.store import conclusions, figures, tasks
from bot.texts import Texts
from bot.usecases.context import Turn
from bot.usecases.figures import led_by
from models import State, Task

ANY_STATE = frozenset({"open", "overdue", "done"})  # the classes of one agency show each of them


def chart(turn: Turn, wanted: Wanted, page: int = 1) -> None:
    """Leaders, the office and observers see every agency; an agency its own alone."""
    agencies = _allowed(turn, wanted)
    if agencies is None:
        turn.reply(refusals.refusal("figures-not-yours"))
        return
    if len(agencies) == 1 and wanted.scope in ANY_STATE:
        wanted = replace(wanted, scope="")
    conditions = _conditions(turn, wanted)
    records = _records(turn, agencies, conditions)
    every = together(records)
    if not every.total:
        turn.reply(screens.nothing(wanted))
        return
    pages = -(-len(records) // PER_PICTURE)
    page = min(max(1, page), pages)
    shown = records[(page - 1) * PER_PICTURE : page * PER_PICTURE]
    title = screens.title(wanted.scope, _of(turn, agencies))
    drawn = Chart(
        wanted=replace(wanted, agencies=agencies),
        found=Listing("chart", title, wanted.carried or "", page, len(records), PER_PICTURE),
        rows=[(turn.city.short(one.agency), one.figures) for one in shown],
        every=every,
        committee=None if agencies else _committees_own(turn, conditions),
        by_class=len(agencies) == 1,
    )
    content = picture(_sketch(turn, drawn, max(one.figures.total for one in records)))
    name = f"bieu-do-{turn.now.astimezone(turn.city.zone):%Y%m%d-%H%M}.png"
    stored = conclusions.store_file(turn.db, content, name=name, mime=MIME)
    turn.reply(screens.card(drawn, stored.id, turn.now), fresh=True)


def _allowed(turn: Turn, wanted: Wanted) -> tuple[str, ...] | None:
    """The agencies to be drawn, none for all; None where one of them is not theirs to see."""
    if any(map(permissions.sees_everything, turn.capacities)):
        return wanted.agencies
    if not turn.agencies or not set(wanted.agencies) <= set(turn.agencies):
        return None
    return wanted.agencies or tuple(dict.fromkeys(turn.agencies))


def _of(turn: Turn, agencies: tuple[str, ...]) -> Text | Joined | str:
    if len(agencies) == 1:
        return turn.city.full(agencies[0])
    return Joined(tuple(map(turn.city.short, agencies))) if agencies else T("Steering committee")


def _records(turn: Turn, agencies: tuple[str, ...], conditions: Sequence[sa.ColumnElement[bool]]) -> list[Record]:
    """Most overdue first. An agency that was named is there with nothing too."""
    if len(agencies) == 1:
        return [Record(agencies[0], figures.figures(turn.db, turn.today, led_by(agencies[0]), *conditions))]
    named = [col(Task.lead).in_(agencies)] if agencies else []
    found = {one.agency: one for one in figures.by_agency(turn.db, turn.today, *named, *conditions)}
    return worst_first(found.get(code, Record(code, Figures())) for code in agencies or found)


def _committees_own(turn: Turn, conditions: Sequence[sa.ColumnElement[bool]]) -> int:
    return figures.figures(turn.db, turn.today, tasks.for_committee(), *conditions).total


def _conditions(turn: Turn, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    """What was asked for; a period is that of the date that the scope is about."""
    period = wanted.period
    match wanted.scope:
        case "overdue":
            found = [tasks.overdue(turn.today)]
        case "open":
            found = [tasks.OPEN]
        case "due":
            found = [tasks.OPEN, col(Task.state) != State.AWAITING, col(Task.due_on) >= turn.today]
            found += [] if period else [col(Task.due_on) <= turn.city.calendar.add(turn.today, SOON)]
        case "done":
            found = [col(Task.state) == State.COMPLETED]
            if period:
                since, until = (_moment(turn, day) for day in (period.first, period.last + timedelta(days=1)))
                found += [col(Task.closed_at) >= since, col(Task.closed_at) < until]
            return found
        case _:
            return [col(Task.assigned_on).between(period.first, period.last)] if period else []
    return [*found, col(Task.due_on).between(period.first, period.last)] if period else found


def _moment(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time(), turn.city.zone)


def _sketch(turn: Turn, drawn: Chart, longest: int) -> Sketch:
    """The picture in the reader's language; of one agency each class has a bar of its own."""
    texts, language = Texts(turn.city.zone), turn.actor.language

    def say(value: object) -> str:
        return texts.say(value, language)

    def pieces(one: Figures) -> list[Piece]:
        return [Piece(kind, count, say(count)) for kind in CLASSES if (count := getattr(one, kind))]

    every = drawn.every
    if drawn.by_class:
        counts = {kind: getattr(every, kind) for kind in CLASSES}
        bars = [
            Bar(say(CLASSES[kind]), say(screens.share(drawn, count)), [Piece(kind, count, say(count))])
            for kind, count in counts.items()
        ]
        longest = every.total  # as the shares beside them
    else:
        bars = [Bar(name, say(screens.figure(drawn, one)), pieces(one)) for name, one in drawn.rows]
    return Sketch(
        title=say(drawn.found.title),
        notes=[say(T("As of {now}", now=turn.now)), *map(say, drawn.notes)],
        bars=bars,
        longest=longest,
        legend=[] if drawn.by_class else [(one.shade, say(CLASSES[one.shade])) for one in pieces(every)],
        foot=[say(one) for one in (*drawn.awaiting, *drawn.foot)],
    )
