"""English dates in an order that the grammar does not know ("2022 Oct 5", "05-Oct-22"): dateparser reads them.

It is given a few words that hold a month's name and numbers, never a sentence (of "83,14%" it would make a date).
"""

from __future__ import annotations

from datetime import datetime

from bot.core.deadlines.stream import Stream
from bot.core.deadlines.when import Found, Shape, day

_LONGEST = 7
_MOST_CALLS = 3  # in one text: a call costs a fifth of a millisecond, the first one in a process 0.15 s
_SIGNS = ("-", "/", ",", ".", "of", "the")
_SETTINGS = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "future", "REQUIRE_PARTS": ["day", "month"]}


def odd_english(stream: Stream, index: int) -> Found | None:
    end = _end(stream, index)
    calls: list[int] = stream.memory.setdefault("dateparser calls", [])
    if end is None or len(calls) >= _MOST_CALLS:
        return None
    calls.append(index)
    found = _parsed(stream.original[stream.starts[index] : stream.ends[end - 1]], stream.reference)
    if found is None:
        return None
    said = any(len(stream.plain(at)) == 4 and stream.plain(at).isdecimal() for at in range(index, end))
    return day(found.date(), Shape.FULL if said else Shape.SHORT, guessed=not said), end


def _end(stream: Stream, index: int) -> int | None:
    """The index after a run of numbers and signs with exactly one month's name in it; None if there is no such run."""
    months = numbers = 0
    end = index
    for at in range(index, min(index + _LONGEST, len(stream))):
        word = stream.plain(at)
        if stream.has(at, "english_month"):
            months += 1
        elif word.isdecimal() and len(word) in (1, 2, 4):
            numbers += 1
        elif word not in _SIGNS and not stream.has(at, "ordinal_suffix"):
            break
        if word not in _SIGNS:
            end = at + 1
    return end if months == 1 and numbers == 2 else None


def _parsed(phrase: str, reference: datetime) -> datetime | None:
    import dateparser  # here, not above: importing it takes longer than all our tables

    base = reference.replace(tzinfo=None)
    found: datetime | None = dateparser.parse(phrase, languages=["en"], settings={**_SETTINGS, "RELATIVE_BASE": base})
    return found
