"""Whom a whole answer means: exactly, in part, or with typing mistakes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.core.agencies.names import Strength

if TYPE_CHECKING:
    from bot.core.agencies.reader import AgencyReader

MOST = 5  # more than that is no answer but a word that fits everybody
SHORTEST = 4  # letters of an answer that may be misspelt
ALIKE = 84.0  # of 100: below that it is another word
CLEARLY = 5.0  # how far the best must be ahead to be taken as sure
LONGEST = 120


def candidates(reader: AgencyReader, name: str, on: date) -> list[str]:
    """Best first; one is sure, none is nobody."""
    if len(name) > LONGEST:
        return []
    return _exactly(reader, name, on) or _mentioned(reader, name, on) or _partly(reader, name, on) or _alike(reader, name, on)


def _exactly(reader: AgencyReader, name: str, on: date) -> list[str]:
    line = reader.vocabulary.line(name)
    hit = reader.index.longest(line, 0, on) if line.size else None
    if hit is None or reader.past_city(line, hit) < line.size:
        return []
    return list(hit.reading.codes)


def _mentioned(reader: AgencyReader, name: str, on: date) -> list[str]:
    found = [mention for mention in reader.find(name, on) if mention.codes]
    return list(found[0].codes) if len(found) == 1 else []


def _partly(reader: AgencyReader, name: str, on: date) -> list[str]:
    """The living bodies with all the words of the answer in their name, in this order."""
    words = reader.vocabulary.spell(name).words
    if not words:
        return []
    fits: dict[str, int] = {}
    for entry in reader.index.entries:
        reading = reader.index.reading(entry, on)
        if reading and not reading.is_future and reading.strength is not Strength.PART and _in_order(words, entry.words):
            for code in reading.codes:
                fits[code] = min(len(entry.words), fits.get(code, len(entry.words)))
    return sorted(fits, key=lambda code: (fits[code], code)) if len(fits) <= MOST else []


def _in_order(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    rest = iter(name)
    return all(word in rest for word in words)


def _alike(reader: AgencyReader, name: str, on: date) -> list[str]:
    typed = " ".join(reader.vocabulary.spell(name).words)
    if len(typed) < SHORTEST:
        return []
    names = {entry.number: " ".join(entry.words) for entry in reader.index.entries}
    scored: dict[str, float] = {}
    for _, score, number in process.extract(typed, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20):
        reading = reader.index.reading(reader.index.entries[number], on)
        for code in reading.codes if reading and not reading.is_future else ():
            scored[code] = max(score, scored.get(code, 0.0))
    ranked = sorted(scored, key=lambda code: (-scored[code], code))
    return [code for code in ranked[:MOST] if scored[code] > scored[ranked[0]] - CLEARLY]
