"""The working calendar as the office sees and changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.buttons import action
from bot.core.calendar import DayOff
from bot.core.cards import Button, Card, Item, T, Text, bold, item, line
from bot.core.replanning import Change
from bot.core.screens.task import TaskView

LISTED = 15  # tasks named; the rest is counted

_ASKED = {
    "off": (T("New day off"), T("Write the day and its name, for example: 02/01/2026 Nghỉ Tết Dương lịch.")),
    "works": (T("New working day"), T("Write the day and its name, for example: 10/01/2026 Làm bù ngày 02/01.")),
    "plain": (T("Take a day out"), T("Write the day that follows the five-day week again, for example: 02/01/2026.")),
}


@dataclass(frozen=True)
class Moved:
    """A task whose date moves with the calendar."""

    view: TaskView
    old: date | None
    new: date


def days_ahead(days: Sequence[tuple[date, DayOff]]) -> Card:
    lines: list[Text] = [
        T("• {day}: working day ({name})", day=day, name=one.name)
        if one.works
        else T("• {day}: day off ({name})", day=day, name=one.name)
        for day, one in days
    ]
    shown = lines or [T("No special day lies ahead.")]
    return Card(line(bold(T("Working calendar"))), (item(*shown),)).with_rows(
        (Button(T("➕ Day off"), action("days-off", extra="off")), Button(T("➕ Working day"), _ask("works"))),
        (Button(T("➖ Take a day out"), _ask("plain")), Button(T("☰ Menu"), action("menu"))),
    )


def _ask(what: str) -> str:
    return action("days-off", extra=what)


def ask_day(what: str) -> Card:
    title, hint = _ASKED.get(what, _ASKED["off"])
    return Card(line(bold(title)), (item(hint),)).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def no_change(change: Change, what: str, *, in_past: bool) -> Card:
    """Why the day is asked for again."""
    if in_past:
        why = T("{day} is in the past; dates that have passed are not counted again.", day=change.day)
    elif what != "plain" and not change.name:
        why = T("Please write the name of the occasion after the day.")
    else:
        why = T("{day} is that already. Nothing was changed.", day=change.day)
    return Card(line(bold(why)), (item(_ASKED.get(what, _ASKED["off"])[1]),)).with_rows(
        (Button(T("✖ Cancel"), action("cancel")),)
    )


def check(change: Change, moved: Sequence[Moved], on_day_off: Sequence[TaskView], read_back: Text) -> Card:
    """Before anything is changed: the day read back, what moves, and what stays due on a day off."""
    items = [item(read_back, _becomes(change)), _moves(moved)]
    if on_day_off:
        stay = [T("• {code} · {title}", code=view.code, title=view.task.title) for view in on_day_off[:LISTED]]
        head = T("Named dates do not move; these stay due on that day:")
        items.append(item(head, *stay, *_rest(len(on_day_off))))
    return Card(line(bold(T("Change the working calendar?"))), tuple(items)).with_rows(
        (Button(T("✖ No"), action("cancel")), Button(T("✅ Change"), action("days-off-set"))),
    )


def changed(change: Change, moved: Sequence[Moved]) -> Card:
    """It was changed, and the dates that were counted by it moved."""
    return Card(line(bold(T("The working calendar has changed"))), (item(_becomes(change)), _moves(moved)))


def _becomes(change: Change) -> Text:
    if change.name is None:
        return T("{day} follows the five-day week again.", day=change.day)
    if change.works:
        return T("{day} is a working day: {name}.", day=change.day, name=change.name)
    return T("{day} is a day off: {name}.", day=change.day, name=change.name)


def _moves(moved: Sequence[Moved]) -> Item:
    if not moved:
        return item(T("No task's date moves."))
    head = T("{n} task's date moves:", "{n} tasks' dates move:", n=len(moved))
    return item(head, *map(_move, moved[:LISTED]), *_rest(len(moved)))


def _move(one: Moved) -> Text:
    title = one.view.task.title
    return T("• {code} · {title}: {old} → {new}", code=one.view.code, title=title, old=one.old, new=one.new)


def _rest(count: int) -> list[Text]:
    more = count - LISTED
    return [T("… and {n} more", "… and {n} more", n=more)] if more > 0 else []
