"""People, the posts they hold, and how they are reached."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from models.types import MOMENT, Row


class Role(StrEnum):
    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    OFFICE = "office"
    HEAD = "head"
    CONTACT = "contact"
    OBSERVER = "observer"


AGENCY_ROLES = frozenset({Role.HEAD, Role.CONTACT})


class Person(Row, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str
    language: str = "vi"
    reminder_at: str | None = None  # "07:45"; None is the committee's own hour
    created_at: datetime = Field(sa_type=MOMENT)


class Post(Row, table=True):
    """A person in a role of an agency for a period; leaving it ends every right at once."""

    __table_args__ = (sa.Index("ix_post_agency_role", "agency_code", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    agency_code: str | None = Field(default=None, foreign_key="agency.code")
    valid_from: date
    valid_to: date | None = None


class Address(Row, table=True):
    """An account of a person in a channel. `broken` says why nothing can be delivered there."""

    __table_args__ = (sa.UniqueConstraint("channel", "account_id", name="uq_address_account"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    channel: str
    account_id: str
    chat_id: str
    preferred: bool = True
    broken: str | None = None
    linked_at: datetime = Field(sa_type=MOMENT)


class Invitation(Row, table=True):
    """A one-time code for a post; only its hash is kept."""

    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    role: str
    agency_code: str | None = Field(default=None, foreign_key="agency.code")
    name: str | None = None
    channel: str | None = None
    created_at: datetime = Field(sa_type=MOMENT)
    created_by: int | None = Field(default=None, foreign_key="person.id")
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)
    used_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None, sa_type=MOMENT)
    account_id: str | None = None  # the only account that may use it, where the office named one
    post_id: int | None = Field(default=None, foreign_key="post.id")  # what it became
    successor_of: int | None = None  # the post whose holder the invited person is to follow


class AccountCode(Row, table=True):
    """Six digits that add an account to a person who is linked already; salted, hashed, ten minutes."""

    __tablename__ = "account_code"

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    salt: str
    code_hash: str
    expires_at: datetime = Field(sa_type=MOMENT)
    used_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Delegation(Row, table=True):
    """A post's holder is away from `starts_on` to `ends_on`, both included; the deputy acts with the post's rights."""

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    deputy_id: int = Field(foreign_key="person.id", index=True)
    starts_on: date
    ends_on: date
    made_at: datetime = Field(sa_type=MOMENT)
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)


class Stranger(Row, table=True):
    """An unknown account: it gets one answer a day, and a look-up code by which the office can find it."""

    __table_args__ = (sa.PrimaryKeyConstraint("channel", "account_id"),)

    channel: str
    account_id: str
    answered_on: date
    chat_id: str = ""
    display_name: str = ""
    language: str = "vi"
    lookup: str | None = Field(default=None, unique=True)
    wrong_on: date | None = None
    wrong: int = 0  # codes that were none, on that day
    asked_on: date | None = None  # for a new invitation


class ChatGroup(Row, table=True):
    """A group that the office has registered: the committee's, or an agency's."""

    __tablename__ = "chat_group"
    __table_args__ = (sa.UniqueConstraint("channel", "chat_id", name="uq_chat_group_chat"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: str
    chat_id: str
    title: str = ""
    agency_code: str | None = Field(default=None, foreign_key="agency.code")
    language: str = "vi"
    digest: bool = False
    registered_by: int = Field(foreign_key="person.id")
    registered_at: datetime = Field(sa_type=MOMENT)
    left_at: datetime | None = Field(default=None, sa_type=MOMENT)
