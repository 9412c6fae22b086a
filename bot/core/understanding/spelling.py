"""Words as people type them → words as the rules write them.

Short forms, teencode and typing mistakes become the plain word, without marks; a word whose marks tell two meanings
apart ("hoãn", "hoàn") keeps them. Every word knows where it stands in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.core.words import fold, nfc

_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+(?:['’](?:[^\W\d_][\u0300-\u036f]*)+)*|\d+|[^\w\s]|\n")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu?|th|tr|[bcdhklmnprstvx])?"
    r"(?:uy[aeu]?|uye|ye[u]?|ie[u]?|i[au]?|uo[iu]?|oa[iyo]?|oe[o]?|ua[yo]?|ue|u[iu]?|o[io]?|a[iouy]?|e[ou]?|y)"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_TELEX_DOUBLE = re.compile(r"([aeod])\1|([aou])w")
_TELEX_TONE = re.compile(r"[sfrxj]$")
_MOST_REPAIRS = 12  # in one message: bounds the work on hostile text


@dataclass(frozen=True)
class Word:
    """One word of the message; `text` as the rules know it, `start` and `end` in the cleaned original."""

    text: str
    start: int
    end: int


def clean(text: str) -> str:
    """The composed text without invisible characters: what spans and slots refer to."""
    return _INVISIBLE.sub("", nfc(text))


@dataclass
class Speller:
    """How one word or several are written for the rules."""

    apart: frozenset[str]
    """Words that keep their marks."""
    single: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, Sequence[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    """By their first word, longest first."""
    pairs: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Two words that belong together, by their sound: "gia hạng" is "gia hạn"."""
    known: frozenset[str] = frozenset()
    """Words that a typing mistake may have meant."""

    def canonical(self, word: str) -> str:
        """A single correct word as it stands in rules and messages."""
        low = nfc(word).lower()
        return low if low in self.apart else fold(low)

    def words(self, text: str) -> list[Word]:
        found = [Word(self._spelled(hit.group()), *hit.span()) for hit in _WORD.finditer(text)]
        return list(_split(self._paired(self._joined(self._repaired(found)))))

    def _spelled(self, typed: str) -> str:
        low = typed.lower().replace("’", "'")
        if low in self.single:
            return self.single[low]
        if low in self.apart:
            return low
        plain = fold(low)
        return self.single.get(plain, plain) if low.replace("đ", "d") == plain else plain

    def _repaired(self, words: Iterable[Word]) -> Iterator[Word]:
        left = _MOST_REPAIRS
        for word in words:
            if left and self._is_odd(word.text):
                left -= 1
                yield Word(self._nearest(word.text), word.start, word.end)
            else:
                yield word

    def _is_odd(self, word: str) -> bool:
        if not 3 <= len(word) <= 15 or not word.isascii() or not word.isalpha() or word in self.known:
            return False
        return not _SYLLABLE.fullmatch(word)

    def _nearest(self, word: str) -> str:
        untelexed = _TELEX_TONE.sub("", _TELEX_DOUBLE.sub(lambda m: m.group(1) or m.group(2), word))
        if untelexed in self.known:
            return untelexed
        squeezed = re.sub(r"(.)\1+", r"\1", word)
        if squeezed in self.known:
            return squeezed
        hit = extractOne(word, self.known, scorer=OSA.distance, score_cutoff=1)
        return hit[0] if hit and _likely(word, hit[0]) else word

    def _joined(self, words: Iterable[Word]) -> Iterator[Word]:
        """Several typed words that stand for others ("ếch xeo" = excel)."""
        row = list(words)
        at = 0
        while at < len(row):
            hit = self._several_at(row, at)
            if hit:
                length, text = hit
                yield Word(text, row[at].start, row[at + length - 1].end)
                at += length
            else:
                yield row[at]
                at += 1

    def _several_at(self, row: Sequence[Word], at: int) -> tuple[int, str] | None:
        for words, text in self.several.get(row[at].text, ()):
            if tuple(word.text for word in row[at : at + len(words)]) == words:
                return len(words), text
        return None

    def _paired(self, words: Iterable[Word]) -> list[Word]:
        row = list(words)
        for at in range(len(row) - 1):
            first, second = row[at], row[at + 1]
            pair = self.pairs.get((sound(first.text), sound(second.text)))
            if pair and pair != (fold(first.text), fold(second.text)):
                row[at] = Word(pair[0], first.start, first.end)
                row[at + 1] = Word(pair[1], second.start, second.end)
        return row


def speller(tables: Sequence[Mapping[str, Any]], known: Iterable[str] = ()) -> Speller:
    """From the `apart`, `spelling` and `pairs` of every language."""
    apart = frozenset(nfc(word) for table in tables for word in table.get("apart", ()))
    plain = Speller(apart)
    single: dict[str, str] = {}
    several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for typed, meant in ((k, v) for table in tables for k, v in table.get("spelling", {}).items()):
        text = " ".join(plain.canonical(word) for word in meant.split())
        if " " not in typed:
            single[nfc(typed).lower()] = text
            continue
        words = tuple(plain.canonical(word) for word in typed.split())
        several.setdefault(words[0], []).append((words, text))
    for options in several.values():
        options.sort(key=lambda option: -len(option[0]))
    pairs = {}
    for pair in (pair for table in tables for pair in table.get("pairs", ())):
        first, second = map(fold, pair.split())
        pairs[sound(first), sound(second)] = (first, second)
    return Speller(apart, single, several, pairs, frozenset(word for word in known if len(word) > 2))


def sound(word: str) -> str:
    """Words that Vietnamese people mix up in writing sound alike: tr/ch, s/x, gi/d/r, l/n, -n/-ng, -t/-c, i/y."""
    plain = fold(word).replace("y", "i")
    if len(plain) < 2:
        return plain
    plain = re.sub(r"^(?:gi(?=[aeou])|r)", "d", re.sub(r"^tr", "ch", re.sub(r"^x", "s", plain)))
    return re.sub(r"(?:ch?|t)$", "t", re.sub(r"(?:ng|nh|n)$", "n", plain))


def _likely(typed: str, meant: str) -> bool:
    """A swap or a lost letter may happen in short words; one letter for another only in longer ones."""
    if sorted(typed) == sorted(meant):
        return True
    if len(typed) != len(meant):
        return min(len(typed), len(meant)) >= 3 and typed[0] == meant[0]
    return len(typed) >= 6 or (len(typed) == 5 and typed[0] == meant[0])


def _split(words: Iterable[Word]) -> Iterator[Word]:
    """One word each: what stands for several is placed at the first, the others at its end."""
    for word in words:
        start = word.start
        for part in word.text.split() or [word.text]:
            yield Word(part, start, word.end)
            start = word.end
