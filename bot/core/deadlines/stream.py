"""A text as words with their roles, each knowing its place in the original."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any, TypeVar

from bot.core.calendar import Calendar
from bot.core.deadlines.lexicon import WORD_PATTERN, Form, Lexicon, Value, form

_WORD = re.compile(WORD_PATTERN)
_SENTENCE_ENDS = frozenset(".;!?")
_LONGEST_SYLLABLE = 5  # nearly; two of them run together are longer
_BARE = 0.34  # a Vietnamese sentence typed with marks has them on two words in three
_PADDING = 48  # more than any reader looks ahead or back
_NO_WORD = Form("", "")
Roles = Mapping[str, tuple[Value, int]]
_NO_ROLES: Roles = {}

Result = TypeVar("Result")


@dataclass(frozen=True)
class Stream:
    """The words of a text, seen from a moment; the lists are padded, so that looking past an end finds nothing."""

    original: str
    words: list[Form]
    starts: list[int]
    ends: list[int]
    roles: list[Roles]
    reference: datetime
    calendar: Calendar
    today: date
    length: int
    memory: dict[Any, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return self.length

    def plain(self, index: int) -> str:
        return self.words[index].plain

    def has(self, index: int, role: str) -> bool:
        return role in self.roles[index]

    def get(self, index: int, role: str) -> tuple[Value, int] | None:
        """The value of a role at a word and the index after its phrase."""
        return self.roles[index].get(role)

    def skip(self, index: int, role: str) -> int:
        """The index after a phrase of this role, or the same index."""
        found = self.roles[index].get(role)
        return found[1] if found else index

    def glued(self, index: int) -> bool:
        """Whether no blank stands before this word."""
        return 0 < index < self.length and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        return 0 <= index < self.length and self.original[self.starts[index]].isupper()

    def new_line(self, index: int) -> bool:
        """Whether a line begins with this word."""
        if not 0 < index < self.length:
            return True
        return "\n" in self.original[self.ends[index - 1] : self.starts[index]]

    def before(self, index: int, role: str, reach: int = 4) -> int | None:
        """Where a phrase of this role begins that ends just before `index`; None if there is none."""
        for start in range(max(0, index - reach), index):
            found = self.roles[start].get(role)
            if found and found[1] == index:
                return start
        return None

    def sentence(self, index: int) -> tuple[int, int]:
        """The first word of the sentence or line that holds this word, and the index after its last."""
        bounds: list[tuple[int, int]] = self.memory.setdefault("sentences", [])
        if not bounds:
            bounds.extend(_sentences(self))
        return bounds[min(index, self.length - 1)]

    def places(self, index: int, role: str) -> list[int]:
        """Where in the sentence of this word phrases of a role begin."""
        bounds = self.sentence(index)
        key = (bounds, role)
        if key not in self.memory:
            self.memory[key] = [at for at in range(*bounds) if role in self.roles[at]]
        found: list[int] = self.memory[key]
        return found


def once(reader: Callable[[Stream, int], Result]) -> Callable[[Stream, int], Result]:
    """Each reader looks at each word once: what keeps the reading linear."""

    @wraps(reader)
    def remembered(stream: Stream, index: int) -> Result:
        key = (reader, index)
        try:
            found: Result = stream.memory[key]
        except KeyError:
            found = stream.memory[key] = reader(stream, index)
        return found

    return remembered


def role_set(names: str) -> frozenset[str]:
    return frozenset(names.split())


# What tells that a phrase of time is near.
TIMES = role_set(
    "unit weekday weekday_letter month_letter quarter_letter half_letter quarter relative_day today_end now edge part"
    " midnight office_edge day_mark full_moon feast feast_lead cycle_month vague shifted english_weekday"
    " english_weekday_short english_month english_edge english_period_end english_tonight english_hour english_every"
    " unknown_anchor oclock"
)


def split(text: str) -> list[str]:
    return _WORD.findall(text)


def read(text: str, reference: datetime, lexicon: Lexicon, calendar: Calendar) -> Stream | None:
    """None where no word can tell of a time: no need to look at any word's roles."""
    words, starts, ends = _words(text, lexicon)
    bare = _bare_words(text, words, starts)
    if not lexicon.tells(words, bare, TIMES):
        return None
    roles: list[Roles] = [
        lexicon.at(words, index, bare=bare[index]) if lexicon.knows(word.plain) else _NO_ROLES
        for index, word in enumerate(words)
    ]
    _close_compounds(roles)
    length = len(words)
    words.extend([_NO_WORD] * _PADDING)
    roles.extend([_NO_ROLES] * _PADDING)
    return Stream(text, words, starts, ends, roles, reference, calendar, reference.date(), length)


def _words(text: str, lexicon: Lexicon) -> tuple[list[Form], list[int], list[int]]:
    hits = list(_WORD.finditer(text))
    raw = [hit[0] for hit in hits]
    words = list(map(form, raw))
    starts, ends = [hit.start() for hit in hits], [hit.end() for hit in hits]
    glued = [
        index for index, word in enumerate(raw) if len(word) > _LONGEST_SYLLABLE and lexicon.cut(words[index], word)
    ]
    for index in reversed(glued):
        cut = lexicon.cut(words[index], raw[index])
        words[index : index + 1] = [form(raw[index][:cut]), form(raw[index][cut:])]
        starts.insert(index + 1, starts[index] + cut)
        ends.insert(index, starts[index] + cut)
    return words, starts, ends


def _close_compounds(roles: list[Roles]) -> None:
    """Inside a compound ("phản hồi", "trước hết") its words mean nothing by themselves."""
    for index, found in enumerate(roles):
        if "compound" not in found:
            continue
        end = found["compound"][1]
        roles[index] = {role: entry for role, entry in found.items() if entry[1] >= end}
        for inner in range(index + 1, end):
            roles[inner] = {role: entry for role, entry in roles[inner].items() if entry[1] > end}


def _bare_words(text: str, words: list[Form], starts: list[int]) -> list[bool]:
    """For each word, whether its line was typed without marks."""
    result: list[bool] = []
    first = 0
    for last in [*_line_ends(text, starts), len(words)]:
        line = words[first:last]
        letters = [word.is_marked for word in line if word.is_word]
        result.extend([sum(letters) <= _BARE * len(letters)] * len(line))
        first = last
    return result


def _line_ends(text: str, starts: list[int]) -> list[int]:
    """The indexes of the words that begin a new line."""
    breaks = [hit.start() for hit in re.finditer("\n", text)]
    return sorted({bisect_left(starts, place) for place in breaks} - {0, len(starts)})


def _sentences(stream: Stream) -> list[tuple[int, int]]:
    bounds: list[tuple[int, int]] = []
    first = 0
    for index in range(1, stream.length + 1):
        if index == stream.length or stream.plain(index - 1) in _SENTENCE_ENDS or stream.new_line(index):
            bounds.extend([(first, index)] * (index - first))
            first = index
    return bounds
