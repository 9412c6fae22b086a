"""What is owed now: morning letters and the weekly digest, planned from the task table alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from bot.usecases import delivery_report, groups, handing_out, owing, questions, recurring, urging, views
from bot.usecases.context import City, Mail
from models import Outbox, OutboxState, Role, State, Task

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
    leaders = owing.present(people.holders(db, city.today(now), permissions.LEADERS))
    keys = {leader.person_id: f"digest:{slot.week}:{leader.person_id}" for leader in leaders}
    unsent = [leader for leader in leaders if not outbox.exists(db, keys[leader.person_id])]
    by_person = owing.owed(db, city, now).by_person if unsent else {}
    count = 0
    for leader in {leader.person_id: leader for leader in reversed(unsent)}.values():
        owed, key = by_person.get(leader.person_id, []), keys[leader.person_id]
        card = _digest(db, city, now, slot, leader, owed)
        if not mail.to([leader], card, Kind.DIGEST, key=key, good_until=slot.good_until):
            notices.add(db, [owing.notice(task, rung, leader.person_id, now, key) for task, rung in owed])
            count += 1
    return count + groups.digests(db, city, now, slot)


def _digest(
    db: Session, city: City, now: datetime, slot: Slot, reader: Actor, owed: Sequence[tuple[Task, Rung]]
) -> Card:
    """The committee's week with what its reader would else get in a letter: the own agency's week, reminders."""
    week = _week(db, city, now, slot, tasks.for_committee(), everything=True)
    own = _extract(db, city, now, slot, reader.person_id)
    return letters.digest(week, now, reader, _reminded(db, city, now, owed), own)


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
        name: views.views(db, city, tasks.listed(db, *given, limit=owing.MANY)[0], today)
        for name, given in wanted.items()
    }
    totals = questions.totals_on(db, today, scope)
    unlinked = _unlinked(db, city, now) if everything else ()
    return Week(slot.since, slot.day, totals, overdue_count=len(seen["overdue"]), unlinked=unlinked, **seen)


def _midnight(slot: Slot, city: City) -> datetime:
    return datetime.combine(slot.since, time(), city.zone)


def _unlinked(db: Session, city: City, now: datetime) -> list[str]:
    """Agencies that have open tasks and nobody who can be reached."""
    rows, _ = tasks.listed(db, tasks.OPEN, col(Task.lead).is_not(None), limit=owing.MANY)
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
    owed = owing.owed(db, city, now)
    readers = {holder.person_id: holder for holder in reversed(owed.holders) if _has_come(city, now, holder)}
    again = _put_off(db, now, today, owed.tasks, owed.said)
    by_person = owed.by_person
    count = sum(
        _letter(db, city, now, slot, readers[one], by_person.get(one, []), again.get(one, [])) for one in readers
    )
    notices.add(db, owed.passed)
    return count


def _put_off(
    db: Session, now: datetime, today: date, rows: Mapping[int | None, Task], said: set[tuple[int, str, str, int]]
) -> dict[int, list[tuple[Task, Rung]]]:
    """The reminders that readers have put off until now, unless somebody has reported the work meanwhile."""
    found: dict[int, list[tuple[Task, Rung]]] = {}
    for wish in absences.due_snoozes(db, now):
        task = rows.get(wish.task_id)
        rung = reminders.again(task, wish.id or 0, today) if task else None
        if task and rung and (wish.task_id, rung.occasion, owing.name(rung), wish.person_id) not in said:
            found.setdefault(wish.person_id, []).append((task, rung))
    return found


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
    extract = _own_week(db, city, now, slot, reader)
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
    notices.add(db, [owing.notice(task, rung, reader.person_id, now, key) for task, rung in owed])
    return True


def _card(
    db: Session, city: City, now: datetime, reader: Actor, owed: Sequence[tuple[Task, Rung]], extract: Card | None
) -> Card:
    return letters.morning(reader, _reminded(db, city, now, owed), now, extract)


def _reminded(db: Session, city: City, now: datetime, owed: Sequence[tuple[Task, Rung]]) -> list[Reminded]:
    """Longest overdue first, undated last; a task that is owed on several ladders is one line."""
    once = {task.id: (task, rung) for task, rung in sorted(owed, key=lambda one: -_WEIGHT.index(one[1].ladder))}
    seen = views.views(db, city, [task for task, _ in once.values()], city.today(now))
    heard = people.linked_agencies(db, city.today(now))
    reminded = [
        Reminded(view, rung, unheard=view.task.lead not in heard)
        for view, (_, rung) in zip(seen, once.values(), strict=True)
    ]
    return sorted(reminded, key=lambda one: (one.view.task.due_on or date.max, one.view.number))


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
        return _digest(db, city, now, slot, reader, _still_owed(db, city, now, row)) if slot else None
    owed = _still_owed(db, city, now, row)
    extract = _own_week(db, city, now, slot, reader) if row.key.startswith("morning:") else None
    return _card(db, city, now, reader, owed, extract) if owed or extract else None


def _still_owed(db: Session, city: City, now: datetime, row: Outbox) -> list[tuple[Task, Rung]]:
    """What a letter was to say, without what is no longer true."""
    today = city.today(now)
    owed: list[tuple[Task, Rung]] = []
    for task_id, said in notices.of_letter(db, row.key).items():
        task = tasks.by_id(db, task_id)
        request = extensions.open_of(db, [task_id]).get(task_id)
        ready = owing.ready(db, city, [task] if task else []).get(task_id)
        reached = reminders.reached(task, today, city.calendar, request, ready) if task else []
        reached += _again(task, said, today) if task else []
        still = [rung for rung in reached if (rung.occasion, owing.name(rung)) in said]
        owed += [(task, rung) for rung in still if task]
        if not row.repeated:  # a letter that may have arrived has said it
            notices.take_back(db, row.key, task_id, said - {(rung.occasion, owing.name(rung)) for rung in still})
    return owed


def _again(task: Task, said: Collection[tuple[str, str]], today: date) -> list[Rung]:
    """The put-off reminders of a letter that are still wanted."""
    wishes = [int(occasion.removeprefix("again:")) for occasion, _ in said if occasion.startswith("again:")]
    return [rung for one in wishes if (rung := reminders.again(task, one, today))]


def _extract(db: Session, city: City, now: datetime, slot: Slot | None, person_id: int) -> Card | None:
    """On digest day: the week of each agency that a person heads, where there is something in it."""
    today = city.today(now)
    if slot is None or slot.day != today:
        return None
    heads = [one.agency for one in people.posts_of(db, person_id, today) if one.role is Role.HEAD and one.agency]
    weeks = [
        (city.short(agency), _week(db, city, now, slot, tasks.for_agency(agency), everything=False))
        for agency in dict.fromkeys(heads)
        if tasks.counted(db, tasks.OPEN, tasks.for_agency(agency))
    ]
    return letters.extract(weeks) if weeks else None


def _own_week(db: Session, city: City, now: datetime, slot: Slot | None, reader: Actor) -> Card | None:
    """What a head's letter opens with; a leader's digest has it already."""
    return None if reader.role in permissions.LEADERS else _extract(db, city, now, slot, reader.person_id)
