"""A text as blocks, sentences and clauses, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.core.conclusions.composed import Composed

_LINE_RE = re.compile(r"[^\n]+")
_END_RE = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s)")
_OPENS_RE = re.compile(r"\s+[\"“‘(\[-]*\s*(?=(\S))")
_BREAK_RE = re.compile(r";\s*|(?:,\s*)?\bđồng thời\b,?\s*|,\s*(?:trong khi|còn|riêng)\s+")
_CELLS_RE = re.compile(r"\s*(?:\||\n)\s*")
_LONGEST_HEADING = 130
LEVELS = {"article": 1, "roman": 1, "number": 2, "letter": 6, "dash": 8, "plus": 9}
PROSE = 0

Span = tuple[int, int]


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item or a table row. `start` is behind the marker, `begin` before it."""

    begin: int
    start: int
    end: int
    level: int = PROSE
    is_heading: bool = False
    cells: tuple[Span, ...] = ()
    separate: bool = field(default=True, compare=False)


@dataclass(frozen=True)
class Layout:
    """The words by which a text is taken apart."""

    words: Mapping[str, Any]
    verb: re.Pattern[str]  # after "TP." a verb begins a sentence, a name does not

    @cached_property
    def marker(self) -> re.Pattern[str]:
        return re.compile(self.words["marker_re"])

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        return frozenset(self.words["abbreviations"])

    def blocks(self, text: Composed) -> list[Block]:
        """Paragraphs and items; a line that only goes on is part of the block before it."""
        found: list[Block] = []
        for match in _LINE_RE.finditer(text.text):
            block = self._block(text, match.start(), match.end())
            if block is None:
                continue
            if found and self._goes_on(text, found[-1], block):
                found[-1] = Block(found[-1].begin, found[-1].start, block.end, found[-1].level)
            else:
                found.append(block)
        return [self._judged(text, block, found[n + 1 : n + 2]) for n, block in enumerate(found)]

    def _block(self, text: Composed, start: int, end: int) -> Block | None:
        line = text.text[start:end]
        begin, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        if begin >= end:
            return None
        if " | " in line:
            return Block(begin, begin, end, cells=tuple(_cells(line, start)))
        marker = self.marker.match(text.text, begin, end)
        if marker is None or marker.end() >= end:
            return Block(begin, begin, end)
        kind = next(name for name, value in marker.groupdict().items() if value)
        depth = marker["number"].count(".") if kind == "number" else 0
        return Block(begin, marker.end(), end, LEVELS[kind] + depth)

    def _goes_on(self, text: Composed, before: Block, block: Block) -> bool:
        """A line broken by its width: the one before has no end, this one begins in lower case."""
        if block.level or block.cells or before.cells or text.text[before.end : block.begin].count("\n") > 1:
            return False
        return text.text[before.end - 1] not in '.:;!?…"”' and text.text[block.begin].islower()

    def _judged(self, text: Composed, block: Block, following: list[Block]) -> Block:
        """Tell headings: short, without an end, followed by something below them."""
        body = text.text[block.start : block.end]
        short = len(body) < _LONGEST_HEADING and body[-1] not in '.;,!?…"”' and not block.cells
        below = bool(following) and (following[0].level == PROSE or following[0].level > block.level)
        shouted = body.isupper() and len(body) > 3
        if not (short and (shouted or (block.level and below))):
            return block
        return Block(block.begin, block.start, block.end, block.level, is_heading=True)

    def sentences(self, text: Composed, block: Block) -> Iterator[Span]:
        start = block.start
        for end in _END_RE.finditer(text.text, block.start, block.end):
            opens = _OPENS_RE.match(text.text, end.end(), block.end)
            if opens is None or self._is_short_form(text, start, end, opens):
                continue
            yield start, end.end()
            start = (
                end.end() + len(text.text[end.end() : opens.end()]) - len(text.text[end.end() : opens.end()].lstrip())
            )
        if start < block.end:
            yield start, block.end

    def _is_short_form(self, text: Composed, start: int, end: re.Match[str], opens: re.Match[str]) -> bool:
        if opens[1].islower():
            return True
        if end[0] != "." or self.verb.match(text.lower, opens.start(1)):
            return False
        before = re.search(r"[\w./]+$", text.lower[max(start, end.start() - 12) : end.start()])
        return before is not None and (before[0] in self.abbreviations or bool(re.fullmatch(r"[a-zđ]", before[0])))


def _cells(line: str, offset: int) -> Iterator[Span]:
    start = 0
    for stop in [*re.finditer(r" \| ", line), None]:
        end = stop.start() if stop else len(line)
        cell = line[start:end]
        lead = len(cell) - len(cell.lstrip(" |"))
        yield (
            offset + start + min(lead, len(cell)),
            offset + max(start + min(lead, len(cell)), start + len(cell.rstrip(" |"))),
        )
        start = stop.end() if stop else end


def breaks(lower: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a clause can end and where the next can begin: ";" and "đồng thời", not inside brackets."""
    depth, position = 0, start
    for match in _BREAK_RE.finditer(lower, start, end):
        between = lower[position : match.start()]
        depth = max(0, depth + between.count("(") - between.count(")"))
        position = match.start()
        if depth == 0 and match.start() > start and match.end() < end:
            keeps = "đồng thời" in match[0]
            at_word = match.start() + len(match[0]) - len(match[0].lstrip(",; ")) if keeps else match.end()
            yield match.start() + (match[0][0] in ";,"), at_word
