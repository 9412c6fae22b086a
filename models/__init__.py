"""The tables: flat and dumb. Joins are written out in `bot/store`, decisions in `bot/core`."""

from models.directory import Agency, AgencySuccession, Holiday, Setting
from models.extensions import Extension, RequestState
from models.mail import Conversation, Inbox, InboxState, Notice, Outbox, OutboxState, Pace
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
from models.types import Row, UTCDateTime

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
    "Extension",
    "Holiday",
    "Inbox",
    "InboxState",
    "Invitation",
    "Meeting",
    "Notice",
    "Outbox",
    "OutboxState",
    "Pace",
    "Person",
    "Post",
    "RequestState",
    "ReviewState",
    "Role",
    "Row",
    "Setting",
    "State",
    "StoredFile",
    "Stranger",
    "Support",
    "Task",
    "TaskEvent",
    "UTCDateTime",
]
