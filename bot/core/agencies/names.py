"""All the ways in which one body's name is written: as listed, without its city, in initials, in part, in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from bot.core.agencies.directory import Body, Directory
from bot.core.agencies.line import Term
from bot.core.agencies.vocabulary import Family, Vocabulary
from bot.core.words import fold

SHORTEST_BARE_INITIALS = 3
SHORTEST_WITHOUT_CITY = 3  # words: "Công an" alone is listed or is nobody
_SIGNS = re.compile(r"[,&\-]")


class Strength(IntEnum):
    """How much a spelling says by itself; where several bodies could be meant, the strongest wins."""

    FULL = 0
    BARE = 1  # a place without its head: a street or a school may bear it too
    WEAK = 2  # an everyday word, or initials that a ministry shares
    PART = 3  # a part of a name, or made by rule


_TAILS = {"word": Strength.WEAK, "place": Strength.BARE}


@dataclass(frozen=True)
class Spelling:
    term: Term
    strength: Strength


_NONE = Term((), ())


@dataclass(frozen=True)
class City:
    """What stands at the end of the names of the city's bodies: its type and its own name."""

    type: Term = _NONE
    name: Term = _NONE

    @classmethod
    def of(cls, directory: Directory, vocabulary: Vocabulary) -> City:
        """From the first body that names a city as "… thành phố Đà Nẵng" and stands under nobody."""
        for body in directory.bodies:
            line = vocabulary.line(body.name)
            for place in range(line.size if body.parent is None else 0):
                found = vocabulary.city_types.at(line, place)
                if found and found[0] < line.size:
                    return cls(line.term(place, found[0]), line.term(found[0], line.size))
        return cls()


def spellings(body: Body, vocabulary: Vocabulary, city: City) -> Iterator[Spelling]:
    """Every spelling of a body; the same one may come twice."""
    family, tail = family_of(body, vocabulary)
    initials = [_initials(part) for part in _parts(body.name, family, vocabulary)]
    for text in (body.code, body.name, body.short, *body.aliases):
        term = vocabulary.spell(text)
        yield Spelling(term, _strength(term, family, tail, initials, vocabulary))
        yield from _without_city(term, city, vocabulary)
    if family and tail.words:
        yield from _in_family(family, tail, vocabulary)
        yield from _by_parts(body, family, initials, vocabulary)
    yield from _english(body, vocabulary, city)


def other_name(name: str, vocabulary: Vocabulary) -> Spelling:
    """A name from the phrase table that no directory lists."""
    term = vocabulary.spell(name)
    return Spelling(term, Strength.WEAK if term.words in vocabulary.everyday else Strength.FULL)


def family_of(body: Body, vocabulary: Vocabulary) -> tuple[Family | None, Term]:
    """The family by the name's first words, and the rest of the name."""
    name = vocabulary.spell(body.name)
    for family in vocabulary.families:
        for start in {len(family.under.words), 0}:
            head = start + len(family.head.words)
            if name.words[:head] == (*family.under.words[:start], *family.head.words):
                return family, Term(name.words[head:], name.keys[head:])
    return None, _NONE


def _strength(term: Term, family: Family | None, tail: Term, initials: list[str], vocabulary: Vocabulary) -> Strength:
    if term.words in vocabulary.everyday or "".join(term.words).isdigit():
        return Strength.WEAK
    if family and tail.words and term.words == tail.words:
        return _TAILS.get(family.tail, Strength.FULL)
    return Strength.WEAK if "".join(term.words) == "".join(initials) else Strength.FULL


def _without_city(term: Term, city: City, vocabulary: Vocabulary) -> Iterator[Spelling]:
    """ "Công an thành phố" and "Công an Đà Nẵng" for "Công an thành phố Đà Nẵng"; the rest alone if it says enough."""
    whole = city.type + city.name
    for suffix in (whole, city.name):
        size = len(suffix.words)
        if not size or term.words[-size:] != suffix.words:
            continue
        stem = Term(term.words[:-size], term.keys[:-size])
        if suffix is whole:
            yield from (Spelling(stem + end, Strength.FULL) for end in (city.type, city.name))
        says_enough = len(stem.words) >= SHORTEST_WITHOUT_CITY and stem.words not in vocabulary.everyday
        if says_enough and stem.words not in vocabulary.general:
            yield Spelling(stem, Strength.FULL)
        return


def _in_family(family: Family, tail: Term, vocabulary: Vocabulary) -> Iterator[Spelling]:
    yield Spelling(family.head + tail, Strength.FULL)
    if strength := _TAILS.get(family.tail):
        yield Spelling(tail, strength)


def _by_parts(body: Body, family: Family, initials: list[str], vocabulary: Vocabulary) -> Iterator[Spelling]:
    """Initials in every grouping (Sở TT&TT, sở tttt, STTTT), and the first part alone (Sở Nông nghiệp, SNN)."""
    if not family.parts:
        return
    for grouped in _groupings(initials):
        if any(word in vocabulary.short_words for word in grouped):
            continue
        yield Spelling(_plain(*family.head.words, *grouped), Strength.PART)
        yield Spelling(_plain(family.letter + grouped[0], *grouped[1:]), Strength.PART)
        if sum(map(len, grouped)) >= SHORTEST_BARE_INITIALS:
            yield Spelling(_plain(*grouped), Strength.WEAK)
    if len(initials) > 1:
        first = _parts(body.name, family, vocabulary)[0]
        yield Spelling(_plain(*family.head.words, *first), Strength.PART)
        if len(first) > 1:
            yield Spelling(_plain(*family.head.words, initials[0]), Strength.PART)
            if (family.letter + initials[0],) not in vocabulary.everyday:
                yield Spelling(_plain(family.letter + initials[0]), Strength.PART)


def _groupings(parts: list[str]) -> Iterator[tuple[str, ...]]:
    for joins in product((True, False), repeat=len(parts) - 1):
        grouped = [parts[0]]
        for joined, part in zip(joins, parts[1:], strict=True):
            grouped[-1:] = [grouped[-1] + part] if joined else [grouped[-1], part]
        yield tuple(grouped)


def _parts(name: str, family: Family | None, vocabulary: Vocabulary) -> list[tuple[str, ...]]:
    """The name behind its head, cut at its connectives and signs: [("thong", "tin"), ("truyen", "thong")]."""
    if not family or not family.parts:
        return []
    words = _SIGNS.sub(" | ", fold(name)).split()[len(family.head.words) :]
    cut = " ".join("|" if word in vocabulary.connectives else word for word in words)
    return [tuple(part.split()) for part in cut.split("|") if part.strip()]


def _initials(part: tuple[str, ...]) -> str:
    return "".join(word[0] for word in part)


def _plain(*words: str) -> Term:
    return Term(words, ())


def _english(body: Body, vocabulary: Vocabulary, city: City) -> Iterator[Spelling]:
    words = vocabulary.spell(body.name_en).words
    if not words:
        return
    yield Spelling(_plain(*words), Strength.FULL)
    for behind in (frozenset[str](), vocabulary.english_city_words):
        short = _cut_out(words, city.name.words, behind)
        for prefix in vocabulary.english_prefixes:
            short = short[len(prefix) :] if short[: len(prefix)] == prefix else short
        if short:
            yield Spelling(_plain(*short), Strength.FULL if len(short) > 1 else Strength.WEAK)
    for head in vocabulary.english_heads:
        rest = words[len(head) :]
        if words[: len(head)] == head and rest:
            yield Spelling(_plain(*rest, *head), Strength.FULL)
            yield Spelling(_plain(*rest), Strength.WEAK)


def _cut_out(words: tuple[str, ...], name: tuple[str, ...], behind: frozenset[str]) -> tuple[str, ...]:
    """Without the city's name and the word "City" behind it."""
    for start in range(len(words) - len(name) + 1 if name else 0):
        end = start + len(name)
        if words[start:end] == name:
            end += end < len(words) and words[end] in behind
            return words[:start] + words[end:]
    return words
