"""Morning letters and the weekly digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core import permissions
from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Joined, Line, T, Text, bold, italic, item, line
from bot.core.permissions import Actor
from bot.core.reminders import Ladder, Rung
from bot.core.screens.lists import task_item
from bot.core.screens.task import TaskView, close_button, may_close, obstacle_line, standing_line, update_rows
from bot.core.screens.words import names, standing_words

SHOWN = 5


@dataclass(frozen=True)
class Reminded:
    """A task in a letter, with the rung that put it there."""

    view: TaskView
    rung: Rung
    unheard: bool = False  # nobody of the lead agency can be written to


@dataclass(frozen=True)
class Week:
    """The committee's week for one reader."""

    since: date
    day: date
    totals: Text
    newly_overdue: Sequence[TaskView] = ()
    overdue: Sequence[TaskView] = ()
    overdue_count: int = 0
    to_decide: Sequence[TaskView] = ()
    waiting: Sequence[TaskView] = ()
    due: Sequence[TaskView] = ()
    done: Sequence[TaskView] = ()
    obstacles: Sequence[TaskView] = ()
    silent: Sequence[TaskView] = ()
    unlinked: Sequence[str] = field(default_factory=tuple)


def morning(actor: Actor, reminded: Sequence[Reminded], now: datetime, extract: Card | None) -> Card:
    """All reminders of one person in one letter; on digest day it opens with the week's extract.

    Agencies of one job that are reminded of the same thing are one entry, or a job for sixty fills a morning.
    """
    entries = _entries(actor, reminded)
    title = T("Reminder: {n} task", "Reminder: {n} tasks", n=len(entries))
    items = list(extract.items) if extract else []
    if extract and entries:
        items.append(item(bold(title)))
    items += _tasks(entries, actor)
    items.append(item(italic(T("As of {now}", now=now))))
    head = extract.title if extract and extract.title else line(bold(title))
    return Card(head, tuple(items)).with_rows(*_letter_rows(actor, entries))


def _tasks(entries: Sequence[list[Reminded]], reader: Actor) -> list[Item]:
    """Each with what is asked of the reader; what is asked for several of them is said once, below."""
    whys = [_why(same[0], reader) for same in entries]
    items = []
    for number, (same, why) in enumerate(zip(entries, whys, strict=True), 1):
        alone = [line(italic(why))] if whys.count(why) == 1 else []
        items.append(Item((*_entry(number, same), *alone)))
    shared = [why for place, why in enumerate(whys) if whys.count(why) > 1 and whys.index(why) == place]
    if shared and whys.count(shared[0]) == len(whys):
        return [*items, item(italic(shared[0]))]
    said = []
    for why in shared:
        codes = tuple(same[0].view.code for same, its in zip(entries, whys, strict=True) if its == why)
        said.append(line(italic(T("{codes}: {why}", codes=Joined(codes), why=why))))
    return [*items, Item(tuple(said))] if said else items


def _entries(actor: Actor, reminded: Sequence[Reminded]) -> list[list[Reminded]]:
    """What is said in one breath: a task, or the parts of a job that stand alike. An agency answers for each part."""
    entries: dict[object, list[Reminded]] = {}
    for one in reminded:
        task = one.view.task
        told_apart = actor.role in permissions.AGENCY or task.obstacle or task.last_note or one.view.request
        alike = (task.parent_id, one.view.standing, task.due_on, one.rung.ladder, one.unheard)
        entries.setdefault(task.id if told_apart or not task.parent_id else alike, []).append(one)
    return list(entries.values())


def _entry(number: int, same: Sequence[Reminded]) -> Sequence[Line]:
    view = same[0].view
    if len(same) == 1:
        return task_item(number, view).lines
    agencies = T("{n} agencies: {names} · ", n=len(same), names=names([one.view.lead for one in same]))
    title = T("{number}. {code} · {title}", number=str(number), code=view.code, title=view.task.title)
    return line(bold(title)), line(agencies, *standing_line(view).spans)


def _opens(same: Sequence[Reminded]) -> int:
    """The task behind an entry's number: of several parts the whole job."""
    task = same[0].view.task
    return (task.parent_id if len(same) > 1 else task.id) or 0


def _letter_rows(actor: Actor, entries: Sequence[Sequence[Reminded]]) -> list[tuple[Button, ...]]:
    """One task: its own buttons; several: a number for each."""
    if len(entries) == 1 and len(entries[0]) == 1:
        only = entries[0][0].view
        rows = [tuple(row) for row in update_rows(only, actor)]
        if entries[0][0].rung.ladder is Ladder.CLOSE and may_close(only, actor):
            rows.append((close_button(only),))
        last = [Button(T("📋 Open {code}", code=only.code), action("task", only.task.id))]
        if only.request:
            last.insert(0, Button(T("⏳ The request"), action("req", only.request.id)))
        else:
            last.insert(0, Button(T("🔔 Again tomorrow"), action("snooze", only.task.id)))
        return [*rows, tuple(last)]
    numbers = [Button(str(n), action("task", _opens(same))) for n, same in enumerate(entries[:8], 1)]
    mine = Button(T("📋 My tasks"), action("mine" if permissions.AGENCY & {actor.role} else "open", 1))
    if not entries:
        return [(mine,)]
    again = T("🔔 Again: all {n}", n=len(entries)) if len(entries) > 1 else T("🔔 Again tomorrow")
    return [tuple(numbers), (Button(again, action("snooze-all")), mine)]


_REQUESTS = {
    Ladder.DECIDE: T("A request for a later date has waited for two working days. A decision is asked for."),
    Ladder.ANSWER: T("A request for a later date waits for the agency's word."),
    Ladder.OPINION: T("A request for a later date waits for the office's opinion."),
    Ladder.CLOSE: T("Every agency's part is confirmed. The office is asked to close the task."),
    Ladder.RESUME: T("The task was to go on today. The office is asked to resume it or to have another day set."),
}


def _why(reminded: Reminded, reader: Actor) -> Text:
    """What is asked of the reader; who is not of the agency is only told."""
    rung = reminded.rung
    if rung.ladder in _REQUESTS:
        return _REQUESTS[rung.ladder]
    if rung.ladder is Ladder.AGAIN:
        return T("Reminded again, as the comrade wished.")
    if reminded.unheard and reader.role not in permissions.AGENCY and rung.ladder is not Ladder.CONFIRM:
        return T("Nobody of the agency can be reached here, so it was not reminded: the office should call.")
    if reader.role not in permissions.AGENCY and rung.ladder is not Ladder.CONFIRM:
        if rung.ladder is Ladder.ACKNOWLEDGE:
            return T("After two working days the agency has still not confirmed receipt.")
        return T("The lead agency has been reminded; no result is reported yet.")
    match rung.ladder:
        case Ladder.ACKNOWLEDGE:
            return T("The agency is asked to confirm that it has received the task.")
        case Ladder.SILENCE:
            return T("No update for 14 days. The agency is asked for its progress.")
        case Ladder.CONFIRM:
            return T("The report has waited for two working days. The office is asked to confirm or return it.")
    if rung.name.startswith("+") and reminded.view.request is None:
        return T("The agency is asked to update its progress or to propose another date.")
    return T("The agency is asked to update its progress.")


def digest(
    week: Week,
    now: datetime,
    reader: Actor | None = None,
    reminded: Sequence[Reminded] = (),
    own: Card | None = None,
) -> Card:
    """The chair's week, in the order of the committee: new and longest overdue, waiting, due, done, silent, totals.

    What the reader would else be told in a letter of the same morning stands before the totals; `own`: the week of the
    agency that they head.
    """
    items = [item(italic(T("From {since} · figures of {now}", since=week.since, now=now)), bold(_sentence(week)))]
    items += _section(T("Newly overdue since the last digest"), week.newly_overdue)
    items += _section(T("Longest overdue"), week.overdue)
    items += _to_decide(week.to_decide)
    items += _section(T("Waiting for confirmation"), week.waiting)
    items += _section(T("Due this week"), week.due)
    items += _section(T("Completed since the last digest"), week.done)
    items += _obstacles(week.obstacles)
    items += _section(T("No update for 14 days"), week.silent)
    if week.unlinked:
        items.append(item(T("Nobody linked yet, the office should call: {names}", names=names(week.unlinked))))
    entries = _entries(reader, reminded) if reader else []
    if reader and entries:
        items.append(_reminders(reader, entries))
    if own and own.title:
        items += [Item((own.title,)), *own.items]
    items.append(item(week.totals))
    opens = [Button(same[0].view.code, action("task", _opens(same))) for same in entries[:4]]
    return Card(line(bold(T("Week from {day} – steering committee", day=week.day))), tuple(items)).with_rows(
        tuple(opens),
        (Button(T("🔴 Overdue"), action("overdue", 1)), Button(T("🟠 Due soon"), action("soon", 1))),
        (Button(T("🔵 Waiting for me"), action("waiting", 1)), Button(T("📋 All open"), action("open", 1))),
    )


def _reminders(reader: Actor, entries: Sequence[Sequence[Reminded]]) -> Item:
    """A line for each task: which it is, and what is asked or told."""
    lines: list[Any] = [bold(T("Reminder: {n} task", "Reminder: {n} tasks", n=len(entries)))]
    for same in entries[: 2 * SHOWN]:
        view = same[0].view
        lines.append(T("• {code} {title}: {why}", code=view.code, title=view.task.title, why=_why(same[0], reader)))
    if len(entries) > 2 * SHOWN:
        lines.append(T("… and {n} more", n=len(entries) - 2 * SHOWN))
    return item(*lines)


def extract(weeks: Sequence[tuple[str, Week]]) -> Card:
    """The own week of an agency, or of each that its reader heads, at the head of the Monday letter."""
    items: list[Item] = []
    for agency, week in weeks:
        name = [bold(agency)] if len(weeks) > 1 else []
        items.append(item(*name, bold(_sentence(week))))
        items += _section(T("Overdue"), week.overdue)
        items += _section(T("Due this week"), week.due)
        items.append(item(week.totals))
    agencies = names([agency for agency, _ in weeks])
    return Card(line(bold(T("{agency} – week from {day}", agency=agencies, day=weeks[0][1].day))), tuple(items))


def _sentence(week: Week) -> Text:
    if not week.overdue_count:
        return T("No task is overdue.")
    return T("{n} task is overdue.", "{n} tasks are overdue.", n=week.overdue_count)


def _section(title: Text, views: Sequence[TaskView]) -> list[Item]:
    if not views:
        return []
    lines: list[Any] = [bold(title)]
    for view in views[:SHOWN]:
        units: Any = names(view.missing) if view.task.is_parent and view.missing else view.lead
        lines.append(
            T(
                "• {code} {title} – {agency} · {standing}",
                code=view.code,
                title=view.task.title,
                agency=units,
                standing=standing_words(view.standing),
            )
        )
    if len(views) > SHOWN:
        lines.append(T("… and {n} more", n=len(views) - SHOWN))
    return [item(*lines)]


def _obstacles(views: Sequence[TaskView]) -> list[Item]:
    """What stands in the way, and whose opinion is waited for."""
    if not views:
        return []
    lines: list[Any] = [bold(T("⚠️ Obstacles"))]
    for view in views[:SHOWN]:
        lines += [T("{code} {title} – {agency}", code=view.code, title=view.task.title, agency=view.lead)]
        lines.append(obstacle_line(view))
    if len(views) > SHOWN:
        lines.append(T("… and {n} more", n=len(views) - SHOWN))
    return [item(*lines)]


def _to_decide(views: Sequence[TaskView]) -> list[Item]:
    """Requests for a later date, and results that the office has put to the leader."""
    if not views:
        return []
    lines: list[Any] = [bold(T("To be decided"))]
    for view in views[:SHOWN]:
        what = T("⏳ asks for {day}", day=view.request.due_on) if view.request else standing_words(view.standing)
        lines.append(
            T(
                "• {code} {title} – {agency} · {what}",
                code=view.code,
                title=view.task.title,
                agency=view.lead,
                what=what,
            )
        )
    if len(views) > SHOWN:
        lines.append(T("… and {n} more", n=len(views) - SHOWN))
    return [item(*lines)]
