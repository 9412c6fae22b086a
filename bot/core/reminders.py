"""Which notices are owed on a day: the ladder of the committee, in working days.

Rungs before the date: 7, 3, 1 working days before and the day itself; after it: 1, 3, then every fifth working day.
Also: not acknowledged for 2 working days, no word for 14 days, a report or a request for a later date unanswered for 2
working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.core.calendar import Calendar
from bot.core.rights import decider
from models import Extension, RequestState, Role, State, Task

BEFORE = (7, 3, 1, 0)
SHORT_TASK = 7  # working days; a shorter task skips the rungs before the day after its issue
WEEKLY = 5
SILENT_DAYS = 14
UNANSWERED = 2  # working days


class Ladder(StrEnum):
    DATE = "date"
    ACKNOWLEDGE = "acknowledge"
    SILENCE = "silence"
    CONFIRM = "confirm"
    CLOSE = "close"  # a job for many whose parts are all accepted
    RESUME = "resume"  # the day on which a suspended task was to go on
    OPINION = "opinion"
    DECIDE = "decide"
    ANSWER = "answer"
    AGAIN = "again"  # the reader put a reminder off


@dataclass(frozen=True)
class Rung:
    """A step of one ladder, reached on `day`, meant for `roles`; `occasion` makes a new date a new ladder."""

    ladder: Ladder
    name: str
    day: date
    occasion: str
    roles: frozenset[Role]


AGENCY = frozenset({Role.HEAD, Role.CONTACT})


def reached(
    task: Task, today: date, calendar: Calendar, request: Extension | None = None, ready_on: date | None = None
) -> list[Rung]:
    """Every rung that this task has reached; only the last of each ladder may still be said.

    `request` is the open request for a later date, if there is one; `ready_on` the day on which the last part of a job
    for many was accepted.
    """
    if task.closed_at is not None:
        return []
    if task.state == State.SUSPENDED or task.is_parent:
        waits = [*_resume(task), *_close(ready_on, calendar)]
        return [rung for rung in waits if rung.day <= today]
    rungs = list(_request(task, request, calendar)) if request else []
    if task.state == State.AWAITING:
        rungs += _confirm(task, calendar)
    else:
        rungs += [*_date_rungs(task, today, calendar), *_acknowledge(task, calendar), *_silence(task, today)]
    return [rung for rung in rungs if rung.day <= today]


def _request(task: Task, request: Extension, calendar: Calendar) -> Iterator[Rung]:
    """The office is asked for its opinion, then whoever has the next word."""
    occasion = f"extension:{request.id}:{request.waits_since}:{request.state}"
    day = calendar.add(request.waits_since, UNANSWERED)
    if request.state != RequestState.ASKED:
        yield Rung(Ladder.ANSWER, "+2", day, occasion, frozenset({Role.HEAD}))
        return
    if request.opinion is None:
        yield Rung(Ladder.OPINION, "+1", calendar.add(request.waits_since, 1), occasion, frozenset({Role.OFFICE}))
    yield Rung(Ladder.DECIDE, "+2", day, occasion, frozenset({decider(task)}))


def _date_rungs(task: Task, today: date, calendar: Calendar) -> Iterator[Rung]:
    if task.due_on is None:
        return
    due, occasion = task.due_on, f"due:{task.due_on}:{task.reopened}"
    is_short = calendar.add(task.assigned_on, SHORT_TASK) > due
    for days in BEFORE:
        # A day off sends "before" to the working day before it.
        day = calendar.on_or_before(due) if days == 0 else calendar.add(due, -days)
        too_early = day <= task.assigned_on if is_short or days else day < task.assigned_on
        if not too_early:
            roles = AGENCY if days <= 3 else frozenset({Role.CONTACT})
            yield Rung(Ladder.DATE, f"-{days}" if days else "0", day, occasion, roles)
    yield Rung(Ladder.DATE, "+1", calendar.add(due, 1), occasion, AGENCY | {Role.OFFICE})
    late, day = 3, calendar.add(due, 3)
    while day <= today:
        yield Rung(Ladder.DATE, f"+{late}", day, occasion, AGENCY | {Role.VICE_CHAIR})
        late, day = late + WEEKLY, calendar.add(day, WEEKLY)


def _acknowledge(task: Task, calendar: Calendar) -> Iterator[Rung]:
    if task.acknowledged_at is None:
        since = task.led_since or task.assigned_on
        yield Rung(Ladder.ACKNOWLEDGE, "+2", calendar.add(since, 2), f"assigned:{since}", AGENCY | {Role.OFFICE})


def _silence(task: Task, today: date) -> Iterator[Rung]:
    since = task.updated_on or task.assigned_on
    if not task.is_sub and (today - since).days >= SILENT_DAYS:
        day = since + timedelta(days=SILENT_DAYS)
        yield Rung(Ladder.SILENCE, "14", day, f"silent:{since}", frozenset({Role.CONTACT}))


def _confirm(task: Task, calendar: Calendar) -> Iterator[Rung]:
    if task.reported_on:
        day = calendar.add(task.reported_on, UNANSWERED)
        yield Rung(Ladder.CONFIRM, "+2", day, f"reported:{task.reported_on}", frozenset({Role.OFFICE}))


def _close(ready_on: date | None, calendar: Calendar) -> Iterator[Rung]:
    if ready_on:
        day = calendar.add(ready_on, UNANSWERED)
        yield Rung(Ladder.CLOSE, "+2", day, f"ready:{ready_on}", frozenset({Role.OFFICE}))


def _resume(task: Task) -> Iterator[Rung]:
    """The office decides whether it goes on: nothing does by itself."""
    if task.state == State.SUSPENDED and task.resume_on and not task.is_sub:
        yield Rung(Ladder.RESUME, "0", task.resume_on, f"resume:{task.resume_on}", frozenset({Role.OFFICE}))


def again(task: Task, snooze_id: int, day: date) -> Rung | None:
    """The reminder that a reader put off, unless the work was reported or stopped meanwhile."""
    if task.closed_at is not None or task.is_parent or task.state in (State.AWAITING, State.SUSPENDED):
        return None
    return Rung(Ladder.AGAIN, "", day, f"again:{snooze_id}", frozenset(Role))


def latest(rungs: list[Rung]) -> list[Rung]:
    """The last reached rung of each ladder: after an outage only that one is owed."""
    last = {rung.ladder: rung for rung in sorted(rungs, key=lambda rung: rung.day)}
    return list(last.values())
