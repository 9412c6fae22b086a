"""Tasks, their history and the questions that are asked about them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.core.history import DETAILS
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.words import fold
from bot.store import settings
from models import Evidence, Extension, Person, Post, State, StoredFile, Support, Task, TaskEvent

OPEN = col(Task.closed_at).is_(None)
# Its words stand in the statement: by a bound value PostgreSQL does not always see that the index is meant.
COMPLETED = sa.and_(col(Task.closed_at).is_not(None), col(Task.state) == sa.literal_column(f"'{State.COMPLETED}'"))
WHOLE = col(Task.is_sub).is_(False)  # no sub-task: those are their agency's own affair
OWN_PART = sa.and_(col(Task.is_sub), col(Task.lead) == col(Task.given_by_agency))  # a unit's, inside its agency
FIRST_HASH = "0" * 64


@dataclass(frozen=True)
class Source:
    """Where an act came from: which message of which channel."""

    channel: str | None = None
    inbox_id: int | None = None


def by_id(db: Session, task_id: int) -> Task | None:
    return db.get(Task, task_id)


def locked(db: Session, task_id: int) -> Task | None:
    """The task, held against other writers until the transaction ends."""
    query = select(Task).where(Task.id == task_id).with_for_update()
    return db.exec(query.execution_options(populate_existing=True)).first()


def by_number(db: Session, number: int) -> Task | None:
    return db.exec(select(Task).where(Task.number == number)).first()


def number_of(db: Session, task: Task) -> int:
    """NV-n; a child bears its parent's."""
    if task.number is not None:
        return task.number
    parent = db.get(Task, task.parent_id)
    if parent is None or parent.number is None:
        raise LookupError(f"task {task.id} has no number")
    return parent.number


def children(db: Session, parent_id: int) -> list[Task]:
    """The agencies' parts of a job for many, or of a recurring one."""
    query = select(Task).where(Task.parent_id == parent_id, col(Task.is_sub).is_(False)).order_by(col(Task.id))
    return list(db.exec(query))


def parts(db: Session, parent_id: int) -> list[Task]:
    """The sub-tasks that the lead agency gave."""
    query = select(Task).where(Task.parent_id == parent_id, col(Task.is_sub)).order_by(col(Task.id))
    return list(db.exec(query))


def child_of(db: Session, parent_id: int, agency: str) -> Task | None:
    """An agency's part; of a recurring job the oldest open one, or the newest."""
    query = select(Task).where(Task.parent_id == parent_id, Task.lead == agency)
    newest = select(Task).where(Task.parent_id == parent_id, Task.lead == agency).order_by(col(Task.id).desc())
    return db.exec(query.where(OPEN).order_by(col(Task.id))).first() or db.exec(newest).first()


def support(db: Session, task_ids: Iterable[int]) -> dict[int, list[Support]]:
    ids = list(task_ids)
    if not ids:
        return {}
    rows = db.exec(select(Support).where(col(Support.task_id).in_(ids)).order_by(Support.agency_code))
    found: dict[int, list[Support]] = {}
    for row in rows:
        found.setdefault(row.task_id, []).append(row)
    return found


def evidence(db: Session, task_id: int) -> list[tuple[Evidence, str | None]]:
    """What was handed in, with the name of the file where there is one."""
    rows = db.exec(
        select(Evidence, StoredFile.name)
        .join(StoredFile, isouter=True, onclause=col(StoredFile.id) == col(Evidence.file_id))
        .where(Evidence.task_id == task_id)
        .order_by(col(Evidence.id))
    )
    return [(row, name) for row, name in rows]


# ---------------------------------------------------------------- questions


def for_agency(agency: str) -> sa.ColumnElement[bool]:
    """Tasks that an agency leads or supports, children counted, parents and sub-tasks not."""
    supported = select(Support.task_id).where(Support.agency_code == agency)
    concerned = sa.or_(col(Task.lead) == agency, col(Task.id).in_(supported))
    return sa.and_(col(Task.is_parent).is_(False), WHOLE, concerned)


def for_committee() -> sa.ColumnElement[bool]:
    """The committee counts parents, not their children."""
    return col(Task.parent_id).is_(None)


def ready_to_close() -> sa.ColumnElement[bool]:
    """Jobs for many whose parts are all accepted, and which wait for the office's word."""
    part = aliased(Task)
    unfinished = select(part.id).where(part.parent_id == Task.id, col(part.closed_at).is_(None)).exists()
    reported = sa.and_(col(Task.is_parent), col(Task.recurrence).is_(None), col(Task.state) == State.AWAITING)
    return sa.and_(reported, sa.not_(unfinished))


def with_words(words: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    """Tasks in whose title or field all the words stand; `words` are folded."""
    return [col(Task.folded).contains(word, autoescape=True) for word in words]


def overdue(today: date) -> sa.ColumnElement[bool]:
    """Open, not suspended, and past its date as of its report or of today."""
    return sa.and_(
        OPEN,
        col(Task.state) != State.SUSPENDED,
        sa.func.coalesce(Task.reported_on, sa.literal(today, sa.Date())) > col(Task.due_on),
    )


def listed(
    db: Session, *conditions: sa.ColumnElement[bool], limit: int = 5, offset: int = 0, newest: bool = False
) -> tuple[list[Task], int]:
    """A page of open tasks, longest overdue first, undated last, and how many there are in all."""
    order = [col(Task.closed_at).desc()] if newest else [col(Task.due_on).nulls_last(), col(Task.id)]
    rows = db.exec(select(Task).where(*conditions).order_by(*order).limit(limit).offset(offset))
    total = db.exec(select(sa.func.count()).select_from(Task).where(*conditions)).one()
    return list(rows), total


def with_requests(db: Session) -> list[tuple[Task, Extension]]:
    """Tasks with an open request for a later date, the longest waiting first."""
    requests = db.exec(
        select(Extension)
        .where(col(Extension.closed_at).is_(None))
        .order_by(col(Extension.waits_since), col(Extension.id))
    ).all()
    rows = db.exec(select(Task).where(col(Task.id).in_({one.task_id for one in requests})))
    found = {task.id: task for task in rows}
    return [(found[one.task_id], one) for one in requests]


def counted(db: Session, *conditions: sa.ColumnElement[bool]) -> int:
    return db.exec(select(sa.func.count()).select_from(Task).where(*conditions)).one()


def open_of(db: Session, agency: str) -> list[Task]:
    """Open tasks that an agency leads, held against other writers; its units' sub-tasks go with their tasks."""
    query = (
        select(Task)
        .where(OPEN, Task.lead == agency, sa.not_(OWN_PART))
        .order_by(col(Task.due_on).nulls_last(), col(Task.id))
    )
    return list(db.exec(query.with_for_update().execution_options(populate_existing=True)))


def open_given_by(db: Session, person_id: int) -> list[Task]:
    """Open tasks that a leader gave, held against other writers."""
    query = select(Task).where(OPEN, Task.given_by_person == person_id).order_by(col(Task.id))
    return list(db.exec(query.with_for_update().execution_options(populate_existing=True)))


def open_supported(db: Session, agency: str) -> list[Task]:
    """Open tasks that an agency supports, held against other writers."""
    query = select(Task).join(Support, col(Support.task_id) == col(Task.id)).where(OPEN, Support.agency_code == agency)
    query = query.order_by(col(Task.id)).with_for_update(of=Task)
    return list(db.exec(query.execution_options(populate_existing=True)))


def supporters(db: Session) -> list[str]:
    """The agencies that support an open task."""
    query = select(Support.agency_code).join(Task, col(Support.task_id) == col(Task.id)).where(OPEN).distinct()
    return sorted(db.exec(query))


def replace_support(db: Session, task: Task, old: str, new: str) -> None:
    """`new` supports in place of `old`; a body that leads the task or supports it already does so once."""
    row = db.get(Support, (task.id, old))
    if row is None:
        return
    db.delete(row)
    db.flush()
    if task.lead != new and db.get(Support, (task.id, new)) is None:
        db.add(Support(task_id=task.id or 0, agency_code=new, co_lead=row.co_lead))
        db.flush()


def drop_support(db: Session, task: Task, agency: str) -> None:
    """An agency that leads a task does not support it as well."""
    row = db.get(Support, (task.id, agency))
    if row is not None:
        db.delete(row)
        db.flush()


def numbers(db: Session, *conditions: sa.ColumnElement[bool]) -> list[int]:
    """The numbers of tasks, their parents' for children, in order."""
    rows = db.exec(select(Task.number, Task.parent_id).where(*conditions)).all()
    parents = {parent for number, parent in rows if number is None}
    found = {number for number, _ in rows} | set(db.exec(select(Task.number).where(col(Task.id).in_(parents))))
    return sorted(number for number in found if number)


def by_lead(db: Session, *conditions: sa.ColumnElement[bool]) -> list[tuple[str | None, int]]:
    """How many tasks each lead agency has, most first; None are jobs for several agencies."""
    count = sa.func.count()
    rows = db.exec(
        select(Task.lead, count)
        .where(WHOLE, *conditions)
        .group_by(col(Task.lead))
        .order_by(count.desc(), col(Task.lead))
    )
    return list(rows.all())


def next_due(db: Session, today: date, scope: sa.ColumnElement[bool]) -> Task | None:
    """The nearest date to come, of what runs: what is suspended or reported waits for nobody's date."""
    runs = col(Task.state).not_in((State.SUSPENDED, State.AWAITING))
    coming = select(Task).where(OPEN, scope, runs, col(Task.due_on) >= today)
    return db.exec(coming.order_by(col(Task.due_on), col(Task.id)).limit(1)).first()


def state_counts(db: Session, scope: sa.ColumnElement[bool]) -> dict[str, int]:
    """Of open and of completed tasks; two statements, so that the second stays within its index."""
    rows = db.exec(select(Task.state, sa.func.count()).where(OPEN, scope).group_by(Task.state))
    return {**dict(rows.all()), State.COMPLETED: counted(db, COMPLETED, scope)}


def children_progress(db: Session, parent_ids: Collection[int]) -> dict[int, list[Task]]:
    """The children of several parents."""
    if not parent_ids:
        return {}
    rows = db.exec(select(Task).where(col(Task.parent_id).in_(list(parent_ids)), WHOLE).order_by(col(Task.id)))
    found: dict[int, list[Task]] = {}
    for row in rows:
        found.setdefault(row.parent_id or 0, []).append(row)
    return found


def open_with_titles(db: Session) -> list[tuple[int, int | None, str, str | None]]:
    """Of every open task that has a number: id, number, title, lead; to find likely duplicates."""
    rows = db.exec(select(Task.id, Task.number, Task.title, Task.lead).where(OPEN, col(Task.number).is_not(None)))
    return [(task_id or 0, number, title, lead) for task_id, number, title, lead in rows]


def open_dated(db: Session) -> list[Task]:
    """Every open task with a date, parts of jobs for many too; held, since they may be changed."""
    dated = select(Task).where(OPEN, col(Task.due_on).is_not(None)).order_by(col(Task.id))
    return list(db.exec(dated.with_for_update()))


# ---------------------------------------------------------------- changes


def add(db: Session, task: Task, lead_support: Sequence[tuple[str, bool]]) -> Task:
    """A new task with the agencies that support it; `number` is given here to every task that is not a child."""
    if task.parent_id is None:
        task.number = settings.next_number(db, "task")
    task.folded = _searchable(task)
    db.add(task)
    db.flush()
    for agency, co_lead in lead_support:
        db.add(Support(task_id=task.id or 0, agency_code=agency, co_lead=co_lead))
    return task


def no_longer_supports(db: Session, task: Task, agency: str) -> None:
    """An agency that leads does not support as well."""
    db.execute(sa.delete(Support).where(col(Support.task_id) == task.id, col(Support.agency_code) == agency))


def add_evidence(db: Session, task: Task, *, text: str, file_id: int | None, by: Actor, now: datetime) -> Evidence:
    row = Evidence(task_id=task.id or 0, text=text, file_id=file_id, added_at=now, added_by=by.person_id)
    db.add(row)
    return row


def record(db: Session, task: Task, move: Move, *, by: Actor | None, at: datetime, source: Source) -> TaskEvent:
    """Applies a verdict to the row and writes it into the history, in one stroke."""
    old = {name: getattr(task, name) for name in move.changes}
    for name, value in move.changes.items():
        setattr(task, name, value)
    task.folded = _searchable(task)
    task.revision += 1
    db.add(task)
    last = last_event(db, task.id or 0)
    event = TaskEvent(
        task_id=task.id or 0,
        seq=last.seq + 1 if last else 1,
        kind=move.kind,
        person_id=by.person_id if by else None,
        person_name=by.name if by else "",
        post_id=by.post_id if by else None,
        on_behalf=move.on_behalf,
        channel=source.channel,
        inbox_id=source.inbox_id,
        at=at,
        old=_plain(old),
        new=_plain({**move.changes, **({DETAILS: _plain(dict(move.details))} if move.details else {})}),
        note=move.note,
        previous_hash=last.hash if last else FIRST_HASH,
        hash="",
    )
    event.hash = event_hash(event)
    db.add(event)
    db.flush()
    return event


def remove_evidence(db: Session, task: Task, *, since: datetime) -> None:
    """What was handed in with a report that is taken back; the history keeps its words."""
    db.execute(sa.delete(Evidence).where(col(Evidence.task_id) == task.id, col(Evidence.added_at) >= since))


def last_of_person(db: Session, person_id: int) -> list[TaskEvent]:
    """What this person did last: the events of one message."""
    last = db.exec(
        select(TaskEvent).where(TaskEvent.person_id == person_id).order_by(col(TaskEvent.id).desc()).limit(1)
    ).first()
    if last is None or last.inbox_id is None:
        return [last] if last else []
    same = select(TaskEvent).where(TaskEvent.person_id == person_id, TaskEvent.inbox_id == last.inbox_id)
    return list(db.exec(same.order_by(col(TaskEvent.id))))


def last_event(db: Session, task_id: int) -> TaskEvent | None:
    return db.exec(
        select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(col(TaskEvent.seq).desc()).limit(1)
    ).first()


def since_revision(db: Session, task_id: int, revision: int) -> list[TaskEvent]:
    """What happened to a task after it was shown with this revision, oldest first."""
    later = select(TaskEvent).where(TaskEvent.task_id == task_id, TaskEvent.seq >= revision)
    return list(db.exec(later.order_by(col(TaskEvent.seq))))


def changed_at(db: Session, task: Task) -> datetime | None:
    """When the newest thing happened to a task."""
    return db.exec(select(sa.func.max(TaskEvent.at)).where(TaskEvent.task_id == task.id)).one()


def history(db: Session, task_id: int) -> list[TaskEvent]:
    """Newest first."""
    return list(db.exec(select(TaskEvent).where(TaskEvent.task_id == task_id).order_by(col(TaskEvent.seq).desc())))


def stand_ins(db: Session, events: Iterable[TaskEvent]) -> dict[int, str]:
    """For each event that a deputy caused: the name of the post's holder."""
    wanted = {event.post_id for event in events if event.post_id}
    rows = db.exec(
        select(Post.id, Post.person_id, Person.name)
        .join(Person, col(Person.id) == col(Post.person_id))
        .where(col(Post.id).in_(wanted))
    )
    holders = {post_id: (person_id, name) for post_id, person_id, name in rows}
    found: dict[int, str] = {}
    for event in events:
        holder = holders.get(event.post_id)
        if holder and event.person_id != holder[0]:
            found[event.id or 0] = holder[1]
    return found


def event_hash(event: TaskEvent) -> str:
    """SHA-256 over what the event says and the hash of the one before it."""
    said = {
        name: getattr(event, name)
        for name in ("task_id", "seq", "kind", "person_id", "person_name", "post_id", "on_behalf", "channel")
    }
    said |= {"inbox_id": event.inbox_id, "at": event.at.astimezone(UTC).isoformat(), "old": event.old, "new": event.new}
    said |= {"note": event.note, "previous": event.previous_hash}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def broken_chains(db: Session) -> list[int]:
    """The ids of tasks whose history was altered: a hash that does not fit, a gap, an event that is gone."""
    broken: set[int] = set()
    previous: dict[int, tuple[int, str]] = {}
    for event in db.exec(select(TaskEvent).order_by(col(TaskEvent.task_id), col(TaskEvent.seq))):
        seq, before = previous.get(event.task_id, (0, FIRST_HASH))
        if event.seq != seq + 1 or event.previous_hash != before or event.hash != event_hash(event):
            broken.add(event.task_id)
        previous[event.task_id] = (event.seq, event.hash)
    revisions = db.exec(select(Task.id, Task.revision))
    broken |= {
        task_id or 0 for task_id, revision in revisions if previous.get(task_id or 0, (0, ""))[0] != revision - 1
    }
    return sorted(broken)


def _searchable(task: Task) -> str:
    return " ".join(fold(f"{task.title} {task.field or ''}").split())


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
