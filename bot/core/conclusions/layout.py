"""A text as blocks, sentences and clauses, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.patterns import Patterns

_LINE_RE = re.compile(r"[^\n]+")
_END_RE = re.compile(r"[.!?…]+[\"”’)\]]*(?=\s)")
_OPENS_RE = re.compile(r"\s+[\"“‘(\[-]*\s*(?=(\S))")
_LAST_WORD_RE = re.compile(r"[\w./]+$")
_CELL_BORDER = " | "
_BORDER_RE = re.compile(r" \|(?= )")  # the blank behind it may stand before the next border
_CLOSED = '.:;!?…"”'
_NO_HEADING_ENDS = '.;,!?…"”'
_LONGEST_HEADING = 130
_LONGEST_ABBREVIATION = 12
PROSE = 0
LEVELS = {"article": 1, "roman": 1, "number": 2, "letter": 6, "dash": 8, "plus": 9}

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


@dataclass(frozen=True)
class Layout:
    """The words by which a text is taken apart."""

    patterns: Patterns

    def blocks(self, text: Composed) -> list[Block]:
        """Paragraphs and items; a line that only goes on is part of the block before it."""
        found: list[Block] = []
        for match in _LINE_RE.finditer(text.text):
            block = self._block(text, *match.span())
            if block is None:
                continue
            if found and _goes_on(text, found[-1], block):
                found[-1] = replace(found[-1], end=block.end)
            else:
                found.append(block)
        below: list[int | None] = [*(block.level for block in found[1:]), None]
        return [_judged(text, block, level) for block, level in zip(found, below, strict=False)]

    def _block(self, text: Composed, start: int, end: int) -> Block | None:
        line = text.text[start:end]
        begin, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        if begin >= end:
            return None
        if _CELL_BORDER in line:
            return Block(begin, begin, end, cells=tuple(_cells(line, start)))
        marker = self.patterns["marker"].match(text.text, begin, end)
        if marker is None or marker.end() >= end:
            return Block(begin, begin, end)
        kind = next(name for name, value in marker.groupdict().items() if value)
        depth = marker["number"].count(".") if kind == "number" else 0
        return Block(begin, marker.end(), end, LEVELS[kind] + depth)

    def tells_particulars(self, text: Composed, block: Block) -> bool:
        """ "Địa điểm: ...": nothing is to be done."""
        return self.patterns["particulars"].match(text.lower, block.start, block.end) is not None

    def sentences(self, text: Composed, block: Block) -> Iterator[Span]:
        start = block.start
        for end in _END_RE.finditer(text.text, block.start, block.end):
            opens = _OPENS_RE.match(text.text, end.end(), block.end)
            if opens is None or self._is_short_form(text, start, end, opens):
                continue
            yield start, end.end()
            between = opens[0]
            start = end.end() + len(between) - len(between.lstrip())
        if start < block.end:
            yield start, block.end

    def _is_short_form(self, text: Composed, start: int, end: re.Match[str], opens: re.Match[str]) -> bool:
        """Does the sentence go on behind the stop: "TP. Đà Nẵng", "Q. 1"? "TP. Giao Sở X" does not."""
        if opens[1].islower():
            return True
        if end[0] != "." or self.patterns.verb.match(text.lower, opens.start(1)):
            return False
        before = _LAST_WORD_RE.search(text.lower[max(start, end.start() - _LONGEST_ABBREVIATION) : end.start()])
        if before is None:
            return False
        initial = len(before[0]) == 1 and text.text[end.start() - 1].isupper()  # "N. V. An", not "Thú y."
        return initial or before[0] in self.patterns.words["layout"]["abbreviations"]

    def breaks(self, mask: str, start: int, end: int) -> Iterator[Span]:
        """Where a clause can end inside a sentence, and where the next can begin; not inside brackets."""
        depth, position, last = 0, start, -1
        for match in self.patterns["break"].finditer(mask, start, end):
            between = mask[position : match.start()]
            depth, position = max(0, depth + between.count("(") - between.count(")")), match.start()
            if depth or match.start() == start or match.end() == end:
                continue
            if match.lastgroup is None:
                last = match.end()
                yield match.start() + 1, last
            elif match.start() > last:
                yield match.start(), match.start()


def _goes_on(text: Composed, before: Block, block: Block) -> bool:
    """A line broken by its width: the one before has no end, this one begins in lower case."""
    if block.level or block.cells or before.cells or text.text.count("\n", before.end, block.begin) > 1:
        return False
    return text.text[before.end - 1] not in _CLOSED and text.text[block.begin].islower()


def _judged(text: Composed, block: Block, below: int | None) -> Block:
    """Tell headings: short, without an end, followed by something below them."""
    if block.cells or block.end - block.start >= _LONGEST_HEADING or text.text[block.end - 1] in _NO_HEADING_ENDS:
        return block
    body = text.text[block.start : block.end]
    leads_down = block.level != PROSE and below is not None and (below == PROSE or below > block.level)
    shouted = body.isupper() and len(body) > 3
    return replace(block, is_heading=True) if shouted or leads_down else block


def _cells(line: str, offset: int) -> Iterator[Span]:
    start = 0
    for stop in [*_BORDER_RE.finditer(line), None]:
        end = stop.start() if stop else len(line)
        cell = line[start:end]
        left = min(len(cell) - len(cell.lstrip(" |")), len(cell))
        yield offset + start + left, offset + start + max(left, len(cell.rstrip(" |")))
        start = stop.end() if stop else end
