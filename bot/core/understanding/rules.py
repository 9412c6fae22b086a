"""Rules of the phrase tables: which words mean which intent.

A rule is data: patterns over the message's shape in a small notation. `{done}` is a set of words, `~` a gap of up to
five words, TASK, AGENCY, DATE, PERCENT … stand for what was found; the rest is a regular expression over whole words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.core.understanding.spelling import Speller
from bot.core.words import fold, nfc

_PART = re.compile(r" ~ |\\[a-zA-Z]|\{[a-z_]+\}|[A-Z]{3,}|[^\W\d_]+(?:'[^\W\d_]+)*")
_ANYWHERE = r"(?<!\S)(?:{})(?!\S)"
_WHOLE = r"(?:{})\Z"
_GAP = r"(?: \S+){0,5} "
ROLES = {
    "agency": frozenset({"head", "contact"}),
    "leader": frozenset({"chair", "vice_chair"}),
    "director": frozenset({"chair", "vice_chair", "office"}),
    "office": frozenset({"office"}),
    "reporter": frozenset({"head", "contact", "office"}),
}


class Lazy:
    """A pattern that is written out and compiled when it is first needed: all at once would take half a second."""

    def __init__(self, source: Callable[[], str]) -> None:
        self._source = source

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(self._source())

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.regex.search(text, start)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.regex.match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.regex.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.regex.finditer(text)

    def sub(self, by: str, text: str) -> str:
        return self.regex.sub(by, text)


@dataclass(frozen=True)
class Rule:
    intent: str
    rank: int
    find: Lazy | None
    whole: Lazy | None
    unless: Lazy | None
    who: frozenset[str] | None
    """Roles of the speaker; None for everybody."""
    needs: frozenset[str]
    """task (named or known from before), question, statement."""
    sets: Mapping[str, Any]
    """Slots that the words alone decide, such as the decision."""


class Vocabulary:
    """The sets of words and the notation of the patterns."""

    def __init__(self, tables: Sequence[Mapping[str, Any]], speller: Speller) -> None:
        self._speller = speller
        self._tables = tables
        self._sets: dict[str, list[str]] = {}
        self.macros: dict[str, str] = {}
        """Raw regular expressions that a pattern may use by name, such as a number."""
        self._written: dict[str, str] = {}
        self._handed_out: list[Lazy] = []
        for table in tables:
            for name, words in table.get("words", {}).items():
                self._sets.setdefault(name, []).extend(words)

    def words(self, name: str) -> list[str]:
        return self._sets.get(name, [])

    def tables(self, kind: str) -> dict[str, list[str]]:
        """The phrases of all languages under `[kind]`, by name."""
        merged: dict[str, list[str]] = {}
        for table in self._tables:
            for name, phrases in table.get(kind, {}).items():
                merged.setdefault(name, []).extend(phrases)
        return merged

    def search(self, patterns: Sequence[str]) -> Lazy | None:
        """Matches where one of the patterns stands, at word boundaries."""
        return self._lazy(_ANYWHERE, patterns)

    def whole(self, patterns: Sequence[str]) -> Lazy | None:
        return self._lazy(_WHOLE, patterns)

    def at_start(self, patterns: Sequence[str]) -> Lazy | None:
        return self._lazy(r"(?:{})(?!\S)", patterns)

    def at_end(self, patterns: Sequence[str]) -> Lazy | None:
        return self._lazy(r"(?<!\S)(?:{})\Z", patterns)

    def _lazy(self, frame: str, patterns: Sequence[str]) -> Lazy | None:
        if not patterns:
            return None
        lazy = Lazy(lambda: frame.format(self._any(patterns)))
        self._handed_out.append(lazy)
        return lazy

    def compile(self) -> int:
        """Compiles every pattern that was handed out so far; says how many there are."""
        return len([lazy.regex for lazy in self._handed_out])

    def _any(self, patterns: Sequence[str]) -> str:
        return "|".join(self.pattern(pattern) for pattern in sorted(patterns, key=lambda p: -len(p)))

    def pattern(self, text: str) -> str:
        return _PART.sub(self._part, nfc(text))

    def _part(self, hit: re.Match[str]) -> str:
        part = hit.group()
        if part == " ~ ":
            return _GAP
        if part[0] == "\\" or part.isupper():
            return part
        if part[0] == "{" and part[1:-1] in self.macros:
            return self.macros[part[1:-1]]
        written = self._written.get(part)
        if written is None:
            written = self._written[part] = self._set(part[1:-1]) if part[0] == "{" else self._word(part)
        return written

    def _set(self, name: str) -> str:
        return f"(?:{self._any(self._sets[name])})"

    def _word(self, word: str) -> str:
        forms = self.forms(word)
        return forms[0] if len(forms) == 1 else f"(?:{'|'.join(forms)})"

    def forms(self, word: str) -> tuple[str, ...]:
        """How a word can stand in a message."""
        canonical, plain = self._speller.canonical(word), fold(word)
        return (canonical, plain + "_") if plain in self._speller.unsure else (canonical,)

    def single_words(self, name: str) -> frozenset[str]:
        """Every word of a set, in each of its forms."""
        return frozenset(form for phrase in self.words(name) for word in phrase.split() for form in self.forms(word))

    def rule(self, row: Mapping[str, Any]) -> Rule:
        known = {"intent", "rank", "find", "whole", "unless", "who", "needs"}
        return Rule(
            row["intent"],
            row["rank"],
            self._lazy(_ANYWHERE, row.get("find", ())),
            self._lazy(_WHOLE, row.get("whole", ())),
            self._lazy(_ANYWHERE, row.get("unless", ())),
            ROLES[row["who"]] if "who" in row else None,
            frozenset(row.get("needs", ())),
            {name: value for name, value in row.items() if name not in known},
        )


def compiled(tables: Sequence[Mapping[str, Any]], vocabulary: Vocabulary) -> list[Rule]:
    """All rules, the highest rank first; among equals in the order of the tables."""
    rows = [row for table in tables for row in table.get("rule", ())]
    return sorted(map(vocabulary.rule, rows), key=lambda rule: -rule.rank)
