"""What happened to a task, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, item, line
from bot.core.history import DETAILS
from bot.core.screens.extension import AGREES, OBJECTS, SILENT
from bot.core.screens.task import TaskView, open_button
from bot.core.screens.words import obstacle_name, state_name
from models import TaskEvent

EVENTS_A_PAGE = 5


@dataclass(frozen=True)
class Said:
    """A reminder that reached somebody."""

    at: datetime
    name: str


Entry = TaskEvent | Said


def history(
    view: TaskView,
    entries: Sequence[Entry],
    page: int,
    short: Callable[[str | None], str],
    stand_ins: Mapping[int, str] = MappingProxyType({}),
) -> Card:
    """Newest first, five a page; `short` names an agency by its code.

    `stand_ins`: by event, the holder of the post in which a deputy acted.
    """
    pages = max(1, -(-len(entries) // EVENTS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = entries[(page - 1) * EVENTS_A_PAGE : page * EVENTS_A_PAGE]
    turn = []
    if page > 1:
        turn.append(Button(T("◀ Newer"), action("history", view.task.id, 0, page - 1)))
    if page < pages:
        turn.append(Button(T("Older ▶"), action("history", view.task.id, 0, page + 1)))
    title = T("🕘 {code} – history ({page}/{pages})", code=view.code, page=str(page), pages=str(pages))
    file = Button(T("📄 As a file"), action("hist-file", view.task.id))
    return Card(line(bold(title)), tuple(_entry_item(one, short, stand_ins) for one in shown)).with_rows(
        tuple(turn), (file, open_button(view))
    )


def history_file(view: TaskView, count: int, file_id: int) -> Card:
    text = T("The history of {code} as a table: {n} entry", "The history of {code} as a table: {n} entries",
             code=view.code, n=count)  # fmt: skip
    return Card(line(text), file_id=file_id)


def _entry_item(entry: Entry, short: Callable[[str | None], str], stand_ins: Mapping[int, str]) -> Item:
    if isinstance(entry, Said):
        return item(T("{at} System: reminded {name}, delivered", at=entry.at, name=entry.name))
    who: Any = entry.person_name or T("System")
    if holder := stand_ins.get(entry.id or 0):
        who = T("{name} (for {holder})", name=who, holder=holder)
    if entry.on_behalf:
        who = T("{name} (on behalf of the agency)", name=who)
    lines: list[Any] = [T("{at} {who}: {what}", at=entry.at, who=who, what=event_words(entry, short))]
    if entry.note:
        given = _TAPPED.get(entry.note) if entry.kind == "extension_advised" else None
        lines.append(line(given or entry.note, quoted=True))
    order = _details(entry).get("order")
    if order:
        lines.append(T("On order of: {text}", text=str(order)))
    return item(*lines)


_TAPPED = {AGREES: T("agrees"), OBJECTS: T("does not agree"), SILENT: T("passes it on without an opinion")}
"""The office's opinion where it was one tap."""


def event_words(event: TaskEvent, short: Callable[[str | None], str]) -> Text:
    """What was done, in words; every kind of event has its own."""
    if event.kind in _PLAIN:
        return _PLAIN[event.kind]
    match event.kind:
        case "assigned":
            due = _day(event.new, "due_on")
            return T("assigned, due {day}", day=due) if due else T("assigned without a date")
        case "progress":
            percent = event.new.get("percent")
            return T("progress {percent}%", percent=percent) if percent is not None else T("progress")
        case "due_changed":
            old, new = _day(event.old, "due_on"), _day(event.new, "due_on")
            return T("date {old} → {new}", old=old, new=new) if old else T("date set: {new}", new=new)
        case "part_given":
            return T("gave a sub-task")
        case "followed":
            return _followed(event, short)
        case "recurring":
            return T("recurring: one part for each period")
        case "period_moved":
            return T("stands at the period of {day}", day=date.fromisoformat(event.new["due_on"]))
        case "urged":
            return T("urged")
        case "urge_stopped":
            return T("urging cancelled before it left")
        case "urge_partly_stopped":
            return T("urging cancelled for those it had not reached")
        case "assignment_cancelled":
            return T("assignment cancelled before it left")
        case "field_set":
            field = event.new.get("field")
            return T("field: {field}", field=field) if field else T("field taken away")
        case "days_off_changed":
            old, new = _day(event.old, "due_on"), _day(event.new, "due_on")
            return T("date {old} → {new}: the working calendar changed", old=old, new=new)
        case "parts_reported":
            return T("every agency has reported") if event.new.get("reported_on") else T("a part was returned")
        case "confirmed":
            return _confirmed(event)
        case "obstacle":
            return T("obstacle: {reason}", reason=obstacle_name(str(event.new.get("obstacle") or "ly_do_khac")))
        case "lead_changed":
            return T("lead {old} → {new}", old=short(event.old.get("lead")), new=short(event.new.get("lead")))
        case "content_changed":
            return T("wording: “{text}”", text=str(event.new.get("title")))
        case "undone":
            return T("took back: {what}", what=_UNDONE.get(str(_details(event).get("kind")), T("progress")))
        case "suspended":
            day = _day(event.new, "resume_on")
            return T("suspended until {day}", day=day) if day else T("suspended")
        case "extended":
            old, new = _day(_details(event), "old_due"), _day(event.new, "due_on")
            return T("extended {old} → {new}", old=old, new=new)
        case "extension_asked" | "extension_drafted" | "extension_offered":
            return _asked(event)
    return T("{kind}", kind=event.kind)


_PLAIN = {
    "acknowledged": T("received"),
    "reported": T("reported the result"),
    "returned": T("returned the result"),
    "completed_directly": T("recorded as completed without a report"),
    "carried_over": T("what was under way goes on as this period"),
    "part_done": T("done"),
    "handed_over": T("the post was handed over"),
    "lead_succeeded": T("lead passed to the successor"),
    "support_succeeded": T("support passed to the successor"),
    "opinion": T("gave an opinion"),
    "put_up": T("put the result to the leader"),
    "obstacle_cleared": T("the obstacle is gone"),
    "all_children_confirmed": T("completed: every agency's part was confirmed"),
    "part_reopened": T("open again: a part was opened"),
    "resumed": T("goes on"),
    "withdrawn": T("withdrawn"),
    "reopened": T("opened again"),
    "extension_advised": T("the office's opinion on the later date"),
    "extension_question": T("asked back about the later date"),
    "extension_answered": T("answered about the later date"),
    "extension_refused": T("later date not agreed to"),
    "extension_declined": T("offered date not accepted"),
    "extension_dropped": T("request for a later date taken back"),
}


_UNDONE = {**_PLAIN, "obstacle": T("the report of an obstacle")}


def _followed(event: TaskEvent, short: Callable[[str | None], str]) -> Text:
    """A sub-task goes the way of its task."""
    state = event.new.get("state")
    if state is None:
        return T("belongs to {agency} now, with its task", agency=short(event.new.get("given_by_agency")))
    return T("{state}, with its task", state=state_name(state))


def _confirmed(event: TaskEvent) -> Text:
    """With the time that the confirmation took."""
    reported = _day(_details(event), "reported_on")
    if reported is None:
        return T("confirmed the result")
    days = ((_day(_details(event), "confirmed_on") or event.at.date()) - reported).days
    if days <= 0:
        return T("confirmed the result on the day of the report")
    return T(
        "confirmed the result, {n} day after the report", "confirmed the result, {n} days after the report", n=days
    )


def _asked(event: TaskEvent) -> Text:
    day = _day(_details(event), "due_on")
    match event.kind:
        case "extension_asked":
            return T("asked for a later date: {day}", day=day)
        case "extension_drafted":
            return T("drafted a request for {day}", day=day)
    return T("offered another date: {day}", day=day)


def _details(event: TaskEvent) -> Mapping[str, Any]:
    return event.new.get(DETAILS) or {}


def _day(values: Mapping[str, Any], name: str) -> date | None:
    stored = values.get(name)
    return date.fromisoformat(stored) if stored else None
