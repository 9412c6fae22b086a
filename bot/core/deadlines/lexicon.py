"""The words of time of all languages in one table, found with or without their marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from bot.core.words import fold

Value = int | str
WORD_PATTERN = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]+)*[\u0300-\u036f]*|\d+|[^\s\u0300-\u036f]"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_DASHES = {"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "’": "'", "′": "'", "`": "'", "／": "/"}
_MOST_WORDS = 20_000  # remembered; more than a language has syllables
_TYPO_ROLES = frozenset({"weekday", "relative_day", "shifted", "limit"})


@dataclass(frozen=True)
class Form:
    """A word as compared: without marks, and with its marks in one order wherever the tone was put."""

    plain: str
    marked: str
    is_marked: bool = False
    is_word: bool = False


@lru_cache(maxsize=16_384)
def form(word: str) -> Form:
    """ "Qúy" and "quý" have one form; "Ⅳ" is "iv", every dash is "-"."""
    composed = unicodedata.normalize("NFKC", _DASHES.get(word, word)).lower()
    if composed.isascii():
        return Form(composed, composed, is_word=composed.isalpha())
    letters = unicodedata.normalize("NFD", composed)
    tones = "".join(mark for mark in letters if mark in _TONES)
    plain = fold(composed)
    marked = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES)) + tones
    return Form(plain, marked, is_marked=plain != marked, is_word=plain[:1].isalpha())


@dataclass(frozen=True)
class Phrase:
    """One phrase of a table: its role in the grammar, what it means there, and its words."""

    role: str
    value: Value
    words: tuple[Form, ...]


class Lexicon:
    """All phrases by their first word, the longest first."""

    def __init__(self, tables: Iterable[Mapping[str, Any]], split: Any) -> None:
        self._single: dict[str, list[Phrase]] = {}
        self._longer: dict[tuple[str, str], list[Phrase]] = {}
        phrases = [
            Phrase(role, _value(key), tuple(map(form, split(text))))
            for table in tables
            for role, meanings in table.items()
            for key, texts in meanings.items()
            for text in texts
        ]
        for phrase in sorted(phrases, key=lambda each: -len(each.words)):
            first = phrase.words[0].plain
            if len(phrase.words) == 1:
                self._single.setdefault(first, []).append(phrase)
            else:
                self._longer.setdefault((first, phrase.words[1].plain), []).append(phrase)
        self._alone: dict[bool, dict[str, list[tuple[str, Value]]]] = {True: {}, False: {}}
        self._next: dict[tuple[frozenset[str], bool, str], frozenset[str]] = {}
        self._by_first: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            self._by_first.setdefault(phrase.words[0].plain, []).append(phrase)
        units = {phrase.words[0].plain for phrase in phrases if phrase.role == "unit"}
        self._units = tuple(sorted(unit for unit in units if len(unit) > 2))
        self._others = {phrase.words[0].marked for phrase in phrases if phrase.role == "other_words"}

    def knows(self, word: str) -> bool:
        return word in self._by_first

    def tells(self, words: Sequence[Form], bare: Sequence[bool], roles: frozenset[str]) -> bool:
        """Whether a number or a phrase of one of these roles may stand among the words: a quick look."""
        following: Collection[str] = ()
        for word, is_bare in zip(words, bare, strict=True):
            plain = word.plain
            if plain in following or (not word.is_word and plain[:1].isdecimal()):
                return True
            following = self._followers(word, is_bare, roles) if plain in self._by_first else ()
            if "" in following:
                return True
        return False

    def _followers(self, word: Form, bare: bool, roles: frozenset[str]) -> Collection[str]:
        """The words behind this one that would make it begin such a phrase; an empty one if it is such a phrase."""
        key = (roles, bare, word.marked)
        found = self._next.get(key)
        if found is None:
            begun = [
                phrase
                for phrase in self._by_first[word.plain]
                if phrase.role in roles and (phrase.role in _TYPO_ROLES or self._same(word, phrase.words[0], bare))
            ]
            found = frozenset(phrase.words[1].plain if len(phrase.words) > 1 else "" for phrase in begun)
            if len(self._next) < _MOST_WORDS:
                self._next[key] = found
        return found

    def cut(self, whole: Form, word: str) -> int:
        """Where two words run together ("ngàymai", "tuầnsau") part; 0 if they are one."""
        if whole.plain in self._by_first or len(word) > 16 or not whole.plain.startswith(self._units):
            return 0
        for unit in self._units:
            if whole.plain.startswith(unit) and whole.plain[len(unit) :] in self._by_first:
                return _letters(word, len(unit))
        return 0

    def at(self, words: Sequence[Form], index: int, *, bare: bool) -> dict[str, tuple[Value, int]]:
        """For each role, the longest phrase that stands at this word: its value and the index after it.

        In a `bare` sentence, one typed without marks, words count as equal without them.
        """
        alone = self._alone[bare].get(words[index].marked)
        if alone is None:
            alone = self._by_itself(words[index], bare)
        found = {role: (value, index + 1) for role, value in alone}
        following = words[index + 1].plain if index + 1 < len(words) else ""
        for phrase in self._longer.get((words[index].plain, following), ()):
            end = index + len(phrase.words)
            if (phrase.role not in found or found[phrase.role][1] < end) and self._stands(phrase, words, index, bare):
                found[phrase.role] = (phrase.value, end)
        return found

    def _by_itself(self, word: Form, bare: bool) -> list[tuple[str, Value]]:
        """The roles of a word alone, remembered."""
        meanings: dict[str, Value] = {}
        for phrase in self._single.get(word.plain, ()):
            if self._same(word, phrase.words[0], bare):
                meanings.setdefault(phrase.role, phrase.value)
        found = list(meanings.items())
        if len(self._alone[bare]) < _MOST_WORDS:
            self._alone[bare][word.marked] = found
        return found

    def _stands(self, phrase: Phrase, words: Sequence[Form], index: int, bare: bool) -> bool:
        size = len(phrase.words)
        if index + size > len(words):
            return False
        wrong = 0
        for at, wanted in enumerate(phrase.words, index):
            mine = words[at]
            if mine.marked == wanted.marked:
                continue
            if mine.plain != wanted.plain:
                return False
            wrong += not self._same(mine, wanted, bare)
        typed = words[index : index + size] if wrong == 1 else ()
        return wrong == 0 or (wrong == 1 and phrase.role in _TYPO_ROLES and not self._real(typed, phrase.words))

    def _same(self, mine: Form, wanted: Form, bare: bool) -> bool:
        if mine.marked == wanted.marked:
            return True
        if mine.plain != wanted.plain:
            return False
        if not mine.is_marked:
            return bare
        return self._half_marked(mine, wanted)

    def _half_marked(self, mine: Form, wanted: Form) -> bool:
        """ "trươc" for "trước": some marks forgotten, none wrong, and not another word."""
        return mine.marked not in self._others and _marks(mine.marked) < _marks(wanted.marked)

    def _real(self, typed: Sequence[Form], wanted: Sequence[Form]) -> bool:
        """Whether the differing word is a word of its own ("Tuấn này"), not a slip of the finger."""
        return any(
            mine.marked != right.marked and (mine.marked in self._others or not mine.is_marked)
            for mine, right in zip(typed, wanted, strict=True)
        )


def _letters(word: str, count: int) -> int:
    """The offset after so many letters, their combining marks included."""
    for offset, character in enumerate(word):
        if not unicodedata.combining(character):
            if count == 0:
                return offset
            count -= 1
    return len(word)


@lru_cache(maxsize=4_096)
def _marks(word: str) -> frozenset[tuple[int, str]]:
    """Each mark and the letter it belongs to; tones belong to the word."""
    found: set[tuple[int, str]] = set()
    place = -1
    for character in unicodedata.normalize("NFD", word):
        if character in _TONES:
            found.add((-1, character))
        elif unicodedata.combining(character):
            found.add((place, character))
        else:
            place += 1
            if character == "đ":
                found.add((place, character))
    return frozenset(found)


def _value(key: str) -> Value:
    return int(key) if key.lstrip("-").isdigit() else key
