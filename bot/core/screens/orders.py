"""Orders about a task: what else can be done with it, the questions an order asks, the check, the news."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core import rights
from bot.core.buttons import action
from bot.core.cards import Button, Card, Line, T, Text, bold, item, line
from bot.core.permissions import Actor
from bot.core.rights import Act, Side
from bot.core.screens.asking import cancel
from bot.core.screens.task import TaskView, open_button, standing_line
from bot.core.screens.words import names

LABELS: Mapping[Act, Text] = {
    Act.SUSPEND: T("⏸ Suspend"),
    Act.RESUME: T("▶ Resume"),
    Act.WITHDRAW: T("🗑 Withdraw"),
    Act.REOPEN: T("↻ Open again"),
    Act.CHANGE_LEAD: T("🏢 Change the lead"),
    Act.CHANGE_CONTENT: T("✏️ Change wording"),
    Act.COMPLETE: T("✅ Complete"),
    Act.REPEAT: T("🔁 Make recurring"),
}
ON_BEHALF = (
    (Act.REPORT, T("✅ Report done"), "done"),
    (Act.UPDATE, T("✍️ Update"), "update"),
    (Act.ASK_EXTENSION, T("⏳ Ask for more time"), "extend"),
    (Act.OBSTACLE, T("⚠️ Obstacle"), "obst"),
)


def more(view: TaskView, actor: Actor) -> Card:
    """Everything that the task's own card has no room for."""
    task, id_, rev = view.task, view.task.id, view.task.revision
    buttons = [
        Button(label, action("ord", id_, rev, act)) for act, label in LABELS.items() if rights.may(act, actor, task)
    ]
    rows = [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
    lines: list[Any] = [T("{code} · {title}", code=view.code, title=task.title), standing_line(view)]
    instead = [Button(T("✍️ On behalf"), action("behalf", id_))] if _on_behalf(view, actor) else []
    return Card(line(bold(T("More for {code}", code=view.code))), (item(*lines),)).with_rows(
        *rows, (*instead, open_button(view))
    )


def behalf(view: TaskView, actor: Actor) -> Card:
    """What the office does for an agency that does not do it here itself."""
    buttons = _on_behalf(view, actor)
    rows = [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
    lines: list[Any] = [T("{code} · {title}", code=view.code, title=view.task.title), standing_line(view)]
    lines.append(T("What the office updates is marked “on behalf of the agency”."))
    title = line(bold(T("For {agency}: {code}", agency=view.lead, code=view.code)))
    return Card(title, (item(*lines),)).with_rows(*rows, (open_button(view),))


def _on_behalf(view: TaskView, actor: Actor) -> list[Button]:
    if rights.side(actor, view.task) is not Side.OFFICE:
        return []
    return [
        Button(label, action(verb, view.task.id, view.task.revision))
        for act, label, verb in ON_BEHALF
        if rights.may(act, actor, view.task, view.rules) and (act is not Act.ASK_EXTENSION or view.task.due_on)
    ]


def ask(view: TaskView, act: Act, what: Text) -> Card:
    """One line that the order still needs."""
    return Card(
        line(bold(T("{order} {code}", order=LABELS[act], code=view.code))),
        (item(T("{code} · {title}", code=view.code, title=view.task.title), what),),
    ).with_rows(cancel())


def ask_evidence(view: TaskView) -> Card:
    """What shows that a small task is done; there may be nothing."""
    what = T("What shows the result? Write the number and date of a document, or a link.")
    bare = Button(T("No evidence yet"), action("ord-skip", view.task.id, view.task.revision))
    title = line(bold(T("{order} {code}", order=LABELS[Act.COMPLETE], code=view.code)))
    words = item(T("{code} · {title}", code=view.code, title=view.task.title), what)
    return Card(title, (words,)).with_rows((bare, *cancel()))


def choose_agency(view: TaskView, options: Sequence[tuple[str, str]], unknown: str = "") -> Card:
    """Several agencies could be meant; `unknown`: words that are nobody's name, only like theirs."""
    buttons = [
        (Button(short[:20], action("ord-lead", view.task.id, view.task.revision, code)),) for code, short in options
    ]
    title = T("Which agency is meant?")
    if unknown:
        title = T("No agency was found in “{words}”. Is one of these meant?", words=unknown)
    return Card(line(bold(title))).with_rows(*buttons[:3], cancel())


def check(
    view: TaskView,
    act: Act,
    order: Mapping[str, Any],
    receivers: Sequence[str],
    unlinked: Sequence[str],
    lead: str | None,
    read_back: Text | None = None,
) -> Card:
    """Everything read back, with the exact recipients; the acting button repeats the verb."""
    id_, rev = view.task.id, view.task.revision
    lines: list[Text | Line] = [T("{code} · {title}", code=view.code, title=view.task.title)]
    lines += _changes(view, act, order, lead)
    if read_back:
        lines.append(read_back)
    if order.get("reason"):
        lines.append(T("Reason: {reason}", reason=str(order["reason"])))
    if order.get("order"):
        lines.append(T("On order of: {text}", text=str(order["order"])))
    told = [T("Goes to ({n}): {names}", n=str(len(receivers)), names=names(receivers))]
    if unlinked:
        told.append(T("Not linked yet: {names} (the office should call)", names=names(unlinked)))
    rows: list[tuple[Button, ...]] = [(*cancel(), Button(LABELS[act], action("ord-do", id_, rev, act)))]
    if act is Act.SUSPEND:
        rows.append((Button(T("📅 Day to go on"), action("ord-day", id_, rev)),))
    if act is Act.COMPLETE:
        rows.append((Button(T("📅 Day of the result"), action("ord-day", id_, rev)),))
    title = line(bold(T("{order} {code}?", order=LABELS[act], code=view.code)))
    return Card(title, (item(*lines), item(*told))).with_rows(*rows)


def _changes(view: TaskView, act: Act, order: Mapping[str, Any], lead: str | None) -> list[Text | Line]:
    if act is Act.CHANGE_LEAD:
        return [T("Lead: {old} → {new}", old=view.lead, new=lead or "—")]
    if act is Act.CHANGE_CONTENT:
        return [T("New wording: {text}", text=str(order.get("title") or ""))]
    if act is Act.COMPLETE:
        day = date.fromisoformat(str(order["reported"]))
        evidence = order.get("evidence") or T("none")
        return [T("Day of the result: {day}", day=day), T("Evidence: {text}", text=evidence)]
    if act is Act.REPEAT:
        first = date.fromisoformat(str(order["first"]))
        return [T("Repeats: {words}", words=str(order.get("rule_words") or "")), T("First period: {day}", day=first)]
    if act is Act.SUSPEND:
        goes_on = order.get("resume")
        known = T("Day to go on: {day}", day=date.fromisoformat(str(goes_on))) if goes_on else None
        return [known or T("Day to go on: open")]
    return []


def news(view: TaskView, act: Act, by: str, reason: str | None, order: str | None, was: str = "") -> Card:
    """What all concerned are told."""
    match act:
        case Act.SUSPEND:
            head = T("⏸ {code} is suspended", code=view.code)
        case Act.RESUME:
            head = T("▶ {code} goes on", code=view.code)
        case Act.WITHDRAW:
            head = T("🗑 {code} is withdrawn", code=view.code)
        case Act.REOPEN:
            head = T("↻ {code} is open again", code=view.code)
        case Act.COMPLETE:
            head = T("✅ {code} is recorded as completed", code=view.code)
        case Act.REPEAT:
            head = T("🔁 {code} comes back from now on", code=view.code)
        case Act.CHANGE_LEAD:
            head = T("🏢 {code}: the lead goes from {old} to {new}", code=view.code, old=was, new=view.lead)
        case _:
            head = T("✏️ {code} has a new wording", code=view.code)
    lines: list[Text | Line] = [T("{code} · {title}", code=view.code, title=view.task.title), standing_line(view)]
    if act is Act.CHANGE_CONTENT:
        lines.append(T("Before: {text}", text=was))
    if reason:
        lines.append(T("Reason: {reason}", reason=reason))
    lines.append(T("By: {name}, on order of {text}", name=by, text=order) if order else T("By: {name}", name=by))
    if act is Act.SUSPEND and view.task.resume_on:
        lines.append(T("Goes on: {day}", day=view.task.resume_on))
    return Card(line(bold(head)), (item(*lines),)).with_rows((open_button(view),))
