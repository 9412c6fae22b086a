"""The words that names of units are made of, ready to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

WORD_RE = re.compile(r"\w+")
_OPENING = (
    "determiners", "counts", "heads", "councils", "proper", "levels", "bare_groups", "titles", "alone", "pronoun_heads",
)  # fmt: skip
_OTHERS = (
    "groups", "branches", "pronoun_tails", "fields", "suffixes", "qualifiers", "weak_heads", "shy_heads",
    "leading_titles", "tiers", "charges", "sights", "kinds", "wide_heads", "field_joints", "listed_fields",
    "compounds",
)  # fmt: skip

Phrase = tuple[str, ...]
Table = Mapping[str, tuple[Phrase, ...]]


def table(phrases: Iterable[str]) -> Table:
    """Phrases by their first word, longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        words = tuple(WORD_RE.findall(phrase))
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


@dataclass(frozen=True)
class Lexicon:
    """`words` is the section of units; `verbs` end a name."""

    words: Mapping[str, Any]
    verbs: tuple[str, ...]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        return {key: table(self.words[key]) for key in (*_OPENING, *_OTHERS)} | {"verbs": table(self.verbs)}

    def holds(self, key: str, phrase: Phrase) -> bool:
        return phrase in self.tables[key].get(phrase[0], ())

    @cached_property
    def openers(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        """The words that a name can begin with and those behind them, with the tables whose phrases begin so.

        The empty second word stands for every other one: the tables where the first is a whole phrase.
        """
        opened: dict[str, dict[str, set[str]]] = {}
        for key in _OPENING:
            for first, phrases in self.tables[key].items():
                for phrase in phrases:
                    second = phrase[1] if len(phrase) > 1 else ""
                    opened.setdefault(first, {"": set()}).setdefault(second, set()).add(key)
        return {
            first: {second: frozenset(keys | seconds[""]) for second, keys in seconds.items()}
            for first, seconds in opened.items()
        }

    @cached_property
    def stops(self) -> frozenset[str]:
        return frozenset(self.words["stops"])

    @cached_property
    def not_after(self) -> frozenset[str]:
        return frozenset(self.words["not_after"])

    @cached_property
    def not_before(self) -> frozenset[str]:
        return frozenset(self.words["not_before"])

    @cached_property
    def owners(self) -> frozenset[str]:
        return frozenset(self.words["owners"])

    @cached_property
    def members(self) -> Sequence[Phrase]:
        return [tuple(phrase.split()) for phrase in self.words["members"]]

    @cached_property
    def conjunction(self) -> str:
        return str(self.words["and"])

    @cached_property
    def short_field(self) -> re.Pattern[str]:
        return re.compile(self.words["short_field_re"])
