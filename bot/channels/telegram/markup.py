"""A part as Telegram writes it: HTML and an inline keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.buttons import OPENS
from bot.core.degrade import Key, Part, Row, Run

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


def keyboard(part: Part, link: Callable[[str], str | None] = lambda _: None) -> InlineKeyboardMarkup | None:
    """`link` makes the deep link of a button that opens the private chat; without our name there is none."""
    rows = [[button for key in row if (button := _button(key, link))] for row in part.keys]
    return InlineKeyboardMarkup(rows) if any(rows) else None


def _button(key: Key, link: Callable[[str], str | None]) -> InlineKeyboardButton | None:
    if not key.action.startswith(OPENS):
        return InlineKeyboardButton(key.label, callback_data=key.action)
    address = link(key.action.removeprefix(OPENS))
    return InlineKeyboardButton(key.label, url=address) if address else None
