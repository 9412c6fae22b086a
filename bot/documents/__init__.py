"""Bytes to paragraphs. Size limits and the secrecy guard stand in front; nothing is stored here."""

from __future__ import annotations

from bot.documents.kinds import kind_of
from bot.documents.plain import in_old_fonts, paragraphs_of_bytes
from bot.documents.secrecy import secrecy_mark
from bot.documents.values import Document, Refused, Unreadable

__all__ = ["LARGEST_FILE", "Document", "Unreadable", "read", "secrecy_mark"]

LARGEST_FILE = 20 * 1024 * 1024


def read(content: bytes, name: str) -> Document | Unreadable:
    """The paragraphs of a file, or why there are none. Never raises, whatever the bytes are.

    A file that bears a secrecy mark is refused as "secret", and nothing of its text is in the answer.
    """
    try:
        return _read(content, name)
    except Refused as refusal:
        return refusal.unreadable


def _read(content: bytes, name: str) -> Document:
    if len(content) > LARGEST_FILE:
        raise Refused("too-big", bytes=len(content), limit=LARGEST_FILE)
    _refuse_secret(name)
    if not content:
        raise Refused("empty")
    kind = kind_of(content, name)
    if kind == "docx":
        # Here and not above: a start of the bot need not wait for the XML library.
        from bot.documents.word import paragraphs_of_word

        paragraphs = paragraphs_of_word(content)
    else:
        paragraphs = paragraphs_of_bytes(content)
        _refuse_secret("\n".join(paragraphs))
    if not paragraphs:
        raise Refused("empty")
    document = Document.of(paragraphs, name, kind)
    if in_old_fonts(document.text):
        raise Refused("encoding")
    return document


def _refuse_secret(text: str) -> None:
    mark = secrecy_mark(text)
    if mark:
        raise Refused("secret", mark=mark)
