"""What each person should have been told by now, from the task table alone, and has not been."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.core import permissions, reminders
from bot.core.permissions import Actor
from bot.core.reminders import Ladder, Rung
from bot.store import extensions, notices, people, tasks
from bot.usecases.context import City
from models import Extension, Notice, Role, State, Task

MANY = 10_000


@dataclass(frozen=True)
class Owed:
    """`by_person`: what each is owed; `passed`: rungs that were overtaken and are noted as never said."""

    holders: Sequence[Actor]
    tasks: Mapping[int | None, Task]
    said: set[tuple[int, str, str, int]]
    by_person: Mapping[int, list[tuple[Task, Rung]]]
    passed: Sequence[Notice]


def owed(db: Session, city: City, now: datetime) -> Owed:
    today = city.today(now)
    rows, _ = tasks.listed(db, tasks.OPEN, limit=MANY)
    holders = present(people.holders(db, today, [role for role in Role if role is not Role.OBSERVER]))
    said = notices.said(db, [row.id or 0 for row in rows])
    reachable = set(people.addresses(db, [holder.person_id for holder in holders]))
    requests = {one.task_id: one for one in extensions.all_open(db)}
    done = ready(db, city, rows)
    by_person: dict[int, list[tuple[Task, Rung]]] = {}
    passed: list[Notice] = []
    for task in rows:
        request = requests.get(task.id or 0)
        for person_id, reached in _reached_by(task, request, done, today, city, holders, reachable).items():
            unsaid = [one for one in reached if (task.id, one.occasion, name(one), person_id) not in said]
            last = reminders.latest(reached)
            by_person.setdefault(person_id, []).extend((task, rung) for rung in unsaid if rung in last)
            passed += [notice(task, rung, person_id, now, None) for rung in unsaid if rung not in last]
    return Owed(holders, {row.id: row for row in rows}, said, by_person, passed)


def present(holders: Sequence[Actor]) -> list[Actor]:
    """Without those who are away: their deputies are among the others. The highest post of a person comes first."""
    return sorted((one for one in holders if not one.away), key=lambda one: list(Role).index(one.role))


def ready(db: Session, city: City, rows: Sequence[Task]) -> dict[int, date]:
    """Of the jobs for many that only wait to be closed: the day on which their last part was accepted."""
    waiting = [row.id or 0 for row in rows if row.is_parent and row.state == State.AWAITING and not row.recurrence]
    found = tasks.children_progress(db, waiting)
    closed = {one: [part.closed_at for part in parts if part.closed_at] for one, parts in found.items()}
    return {one: city.today(max(days)) for one, days in closed.items() if len(days) == len(found[one])}


def _reached_by(
    task: Task,
    request: Extension | None,
    ready: Mapping[int, date],
    today: date,
    city: City,
    holders: Sequence[Actor],
    reachable: Collection[int],
) -> dict[int, list[Rung]]:
    """The rungs that each person should have heard by now, each once, whatever posts they hold."""
    found: dict[int, list[Rung]] = {}
    for rung in reminders.reached(task, today, city.calendar, request, ready.get(task.id or 0)):
        for person_id in {holder.person_id for holder in _recipients(task, rung, holders, reachable)}:
            found.setdefault(person_id, []).append(rung)
    return found


def _recipients(task: Task, rung: Rung, holders: Sequence[Actor], reachable: Collection[int]) -> Iterable[Actor]:
    """Who is meant by a rung; where an agency has no contact officer who can be reached, its head; then the office."""
    if task.is_sub:
        return _recipients_of_part(task, rung, holders)
    for_agency = bool(rung.roles & permissions.AGENCY)
    staff = [holder for holder in holders if holder.agency == task.lead and holder.role in permissions.AGENCY]
    meant = [holder for holder in staff if holder.role in rung.roles]
    if for_agency and not any(holder.person_id in reachable for holder in meant):
        meant = staff
    unheard = for_agency and not any(holder.person_id in reachable for holder in meant)
    above = [
        holder
        for holder in holders
        if (holder.role is Role.OFFICE and (unheard or Role.OFFICE in rung.roles))
        or (holder.role is Role.CHAIR and Role.CHAIR in rung.roles)
        or (holder.role is Role.VICE_CHAIR and Role.VICE_CHAIR in rung.roles and _gave(holder, task))
    ]
    return [*meant, *above]


def _recipients_of_part(task: Task, rung: Rung, holders: Sequence[Actor]) -> list[Actor]:
    """Of a sub-task the agency that does it; once it is late or reported, the one that gave it."""
    agencies = set() if rung.ladder is Ladder.CONFIRM else {task.lead}
    agencies |= {task.given_by_agency} if rung.roles - permissions.AGENCY else set()
    return [holder for holder in holders if holder.role in permissions.AGENCY and holder.agency in agencies]


def _gave(holder: Actor, task: Task) -> bool:
    return task.given_by == Role.VICE_CHAIR and task.given_by_person in (None, holder.person_id)


def name(rung: Rung) -> str:
    return f"{rung.ladder}{rung.name}"


def notice(task: Task, rung: Rung, person_id: int, now: datetime, key: str | None) -> Notice:
    return Notice(
        task_id=task.id or 0,
        occasion=rung.occasion,
        rung=name(rung),
        person_id=person_id,
        skipped=key is None,
        outbox_key=key,
        at=now,
    )
