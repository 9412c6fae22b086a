"""Finds the agencies in a text, as they are called on the day of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.core.agencies import groups, guards, partly, search
from bot.core.agencies.directory import Directory
from bot.core.agencies.index import Hit, Index, Node
from bot.core.agencies.line import Gap, Line
from bot.core.agencies.mention import Mention
from bot.core.agencies.names import City, Strength, other_name, spellings
from bot.core.agencies.vocabulary import Vocabulary

SHORTEST_WRONG_PLACE = 4  # letters: "Tam An" and "Tam Anh" are two places, "Thnah Khê" is one
SHORTEST_WRONG_WORD = 2


@dataclass(frozen=True)
class Head:
    """First words of many names. Behind them a misspelt name is looked for (`room`: letters a wrong word must have);
    those that `share` may open a list: "Sở Tài chính, Nội vụ"."""

    words: tuple[str, ...]
    node: Node
    room: int
    shares: bool


class AgencyReader:
    """Reads names of the bodies of one directory with the phrase tables of all languages."""

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
        self.starters = self.index.first_words | self.heads.keys() | self.vocabulary.group_starters
        self.starters |= self.vocabulary.pronouns.first_words
        self.partly = partly.Families(directory, self.vocabulary, (*self.city.type.words, *self.city.name.words))

    def find(self, text: str, on: date) -> list[Mention]:
        """All mentions in order, none overlapping; spans are places in `text` as given."""
        line = self.vocabulary.line(text)
        return [self._mention(line, found, on) for found in _Pass(self, line, on).run()]

    def candidates(self, name: str, on: date) -> list[str]:
        """Whom a whole answer such as "so tttt" means, best first: one if sure, none if it is nobody's name."""
        return search.candidates(self, name, on)

    def _mention(self, line: Line, found: Hit | groups.Group | range, on: date) -> Mention:
        match found:
            case range():
                return _cut(line, found.start, found.stop, ())
            case groups.Group():
                codes = tuple(body.code for body in self.directory.of_kinds(found.kinds, on))
                return _cut(line, found.start, found.end, (), group=codes, is_group=True)
            case _:
                return _cut(line, found.start, self.past_city(line, found), found.reading.codes)

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


class _Pass:
    """One reading of one line, from left to right."""

    def __init__(self, reader: AgencyReader, line: Line, on: date) -> None:
        self.reader = reader
        self.vocabulary = reader.vocabulary
        self.line = line
        self.on = on
        self.numbers = guards.document_numbers(line.text)
        self.found: list[Hit | groups.Group | range] = []

    def run(self) -> list[Hit | groups.Group | range]:
        place = 0
        while place < self.line.size:
            begins = self.line.folded[place] in self.reader.starters and self.line.opens[place]
            place = self._step(place) if begins else place + 1
        return self.found

    def _step(self, place: int) -> int:
        """Takes what begins at this word, with the list it opens; returns where to go on."""
        hit = self._name_at(place)
        group = groups.group_at(self.line, place, self.vocabulary)
        if group and (hit is None or group.end > hit.end):
            return self._take_group(group)
        if hit:
            self.found.append(hit)
            end = self.reader.past_city(self.line, hit)
            head = self._head_of(hit)
            return self._take_list(end, head.node, self._tail_of(hit, head)) if head else end
        end = groups.pronoun_at(self.line, place, self.vocabulary)
        if end:
            self.found.append(range(place, end))
        return end or place + 1

    def _name_at(self, place: int) -> Hit | None:
        hit = self.reader.index.longest(self.line, place, self.on)
        if hit is None or hit.reading.strength is not Strength.FULL:
            hit = self._misspelt_at(place, hit) or hit
        if hit is None:
            hit = self.reader.partly.at(self.line, place, self.on)
        if hit is None or guards.in_document_number(self.line, hit, self.numbers):
            return None
        return hit if guards.is_agency(self.line, hit, self.vocabulary) else None

    def _misspelt_at(self, place: int, exact: Hit | None) -> Hit | None:
        """One wrong letter behind a head ("Sở Tài chímh"), if that reads further than what stands there exactly."""
        for head in self.reader.heads.get(self.line.folded[place], ()):
            end = place + len(head.words)
            if end >= self.line.size or tuple(self.line.folded[place:end]) != head.words or self.line.gaps[end]:
                continue
            hit = self.reader.index.misspelt(self.line, end, self.on, head.node, head.room)
            if hit and (exact is None or hit.end > exact.end):
                return Hit(place, hit.end, hit.reading, hit.entry, is_exact=False)
        return None

    def _head_of(self, hit: Hit) -> Head | None:
        """The head that the name begins with, or that it was written without, if a list may share it."""
        words = hit.entry.words
        if hit.reading.strength is Strength.WEAK:
            heads = [head for heads in self.reader.heads.values() for head in heads if head.shares]
            return next((head for head in heads if self.reader.index.named(head.words + words)), None)
        heads = [head for head in self.reader.heads.get(words[0], ()) if words[: len(head.words)] == head.words]
        longest = max(heads, key=lambda head: len(head.words), default=None)
        return longest if longest and longest.shares else None

    def _tail_of(self, hit: Hit, head: Head) -> int:
        """The word behind the head."""
        has_head = hit.entry.words[: len(head.words)] == head.words
        return hit.start + len(head.words) if has_head else hit.start

    def _take_group(self, group: groups.Group) -> int:
        """A group that is named one by one ("các sở: Tài chính, Nội vụ") is not a group but its members."""
        end = group.end
        if end < self.line.size and self.line.gaps[end] in (Gap.JOINED, Gap.COLON):
            for noun in reversed(group.nouns):
                node = self.reader.index.node(noun)
                first = self._member_at(end, node) if node else None
                if first:
                    self.found.append(first)
                    return self._take_list(first.end, node, first.start)
            if self.line.gaps[end] is Gap.COLON and self._name_at(end):
                return end
        self.found.append(group)
        return end

    def _take_list(self, end: int, node: Node, first: int) -> int:
        """Further members that share the head word: "Sở Tài chính, Nội vụ và Y tế"; others may stand between them."""
        while (start := self._next_member(end)) is not None:
            member = self._member_at(start, node)
            if member is None or (self.line.has_capital(first) and not self.line.has_capital(member.start)):
                member = self._name_at(start) if self.line.opens[start] else None
                if member is None or self._head_of(member):
                    break  # a name with a head of its own begins its own list
            self.found.append(member)
            end = self.reader.past_city(self.line, member)
        return end

    def _next_member(self, end: int) -> int | None:
        """Where the next member begins, behind a sign, a list word or both."""
        if end >= self.line.size or self.line.gaps[end] > Gap.SEMICOLON:
            return None
        word = self.vocabulary.list_words.at(self.line, end)
        if word and word[0] < self.line.size:
            return int(word[0])
        return end if self.line.gaps[end] >= Gap.COMMA else None

    def _member_at(self, place: int, node: Node) -> Hit | None:
        """A name without its head, unless a whole name of somebody begins there."""
        if not self.line.opens[place]:
            return None
        hit = self.reader.index.longest(self.line, place, self.on, node)
        own = self.reader.index.longest(self.line, place, self.on)
        if hit is None or (own and own.end > hit.end):
            return None
        member = Hit(place, hit.end, replace(hit.reading, strength=Strength.WEAK), hit.entry)
        return member if guards.is_agency(self.line, member, self.vocabulary, in_list=True) else None


def _heads(vocabulary: Vocabulary, index: Index) -> dict[str, list[Head]]:
    """The heads by their first word."""
    heads: dict[str, list[Head]] = {}
    for family in vocabulary.families:
        room = SHORTEST_WRONG_PLACE if family.tail == "place" else SHORTEST_WRONG_WORD
        for words in dict.fromkeys((family.under.words + family.head.words, family.head.words)):
            if node := index.node(words):
                heads.setdefault(words[0], []).append(Head(words, node, room, shares=bool(family.tail)))
    return heads


def _cut(
    line: Line, start: int, end: int, codes: tuple[str, ...], *, group: tuple[str, ...] = (), is_group: bool = False
) -> Mention:
    first, last = line.starts[start], line.ends[end - 1]
    return Mention(first, last, line.text[first:last], codes, group, is_group)
