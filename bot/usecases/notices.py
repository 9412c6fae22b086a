"""What is owed now: morning letters and the weekly digest, planned from the task table alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core import permissions, reminders
from bot.core.cards import Card, Kind
from bot.core.digest import CLOSING_TIME, Slot, digest_slot, letter_time
from bot.core.permissions import Actor
from bot.core.reminders import Ladder, Rung
from bot.core.screens import letters
from bot.core.screens.letters import Reminded, Week
from bot.store import absences, extensions, notices, outbox, people, tasks
from bot.usecases import delivery_report, groups, handing_out, questions, recurring, urging, views
from bot.usecases.context import City, Mail
from models import Extension, Notice, Outbox, OutboxState, Role, State, Task

MANY = 10_000
_WEIGHT = (
    Ladder.DECIDE, Ladder.ANSWER, Ladder.OPINION, Ladder.DATE, Ladder.CONFIRM, Ladder.CLOSE, Ladder.RESUME,
    Ladder.ACKNOWLEDGE, Ladder.SILENCE, Ladder.AGAIN,
)  # fmt: skip  # which reason a line gives


def plan(db: Session, city: City, now: datetime) -> int:
    """Posts every letter and digest that is owed now; returns how many. Doing it twice changes nothing."""
    slot = digest_slot(now, city.zone, city.digest_at, city.calendar)
    posted = _digests(db, city, now, slot) if slot else 0
    if any(_hours_come(db, city, now)):
        _give_up_late_letters(db, now)
        posted += _letters(db, city, now, slot)
        posted += handing_out.send_months(db, city, now)
        posted += recurring.make_periods(db, city, now)
    return posted


def hour(db: Session, city: City, now: datetime) -> tuple[object, ...]:
    """What the clock alone decides: the day, whether the digest may leave, and whose letters may."""
    slot = digest_slot(now, city.zone, city.digest_at, city.calendar)
    return city.today(now), slot is not None, *_hours_come(db, city, now)


def _hours_come(db: Session, city: City, now: datetime) -> list[bool]:
    """For each hour at which somebody wants the letter: whether it has come today."""
    hours = [city.letter_at, *map(time.fromisoformat, people.reminder_hours(db))]
    return [letter_time(now, city.zone, hour, city.calendar) for hour in hours]


def _has_come(city: City, now: datetime, reader: Actor) -> bool:
    own = time.fromisoformat(reader.reminder_at) if reader.reminder_at else city.letter_at
    return letter_time(now, city.zone, own, city.calendar)


# ---------------------------------------------------------------- the digest


def _digests(db: Session, city: City, now: datetime, slot: Slot) -> int:
    mail = Mail(db, city, now, key="")
    count = 0
    for leader in _present(people.holders(db, city.today(now), permissions.LEADERS)):
        key = f"digest:{slot.week}:{leader.person_id}"
        if outbox.exists(db, key):
            continue
        card = letters.digest(_week(db, city, now, slot, tasks.for_committee(), everything=True), now)
        count += not mail.to([leader], card, Kind.DIGEST, key=key, good_until=slot.good_until)
    return count + groups.digests(db, city, now, slot)


def _week(
    db: Session, city: City, now: datetime, slot: Slot, scope: sa.ColumnElement[bool], *, everything: bool
) -> Week:
    today = city.today(now)
    late = sa.and_(tasks.overdue(today), scope)
    sunday = today + timedelta(days=6 - today.weekday())
    rows = {
        "overdue": (late,),
        "newly_overdue": (late, col(Task.due_on) >= slot.since),
        "due": (tasks.OPEN, scope, col(Task.state) != State.AWAITING, col(Task.due_on).between(today, sunday)),
        "to_decide": (tasks.OPEN, questions.undecided(db)),
        "waiting": (
            tasks.OPEN,
            col(Task.state) == State.AWAITING,
            col(Task.is_parent).is_(False),
            tasks.WHOLE,
            col(Task.with_leader_on).is_(None),
        ),
        "done": (tasks.COMPLETED, scope, col(Task.closed_at) >= _midnight(slot, city)),
        "obstacles": (tasks.OPEN, scope, col(Task.obstacle).is_not(None)),
        "silent": (
            tasks.OPEN,
            scope,
            col(Task.is_parent).is_(False),
            col(Task.state).in_([State.ASSIGNED, State.IN_PROGRESS]),
            sa.func.coalesce(Task.updated_on, Task.assigned_on) <= today - timedelta(days=reminders.SILENT_DAYS),
        ),
    }
    wanted = rows if everything else {name: rows[name] for name in ("overdue", "due")}
    seen = {
        name: views.views(db, city, tasks.listed(db, *given, limit=MANY)[0], today) for name, given in wanted.items()
    }
    totals = questions.totals_on(db, today, scope)
    unlinked = _unlinked(db, city, now) if everything else ()
    return Week(slot.since, slot.day, totals, overdue_count=len(seen["overdue"]), unlinked=unlinked, **seen)


def _midnight(slot: Slot, city: City) -> datetime:
    return datetime.combine(slot.since, time(), city.zone)


def _unlinked(db: Session, city: City, now: datetime) -> list[str]:
    """Agencies that have open tasks and nobody who can be reached."""
    rows, _ = tasks.listed(db, tasks.OPEN, col(Task.lead).is_not(None), limit=MANY)
    linked = people.linked_agencies(db, city.today(now))
    return list(dict.fromkeys(city.short(row.lead) for row in rows if row.lead not in linked))


# ---------------------------------------------------------------- the morning letter


def _give_up_late_letters(db: Session, now: datetime) -> None:
    """Yesterday's letter that never left, as after an outage: today's says what it would have said."""
    for row in outbox.late_letters(db, now):
        may_have_arrived = row.repeated or row.state == OutboxState.SENDING
        outbox.settle(db, row.id or 0, OutboxState.SKIPPED, now, reason="too-late")
        if not may_have_arrived:
            notices.forget(db, row.key)


def _letters(db: Session, city: City, now: datetime, slot: Slot | None) -> int:
    today = city.today(now)
    rows, _ = tasks.listed(db, tasks.OPEN, limit=MANY)
    holders = _present(people.holders(db, today, [role for role in Role if role is not Role.OBSERVER]))
    said = notices.said(db, [row.id or 0 for row in rows])
    reachable = set(people.addresses(db, [holder.person_id for holder in holders]))
    requests = {one.task_id: one for one in extensions.all_open(db)}
    ready = _ready(db, city, rows)
    owed: dict[int, list[tuple[Task, Rung]]] = {}
    passed: list[Notice] = []
    for task in rows:
        request = requests.get(task.id or 0)
        for person_id, reached in _reached_by(task, request, ready, today, city, holders, reachable).items():
            unsaid = [one for one in reached if (task.id, one.occasion, _name(one), person_id) not in said]
            last = reminders.latest(reached)
            owed.setdefault(person_id, []).extend((task, rung) for rung in unsaid if rung in last)
            passed += [_notice(task, rung, person_id, now, None) for rung in unsaid if rung not in last]
    readers = {holder.person_id: holder for holder in reversed(holders) if _has_come(city, now, holder)}
    again = _put_off(db, now, today, {row.id: row for row in rows}, said)
    count = sum(_letter(db, city, now, slot, readers[one], owed.get(one, []), again.get(one, [])) for one in readers)
    notices.add(db, passed)
    return count


def _present(holders: Sequence[Actor]) -> list[Actor]:
    """Without those who are away: their deputies are among the others. The highest post of a person comes first."""
    return sorted((one for one in holders if not one.away), key=lambda one: list(Role).index(one.role))


def _put_off(
    db: Session, now: datetime, today: date, rows: Mapping[int | None, Task], said: set[tuple[int, str, str, int]]
) -> dict[int, list[tuple[Task, Rung]]]:
    """The reminders that readers have put off until now, unless somebody has reported the work meanwhile."""
    found: dict[int, list[tuple[Task, Rung]]] = {}
    for wish in absences.due_snoozes(db, now):
        task = rows.get(wish.task_id)
        rung = reminders.again(task, wish.id or 0, today) if task else None
        if task and rung and (wish.task_id, rung.occasion, _name(rung), wish.person_id) not in said:
            found.setdefault(wish.person_id, []).append((task, rung))
    return found


def _ready(db: Session, city: City, rows: Sequence[Task]) -> dict[int, date]:
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


def _letter(
    db: Session,
    city: City,
    now: datetime,
    slot: Slot | None,
    reader: Actor,
    owed: Sequence[tuple[Task, Rung]],
    again: Sequence[tuple[Task, Rung]],
) -> bool:
    """One letter a morning; only what the reader put off to a later hour of the day comes in one of its own."""
    today = city.today(now)
    key = f"morning:{today}:{reader.person_id}"
    extract = _extract(db, city, now, slot, reader)
    if outbox.exists(db, key):
        key, owed, extract = f"again:{now.astimezone(city.zone):%Y-%m-%dT%H%M}:{reader.person_id}", again, None
    else:
        owed = [*owed, *again]
    if (not owed and extract is None) or outbox.exists(db, key):
        return False
    card = _card(db, city, now, reader, owed, extract)
    closes = datetime.combine(today, CLOSING_TIME, city.zone)
    unreached = Mail(db, city, now, key="").to([reader], card, Kind.LETTER, key=key, good_until=closes)
    if unreached:
        return False  # nothing was said, so nothing is noted: it stays owed until the person is linked
    notices.add(db, [_notice(task, rung, reader.person_id, now, key) for task, rung in owed])
    return True


def _card(
    db: Session, city: City, now: datetime, reader: Actor, owed: Sequence[tuple[Task, Rung]], extract: Card | None
) -> Card:
    """Longest overdue first, undated last; a task that is owed on several ladders is one line."""
    once = {task.id: (task, rung) for task, rung in sorted(owed, key=lambda one: -_WEIGHT.index(one[1].ladder))}
    seen = views.views(db, city, [task for task, _ in once.values()], city.today(now))
    heard = people.linked_agencies(db, city.today(now))
    reminded = [
        Reminded(view, rung, unheard=view.task.lead not in heard)
        for view, (_, rung) in zip(seen, once.values(), strict=True)
    ]
    reminded.sort(key=lambda one: (one.view.task.due_on or date.max, one.view.number))
    return letters.morning(reader, reminded, now, extract)


def as_it_stands(db: Session, city: City, now: datetime, row: Outbox) -> Card | None:
    """A letter or digest made anew at the moment of sending: lines that are no longer true drop out.

    What drops out was not said, and is owed again should it come true once more. None when nothing of it is true any
    more, or when its reader has left the post.
    """
    if row.key.startswith(delivery_report.PREFIX):
        return delivery_report.as_it_stands(db, city, now, row)
    if row.kind == Kind.URGE:
        return urging.as_it_stands(db, city, now, row)
    today = city.today(now)
    slot = digest_slot(row.created_at, city.zone, city.digest_at, city.calendar)
    if row.in_group:
        return groups.digest_as_it_stands(db, city, now, slot, row.channel, row.chat_id) if slot else None
    reader = people.actor_by_person(db, row.person_id or 0, today)
    if reader is None:
        return None
    if row.kind == Kind.DIGEST:
        if slot is None:
            return None
        return letters.digest(_week(db, city, now, slot, tasks.for_committee(), everything=True), now)
    owed: list[tuple[Task, Rung]] = []
    for task_id, said in notices.of_letter(db, row.key).items():
        task = tasks.by_id(db, task_id)
        request = extensions.open_of(db, [task_id]).get(task_id)
        ready = _ready(db, city, [task] if task else []).get(task_id)
        reached = reminders.reached(task, today, city.calendar, request, ready) if task else []
        reached += _again(task, said, today) if task else []
        still = [rung for rung in reached if (rung.occasion, _name(rung)) in said]
        owed += [(task, rung) for rung in still if task]
        if not row.repeated:  # a letter that may have arrived has said it
            notices.take_back(db, row.key, task_id, said - {(rung.occasion, _name(rung)) for rung in still})
    extract = _extract(db, city, now, slot, reader) if row.key.startswith("morning:") else None
    return _card(db, city, now, reader, owed, extract) if owed or extract else None


def _again(task: Task, said: Collection[tuple[str, str]], today: date) -> list[Rung]:
    """The put-off reminders of a letter that are still wanted."""
    wishes = [int(occasion.removeprefix("again:")) for occasion, _ in said if occasion.startswith("again:")]
    return [rung for one in wishes if (rung := reminders.again(task, one, today))]


def _extract(db: Session, city: City, now: datetime, slot: Slot | None, reader: Actor) -> Card | None:
    """On digest day the head's letter opens with the agency's week, when there is something in it."""
    if slot is None or slot.day != city.today(now) or reader.role is not Role.HEAD or not reader.agency:
        return None
    scope = tasks.for_agency(reader.agency)
    if tasks.counted(db, tasks.OPEN, scope) == 0:
        return None
    return letters.extract(city.short(reader.agency), _week(db, city, now, slot, scope, everything=False))


def _name(rung: Rung) -> str:
    return f"{rung.ladder}{rung.name}"


def _notice(task: Task, rung: Rung, person_id: int, now: datetime, key: str | None) -> Notice:
    return Notice(
        task_id=task.id or 0,
        occasion=rung.occasion,
        rung=_name(rung),
        person_id=person_id,
        skipped=key is None,
        outbox_key=key,
        at=now,
    )
