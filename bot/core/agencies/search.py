"""Whom a whole answer means: exactly, in part, or with typing mistakes."""

from __future__ import annotations

from datetime import date

from rapidfuzz import fuzz, process

from bot.core.agencies.index import Hit
from bot.core.agencies.names import Strength
from bot.core.agencies.scan import scan
from bot.core.agencies.tables import Tables
from bot.core.words import fold

MOST = 5  # more than that is no answer but a word that fits everybody
SHORTEST = 7  # letters of an answer that may be misspelt: "Tam An" and "Tam Anh" are two places
ALIKE = 87.0  # of 100: below that it is another word
CLEARLY = 5.0  # how far the best must be ahead to be taken as sure
LONGEST = 120  # letters, without their marks


def candidates(tables: Tables, name: str, on: date) -> list[str]:
    """Best first; one is sure, none is nobody."""
    if len(name) > LONGEST and len(fold(name)) > LONGEST:
        return []
    ways = (_exactly, _mentioned, _partly, _alike)
    return next((found for way in ways if (found := way(tables, name, on))), [])


def _exactly(tables: Tables, name: str, on: date) -> list[str]:
    line = tables.vocabulary.line(name)
    hit = tables.index.longest(line, 0, on) if line.size else None
    if hit is None or tables.past_city(line, hit) < line.size:
        return []
    return list(hit.reading.codes)


def _mentioned(tables: Tables, name: str, on: date) -> list[str]:
    found = [one for one in scan(tables, tables.vocabulary.line(name), on) if isinstance(one, Hit)]
    return list(found[0].reading.codes) if len(found) == 1 else []


def _partly(tables: Tables, name: str, on: date) -> list[str]:
    """The living bodies with all the words of the answer in their name, in this order."""
    words = tables.vocabulary.spell(name).words
    if not words:
        return []
    fits: dict[str, int] = {}
    for entry in tables.index.entries:
        reading = tables.index.reading(entry, on) if _in_order(words, entry.words) else None
        if reading is None or reading.is_future or reading.strength is Strength.PART:
            continue
        for code in reading.codes:
            fits[code] = min(len(entry.words), fits.get(code, len(entry.words)))
    return sorted(fits, key=lambda code: (fits[code], code)) if len(fits) <= MOST else []


def _in_order(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    rest = iter(name)
    return all(word in rest for word in words)


def _alike(tables: Tables, name: str, on: date) -> list[str]:
    typed = " ".join(tables.vocabulary.spell(name).words)
    if len(typed.replace(" ", "")) < SHORTEST:
        return []
    names = {entry.number: " ".join(entry.words) for entry in tables.index.entries}
    scored: dict[str, float] = {}
    for _, score, number in process.extract(typed, names, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=20):
        reading = tables.index.reading(tables.index.entries[number], on)
        for code in reading.codes if reading and not reading.is_future else ():
            scored[code] = max(score, scored.get(code, 0.0))
    ranked = sorted(scored, key=lambda code: (-scored[code], code))
    return [code for code in ranked[:MOST] if scored[code] > scored[ranked[0]] - CLEARLY]
