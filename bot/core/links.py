"""Links to files that prove themselves: number, end, and a signature that only this installation can make. Pure."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from bot.core.words import fold

LIVES = timedelta(hours=24)
PATH = "/files"
_TICKET = re.compile(r"(\d{1,18})\.(\d{1,12})\.([A-Za-z0-9_-]{43})", re.ASCII)


def address(root: str, key: bytes, file_id: int, name: str, until: datetime) -> str:
    """What opens the file until then. The name is there for the reader only."""
    end = int(until.timestamp())
    return f"{root}{PATH}/{file_id}.{end}.{_signature(key, file_id, end)}/{_plain(name)}"


def admitted(key: bytes, ticket: str, now: datetime) -> int | None:
    """The file that a ticket opens; None for one that is over, altered or made elsewhere."""
    found = _TICKET.fullmatch(ticket)
    if found is None:
        return None
    file_id, end = int(found[1]), int(found[2])
    genuine = hmac.compare_digest(_signature(key, file_id, end), found[3])
    return file_id if genuine and now.timestamp() < end else None


def is_ticket(words: str) -> bool:
    return _TICKET.fullmatch(words) is not None


def _signature(key: bytes, file_id: int, end: int) -> str:
    made = hmac.digest(key, f"file {file_id} until {end}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def _plain(name: str) -> str:
    """Letters and digits that every app takes for part of a link."""
    return re.sub(r"[^a-z0-9.]+", "-", fold(name)).strip("-.")[-60:] or "file"
