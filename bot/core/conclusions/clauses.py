"""One clause over masked text: where subjects begin, where work begins, which words are verbs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from bot.core.conclusions.layout import Span
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import Name
from bot.core.conclusions.patterns import U

_OTHER_RE = re.compile(r"[:;]")  # behind these another speaks
_SEGMENT_RE = re.compile(r"[,:]\s+(?=\S)")
_MOST_SEGMENTS = 12
_AROUND = 24  # letters that tell a noun from a verb
_SUBJECT_WITHIN = 160
_SUBJECT_GAP = 90
_TOLD_WITHIN = 200
_TWO_WORDS = 24  # letters that hold the first two words of a name


class Clause:
    """Not to be changed; plain attributes, since every pattern is looked for through them."""

    def __init__(self, masked: Masked, start: int, end: int) -> None:
        self.masked, self.start, self.end = masked, start, end
        self.mask, self.patterns = masked.mask, masked.patterns

    def has(self, pattern: str) -> bool:
        return self.patterns[pattern].search(self.mask, self.start, self.end) is not None

    def match(self, pattern: str, position: int) -> re.Match[str] | None:
        return self.patterns[pattern].match(self.mask, position, self.end)

    def at(self, pattern: str, position: int) -> bool:
        return self.match(pattern, position) is not None

    def rest(self, position: int) -> str:
        return self.mask[position : self.end]

    def segments(self) -> Iterator[int]:
        """Where a subject can begin: at the start and behind commas and colons outside brackets."""
        yield self.start
        depth, position = 0, self.start
        for count, match in enumerate(_SEGMENT_RE.finditer(self.mask, self.start, self.end)):
            between = self.mask[position : match.start()]
            depth, position = depth + between.count("(") - between.count(")"), match.start()
            if count >= _MOST_SEGMENTS:
                return
            if depth <= 0:
                yield match.end()

    def told_segments(self) -> Iterator[int]:
        """Where somebody's words begin: "nhấn mạnh các sở phải ..."."""
        found = self.patterns["says_that"].finditer(self.mask, self.start, self.end)
        for match in islice(found, _MOST_SEGMENTS):
            yield match.end()

    def then_segments(self) -> Iterator[int]:
        """Where a condition ends: "nếu ... thì các địa phương phải ..."."""
        for match in islice(self.patterns["then"].finditer(self.mask, self.start, self.end), _MOST_SEGMENTS):
            yield match.end()

    def joined_segments(self) -> Iterator[int]:
        """Where another subject follows: "... và Sở X phải ..."."""
        for match in islice(self.patterns["and_unit"].finditer(self.mask, self.start, self.end), _MOST_SEGMENTS):
            yield match.end()

    def told_needs(self) -> Iterator[int]:
        """Where an authority says what is needed: "Phó Thủ tướng nhấn mạnh cần nghiên cứu ..."."""
        found = self.patterns["told_need"].finditer(self.mask, self.start, self.end)
        for match in islice(found, _MOST_SEGMENTS):
            if all(self.patterns.is_authority(name.texts[-1]) for name in self.masked.within(*match.span("who"))):
                yield match.end()

    @cached_property
    def openings(self) -> tuple[int, ...]:
        """The same, where only words about time, topic or purpose may stand before a later one."""
        places = self.segments() if self.at("opener", self.start) else iter((self.start,))
        return tuple(place for at in places for place in dict.fromkeys((at, self._behind_connector(at))))

    def _behind_connector(self, position: int) -> int:
        """Past "thời gian tới" and the like; the position itself where none stands there."""
        connector = self.match("connector", position)
        return connector.end() if connector else position

    def orders(self) -> Iterator[Span]:
        """The order verbs that are verbs here, not nouns."""
        first = bisect_left(self.masked.order_starts, self.start)
        for start, end in self.masked.orders[first:]:
            if end > self.end:
                return
            before = self.mask[max(self.start, start - _AROUND) : start]
            behind = self.mask[end : min(self.end, end + _AROUND)]
            if not self._is_noun(before, behind):
                yield start, end

    def _is_noun(self, before: str, behind: str) -> bool:
        """ "và yêu cầu chất lượng" is one, "biểu dương các sở và giao Sở X ..." is none."""
        if self.patterns["noun_after"].match(behind):
            return True
        joined = self.patterns["and_before"].search(before) and behind[1:2] == U
        return not joined and self.patterns["noun_before"].search(before) is not None

    def is_only_told(self, verb: Span) -> bool:
        """ "sẽ giao", "cho biết đã giao", "kiến nghị Thủ tướng giao": no order here and now."""
        before = self.mask[max(self.start, verb[0] - _TOLD_WITHIN) : verb[0]]
        if any(self.patterns[name].search(before) for name in ("planned", "told")) or self._asked_too(verb):
            return True
        done = self.patterns["has_done"].search(before[-_AROUND:])
        return done is not None and self.patterns["came_of_it"].match(self.mask, verb[1]) is not None

    def is_planned_too(self, verb: Span) -> bool:
        """ "Thành phố sẽ hỗ trợ ... và giao các sở ...": the plan goes on."""
        return self._follows(verb, "planned_too") is not None

    def _asked_too(self, verb: Span) -> bool:
        """ "Sở X đề xuất tăng vốn và giao các bệnh viện ...": the request goes on, unless an authority makes it."""
        found = self._follows(verb, "asked_too")
        asking = self.masked.within(*found.span("who")) if found else ()
        return bool(asking) and not any(self.patterns.governs(name.texts[-1]) for name in asking)

    def _follows(self, verb: Span, pattern: str) -> re.Match[str] | None:
        """What stands before " và giao ...", also in front of this clause."""
        if not self.patterns["goes_on"].search(self.mask, max(0, verb[0] - _AROUND), verb[0]):
            return None
        return self.patterns[pattern].search(self.mask, max(0, verb[0] - _TOLD_WITHIN), verb[0])

    def subject(self, position: int) -> tuple[Name, ...]:
        """Who orders: the posts of one person, or the unit right before the verb, a few words between at most."""
        first = max(self.start, position - _SUBJECT_WITHIN)
        for run in reversed(list(self.patterns.unit.finditer(self.mask, first, position))):
            if position - run.end() > _SUBJECT_GAP or _OTHER_RE.search(self.mask, run.end(), position):
                return ()
            names = self.masked.subject(*run.span())
            if len(names) > 1 or not self.masked.is_owned(run.start()):
                return names if all(self.patterns.is_authority(name.texts[-1]) for name in names) else names[-1:]
        return ()

    def with_tail(self, names: tuple[Name, ...], end: int) -> tuple[tuple[Name, ...], int]:
        """A group with the words that tell which ones: "các trường có bếp ăn"; and where they end."""
        charged = tuple(self.patterns.words["units"]["charged"])
        pattern = "charged" if names and names[-1].texts[-1].endswith(charged) else "tail"
        tail = self.match(pattern, end) if names and names[-1].is_group else None
        tail = tail or (self.match("charged_behind", end) if names and names[-1].is_group else None)
        if tail is None:
            return self._without_charge(names, end), end
        told = names[-1]._replace(texts=(self.masked.said(names[-1].start, tail.end()),))
        return (*names[:-1], told), tail.end()

    def opens_as_name(self, position: int) -> bool:
        """Is the second word written with a capital, as in "An Giang", "riêng An Giang"?"""
        words = self.masked.text.text[position : position + _TWO_WORDS].split(maxsplit=2)
        return len(words) > 1 and words[1][0].isupper()

    def is_place(self, span: Span) -> bool:
        """Is it written as a name that the text has told with its level: "tỉnh An Giang"?"""
        said = self.masked.said(*span)
        if not all(word[:1].isupper() for word in said.split()):
            return False
        return any(text.endswith(f" {said}") for name in self.masked.names for text in name.texts)

    def with_kind(self, names: tuple[Name, ...], start: int, end: int) -> tuple[Name, ...]:
        """A group with the words up to its duty: "các doanh nghiệp khai thác cát phải"."""
        if not (names and names[-1].is_group and start < end) or self.at("no_kind", start):
            return names
        return (*names[:-1], names[-1]._replace(texts=(self.masked.said(names[-1].start, end),)))

    def _without_charge(self, names: tuple[Name, ...], end: int) -> tuple[Name, ...]:
        """ "Các đơn vị được giao / kiểm tra ...": they have got the work, it does not tell which ones."""
        charge = self.patterns["charge"].search(names[-1].texts[-1]) if names else None
        if charge is None or not self.at("charged_with", end):
            return names
        text = names[-1].texts[-1][: charge.start()]
        return (*names[:-1], names[-1]._replace(texts=(*names[-1].texts[:-1], text)))

    def has_work(self, position: int) -> bool:
        """Is there work behind the addressee, and not "của ..." or the end?"""
        rest = self.rest(position).strip(' "”.:;')
        return len(rest.split()) >= 2 and not self.patterns["no_work"].match(rest)

    def begins_as_noun(self, position: int) -> bool:
        """ "Chỉ đạo này", "Báo cáo của": the verb that opens the clause is a noun."""
        verb = self.match("work", position)
        return (
            verb is None
            or self.patterns["noun_verb"].match(self.mask[verb.end() : min(self.end, verb.end() + _AROUND)]) is not None
        )
