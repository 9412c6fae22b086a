"""The reader's words as compiled patterns over masked text, in which every unit is a run of `U`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

U = "\ue000"
_PIECE_RE = re.compile(r"@(\w+)@")
_SECTIONS = ("units", "orders", "voices", "layout", "support", "topics", "action", "head", "tables")
_BEGINS = r"(?<!\w\w)"  # behind the first letter of a word
_END = ""  # where a phrase may end
_MIDDLE_RANK = 2
_MOST_KNOWN = 2048  # names; their ranks are asked for again and again
_SPEAKER_RANK = 4  # of a person whose post is not told


def either(phrases: Iterable[str]) -> str:
    """Any of the phrases, the longest first, as whole words; beginnings that they share are tried once.

    That a word begins is told behind its first letter: so a search passes over other letters at once.
    """
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[_END] = {}
    begun = [f"{re.escape(letter)}{_BEGINS}{_branches(rest)}" for letter, rest in tree.items()]
    return f"(?:{'|'.join(begun)})\\b"


def _branches(tree: Mapping[str, Any]) -> str:
    found = [re.escape(letter) + _branches(rest) for letter, rest in tree.items() if letter != _END]
    if not found:
        return ""
    branches = found[0] if len(found) == 1 else f"(?:{'|'.join(found)})"
    return f"(?:{branches})?" if _END in tree else branches


class Patterns(dict[str, re.Pattern[str]]):
    """The phrases of one language; `patterns["name"]` is the key `name_re` of any section, compiled when asked for."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        super().__init__()
        self.words = words
        self._known_ranks: dict[str, int] = {}

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = re.compile(self._filled(self._written[name]))
        return found

    @cached_property
    def _written(self) -> Mapping[str, str]:
        return {
            key.removesuffix("_re"): value
            for section in _SECTIONS
            for key, value in self.words[section].items()
            if key.endswith("_re")
        }

    def _filled(self, pattern: str) -> str:
        """The pattern with every piece put in."""
        return _PIECE_RE.sub(lambda match: self._filled(self._pieces[match[1]]), pattern)

    @cached_property
    def _pieces(self) -> Mapping[str, str]:
        having = (f"có {thing}" for thing in self.words["action"]["deliverables"])
        verbs = self.words["verbs"]
        return {
            **self.words["pieces"],
            "U": f"{U}+",
            "word": rf"[\w{U}-]+",
            "act": f"(?:{either((*verbs['act'], *having))}|{verbs['forbidden_act_re']})",
            "adverbs": rf"(?:{either(verbs['adverbs'])},?\s+)",
            "manner": either(verbs["manner"]),
            "order": either(self.words["orders"]["verbs"]),
            "duty": either(self.words["orders"]["duties"]),
            "issued": either(self.words["voices"]["issued"]),
            "filler": either(self.words["action"]["fillers"]),
        }

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """What an obliged unit does."""
        return re.compile(self._filled("@act@"))

    @cached_property
    def unit(self) -> re.Pattern[str]:
        return re.compile(f"{U}+")

    def is_one_of(self, kind: str, verb: str) -> bool:
        """Does a list of order verbs hold this one?"""
        return verb in self.words["orders"][kind]

    @cached_property
    def _ranks(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        return tuple((entry["rank"], re.compile(entry["starts_re"])) for entry in self.words["units"]["ranks"])

    def rank(self, name: str) -> int:
        """How high a unit stands, 1 to 6."""
        known = self._known_ranks.get(name)
        if known is None:
            lower = name.lower()
            known = next((rank for rank, starts in self._ranks if starts.match(lower)), _MIDDLE_RANK)
            if len(self._known_ranks) < _MOST_KNOWN:
                self._known_ranks[name] = known
        return known

    def speaker_rank(self, speaker: str) -> int:
        """How high somebody who speaks stands, by the highest of their posts."""
        posts = speaker.lower().split(", ")
        return max(_SPEAKER_RANK if self["person"].match(post) else self.rank(post) for post in posts)

    def is_authority(self, name: str) -> bool:
        return self["authority"].search(name.lower()) is not None

    def governs(self, name: str) -> bool:
        """Does it give orders to bodies that are not its own?"""
        return self.rank(name) >= _SPEAKER_RANK

    def is_deputy(self, name: str) -> bool:
        return self["deputy"].search(name.lower()) is not None
