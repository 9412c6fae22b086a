"""The office changes the calendar: a new day off, a Saturday worked in exchange; dates counted by it move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from bot.core import lifecycle, permissions, replanning
from bot.core.calendar import Calendar, DayOff, plausible
from bot.core.cards import Kind
from bot.core.permissions import Actor
from bot.core.replanning import Change
from bot.core.screens import days_off as screens
from bot.core.screens import refusals
from bot.core.screens.days_off import Moved
from bot.store import directory, people, tasks
from bot.store.tasks import Source
from bot.usecases import views
from bot.usecases.context import City, Mail, Turn
from bot.usecases.dates import read_back
from models import Role, Task

LONGEST_NAME = 80
SHOWN = 15  # days off ahead


@dataclass(frozen=True)
class Effect:
    """What a change does: dates that move (task, old, new), and tasks that stay due on a day that is off now."""

    moved: Sequence[tuple[Task, date | None, date]]
    on_day_off: Sequence[Task]


def effect(db: Session, city: City, change: Change) -> Effect:
    """Changes nothing."""
    after = calendar_after(city, change)
    reader = city.deadlines.by(after)
    rows = tasks.open_dated(db)
    dates = [(row, replanning.new_date(row, city.deadlines, reader, city.zone)) for row in rows]
    moved = [(row, row.due_on, day) for row, day in dates if day is not None]
    gone = {row.id for row, _, _ in moved}
    stay = [row for row in rows if row.id not in gone and replanning.falls_on_new_day_off(row, change, after)]
    return Effect(moved, stay)


def calendar_after(city: City, change: Change) -> Calendar:
    special = {day: free for day, free in city.calendar.special.items() if day != change.day}
    if change.name is not None:
        special[change.day] = DayOff(change.name, change.works)
    return Calendar(special)


def apply(db: Session, city: City, now: datetime, change: Change, *, by: Actor | None, source: Source) -> list[Moved]:
    """Changes the day and moves what was counted by it; those whose dates moved, and the office, are told."""
    found = effect(db, city, change)
    directory.put_day(db, change.day, change.name, works=change.works)
    for row, _, day in found.moved:
        tasks.record(db, row, lifecycle.days_off_changed(row, day), by=by, at=now, source=source)
    after = replace(city, calendar=calendar_after(city, change))
    moved = shown(db, after, found, now)
    _tell(db, after, now, change, moved, by)
    return moved


def shown(db: Session, city: City, found: Effect, now: datetime) -> list[Moved]:
    """Each task that moves, once; the parts of a job for many move with it."""
    whole = [(row, old, new) for row, old, new in found.moved if row.parent_id is None]
    seen = views.views(db, city, [row for row, _, _ in whole], city.today(now))
    return [Moved(view, old, new) for view, (_, old, new) in zip(seen, whole, strict=True)]


def _tell(db: Session, city: City, now: datetime, change: Change, moved: Sequence[Moved], by: Actor | None) -> None:
    today = city.today(now)
    mail = Mail(db, city, now, key=f"days-off:{change.day}:{directory.revision(db)}")
    office = [one for one in people.holders(db, today, {Role.OFFICE}) if by is None or one.person_id != by.person_id]
    mail.to(office, screens.changed(change, moved), Kind.NOTE)
    for actor in people.holders(db, today, permissions.AGENCY):
        theirs = [one for one in moved if actor.agency in _leads(db, one.view.task)]
        if theirs:
            mail.to([actor], screens.changed(change, theirs), Kind.NOTE)


def _leads(db: Session, task: Task) -> set[str]:
    """Who leads the task, or a part of it."""
    parts = tasks.children(db, task.id or 0) if task.is_parent else [task]
    return {part.lead for part in parts if part.lead}


# ---------------------------------------------------------------- in chat


def show(turn: Turn) -> None:
    if _refused(turn):
        return
    ahead = [(day, free) for day, free in sorted(turn.city.calendar.special.items()) if day >= turn.today]
    turn.reply(screens.days_ahead(ahead[:SHOWN]))


def ask(turn: Turn, what: str) -> None:
    """`what`: "off", "works" or "plain"."""
    if _refused(turn):
        return
    turn.ask("days-off", what=what)
    turn.reply(screens.ask_day(what), fresh=True)


def answer(turn: Turn, words: str) -> None:
    """The day, then the name of the occasion; what would move is shown before anything is changed."""
    what = str((turn.conversation.question or {}).get("what"))
    found = [one for one in turn.city.deadlines.find(words, turn.now.astimezone(turn.city.zone)) if one.due_on]
    day = found[0].due_on if found else None
    if day is None or not plausible(day):
        turn.reply(refusals.unclear_date(words))
        return
    named = " ".join(words[found[0].end :].split()).strip(" ,;:.-–")[:LONGEST_NAME]
    change = Change(day, None if what == "plain" else named or None, what == "works")
    if day < turn.today or (what != "plain" and not named) or not _changes(turn.city, change):
        turn.reply(screens.no_change(change, what, in_past=day < turn.today))
        return
    turn.ask("days-off-check", day=day.isoformat(), name=change.name, works=change.works)
    after = replace(turn.city, calendar=calendar_after(turn.city, change))
    would = effect(turn.db, turn.city, change)
    stay = views.views(turn.db, after, [row for row in would.on_day_off if row.parent_id is None], turn.today)
    turn.reply(screens.check(change, shown(turn.db, after, would, turn.now), stay, read_back(turn, day)), fresh=True)


def confirm(turn: Turn) -> None:
    """Makes the change that was shown; a button of an earlier one finds no question and changes nothing."""
    question = turn.conversation.question or {}
    if _refused(turn):
        return
    if question.get("kind") != "days-off-check":
        turn.toast = refusals.stale()
        show(turn)
        return
    name = question.get("name")
    change = Change(date.fromisoformat(str(question["day"])), str(name) if name else None, bool(question.get("works")))
    turn.close_question()
    moved = apply(turn.db, turn.city, turn.now, change, by=turn.actor, source=turn.source)
    turn.reply(screens.changed(change, moved), kind=Kind.CONFIRMATION)


def _changes(city: City, change: Change) -> bool:
    """Whether the day is not that already."""
    now = city.calendar.special.get(change.day)
    wanted = DayOff(change.name, change.works) if change.name else None
    return now != wanted and calendar_after(city, change).is_working_day(change.day) != city.calendar.is_working_day(
        change.day
    )


def _refused(turn: Turn) -> bool:
    if permissions.may_record(turn.actor):
        return False
    turn.reply(refusals.refusal("not-yours"))
    return True
