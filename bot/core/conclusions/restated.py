"""A task that the text states twice is one task: news repeat it in their first lines, captions and last lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.conclusions.layout import PROSE, Block, Span
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.reading import Draft

_WORD_RE = re.compile(r"\w+")
_SAME = 0.75  # of the shorter one's syllables, anywhere
_SAME_AT_EDGE = 0.45  # when one of the two is the first or the last paragraph of an article
_SAME_DATE_AT_EDGE = 0.3  # and both name the same day
_NEVER = 2.0
_FEW_SENTENCES = 3
_SENTENCE_RE = re.compile(r"[.!?…](?=\s|$)")
_DAY_RE = re.compile(r"\d{1,2}[/-]\d{1,2}")
_FEWEST = 6
_NEAREST = 40  # a task is compared with so many before it


@dataclass(frozen=True)
class Merged:
    draft: Draft
    repeats: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Bag:
    """The syllables of a task and the days it names."""

    words: frozenset[str]
    days: frozenset[str]

    def shared(self, other: Bag) -> float:
        shorter = min(len(self.words), len(other.words))
        return len(self.words & other.words) / shorter if shorter >= _FEWEST else 0.0

    def threshold(self, other: Bag, *, at_edge: bool) -> float:
        """How much two must share to be one; different days are different tasks."""
        if self.days and other.days and not self.days & other.days:
            return _NEVER
        if at_edge:
            return _SAME_DATE_AT_EDGE if self.days & other.days else _SAME_AT_EDGE
        return _SAME


def merged(found: list[Draft], masked: Masked, blocks: list[Block]) -> list[Merged]:
    """Each task once, at its most detailed place."""
    bags = [_bag(masked, draft) for draft in found]
    edges = _edges(masked, blocks)
    kept: dict[int, list[Span]] = {}
    for number, draft in enumerate(found):
        twin = _twin(number, draft, found, bags, kept, edges)
        if twin is None:
            kept[number] = []
        elif _is_fuller(number, twin, found, edges):
            kept[number] = [*kept.pop(twin), (found[twin].start, found[twin].end)]
        else:
            kept[twin].append((draft.start, draft.end))
    return [Merged(found[number], tuple(spans)) for number, spans in sorted(kept.items())]


def _edges(masked: Masked, blocks: list[Block]) -> frozenset[int]:
    """The paragraphs of an article that only announce or repeat."""
    prose = [
        number
        for number, block in enumerate(blocks)
        if block.level == PROSE and not block.cells and block.end - block.begin > 60
    ]
    if len(prose) < 3 or len(prose) < len(blocks) / 3:
        return frozenset()
    return frozenset(
        number
        for number in (prose[0], prose[-1])
        if len(_SENTENCE_RE.findall(masked.text.text, blocks[number].start, blocks[number].end)) < _FEW_SENTENCES
    )


def _bag(masked: Masked, draft: Draft) -> Bag:
    lower = masked.text.lower[draft.start : draft.end]
    return Bag(frozenset(_WORD_RE.findall(lower[draft.work - draft.start :])), frozenset(_DAY_RE.findall(lower)))


def _twin(
    number: int, draft: Draft, found: list[Draft], bags: list[Bag], kept: Iterable[int], edges: frozenset[int]
) -> int | None:
    """The earlier task that this one states again."""
    for other in sorted(kept, reverse=True)[:_NEAREST]:
        at_edge = bool({found[other].block, draft.block} & edges)
        if draft.block == found[other].block or not (at_edge or _same_leads(draft, found[other])):
            continue
        if bags[number].shared(bags[other]) >= bags[number].threshold(bags[other], at_edge=at_edge):
            return other
    return None


def _same_leads(first: Draft, second: Draft) -> bool:
    """Can the two mean the same unit?"""
    one, other = ({lead.text.lower() for lead in draft.leads} for draft in (first, second))
    return not one or not other or bool(one & other)


def _is_fuller(number: int, twin: int, found: list[Draft], edges: frozenset[int]) -> bool:
    if found[twin].block in edges and found[number].block not in edges:
        return True
    if found[number].block in edges:
        return False
    return found[number].end - found[number].start > found[twin].end - found[twin].start
