"""A part as Telegram writes it: HTML and an inline keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.degrade import Part, Row, Run

_TAGS = {"bold": "b", "italic": "i", "code": "code", "late": "b"}


def html(part: Part) -> str:
    """The rows with their styles; what Telegram counts after parsing is exactly `part.text`."""
    return "\n".join(_block(rows, quoted) for quoted, rows in groupby(part.rows, key=lambda row: row.quoted))


def _block(rows: Iterable[Row], quoted: bool) -> str:
    text = "\n".join("".join(map(_run, row.runs)) for row in rows)
    return f"<blockquote>{text}</blockquote>" if quoted and text.strip() else text


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    tag = _TAGS.get(run.style)
    return f"<{tag}>{text}</{tag}>" if tag and text.strip() else text


def keyboard(part: Part) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(key.label, callback_data=key.action) for key in row] for row in part.keys]
    return InlineKeyboardMarkup(rows) if rows else None
