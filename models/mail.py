"""What comes in, what goes out, what has been said, and dialogues in progress."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from models.types import MOMENT, Row


class InboxState(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


class Inbox(Row, table=True):
    """A raw update: stored, then acknowledged, then worked on, then wiped."""

    __table_args__ = (
        sa.UniqueConstraint("channel", "inbound_id", name="uq_inbox_inbound"),
        sa.Index(
            "ix_inbox_open",
            "channel",
            "chat_id",
            "id",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
        sa.Index(
            "ix_inbox_oldest",
            "id",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    inbound_id: str
    chat_id: str
    raw: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    secret: bool = False
    state: str = InboxState.WAITING
    code: str | None = None
    attempts: int = 0
    owner: int | None = None  # the process that has it in hand
    lease_until: datetime | None = Field(default=None, sa_type=MOMENT)
    received_at: datetime = Field(sa_type=MOMENT)
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)


class BroadcastState(StrEnum):
    PROPOSED = "proposed"
    QUEUED = "queued"
    CANCELLED = "cancelled"


class Broadcast(Row, table=True):
    """Something said to several agencies at once: proposed, confirmed, sent after a delay in which it can be cancelled.

    `agencies` are the places that the person who confirmed it saw; `words` what they wrote.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    person_id: int = Field(foreign_key="person.id")
    words: str | None = None
    tasks: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    agencies: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    conclusion_id: int | None = Field(default=None, foreign_key="conclusion.id")
    state: str = BroadcastState.PROPOSED
    revision: int = 1
    created_at: datetime = Field(sa_type=MOMENT)
    leaves_at: datetime | None = Field(default=None, sa_type=MOMENT)


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


class Outbox(Row, table=True):
    """A message owed to somebody. `key` makes sure that the same thing is not said twice."""

    __table_args__ = (
        sa.Index(
            "ix_outbox_open",
            "not_before",
            "id",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
        sa.Index(
            "ix_outbox_failed",
            "settled_at",
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        ),
        sa.Index(
            "ix_outbox_chat",
            "channel",
            "chat_id",
            "id",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    kind: str
    channel: str
    chat_id: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    language: str = "vi"
    card: str
    task_id: int | None = Field(default=None, foreign_key="task.id")
    broadcast_id: int | None = Field(default=None, foreign_key="broadcast.id", index=True)
    edits: str | None = None
    in_group: bool = False
    reply_to: str | None = None  # the message of the chat that it answers
    not_before: datetime = Field(sa_type=MOMENT)
    good_until: datetime = Field(sa_type=MOMENT)
    state: str = OutboxState.WAITING
    reason: str | None = None
    attempts: int = 0
    repeated: bool = False
    owner: int | None = None  # the process that is sending it
    lease_until: datetime | None = Field(default=None, sa_type=MOMENT)
    message_ref: str | None = None
    parts_sent: int = 0
    created_at: datetime = Field(sa_type=MOMENT)
    settled_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Pace(Row, table=True):
    """When the next message of a channel may leave, for processes that share one bot and for the next to come.

    Moments are seconds since 1970; `set_at` tells whether the clock was set back since. Behind a blank the name of the
    channel may be followed by a chat, which rests for itself.
    """

    channel: str = Field(primary_key=True)
    next_at: float = 0.0
    set_at: float = Field(default=0.0, sa_column_kwargs={"server_default": "0"})


class MonthSent(Row, table=True):
    """How many messages a channel has sent in a calendar month of the city, where the app counts them."""

    __tablename__ = "month_sent"
    __table_args__ = (sa.PrimaryKeyConstraint("channel", "month"),)

    channel: str
    month: str  # 2026-11
    count: int = 0


class Notice(Row, table=True):
    """That a rung of the ladder was said, or passed over, for a person. `occasion` names the date it was about."""

    __table_args__ = (sa.UniqueConstraint("task_id", "occasion", "rung", "person_id", name="uq_notice"),)

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id")
    occasion: str
    rung: str
    person_id: int = Field(foreign_key="person.id")
    skipped: bool = False
    outbox_key: str | None = Field(default=None, index=True)
    at: datetime = Field(sa_type=MOMENT)


class Snooze(Row, table=True):
    """A person wants to be reminded of a task again at `until`. The task's date is not touched."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    task_id: int = Field(foreign_key="task.id", index=True)
    until: datetime = Field(sa_type=MOMENT)
    made_at: datetime = Field(sa_type=MOMENT)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)  # said again, taken back, or no longer needed


class Conversation(Row, table=True):
    """What a chat is about just now: the open question, the list last shown, the task last spoken of."""

    __table_args__ = (sa.PrimaryKeyConstraint("channel", "chat_id"),)

    channel: str
    chat_id: str
    question: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    last_list: list[int] = Field(default_factory=list, sa_type=sa.JSON)
    last_task: int | None = None
    menu: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON)  # what was offered last, without buttons
    misunderstood: int = 0
    expires_at: datetime | None = Field(default=None, sa_type=MOMENT)
