"""One task: its card, its buttons, its assignment, and what was noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from bot.core import permissions, rights
from bot.core.buttons import action
from bot.core.cards import Button, Card, Choice, Item, Line, T, Text, bold, italic, item, line
from bot.core.extensions import MANY
from bot.core.permissions import Actor
from bot.core.rights import Act, Side
from bot.core.screens import parts
from bot.core.screens.view import TaskView as TaskView
from bot.core.screens.view import open_button as open_button
from bot.core.screens.view import standing_line as standing_line
from bot.core.screens.words import code, giver, names, obstacle_name, role_name, standing_words, state_name
from bot.core.urging import may_urge
from models import Extension, RequestState, State, Task

ORDERS = (
    Act.SUSPEND, Act.RESUME, Act.WITHDRAW, Act.REOPEN, Act.CHANGE_LEAD, Act.CHANGE_CONTENT, Act.COMPLETE, Act.REPEAT,
)  # fmt: skip


def task_card(view: TaskView, actor: Actor) -> Card:
    task = view.task
    title = line(bold(T("{code} · {title}", code=view.code, title=task.title)))
    items = [Item((standing_line(view),)), Item(tuple(_facts(view)))]
    items += parts.on_card(parts.seen_by(actor, view))
    if task.source:
        items.append(Item((line(italic(T("From the conclusion:"))), line(task.source, quoted=True))))
    if task.last_note and task.last_note not in view.evidence:
        items.append(item(italic(T("Latest: “{note}”", note=task.last_note))))
    return Card(title, tuple(items), task_buttons(view, actor))


def _facts(view: TaskView) -> list[Line]:
    task = view.task
    facts: list[Line] = []
    if task.is_parent:
        facts.append(line(T("• Handed in: {done}/{n}", done=view.handed_in, n=view.children)))
        if view.missing:
            facts.append(line(T("• Still missing: {names}", names=names(view.missing))))
    else:
        facts.append(line(T("• Done by: ") if task.is_sub else T("• Lead: "), bold(view.lead_full)))
    if view.co_leads:
        facts.append(line(T("• Co-lead: {names}", names=names(view.co_leads))))
    if view.support:
        facts.append(line(T("• Support: {names}", names=names(view.support))))
    facts.append(line(T("• State: {state}", state=state_name(task.state))))
    if task.percent is not None:
        facts.append(line(T("• Progress: {percent}%, updated {day}", percent=task.percent, day=task.updated_on)))
    elif task.updated_on:
        facts.append(line(T("• Updated {day}", day=task.updated_on)))
    given_by = view.owner if task.is_sub else giver(task.given_by, task.given_by_words)
    facts.append(line(T("• Given by: {giver}", giver=given_by)))
    if task.is_sub:
        facts.append(line(T("• Sub-task of: {code}", code=code(view.number))))
    if view.source:
        facts.append(line(T("• Basis: {source}", source=view.source)))
    if task.recurrence:
        facts.append(line(T("• 🔁 Recurring: one part for each period")))
    if task.field:
        facts.append(line(T("• Field: {field}", field=task.field)))
    if task.due_words and task.due_on:
        facts.append(line(T("• The text says: “{words}”", words=task.due_words)))
    if task.obstacle:
        facts.append(obstacle_line(view))
    if task.state == State.SUSPENDED and task.resume_on:
        facts.append(line(T("• Goes on: {day}", day=task.resume_on)))
    if task.with_leader_on:
        facts.append(line(T("• Put to the leader: {day}", day=task.with_leader_on)))
    if view.request:
        facts.append(line(request_words(view.request)))
    if task.extended:
        facts.append(line(extended_words(task)))
    if task.original_due_on and task.original_due_on != task.due_on:
        facts.append(line(T("• Original date: {day}", day=task.original_due_on)))
    facts += [line(T("• Evidence: {text}", text=one)) for one in view.evidence]
    if task.reported_on and not view.evidence and not task.is_parent:
        facts.append(line(T("• ⚠️ No evidence yet")))
    return facts


def obstacle_line(view: TaskView) -> Line:
    """What stands in the way, for cards, lists and the digest."""
    task = view.task
    reason: Text = obstacle_name(task.obstacle or "")
    if view.waits_for:
        reason = T("{reason}: {agency}", reason=reason, agency=view.waits_for)
    if task.obstacle_note:
        reason = T("{reason} – “{note}”", reason=reason, note=task.obstacle_note)
    return line(T("• ⚠️ Obstacle since {day}: {reason}", day=task.obstacle_on, reason=reason))


def request_words(request: Extension) -> Text:
    """That a later date is asked for, and who has the next word."""
    if request.state == RequestState.ASKED:
        return T("• ⏳ Asked for {day}, waits for the decision", day=request.due_on)
    if request.state == RequestState.DRAFT:
        return T("• ⏳ Draft of a request for {day}, waits for the head", day=request.due_on)
    return T("• ⏳ Asked for {day}, waits for the agency", day=request.due_on)


def extended_words(task: Task) -> Text:
    """How often; from the third time on with its label."""
    if task.extended >= MANY:
        return T("• ⚠️ Extended many times ({n})", n=task.extended)
    return T("• Extended: {n} time", "• Extended: {n} times", n=task.extended)


def task_buttons(view: TaskView, actor: Actor) -> tuple[Choice, ...]:
    """What this person may do with the task now; a button that they may not use is not drawn."""
    task, id_, rev = view.task, view.task.id, view.task.revision
    rows = update_rows(view, actor)
    if _may(Act.CONFIRM, view, actor):
        row = [Button(T("↩ Return"), action("return", id_, rev)), Button(T("✅ Confirm"), action("confirm", id_, rev))]
        rows.append(row)
    if may_close(view, actor):
        rows.append([close_button(view)])
    if task.is_sub:
        return tuple(Choice(tuple(row)) for row in [*rows, *parts.last_rows(view, _orders_row(view, actor))] if row)
    rows.append(_orders_row(view, actor))
    rows += [_above_row(view, actor)]
    last = [Button(T("🕘 History"), action("history", id_))]
    if view.request:
        last.append(Button(T("⏳ The request"), action("req", view.request.id)))
    is_running = task.closed_at is None and task.state not in (State.AWAITING, State.SUSPENDED)
    if is_running and may_urge(actor, task) and (task.acknowledged_at or not permissions.leads(actor, task)):
        rows.append([Button(T("📨 Urge"), action("urge", id_, rev))])
    if permissions.may_record(actor):
        last.append(Button(T("🏷 Field"), action("set-field", id_, rev)))
    elif task.due_on and task.closed_at is None and not view.request:
        last.append(Button(T("🧮 How it counts"), action("why", id_)))
    if _may(Act.OPINE, view, actor):
        rows.append([opinion_button(task)])
    if task.is_parent:
        last.insert(0, Button(T("🏢 By agency"), action("children", id_)))
    parts.put_in(rows, parts.row(view, actor))
    return tuple(Choice(tuple(row)) for row in [*rows, last] if row)


def opinion_button(task: Task) -> Button:
    return Button(T("💬 Send an opinion"), action("opine", task.id, task.revision))


def may_close(view: TaskView, actor: Actor) -> bool:
    """A job for many waits for the last word."""
    return view.children > 0 and not view.open_children and _may(Act.CLOSE, view, actor)


def close_button(view: TaskView) -> Button:
    return Button(T("✅ Close the task"), action("close", view.task.id, view.task.revision))


def ask_to_close(view: TaskView) -> Card:
    """To the office: nothing is missing any more."""
    head = T("✅ Every agency's part of {code} is confirmed", code=view.code)
    lines = [T("{code} · {title}", code=view.code, title=view.task.title)]
    counts = {"done": view.handed_in, "n": view.children}
    lines.append(T("Handed in: {done}/{n}. The office is asked to close the task.", **counts))
    return Card(line(bold(head)), (item(*lines),), (Choice((open_button(view), close_button(view))),))


def _orders_row(view: TaskView, actor: Actor) -> list[Button]:
    """The directors' date."""
    task = view.task
    row = []
    if _may(Act.SET_DUE, view, actor):
        label = T("📅 Set the date") if task.due_on is None else T("📅 Correct the date")
        row.append(Button(label, action("due", task.id, task.revision)))
    if any(_may(act, view, actor) for act in ORDERS):
        row.append(Button(T("⋯ More"), action("more", task.id)))
    return row


def _above_row(view: TaskView, actor: Actor) -> list[Button]:
    """The office leaves a result to the leader."""
    if view.task.with_leader_on is not None or not _may(Act.PUT_UP, view, actor):
        return []
    return [Button(T("⬆ Put to the leader"), action("put-up", view.task.id, view.task.revision))]


def update_rows(view: TaskView, actor: Actor) -> list[list[Button]]:
    """The lead agency's buttons."""
    task, id_, rev = view.task, view.task.id, view.task.revision
    if not permissions.leads(actor, task):
        return []
    done = T("✅ Report done") if rights.side(actor, task) is not Side.OWNER else T("✅ Done")
    rows: list[list[Button]] = []
    if task.acknowledged_at is None and _may(Act.ACKNOWLEDGE, view, actor):
        rows.append([Button(T("📩 Received"), action("ack", id_, rev))])
    row = []
    if _may(Act.REPORT, view, actor):
        row.append(Button(done, action("done", id_, rev)))
    if _may(Act.UPDATE, view, actor):
        row.append(Button(T("✍️ Update"), action("update", id_, rev)))
    rows += [row] if row else []
    more = [] if view.request else _extend(view, actor)
    if _may(Act.OBSTACLE, view, actor):
        more.append(
            Button(T("✅ Obstacle is gone"), action("obst-clear", id_, rev))
            if task.obstacle
            else Button(T("⚠️ Obstacle"), action("obst", id_, rev))
        )
    return [*rows, more] if more else rows


def _extend(view: TaskView, actor: Actor) -> list[Button]:
    if view.task.due_on is None or not _may(Act.ASK_EXTENSION, view, actor):
        return []
    return [Button(T("⏳ Ask for more time"), action("extend", view.task.id, view.task.revision))]


def _may(act: Act, view: TaskView, actor: Actor) -> bool:
    return rights.may(act, actor, view.task, view.rules)


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
        task_buttons(view, actor),
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


def noted(view: TaskView, head: Text, actor: Actor, *extra: Text | Line, undo: bool = False) -> Card:
    """An act was done; the task as it stands now, with what comes next, and for ten minutes the way back."""
    last: tuple[Button, ...] = (open_button(view),)
    if undo:
        last = (Button(T("↩️ Undo"), action("undo", view.task.id, view.task.revision)), *last)
    return Card(
        line(bold(head)),
        (item(T("{code} · {title}", code=view.code, title=view.task.title), standing_line(view), *extra),),
        (*(Choice(tuple(row)) for row in update_rows(view, actor)[:1]), Choice(last)),
    )


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
    if task.last_note and task.last_note not in view.evidence:
        lines.append(line(task.last_note, quoted=True))
    lines += [T("• Evidence: {text}", text=one) for one in view.evidence]
    if not view.evidence:
        lines.append(T("• No evidence was handed in."))
    return Card(line(bold(T("A result waits for confirmation"))), (item(*lines),), task_buttons(view, actor), file_id)


def returned(view: TaskView, by: Actor, reason: str, reader: Actor) -> Card:
    """To the agency: its result comes back, with what it needs to report again."""
    asks = T("↩ The office asks the agency to complete {code}", code=view.code)
    if view.task.is_sub or by.role in permissions.LEADERS:
        who = view.owner if view.task.is_sub else role_name(by.role)
        asks = T("↩ {owner} asks the agency to complete {code}", owner=who, code=view.code)
    stays = T("The date of the task does not change.")
    card = told(asks, view, line(reason, quoted=True), stays, standing_line(view))
    return replace(card, rows=(*(Choice(tuple(row)) for row in update_rows(view, reader)[:1]), *card.rows))


def told(head: Text, view: TaskView, *lines: Text | Line) -> Card:
    """Something happened to a task that concerns the reader."""
    return Card(
        line(bold(head)),
        (item(T("{code} · {title}", code=view.code, title=view.task.title), *lines),),
        (Choice((open_button(view),)),),
    )
