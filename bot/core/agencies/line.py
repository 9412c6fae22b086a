"""A text as a line of words, each with its place in the original, and lists of terms to look up in it.

Words are compared without marks. Where a word was typed with marks they count: "số" (number) is not "sở"
(department). The key of a word does not depend on where its tone mark was put: hoà = hòa.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from bot.core.words import fold

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
MOSTLY_MARKED = 0.15  # share of words with marks from which a word without is meant as it stands
LONGEST_REMEMBERED = 32
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")


class Gap(IntEnum):
    """What stands between two words, from none to an end of thought."""

    JOINED = 0
    COMMA = 1
    SEMICOLON = 2
    COLON = 3
    BREAK = 4


_SIGNS = {
    **dict.fromkeys(("", "&", "-", "–", "—", "\u2011", "'", "’"), Gap.JOINED),
    **dict.fromkeys((",", "/", "+"), Gap.COMMA),
    ";": Gap.SEMICOLON,
    **dict.fromkeys((":", "(", ": ("), Gap.COLON),
}


def key(word: str) -> str:
    """The word's letters and, behind them, its marks in a fixed order."""
    if word.isascii():
        return word.lower()
    letters: list[str] = []
    marks: list[str] = []
    for character in unicodedata.normalize("NFD", word.lower()):
        (marks if unicodedata.combining(character) else letters).append(character)
    return "".join(letters) + "".join(sorted(marks))


def without_tone(word_key: str) -> str:
    """People confuse the tones (sở, sỡ), less often the vowels (sở, số)."""
    return word_key if word_key.isascii() else "".join(mark for mark in word_key if mark not in TONES)


@dataclass
class Line:
    """The words of a text in step. Short words are spelt out: the new words share one place in the original."""

    text: str
    folded: list[str]
    keys: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[Gap]  # before each word
    opens: list[bool]  # False inside a word that was spelt out
    closes: list[bool]
    is_marked: bool = False
    size: int = 0  # how many words

    def term(self, start: int, end: int) -> Term:
        return Term(tuple(self.folded[start:end]), tuple(self.keys[start:end]))

    def has_capital(self, place: int) -> bool:
        return self.text[self.starts[place]].isupper()

    def says(self, place: int, word: str, word_key: str) -> bool:
        """Whether this word stands there, its marks included where the writer uses marks."""
        if self.folded[place] != word:
            return False
        typed = self.keys[place]
        return typed == word_key or (typed == word and not self.is_marked)


def line_of(text: str, short_words: Mapping[str, Term]) -> Line:
    line = Line(text, [], [], [], [], [], [], [])
    marked = count = last = 0
    previous = ""
    for match in _WORD.finditer(text):
        start, end = match.span()
        word, word_key = _read(match.group())
        marked += word_key != word
        count += 1
        gap = _gap(text[last:start], previous in short_words) if count > 1 else Gap.BREAK
        last, previous = end, word
        line.gaps.append(gap)
        spelt = short_words.get(word)
        if spelt is None:
            line.folded.append(word)
            line.keys.append(word_key)
            line.starts.append(start)
            line.ends.append(end)
            line.opens.append(True)
            line.closes.append(True)
        else:
            _spell_out(line, spelt, start, end)
    line.is_marked = marked > MOSTLY_MARKED * count
    line.size = len(line.folded)
    return line


def _spell_out(line: Line, spelt: Term, start: int, end: int) -> None:
    more = len(spelt.words) - 1
    line.folded.extend(spelt.words)
    line.keys.extend(spelt.keys)
    line.starts.extend([start] * (more + 1))
    line.ends.extend([end] * (more + 1))
    line.gaps.extend([Gap.JOINED] * more)
    line.opens.extend([True, *[False] * more])
    line.closes.extend([*[False] * more, True])


def _read(word: str) -> tuple[str, str]:
    """The word without its marks, and its key."""
    return _remembered(word) if len(word) <= LONGEST_REMEMBERED else (fold(word), key(word))


@lru_cache(maxsize=8192)
def _remembered(word: str) -> tuple[str, str]:
    return fold(word), key(word)


def _gap(between: str, after_short_word: bool) -> Gap:
    if between == " ":
        return Gap.JOINED
    signs = between.strip()
    lines = between.count("\n")
    if lines > 1 or (lines and signs):
        return Gap.BREAK
    if signs == ".":
        return Gap.JOINED if after_short_word else Gap.BREAK
    return _SIGNS.get(signs, Gap.BREAK)


@dataclass(frozen=True)
class Term:
    """A written term as folded words and their keys."""

    words: tuple[str, ...]
    keys: tuple[str, ...]

    def __add__(self, other: Term) -> Term:
        return Term(self.words + other.words, self.keys + other.keys)

    @classmethod
    def of(cls, text: str, short_words: Mapping[str, Term] = MappingProxyType({})) -> Term:
        """The words of a text as its line would show them, short words spelt out."""
        words: list[str] = []
        keys: list[str] = []
        for written in _WORD.findall(text):
            word, word_key = _read(written)
            spelt = short_words.get(word)
            words.extend(spelt.words if spelt else (word,))
            keys.extend(spelt.keys if spelt else (word_key,))
        return cls(tuple(words), tuple(keys))


class Terms:
    """Terms with a value each, found at a place of a line, forwards from it or backwards to it."""

    def __init__(self, terms: Iterable[tuple[Term, Any]]) -> None:
        self._by_first: dict[str, list[tuple[Term, Any]]] = {}
        self._by_last: dict[str, list[tuple[Term, Any]]] = {}
        for term, value in sorted(terms, key=lambda pair: -len(pair[0].words)):
            if term.words:
                self._by_first.setdefault(term.words[0], []).append((term, value))
                self._by_last.setdefault(term.words[-1], []).append((term, value))

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._by_first)

    def at(self, line: Line, place: int) -> tuple[int, Any] | None:
        """The end and value of the longest term that begins there."""
        terms = self._by_first.get(line.folded[place]) if place < line.size else None
        for term, value in terms or ():
            if _stands(line, place, term):
                return place + len(term.words), value
        return None

    def before(self, line: Line, place: int) -> tuple[int, Any] | None:
        """The start and value of the longest term that ends right before the place, on the same breath."""
        terms = self._by_last.get(line.folded[place - 1]) if place and line.gaps[place] == Gap.JOINED else None
        for term, value in terms or ():
            start = place - len(term.words)
            if start >= 0 and _stands(line, start, term):
                return start, value
        return None


def _stands(line: Line, place: int, term: Term) -> bool:
    if place + len(term.words) > line.size:
        return False
    for word, word_key in zip(term.words, term.keys, strict=True):
        if not line.says(place, word, word_key):
            return False
        place += 1
    return all(gap == Gap.JOINED for gap in line.gaps[place - len(term.words) + 1 : place])
