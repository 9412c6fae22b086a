"""Requests for a later date."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from models.types import MOMENT, Row


class RequestState(StrEnum):
    """`closed_at IS NULL` is what "open" means: the first four."""

    DRAFT = "draft"  # written by a contact officer, not yet sent by the head
    ASKED = "asked"
    QUESTION = "question"  # the decider asked back; the asker has to answer
    OFFER = "offer"  # the decider offers another date; the asker accepts or declines
    AGREED = "agreed"
    REFUSED = "refused"
    DECLINED = "declined"  # the asker does not take the date that was offered
    DROPPED = "dropped"  # taken back, or the task no longer needs it


class Extension(Row, table=True):
    """A request for a later date: at most one open for a task. It changes nothing before somebody agrees."""

    __table_args__ = (
        sa.Index(
            "uq_extension_open",
            "task_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    nth: int = 1  # of the requests for this task that were agreed to, this would be the nth
    state: str = RequestState.ASKED
    asked_by: int = Field(foreign_key="person.id")
    asked_name: str
    on_behalf: bool = False
    asked_on: date  # a contact officer's draft is asked when the head sends it
    asked_at: datetime = Field(sa_type=MOMENT)
    waits_since: date  # the decider's two working days run from here
    old_due: date
    due_on: date
    due_words: str = ""
    reason: str
    done_so_far: str | None = None
    file_id: int | None = Field(default=None, foreign_key="file.id")
    is_late: bool = False  # asked after the date
    opinion: str | None = None
    opinion_due: date | None = None
    opinion_name: str | None = None
    question: str | None = None
    answer: str | None = None
    offered_due: date | None = None
    decided_name: str | None = None
    decided_note: str | None = None
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    revision: int = 1
