"""A task with what a reader needs to know about it, and the two things that every screen shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Line, Span, Style, T, line
from bot.core.rights import USUAL, Rules
from bot.core.screens.words import code, standing_words
from bot.core.timeliness import Standing, Timing
from models import Extension, Task


@dataclass(frozen=True)
class TaskView:
    """A task with what a reader needs to know about it."""

    task: Task
    number: int
    standing: Standing
    lead: str = ""
    lead_full: str = ""
    support: tuple[str, ...] = ()
    co_leads: tuple[str, ...] = ()
    source: str | None = None
    evidence: tuple[str, ...] = ()
    handed_in: int = 0
    children: int = 0
    open_children: int = 0
    missing: tuple[str, ...] = ()
    rules: Rules = USUAL
    request: Extension | None = None  # open, for a later date
    waits_for: str = ""  # the agency whose opinion is waited for
    owner: str = ""  # of a sub-task: the agency that gave it
    parts: tuple[TaskView, ...] = ()  # sub-tasks

    @property
    def code(self) -> str:
        return code(self.number, self.task.sub_number)


def standing_line(view: TaskView) -> Line:
    return line(*_when(view))


def _when(view: TaskView) -> list[Any]:
    late = view.standing.timing in (Timing.OVERDUE, Timing.AWAITING_LATE)
    words = Span(standing_words(view.standing), Style.LATE if late else Style.BOLD)
    task = view.task
    if task.due_on is None:
        reason = task.no_due_reason or T("the conclusion names no date")
        return [words, T(" – {reason}", reason=reason)]
    return [words, T(" – due {day}", day=task.due_on)]


def open_button(view: TaskView) -> Button:
    return Button(T("📋 Open {code}", code=view.code), action("task", view.task.id))
