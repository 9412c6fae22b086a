"""A text as words with their roles, each knowing its place in the original."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.calendar import Calendar
from bot.core.deadlines.lexicon import WORD_PATTERN, Form, Lexicon, Value, form

_WORD = re.compile(WORD_PATTERN)
_DASHES = {"–": "-", "—": "-", "‑": "-", "‐": "-", "−": "-", "‒": "-", "’": "'", "′": "'", "`": "'", "／": "/"}
_BARE = 0.34  # a Vietnamese sentence typed with marks has them on two words in three
_NO_ROLES: Mapping[str, tuple[Value, int]] = {}


@dataclass(frozen=True)
class Stream:
    """The words of a text, seen from a moment; indexes past the end are harmless to ask for."""

    original: str
    words: list[Form]
    starts: list[int]
    ends: list[int]
    roles: list[Mapping[str, tuple[Value, int]]]
    reference: datetime
    calendar: Calendar

    @property
    def today(self) -> date:
        return self.reference.date()

    def __len__(self) -> int:
        return len(self.words)

    def plain(self, index: int) -> str:
        return self.words[index].plain if 0 <= index < len(self.words) else ""

    def has(self, index: int, role: str) -> bool:
        return 0 <= index < len(self.words) and role in self.roles[index]

    def get(self, index: int, role: str) -> tuple[Value, int] | None:
        """The value of a role at a word and the index after its phrase."""
        return self.roles[index].get(role) if 0 <= index < len(self.words) else None

    def skip(self, index: int, role: str) -> int:
        """The index after a phrase of this role, or the same index."""
        found = self.get(index, role)
        return found[1] if found else index

    def glued(self, index: int) -> bool:
        """Whether no blank stands before this word."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        return 0 <= index < len(self.words) and self.original[self.starts[index]].isupper()

    def new_line(self, index: int) -> bool:
        """Whether a line begins with this word."""
        if not 0 < index < len(self.words):
            return True
        return "\n" in self.original[self.ends[index - 1] : self.starts[index]]

    def before(self, index: int, role: str, reach: int = 4) -> int | None:
        """Where a phrase of this role begins that ends just before `index`; None if there is none."""
        for start in range(max(0, index - reach), index):
            found = self.roles[start].get(role)
            if found and found[1] == index:
                return start
        return None


def split(text: str) -> list[str]:
    return [_DASHES.get(word, word) for word in _WORD.findall(text)]


def read(text: str, reference: datetime, lexicon: Lexicon, calendar: Calendar) -> Stream:
    words: list[Form] = []
    starts: list[int] = []
    ends: list[int] = []
    for hit in _WORD.finditer(text):
        word = hit.group()
        whole = form(_DASHES.get(word, word))
        cut = lexicon.cut(whole, word) if len(word) > 5 else 0
        if cut:
            words.append(form(word[:cut]))
            starts.append(hit.start())
            ends.append(hit.start() + cut)
            whole = form(word[cut:])
        words.append(whole)
        starts.append(hit.start() + cut)
        ends.append(hit.end())
    bare = _bare_words(text, words, starts, ends)
    roles: list[Mapping[str, tuple[Value, int]]] = [
        lexicon.at(words, index, bare=bare[index]) if lexicon.knows(word.plain) else _NO_ROLES
        for index, word in enumerate(words)
    ]
    _close_compounds(roles)
    return Stream(text, words, starts, ends, roles, reference, calendar)


def _close_compounds(roles: list[Mapping[str, tuple[Value, int]]]) -> None:
    """Inside a compound ("phản hồi", "trước hết") its words mean nothing by themselves."""
    for index, found in enumerate(roles):
        if "compound" not in found:
            continue
        end = found["compound"][1]
        roles[index] = {role: entry for role, entry in found.items() if entry[1] >= end}
        for inner in range(index + 1, end):
            roles[inner] = {role: entry for role, entry in roles[inner].items() if entry[1] > end}


def _bare_words(text: str, words: list[Form], starts: list[int], ends: list[int]) -> list[bool]:
    """For each word, whether its line was typed without marks."""
    result: list[bool] = []
    first = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or "\n" in text[ends[index - 1] : starts[index]]:
            line = words[first:index]
            letters = sum(word.plain[0].isalpha() for word in line)
            marked = sum(word.is_marked for word in line)
            result.extend([marked <= _BARE * letters] * len(line))
            first = index
    return result
