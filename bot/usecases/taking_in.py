"""Taking in a conclusion: read once, recognised the second time, its drafts ready for review."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from rapidfuzz import fuzz
from sqlmodel import Session

from bot.core import intents, permissions
from bot.core.calendar import plausible
from bot.core.cards import Kind
from bot.core.channel import Inbound
from bot.core.conclusions import FoundTask, Unit
from bot.core.lifecycle import LONGEST_NOTE
from bot.core.permissions import Actor
from bot.core.recurrence import is_rule
from bot.core.screens import refusals, review
from bot.core.words import fold, nfc, printable
from bot.store import conclusions, people, tasks
from bot.usecases.context import City, Mail, Turn
from bot.usecases.dates import find_day, find_rule
from models import Conclusion, Draft, DraftState, ReviewState, Role, StoredFile

LIKE = 85  # how alike two titles are before they count as a suspected duplicate, of 100
LONGEST_TITLE = 300
BARE_POSTS = frozenset({"truong ban chi dao", "pho truong ban chi dao"})  # say no more than the post itself
CO_LEADING = re.compile(r"(?:cùng|đồng) chủ trì(?:,? phối hợp)? +", re.IGNORECASE)  # told by the lines of the agencies
DATED_VERBS = (", hoàn thành", ", xong")  # they only say that the date is the end, and dangle without it
NEARLY_FULL = 3000  # letters: chat apps cut a longer paste at about 4,000 and send the rest as the next message
REST_COMES_WITHIN = timedelta(minutes=2)
SHORTEST_REST = 60  # letters; a shorter message is something that a person typed


def take_in(turn: Turn, text: str, *, name: str, file: StoredFile | None = None) -> None:
    """Reads a conclusion and opens its review; a text that was taken in before is recognised."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    text = nfc(printable(text))
    known = conclusions.same_text(turn.db, text)
    if known is not None:
        _again(turn, known)
        return
    turn.close_question()
    conclusion = _store(turn.db, turn.city, turn.now, text, name, file, by=turn.actor.person_id)
    rows = conclusions.drafts(turn.db, conclusion.id or 0)
    card = review.summary(conclusion, rows) if rows else review.nothing_found(conclusion)
    turn.reply(card, kind=Kind.CONFIRMATION, fresh=True)
    if file is None and len(text) >= NEARLY_FULL:
        turn.ask("pasted", conclusion=conclusion.id)
        turn.conversation.expires_at = turn.now + REST_COMES_WITHIN


def dictated(turn: Turn, said: intents.Assign, text: str) -> Conclusion | None:
    """Keeps a task that was given in one line as a text with one draft; None where the same line was given before."""
    text = nfc(printable(text))
    known = conclusions.same_text(turn.db, text)
    if known is not None:
        _again(turn, known)
        return None
    leader = turn.actor if turn.actor.role in permissions.LEADERS else None
    day = f"{turn.today:%d/%m/%Y}"
    conclusion = Conclusion(
        title=f"Chỉ đạo trực tiếp ngày {day}" + (f", {leader.name}" if leader else ""),
        held_on=turn.today,
        text=text,
        text_hash=conclusions.text_hash(text),
        created_by=turn.actor.person_id,
        created_at=turn.now,
    )
    turn.db.add(conclusion)
    turn.db.flush()
    conclusions.add_drafts(turn.db, [_dictated_draft(turn, conclusion, said, text, leader)])
    return conclusion


def _dictated_draft(turn: Turn, conclusion: Conclusion, said: intents.Assign, text: str, leader: Actor | None) -> Draft:
    groups = [code for one in turn.city.agencies.find(text, turn.today) if one.is_group for code in one.group]
    rule = find_rule(turn, text)
    due = said.due or (find_day(turn, text) if rule else None)
    givers = leaders(turn.db, turn.today)
    chair = [one for one in givers if one.role == Role.CHAIR]
    giver = leader or (chair[0] if len(chair) == 1 else None)
    return Draft(
        conclusion_id=conclusion.id or 0,
        position=1,
        action=_capital((said.action or "")[:LONGEST_NOTE]),
        source=text,
        source_start=0,
        source_end=len(text),
        lead=said.lead[0] if said.lead else None,
        co_leads=list(said.lead[1:]),
        support=[code for code in said.support if code not in said.lead],
        everyone=[] if said.lead else list(dict.fromkeys(groups)),
        lead_words="",
        due_on=due if due and plausible(due) else None,
        due_words=said.due_words or None,
        recurrence=rule if due else None,
        due_from=turn.today,
        given_by=leader.role if leader else Role.CHAIR,
        given_by_words=None,
        given_by_person=giver.person_id if giver else None,
        confidence=1.0,
        missing=["two_leads"] if len(said.lead) > 1 else [],
        duplicate_of=_like(said.action or "", said.lead[0] if said.lead else None, tasks.open_with_titles(turn.db)),
        as_read={},
    )


def goes_on(turn: Turn, conclusion_id: int, text: str) -> bool:
    """Joins the rest of a paste that the chat app has cut; False if this is not it."""
    conclusion = conclusions.by_id(turn.db, conclusion_id)
    rows = conclusions.drafts(turn.db, conclusion_id)
    untouched = all(row.state == DraftState.PENDING and row.revision == 1 for row in rows)
    if conclusion is None or conclusion.state != ReviewState.OPEN or not untouched or len(text) < SHORTEST_REST:
        return False
    known = conclusions.same_text(turn.db, f"{conclusion.text}\n{nfc(text)}")
    for row in rows:
        turn.db.delete(row)
    turn.db.flush()
    if known is not None:
        conclusion.state = ReviewState.DROPPED
        turn.close_question()
        _again(turn, known)
        return True
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
    text = nfc(printable(text))
    if conclusions.same_text(db, text) is not None:
        return None
    file = conclusions.store_file(db, content, name=name, mime="application/octet-stream")
    conclusion = _store(db, city, now, text, name, file, by=None)
    rows = conclusions.drafts(db, conclusion.id or 0)
    mail = Mail(db, city, now, key=f"import:{conclusion.id}")
    mail.to(people.holders(db, city.today(now), {Role.OFFICE}), review.summary(conclusion, rows), Kind.NOTE)
    return len(rows)


def is_long_paste(inbound: Inbound) -> bool:
    """A pasted conclusion rather than a message: long, or of several lines with some length."""
    text = inbound.text.strip()
    return len(text) > 700 or (len(text) > 250 and text.count("\n") >= 2)


def _again(turn: Turn, known: Conclusion) -> None:
    if known.state == ReviewState.OPEN:
        turn.reply(review.summary(known, conclusions.drafts(turn.db, known.id or 0), again=True), fresh=True)
    else:
        turn.reply(review.already_done(known), fresh=True)


def open_review(turn: Turn, conclusion_id: int) -> Conclusion | None:
    """The conclusion, if this person may review it and it is still under review; otherwise the answer is given."""
    if not permissions.may_record(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return None
    conclusion = conclusions.locked(turn.db, conclusion_id)
    if conclusion is None or conclusion.state == ReviewState.DROPPED:
        turn.reply(review.dropped(conclusion) if conclusion else refusals.refusal("gone"))
        return None
    if conclusion.state == ReviewState.ASSIGNED:
        turn.reply(review.already_done(conclusion), fresh=True)
        return None
    return conclusion


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
    givers = leaders(db, city.today(conclusion.created_at))
    rows = [_draft(conclusion, position, one, known, givers) for position, one in enumerate(found, 1)]
    conclusions.add_drafts(db, rows)


def _draft(
    conclusion: Conclusion,
    position: int,
    found: FoundTask,
    known: Sequence[tuple[int, int | None, str, str | None]],
    givers: Sequence[Actor],
) -> Draft:
    everyone = _everyone(found.leads)
    leads = [] if everyone else [unit.codes[0] for unit in found.leads if len(unit.codes) == 1]
    given_by, words = _giver(found.assigned_by)
    person = _leader_named(words, [one for one in givers if one.role == given_by])
    return Draft(
        conclusion_id=conclusion.id or 0,
        position=position,
        action=_capital(_without_date(found)),
        source=found.source,
        source_start=found.start,
        source_end=found.end,
        lead=leads[0] if leads else None,
        co_leads=leads[1:],
        support=[code for code in _codes(found.support) if code not in leads],
        everyone=everyone,
        lead_words=", ".join(unit.text for unit in found.leads)[:200],
        due_on=found.due if found.due and plausible(found.due) else None,
        due_words=found.due_text,
        recurrence=found.recurrence if found.recurrence and is_rule(found.recurrence) else None,
        due_from=conclusion.held_on,
        given_by=given_by,
        given_by_words=words,
        given_by_person=person,
        confidence=found.confidence,
        missing=list(found.missing),
        duplicate_of=_like(found.action, leads[0] if leads else None, known),
        as_read=_plain(asdict(found)),
    )


def _capital(words: str) -> str:
    """A title begins with a capital letter, however it was dictated."""
    return words[:1].upper() + words[1:]


def _without_date(found: FoundTask) -> str:
    """The task's words without the date at their end, which has a line of its own."""
    action = found.action.rstrip(" .;,")
    if duty := CO_LEADING.match(action):
        action = action[duty.end() :]
    if not (found.due and found.due_text and action.endswith(found.due_text)):
        return action
    bare = action.removesuffix(found.due_text).rstrip(" ,;-")
    for verb in DATED_VERBS:
        bare = bare.removesuffix(verb).rstrip(" ,;-")
    return bare or action


def _everyone(leads: Sequence[Unit]) -> list[str]:
    """All agencies of the leads where one of them is a group ("các sở, ban, ngành"), in order, each once."""
    if not any(unit.is_group and unit.group for unit in leads):
        return []
    found = (unit.group if unit.is_group else unit.codes[:1] for unit in leads)
    return list(dict.fromkeys(code for codes in found for code in codes))


def _codes(units: Sequence[Unit]) -> list[str]:
    """Supporting agencies that are sure; a named group supports with all its agencies."""
    found = (unit.group if unit.is_group else unit.codes[:1] if len(unit.codes) == 1 else () for unit in units)
    return list(dict.fromkeys(code for codes in found for code in codes))


def _giver(words: str | None) -> tuple[str, str | None]:
    """Chair or vice chair, by the words for the post."""
    folded = fold(words or "")
    is_vice = "pho chu tich" in folded or "pho ban" in folded or "pho truong ban" in folded
    kept = words[:200] if words and folded not in BARE_POSTS else None
    return (Role.VICE_CHAIR if is_vice else Role.CHAIR), kept


def leaders(db: Session, today: date) -> list[Actor]:
    """Who can have given a job: the chair and the vice chairs of today."""
    return people.holders(db, today, permissions.LEADERS)


def _leader_named(words: str | None, givers: Sequence[Actor]) -> int | None:
    """The leader whose name stands in the words, or the only one in that post."""
    named = [one for one in givers if words and fold(one.name) in fold(words)]
    sure = named or givers
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


CORRECTED = {"action", "lead", "co_leads", "support", "everyone", "due_on", "no_due_reason", "given_by", "state"}


def reviewed(db: Session) -> list[str]:
    """JSON lines: each draft as it was read beside what the office made of it, to improve the readers by."""
    return [
        json.dumps(
            {
                "held_on": conclusion.held_on.isoformat(),
                "source": draft.source,
                "read": draft.as_read,
                "corrected": _plain(draft.model_dump(include=CORRECTED)),
                "drop_reason": draft.drop_reason,
            },
            ensure_ascii=False,
        )
        for draft, conclusion in conclusions.reviewed_drafts(db)
    ]
