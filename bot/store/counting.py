"""What a transaction did to the mail, told once it is committed; for the figures that monitoring reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from models import Inbox, Outbox

COUNTED = "counted"  # where a session keeps what it will have done


@dataclass(frozen=True)
class MailEvent:
    """A turn began or ended, or a message was settled or may have arrived (`outcome` "uncertain")."""

    what: Literal["turn-began", "turn-ended", "message"]
    row_id: int
    channel: str
    outcome: str = ""
    reason: str = ""


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: Any) -> None:
    """Rows of the mail are settled in several places; here nobody can forget to count."""
    for row in session.dirty:
        if isinstance(row, Inbox):
            _keep(session, _of_inbox(row))
        elif isinstance(row, Outbox):
            _keep(session, _of_outbox(row))


def _keep(session: Session, happened: MailEvent | None) -> None:
    if happened:
        session.info.setdefault(COUNTED, []).append(happened)


def _of_inbox(row: Inbox) -> MailEvent | None:
    if _became(row, "settled_at"):
        return MailEvent("turn-ended", row.id or 0, row.channel, row.state, row.code or "")
    if _became(row, "lease_until"):
        return MailEvent("turn-began", row.id or 0, row.channel)
    return None


def _of_outbox(row: Outbox) -> MailEvent | None:
    if _became(row, "settled_at"):
        return MailEvent("message", row.id or 0, row.channel, row.state, row.reason or "")
    if _became(row, "repeated"):
        return MailEvent("message", row.id or 0, row.channel, "uncertain", row.reason or "killed")
    return None


def _became(row: Inbox | Outbox, name: str) -> bool:
    """Whether this flush gives the column a value that says yes."""
    added = sa.inspect(row).attrs[name].history.added
    return bool(added and added[0])
