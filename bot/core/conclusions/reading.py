"""A text sentence by sentence: who speaks, who is meant, which clauses are tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bot.core.conclusions.layout import PROSE, Block, Layout, Span, breaks
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import Name
from bot.core.conclusions.obligations import Kind, Obligation, Speech, obligation
from bot.core.conclusions.patterns import Patterns


@dataclass(frozen=True)
class Lead:
    text: str
    is_group: bool


@dataclass(frozen=True)
class Draft:
    """A task as the text lays it, before it is put into words."""

    start: int
    end: int
    work: int
    kind: Kind
    leads: tuple[Lead, ...] = ()
    support: tuple[Lead, ...] = ()
    assigned_by: str | None = None
    topic: str | None = None
    block: int = 0
    details: bool = False  # opens with "cụ thể", "trong đó"
    due_span: Span | None = None  # where a table says the date
    work_end: int | None = None  # where the work ends, if not with the clause


@dataclass
class State:
    """What a reader keeps in mind from one sentence to the next."""

    orders: bool = False
    earlier: bool = False
    declared: bool = False
    closed: bool = False  # recipients and signatures
    silent_level: int | None = None  # a heading under which nothing is ordered
    assigner: str | None = None
    leads: tuple[Lead, ...] = ()
    known: set[str] = field(default_factory=set)
    stack: list[tuple[int, tuple[Lead, ...]]] = field(default_factory=list)
    in_list: bool = False
    heard: bool = False  # somebody has spoken or reported
    runs_on: bool = False  # the sentence has laid a duty already


def leads_of(names: tuple[Name, ...]) -> tuple[Lead, ...]:
    return tuple(Lead(text, name.is_group) for name in names for text in name.texts)


def drafts(masked: Masked, blocks: list[Block], layout: Layout, patterns: Patterns) -> list[Draft]:
    """Every clause that lays a duty, in the order of the text."""
    found: list[Draft] = []
    for draft in Reading(masked, layout, patterns).read(blocks):
        if found and _details(found[-1], draft):
            draft = replace(draft, start=found.pop().start)
        found.append(draft)
    return found


def _details(before: Draft, draft: Draft) -> bool:
    """Does "Cụ thể, ..." only say what the order before it means?"""
    follows = before.block == draft.block and draft.start - before.end < 3 and before.leads == draft.leads
    return draft.details and draft.kind is Kind.VERB and before.kind is Kind.ORDER and follows


class Reading:
    """One pass over one text."""

    def __init__(self, masked: Masked, layout: Layout, patterns: Patterns) -> None:
        self.masked, self.layout, self.patterns = masked, layout, patterns
        self.state = State()

    def says(self, pattern: str, start: int, end: int, *, anywhere: bool = True) -> bool:
        compiled = self.patterns.found[pattern]
        mask = (
            self.masked.mask
            if pattern not in ("recipients", "signature", "opens_list", "participants_tell")
            else self.masked.text.lower
        )
        return (compiled.search if anywhere else compiled.match)(mask[start:end]) is not None

    def read(self, blocks: list[Block]) -> Iterator[Draft]:
        for number, block in enumerate(blocks):
            self._enter(block)
            if self.state.closed or block.cells:
                continue
            if block.is_heading:
                self._heading(block)
                continue
            if self._opens_list(block):
                continue
            for start, end in self.layout.sentences(self.masked.text, block):
                for draft in self._sentence(start, end, block):
                    yield replace(draft, block=number)

    def _enter(self, block: Block) -> None:
        """What a new paragraph or item changes."""
        state = self.state
        state.earlier = False
        if self.says("recipients", block.start, block.end) or self.says("signature", block.begin, block.end):
            state.closed = True
        if state.closed and block.level in (1, 2) and not self.says("recipients", block.start, block.end):
            state.closed = False
        if block.level == PROSE:
            if not self.says("connector", block.start, block.end, anywhere=False):
                state.leads = ()
            return
        while state.stack and state.stack[-1][0] >= block.level:
            state.stack.pop()
        if state.stack and state.stack[-1][1]:
            state.leads = state.stack[-1][1]
        if state.silent_level is not None and block.level <= state.silent_level:
            state.silent_level = None

    def _heading(self, block: Block) -> None:
        state = self.state
        level = block.level or 1
        if self.says("reports_heading", block.start, min(block.end, block.start + 60), anywhere=False):
            state.silent_level, state.orders, state.heard = level, False, True
        elif self.says("orders_heading", block.start, block.end):
            state.orders, state.silent_level = True, None
        names = self.masked.within(block.start, block.end)
        whole = names and names[0].start == block.start and names[-1].end >= block.end - 1
        if whole:
            state.stack.append((level, leads_of(names)))
            state.leads = leads_of(names)

    def _opens_list(self, block: Block) -> bool:
        """A line that ends in a colon: who orders, and who gets the items below."""
        if not self.masked.text.text[: block.end].endswith(":"):
            return False
        state = self.state
        names = self.masked.within(block.start, block.end)
        whole = bool(names) and names[0].start == block.start and names[-1].end >= block.end - 2
        if not (whole or self.says("opens_list", block.start, block.end)):
            return False
        found = obligation(self.masked, block.start, block.end, Speech(orders=True), self.patterns)
        told = (Kind.ORDER, Kind.DUTY, Kind.BARE) if state.orders else (Kind.ORDER, Kind.DUTY)
        order = found if found is not None and found.kind in told else None
        leads = leads_of(names) if whole else leads_of(order.leads) if order else ()
        if order and order.assigner:
            state.assigner = " ".join(self.masked.text.text[order.assigner[0].start : order.assigner[-1].end].split())
        elif names and not leads and not self._authority_concludes(block.start, block.end):
            bodies = [name for name in names if name.is_body and not name.is_group]
            state.assigner = bodies[-1].texts[-1] if bodies else state.assigner
        state.orders, state.in_list = True, True
        state.stack.append((block.level or 1, leads))
        state.leads = leads
        return True

    def _speech(self, start: int, end: int, block: Block) -> Speech:
        state = self.state
        return Speech(
            orders=state.orders and state.silent_level is None,
            earlier=state.earlier,
            reports=self.says("report", start, end, anywhere=False),
            in_list=bool(block.level) and state.in_list,
            assigner=state.assigner,
            known=frozenset(state.known),
            unheard=not state.heard,
            reported=state.heard and not state.orders,
            is_item=bool(block.level),
            promises_count=state.declared,
        )

    def _listen(self, start: int, end: int) -> None:
        """Who speaks from this sentence on."""
        state = self.state
        if self.says("earlier", start, end, anywhere=False):
            state.earlier = True
        if self.says("declared", start, end, anywhere=False):
            state.declared = state.orders = True
            self._name_assigner(start, end)
        elif self.says("participants_tell", start, end):
            state.orders, state.heard = False, True
        elif (
            self._opens_speech(start, end) or self._authority_concludes(start, end) or self.says("document", start, end)
        ):
            state.orders = True
        elif self.says("report_of", start, end, anywhere=False):
            state.orders, state.heard = state.orders and state.in_list, True
        state.heard = state.heard or state.orders

    def _opens_speech(self, start: int, end: int) -> bool:
        """ "Kết luận hội nghị, Chủ tịch ... biểu dương"."""
        found = self.patterns.found["speech_opens"].match(self.masked.mask[start:end])
        if found is None:
            return False
        begin, stop = (start + place for place in found.span("who"))
        if not self.patterns.found["authority"].search(self.masked.text.lower, begin, stop):
            return False
        self.state.assigner = " ".join(self.masked.text.text[begin:stop].split())
        return True

    def _authority_concludes(self, start: int, end: int) -> bool:
        for name in self.masked.within(start, end):
            own = " ".join(name.texts).lower()
            if self.patterns.order.search(self.masked.mask, max(start, name.start - 12), name.start):
                continue
            behind = self.masked.mask[name.end : min(end, name.end + 60)]
            if self.patterns.found["authority"].search(own) and self.patterns.found["concludes_next"].match(behind):
                self._assign(name.texts[-1])
                return True
        return False

    def _assign(self, name: str) -> None:
        """Note who speaks; a shorter form of the one we know keeps the fuller name."""
        known = self.state.assigner
        if known is None or name.lower() not in known.lower():
            self.state.assigner = name

    def _name_assigner(self, start: int, end: int) -> None:
        names = [
            name
            for name in self.masked.within(start, end)
            if self.patterns.found["authority"].search(name.texts[-1].lower())
        ]
        if names:
            self.state.assigner = names[0].texts[-1]

    def _sentence(self, start: int, end: int, block: Block) -> Iterator[Draft]:
        self._listen(start, end)
        begin, self.state.runs_on = start, False
        details = self.says("details", start, end, anywhere=False)
        for clause_end, following in [*breaks(self.masked.mask, start, end), (end, end)]:
            if following < end and not self._is_clause(following, end, block):
                continue
            draft = self._clause(begin, clause_end, block)
            if draft is not None:
                self.state.runs_on = True
                yield replace(draft, details=details and begin == start)
            begin = following

    def _is_clause(self, start: int, end: int, block: Block) -> bool:
        """Can a task of its own begin here?"""
        if self.patterns.manner.match(self.masked.mask, start, end):
            return False
        position = start
        connector = self.patterns.found["connector"].match(self.masked.mask, start, end)
        if connector:
            position = connector.end()
        speech = replace(self._speech(start, end, block), orders=True, reports=False)
        return obligation(self.masked, position, end, speech, self.patterns) is not None

    def _clause(self, start: int, end: int, block: Block) -> Draft | None:
        speech = self._speech(start, end, block)
        found = obligation(self.masked, start, end, speech, self.patterns)
        return self._draft(found, start, end, block) if found is not None else None

    def _draft(self, found: Obligation, start: int, end: int, block: Block) -> Draft | None:
        state = self.state
        about = self.patterns.about.match(self.masked.mask, start, end)
        leads = self._leads(found, about)
        if found.kind is Kind.VERB and not leads and not (block.level or state.in_list or state.runs_on):
            return None
        if found.assigner and self._may_assign(found.assigner[-1]):
            state.assigner = " ".join(self.masked.text.text[found.assigner[0].start : found.assigner[-1].end].split())
        state.orders = True
        state.leads = leads
        state.known.update(lead.text for lead in leads)
        if self._announces(found, end):
            if block.level or self.masked.text.text[end - 1] == ":":
                state.stack.append((block.level or 1, leads))
            return None
        support = tuple(lead for lead in self._support(found.work, end) if lead not in leads)
        if about and self.patterns.unit.fullmatch(about["topic"]):
            about = None
        topic = self.masked.text.text[slice(*about.span("topic"))] if about else None
        return Draft(start, end, found.work, found.kind, leads, support, state.assigner, topic)

    def _may_assign(self, name: Name) -> bool:
        return self.patterns.rank(name.texts[-1].lower()) > 1

    def _leads(self, found: Obligation, about: re.Match[str] | None) -> tuple[Lead, ...]:
        if found.leads:
            return leads_of(found.leads)
        if found.unnamed:
            text = self.masked.text.text[slice(*found.unnamed)]
            return (Lead(" ".join(text.split()), is_group=True),)
        if about:
            names = self.masked.within(*about.span("topic"))
            alone = len(names) == 1 and names[0].start == about.start("topic") and names[0].end == about.end("topic")
            addressed = (
                not names[0].is_group or self.patterns.found["addressed_topic"].match(about[0]) if alone else False
            )
            return leads_of(names) if alone and names[0].is_body and addressed else ()
        return self.state.leads if found.inherits else ()

    def _announces(self, found: Obligation, end: int) -> bool:
        """An order that only says that orders follow."""
        rest = self.masked.mask[found.work : end].strip()
        return rest.endswith(":") or (len(rest.split()) < 14 and self.patterns.found["intro"].search(rest) is not None)

    def _support(self, start: int, end: int) -> Iterator[Lead]:
        for match in self.patterns.support.finditer(self.masked.mask, max(0, start - 1), end):
            if not self.patterns.found["plain_support"].search(match["how"]):
                continue
            yield from leads_of(self.masked.within(*match.span("unit")))
