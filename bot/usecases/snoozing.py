"""A reader puts a reminder off. It moves the reminder, never the date of the task."""

from __future__ import annotations

from datetime import date, datetime, time

from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.digest import CLOSING_TIME, OPENING_TIME
from bot.core.screens import refusals
from bot.core.screens import snoozing as screens
from bot.store import absences, notices, outbox, tasks
from bot.usecases import questions, views
from bot.usecases.context import Turn
from bot.usecases.preferences import hour_of
from models import Task


def press_one(turn: Turn, press: Press) -> None:
    _put_off(turn, [press.id], _tomorrow(turn))


def press_all(turn: Turn, _press: Press) -> None:
    """All tasks of the letter that carries the button."""
    row = outbox.of_message(turn.db, turn.channel, turn.inbound.chat_id, turn.inbound.message_ref or "")
    said = notices.of_letter(turn.db, row.key) if row and row.person_id == turn.actor.person_id else {}
    _put_off(turn, sorted(said), _tomorrow(turn))


def said(turn: Turn, when: date | datetime | None) -> None:
    """In words, of the task last spoken of, or of those of the newest letter."""
    until = _moment(turn, when) if when else _tomorrow(turn)
    if until is None:
        turn.reply(screens.bad_moment())
        return
    last = questions.find(turn, turn.conversation.last_task) if turn.conversation.last_task else None
    if last:
        _put_off(turn, [last.id or 0], until)
        return
    row = outbox.newest_letter(turn.db, turn.actor.person_id)
    _put_off(turn, sorted(notices.of_letter(turn.db, row.key)) if row else [], until)


def _tomorrow(turn: Turn) -> datetime:
    """The next working morning, at the reader's own hour."""
    return _at(turn, turn.city.calendar.add(turn.today, 1), time.fromisoformat(hour_of(turn.city, turn.actor)))


def _moment(turn: Turn, when: date | datetime) -> datetime | None:
    """A day means its morning; reminders come in office hours of working days only, and not in the past."""
    if isinstance(when, datetime):
        local = when.astimezone(turn.city.zone)
        day, hour = local.date(), local.time().replace(second=0, microsecond=0)
    else:
        day, hour = when, time.fromisoformat(hour_of(turn.city, turn.actor))
    if not turn.city.calendar.is_working_day(day):
        day = turn.city.calendar.add(day, 1)
    if not OPENING_TIME <= hour < CLOSING_TIME:
        hour = time.fromisoformat(hour_of(turn.city, turn.actor))
    found = _at(turn, day, hour)
    return found if found > turn.now and (day - turn.today).days <= 366 else None


def _at(turn: Turn, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, turn.city.zone)


def _put_off(turn: Turn, task_ids: list[int], until: datetime) -> None:
    found = [task for one in task_ids if (task := _mine(turn, one))]
    if not found:
        turn.reply(screens.nothing())
        return
    first = absences.snooze(turn.db, turn.actor.person_id, [task.id or 0 for task in found], until, turn.now)
    shown = views.views(turn.db, turn.city, found, turn.today)
    turn.reply(screens.put_off(shown, until, first.id or 0), kind=Kind.CONFIRMATION)


def _mine(turn: Turn, task_id: int) -> Task | None:
    task = tasks.by_id(turn.db, task_id)
    return task if task and task.closed_at is None and questions.visible(turn, task) else None


def undo(turn: Turn, press: Press) -> None:
    """Takes the wish back as long as it was not fulfilled."""
    rows = absences.snoozed_together(turn.db, press.id, turn.actor.person_id)
    if not rows or rows[0].until <= turn.now:
        turn.reply(refusals.gone())
        return
    for row in rows:
        row.ended_at = turn.now
        turn.db.add(row)
    found = [task for row in rows if (task := _mine(turn, row.task_id))]
    shown = views.views(turn.db, turn.city, found, turn.today)
    turn.reply(screens.taken_back(shown), kind=Kind.CONFIRMATION)
