"""A task that the text states twice is one task: news repeat it in their first lines, captions and last lines."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.conclusions.drafts import Draft
from bot.core.conclusions.layout import PROSE, Block, Span
from bot.core.conclusions.masked import Masked

_SAME = 0.75  # of the shorter one's syllables, anywhere
_SAME_AT_EDGE = 0.35  # when one of the two stands in the first or the last paragraph of an article
_SAME_DATE_AT_EDGE = 0.3  # and both name the same day
_NEVER = 2.0
_FEWEST = 6  # syllables; fewer say nothing
_NEAREST = 40  # a task is compared with so many before it
_FEWEST_PARAGRAPHS = 3
_SHORTEST_PARAGRAPH = 60
_FEW_SENTENCES = 3  # an announcement has fewer
_WORD_RE = re.compile(r"\w+")
_SENTENCE_RE = re.compile(r"[.!?…](?=\s|$)")
_DAY_RE = re.compile(r"\d{1,2}[/-]\d{1,2}")


@dataclass(frozen=True)
class Merged:
    draft: Draft
    repeats: tuple[Span, ...] = ()

    @property
    def places(self) -> tuple[Span, ...]:
        return (*self.repeats, (self.draft.start, self.draft.end))


@dataclass(frozen=True)
class Statement:
    """A draft with what is compared: its syllables, the days it names, who leads."""

    draft: Draft
    words: frozenset[str]
    days: frozenset[str]
    leads: frozenset[str]
    at_edge: bool
    in_prose: bool

    def restates(self, other: Statement) -> bool:
        """Items and rows of one list never restate each other, and different days are different tasks."""
        at_edge = self.at_edge or other.at_edge
        if self.draft.block == other.draft.block or not (at_edge or (self.in_prose and other.in_prose)):
            return False
        if not at_edge and self.leads and other.leads and not self.leads & other.leads:
            return False
        shorter = min(len(self.words), len(other.words))
        return shorter >= _FEWEST and len(self.words & other.words) / shorter >= self._enough(other, at_edge=at_edge)

    def _enough(self, other: Statement, *, at_edge: bool) -> float:
        if self.days and other.days and not self.days & other.days:
            return _NEVER
        if at_edge:
            return _SAME_DATE_AT_EDGE if self.days & other.days else _SAME_AT_EDGE
        return _SAME

    def is_fuller(self, other: Statement) -> bool:
        if self.at_edge != other.at_edge:
            return other.at_edge
        return self.draft.end - self.draft.start > other.draft.end - other.draft.start


def merged(found: Iterable[Draft], masked: Masked, blocks: list[Block]) -> list[Merged]:
    """Each task once, at its most detailed place, in the order of the text."""
    edges = _edges(masked, blocks)
    kept: dict[int, Merged] = {}
    recent: deque[tuple[int, Statement]] = deque(maxlen=_NEAREST)
    for number, draft in enumerate(found):
        statement = _statement(draft, masked, blocks, edges)
        twin = next(((key, other) for key, other in reversed(recent) if statement.restates(other)), None)
        if twin is None:
            kept[number] = Merged(draft)
            recent.append((number, statement))
            continue
        key, other = twin
        if statement.is_fuller(other):
            kept[key] = Merged(draft, kept[key].places)
            recent[recent.index(twin)] = (key, statement)
        else:
            kept[key] = Merged(kept[key].draft, (*kept[key].repeats, (draft.start, draft.end)))
    return sorted(kept.values(), key=lambda one: one.draft.start)


def _statement(draft: Draft, masked: Masked, blocks: list[Block], edges: frozenset[int]) -> Statement:
    lower = masked.text.lower
    block, at_edge = blocks[draft.block], draft.block in edges
    end = _without_speaker(draft, masked) if at_edge else draft.end
    return Statement(
        draft,
        words=frozenset(_WORD_RE.findall(lower, draft.work, end)),
        days=frozenset(_DAY_RE.findall(lower, draft.start, draft.end)),
        leads=frozenset(lead.text.lower() for lead in draft.leads),
        at_edge=at_edge,
        in_prose=block.level == PROSE and not block.cells,
    )


def _without_speaker(draft: Draft, masked: Masked) -> int:
    """Where a statement ends that tells its speaker last: "... từng tuần - Chủ tịch UBND tỉnh nêu yêu cầu"."""
    said_by = masked.patterns["said_by"].search(masked.mask, draft.work, draft.end)
    return said_by.start() if said_by else draft.end


def _edges(masked: Masked, blocks: list[Block]) -> frozenset[int]:
    """The paragraphs of an article that only announce or repeat: its first and last, when they are short."""
    prose = [number for number, block in enumerate(blocks) if _is_paragraph(block)]
    if len(prose) < max(_FEWEST_PARAGRAPHS, len(blocks) / 3):
        return frozenset()
    return frozenset(number for number in (prose[0], prose[-1]) if _is_short(masked, blocks[number]))


def _is_paragraph(block: Block) -> bool:
    return block.level == PROSE and not block.cells and block.end - block.begin > _SHORTEST_PARAGRAPH


def _is_short(masked: Masked, block: Block) -> bool:
    return len(_SENTENCE_RE.findall(masked.text.text, block.start, block.end)) < _FEW_SENTENCES
