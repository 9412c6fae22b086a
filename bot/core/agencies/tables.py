"""What the readers look things up in: built once for a directory and the phrase tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.agencies import partly
from bot.core.agencies.directory import Directory
from bot.core.agencies.index import Hit, Index, Node
from bot.core.agencies.line import Gap, Line
from bot.core.agencies.names import City, other_name, spellings
from bot.core.agencies.vocabulary import Vocabulary

SHORTEST_WRONG_PLACE = 4  # letters: "Tam An" and "Tam Anh" are two places, "Thnah Khê" is one
SHORTEST_WRONG_WORD = 2
SHORTEST_LONG_NAME = 3  # words of a name that may be misspelt behind its first word: "Văn phng UBND"


@dataclass(frozen=True)
class Head:
    """First words of many names. Behind them a misspelt name is looked for (`room`: letters a wrong word must have);
    those that `share` may open a list: "Sở Tài chính, Nội vụ"."""

    words: tuple[str, ...]
    node: Node
    room: int
    shares: bool


class Tables:
    """The spellings of all bodies, the heads they share, and the phrase tables."""

    def __init__(self, directory: Directory, phrases: Sequence[Mapping[str, Any]]) -> None:
        self.directory = directory
        self.vocabulary = Vocabulary(phrases)
        self.city = City.of(directory, self.vocabulary)
        self.vocabulary.foreign_places = self.vocabulary.without_home(self.city.name.words)
        self.index = Index(directory, self.vocabulary.connectives)
        for body in directory.bodies:
            for spelling in spellings(body, self.vocabulary, self.city):
                self.index.add(body, spelling)
        self._add_other_names()
        self.index.close()
        self.heads = _heads(self.vocabulary, self.index)
        self.partly = partly.Families(directory, self.vocabulary, self.city.type.words + self.city.name.words)
        self.starters = self.index.first_words | self.heads.keys() | self.vocabulary.group_starters
        self.starters |= self.vocabulary.pronouns.first_words

    def past_city(self, line: Line, hit: Hit) -> int:
        """The end of the name with the city behind it: "Sở Nội vụ thành phố Đà Nẵng"."""
        end = hit.end
        for words in (self.city.type.words, self.city.name.words):
            stop = end + len(words)
            follows = stop <= line.size and all(gap == Gap.JOINED for gap in line.gaps[end:stop])
            if words and follows and tuple(line.folded[end:stop]) == words:
                end = stop
        return end

    def _add_other_names(self) -> None:
        """Names from the phrase table, for the bodies that bear the listed name they stand for."""
        for name, listed in self.vocabulary.names:
            entry = self.index.named(self.vocabulary.spell(listed).words)
            for code in tuple(entry.bearers) if entry else ():
                body = self.directory.get(code)
                if body:
                    self.index.add(body, other_name(name, self.vocabulary))


def _heads(vocabulary: Vocabulary, index: Index) -> dict[str, list[Head]]:
    """The heads by their first word."""
    heads: dict[str, list[Head]] = {}
    for family in vocabulary.families:
        room = SHORTEST_WRONG_PLACE if family.tail == "place" else SHORTEST_WRONG_WORD
        for words in dict.fromkeys((family.under.words + family.head.words, family.head.words)):
            if node := index.node(words):
                heads.setdefault(words[0], []).append(Head(words, node, room, shares=bool(family.tail)))
    known = {head.words for family in heads.values() for head in family}
    long_names = {entry.words[:1] for entry in index.entries if len(entry.words) >= SHORTEST_LONG_NAME}
    for words in sorted(long_names - known):
        if node := index.node(words):
            heads.setdefault(words[0], []).append(Head(words, node, SHORTEST_WRONG_PLACE, shares=False))
    return heads
