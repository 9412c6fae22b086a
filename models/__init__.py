"""The tables: flat and dumb. Joins are written out in `bot/store`, decisions in `bot/core`."""

from sqlmodel import SQLModel

from models.directory import Agency, AgencySuccession, Holiday, Setting
from models.mail import Conversation, Inbox, InboxState, Notice, Outbox, OutboxState
from models.people import AGENCY_ROLES, Address, Invitation, Person, Post, Role, Stranger
from models.tasks import (
    Conclusion,
    Draft,
    DraftState,
    Evidence,
    Meeting,
    ReviewState,
    State,
    StoredFile,
    Support,
    Task,
    TaskEvent,
)
from models.types import UTCDateTime

__all__ = [
    "AGENCY_ROLES",
    "Address",
    "Agency",
    "AgencySuccession",
    "Conclusion",
    "Conversation",
    "Draft",
    "DraftState",
    "Evidence",
    "Holiday",
    "Inbox",
    "InboxState",
    "Invitation",
    "Meeting",
    "Notice",
    "Outbox",
    "OutboxState",
    "Person",
    "Post",
    "ReviewState",
    "Role",
    "SQLModel",
    "Setting",
    "State",
    "StoredFile",
    "Stranger",
    "Support",
    "Task",
    "TaskEvent",
    "UTCDateTime",
]

# Named constraints, so that a later migration can change them on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
