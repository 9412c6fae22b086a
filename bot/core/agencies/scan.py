"""One reading of a text from left to right: names, lists that share a head, groups, pronouns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.core.agencies import groups, guards
from bot.core.agencies.index import Hit, Node
from bot.core.agencies.line import Gap, Line
from bot.core.agencies.names import Strength
from bot.core.agencies.tables import Head, Tables

Found = Hit | groups.Group | range  # a range of words is a pronoun


def scan(tables: Tables, line: Line, on: date) -> list[Found]:
    """Everything that names agencies, in order, nothing twice."""
    return _Scan(tables, line, on).run()


class _Scan:
    """The place reached and what was found so far."""

    def __init__(self, tables: Tables, line: Line, on: date) -> None:
        self.tables = tables
        self.vocabulary = tables.vocabulary
        self.line = line
        self.on = on
        self.numbers = guards.document_numbers(line.text)
        self.found: list[Found] = []

    def run(self) -> list[Found]:
        place = 0
        while place < self.line.size:
            begins = self.line.folded[place] in self.tables.starters and self.line.opens[place]
            place = self._step(place) if begins else place + 1
        return self.found

    def _step(self, place: int) -> int:
        """Takes what begins at this word, with the list it opens; returns where to go on."""
        hit = self._name_at(place)
        group = groups.group_at(self.line, place, self.vocabulary, self._begins_name)
        if group and (hit is None or group.end > hit.end):
            return self._take_group(group)
        if hit:
            return self._take_name(hit)
        pronoun = groups.pronoun_at(self.line, place, self.vocabulary)
        if pronoun is None:
            return place + 1
        self.found.append(range(place, pronoun))
        return pronoun

    def _take_name(self, hit: Hit) -> int:
        self.found.append(hit)
        end = self.tables.past_city(self.line, hit)
        head = self._head_of(hit)
        return self._take_list(end, head.node, self._tail_of(hit, head)) if head else end

    def _name_at(self, place: int) -> Hit | None:
        hit = self.tables.index.longest(self.line, place, self.on)
        if hit is None or hit.reading.strength is not Strength.FULL or self._may_go_on(hit.end):
            hit = self._misspelt_at(place, hit) or hit
        if hit is None:
            hit = self.tables.partly.at(self.line, place, self.on)
        if hit is None or guards.in_document_number(self.line, hit, self.numbers):
            return None
        return hit if guards.is_agency(self.line, hit, self.vocabulary) else None

    def _may_go_on(self, place: int) -> bool:
        """ "Điện Bàn Đôn" is not Điện Bàn."""
        return place < self.line.size and self.line.gaps[place] == Gap.JOINED and self.line.has_capital(place)

    def _misspelt_at(self, place: int, exact: Hit | None) -> Hit | None:
        """One wrong letter behind a head ("Sở Tài chímh"), if that reads further than what stands there exactly."""
        for head in self.tables.heads.get(self.line.folded[place], ()):
            end = place + len(head.words)
            if end >= self.line.size or tuple(self.line.folded[place:end]) != head.words or self.line.gaps[end]:
                continue
            hit = self.tables.index.misspelt(self.line, end, self.on, head.node, head.room)
            if hit and (exact is None or hit.end > exact.end):
                return Hit(place, hit.end, hit.reading, hit.entry, is_exact=False)
        return None

    def _head_of(self, hit: Hit) -> Head | None:
        """The head that the name begins with, or that it was written without, if a list may share it."""
        words = hit.entry.words
        if hit.reading.strength is Strength.WEAK:
            heads = [head for heads in self.tables.heads.values() for head in heads if head.shares]
            return next((head for head in heads if self.tables.index.named(head.words + words)), None)
        heads = [head for head in self.tables.heads.get(words[0], ()) if words[: len(head.words)] == head.words]
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
            if group.is_national and (self.line.gaps[end] is Gap.COLON or self.line.has_capital(end)):
                return self._end_of_list(end)  # "các Bộ: Công an, Xây dựng" are not the city's
            for noun in reversed(group.nouns):
                node = self.tables.index.node(noun.words)
                first = self._member_at(end, node) if node else None
                if node and first:
                    self.found.append(first)
                    return self._take_list(first.end, node, first.start)
            if self.line.gaps[end] is Gap.COLON and self._name_at(end):
                return end
        self.found.append(group)
        return end

    def _end_of_list(self, place: int) -> int:
        place += 1
        while place < self.line.size and self.line.gaps[place] <= Gap.COMMA:
            place += 1
        return place

    def _begins_name(self, place: int) -> bool:
        hit = self.tables.index.longest(self.line, place, self.on)
        return hit is not None and hit.reading.strength is Strength.FULL

    def _take_list(self, end: int, node: Node, first: int) -> int:
        """Further members that share the head word: "Sở Tài chính, Nội vụ và Y tế"; others may stand between them."""
        while (start := self._next_member(end)) is not None:
            member = self._member_at(start, node)
            if member is None or (self.line.has_capital(first) and not self.line.has_capital(member.start)):
                member = self._name_at(start) if self.line.opens[start] else None
                if member is None or self._head_of(member):
                    break  # a name with a head of its own begins its own list
            self.found.append(member)
            end = self.tables.past_city(self.line, member)
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
        hit = self.tables.index.longest(self.line, place, self.on, node)
        own = self.tables.index.longest(self.line, place, self.on)
        if hit is None or (own and own.end > hit.end):
            return None
        member = Hit(place, hit.end, replace(hit.reading, strength=Strength.WEAK), hit.entry)
        return member if guards.is_agency(self.line, member, self.vocabulary, in_list=True) else None
