"""A name that no body bears: where it stands in a text, and whose names are nearest. To be offered, never taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from bot.core.agencies import groups
from bot.core.agencies.index import Hit
from bot.core.agencies.line import Gap, Line, Term
from bot.core.agencies.names import Strength
from bot.core.agencies.scan import scan
from bot.core.agencies.tables import Tables

MOST = 3
LIKE_UNMARKED = 75.0  # the same where the head is typed without its marks: "so voi …" names no department
LIKE = 60.0  # of 100, of the words behind the head: below that a name is another one
NEARLY = 15.0  # how far behind the best one another name may be
SHORTEST_PART = 8  # letters of words that may be a part of a name
PART = 0.95  # what a part of a name ("Truyền thông") counts beside a whole one
LONGEST = 6  # words behind a head that can belong to its name
LONGEST_ANSWER = 120  # letters


@dataclass(frozen=True)
class Unplaced:
    """Words that name an agency which cannot be placed; `near` is empty where no name is like them."""

    start: int
    end: int
    words: str
    near: tuple[str, ...]


def nearest(tables: Tables, name: str, on: date) -> list[str]:
    """The living bodies whose names are most like a whole answer, best first."""
    words = tables.vocabulary.spell(name[:LONGEST_ANSWER]).words
    head = next((head for head in _heads(tables) if words[: len(head)] == head and len(words) > len(head)), ())
    return _best(_scored(tables, words[len(head) :], on, head))


def unplaced(tables: Tables, text: str, on: date) -> Unplaced | None:
    """The first name behind the head of a family ("Sở …") that nobody bears.

    In small letters it counts only where a name is like it: "sở nào", "xã hội", "so với" name nobody.
    """
    line = tables.vocabulary.line(text)
    taken = {place for found in scan(tables, line, on) for place in _range(found)}
    for place in range(line.size):
        for head in _heads(tables):
            first = place + len(head)
            if first < line.size and line.opens[place] and taken.isdisjoint(range(place, first)):
                found = _at(tables, line, place, head, on)
                if found:
                    return found
    return None


def _at(tables: Tables, line: Line, place: int, head: tuple[str, ...], on: date) -> Unplaced | None:
    first, last = place + len(head), place
    while first + 1 < line.size and line.folded[first] in tables.vocabulary.connectives:
        first += 1  # "Department of …"
    if not _stands(tables, line, place, head):
        return None
    while last + 1 < line.size and last + 1 < first + LONGEST and line.gaps[last + 1] == Gap.JOINED:
        last += 1
    tails = {end: line.folded[first:end] for end in range(first + 1, last + 2)}
    if not tails:
        return None
    scores = {end: _scored(tables, tuple(words), on, head) for end, words in tails.items()}
    end = max(scores, key=lambda one: (max(scores[one].values(), default=0.0), -one))
    near = _best(scores[end])
    if max(scores[end].values(), default=0.0) < LIKE_UNMARKED and not _is_marked(tables, line, place, head):
        near = []
    if not near and not line.has_capital(first):
        return None
    if not near:
        end = next((stop for stop in range(first + 1, last + 1) if not line.has_capital(stop)), last + 1)
    start, stop = line.starts[place], line.ends[end - 1]
    return Unplaced(start, stop, line.text[start:stop], tuple(near))


def _stands(tables: Tables, line: Line, place: int, head: tuple[str, ...]) -> bool:
    """The head with the marks that it is written with: "số" is no "sở"."""
    term = _heads(tables)[head]
    spots = range(place, place + len(head))
    joined = all(line.gaps[spot] == Gap.JOINED for spot in spots[1:])
    keys = zip(spots, term.words, term.keys, strict=True)
    return joined and all(line.says(spot, word, word_key) for spot, word, word_key in keys)


def _is_marked(tables: Tables, line: Line, place: int, head: tuple[str, ...]) -> bool:
    keys = tuple(line.keys[place : place + len(head)])
    return keys == _heads(tables)[head].keys


def _heads(tables: Tables) -> dict[tuple[str, ...], Term]:
    """The heads behind which words of all kinds or places are names, the longest first."""
    families = [family for family in tables.vocabulary.families if family.tail]
    terms = [term for family in families for term in (family.under + family.head, family.head)]
    terms += [Term.of(" ".join(words)) for words in tables.vocabulary.english_heads]
    return {term.words: term for term in sorted(terms, key=lambda one: -len(one.words))}


def _scored(tables: Tables, tail: tuple[str, ...], on: date, head: tuple[str, ...]) -> dict[str, float]:
    """How like the words are to the names of living bodies behind the same head; without a head, to all names."""
    typed = " ".join(word for word in tail if word not in tables.vocabulary.connectives)
    found: dict[str, float] = {}
    for words, codes in _names(tables, on, head):
        score = _alike(typed, words)
        for code in codes if score >= LIKE else ():
            found[code] = max(score, found.get(code, 0.0))
    return found


def _alike(typed: str, words: tuple[str, ...]) -> float:
    """The whole name, or as many words of it in a row as were typed."""
    count = typed.count(" ") + 1
    starts = range(len(words) - count + 1 if len(typed) >= SHORTEST_PART else 0)
    parts = (" ".join(words[start : start + count]) for start in starts)
    best = max((fuzz.ratio(typed, part, score_cutoff=LIKE) for part in parts), default=0.0)
    return max(fuzz.ratio(typed, " ".join(words), score_cutoff=LIKE), PART * best)


def _names(tables: Tables, on: date, head: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for entry in tables.index.entries:
        if entry.words[: len(head)] != head or len(entry.words) == len(head):
            continue
        reading = tables.index.reading(entry, on)
        if reading and not reading.is_future and reading.strength < Strength.PART:
            yield entry.words[len(head) :], reading.codes


def _best(scored: dict[str, float]) -> list[str]:
    ranked = sorted(scored, key=lambda code: (-scored[code], code))
    return [code for code in ranked[:MOST] if scored[code] > scored[ranked[0]] - NEARLY]


def _range(found: Hit | groups.Group | range) -> range:
    return found if isinstance(found, range) else range(found.start, found.end)
