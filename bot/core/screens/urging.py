"""Urging: what would be sent to whom, what was queued, what the agencies get."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Joined, T, Text, bold, italic, item, line
from bot.core.permissions import Actor
from bot.core.screens.lists import PAGE, task_item
from bot.core.screens.task import TaskView, update_rows


@dataclass(frozen=True)
class Proposal:
    """An urging before it is sent."""

    id: int
    revision: int
    views: Sequence[TaskView]
    agencies: Sequence[str]
    unlinked: Sequence[str]
    left_out: Sequence[str]
    words: Text | str
    last: datetime | None
    minutes: int


def default_words(day: date) -> Text:
    return T("Please report how the work stands by 17:00 on {day}.", day=day)


def confirm(found: Proposal) -> Card:
    """The exact recipients, the words, when it was urged last; the safe button comes first."""
    lines: list[Any] = [
        T("• {code} · {title}", code=view.code, title=view.task.title) for view in found.views[: 2 * PAGE]
    ]
    if len(found.views) > 2 * PAGE:
        lines.append(T("… and {n} more", n=len(found.views) - 2 * PAGE))
    facts: list[Any] = [
        T("Recipients ({n}): {names}", n=len(found.agencies), names=Joined(tuple(found.agencies))),
        T("Words: “{words}”", words=found.words),
        T("Urged last: {at}", at=found.last) if found.last else T("Not urged before."),
    ]
    if found.unlinked:
        names = Joined(tuple(found.unlinked))
        facts.append(T("Not linked: {names} (the office will be asked to call)", names=names))
    if found.left_out:
        facts.append(T("Left out, reported or not open: {codes}", codes=", ".join(found.left_out)))
    if found.minutes:
        facts.append(
            T("Sent {n} minute after the press; until then it can be cancelled.",
              "Sent {n} minutes after the press; until then it can be cancelled.", n=found.minutes)
        )  # fmt: skip
    title = T("Send an urging about {n} task?", "Send an urging about {n} tasks?", n=len(found.views))
    count = len(found.agencies)
    return Card(line(bold(title)), (item(*lines), item(*facts))).with_rows(
        (
            Button(T("✖ Do not send"), action("urge-drop", found.id, found.revision)),
            Button(T("✏️ Change the words"), action("urge-words", found.id, found.revision)),
        ),
        (
            Button(
                T("📨 Send to {n} agency", "📨 Send to {n} agencies", n=count),
                action("urge-send", found.id, found.revision, count),
            ),
        ),
    )


def ask_words(broadcast_id: int, words: Text | str) -> Card:
    return Card(
        line(bold(T("Words of the urging"))), (item(T("Now: “{words}”", words=words), T("Write them in one message.")),)
    ).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def queued(broadcast_id: int, tasks: int, agencies: Sequence[str], leaves_at: datetime | None) -> Card:
    """After the press: when it leaves, and the way back."""
    names = Joined(tuple(agencies))
    if leaves_at is None:
        title = T("📨 Urged about {n} task", "📨 Urged about {n} tasks", n=tasks)
        return Card(line(bold(title)), (item(T("Recipients ({n}): {names}", n=len(agencies), names=names)),))
    return Card(
        line(bold(T("📨 Leaves at {at}", at=leaves_at))),
        (item(T("Recipients ({n}): {names}", n=len(agencies), names=names)),),
    ).with_rows((Button(T("✖ Cancel sending"), action("send-stop", broadcast_id)),))


def stopped(stopped_for: Sequence[str], gone_to: Sequence[str]) -> Card:
    """Exactly what was stopped, and what had gone."""
    lines: list[Any] = []
    if stopped_for:
        lines.append(T("Not sent: {names}", names=Joined(tuple(stopped_for))))
    if gone_to:
        told = Joined(tuple(gone_to))
        lines.append(T("Had already gone: {names}", names=told) if stopped_for else T("Sent to: {names}", names=told))
    title = T("✖ Sending was cancelled") if stopped_for else T("Everything had already gone; nothing was cancelled.")
    return Card(line(bold(title)), (item(*lines),) if lines else ())


def urging(reader: Actor, views: Sequence[TaskView], words: Text | str, by: Text) -> Card:
    """What an agency gets: its tasks, the words, its buttons."""
    title = T("📨 Urged: {n} task", "📨 Urged: {n} tasks", n=len(views))
    items = [item(by), *(task_item(number, view) for number, view in enumerate(views, 1))]
    items.append(item(line(words, quoted=True)))
    card = Card(line(bold(title)), tuple(items))
    if len(views) == 1:
        rows = [tuple(row) for row in update_rows(views[0], reader)]
        return card.with_rows(
            *rows, (Button(T("📋 Open {code}", code=views[0].code), action("task", views[0].task.id)),)
        )
    numbers = tuple(Button(str(n), action("task", view.task.id)) for n, view in enumerate(views[:8], 1))
    return card.with_rows(numbers, (Button(T("📋 My tasks"), action("mine", 1)),))


def please_call(agencies: Sequence[str], codes: Sequence[str]) -> Card:
    """To the office: who is urged and cannot be reached."""
    return Card(
        line(bold(T("☎ Please call about an urging"))),
        (
            item(
                T("Nobody linked: {names}", names=Joined(tuple(agencies))),
                T("Tasks: {codes}", codes=", ".join(codes)),
                italic(T("The urging could not be delivered there.")),
            ),
        ),
    )
