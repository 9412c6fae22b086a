"""A message as the rules see it: words, and in place of what can be named the name of its kind.

"NV-11 chưa xong, xin đến 20/10" is `TASK chua xong xin den DATE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.core.understanding.spelling import bare


@dataclass(frozen=True)
class Token:
    text: str
    """A word as the rules write it, or the kind of thing that stands here, in capitals."""
    start: int
    end: int
    value: Any = None
    after_comma: bool = False

    @property
    def plain(self) -> str:
        """The word without marks."""
        return bare(self.text)


@dataclass(frozen=True)
class Message:
    original: str
    tokens: tuple[Token, ...]
    asked: bool = False
    """There is a question mark."""
    plain: str = field(default="", compare=False)
    """All words with nothing put in their place: for periods and windows."""

    @cached_property
    def shape(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @cached_property
    def _places(self) -> dict[int, int]:
        places, at = {}, 0
        for index, token in enumerate(self.tokens):
            places[at] = index
            at += len(token.text) + 1
        places[at] = len(self.tokens)
        return places

    def indices(self, start: int, end: int) -> range:
        """The tokens of `shape[start:end]`, which begins and ends between words."""
        places = self._places
        return range(places[start], places[end + 1])

    def values(self, kind: str) -> list[Any]:
        return [token.value for token in self.tokens if token.text == kind]

    def places(self, kind: str) -> list[int]:
        """Which tokens are of this kind."""
        return [index for index, token in enumerate(self.tokens) if token.text == kind]

    def has(self, kind: str) -> bool:
        return any(token.text == kind for token in self.tokens)

    def slice(self, first: int, last: int) -> Message:
        """The part of the message from token `first` up to `last` (not included)."""
        return Message(self.original, self.tokens[first:last], self.asked, self.plain)

    def words(self, indices: Sequence[int]) -> str:
        """The message's own words from the first to the last of these tokens."""
        if not indices:
            return ""
        return self.original[self.tokens[indices[0]].start : self.tokens[indices[-1]].end].strip(" ,.;:-\n")

    def clause_start(self, at: int) -> int:
        """Where in `shape` the clause around `shape[at]` begins."""
        start = 0
        for place, index in self._places.items():
            if place > at or index == len(self.tokens):
                break
            token = self.tokens[index]
            if token.after_comma:
                start = place
            elif token.text == "." and place < at:
                start = place + 2
        return start

    def clauses(self) -> Iterator[tuple[int, int]]:
        """Token ranges between commas and full stops."""
        first = 0
        for index, token in enumerate(self.tokens):
            if index and (token.after_comma or token.text == "."):
                if index > first:
                    yield first, index
                first = index + (token.text == ".")
        if first < len(self.tokens):
            yield first, len(self.tokens)
