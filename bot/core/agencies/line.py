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
from typing import Any

from bot.core.words import Folded

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
MOSTLY_MARKED = 0.15  # share of words with marks from which a word without is meant as it stands
_WORD = re.compile(r"[^\W_]+")


class Gap(IntEnum):
    """What stands between two words, from none to an end of thought."""

    JOINED = 0
    COMMA = 1
    SEMICOLON = 2
    COLON = 3
    BREAK = 4


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
    is_marked: bool

    def __len__(self) -> int:
        return len(self.folded)

    def has_capital(self, place: int) -> bool:
        return self.text[self.starts[place]].isupper()

    def says(self, place: int, word: str, word_key: str) -> bool:
        """Whether this word stands there, its marks included where the writer uses marks."""
        if self.folded[place] != word:
            return False
        typed = self.keys[place]
        return typed == word_key or (typed == word and not self.is_marked)


def line_of(text: str, short_words: Mapping[str, Term]) -> Line:
    folded = Folded.of(text)
    line = Line(text, [], [], [], [], [], [], [], is_marked=False)
    marked = count = last = 0
    previous = ""
    for match in _WORD.finditer(folded.text):
        word = match.group()
        start, end = folded.span(*match.span())
        word_key = key(text[start:end])
        marked += word_key != word
        count += 1
        gap = _gap(folded.text[last : match.start()], previous in short_words) if count > 1 else Gap.BREAK
        last, previous = match.end(), word
        spelt = short_words.get(word)
        tokens = spelt.words if spelt else (word,)
        spelt_keys = spelt.keys if spelt else (word_key,)
        for number, (token, token_key) in enumerate(zip(tokens, spelt_keys, strict=True)):
            line.folded.append(token)
            line.keys.append(token_key)
            line.starts.append(start)
            line.ends.append(end)
            line.gaps.append(gap if number == 0 else Gap.JOINED)
            line.opens.append(number == 0)
            line.closes.append(number == len(tokens) - 1)
    line.is_marked = marked > MOSTLY_MARKED * count
    return line


def _gap(between: str, after_short_word: bool) -> Gap:
    signs = between.strip()
    lines = between.count("\n")
    if lines > 1 or (lines and signs):
        return Gap.BREAK
    if signs in ("", "&", "-", "'"):
        return Gap.JOINED
    if signs in (",", "/", "+"):
        return Gap.COMMA
    if signs == "." and after_short_word:
        return Gap.JOINED
    if signs == ";":
        return Gap.SEMICOLON
    return Gap.COLON if signs in (":", "(", ": (", "):") else Gap.BREAK


@dataclass(frozen=True)
class Term:
    """A written term as folded words and their keys."""

    words: tuple[str, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Term:
        folded = Folded.of(text)
        spans = [match.span() for match in _WORD.finditer(folded.text)]
        words = tuple(folded.text[start:end] for start, end in spans)
        return cls(words, tuple(key(text[slice(*folded.span(start, end))]) for start, end in spans))


class Terms:
    """Terms with a value each, found at a place of a line, forwards from it or backwards to it."""

    def __init__(self, terms: Iterable[tuple[Term, Any]]) -> None:
        self._by_first: dict[str, list[tuple[Term, Any]]] = {}
        self._by_last: dict[str, list[tuple[Term, Any]]] = {}
        for term, value in sorted(terms, key=lambda pair: -len(pair[0].words)):
            if term.words:
                self._by_first.setdefault(term.words[0], []).append((term, value))
                self._by_last.setdefault(term.words[-1], []).append((term, value))

    @classmethod
    def plain(cls, texts: Iterable[str]) -> Terms:
        return cls((Term.of(text), text) for text in texts)

    def at(self, line: Line, place: int, gap: Gap = Gap.JOINED) -> tuple[int, Any] | None:
        """The end and value of the longest term that begins there."""
        if place >= len(line):
            return None
        for term, value in self._by_first.get(line.folded[place], ()):
            if _stands(line, place, term, gap):
                return place + len(term.words), value
        return None

    def before(self, line: Line, place: int) -> tuple[int, Any] | None:
        """The start and value of the longest term that ends right before the place, on the same breath."""
        if place < 1 or line.gaps[place] > Gap.JOINED:
            return None
        for term, value in self._by_last.get(line.folded[place - 1], ()):
            start = place - len(term.words)
            if start >= 0 and _stands(line, start, term, Gap.JOINED):
                return start, value
        return None


def _stands(line: Line, place: int, term: Term, gap: Gap) -> bool:
    if place + len(term.words) > len(line):
        return False
    if any(line.gaps[place + n] > gap for n in range(1, len(term.words))):
        return False
    return all(line.says(place + n, *pair) for n, pair in enumerate(zip(term.words, term.keys, strict=True)))
