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
_SAME_UNIT = 0.5  # when both name the same single unit
_DAY_RE = re.compile(r"\d{1,2}[/-]\d{1,2}")
_FEWEST = 6
_NEAREST = 40  # a task is compared with so many before it


@dataclass(frozen=True)
class Merged:
    draft: Draft
    repeats: tuple[Span, ...] = ()


def merged(found: list[Draft], masked: Masked, blocks: list[Block]) -> list[Merged]:
    """Each task once, at its most detailed place."""
    bags = [_bag(masked, draft) for draft in found]
    edges = _edges(blocks)
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


def _edges(blocks: list[Block]) -> frozenset[int]:
    """The paragraphs of an article that only announce or repeat."""
    prose = [number for number, block in enumerate(blocks) if block.level == PROSE and not block.cells and block.end - block.begin > 60]
    if len(prose) < 3 or len(prose) < len(blocks) / 3:
        return frozenset()
    return frozenset((prose[0], prose[-1]))


def _bag(masked: Masked, draft: Draft) -> frozenset[str]:
    return frozenset(_WORD_RE.findall(masked.text.lower[draft.work : draft.end]))


def _twin(number: int, draft: Draft, found: list[Draft], bags: list[frozenset[str]], kept: Iterable[int], edges: frozenset[int]) -> int | None:
    for other in sorted(kept, reverse=True)[:_NEAREST]:
        at_edge = found[other].block != draft.block and bool({found[other].block, draft.block} & edges)
        shorter = min(len(bags[number]), len(bags[other]))
        if shorter < _FEWEST or draft.block == found[other].block:
            continue
        shared = len(bags[number] & bags[other]) / shorter
        if shared >= (_SAME_AT_EDGE if at_edge else _SAME) and (at_edge or _same_leads(draft, found[other])):
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
