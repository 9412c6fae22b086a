"""A later date: the agency's three steps, the request as each reader sees it, and the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core import extensions, rights
from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Line, T, Text, bold, italic, item, line
from bot.core.permissions import Actor
from bot.core.rights import Act, Side
from bot.core.screens.asking import cancel
from bot.core.screens.task import TaskView, open_button, standing_line
from bot.core.screens.words import role_name
from models import Extension, RequestState, Task

AGREES, OBJECTS, SILENT = "+", "-", "0"  # the office's opinion where it is one tap


# ---------------------------------------------------------------- the agency's three steps


def ask_reason(view: TaskView) -> Card:
    return Card(
        line(bold(T("Later date for {code} · step 1/3", code=view.code))),
        (item(standing_line(view), T("Write the reason in one line (3 to 1,000 characters).")),),
    ).with_rows(cancel())


def ask_due(view: TaskView, proposals: Sequence[date]) -> Card:
    """The day asked for, chosen or written."""
    id_, rev = view.task.id, view.task.revision
    rows = [(Button(T("{day}", day=day), action("ext-day", id_, rev, day.isoformat())),) for day in proposals]
    return Card(
        line(bold(T("Later date for {code} · step 2/3", code=view.code))),
        (item(standing_line(view), T("Choose the new date or write one, for example 21/10.")),),
    ).with_rows(*rows, cancel())


def ask_day_off(view: TaskView, due: date, instead: date, warning: Text) -> Card:
    """A day off, or a day very far away, is asked about."""
    id_, rev = view.task.id, view.task.revision
    title = line(bold(T("Date asked for: ")), bold(T("{day}", day=due)))
    return Card(title, (item(warning, T("Which day is meant?")),)).with_rows(
        (Button(T("{day}", day=instead), action("ext-day", id_, rev, instead.isoformat())),),
        (Button(T("Keep {day}", day=short(due)), action("ext-keep", id_, rev, due.isoformat())), *cancel()),
    )


def check(view: TaskView, draft: Mapping[str, Any], left: int, receivers: Text, read_back: Text | None) -> Card:
    """Step 3: everything that will be sent, read back; `read_back` asks about a date that was written in words."""
    task, due = view.task, date.fromisoformat(str(draft["due"]))
    attached = draft.get("document") or draft.get("file_name")
    lines: list[Any] = [
        T("Present date: {day}", day=task.due_on),
        line(
            T("Date asked for: "),
            bold(T("{day}", day=due)),
            T(" (+{n} working day)", " (+{n} working days)", n=left),
        ),
        *([read_back] if read_back else []),
        T("Reason: {reason}", reason=str(draft["reason"])),
        T("Done so far: {text}", text=str(draft.get("done") or "—")),
        T("Document: {text}", text=str(attached)) if attached else T("Document: none"),
    ]
    id_, rev = task.id, task.revision
    return Card(
        line(bold(T("Later date for {code} · step 3/3", code=view.code))),
        (
            item(*lines),
            item(T("Goes to: {receivers}.", receivers=receivers), bold(T("Until it is decided, the old date counts."))),
        ),
    ).with_rows(
        (*cancel(), Button(T("✏️ Change"), action("ext-edit", id_, rev))),
        (Button(T("📎 Add a document"), action("ext-file", id_, rev)),
         Button(T("📨 Send the request"), action("ext-send", id_, rev))),
    )  # fmt: skip


def ask_edit(view: TaskView) -> Card:
    id_, rev = view.task.id, view.task.revision
    return Card(line(bold(T("What is to be changed?")))).with_rows(
        (Button(T("Reason"), action("ext-reason", id_, rev)), Button(T("Date"), action("ext-due", id_, rev))),
        (Button(T("Done so far"), action("ext-done", id_, rev)), *cancel()),
    )


def ask_line(view: TaskView, what: Text) -> Card:
    """One line of the request, or of an answer to it."""
    return Card(line(bold(T("Later date for {code}", code=view.code))), (item(what),)).with_rows(cancel())


def receivers(task: Task, actor: Actor, rules: rights.Rules) -> Text:
    last = role_name(rights.decider(task))
    if rights.side(actor, task) is Side.CONTACT and not rules.contact_sends_extension:
        return T("the head of the agency, the office, then {post}", post=last)
    return T("the office, then {post}", post=last)


# ---------------------------------------------------------------- the request


def request_card(view: TaskView, request: Extension, actor: Actor, *lines: Text) -> Card:
    """The request as it stands, with what this reader may do about it."""
    head = T("⏳ Request for a later date – {code}", code=view.code)
    items = [
        item(*lines, T("{agency} · {title}", agency=view.lead, title=view.task.title)) if lines
        else item(T("{agency} · {title}", agency=view.lead, title=view.task.title)),
        Item(tuple(_facts(view, request))),
        item(italic(T("{state} · sent {at}", state=state_words(request), at=request.asked_at))),
    ]  # fmt: skip
    return Card(line(bold(head)), tuple(items), file_id=request.file_id).with_rows(*_rows(view, request, actor))


def _facts(view: TaskView, request: Extension) -> list[Line]:
    facts = [
        line(T("• Old date {old} → asked for ", old=request.old_due), bold(T("{day}", day=request.due_on))),
        line(T("• Reason: {reason}", reason=request.reason)),
    ]
    if request.done_so_far:
        facts.append(line(T("• Done so far: {text}", text=request.done_so_far)))
    facts.append(line(_count(request)))
    if request.opinion is not None:
        facts.append(line(T("• Office ({name}): {opinion}", name=request.opinion_name or "", opinion=opinion(request))))
    if request.question:
        facts.append(line(T("• Asked back: {text}", text=request.question)))
    if request.answer:
        facts.append(line(T("• Answer: {text}", text=request.answer)))
    if request.state == RequestState.OFFER:
        facts.append(line(T("• Offered: "), bold(T("{day}", day=request.offered_due))))
    if request.decided_note:
        facts.append(line(T("• Note of the decision: {text}", text=request.decided_note)))
    return facts


def _count(request: Extension) -> Text:
    """Which time it is, whether often, whether late."""
    count = T("• Time {n} for this task", n=request.nth)
    if request.nth >= extensions.MANY:
        count = T("{count} · ⚠️ extended many times", count=count)
    if request.is_late:
        return T("{count} · asked after the date", count=count)
    return count


def opinion(request: Extension) -> Text | str:
    match request.opinion:
        case "+":
            return T("agrees")
        case "-":
            return T("does not agree")
        case "0":
            return T("passes it on without an opinion")
    words = request.opinion or ""
    return T("{words} (until {day})", words=words, day=request.opinion_due) if request.opinion_due else words


def state_words(request: Extension) -> Text:
    match RequestState(request.state):
        case RequestState.DRAFT:
            return T("draft, not sent by the head yet")
        case RequestState.ASKED:
            return T("waits for the decision")
        case RequestState.QUESTION:
            return T("waits for the agency's answer")
        case RequestState.OFFER:
            return T("another date is offered, waits for the agency")
        case RequestState.AGREED:
            return T("agreed to")
        case RequestState.REFUSED:
            return T("not agreed to")
        case RequestState.DECLINED:
            return T("the offered date was not accepted")
        case RequestState.DROPPED:
            return T("taken back")


def _rows(view: TaskView, request: Extension, actor: Actor) -> list[tuple[Button, ...]]:
    if request.closed_at is not None:
        return [(open_button(view),)]
    rows = [
        *_agency_rows(view, request, actor),
        *_office_rows(view, request, actor),
        *_decider_rows(view, request, actor),
    ]
    return [*rows[:3], (open_button(view),)]


def _agency_rows(view: TaskView, request: Extension, actor: Actor) -> list[tuple[Button, ...]]:
    place = rights.side(actor, view.task)
    if place not in (Side.HEAD, Side.CONTACT):
        return []
    id_, rev = request.id, request.revision
    drop = Button(T("✖ Withdraw request"), action("req-drop", id_, rev))
    if place is Side.CONTACT and not view.rules.contact_sends_extension:
        return [(drop,)]
    match RequestState(request.state):
        case RequestState.DRAFT:
            return [(drop, Button(T("📨 Send the request"), action("req-send", id_, rev)))]
        case RequestState.QUESTION:
            return [(drop, Button(T("💬 Answer"), action("req-reply", id_, rev)))]
        case RequestState.OFFER:
            take = Button(T("✅ Accept {day}", day=short(request.offered_due)), action("req-take", id_, rev))
            return [(Button(T("❌ Not accepted"), action("req-leave", id_, rev)), take)]
    return [(drop,)]


def _office_rows(view: TaskView, request: Extension, actor: Actor) -> list[tuple[Button, ...]]:
    if request.state != RequestState.ASKED or request.opinion is not None:
        return []
    if not rights.may(Act.ADVISE, actor, view.task, view.rules):
        return []
    id_, rev = request.id, request.revision
    no = Button(T("👎 Not in favour"), action("req-op-no", id_, rev))
    yes = Button(T("👍 In favour"), action("req-op-yes", id_, rev))
    other = Button(T("✏️ Other opinion"), action("req-op", id_, rev))
    return [(no, yes), (other, Button(T("➡ Pass it on"), action("req-op-none", id_, rev)))]


def _decider_rows(view: TaskView, request: Extension, actor: Actor) -> list[tuple[Button, ...]]:
    if request.state != RequestState.ASKED or request.asked_by == actor.person_id:
        return []
    if not rights.may(Act.DECIDE_EXTENSION, actor, view.task, view.rules):
        return []
    id_, rev = request.id, request.revision
    yes = [Button(T("✅ Agree: {day}", day=short(request.due_on)), action("req-ok", id_, rev))]
    if request.opinion_due and request.opinion_due != request.due_on:
        offer = action("req-offer", id_, rev, request.opinion_due.isoformat())
        yes.insert(0, Button(T("📅 Offer {day}", day=short(request.opinion_due)), offer))
    return [
        (Button(T("❌ Not agreed"), action("req-no", id_, rev)), Button(T("💬 Ask back"), action("req-ask", id_, rev))),
        tuple(yes),
        (Button(T("📅 Another date"), action("req-day", id_, rev)),),
    ]


def ask_offer(view: TaskView, request: Extension, proposals: Sequence[date]) -> Card:
    id_, rev = request.id, request.revision
    rows = [(Button(T("{day}", day=day), action("req-offer", id_, rev, day.isoformat())),) for day in proposals]
    return Card(
        line(bold(T("Another date for {code}", code=view.code))),
        (
            item(
                T("Asked for: {day}. Choose a date or write one.", day=request.due_on),
                T("The agency accepts or declines it."),
            ),
        ),
    ).with_rows(*rows, cancel())


def check_offer(view: TaskView, request: Extension, due: date, read_back: Text, warning: Text | None) -> Card:
    """A date read from words is read back before it is offered."""
    lines: list[Any] = [read_back, *([warning] if warning else [])]
    offer = action("req-offer", request.id, request.revision, due.isoformat())
    return Card(
        line(bold(T("Another date for {code}", code=view.code))),
        (item(*lines, T("It goes to {agency}, which accepts or declines it.", agency=view.lead)),),
    ).with_rows((*cancel(), Button(T("📅 Offer {day}", day=short(due)), offer)))


def check_refusal(view: TaskView, request: Extension, reason: str) -> Card:
    return Card(
        line(bold(T("Not agree to the later date of {code}?", code=view.code))),
        (item(T("Reason: {reason}", reason=reason), T("It goes to: {agency}, the office.", agency=view.lead)),),
    ).with_rows((*cancel(), Button(T("❌ Not agreed"), action("req-no-do", request.id, request.revision))))


def check_opinion(view: TaskView, request: Extension, words: str, due: date | None, read_back: Text | None) -> Card:
    lines: list[Any] = [line(words, quoted=True)]
    if due:
        lines.append(T("Date proposed: {day}", day=due))
    if read_back:
        lines.append(read_back)
    return Card(line(bold(T("The office's opinion on {code}", code=view.code))), (item(*lines),)).with_rows(
        (*cancel(), Button(T("📨 Send the opinion"), action("req-op-send", request.id, request.revision)))
    )


# ---------------------------------------------------------------- what became of it


def sent(view: TaskView, request: Extension, to: Text) -> Card:
    lines: list[Any] = [
        T("{code} · {title}", code=view.code, title=view.task.title),
        T("{old} → {new}", old=request.old_due, new=request.due_on),
        T("Goes to: {receivers}.", receivers=to),
        bold(T("Until it is decided, the old date counts.")),
    ]
    if request.is_late:
        lines.append(T("Marked: asked after the date."))
    head = T("📨 The request for {code} is sent", code=view.code)
    if request.state == RequestState.DRAFT:
        head = T("✍️ The draft for {code} is with the head of the agency", code=view.code)
    return Card(line(bold(head)), (item(*lines),)).with_rows(
        (Button(T("⏳ The request"), action("req", request.id)), open_button(view))
    )


def noted(view: TaskView, request: Extension, head: Text, *lines: Text | Line) -> Card:
    """Something happened to a request."""
    return Card(
        line(bold(head)), (item(T("{code} · {title}", code=view.code, title=view.task.title), *lines),)
    ).with_rows((Button(T("⏳ The request"), action("req", request.id)), open_button(view)))


def extended(view: TaskView, request: Extension) -> Card:
    """Both sides and the supporting agencies get the same."""
    task = view.task
    lines: list[Any] = [
        T("{code} · {title}", code=view.code, title=task.title),
        T("Decided by: {name} · {at}", name=request.decided_name or "", at=request.closed_at),
    ]
    if request.decided_note:
        lines.append(T("Note: {text}", text=request.decided_note))
    lines.append(
        T("The original date {day} stays on record (extension {n}).", day=task.original_due_on, n=task.extended)
    )
    head = T("✅ {code} is extended to {day}", code=view.code, day=task.due_on)
    return Card(line(bold(head)), (item(*lines),)).with_rows((open_button(view),))


def refused(view: TaskView, request: Extension) -> Card:
    return Card(
        line(bold(T("❌ The later date of {code} is not agreed to", code=view.code))),
        (
            item(
                T("{code} · {title}", code=view.code, title=view.task.title),
                T("Decided by: {name} · {at}", name=request.decided_name or "", at=request.closed_at),
                T("Reason: {reason}", reason=request.decided_note or ""),
                T("The date stays {day}.", day=view.task.due_on),
            ),
        ),
    ).with_rows((open_button(view),))


def short(day: date | None) -> str:
    """A date that fits on a button."""
    return f"{day:%d/%m}" if day else "—"
