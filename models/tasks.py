"""Meetings, conclusions, drafts, tasks and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.types import MOMENT, Row


class State(StrEnum):
    """Stored and changed by people; timeliness is computed and never stored."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    AWAITING = "awaiting_confirmation"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


class Meeting(Row, table=True):
    id: int | None = Field(default=None, primary_key=True)
    title: str
    held_on: date


class StoredFile(Row, table=True):
    """A conclusion or an evidence, by the hash of its content: one backup holds everything."""

    __tablename__ = "file"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    name: str
    mime: str
    size: int
    content: bytes


class ReviewState(StrEnum):
    OPEN = "open"
    ASSIGNED = "assigned"
    DROPPED = "dropped"


class Conclusion(Row, table=True):
    """A notice of conclusions as it was taken in; `text_hash` recognises it the second time."""

    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int | None = Field(default=None, foreign_key="meeting.id")
    title: str
    number: str | None = None
    dated_on: date | None = None
    held_on: date
    text: str
    text_hash: str = Field(index=True)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    state: str = ReviewState.OPEN
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(sa_type=MOMENT)


class DraftState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Draft(Row, table=True):
    """One task as it was read and as the office corrected it. It has no number and nobody is told of it."""

    id: int | None = Field(default=None, primary_key=True)
    conclusion_id: int = Field(foreign_key="conclusion.id", index=True)
    position: int
    action: str
    source: str
    source_start: int
    source_end: int
    lead: str | None = Field(default=None, foreign_key="agency.code")
    co_leads: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    support: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    everyone: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    lead_words: str = ""
    due_on: date | None = None
    due_words: str | None = None
    due_from: date | None = None
    no_due_reason: str | None = None
    given_by: str = "chair"
    given_by_words: str | None = None
    given_by_person: int | None = Field(default=None, foreign_key="person.id")
    recurrence: str | None = None
    confidence: float = 0.0
    missing: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    duplicate_of: int | None = Field(default=None, foreign_key="task.id")
    state: str = DraftState.PENDING
    drop_reason: str | None = None
    as_read: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    revision: int = 1


class Task(Row, table=True):
    """A task that was assigned. A parent (for many, or recurring) has no lead; a child has no number of its own.

    `recurrence` is the RRULE of a recurring parent and `each` the agencies that get a part in every period; `period_on`
    is the day of its period on such a part. `folded` is what a search looks in: title and field without marks.

    `is_sub` marks a sub-task that a lead agency (`given_by_agency`) gave to one of its units (`unit`, in words) or to a
    supporting agency; its parent is an ordinary task, of which it is number `sub_number`.

    `closed_at IS NULL` is what "open" means in every query.
    """

    __table_args__ = (
        sa.CheckConstraint("number IS NOT NULL OR parent_id IS NOT NULL", name="numbered"),
        sa.Index(
            "uq_task_period",
            "parent_id",
            "period_on",
            "lead",
            unique=True,
            sqlite_where=sa.text("period_on IS NOT NULL"),
            postgresql_where=sa.text("period_on IS NOT NULL"),
        ),
        sa.Index(
            "ix_task_open_due",  # holds all that a count of overdue tasks looks at
            "due_on",
            "id",
            "reported_on",
            "state",
            "parent_id",
            "closed_at",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index(
            "ix_task_open_lead",
            "lead",
            "due_on",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
        sa.Index(
            "ix_task_closed",  # holds all that a count of finished tasks looks at
            "state",
            "closed_at",
            "lead",
            "parent_id",
            "is_parent",
            "is_sub",
            "id",
            sqlite_where=sa.text("closed_at IS NOT NULL"),
            postgresql_where=sa.text("closed_at IS NOT NULL"),
        ),
        sa.Index(
            "ix_task_parent_id",  # of children only: by one with the NULLs, "parent_id IS NULL" would walk all the past
            "parent_id",
            sqlite_where=sa.text("parent_id IS NOT NULL"),
            postgresql_where=sa.text("parent_id IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    number: int | None = Field(default=None, unique=True)
    parent_id: int | None = Field(default=None, foreign_key="task.id")
    is_parent: bool = False
    is_sub: bool = False
    sub_number: int | None = None
    unit: str | None = None
    given_by_agency: str | None = None
    recurrence: str | None = None
    each: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    period_on: date | None = None
    field: str | None = None
    folded: str = ""
    conclusion_id: int | None = Field(default=None, foreign_key="conclusion.id")
    title: str
    source: str = ""
    lead: str | None = Field(default=None, foreign_key="agency.code")
    given_by: str = "chair"
    given_by_words: str | None = None
    given_by_person: int | None = Field(default=None, foreign_key="person.id")
    due_on: date | None = None
    original_due_on: date | None = None
    due_words: str | None = None
    due_from: date | None = None  # the day that the words count from
    no_due_reason: str | None = None
    state: str = State.ASSIGNED
    assigned_on: date
    assigned_at: datetime = Field(sa_type=MOMENT)
    acknowledged_at: datetime | None = Field(default=None, sa_type=MOMENT)
    percent: int | None = None
    last_note: str | None = None
    updated_on: date | None = None
    reported_on: date | None = None
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reopened: int = 0
    extended: int = 0  # how often a later date was agreed to
    led_since: date | None = None  # when the lead was changed
    state_before: str | None = None  # of a suspended task
    resume_on: date | None = None
    with_leader_on: date | None = None  # when the office put the result to the leader who gave the task
    obstacle: str | None = None
    obstacle_agency: str | None = None  # the agency waited for
    obstacle_note: str | None = None
    obstacle_on: date | None = None
    revision: int = 1


class Support(Row, table=True):
    """A cooperating agency; `co_lead` marks the second "chủ trì" of the text."""

    __table_args__ = (sa.PrimaryKeyConstraint("task_id", "agency_code"),)

    task_id: int = Field(foreign_key="task.id")
    agency_code: str = Field(foreign_key="agency.code", index=True)
    co_lead: bool = False


class Evidence(Row, table=True):
    """What shows that the work is done: a line, a document's number and date, a file."""

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    text: str = ""
    file_id: int | None = Field(default=None, foreign_key="file.id")
    added_at: datetime = Field(sa_type=MOMENT)
    added_by: int | None = Field(default=None, foreign_key="person.id")


class TaskEvent(Row, table=True):
    """History, append-only: each row holds the hash of the one before it on the same task."""

    __tablename__ = "task_event"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "seq", name="uq_task_event_seq"),
        sa.Index("ix_task_event_at", "at", "task_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    seq: int
    kind: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    person_name: str = ""
    post_id: int | None = Field(default=None, foreign_key="post.id")
    on_behalf: bool = False
    channel: str | None = None
    inbox_id: int | None = None
    at: datetime = Field(sa_type=MOMENT)
    old: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    new: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)
    note: str | None = None
    previous_hash: str
    hash: str
