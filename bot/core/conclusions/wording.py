"""A draft in words: a short imperative action, and what the register would miss."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.conclusions.drafts import Draft
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.patterns import Patterns
from bot.core.conclusions.speech import Kind

MOST_WORDS = 25
_SHORT = 16
_EARLY = 60  # letters: a supporting unit further on is part of the work
_NAME_COMMA = "\ue001"
_EDGES = " ,;:./-–\"“”'…"
# How often a draft with its lead was right in the texts that we know: lists, then prose; what an article reports as an
# order is more often told twice or told of others than what it tells as work.
_LISTED, _WORK, _REPORTED, _LOOSE, _NOBODY = 0.95, 0.9, 0.8, 0.65, 0.5


def action(draft: Draft, masked: Masked) -> str:
    """The work in at most 25 words of the text, beginning with its verb."""
    end = draft.work_end or draft.end
    words = _with_whole_names(draft.work, end, masked)
    support = masked.patterns["supported"].search(masked.mask[draft.work : end])
    if support and support.start() < _EARLY and not masked.patterns["meets"].match(support["how"]):
        purpose = words[support.end() :].lstrip()
        linked = masked.patterns["purpose"].match(purpose)
        words = f"{words[: support.start()].rstrip(_EDGES)} {purpose[linked.end() :] if linked else purpose}"
    words = _shortened(_without_fillers(" ".join(words.split()).strip(_EDGES), masked.patterns), masked.patterns)
    if draft.topic and _may_add(draft.topic, words):
        words = f"{words} ({draft.topic})"
    return words[:1].upper() + words[1:].replace(_NAME_COMMA, ",")


def _with_whole_names(start: int, end: int, masked: Masked) -> str:
    """The text with the commas inside names marked, so that no list is cut at them."""
    letters = list(masked.text.text[start:end])
    for name in masked.within(start, end):
        for place in range(name.start - start, min(name.end, end) - start):
            letters[place] = _NAME_COMMA if letters[place] == "," else letters[place]
    return "".join(letters)


def _may_add(topic: str, words: str) -> bool:
    count = len(words.split())
    return count < _SHORT and count + len(topic.split()) <= MOST_WORDS


def _without_fillers(words: str, patterns: Patterns) -> str:
    """Without the adverbs in front, as long as a verb is left."""
    while filler := patterns["filler"].match(words.lower()):
        shorter = words[filler.end() :].strip(_EDGES)
        if not patterns["work"].match(shorter.lower()):
            break
        words = shorter
    return words


def _shortened(words: str, patterns: Patterns) -> str:
    tail = patterns["tails"].search(words.lower())
    if tail and len(words[: tail.start()].split()) >= 4:
        words = words[: tail.start()]
    if len(words.split()) <= MOST_WORDS:
        return words.strip(_EDGES)
    pieces = list(_pieces(words))
    return (pieces[-1] if pieces else " ".join(words.split()[:MOST_WORDS])).strip(_EDGES)


def _pieces(words: str) -> Iterator[str]:
    """Beginnings that end at a comma and are short enough, growing."""
    for match in re.finditer(r"[,;(]", words):
        piece = words[: match.start()]
        if 5 <= len(piece.split()) <= MOST_WORDS:
            yield piece


def missing(draft: Draft, masked: Masked, *, dated: bool) -> tuple[str, ...]:
    """What "6 rõ" asks for and the text does not say."""
    lower = masked.text.lower[draft.work : draft.end]
    tests = (
        ("lead", not draft.leads),
        ("two_leads", len(draft.leads) > 1),
        ("group", any(lead.is_group for lead in draft.leads)),
        ("date", not dated),
        ("deliverable", not any(noun in lower for noun in masked.patterns.words["action"]["deliverables"])),
    )
    return tuple(name for name, lacks in tests if lacks)


def confidence(draft: Draft) -> float:
    """How sure the draft is, from the place of the duty and from how its leads are named."""
    if not draft.leads:
        return _NOBODY
    if draft.is_listed:
        return _LISTED
    if any(lead.is_group for lead in draft.leads):
        return _LOOSE
    return _WORK if draft.kind in (Kind.BARE, Kind.VERB) else _REPORTED
