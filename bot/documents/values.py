"""What reading a file can answer: a document, or the reason why there is none."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal

LONGEST_TEXT = 2_000_000  # letters; a thousand pages
# Invisible in print: zero-width characters, the soft hyphen and the byte order mark inside a text.
_UNSEEN = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")

Reason = Literal[
    "too-big",
    "unpacks-too-big",
    "not-a-document",
    "unknown-kind",
    "password",
    "empty",
    "damaged",
    "macro",
    "encoding",
    "too-deep",
    "only-pictures",
    "secret",
    "not-fetched",  # the chat app did not hand it over
]


@dataclass(frozen=True)
class Document:
    """A file that was read: its paragraphs in NFC without empty ones; a table row is one paragraph."""

    text: str
    paragraphs: tuple[str, ...]
    name: str
    kind: str  # "docx" or "txt"

    @classmethod
    def of(cls, paragraphs: tuple[str, ...], name: str, kind: str) -> Document:
        return cls("\n".join(paragraphs), paragraphs, name, kind)


@dataclass(frozen=True)
class Unreadable:
    """Why a file was not read; `detail` holds what the sentence to the sender needs, never any of the content."""

    reason: Reason
    detail: dict[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """Raised inside this package where reading must stop; `read` turns it into its `Unreadable`."""

    def __init__(self, reason: Reason, **detail: str | int) -> None:
        super().__init__(reason)
        self.unreadable = Unreadable(reason, detail)


def refuse_longer(letters: int) -> None:
    """Raises Refused where a text is longer than any conclusion: later readers go through it word by word."""
    if letters > LONGEST_TEXT:
        raise Refused("too-big", letters=letters, limit=LONGEST_TEXT)


def tidy(text: str) -> str:
    """One paragraph as it is kept: NFC, single spaces, nothing invisible; "" for a mere rule of dashes."""
    line = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())
    return line if any(map(str.isalnum, line)) else ""
