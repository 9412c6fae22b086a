"""Sub-tasks: on the card of their task, as a list, and the questions that giving one asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from bot.core import rights
from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Line, T, Text, bold, italic, item, line
from bot.core.permissions import Actor, may_see
from bot.core.rights import Act
from bot.core.screens.asking import cancel
from bot.core.screens.view import TaskView, open_button, standing_line
from bot.core.screens.words import code, standing_words
from models import State

ON_CARD = 3
PAGE = 5
MOST_ROWS = 3  # above the last one


def seen_by(actor: Actor, view: TaskView) -> tuple[TaskView, ...]:
    """A supporting agency sees the parts that it does, not what goes on inside the lead agency."""
    return tuple(one for one in view.parts if may_see(actor, one.task, ()))


def on_card(parts: Sequence[TaskView]) -> list[Item]:
    """The sub-tasks under the facts of their task: open ones first."""
    kept = [one for one in parts if one.task.state != State.CANCELLED]
    if not kept:
        return []
    first = sorted(kept, key=lambda one: one.task.closed_at is not None)[:ON_CARD]
    more = [line(T("… and {n} more", n=len(kept) - ON_CARD))] if len(kept) > ON_CARD else []
    return [Item((line(italic(_counted(kept))), *map(_line, first), *more))]


def _counted(parts: Sequence[TaskView]) -> Text:
    done = sum(one.task.state == State.COMPLETED for one in parts)
    return T("Sub-tasks: {done}/{n} done", done=done, n=len(parts))


def _line(view: TaskView) -> Line:
    words = standing_words(view.standing)
    return line(T("• {code} {title} – {who} · {standing}", code=view.code, title=view.task.title, who=view.lead,
                  standing=words))  # fmt: skip


def row(view: TaskView, actor: Actor) -> list[Button]:
    """The way to the sub-tasks, for those who see some or may give one."""
    if seen_by(actor, view):
        return [Button(T("🧩 Sub-tasks"), action("parts", view.task.id))]
    return _give(view, actor, T("🧩 Give a sub-task"))


def _give(view: TaskView, actor: Actor, label: Text) -> list[Button]:
    may = rights.may(Act.GIVE_PART, actor, view.task)
    return [Button(label, action("part", view.task.id, view.task.revision))] if may else []


def put_in(rows: list[list[Button]], button: Sequence[Button]) -> None:
    """Beside a button that stands alone where there is one, so that the card does not grow."""
    alone = next((row for row in reversed(rows) if len(row) == 1), None)
    if alone is not None and button:
        alone += button
    elif button and len([row for row in rows if row]) < MOST_ROWS:
        rows.append(list(button))


def last_rows(view: TaskView, orders: list[Button]) -> list[list[Button]]:
    """The end of a sub-task's own card."""
    whole = Button(T("📋 Open {code}", code=code(view.number)), action("task", view.task.parent_id))
    return [orders, [Button(T("🕘 History"), action("history", view.task.id)), whole]]


def listing(whole: TaskView, parts: Sequence[TaskView], actor: Actor, now: datetime, page: int) -> Card:
    """Every sub-task that this reader sees, five a page, each a button away."""
    pages = max(1, -(-len(parts) // PAGE))
    page = min(max(page, 1), pages)
    shown = parts[(page - 1) * PAGE : page * PAGE]
    numbers = tuple(Button(str(one.task.sub_number), action("task", one.task.id)) for one in shown)
    turn = []
    if page > 1:
        turn.append(Button(T("◀ Back"), action("parts", whole.task.id, 0, page - 1)))
    if page < pages:
        turn.append(Button(T("Next ▶"), action("parts", whole.task.id, 0, page + 1)))
    items = [item(_counted([one for one in parts if one.task.state != State.CANCELLED]),
                  italic(T("As of {now}", now=now)))]  # fmt: skip
    items += [_entry(one) for one in shown]
    title = line(bold(T("🧩 {code} · {title}", code=whole.code, title=whole.task.title)))
    last = (*_give(whole, actor, T("➕ Sub-task")), open_button(whole))
    return Card(title, tuple(items)).with_rows(numbers, tuple(turn), last)


def _entry(view: TaskView) -> Item:
    lines = [line(bold(T("{code} · {title}", code=view.code, title=view.task.title)))]
    lines.append(line(T("{agency} · ", agency=view.lead), *standing_line(view).spans))
    if view.task.last_note:
        lines.append(line(italic(T("“{note}”", note=view.task.last_note[:120]))))
    return Item(tuple(lines))


# ---------------------------------------------------------------- giving one


def ask(whole: TaskView) -> Card:
    """One line says who, what and by when."""
    lines: list[Any] = [
        T("{code} · {title}", code=whole.code, title=whole.task.title),
        T("Write in one line who does it, what, and by when."),
        italic(T("For example: P.CNTT: lập danh mục trước 20/10")),
    ]
    if whole.support or whole.co_leads:
        lines.append(T("A unit of the agency, or a supporting agency: {names}.",
                       names=", ".join((*whole.co_leads, *whole.support))))  # fmt: skip
    return Card(line(bold(T("New sub-task of {code}", code=whole.code))), (item(*lines),)).with_rows(cancel())


def check(whole: TaskView, who: str, title: str, due: date | None, warning: Text | None, *, as_whole: bool) -> Card:
    """Everything is read back before it is given."""
    day: Text = T("Due: no date set yet")
    if due:
        day = T("Due: {day} (the date of {code})", day=due, code=whole.code) if as_whole else T("Due: {day}", day=due)
    lines: list[Any] = [T("Done by: {who}", who=who), T("Work: {title}", title=title), day]
    lines += [warning] if warning else []
    id_, rev = whole.task.id, whole.task.revision
    return Card(line(bold(T("New sub-task of {code}?", code=whole.code))), (item(*lines),)).with_rows(
        (*cancel(), Button(T("✏️ Change"), action("part", id_, rev))),
        (Button(T("📨 Give"), action("part-give", id_, rev)),),
    )


def too_late(whole: TaskView, due: date) -> Card:
    """A sub-task does not end after its task."""
    id_, rev, last = whole.task.id, whole.task.revision, whole.task.due_on
    words = T("{day} is after the date of {code}, {last}. A sub-task ends with its task at the latest.",
              day=due, code=whole.code, last=last)  # fmt: skip
    return Card(line(bold(T("New sub-task of {code}?", code=whole.code))), (item(words),)).with_rows(
        (Button(T("{day}", day=last), action("part-due", id_, rev)),),
        (*cancel(), Button(T("✏️ Change"), action("part", id_, rev))),
    )


def later_than_whole(view: TaskView, due: date, last: date) -> Card:
    """The same where the date of a sub-task is changed."""
    id_, rev = view.task.id, view.task.revision
    words = T("{day} is after the date of {code}, {last}. A sub-task ends with its task at the latest.",
              day=due, code=code(view.number), last=last)  # fmt: skip
    return Card(line(bold(T("Date of {code}", code=view.code))), (item(words),)).with_rows(
        (Button(T("{day}", day=last), action("due-set", id_, rev, last.isoformat())),), cancel()
    )


def given(view: TaskView, buttons: Sequence[Any]) -> Card:
    """To the agency that does a part."""
    task = view.task
    head = T("{owner} asks the agency to do {part}, a sub-task of {code}:", owner=view.owner, part=view.code,
             code=code(view.number))  # fmt: skip
    return Card(
        line(bold(T("To: {agency}", agency=view.lead_full))),
        (item(head, bold(task.title)), item(standing_line(view)), item(T("Please confirm that it was received."))),
        tuple(buttons),
    )


def noted(view: TaskView) -> Card:
    """To whoever gave it, and to the colleagues."""
    task = view.task
    return Card(
        line(bold(T("🧩 {code} is given to {who}", code=view.code, who=view.lead))),
        (item(T("{code} · {title}", code=view.code, title=task.title), standing_line(view)),),
    ).with_rows(
        (open_button(view), Button(T("🧩 Sub-tasks"), action("parts", task.parent_id))),
    )


def past_the_date(whole: TaskView, late: Sequence[TaskView]) -> Card:
    """To the lead agency: the task's date now lies before that of some of its parts."""
    rows = [T("• {code} {title} – due {day}", code=one.code, title=one.task.title, day=one.task.due_on) for one in late]
    return Card(
        line(bold(T("{code} is due {day}: these sub-tasks end later", code=whole.code, day=whole.task.due_on))),
        (item(*rows),),
    ).with_rows((Button(T("🧩 Sub-tasks"), action("parts", whole.task.id)),))
