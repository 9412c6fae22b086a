"""Words as people type them → words as the rules write them.

Short forms, teencode and typing mistakes become the plain word, without marks. Where the phrase tables know several
words that differ only in their marks ("hoãn", "hoàn"), these keep them, and one typed without marks ("hoan_", with a
low line) may be either. Every word knows where it stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.core.words import fold, nfc

# Letters with marks of their own, where they are decomposed.
_MARKED = r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]+)*[\u0300-\u036f]*"
_WORD = re.compile(rf"{_MARKED}(?:['’]{_MARKED})*|\d+|[^\w\s]|\n")
_OF_NUMBER = re.compile(r"(?<=\d)['’]s(?!\w)")
"""As in "task 8's deadline"; "s" alone would be "sao"."""
_LETTERS = re.compile(r"[^\W\d_]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]")
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh?|gi|kh|ph|qu?|th|tr|[bcdhklmnprstvx])?"
    r"(?:uy[aeu]?|uye|ye[u]?|ie[u]?|i[au]?|uo[iu]?|oa[iyo]?|oe[o]?|ua[yo]?|ue|u[iu]?|o[io]?|a[iouy]?|e[ou]?|y)"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_TELEX_DOUBLE = re.compile(r"([aeod])\1|([aou])w")
_TELEX_TONE = re.compile(r"[sfrxj]$")
_FOREIGN = re.compile("(?<=[^\\W_])[jfwz]")
"""Letters that no Vietnamese word has: keys of a mark that was not taken ("viêjc"). Of words with marks only."""
_HELD = re.compile(r"(.)\1+$")
_MOSTLY_MARKED = 0.34  # share of words with marks from which a word without is meant as it stands
_SHORT = 4  # letters
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_REMEMBERED = 8192  # words
_LONGEST_REMEMBERED = 32
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
    """Words that differ from another one only in their marks."""
    unsure: frozenset[str]
    """The same without marks."""
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Every word of the tables, by the word without marks."""
    single: Mapping[str, str] = field(default_factory=dict)
    several: Mapping[str, Sequence[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    """By their first word, longest first."""
    pairs: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """Two words that belong together, by their sound: "gia hạng" is "gia hạn"."""
    by_first: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    by_second: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """The same pairs by either word without marks."""
    known: frozenset[str] = frozenset()
    """Words that a typing mistake may have meant."""
    plain: frozenset[str] = frozenset()
    """Words that are none, though the tables do not know them."""
    _remembered: dict[tuple[str, bool], str] = field(default_factory=dict)

    def canonical(self, word: str) -> str:
        """A correct word as it stands in rules and messages."""
        low = nfc(word).lower()
        return low if low in self.apart else fold(low)

    def line(self, text: str) -> str:
        """The words without repairs: enough to see single words in a long text."""
        return " ".join(self._spelled(hit.group().lower(), marked=False) for hit in _LETTERS.finditer(text))

    def words(self, text: str) -> list[Word]:
        text = _OF_NUMBER.sub("  ", text)
        typed = [(hit.group().lower().replace("’", "'"), *hit.span()) for hit in _WORD.finditer(text)]
        letters = [low for low, _, _ in typed if low[0].isalpha()]
        marked = sum(not low.isascii() for low in letters) > _MOSTLY_MARKED * len(letters)
        spelled = (Word(self._spelled(low, marked=marked), start, end) for low, start, end in typed)
        found = [word for word in spelled if word.text]  # marks without a letter say nothing
        row = list(_split(self._joined(self._repaired(word for word in found if word.text))))
        return self._paired(row, [text[word.start : word.end].lower() for word in row])

    def _spelled(self, low: str, *, marked: bool) -> str:
        found = self._remembered.get((low, marked))
        if found is None:
            found = self._spelled_out(low, marked=marked)
            if len(self._remembered) < _REMEMBERED and len(low) <= _LONGEST_REMEMBERED:
                self._remembered[low, marked] = found
        return found

    def _spelled_out(self, low: str, *, marked: bool) -> str:
        if low in self.single:
            return self.single[low]
        low = self._squeezed(low if low.isascii() else _FOREIGN.sub("", low))
        if low in self.apart and (marked or not low.isascii()):
            return low
        plain = fold(low)
        if plain in self.single and low.replace("đ", "d") == plain:
            return self.single[plain]
        forms = self.forms.get(plain, frozenset())
        if forms and not low.isascii() and not any(_is_slip(low, meant) for meant in forms):
            return low
        return plain + "_" if plain in self.unsure else plain

    def _squeezed(self, low: str) -> str:
        """Without a last letter that was held down: "rồiii", "mấyy"."""
        short = _HELD.sub(r"\1", low)
        if short == low or low in self.plain or fold(low) in self.known:
            return low
        return short if fold(short) in self.known else low

    def _repaired(self, words: Iterable[Word]) -> Iterator[Word]:
        left = _MOST_REPAIRS
        before = ""
        for word in words:
            if left and self._is_odd(word.text):
                left -= 1
                word = Word(self._nearest(word.text, before), word.start, word.end)
            before = word.text
            yield word

    def _is_odd(self, word: str) -> bool:
        if (
            word[-1] == "_"
            or not 3 <= len(word) <= 15
            or not word.isascii()
            or not word.isalpha()
            or word in self.known
            or word in self.plain
        ):
            return False
        return not _SYLLABLE.fullmatch(word)

    def _nearest(self, word: str, before: str) -> str:
        untelexed = _TELEX_TONE.sub("", _TELEX_DOUBLE.sub(lambda m: m.group(1) or m.group(2), word))
        if untelexed in self.known:
            return self._plain(untelexed)
        squeezed = re.sub(r"(.)\1+", r"\1", word)
        if squeezed in self.known:
            return self._plain(squeezed)
        near = extract(word, self.known, scorer=OSA.distance, score_cutoff=1, limit=None)
        likely = sorted(meant for meant, *_ in near if _likely(word, meant))
        after = [meant for meant in likely if (sound(before), sound(meant)) in self.pairs]
        return self._plain([*after, *likely][0]) if likely else word

    def _plain(self, word: str) -> str:
        return word + "_" if word in self.unsure else word

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
        for words, text in self.several.get(bare(row[at].text), ()):
            if tuple(bare(word.text) for word in row[at : at + len(words)]) == words:
                return len(words), text
        return None

    def _paired(self, words: Sequence[Word], typed: Sequence[str]) -> list[Word]:
        row = list(words)
        settled = -1
        for at in range(len(row) - 1):
            first, second = row[at], row[at + 1]
            pair = self.pairs.get((sound(first.text), sound(second.text)))
            if pair and not (_same(first.text, pair[0]) or _same(second.text, pair[1])):
                pair = None
            pair = pair or self._nearly(first.text, second.text, typed[at], typed[at + 1])
            if pair and pair != (first.text, second.text) and self._are_paired(row[at + 1 : at + 3]):
                continue  # "hỏi đồng chí" holds no "hội đồng"
            if pair and at == settled and pair[0] != first.text:
                continue  # "cập nhật lại" holds no "nhắc lại"
            if pair:
                settled = at + 1
                row[at] = Word(pair[0], first.start, first.end)
                row[at + 1] = Word(pair[1], second.start, second.end)
        return row

    def _are_paired(self, words: Sequence[Word]) -> bool:
        """The two words stand here as they belong together."""
        texts = tuple(word.text for word in words)
        return len(texts) == 2 and self.pairs.get((sound(texts[0]), sound(texts[1]))) == texts

    def _nearly(self, first: str, second: str, typed: str, following: str) -> tuple[str, str] | None:
        """The pair of which one word stands here and the other with one letter wrong: "hôn nay", "sửa hạ"."""
        if self._is_unheard_of(typed):
            known = (pair for pair in self.by_second.get(bare(second), ()) if _same(second, pair[1]))
            return next((pair for pair in known if _is_near(bare(first), bare(pair[0]))), None)
        if self._is_unheard_of(following):
            known = (pair for pair in self.by_first.get(bare(first), ()) if _same(first, pair[0]))
            return next((pair for pair in known if _is_near(bare(second), bare(pair[1]))), None)
        return None

    def _is_unheard_of(self, typed: str) -> bool:
        """A word with marks that no table knows, nor one that only has fewer of them."""
        if typed.isascii() or typed in self.apart or typed in self.single:
            return False
        return not any(_is_slip(typed, meant) for meant in self.forms.get(fold(typed), ()))


def speller(tables: Sequence[Mapping[str, Any]]) -> Speller:
    """From the phrase tables of every language."""
    meant = _words(tables)
    forms = _forms(meant.union(*(map(nfc, table.get("apart", ())) for table in tables)))
    known = frozenset(plain for plain in map(fold, meant) if len(plain) > 2)
    unsure = frozenset(plain for plain, words in forms.items() if len(words) > 1)
    apart = frozenset(word for plain in unsure for word in forms[plain])
    empty = Speller(apart, unsure)
    single: dict[str, str] = {}
    several: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for typed, meant in ((k, v) for table in tables for k, v in table.get("spelling", {}).items()):
        text = " ".join(map(empty.canonical, meant.split()))
        if " " not in typed:
            single[nfc(typed).lower()] = text
            continue
        words = tuple(map(fold, typed.split()))
        several.setdefault(words[0], []).append((words, text))
    for options in several.values():
        options.sort(key=lambda option: -len(option[0]))
    pairs: dict[tuple[str, str], tuple[str, str]] = {}
    by_first: dict[str, list[tuple[str, str]]] = {}
    by_second: dict[str, list[tuple[str, str]]] = {}
    for pair in (pair for table in tables for pair in table.get("pairs", ())):
        first, second = pair.split()
        meant_pair = (empty.canonical(first), empty.canonical(second))
        slips = [(slip, second) for slip in _swapped(first)] + [(first, slip) for slip in _swapped(second)]
        for one, other in slips:
            pairs.setdefault((sound(one), sound(other)), meant_pair)
        pairs[sound(first), sound(second)] = meant_pair
        by_first.setdefault(fold(first), []).append(meant_pair)
        by_second.setdefault(fold(second), []).append(meant_pair)
    plain = frozenset(word for table in tables for word in table.get("plain", ()))
    return Speller(apart, unsure, forms, single, several, pairs, by_first, by_second, known, plain)


def _forms(words: Iterable[str]) -> dict[str, frozenset[str]]:
    """The words grouped by what is left without marks."""
    twins: dict[str, set[str]] = {}
    for word in words:
        twins.setdefault(fold(word), set()).add(word)
    return {plain: frozenset(words) for plain, words in twins.items()}


def _words(tables: Sequence[Mapping[str, Any]]) -> set[str]:
    """All words of the patterns, in small letters."""
    texts = _texts([{name: part for name, part in table.items() if name not in _NOT_WORDS} for table in tables])
    found = {word for text in texts for word in _PATTERN_WORD.findall(nfc(text))}
    return {word.lower() for word in found if not (word.isupper() and len(word) > 2)}


def _is_slip(typed: str, meant: str) -> bool:
    """Marks may be missing or at another letter, and hỏi and ngã are mixed up; another mark is another word."""
    return _marks(typed) <= _marks(meant)


def _marks(word: str) -> Counter[str]:
    parts = unicodedata.normalize("NFD", word).replace("\u0303", "\u0309")
    return Counter(part for part in parts if part == "đ" or unicodedata.combining(part))


_NOT_WORDS = frozenset({"commands", "spelling", "months", "apart", "plain"})
_NAMES = frozenset({"intent", "who", "decision", "order", "question"})
_PATTERN_WORD = re.compile(r"(?<![\\{\w])[^\W\d_]+(?![\w}])")


def _texts(table: object) -> Iterator[str]:
    if isinstance(table, str):
        yield table
    elif isinstance(table, Mapping):
        for key, value in table.items():
            if isinstance(value, int):
                yield key
            elif not (isinstance(value, str) and key in _NAMES) and key != "needs":
                yield from _texts(value)
    elif isinstance(table, list):
        for value in table:
            yield from _texts(value)


@lru_cache(maxsize=_REMEMBERED)
def bare(word: str) -> str:
    """A word of a message without its marks."""
    return fold(word.removesuffix("_"))


@lru_cache(maxsize=_REMEMBERED)
def sound(word: str) -> str:
    """Words that Vietnamese people mix up in writing sound alike: tr/ch, s/x, gi/d/r, l/n, -n/-ng, -t/-c, i/y."""
    plain = bare(word).replace("y", "i")
    if len(plain) < 2:
        return plain
    plain = re.sub(r"^(?:gi(?=[aeou])|r)", "d", re.sub(r"^tr", "ch", re.sub(r"^x", "s", plain)))
    return re.sub(r"(?:ch?|t)$", "t", re.sub(r"(?:ng|nh|n)$", "n", plain))


def _swapped(word: str) -> list[str]:
    """The word with two letters in the wrong order ("gai" for "gia")."""
    plain = fold(word)
    return [plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :] for at in range(len(plain) - 1)]


def _likely(typed: str, meant: str) -> bool:
    """A swap or a lost letter may happen in short words; one letter for another only in longer ones."""
    if sorted(typed) == sorted(meant):
        return True
    if len(typed) != len(meant):
        return min(len(typed), len(meant)) >= 3 and typed[0] == meant[0]
    if len(typed) == _SHORT:
        return typed[0] == meant[0] and typed[-1] == meant[-1] and _neighbours(typed, meant)
    return len(typed) >= 6 or (len(typed) == 5 and typed[0] == meant[0])


def _is_near(typed: str, meant: str) -> bool:
    """One letter is lost, added or another one; words of two letters are too short to tell."""
    return len(meant) > 2 and typed[:1] == meant[0] and OSA.distance(typed, meant, score_cutoff=1) == 1


def _same(word: str, meant: str) -> bool:
    """The word itself, perhaps without marks: "văn mật" holds neither word of "vắng mặt"."""
    return word == meant or word == bare(meant) or word == bare(meant) + "_"


def _neighbours(typed: str, meant: str) -> bool:
    """The one letter that differs lies beside the right one on the keyboard."""
    pairs = {frozenset(pair) for row in _KEYS for pair in pairwise(row)}
    return all(one == other or frozenset((one, other)) in pairs for one, other in zip(typed, meant, strict=True))


def _split(words: Iterable[Word]) -> Iterator[Word]:
    """One word each: what stands for several is placed at the first, the others at its end."""
    for word in words:
        start = word.start
        for part in word.text.split() or [word.text]:
            yield Word(part, start, word.end)
            start = word.end
