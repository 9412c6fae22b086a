"""Lists of tasks: totals first, longest overdue first, five a page, number = button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Line, T, Text, bold, italic, item, line
from bot.core.screens.task import TaskView, obstacle_line, request_words, standing_line
from bot.core.screens.words import names, standing_words
from models import Task

PAGE = 5


@dataclass(frozen=True)
class Listing:
    """A page of a list: which list, of whom, and how many there are in all."""

    verb: str  # the button verb that shows this list
    title: Text
    extra: str = ""  # an agency's code, kept in the page buttons
    page: int = 1
    total: int = 0
    per_page: int = PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def listing(found: Listing, views: Sequence[TaskView], now: datetime, *more: Text) -> Card:
    first = (found.page - 1) * PAGE + 1
    items = [item(italic(T("As of {now}", now=now)))]
    items += [task_item(number, view) for number, view in enumerate(views, first)]
    if more:
        items.append(item(*more))
    numbers = tuple(Button(str(n), action("task", view.task.id)) for n, view in enumerate(views, first))
    return Card(line(bold(found.title)), tuple(items)).with_rows(numbers, pager(found))


def overdue_rows(found: Listing, *, urge: bool) -> list[tuple[Button, ...]]:
    """What one does with the overdue list: urge all of it, have it as a file."""
    if found.verb != "overdue":
        return []
    all_ = Button(
        T("📨 Urge about {n} task", "📨 Urge about {n} tasks", n=found.total), action("urge-all", 0, 0, found.extra)
    )
    return [(*((all_,) if urge else ()), Button(T("📊 Export Excel"), action("export", 0, 0, "overdue")))]


def pager(found: Listing) -> tuple[Button, ...]:
    buttons = []
    if found.page > 1:
        buttons.append(Button(T("◀ Back"), action(found.verb, found.page - 1, 0, found.extra)))
    if found.page < found.pages:
        buttons.append(Button(T("Next ▶"), action(found.verb, found.page + 1, 0, found.extra)))
    return tuple(buttons)


def task_item(number: int, view: TaskView) -> Item:
    lines: list[Line] = [
        line(bold(T("{number}. {code} · {title}", number=str(number), code=view.code, title=view.task.title)))
    ]
    if view.task.is_parent:
        lines.append(standing_line(view))
        lines.append(_handed_in(view))
    else:
        lines.append(line(T("{agency} · ", agency=view.lead), *standing_line(view).spans))
    if view.task.obstacle:
        lines.append(obstacle_line(view))
    if view.request:
        lines.append(line(request_words(view.request)))
    if view.task.percent is not None or view.task.last_note:
        lines.append(_progress(view.task))
    return Item(tuple(lines))


def _progress(task: Task) -> Line:
    """How far it is: in percent, in words, or both."""
    percent = [] if task.percent is None else [T("{percent}%", percent=task.percent)]
    note = [italic(T("“{note}”", note=_short(task.last_note)))] if task.last_note else []
    return line(*percent, *([" · "] if percent and note else []), *note)


def _handed_in(view: TaskView) -> Line:
    counts = T("handed in {done}/{n}", done=view.handed_in, n=view.children)
    if not view.missing:
        return line(counts)
    return line(T("{counts}, still missing: {names}", counts=counts, names=names(view.missing)))


def _short(note: str, limit: int = 120) -> str:
    return note if len(note) <= limit else note[: limit - 1].rsplit(" ", 1)[0] + "…"


def empty(title: Text, now: datetime, nearest: TaskView | None, totals: Text | None) -> Card:
    """Empty is an answer: "không có", as of when, and what comes next."""
    lines: list[Text | Line] = [line(italic(T("As of {now}", now=now)))]
    if nearest:
        lines.append(
            T(
                "Next: {code} {title}, due {day} ({standing}).",
                code=nearest.code,
                title=nearest.task.title,
                day=nearest.task.due_on,
                standing=standing_words(nearest.standing),
            )
        )
    if totals:
        lines.append(totals)
    buttons = (Button(T("📋 Open {code}", code=nearest.code), action("task", nearest.task.id)),) if nearest else ()
    return Card(line(bold(title)), (item(*lines),)).with_rows(buttons)


def children(parent: TaskView, views: Sequence[TaskView], now: datetime, *, urge: bool = False) -> Card:
    """A job for many, agency by agency; those who may urge reach whoever is missing in one tap."""
    rows = [
        line(T("• {agency}: {standing}", agency=view.lead, standing=standing_words(view.standing))) for view in views
    ]
    return Card(
        line(bold(T("{code} · {title}", code=parent.code, title=parent.task.title))),
        (item(_handed_in(parent), italic(T("As of {now}", now=now))), Item(tuple(rows))),
    ).with_rows(
        (Button(T("📨 Urge the missing"), action("urge", parent.task.id, parent.task.revision)),) if urge else (),
        (Button(T("📋 Open {code}", code=parent.code), action("task", parent.task.id)),),
    )


def totals(
    *, total: int, done: int, in_time: int, overdue: int, awaiting: int, undated: int, suspended: int = 0
) -> Text:
    """The figures of a scope; they add up to the first of them. What is suspended is named where there is any."""
    if suspended:
        return T(
            "Tracking {total}: {done} completed, {in_time} in time, {overdue} overdue, {awaiting} awaiting "
            "confirmation, {undated} without a date, {suspended} suspended.",
            total=total,
            done=done,
            in_time=in_time,
            overdue=overdue,
            awaiting=awaiting,
            undated=undated,
            suspended=suspended,
        )
    return T(
        "Tracking {total}: {done} completed, {in_time} in time, {overdue} overdue, {awaiting} awaiting confirmation, "
        "{undated} without a date.",
        total=total,
        done=done,
        in_time=in_time,
        overdue=overdue,
        awaiting=awaiting,
        undated=undated,
    )
