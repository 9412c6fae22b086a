"""Taking in a conclusion, its review item by item, and assigning what was accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from rapidfuzz import fuzz
from sqlmodel import Session

from bot.core import permissions
from bot.core.cards import Card, Kind
from bot.core.channel import Inbound
from bot.core.conclusions import FoundTask, Unit
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.core.screens import refusals, review
from bot.core.screens import task as task_screens
from bot.core.screens.review import DraftView
from bot.core.words import fold, nfc
from bot.store import conclusions, people, tasks
from bot.usecases import views
from bot.usecases.context import City, Mail, Turn
from bot.usecases.tasks import day_warning, due_proposals, find_day
from models import Conclusion, Draft, DraftState, ReviewState, Role, StoredFile, Task

LIKE = 85  # how alike two titles are before they count as a suspected duplicate, of 100
LONGEST_TITLE = 300
NEARLY_FULL = 3000  # letters: chat apps cut a longer paste at about 4,000 and send the rest as the next message
REST_COMES_WITHIN = timedelta(minutes=2)
SHORTEST_REST = 60  # letters; a shorter message is something that a person typed


def take_in(turn: Turn, text: str, *, name: str, file: StoredFile | None = None) -> None:
    """Reads a conclusion and opens its review; a text that was taken in before is recognised."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    known = conclusions.same_text(turn.db, text)
    if known is not None:
        _again(turn, known)
        return
    turn.close_question()
    conclusion = _store(turn.db, turn.city, turn.now, nfc(text), name, file, by=turn.actor.person_id)
    rows = conclusions.drafts(turn.db, conclusion.id or 0)
    card = review.summary(conclusion, rows) if rows else review.nothing_found(conclusion)
    turn.reply(card, kind=Kind.CONFIRMATION, fresh=True)
    if file is None and len(text) >= NEARLY_FULL:
        turn.ask("pasted", conclusion=conclusion.id)
        turn.conversation.expires_at = turn.now + REST_COMES_WITHIN


def goes_on(turn: Turn, conclusion_id: int, text: str) -> bool:
    """Joins the rest of a paste that the chat app has cut; False if this is not it."""
    conclusion = conclusions.by_id(turn.db, conclusion_id)
    rows = conclusions.drafts(turn.db, conclusion_id)
    untouched = all(row.state == DraftState.PENDING and row.revision == 1 for row in rows)
    if conclusion is None or conclusion.state != ReviewState.OPEN or not untouched or len(text) < SHORTEST_REST:
        return False
    for row in rows:
        turn.db.delete(row)
    turn.db.flush()
    conclusion.text = f"{conclusion.text}\n{nfc(text)}"
    conclusion.text_hash = conclusions.text_hash(conclusion.text)
    turn.db.add(conclusion)
    _read(turn.db, turn.city, conclusion)
    turn.conversation.expires_at = turn.now + REST_COMES_WITHIN
    rows = conclusions.drafts(turn.db, conclusion_id)
    turn.reply(review.summary(conclusion, rows) if rows else review.nothing_found(conclusion), fresh=True)
    return True


def import_text(db: Session, city: City, now: datetime, text: str, *, name: str, content: bytes) -> int | None:
    """Takes in a conclusion without a chat; the office goes on with its review. None if it was taken in before."""
    if conclusions.same_text(db, text) is not None:
        return None
    file = conclusions.store_file(db, content, name=name, mime="application/octet-stream")
    conclusion = _store(db, city, now, nfc(text), name, file, by=None)
    rows = conclusions.drafts(db, conclusion.id or 0)
    mail = Mail(db, city, now, key=f"import:{conclusion.id}")
    mail.to(people.holders(db, city.today(now), {Role.OFFICE}), review.summary(conclusion, rows), Kind.NOTE)
    return len(rows)


def _again(turn: Turn, known: Conclusion) -> None:
    if known.state == ReviewState.OPEN:
        turn.reply(review.summary(known, conclusions.drafts(turn.db, known.id or 0), again=True), fresh=True)
    else:
        turn.reply(review.already_done(known), fresh=True)


def _store(
    db: Session, city: City, now: datetime, text: str, name: str, file: StoredFile | None, *, by: int | None
) -> Conclusion:
    head = city.conclusions.head(text)
    held_on = head.held_on or head.dated_on or city.today(now)
    title = head.title or (f"{head.number} ({held_on:%d/%m/%Y})" if head.number else f"{name} {held_on:%d/%m/%Y}")
    meeting = conclusions.meeting_on(db, held_on, title[:LONGEST_TITLE])
    conclusion = Conclusion(
        meeting_id=meeting.id,
        title=title[:LONGEST_TITLE],
        number=head.number,
        dated_on=head.dated_on,
        held_on=held_on,
        text=text,
        text_hash=conclusions.text_hash(text),
        file_id=file.id if file else None,
        created_by=by,
        created_at=now,
    )
    db.add(conclusion)
    db.flush()
    _read(db, city, conclusion)
    return conclusion


def _read(db: Session, city: City, conclusion: Conclusion) -> None:
    found = city.conclusions.read(conclusion.text, conclusion.held_on)
    known = tasks.open_with_titles(db)
    leaders = _leaders(db, city.today(conclusion.created_at))
    rows = [_draft(conclusion, position, one, known, leaders) for position, one in enumerate(found, 1)]
    conclusions.add_drafts(db, rows)


def _draft(
    conclusion: Conclusion,
    position: int,
    found: FoundTask,
    known: Sequence[tuple[int, int | None, str, str | None]],
    leaders: Sequence[Actor],
) -> Draft:
    everyone = _everyone(found.leads)
    leads = [] if everyone else [unit.codes[0] for unit in found.leads if len(unit.codes) == 1]
    given_by, words = _giver(found.assigned_by)
    person = _leader_named(words, [one for one in leaders if one.role == given_by])
    return Draft(
        conclusion_id=conclusion.id or 0,
        position=position,
        action=_without_date(found),
        source=found.source,
        source_start=found.start,
        source_end=found.end,
        lead=leads[0] if leads else None,
        co_leads=leads[1:],
        support=[code for code in _codes(found.support) if code not in leads],
        everyone=everyone,
        lead_words=", ".join(unit.text for unit in found.leads)[:200],
        due_on=found.due,
        due_words=found.due_text,
        given_by=given_by,
        given_by_words=words,
        given_by_person=person,
        confidence=found.confidence,
        missing=list(found.missing),
        duplicate_of=_like(found.action, leads[0] if leads else None, known),
        as_read=_plain(asdict(found)),
    )


def _without_date(found: FoundTask) -> str:
    """The task's words without the date at their end, which has a line of its own."""
    action = found.action.rstrip(" .;,")
    if found.due and found.due_text and action.endswith(found.due_text):
        return action.removesuffix(found.due_text).rstrip(" ,;-") or action
    return action


def _everyone(leads: Sequence[Unit]) -> list[str]:
    """The agencies of a group that leads ("các sở, ban, ngành"), in order, each once."""
    return list(dict.fromkeys(code for unit in leads if unit.is_group for code in unit.group))


def _codes(units: Sequence[Unit]) -> list[str]:
    """Supporting agencies that are sure; a named group supports with all its agencies."""
    found = (unit.group if unit.is_group else unit.codes[:1] if len(unit.codes) == 1 else () for unit in units)
    return list(dict.fromkeys(code for codes in found for code in codes))


def _giver(words: str | None) -> tuple[str, str | None]:
    """Chair or vice chair, by the words for the post."""
    folded = fold(words or "")
    is_vice = "pho chu tich" in folded or "pho ban" in folded or "pho truong ban" in folded
    return (Role.VICE_CHAIR if is_vice else Role.CHAIR), words[:200] if words else None


def _leader_named(words: str | None, leaders: Sequence[Actor]) -> int | None:
    """The leader whose name stands in the words, or the only one in that post."""
    named = [one for one in leaders if words and fold(one.name) in fold(words)]
    sure = named or leaders
    return sure[0].person_id if len(sure) == 1 else None


def _like(action: str, lead: str | None, known: Sequence[tuple[int, int | None, str, str | None]]) -> int | None:
    """An open task of the same lead with nearly the same words."""
    folded = fold(action)
    for task_id, _, title, other_lead in known:
        if other_lead == lead and fuzz.token_sort_ratio(folded, fold(title)) >= LIKE:
            return task_id
    return None


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
        case date():
            return value.isoformat()
    return value


# ---------------------------------------------------------------- the review


def show(turn: Turn, conclusion_id: int) -> None:
    conclusion = _open(turn, conclusion_id)
    if conclusion:
        turn.close_question()
        turn.reply(review.summary(conclusion, conclusions.drafts(turn.db, conclusion_id)))


def show_open(turn: Turn) -> None:
    """The newest review that is going on, for whoever of the office goes on with it."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    for conclusion in conclusions.open_reviews(turn.db)[:1]:
        show(turn, conclusion.id or 0)


def show_item(turn: Turn, draft_id: int) -> None:
    draft = _draft_of(turn, draft_id)
    if draft:
        turn.close_question()
        turn.reply(_card(turn, draft))


def show_page(turn: Turn, conclusion_id: int, position: int) -> None:
    rows = conclusions.drafts(turn.db, conclusion_id)
    if _open(turn, conclusion_id) and 1 <= position <= len(rows):
        turn.close_question()
        turn.reply(_card(turn, rows[position - 1]))


def decide(turn: Turn, draft: Draft, state: DraftState, *, reason: str | None = None) -> None:
    """Accepts, drops or looks again at one item, and shows the next that nobody has looked at."""
    draft.drop_reason = reason
    _changed(turn, draft, state=state)
    if state == DraftState.PENDING:
        turn.reply(_card(turn, draft))
        return
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    after = [row for row in rows if row.state == DraftState.PENDING]
    following = next((row for row in after if row.position > draft.position), after[0] if after else None)
    if following:
        turn.reply(_card(turn, following))
    else:
        ready(turn, draft.conclusion_id)


def accept_clear(turn: Turn, conclusion_id: int) -> None:
    conclusion = _open(turn, conclusion_id)
    if not conclusion:
        return
    rows = conclusions.drafts(turn.db, conclusion_id)
    for draft in rows:
        if draft.state == DraftState.PENDING and review.is_clear(draft):
            _changed(turn, draft, state=DraftState.ACCEPTED)
    turn.reply(review.summary(conclusion, rows))


def drop_all(turn: Turn, conclusion_id: int) -> None:
    conclusion = _open(turn, conclusion_id)
    if conclusion:
        conclusion.state = ReviewState.DROPPED
        turn.db.add(conclusion)
        turn.close_question()
        turn.reply(review.dropped(conclusion))


def ask(turn: Turn, draft: Draft, what: str) -> None:
    """Opens the question for one field of an item."""
    turn.ask(f"draft-{what}", draft=draft.id)
    match what:
        case "lead":
            turn.reply(review.ask_lead(draft))
        case "due":
            turn.reply(review.ask_due(draft, due_proposals(turn.today, turn)))
        case "no-due":
            turn.reply(review.ask_no_due_reason(draft))
        case "text":
            turn.reply(review.ask_text(draft))
        case "giver":
            turn.close_question()
            turn.reply(review.ask_giver(draft, _leaders(turn.db, turn.today)))
        case "split":
            turn.reply(review.ask_split(draft, can_merge=draft.position > 1))


def answer(turn: Turn, draft: Draft, what: str, words: str) -> None:
    """The words that were written to an open question about an item."""
    match what:
        case "lead":
            _read_agencies(turn, draft, words)
        case "due":
            _read_due(turn, draft, words)
        case "no-due":
            draft.due_on, draft.due_words, draft.no_due_reason = None, None, words[:200]
            _edited(turn, draft)
        case "text":
            draft.action = " ".join(nfc(words).split())[:LONGEST_TITLE]
            _edited(turn, draft)
        case "split":
            _split(turn, draft, [" ".join(one.split()) for one in nfc(words).splitlines() if one.strip()])


def set_lead(turn: Turn, draft: Draft, code: str) -> None:
    if turn.city.directory.get(code) is None:
        return
    draft.lead, draft.co_leads, draft.everyone, draft.lead_words = code, [], [], ""
    draft.support = [one for one in draft.support if one != code]
    _edited(turn, draft)


def set_due(turn: Turn, draft: Draft, due: date) -> None:
    draft.due_on, draft.due_words, draft.no_due_reason = due, draft.due_words, None
    _edited(turn, draft)


def set_giver(turn: Turn, draft: Draft, person: str) -> None:
    """The chair or the vice chair who was pressed."""
    leader = next((one for one in _leaders(turn.db, turn.today) if str(one.person_id) == person), None)
    if leader is None:
        return
    draft.given_by, draft.given_by_words, draft.given_by_person = leader.role, leader.name, leader.person_id
    _edited(turn, draft)


def _leaders(db: Session, today: date) -> list[Actor]:
    return people.holders(db, today, permissions.LEADERS)


def merge(turn: Turn, draft: Draft) -> None:
    """Joins an item to the one before it: their words and sources together, the earlier one's agencies and date."""
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    before = next((row for row in reversed(rows) if row.position < draft.position), None)
    if before is None:
        return
    before.action = f"{before.action}; {draft.action}"[:LONGEST_TITLE]
    before.source = f"{before.source} {draft.source}"
    before.due_on = before.due_on or draft.due_on
    before.support = list(dict.fromkeys([*before.support, *draft.support]))
    turn.db.delete(draft)
    _renumber(turn, [row for row in rows if row.id != draft.id])
    _edited(turn, before)


def _split(turn: Turn, draft: Draft, lines: Sequence[str]) -> None:
    if len(lines) < 2:
        turn.reply(review.ask_split(draft, can_merge=draft.position > 1))
        return
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    copied = draft.model_dump(exclude={"id", "action", "state", "drop_reason", "revision"})
    draft.action = lines[0][:LONGEST_TITLE]
    fresh = [Draft(**copied, action=one[:LONGEST_TITLE]) for one in lines[1:]]
    conclusions.add_drafts(turn.db, fresh)
    place = rows.index(draft) + 1
    _renumber(turn, [*rows[:place], *fresh, *rows[place:]])
    _edited(turn, draft)


def _renumber(turn: Turn, rows: Sequence[Draft]) -> None:
    for position, row in enumerate(rows, 1):
        row.position = position
        turn.db.add(row)
    turn.db.flush()


def _read_agencies(turn: Turn, draft: Draft, words: str) -> None:
    """ "Sở TT&TT; phối hợp: Sở Nội vụ" – the lead before, the support after."""
    folded = fold(words)
    cut = folded.find("phoi hop")
    head, tail = (words, "") if cut < 0 else (words[:cut], words[cut:])
    mentions = turn.city.agencies.find(head, turn.today)
    unsure = next((one for one in mentions if not one.is_group and len(one.codes) > 1), None)
    if unsure:
        names = [(code, turn.city.short(code)) for code in unsure.codes]
        turn.reply(review.choose_agency(draft, unsure.text, names), fresh=True)
        return
    leads = list(dict.fromkeys(one.codes[0] for one in mentions if one.codes))
    groups = list(dict.fromkeys(code for one in mentions for code in one.group))
    if not leads and not groups:
        leads = turn.city.agencies.candidates(head.strip(" ;:,."), turn.today)[:1]
    if not leads and not groups:
        turn.reply(refusals.unclear_agency(words), fresh=True)
        return
    draft.everyone = groups + [code for code in leads if code not in groups] if groups or "+" in head else []
    draft.lead = None if draft.everyone else leads[0]
    draft.co_leads = [] if draft.everyone else leads[1:]
    if tail:
        found = turn.city.agencies.find(tail, turn.today)
        draft.support = list(dict.fromkeys(code for one in found for code in (one.group or one.codes[:1])))
    draft.support = [code for code in draft.support if code not in {draft.lead, *draft.co_leads}]
    _edited(turn, draft)


def _read_due(turn: Turn, draft: Draft, words: str) -> None:
    due = find_day(turn, words)
    if due is None:
        turn.reply(refusals.unclear_date(words), fresh=True)
        return
    left = turn.city.calendar.between(turn.today, due)
    draft.due_words = words[:200]
    turn.db.add(draft)
    turn.reply(review.check_due(draft, due, left, day_warning(turn, due)), fresh=True)


def _edited(turn: Turn, draft: Draft) -> None:
    draft.missing = [one for one in draft.missing if one != "two_leads"]
    draft.confidence = 1.0
    _changed(turn, draft)
    turn.close_question()
    turn.reply(_card(turn, draft))


def _changed(turn: Turn, draft: Draft, *, state: DraftState | None = None) -> None:
    draft.state = state or draft.state
    draft.revision += 1
    turn.db.add(draft)
    turn.db.flush()


def _card(turn: Turn, draft: Draft) -> Card:
    city = turn.city
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    like = tasks.by_id(turn.db, draft.duplicate_of) if draft.duplicate_of else None
    return review.draft_card(
        DraftView(
            draft,
            position=draft.position,
            count=len(rows),
            lead=city.full(draft.lead),
            co_leads=tuple(map(city.short, draft.co_leads)),
            support=tuple(map(city.short, draft.support)),
            everyone=tuple(map(city.short, draft.everyone)),
            duplicate=like.number if like else None,
        )
    )


def _open(turn: Turn, conclusion_id: int) -> Conclusion | None:
    """The conclusion, if this person may review it and it is still under review; otherwise the answer is given."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return None
    conclusion = conclusions.by_id(turn.db, conclusion_id)
    if conclusion is None or conclusion.state == ReviewState.DROPPED:
        turn.reply(review.dropped(conclusion) if conclusion else refusals.refusal("gone"))
        return None
    if conclusion.state == ReviewState.ASSIGNED:
        turn.reply(review.already_done(conclusion), fresh=True)
        return None
    return conclusion


def _draft_of(turn: Turn, draft_id: int) -> Draft | None:
    draft = conclusions.locked_draft(turn.db, draft_id)
    if draft is None:
        turn.reply(refusals.refusal("gone"))
        return None
    return draft if _open(turn, draft.conclusion_id) else None


def fresh_draft(turn: Turn, draft_id: int, revision: int) -> Draft | None:
    """The item that a button acts on; a button of an older state redraws it and changes nothing."""
    draft = _draft_of(turn, draft_id)
    if draft and draft.revision != revision:
        turn.toast = refusals.stale()
        turn.reply(_card(turn, draft))
        return None
    return draft


def answered_draft(turn: Turn, draft_id: int) -> Draft | None:
    return _draft_of(turn, draft_id)


# ---------------------------------------------------------------- assigning


def ready(turn: Turn, conclusion_id: int) -> None:
    conclusion = _open(turn, conclusion_id)
    if not conclusion:
        return
    rows = conclusions.drafts(turn.db, conclusion_id)
    codes = _recipients(rows)
    turn.reply(review.ready(conclusion, rows, len(codes), _unlinked(turn, codes)))


def _recipients(rows: Sequence[Draft]) -> list[str]:
    accepted = [row for row in rows if row.state == DraftState.ACCEPTED]
    return list(dict.fromkeys(code for row in accepted for code in (row.everyone or [row.lead or ""]) if code))


def _unlinked(turn: Turn, codes: Sequence[str]) -> list[str]:
    linked = people.linked_agencies(turn.db, turn.today)
    return [turn.city.short(code) for code in codes if code not in linked]


def assign(turn: Turn, conclusion_id: int, count: int) -> None:
    """Makes tasks of the accepted items; `count` is what the button promised."""
    conclusion = _open(turn, conclusion_id)
    if not conclusion:
        return
    rows = [row for row in conclusions.drafts(turn.db, conclusion_id) if row.state == DraftState.ACCEPTED]
    leadless = any(row.lead is None and not row.everyone for row in rows)
    if len(rows) != count or leadless or not rows:
        turn.toast = refusals.stale()
        ready(turn, conclusion_id)
        return
    made = [_make_task(turn, conclusion, row) for row in rows]
    conclusion.state = ReviewState.ASSIGNED
    turn.db.add(conclusion)
    turn.close_question()
    lines = [
        (task.number or 0, task.title, _names(turn, row), task.due_on) for task, row in zip(made, rows, strict=True)
    ]
    turn.reply(review.assigned(conclusion, lines, _unlinked(turn, _recipients(rows))), kind=Kind.CONFIRMATION)


def _names(turn: Turn, row: Draft) -> str:
    return turn.city.short(row.lead) if row.lead else ", ".join(map(turn.city.short, row.everyone))


def _make_task(turn: Turn, conclusion: Conclusion, row: Draft) -> Task:
    helpers = [(code, True) for code in row.co_leads] + [(code, False) for code in row.support]
    task = _assign_one(turn, conclusion, row, lead=row.lead, parent=None, helpers=helpers)
    for code in row.everyone:
        _assign_one(turn, conclusion, row, lead=code, parent=task, helpers=[])
    return task


def _assign_one(
    turn: Turn,
    conclusion: Conclusion,
    row: Draft,
    *,
    lead: str | None,
    parent: Task | None,
    helpers: Sequence[tuple[str, bool]],
) -> Task:
    task = tasks.add(
        turn.db,
        Task(
            parent_id=parent.id if parent else None,
            is_parent=bool(row.everyone) and parent is None,
            conclusion_id=conclusion.id,
            title=row.action,
            source=row.source,
            lead=lead,
            given_by=row.given_by,
            given_by_words=row.given_by_words,
            given_by_person=row.given_by_person,
            assigned_on=turn.today,
            assigned_at=turn.now,
        ),
        helpers,
    )
    dates = {"due_on": row.due_on, "original_due_on": row.due_on, "due_words": row.due_words}
    facts = {"title": row.action, "lead": lead, "no_due_reason": row.no_due_reason, **dates}
    tasks.record(turn.db, task, Move("assigned", facts), by=turn.actor, at=turn.now, source=turn.source)
    if lead:
        _tell_assigned(turn, conclusion, task)
    return task


def _tell_assigned(turn: Turn, conclusion: Conclusion, task: Task) -> None:
    shown = views.view(turn.db, turn.city, task, turn.today)
    for actor in turn.agency_people([task.lead or ""]):
        card = task_screens.assignment(shown, actor, meeting_on=conclusion.held_on)
        turn.tell([actor], card, Kind.ASSIGNMENT, task_id=task.id)
    helpers = [one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])]
    turn.tell(turn.agency_people(helpers), task_screens.support_notice(shown), Kind.ASSIGNMENT, task_id=task.id)


def is_long_paste(inbound: Inbound) -> bool:
    """A pasted conclusion rather than a message: long, or of several lines with some length."""
    text = inbound.text.strip()
    return len(text) > 700 or (len(text) > 250 and text.count("\n") >= 2)
