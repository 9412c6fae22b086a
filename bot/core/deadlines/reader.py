"""Finds the phrases of time in a text and says what is due when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any

from bot.core.calendar import Calendar
from bot.core.deadlines.decoys import is_time
from bot.core.deadlines.joining import joined
from bot.core.deadlines.judging import judge
from bot.core.deadlines.lexicon import Lexicon
from bot.core.deadlines.limits import Phrase, bounded
from bot.core.deadlines.openings import openings
from bot.core.deadlines.phrases import phrase_at
from bot.core.deadlines.stream import Stream, read, split
from bot.core.deadlines.values import Deadline, Kind

# Official prose needs one attempt for every 100 to 150 characters; this bounds what a hostile message can cost.
_MOST_ATTEMPTS = 64
_CHARACTERS_AN_ATTEMPT = 80


class DeadlineReader:
    """Reads Vietnamese and English together; built once from the phrase tables of both languages."""

    def __init__(self, phrases: Sequence[Mapping[str, Any]], calendar: Calendar) -> None:
        self._lexicon = Lexicon(phrases, split)
        self._calendar = calendar

    def by(self, calendar: Calendar) -> DeadlineReader:
        """The same reader over another calendar."""
        other = copy(self)
        other._calendar = calendar
        return other

    def find(self, text: str, reference: datetime) -> list[Deadline]:
        """All phrases of time in order, without overlap, seen from an aware `reference`.

        Background dates come too, as `Kind.NONE`. Any text is good, and the work is bounded by its length: a text with
        more words of time than people write (one for every 30 characters, over a page) is not read to its end.
        """
        stream = read(text, reference, self._lexicon, self._calendar)
        if stream is None:
            return []
        read_phrases: list[Phrase] = []
        end = attempts = 0
        most = _MOST_ATTEMPTS + len(text) // _CHARACTERS_AN_ATTEMPT
        for index in openings(stream):
            if index < end:
                continue
            attempts += 1
            phrase = phrase_at(stream, index)
            if attempts > most:
                break
            if phrase is None:
                continue
            if is_time(stream, phrase):
                read_phrases.append(phrase)
            end = phrase.end
        return [_deadline(stream, phrase) for phrase in joined(stream, read_phrases)]


def _deadline(stream: Stream, phrase: Phrase) -> Deadline:
    when = bounded(stream, phrase)
    start, end = stream.starts[phrase.start], stream.ends[phrase.end - 1]
    known = not when.unresolved
    due = (when.at or when.last) if known else None
    begins = phrase.begins or (when.first if when.first != when.last else None)
    return Deadline(
        start=start,
        end=end,
        text=stream.original[start:end],
        kind=judge(stream, phrase),
        due=due,
        grain=when.grain,
        recurrence=when.rule,
        named=when.named if known else None,
        raw=when.raw,
        alternatives=when.alternatives if known else (),
        begins=begins if known else None,
        unresolved=when.unresolved,
    )


__all__ = ["DeadlineReader", "Kind"]
