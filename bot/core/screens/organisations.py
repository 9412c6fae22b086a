"""Agencies with open tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.buttons import action
from bot.core.cards import Button, Card, T, Text, bold, italic, item, line


@dataclass(frozen=True)
class Standing:
    """An agency with its open tasks."""

    code: str
    short: str
    opened: int
    overdue: int
    linked: bool


def listing(rows: Sequence[Standing], page: int, pages: int, now: datetime, *, office: bool) -> Card:
    items = [item(italic(T("As of {now}", now=now)))]
    items += [item(bold(T("{n}. {name}", n=n, name=one.short)), _figures(one)) for n, one in enumerate(rows, 1)]
    if not rows:
        items.append(item(T("No agency has an open task.")))
    numbers = tuple(
        Button(str(n), action("open", 1, 0, one.code)) for n, one in enumerate(rows, 1) if len(one.code) <= 24
    )
    pager = []
    if page > 1:
        pager.append(Button(T("◀ Back"), action("agencies", page - 1)))
    if page < pages:
        pager.append(Button(T("Next ▶"), action("agencies", page + 1)))
    last = (
        (Button(T("🔄 Re-organisation"), action("reorg")), Button(T("👥 People"), action("people"))) if office else ()
    )
    return Card(line(bold(T("🏢 Agencies with open tasks"))), tuple(items)).with_rows(numbers, tuple(pager), last)


def _figures(one: Standing) -> Text:
    linked = T("linked") if one.linked else T("nobody linked")
    return T("open: {opened} · overdue: {overdue} · {linked}", opened=one.opened, overdue=one.overdue, linked=linked)
