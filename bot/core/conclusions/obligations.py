"""One clause: does it lay a duty on somebody, on whom, and where does the work begin?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import Name
from bot.core.conclusions.patterns import Patterns

_SEGMENT_RE = re.compile(r"[,:]\s+(?=\S)")
_MOST_SEGMENTS = 12


class Kind(StrEnum):
    """How the duty is laid; the surest first."""

    ORDER = "order"  # giao Sở X ...
    DUTY = "duty"  # Sở X có trách nhiệm ...
    BARE = "bare"  # Sở X chủ trì ... in a list of orders
    CALL = "call"  # yêu cầu hoàn thành ...
    NEED = "need"  # cần hoàn thành ...
    VERB = "verb"  # hoàn thành ..., the unit is inherited


@dataclass(frozen=True)
class Speech:
    """What is known about who speaks, before a clause is read."""

    orders: bool  # an authority lays down what follows
    earlier: bool = False  # another occasion is told
    reports: bool = False  # the sentence tells what is
    in_list: bool = False
    assigner: str | None = None
    known: frozenset[str] = frozenset()  # who has got tasks so far
    unheard: bool = False  # nobody has spoken yet: a text without any frame
    is_item: bool = False
    reported: bool = False  # participants speak, not the chair
    promises_count: bool = False  # the document itself calls its plans an order


@dataclass(frozen=True)
class Obligation:
    kind: Kind
    work: int  # where the work begins
    leads: tuple[Name, ...] = ()
    assigner: tuple[Name, ...] = ()
    inherits: bool = False
    unnamed: tuple[int, int] | None = None  # a lead that no lexicon knows


def obligation(masked: Masked, start: int, end: int, speech: Speech, patterns: Patterns) -> Obligation | None:
    """The duty that a clause lays, None where it lays none."""
    if speech.earlier:
        return None
    clause = Clause(masked, start, end, patterns)
    if clause.has("photo") or clause.has("courtesy") or clause.asks(speech):
        return None
    readings = (clause.ordered, clause.obliged, clause.bare, clause.needed, clause.bare_verb, clause.unknown)
    return next((found for reading in readings if (found := reading(speech)) is not None), None)


@dataclass(frozen=True)
class Clause:
    masked: Masked
    start: int
    end: int
    patterns: Patterns

    @property
    def mask(self) -> str:
        return self.masked.mask

    def has(self, pattern: str) -> bool:
        return self.patterns.found[pattern].search(self.mask, self.start, self.end) is not None

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

    @property
    def opens(self) -> bool:
        """Does it begin with words about time, topic or purpose?"""
        return self.patterns.opener.match(self.mask, self.start, self.end) is not None

    def works_at(self, position: int) -> bool:
        return self.patterns.predicate.match(self.mask, position, self.end) is not None

    def ordered(self, speech: Speech) -> Obligation | None:
        """An order verb with its addressee, or with the work alone."""
        for match in self.patterns.order.finditer(self.mask, self.start, self.end):
            if self._is_noun(match) or self._is_planned(match):
                continue
            subject = self._subject(match.start())
            found = self._addressed(match, subject, speech) or self._called(match, subject)
            if found is not None:
                return found
        return self._passive()

    def asks(self, speech: Speech) -> bool:
        """Is it a request to those above, or advice to the public?"""
        for match in self.patterns.order.finditer(self.mask, self.start, self.end):
            if self._is_noun(match):
                continue
            tries = (self.patterns.addressee, self.patterns.headword)
            found = next((hit for one in tries if (hit := one.match(self.mask, match.end(), self.end))), None)
            addressee = self.masked.text.lower[slice(*found.span("unit"))] if found else ""
            public = self.patterns.found["public"].match(self.masked.text.lower, match.end() + 1)
            return public is not None or self._is_upward(match, addressee, speech)
        return False

    def _is_noun(self, match: re.Match[str]) -> bool:
        before = self.mask[max(self.start, match.start() - 24) : match.start()]
        return bool(self.patterns.noun_before.search(before)) or bool(
            self.patterns.noun_after.match(self.mask[match.end() : min(self.end, match.end() + 24)])
        )

    def _is_planned(self, match: re.Match[str]) -> bool:
        return (
            re.search(
                rf"\b{self.patterns.words['orders']['plan_re']}[^,;]{{0,16}}$",
                self.mask[max(self.start, match.start() - 30) : match.start()],
            )
            is not None
        )

    def _subject(self, position: int) -> tuple[Name, ...]:
        """The units right before an order verb, a few words between at most."""
        runs = list(self.patterns.unit.finditer(self.mask, max(self.start, position - 160), position))
        if not runs or position - runs[-1].end() > 90:
            return ()
        names = self.masked.subject(*runs[-1].span())
        return (
            names
            if all(self.patterns.found["authority"].search(name.texts[-1].lower()) for name in names)
            else names[-1:]
        )

    def _addressed(self, match: re.Match[str], subject: tuple[Name, ...], speech: Speech) -> Obligation | None:
        addressee = self.patterns.addressee.match(self.mask, match.end(), self.end)
        unnamed = None if addressee else self._unnamed(match.end())
        found = addressee or unnamed
        if found is None:
            return None
        leads = self.masked.within(*found.span("unit")) if addressee else self.masked.meant(*found.span("unit"))
        if self._is_passed_on(match[0], subject, match.start(), speech):
            return None
        if addressee and not self._goes_on(found.end()):
            return None
        work = match.start() if match[0] in self.patterns.forbidding else found.end()
        return Obligation(Kind.ORDER, work, leads, subject, unnamed=None if leads else found.span("unit"))

    def _unnamed(self, position: int) -> re.Match[str] | None:
        tries = (self.patterns.headword, self.patterns.anybody, self.patterns.proper)
        found = next((match for pattern in tries if (match := pattern.match(self.mask, position, self.end))), None)
        if found is None or found.re is not self.patterns.proper:
            return found
        return found if self.masked.text.text[found.start("unit")].isupper() else None

    def _goes_on(self, position: int) -> bool:
        """Is there work behind the addressee, and not "của ..." or the end?"""
        rest = self.mask[position : self.end].strip(' "”.:;')
        return len(rest.split()) >= 2 and not re.match(r"(?:của|đã|về việc này|và)\b", rest)

    def _is_upward(self, match: re.Match[str], addressee: str, speech: Speech) -> bool:
        """Somebody below asks, or a participant tells what they have told others."""
        subject = self._subject(match.start())
        if not subject:
            return False
        own = subject[-1].texts[-1].lower()
        participant = speech.reported and not self.patterns.found["authority"].search(own)
        if not any(match[0].endswith(request) for request in self.patterns.requests):
            return participant and match[0] in self.patterns.passing_on
        return participant or (bool(addressee) and self.patterns.rank(own) < self.patterns.rank(addressee))

    def _is_passed_on(self, verb: str, subject: tuple[Name, ...], at: int, speech: Speech) -> bool:
        """ "Bộ X chỉ đạo các cơ quan": the work is Bộ X's own."""
        if verb not in self.patterns.passing_on or speech.assigner is None:
            return False
        if not subject and self.patterns.found["speaker"].search(self.mask[self.start : at]):
            return False
        if not subject:
            return bool(self.mask[self.start : at].strip(' "“-')) and not self.opens
        own, above = subject[-1].texts[-1].lower(), speech.assigner.lower()
        return not (own in above or above in own) and self.patterns.rank(own) <= self.patterns.speaker_rank(above)

    def _called(self, match: re.Match[str], subject: tuple[Name, ...]) -> Obligation | None:
        """An order to nobody in particular: "thành phố yêu cầu hoàn thành"."""
        if match[0] not in self.patterns.impersonal or not self.works_at(match.end()):
            return None
        work = re.match(r"[\s:,]*", self.mask[match.end() : self.end])
        behind = match.end() + (work.end() if work else 0)
        if self.patterns.found["decisions"].match(self.mask, behind, self.end):
            return None
        if match[0] in self.patterns.passing_on and not self._stands_alone(match):
            return None
        if self.patterns.found["participants"].search(self.masked.text.lower, self.start, match.start()):
            return None
        return Obligation(Kind.CALL, behind, (), subject)

    def _stands_alone(self, match: re.Match[str]) -> bool:
        """ "chỉ đạo: hoàn thành", not "chỉ đạo triển khai", which is itself the work."""
        return self.mask[match.end() : match.end() + 1] in (":", ",")

    def _passive(self) -> Obligation | None:
        match = self.patterns.passive.search(self.mask, self.start, self.end)
        if match is None or not self._goes_on(match.end()):
            return None
        return Obligation(Kind.ORDER, match.end(), self.masked.within(*match.span("unit")))

    def obliged(self, speech: Speech) -> Obligation | None:
        """A unit that has a duty: "Sở X có trách nhiệm", "Sở Y được giao", "Sở Z cần"."""
        for position in self.segments():
            match = self.patterns.duty.match(self.mask, position, self.end)
            if match is None or len(self.mask[match.end() : self.end].split()) < 2:
                continue
            if "chịu trách nhiệm" in self.mask[match.end("unit") : match.end()] and not self.works_at(match.end()):
                continue
            said = match["duty"] not in ("cần", "phải", "cần phải")
            if (said and not speech.reports) or speech.orders or (speech.unheard and not speech.reports):
                return Obligation(Kind.DUTY, match.end(), self.masked.subject(*match.span("unit")))
        return None

    def bare(self, speech: Speech) -> Obligation | None:
        """A unit and its verb, where orders are being given."""
        may = speech.orders or (speech.unheard and (speech.is_item or self.has("bound")))
        if not may or speech.reports:
            return None
        for n, position in enumerate(self.segments()):
            if n and not self.opens:
                return None
            match = self.patterns.bare.match(self.mask, position, self.end)
            if match is None:
                continue
            leads = self.masked.subject(*match.span("unit"))
            if self.patterns.found["decisions"].match(self.mask, match.end(), self.end):
                return None
            if not speech.in_list and self.patterns.ordering.match(self.mask, match.end()):
                return None
            if match["plan"] and not (speech.promises_count or self._are_known(leads, speech)):
                return None
            if self._is_assigner(leads, speech) or (not speech.in_list and self._stands_above(leads, speech)):
                return None
            if (
                self.patterns.found["tells"].match(self.mask, match.end(), self.end)
                and not speech.in_list
                and not match["plan"]
                and not self._are_doing(match.end())
            ):
                return None
            return Obligation(Kind.BARE, match.end(), leads)
        return None

    def _are_doing(self, position: int) -> bool:
        """A verb of telling that is work: "đề xuất", "báo cáo" with an object."""
        return (
            self.mask.startswith(("đề xuất", "báo cáo", "thông tin", "đánh giá"), position)
            and self.mask[position : self.end].count(" ") > 3
        )

    def _stands_above(self, leads: tuple[Name, ...], speech: Speech) -> bool:
        """In prose, an authority that does something does not get an order by it."""
        if not leads:
            return True
        rank = self.patterns.rank(leads[0].texts[0].lower())
        above = self.patterns.speaker_rank(speech.assigner) if speech.assigner else 6
        return rank > above or rank == 6 or (rank == above and rank > 3)

    def _are_known(self, leads: tuple[Name, ...], speech: Speech) -> bool:
        return any(text in speech.known for name in leads for text in name.texts)

    def _is_assigner(self, leads: tuple[Name, ...], speech: Speech) -> bool:
        return speech.assigner is not None and any(name.texts[-1].lower() == speech.assigner.lower() for name in leads)

    def needed(self, speech: Speech) -> Obligation | None:
        """ "Về X, cần hoàn thiện ...": nobody is named."""
        if not speech.orders or speech.reports:
            return None
        for n, position in enumerate(self.segments()):
            if n and not self.opens:
                return None
            match = self.patterns.need.match(self.mask, position, self.end)
            if match is None or self.patterns.found["decisions"].match(self.mask, match.end(), self.end):
                continue
            if match["need"] in ("cần", "phải", "cần phải") or self.works_at(match.end()):
                return Obligation(Kind.NEED, match.end(), (), inherits=True)
        return None

    def bare_verb(self, speech: Speech) -> Obligation | None:
        """The work alone, in a list of orders or behind one."""
        if not speech.orders or speech.reports:
            return None
        position = self._behind_connectors()
        if not self.works_at(position) or self.patterns.found["decisions"].match(self.mask, position, self.end):
            return None
        verb = self.patterns.predicate.match(self.mask, position, self.end)
        if (
            verb is None
            or self.patterns.ordering.match(self.mask, position)
            or self.patterns.found["noun_verb"].match(self.mask[verb.end() : min(self.end, verb.end() + 24)])
        ):
            return None
        return Obligation(Kind.VERB, position, (), inherits=True)

    def unknown(self, speech: Speech) -> Obligation | None:
        """Somebody without a known name who must do something, or do it by a date."""
        if not speech.orders or speech.reports:
            return None
        kinds = [self.patterns.actor] + [self.patterns.bound_actor] * self.has("bound")
        for n, position in enumerate(self.segments()):
            if n and not self.opens:
                return None
            for pattern in kinds:
                match = pattern.match(self.mask, position, self.end)
                if match is None or self.patterns.ordering.match(self.mask, match.end()):
                    continue
                if not self.patterns.found["done"].search(self.mask, position, match.end()):
                    named = self.patterns.unit.match(self.mask, match.start("unit"))
                    leads = self.masked.within(*named.span()) if named else ()
                    return Obligation(Kind.DUTY, match.end(), leads, unnamed=None if named else match.span("unit"))
        return None

    def _behind_connectors(self) -> int:
        match = self.patterns.found["connector"].match(self.mask, self.start, self.end)
        return match.end() if match else self.start
