"""One task: its card, its history, the questions that an update asks, and what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core import permissions
from bot.core.buttons import action
from bot.core.cards import Button, Card, Choice, Item, Line, Span, Style, T, Text, bold, italic, item, line
from bot.core.permissions import Actor
from bot.core.screens.words import code, giver, names, standing_words, state_name
from bot.core.timeliness import Standing, Timing
from models import State, Task, TaskEvent

PERCENTS = (25, 50, 75, 90)
EVENTS_A_PAGE = 5


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
    missing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return code(self.number)


def task_card(view: TaskView, actor: Actor) -> Card:
    task = view.task
    title = line(bold(T("{code} · {title}", code=view.code, title=task.title)))
    items = [Item((line(*_when(view)),)), Item(tuple(_facts(view)))]
    if task.source:
        items.append(Item((line(italic(T("From the conclusion:"))), line(task.source, quoted=True))))
    if task.last_note:
        items.append(item(italic(T("Latest: “{note}”", note=task.last_note))))
    return Card(title, tuple(items), task_buttons(task, actor))


def _when(view: TaskView) -> list[Any]:
    late = view.standing.timing in (Timing.OVERDUE, Timing.AWAITING_LATE)
    words = Span(standing_words(view.standing), Style.LATE if late else Style.BOLD)
    task = view.task
    if task.due_on is None:
        reason = task.no_due_reason or T("the conclusion names no date")
        return [words, T(" – {reason}", reason=reason)]
    return [words, T(" – due {day}", day=task.due_on)]


def _facts(view: TaskView) -> list[Line]:
    task = view.task
    facts: list[Line] = []
    if task.is_parent:
        facts.append(line(T("• Handed in: {done}/{n}", done=view.handed_in, n=view.children)))
        if view.missing:
            facts.append(line(T("• Still missing: {names}", names=names(view.missing))))
    else:
        facts.append(line(T("• Lead: "), bold(view.lead_full)))
    if view.co_leads:
        facts.append(line(T("• Co-lead: {names}", names=names(view.co_leads))))
    if view.support:
        facts.append(line(T("• Support: {names}", names=names(view.support))))
    facts.append(line(T("• State: {state}", state=state_name(task.state))))
    if task.percent is not None:
        facts.append(line(T("• Progress: {percent}%, updated {day}", percent=task.percent, day=task.updated_on)))
    elif task.updated_on:
        facts.append(line(T("• Updated {day}", day=task.updated_on)))
    facts.append(line(T("• Given by: {giver}", giver=giver(task.given_by, task.given_by_words))))
    if view.source:
        facts.append(line(T("• Basis: {source}", source=view.source)))
    if task.due_words and task.due_on:
        facts.append(line(T("• The text says: “{words}”", words=task.due_words)))
    if task.original_due_on and task.original_due_on != task.due_on:
        facts.append(line(T("• Original date: {day}", day=task.original_due_on)))
    facts += [line(T("• Evidence: {text}", text=one)) for one in view.evidence]
    return facts


def task_buttons(task: Task, actor: Actor) -> tuple[Choice, ...]:
    """What this person may do with the task now; a button that they may not use is not drawn."""
    id_, rev = task.id, task.revision
    rows: list[list[Button]] = []
    if task.closed_at is None and not task.is_parent:
        rows += update_rows(task, actor)
        if task.state == State.AWAITING and permissions.may_decide_result(actor, task):
            rows.append(
                [
                    Button(T("↩ Return"), action("return", id_, rev)),
                    Button(T("✅ Confirm"), action("confirm", id_, rev)),
                ]
            )
    if task.closed_at is None and permissions.may_correct_due(actor):
        rows.append(
            [Button(T("📅 Set the date") if task.due_on is None else T("📅 Correct the date"), action("due", id_, rev))]
        )
    last = [Button(T("🕘 History"), action("history", id_))]
    if task.is_parent:
        last.insert(0, Button(T("🏢 By agency"), action("children", id_)))
    return tuple(Choice(tuple(row)) for row in [*rows, last])


def update_rows(task: Task, actor: Actor) -> list[list[Button]]:
    """The lead agency's buttons."""
    if not permissions.leads(actor, task) or task.state in (State.AWAITING, State.SUSPENDED):
        return []
    id_, rev = task.id, task.revision
    rows = [[Button(T("✅ Report done"), action("done", id_, rev)), Button(T("✍️ Update"), action("update", id_, rev))]]
    if task.acknowledged_at is None:
        rows.insert(0, [Button(T("📩 Received"), action("ack", id_, rev))])
    return rows


def open_button(view: TaskView) -> Button:
    return Button(T("📋 Open {code}", code=view.code), action("task", view.task.id))


# ---------------------------------------------------------------- assignment and notes


def assignment(view: TaskView, actor: Actor, *, meeting_on: date | None) -> Card:
    """What the lead agency gets when a task is given to it."""
    task = view.task
    title = line(bold(T("To: {agency}", agency=view.lead_full)))
    order = (
        T(
            "Following the conclusion of {giver} at the meeting of {day}, the agency is given the lead of {code}:",
            giver=giver(task.given_by, None),
            day=meeting_on,
            code=view.code,
        )
        if meeting_on
        else T(
            "Following the conclusion of {giver}, the agency is given the lead of {code}:",
            giver=giver(task.given_by, None),
            code=view.code,
        )
    )
    return Card(
        title,
        (
            item(order, bold(task.title)),
            Item(tuple(_assignment_facts(view))),
            item(T("The agency is asked to confirm that it has received the task.")),
        ),
        task_buttons(task, actor),
    )


def support_notice(view: TaskView) -> Card:
    """What a supporting agency gets."""
    return Card(
        line(bold(T("Support for {code} · {title}", code=view.code, title=view.task.title))),
        (Item((line(T("• Lead: "), bold(view.lead_full)), *_assignment_facts(view))),),
        (Choice((open_button(view),)),),
    )


def _assignment_facts(view: TaskView) -> list[Line]:
    task = view.task
    facts = (
        [line(T("• Support: {names}", names=names(view.co_leads + view.support)))]
        if (view.support or view.co_leads)
        else []
    )
    if task.due_on:
        facts.append(line(T("• Due: "), bold(T("{day}", day=task.due_on))))
    else:
        facts.append(line(T("• Due: no date set yet")))
    if view.source:
        facts.append(line(T("• Basis: {source}", source=view.source)))
    return facts


def noted(view: TaskView, head: Text, actor: Actor, *extra: Text) -> Card:
    """An act was done; the task as it stands now, with what comes next."""
    return Card(
        line(bold(head)),
        (item(T("{code} · {title}", code=view.code, title=view.task.title), standing_line(view), *extra),),
        (*task_buttons(view.task, actor)[:1], Choice((open_button(view),)))
        if permissions.leads(actor, view.task) and view.task.closed_at is None
        else (Choice((open_button(view),)),),
    )


def standing_line(view: TaskView) -> Line:
    return line(*_when(view))


def please_confirm(view: TaskView, by: str, actor: Actor, file_id: int | None) -> Card:
    """To the office: a result waits for its word."""
    task = view.task
    lines: list[Any] = [
        T("{code} · {title}", code=view.code, title=task.title),
        T(
            "{agency} ({name}) reported the result, {timing}.",
            agency=view.lead,
            name=by,
            timing=standing_words(view.standing),
        ),
    ]
    if task.last_note:
        lines.append(line(task.last_note, quoted=True))
    lines += [T("• Evidence: {text}", text=one) for one in view.evidence]
    if not view.evidence:
        lines.append(T("• No evidence was handed in."))
    return Card(line(bold(T("A result waits for confirmation"))), (item(*lines),), task_buttons(task, actor), file_id)


def told(head: Text, view: TaskView, *lines: Text | Line) -> Card:
    """Something happened to a task that concerns the reader."""
    return Card(
        line(bold(head)),
        (item(T("{code} · {title}", code=view.code, title=view.task.title), *lines),),
        (Choice((open_button(view),)),),
    )


# ---------------------------------------------------------------- questions


def _cancel() -> tuple[Button, ...]:
    return (Button(T("✖ Cancel"), action("cancel")),)


def ask_progress(view: TaskView) -> Card:
    id_, rev = view.task.id, view.task.revision
    percents = tuple(Button(f"{n}%", action("percent", id_, rev, n)) for n in PERCENTS)
    lines: list[Any] = [T("Choose a percentage, or write in one line what has been done.")]
    if view.task.last_note:
        lines.append(italic(T("Latest: “{note}”", note=view.task.last_note)))
    return Card(line(bold(T("Progress of {code}", code=view.code))), (item(*lines),)).with_rows(percents, _cancel())


def ask_evidence(view: TaskView) -> Card:
    """One line of result; without evidence it is asked for once, then allowed."""
    return Card(
        line(bold(T("Report the result of {code}", code=view.code))),
        (
            item(
                T("Write the result in one line, with the number and date of the document, or send a file or a photo."),
                italic(T("For example: 324/BC-STTTT ngày 18/10/2022")),
            ),
        ),
    ).with_rows(
        (Button(T("No evidence yet"), action("done-bare", view.task.id, view.task.revision)), *_cancel()),
    )


def ask_return(view: TaskView) -> Card:
    return Card(
        line(bold(T("Return {code}", code=view.code))),
        (item(T("Write in one line what is missing. The date of the task does not change.")),),
    ).with_rows(_cancel())


def ask_due(view: TaskView, proposals: Sequence[date]) -> Card:
    id_, rev = view.task.id, view.task.revision
    lines: list[Any] = [T("Choose a date or write one, for example 30/9 or “Friday next week”.")]
    if view.task.due_on:
        lines.append(T("Now due {day}. A wrong entry is corrected with a reason.", day=view.task.due_on))
    buttons = [Button(T("{day}", day=day), action("due-set", id_, rev, day.isoformat())) for day in proposals]
    rows = [tuple(buttons[n : n + 1]) for n in range(len(buttons))]
    return Card(line(bold(T("Date of {code}", code=view.code))), (item(*lines),)).with_rows(*rows, _cancel())


def check_due(view: TaskView, due: date, days_left: int, warning: Text | None) -> Card:
    """A date read from words counts only after it was read back and confirmed."""
    lines: list[Any] = [
        T(
            "Understood as {day} ({n} working day from now).",
            "Understood as {day} ({n} working days from now).",
            day=due,
            n=days_left,
        ),
    ]
    if warning:
        lines.append(warning)
    return Card(line(bold(T("Date of {code}", code=view.code))), (item(*lines, T("Is that right?")),)).with_rows(
        (
            Button(T("✖ No"), action("due", view.task.id, view.task.revision)),
            Button(T("✅ Yes"), action("due-set", view.task.id, view.task.revision, due.isoformat())),
        ),
    )


def ask_due_reason(view: TaskView, due: date) -> Card:
    return Card(
        line(bold(T("Date of {code}", code=view.code))),
        (item(T("{old} → {new}. Write in one line why the entry was wrong.", old=view.task.due_on, new=due)),),
    ).with_rows(_cancel())


# ---------------------------------------------------------------- history


def history(view: TaskView, events: Sequence[TaskEvent], page: int) -> Card:
    """Newest first, five a page."""
    pages = max(1, -(-len(events) // EVENTS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = events[(page - 1) * EVENTS_A_PAGE : page * EVENTS_A_PAGE]
    turn = []
    if page > 1:
        turn.append(Button(T("◀ Newer"), action("history", view.task.id, 0, page - 1)))
    if page < pages:
        turn.append(Button(T("Older ▶"), action("history", view.task.id, 0, page + 1)))
    return Card(
        line(bold(T("🕘 {code} – history", code=view.code))), tuple(_event_item(event) for event in shown)
    ).with_rows(tuple(turn), (open_button(view),))


def _event_item(event: TaskEvent) -> Item:
    who: Any = event.person_name or T("System")
    if event.on_behalf:
        who = T("{name} (on behalf of the agency)", name=who)
    lines: list[Any] = [T("{at} {who}: {what}", at=event.at, who=who, what=_event_words(event))]
    if event.note:
        lines.append(line(event.note, quoted=True))
    return item(*lines)


def _event_words(event: TaskEvent) -> Text:
    match event.kind:
        case "assigned":
            due = event.new.get("due_on")
            return T("assigned, due {day}", day=date.fromisoformat(due)) if due else T("assigned without a date")
        case "acknowledged":
            return T("received")
        case "progress":
            percent = event.new.get("percent")
            return T("progress {percent}%", percent=percent) if percent is not None else T("progress")
        case "reported":
            return T("reported the result")
        case "confirmed":
            return T("confirmed the result")
        case "returned":
            return T("returned the result")
        case "due_changed":
            old, new = event.old.get("due_on"), date.fromisoformat(event.new["due_on"])
            return (
                T("date {old} → {new}", old=date.fromisoformat(old), new=new) if old else T("date set: {new}", new=new)
            )
        case "days_off_changed":
            old, new = date.fromisoformat(event.old["due_on"]), date.fromisoformat(event.new["due_on"])
            return T("date {old} → {new}: the working calendar changed", old=old, new=new)
        case "parts_reported":
            return T("every agency has reported") if event.new.get("reported_on") else T("a part was returned")
        case "all_children_confirmed":
            return T("completed: every agency's part was confirmed")
    return T("{kind}", kind=event.kind)
