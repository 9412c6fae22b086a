"""An agency that was named and cannot be placed: those that may be meant are offered, and none is taken unasked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from bot.core import buttons, intents
from bot.core.buttons import action
from bot.core.cards import Button, Card
from bot.core.intents import Intent
from bot.core.screens import refusals
from bot.usecases.context import Turn

VERB, KIND = "agency-is", "agency"
MOST = 3
LONGEST = 600  # letters: what is longer is no order for one agency
LONGEST_LEAD_IN = 12  # letters before the name in an answer: "ý tôi là Sở …"
_OF_AGENCIES = (
    intents.AskOverdue | intents.AskDue | intents.AskOpen | intents.AskDone | intents.AskStats | intents.AskMonth
    | intents.AskContacts | intents.Export | intents.Urge | intents.ChangeLead | intents.Assign
)  # fmt: skip


def asked_back(turn: Turn, intent: Intent, text: str) -> bool:
    """Whether the words name an agency that the reader could not place; then it is asked which one is meant."""
    if len(text) > LONGEST or not _misses_agency(intent):
        return False
    for mention in turn.city.agencies.find(text, turn.today):
        if mention.is_group:
            continue
        if len(mention.codes) > 1:
            card = refusals.several_agencies(mention.text, _buttons(turn, mention.codes))
            _ask(turn, text, mention.start, mention.end, card)
            return True
        body = turn.city.directory.get(mention.codes[0]) if mention.codes else None
        if body and body.has_ended_on(turn.today):
            heirs = turn.city.directory.candidates(body.code, turn.today)
            _ask(turn, text, mention.start, mention.end, refusals.ended_agency(mention.text, _buttons(turn, heirs)))
            return True
    found = turn.city.agencies.unplaced(text, turn.today)
    if found is None:
        return False
    _ask(turn, text, found.start, found.end, refusals.unclear_agency(found.words, _buttons(turn, found.near)))
    return True


def _misses_agency(intent: Intent) -> bool:
    if isinstance(intent, intents.Unclear):
        return intent.question in _DOUBTS
    if not isinstance(intent, _OF_AGENCIES) or (isinstance(intent, intents.Urge) and intent.tasks):
        return False
    return not any(getattr(intent, one.name) for one in fields(intent) if one.name in ("agency", "lead"))


_DOUBTS = frozenset(
    {
        intents.Question.WHICH_AGENCY,
        intents.Question.WHICH_ACT,
        intents.Question.WHICH_TASK,
        intents.Question.NO_OBJECT,
        intents.Question.OUT_OF_SCOPE,
        intents.Question.FRAGMENT,
    }
)
"""Why a message with an unknown name may not have been understood."""


def _ask(turn: Turn, text: str, start: int, end: int, card: Card) -> None:
    turn.ask(KIND, before=text[:start], after=text[end:])
    turn.reply(card, fresh=True)


def _buttons(turn: Turn, codes: Sequence[str]) -> list[Button]:
    return [Button(turn.city.short(code)[:40], action(VERB, 0, 0, code)) for code in codes[:MOST]]


def chosen(turn: Turn) -> str | None:
    """What was said, with the agency that was pressed in place of the words that were not understood."""
    press = buttons.press(turn.inbound.button) if turn.inbound.button else None
    question = turn.conversation.question or {}
    if press is None or press.verb != VERB or question.get("kind") != KIND:
        return None
    return _completed(turn, question, press.extra) if turn.city.directory.get(press.extra) else None


def written(turn: Turn, question: dict[str, object], words: str, intent: Intent) -> str | None:
    """What the answer in words makes of what was said; "" where it was asked again, None where it is no answer."""
    if not isinstance(intent, intents.Unclear) or _names_late(turn, words):
        turn.close_question()
        return None
    found = turn.city.agencies.candidates(words, turn.today)
    if len(found) == 1:
        return _completed(turn, question, found[0])
    if found:
        turn.reply(refusals.several_agencies(words, _buttons(turn, found)), fresh=True)
    else:
        near = turn.city.agencies.nearest(words, turn.today)
        turn.reply(refusals.unclear_agency(words, _buttons(turn, near)), fresh=True)
    return ""


def _names_late(turn: Turn, words: str) -> bool:
    """Whether the name stands deep in a sentence: that is another request, no answer."""
    found = [mention.start for mention in turn.city.agencies.find(words, turn.today)]
    unplaced = turn.city.agencies.unplaced(words, turn.today)
    starts = [*found, *([unplaced.start] if unplaced else [])]
    return min(starts, default=0) > LONGEST_LEAD_IN


def _completed(turn: Turn, question: dict[str, object], code: str) -> str:
    turn.close_question()
    turn.inbound = replace(turn.inbound, text=f"{question['before']}{turn.city.short(code)}{question['after']}")
    return turn.inbound.text
