"""The review of a conclusion, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core import permissions
from bot.core.calendar import plausible
from bot.core.cards import Card
from bot.core.lifecycle import LONGEST_NOTE
from bot.core.screens import refusals, review
from bot.core.screens.review import DraftView
from bot.core.words import fold, nfc
from bot.store import conclusions, tasks
from bot.usecases import assigning, taking_in
from bot.usecases.context import Turn
from bot.usecases.dates import day_warning, due_proposals, find_day, find_rule, read_back
from models import Draft, DraftState, ReviewState


def show(turn: Turn, conclusion_id: int) -> None:
    conclusion = taking_in.open_review(turn, conclusion_id)
    if conclusion:
        turn.close_question()
        turn.reply(review.summary(conclusion, conclusions.drafts(turn.db, conclusion_id)))


def show_open(turn: Turn) -> None:
    """The reviews that are going on, for whoever of the office goes on with them."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    going_on = conclusions.open_reviews(turn.db)
    if len(going_on) == 1:
        show(turn, going_on[0].id or 0)
    else:
        turn.reply(review.several(going_on))


def show_item(turn: Turn, draft_id: int) -> None:
    draft = _draft_of(turn, draft_id)
    if draft:
        turn.close_question()
        turn.reply(card(turn, draft))


def show_page(turn: Turn, conclusion_id: int, position: int) -> None:
    rows = conclusions.drafts(turn.db, conclusion_id)
    conclusion = taking_in.open_review(turn, conclusion_id)
    if conclusion and not 1 <= position <= len(rows):
        turn.reply(review.summary(conclusion, rows))
    elif conclusion:
        turn.close_question()
        turn.reply(card(turn, rows[position - 1]))


def decide(turn: Turn, draft: Draft, state: DraftState, *, reason: str | None = None) -> None:
    """Accepts, drops or looks again at one item, and shows the next that nobody has looked at."""
    draft.drop_reason = reason
    _changed(turn, draft, state=state)
    if state == DraftState.PENDING:
        turn.reply(card(turn, draft))
        return
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    after = [row for row in rows if row.state == DraftState.PENDING]
    following = next((row for row in after if row.position > draft.position), after[0] if after else None)
    if following:
        turn.reply(card(turn, following))
    else:
        assigning.ready(turn, draft.conclusion_id)


def accept_clear(turn: Turn, conclusion_id: int, count: int) -> None:
    """Accepts the clear items; `count` is what the button promised."""
    conclusion = taking_in.open_review(turn, conclusion_id)
    if not conclusion:
        return
    rows = conclusions.drafts(turn.db, conclusion_id)
    clear = [draft for draft in rows if draft.state == DraftState.PENDING and review.is_clear(draft)]
    if len(clear) != count:
        turn.toast = refusals.stale()
        clear = []
    for draft in clear:
        _changed(turn, draft, state=DraftState.ACCEPTED)
    turn.reply(review.summary(conclusion, rows))


def ask_drop_all(turn: Turn, conclusion_id: int) -> None:
    conclusion = taking_in.open_review(turn, conclusion_id)
    if conclusion:
        turn.reply(review.ask_drop(conclusion, len(conclusions.drafts(turn.db, conclusion_id))))


def drop_all(turn: Turn, conclusion_id: int) -> None:
    conclusion = taking_in.open_review(turn, conclusion_id)
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
            turn.reply(review.ask_giver(draft, taking_in.leaders(turn.db, turn.today)))
        case "split":
            turn.reply(review.ask_split(draft, can_merge=draft.position > 1))


def answer(turn: Turn, draft: Draft, what: str, words: str, agreed: bool | None) -> None:
    """The words that were written to an open question about an item. `agreed`: they were a yes or a no."""
    match what:
        case "lead":
            _read_agencies(turn, draft, words)
        case "due":
            _read_due(turn, draft, words)
        case "no-due":
            draft.due_on, draft.due_words, draft.no_due_reason = None, None, words[:200]
            _edited(turn, draft)
        case "text":
            _reworded(turn, draft, " ".join(nfc(words).split()))
        case "due-check":
            _checked_due(turn, draft, words, agreed)
        case "split":
            _split(turn, draft, [" ".join(one.split()) for one in nfc(words).splitlines() if one.strip()])


def set_lead(turn: Turn, draft: Draft, code: str) -> None:
    if turn.city.directory.get(code) is None:
        turn.reply(refusals.unclear_agency(code))
        return
    draft.lead, draft.co_leads, draft.everyone, draft.lead_words = code, [], [], ""
    draft.support = [one for one in draft.support if one != code]
    _edited(turn, draft)


def set_due(turn: Turn, draft: Draft, due: date) -> None:
    """The day that was proposed, or read from words and confirmed: then the words are kept with it."""
    question = turn.conversation.question or {}
    words = question.get("words") if question.get("due") == due.isoformat() else None
    if not plausible(due):
        turn.reply(refusals.refusal("date-too-far"))
        return
    draft.due_on, draft.due_words, draft.due_from, draft.no_due_reason = due, words, turn.today, None
    draft.recurrence = question.get("rule") if words else None
    _edited(turn, draft)


def _checked_due(turn: Turn, draft: Draft, words: str, agreed: bool | None) -> None:
    """The answer to "is that right?", in words."""
    question = turn.conversation.question or {}
    if agreed:
        set_due(turn, draft, date.fromisoformat(str(question["due"])))
    elif agreed is False:
        ask(turn, draft, "due")
    else:
        _read_due(turn, draft, words)


def _reworded(turn: Turn, draft: Draft, action: str) -> None:
    if not 3 <= len(action) <= LONGEST_NOTE:
        turn.reply(refusals.refusal("note-too-long" if action else "nothing-said"), fresh=True)
        return
    draft.action = action
    _edited(turn, draft)


def set_giver(turn: Turn, draft: Draft, person: str) -> None:
    """The chair or the vice chair who was pressed."""
    leader = next((one for one in taking_in.leaders(turn.db, turn.today) if str(one.person_id) == person), None)
    if leader is None:
        turn.reply(review.ask_giver(draft, taking_in.leaders(turn.db, turn.today)))
        return
    draft.given_by, draft.given_by_words, draft.given_by_person = leader.role, leader.name, leader.person_id
    _edited(turn, draft)


def merge(turn: Turn, draft: Draft) -> None:
    """Joins an item to the last kept one before it: words and sources together, the earlier one's agencies and date."""
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    kept = [row for row in rows if row.position < draft.position and row.state != DraftState.DROPPED]
    before = kept[-1] if kept else None
    action = f"{before.action}; {draft.action}" if before else ""
    if before is None or len(action) > LONGEST_NOTE:
        turn.reply(refusals.refusal("note-too-long") if before else card(turn, draft), fresh=True)
        return
    leads = {before.lead, *before.co_leads}
    before.action = action
    before.source = f"{before.source} {draft.source}"
    before.due_on = before.due_on or draft.due_on
    before.support = [code for code in dict.fromkeys([*before.support, *draft.support]) if code not in leads]
    turn.db.delete(draft)
    _renumber(turn, [row for row in rows if row.id != draft.id])
    _edited(turn, before)


def _split(turn: Turn, draft: Draft, lines: Sequence[str]) -> None:
    if len(lines) < 2 or any(len(one) > LONGEST_NOTE for one in lines):
        turn.reply(review.ask_split(draft, can_merge=draft.position > 1))
        return
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    copied = draft.model_dump(exclude={"id", "action", "state", "drop_reason", "revision"})
    draft.action = lines[0]
    fresh = [Draft(**copied, action=one) for one in lines[1:]]
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
        name = head.strip(" ;:,.")
        leads = turn.city.agencies.candidates(name, turn.today)
        near = [] if leads else turn.city.agencies.nearest(name, turn.today)
        if len(leads) > 1 or near:
            names = [(code, turn.city.short(code)) for code in leads or near]
            turn.reply(review.choose_agency(draft, name[:80], names, near=not leads), fresh=True)
            return
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
    rule = find_rule(turn, words)
    turn.ask("draft-due-check", draft=draft.id, due=due.isoformat(), words=words[:200], rule=rule)
    turn.reply(review.check_due(draft, due, read_back(turn, due), day_warning(turn, due)), fresh=True)


def _edited(turn: Turn, draft: Draft) -> None:
    draft.missing = [one for one in draft.missing if one != "two_leads"]
    draft.confidence = 1.0
    _changed(turn, draft)
    turn.close_question()
    turn.reply(card(turn, draft))


def _changed(turn: Turn, draft: Draft, *, state: DraftState | None = None) -> None:
    draft.state = state or draft.state
    draft.revision += 1
    turn.db.add(draft)
    turn.db.flush()


def card(turn: Turn, draft: Draft) -> Card:
    return review.draft_card(view_of(turn, draft))


def view_of(turn: Turn, draft: Draft) -> DraftView:
    city = turn.city
    rows = conclusions.drafts(turn.db, draft.conclusion_id)
    like = tasks.by_id(turn.db, draft.duplicate_of) if draft.duplicate_of else None
    return DraftView(
        draft,
        position=draft.position,
        count=len(rows),
        lead=city.full(draft.lead),
        co_leads=tuple(map(city.short, draft.co_leads)),
        support=tuple(map(city.short, draft.support)),
        everyone=tuple(map(city.short, draft.everyone)),
        duplicate=like.number if like else None,
        strange_day=day_warning(turn, draft.due_on) if draft.due_on else None,
    )


def _draft_of(turn: Turn, draft_id: int) -> Draft | None:
    draft = conclusions.locked_draft(turn.db, draft_id)
    if draft is None:
        turn.reply(refusals.refusal("gone"))
        return None
    return draft if taking_in.open_review(turn, draft.conclusion_id) else None


def fresh_draft(turn: Turn, draft_id: int, revision: int) -> Draft | None:
    """The item that a button acts on; a button of an older state redraws it and changes nothing."""
    draft = _draft_of(turn, draft_id)
    if draft and draft.revision != revision:
        turn.toast = refusals.stale()
        turn.reply(card(turn, draft))
        return None
    return draft


def answered_draft(turn: Turn, draft_id: int) -> Draft | None:
    return _draft_of(turn, draft_id)
