"""A draft in words: a short imperative action, and what the register would miss."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.core.conclusions.masked import Masked
from bot.core.conclusions.obligations import Kind
from bot.core.conclusions.patterns import Patterns, either
from bot.core.conclusions.reading import Draft

MOST_WORDS = 25
_EDGES = " ,;:.-–\"“”'…"
_CONFIDENCE = {Kind.ORDER: 0.95, Kind.DUTY: 0.9, Kind.BARE: 0.85, Kind.CALL: 0.75, Kind.NEED: 0.7, Kind.VERB: 0.7}


def action(draft: Draft, masked: Masked, patterns: Patterns) -> str:
    """The work in at most 25 words of the text, beginning with its verb."""
    end = draft.work_end or draft.end
    words = masked.text.text[draft.work : end]
    lower = masked.mask[draft.work : end]
    support = patterns.support.search(lower)
    if support and support.start() < 60:
        words = words[: support.start()].rstrip(_EDGES) + " " + words[support.end() :]
    words = _without_fillers(" ".join(words.split()).strip(_EDGES), patterns)
    words = _shortened(words, patterns)
    if draft.topic and len(words.split()) + len(draft.topic.split()) + 1 <= MOST_WORDS and len(words.split()) < 12:
        words = f"{words} ({' '.join(draft.topic.split())})"
    return words[:1].upper() + words[1:]


def _without_fillers(words: str, patterns: Patterns) -> str:
    filler = re.compile(rf"^(?:{either(patterns.words['action']['fillers'])}[,\s]*)+", re.IGNORECASE)
    shorter = filler.sub("", words).strip(_EDGES)
    return shorter or words


def _shortened(words: str, patterns: Patterns) -> str:
    tail = patterns.found["tails"].search(words.lower())
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


def missing(draft: Draft, *, dated: bool, masked: Masked, patterns: Patterns) -> tuple[str, ...]:
    """What "6 rõ" asks for and the text does not say."""
    lower = masked.text.lower[draft.work : draft.end]
    tests = (
        ("lead", not draft.leads),
        ("two_leads", len(draft.leads) > 1),
        ("group", any(lead.is_group for lead in draft.leads)),
        ("date", not dated),
        ("deliverable", not any(noun in lower for noun in patterns.words["action"]["deliverables"])),
    )
    return tuple(name for name, lacks in tests if lacks)


def confidence(draft: Draft) -> float:
    certain = _CONFIDENCE[draft.kind]
    if not draft.leads:
        certain -= 0.1
    return round(certain - (0.05 if len(draft.leads) > 1 else 0), 2)
