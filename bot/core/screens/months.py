"""An agency's month on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, italic, item, line
from bot.core.figures import Figures, Flow
from bot.core.screens.figures import rate_words
from bot.core.screens.task import TaskView
from bot.core.screens.words import standing_words


@dataclass(frozen=True)
class Month:
    """`done` and `left` are the first few; `total_left` says how many go on into the next month."""

    agency: str
    code: str
    first: date
    last: date
    led: int
    supported: int
    flow: Flow
    earlier: Flow
    at_end: Figures
    done: Sequence[TaskView]
    left: Sequence[TaskView]
    total_left: int


def month(found: Month, now: datetime) -> Card:
    flow, end = found.flow, found.at_end
    late = flow.dated - flow.in_time
    items = [
        item(italic(T("{first} – {last} · made at {now}", first=found.first, last=found.last, now=now))),
        item(
            bold(
                T("{n} task in hand (lead {led}, support {supported})",
                  "{n} tasks in hand (lead {led}, support {supported})",
                  n=found.led + found.supported, led=found.led, supported=found.supported)
            ),
            T("✅ Completed {n}: {in_time} in time, {late} late, {undated} without a date",
              n=flow.completed, in_time=flow.in_time, late=late, undated=flow.completed - flow.dated),
            T("At the month's end: 🟢 {in_time} in time · 🔴 {late} overdue · ⚪ {undated} without a date · ⏸ {paused}",
              in_time=end.in_time, late=end.overdue, undated=end.undated, paused=end.suspended),
            T("In time: {rate} · the month before: {before}",
              rate=rate_words(flow.in_time_rate), before=rate_words(found.earlier.in_time_rate)),
        ),
    ]  # fmt: skip
    items += _lines(T("Completed"), found.done, flow.completed)
    items += _lines(T("Goes on"), found.left, found.total_left)
    items.append(item(italic(T("“In time” = the accepted result came by the due day. Lateness in calendar days."))))
    title = T("{agency} – {month}/{year}", agency=found.agency, month=found.first.month, year=str(found.first.year))
    return Card(line(bold(title)), tuple(items)).with_rows(
        (
            Button(T("📊 Export Excel"), action("export", 0, 0, "all")),
            Button(T("🔴 Overdue"), action("overdue", 1, 0, found.code)),
        )
    )


def _lines(title: Text, views: Sequence[TaskView], total: int) -> list[Item]:
    if not views:
        return []
    lines: list[Any] = [bold(title)]
    lines += [
        T("• {code} {title} – {standing}", code=one.code, title=one.task.title, standing=standing_words(one.standing))
        for one in views
    ]
    if total > len(views):
        lines.append(T("… and {n} more", n=total - len(views)))
    return [item(*lines)]
