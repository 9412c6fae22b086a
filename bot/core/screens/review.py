"""The review of a conclusion: what was found, one by one, and what will be assigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, Joined, Line, T, Text, bold, italic, item, line
from bot.core.permissions import Actor
from bot.core.screens.words import code, giver, names, role_name
from bot.core.words import brief
from models import Broadcast, Conclusion, Draft, DraftState

UNSURE = 0.4  # below it the confidence is called low
CLEAR = 0.7  # the confidence from which an item without open points counts as clear


@dataclass(frozen=True)
class DraftView:
    """A draft with the names of its agencies."""

    draft: Draft
    position: int
    count: int
    lead: str = ""
    co_leads: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    everyone: tuple[str, ...] = ()
    duplicate: int | None = None
    strange_day: Text | None = None  # what is strange about the due day: over, a day off


def is_clear(draft: Draft) -> bool:
    """Has what an assignment needs, and nothing that a person should look at first."""
    has_lead = draft.lead is not None or bool(draft.everyone)
    return has_lead and draft.confidence >= CLEAR and not draft.co_leads and draft.duplicate_of is None


def summary(conclusion: Conclusion, drafts: Sequence[Draft], *, again: bool = False) -> Card:
    pending = [draft for draft in drafts if draft.state == DraftState.PENDING]
    clear = [draft for draft in pending if is_clear(draft)]
    lines: list[Any] = [_found(drafts, pending, clear)]
    if len(pending) < len(drafts):
        lines.append(_decided(drafts))
    if again:
        lines.insert(0, T("This text was taken in before; the review goes on where it was."))
    undated = sum(draft.due_on is None for draft in drafts)
    if undated:
        lines.append(T("⚪ {undated}/{total} without a date", undated=undated, total=len(drafts)))
    leadless = sum(draft.lead is None and not draft.everyone for draft in drafts)
    if leadless:
        lines.append(T("⚠️ {n} without a lead agency", n=leadless))
    repeated = sum(draft.duplicate_of is not None for draft in drafts)
    if repeated:
        lines.append(T("🔁 {n} like a task that is already tracked", n=repeated))
    card = Card(
        line(bold(T("Read: {title}", title=conclusion.title))),
        (item(*lines), item(bold(T("Nothing is assigned or sent yet.")), T("Review the items, then assign them."))),
    )
    return card.with_rows(*_summary_rows(conclusion, drafts, pending, clear))


def _found(drafts: Sequence[Draft], pending: Sequence[Draft], clear: Sequence[Draft]) -> Text:
    """What is decided is neither clear nor to be looked at any more."""
    return T(
        "Found {n} task: {clear} clear, {rest} to look at",
        "Found {n} tasks: {clear} clear, {rest} to look at",
        n=len(drafts),
        clear=len(clear),
        rest=len(pending) - len(clear),
    )


def _decided(drafts: Sequence[Draft]) -> Text:
    states = Counter(draft.state for draft in drafts)
    return T(
        "Accepted {accepted} · dropped {dropped} · not reviewed {pending}",
        accepted=states[DraftState.ACCEPTED],
        dropped=states[DraftState.DROPPED],
        pending=states[DraftState.PENDING],
    )


def _summary_rows(
    conclusion: Conclusion, drafts: Sequence[Draft], pending: Sequence[Draft], clear: Sequence[Draft]
) -> list[tuple[Button, ...]]:
    if not drafts:
        return [(Button(T("✖ Drop this text"), action("rv-drop", conclusion.id)),)]
    first = (pending or drafts)[0]
    rows: list[tuple[Button, ...]] = [
        (
            Button(T("✖ Drop this text"), action("rv-drop", conclusion.id)),
            Button(T("▶ Review one by one"), action("rv-item", first.id)),
        )
    ]
    if clear:
        rows.append((Button(T("✅ Accept {n} clear", n=len(clear)), action("rv-clear", conclusion.id, len(clear))),))
    if not pending:
        rows.append((Button(T("📤 Go on to assigning"), action("rv-ready", conclusion.id)),))
    return rows


def draft_card(view: DraftView) -> Card:
    draft = view.draft
    title = T("Item {position}/{count} · {state}", position=view.position, count=view.count, state=_state(draft))
    items = [Item(tuple(_fields(view))), item(italic(T("The text says:")), line(draft.source, quoted=True))]
    return Card(line(bold(title)), tuple(items)).with_rows(*_draft_rows(view))


def passed_on(view: DraftView) -> Card:
    """To a leader who gave a task in one line: how it was understood, and who goes on with it."""
    waits = item(bold(T("Nothing is assigned or sent yet.")), T("The office reviews it, then assigns it."))
    return Card(line(bold(T("📝 Passed on to the office"))), (Item(tuple(_fields(view))), waits))


def _state(draft: Draft) -> Text:
    match draft.state:
        case DraftState.ACCEPTED:
            return T("accepted")
        case DraftState.DROPPED:
            return T("dropped")
    return T("clear") if is_clear(draft) else T("to look at")


def _fields(view: DraftView) -> list[Line]:
    draft = view.draft
    fields = [line(bold(T("Task: ")), draft.action), line(bold(T("Lead: ")), *_lead(view))]
    if view.co_leads:
        fields.append(line(bold(T("Co-lead: ")), names(view.co_leads)))
    if view.support:
        fields.append(line(bold(T("Support: ")), names(view.support)))
    fields.append(line(bold(T("Due: ")), *_due(draft)))
    if view.strange_day and draft.state == DraftState.PENDING:
        fields.append(line("⚠️ ", view.strange_day))
    fields.append(line(bold(T("Given by: ")), giver(draft.given_by, draft.given_by_words)))
    fields += _clarity(draft)
    if view.duplicate:
        fields.append(line(T("🔁 Like {code}, which is still open", code=code(view.duplicate))))
    if draft.drop_reason:
        fields.append(line(T("Dropped: {reason}", reason=draft.drop_reason)))
    return fields


def missing(draft: Draft) -> list[Text]:
    """What is not clear yet ("6 rõ"), as the item stands now."""
    names = {
        "lead": (draft.lead is None and not draft.everyone, T("the lead")),
        "two_leads": ("two_leads" in draft.missing, T("one lead only")),
        "date": (draft.due_on is None and not draft.no_due_reason, T("the date")),
        "deliverable": ("deliverable" in draft.missing, T("the deliverable")),
    }
    return [name for is_missing, name in names.values() if is_missing]


def _clarity(draft: Draft) -> list[Line]:
    """How sure the reading is, and what a person should add."""
    sure = T("high") if draft.confidence >= CLEAR else T("medium") if draft.confidence >= UNSURE else T("low")
    lines = [line(bold(T("Confidence: ")), sure)]
    open_points = missing(draft)
    if open_points:
        lines.append(line(bold(T("Not clear yet: ")), Joined(tuple(open_points))))
    return lines


def _lead(view: DraftView) -> list[Any]:
    draft = view.draft
    if view.everyone:
        return [
            T("{n} agency, each on its own: ", "{n} agencies, each on its own: ", n=len(view.everyone)),
            Joined(view.everyone),
        ]
    if draft.lead is None:
        words = T("⚠️ not named; the text says “{words}”", words=draft.lead_words)
        return [words if draft.lead_words else T("⚠️ not named")]
    if "two_leads" in draft.missing:
        return [view.lead, italic(T(" ⚠️ the text names two leads"))]
    return [view.lead]


def _due(draft: Draft) -> list[Any]:
    if draft.due_on:
        words = T(" (“{words}”)", words=draft.due_words)
        again = [T(" · 🔁 recurring, from this day on")] if draft.recurrence else []
        return [T("{day}", day=draft.due_on), *([words] if draft.due_words else []), *again]
    if draft.no_due_reason:
        return [T("⚪ left empty – {reason}", reason=draft.no_due_reason)]
    return [T("⚪ none; the text says “{words}”", words=draft.due_words) if draft.due_words else T("⚪ none")]


def _draft_rows(view: DraftView) -> list[tuple[Button, ...]]:
    draft = view.draft
    id_, rev = draft.id, draft.revision
    rows: list[tuple[Button, ...]] = []
    if draft.state == DraftState.PENDING:
        rows.append(
            (Button(T("🗑 Drop"), action("rv-skip", id_, rev)), Button(T("✅ Accept"), action("rv-take", id_, rev)))
        )
    else:
        rows.append((Button(T("↩ Look at it again"), action("rv-again", id_, rev)),))
    rows += [
        (
            Button(T("🏢 Agencies"), action("rv-lead", id_, rev)),
            Button(T("📅 Set the date"), action("rv-due", id_, rev)),
        ),
        (Button(T("✏️ Wording"), action("rv-text", id_, rev)), Button(T("👤 Given by"), action("rv-giver", id_, rev))),
        (
            Button(T("🔀 Split or merge"), action("rv-split", id_, rev)),
            Button(T("☰ Overview"), action("rv", draft.conclusion_id)),
        ),
    ]
    return [*rows, _turn_pages(view)]


def _turn_pages(view: DraftView) -> tuple[Button, ...]:
    pages = []
    if view.position > 1:
        pages.append(
            Button(T("◀ Item {n}", n=view.position - 1), action("rv-page", view.draft.conclusion_id, view.position - 1))
        )
    if view.position < view.count:
        pages.append(
            Button(T("Item {n} ▶", n=view.position + 1), action("rv-page", view.draft.conclusion_id, view.position + 1))
        )
    return tuple(pages)


# ---------------------------------------------------------------- questions


def _back(draft: Draft) -> tuple[Button, ...]:
    return (Button(T("◀ Back"), action("rv-item", draft.id)),)


def ask_lead(draft: Draft) -> Card:
    lines = [
        T("Write the lead agency, for example “Sở TT&TT”."),
        T("With support: “Sở TT&TT; phối hợp: Sở Nội vụ, Công an TP”."),
        T("For many: “các sở, ban, ngành”, or several names joined by “+”."),
    ]
    return Card(line(bold(T("Agencies of this item"))), (item(*lines),)).with_rows(_back(draft))


def choose_agency(draft: Draft, words: str, candidates: Sequence[tuple[str, str]], *, near: bool = False) -> Card:
    """Two agencies fit, or are only like the words (`near`): all are offered, none is guessed."""
    title = T("“{words}” fits several agencies. Please choose:", words=words)
    if near:
        title = T("No agency was found in “{words}”. Is one of these meant?", words=words)
    buttons = [(Button(name, action("rv-lead-is", draft.id, draft.revision, key)),) for key, name in candidates[:4]]
    return Card(line(title)).with_rows(*buttons, _back(draft))


def ask_due(draft: Draft, proposals: Sequence[date]) -> Card:
    buttons = [
        (Button(T("{day}", day=day), action("rv-due-is", draft.id, draft.revision, day.isoformat())),)
        for day in proposals
    ]
    lines = [T("Choose a date or write one, for example 30/9 or “Friday next week”.")]
    return Card(line(bold(T("Date of this item"))), (item(*lines),)).with_rows(
        *buttons, (Button(T("⚪ Leave empty"), action("rv-no-due", draft.id, draft.revision)), *_back(draft))
    )


def check_due(draft: Draft, due: date, read_back: Text, warning: Text | None) -> Card:
    lines = [read_back, *([warning] if warning else [])]
    return Card(line(bold(T("Date of this item"))), (item(*lines),)).with_rows(
        (
            Button(T("✖ No"), action("rv-due", draft.id, draft.revision)),
            Button(T("✅ Yes"), action("rv-due-is", draft.id, draft.revision, due.isoformat())),
        )
    )


def ask_no_due_reason(draft: Draft) -> Card:
    lines = [T("Write in one line why there is no date, for example “thường xuyên”.")]
    return Card(line(bold(T("No date for this item"))), (item(*lines),)).with_rows(_back(draft))


def ask_text(draft: Draft) -> Card:
    return Card(
        line(bold(T("Wording of this item"))),
        (item(T("Now: {text}", text=draft.action)), item(T("Write the task in one sentence."))),
    ).with_rows(_back(draft))


def ask_giver(draft: Draft, leaders: Sequence[Actor]) -> Card:
    """The chair, and each vice chair by name."""
    rows = [
        (
            Button(
                T("{role}: {name}", role=role_name(leader.role), name=leader.name),
                action("rv-giver-is", draft.id, draft.revision, leader.person_id),
            ),
        )
        for leader in leaders
    ]
    return Card(line(bold(T("Who gave this job?")))).with_rows(*rows, _back(draft))


def ask_split(draft: Draft, *, can_merge: bool) -> Card:
    merge = (
        (Button(T("🔀 Merge with the item before"), action("rv-merge", draft.id, draft.revision)),) if can_merge else ()
    )
    lines = [T("To split it, write each task on a line of its own, two lines or more.")]
    return Card(line(bold(T("Split or merge"))), (item(*lines),)).with_rows(merge, _back(draft))


# ---------------------------------------------------------------- assigning


def ready(
    conclusion: Conclusion, drafts: Sequence[Draft], agencies: int, unlinked: Sequence[str], *, minutes: int = 0
) -> Card:
    """What pressing "assign" will do, with the figures."""
    accepted = [draft for draft in drafts if draft.state == DraftState.ACCEPTED]
    pending = [draft for draft in drafts if draft.state == DraftState.PENDING]
    lines: list[Any] = [_decided(drafts)]
    leadless = [draft for draft in accepted if draft.lead is None and not draft.everyone]
    undated = sum(draft.due_on is None for draft in accepted)
    if undated:
        lines.append(T("⚪ {n} without a date", n=undated))
    if leadless:
        lines.append(T("⚠️ {n} without a lead: a task cannot be assigned without one", n=len(leadless)))
    if unlinked:
        lines.append(T("Nobody linked yet, the office should call: {names}", names=names(unlinked)))
    if agencies > 1 and minutes:
        lines.append(
            T(
                "The agencies are told {minutes} minutes after “Assign”; until then it can be cancelled.",
                minutes=minutes,
            )
        )
    title = T(
        "Ready to assign {n} task to {agencies} agencies",
        "Ready to assign {n} tasks to {agencies} agencies",
        n=len(accepted),
        agencies=agencies,
    )
    look = (leadless or pending or drafts)[0]
    complete = accepted and not leadless and not pending
    go = Button(T("📤 Assign {n}", n=len(accepted)), action("rv-assign", conclusion.id, len(accepted)))
    return Card(line(bold(title)), (item(*lines),)).with_rows(
        (
            Button(T("◀ Look again"), action("rv-item", look.id)),
            *((go,) if complete else ()),
        )
    )


def assigned(
    conclusion: Conclusion,
    lines: Sequence[tuple[int, str, Sequence[str], date | None]],
    unlinked: Sequence[str],
    held: Broadcast | None = None,
) -> Card:
    """What was assigned: number, title, agencies, date."""
    items = []
    for number, title, agencies, due in lines:
        when: Any = T("due {day}", day=due) if due else T("no date set")
        items.append(
            item(
                bold(T("{code} · {title}", code=code(number), title=title)),
                T("{agency} · {when}", agency=names(agencies), when=when),
            )
        )
    if unlinked:
        items.append(item(T("Nobody linked yet, the office should call: {names}", names=names(unlinked))))
    head = T(
        "📤 Assigned {n} task of {title}", "📤 Assigned {n} tasks of {title}", n=len(lines), title=conclusion.title
    )
    if held is None or held.leaves_at is None:
        return Card(line(bold(head)), tuple(items))
    items.append(item(T("The agencies are told at {at}; until then it can be cancelled.", at=held.leaves_at)))
    return Card(line(bold(head)), tuple(items)).with_rows(
        (Button(T("✖ Cancel sending"), action("send-stop", held.id)),)
    )


def taken_back(conclusion: Conclusion, count: int) -> Card:
    """Nothing had left: the review goes on."""
    title = T("✖ The assignment of {n} task was cancelled", "✖ The assignment of {n} tasks was cancelled", n=count)
    lines = [
        T("Nobody was told. The numbers are not given again."),
        T("The review of {title} is open again.", title=conclusion.title),
    ]
    return Card(line(bold(title)), (item(*lines),)).with_rows(
        (Button(T("◀ Look again"), action("rv-ready", conclusion.id)),)
    )


def too_late_to_stop() -> Card:
    return Card(
        line(bold(T("The agencies have been told; nothing was cancelled."))),
        (item(T("A task that should not stand is withdrawn on its own card, with a reason.")),),
    )


def ask_drop(conclusion: Conclusion, count: int) -> Card:
    """Dropping a whole text takes two taps."""
    question = T("Drop this text with its {n} item?", "Drop this text with its {n} items?", n=count)
    return Card(line(bold(question)), (item(conclusion.title),)).with_rows(
        (
            Button(T("◀ Keep it"), action("rv", conclusion.id)),
            Button(T("✖ Drop {n}", n=count), action("rv-drop-all", conclusion.id)),
        )
    )


def several(conclusions: Sequence[Conclusion]) -> Card:
    """All reviews that are going on."""
    if not conclusions:
        return Card(line(bold(T("No review is going on."))))
    rows = [(Button(brief(one.title), action("rv", one.id)),) for one in conclusions[:8]]
    return Card(line(bold(T("Reviews going on")))).with_rows(*rows)


def dropped(conclusion: Conclusion) -> Card:
    return Card(line(bold(T("Dropped: {title}", title=conclusion.title))), (item(T("Nothing of it was assigned.")),))


def already_done(conclusion: Conclusion) -> Card:
    return Card(
        line(bold(T("This text was taken in before: {title}", title=conclusion.title))),
        (item(T("It came in at {day} and its tasks were assigned. Nothing was changed.", day=conclusion.created_at)),),
    )


def nothing_found(conclusion: Conclusion) -> Card:
    lines = [
        T("No task was found in this text. Nothing is stored as a task."),
        T("A task can be written as an order, for example “giao Sở TT&TT …”."),
    ]
    return Card(line(bold(T("Read: {title}", title=conclusion.title))), (item(*lines),)).with_rows(
        (Button(T("✖ Drop this text"), action("rv-drop", conclusion.id)),)
    )


def unreadable(name: str, reason: str) -> Card:
    """A file that cannot be read: why, and what to send instead."""
    return Card(
        line(bold(T("The file “{name}” was not taken in.", name=name or "?"))),
        (item(_why(reason), T("Nothing was stored.")),),
    )


def _why(reason: str) -> Text:
    match reason:
        case "too-big":
            return T("It is larger than 20 MB. Please send the .docx, or divide it.")
        case "unpacks-too-big" | "too-deep":
            return T("Its content is unusually large. Please send the text itself.")
        case "password":
            return T("It is protected by a password. Please send it without one.")
        case "macro":
            return T("It holds macros. Please save it as .docx.")
        case "empty" | "only-pictures":
            return T("No text was found in it. Please send a .docx or the text itself.")
        case "encoding":
            return T("Its letters are in an unknown encoding. Please save it as UTF-8.")
        case "not-fetched":
            return T("It could not be fetched. Please send it again.")
        case "damaged" | "not-a-document":
            return T("It is damaged or not a document. Please send it again.")
    return T("Only .docx and .txt can be read. Please send one of these, or paste the text.")
