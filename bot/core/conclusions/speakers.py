"""Who speaks: kept in mind from one sentence, item and heading to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.drafts import Lead, leads_of
from bot.core.conclusions.layout import PROSE, Block
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import Name
from bot.core.conclusions.obligations import Kind, Speech, obligation
from bot.core.conclusions.patterns import Patterns

_HEADING_WORDS = 60  # letters at the start of a heading that say what it is about
_BESIDE = 60
_CHAPTER_LEVELS = (1, 2)


@dataclass
class Speakers:
    """The state of a reading. `leads` are inherited by clauses that name nobody; `stack` holds those of open lists."""

    masked: Masked
    orders: bool = False
    heard: bool = False  # somebody has spoken or reported
    earlier: bool = False
    declared: bool = False  # the document calls itself an order
    closed: bool = False  # recipients and signatures
    in_list: bool = False
    runs_on: bool = False  # the sentence has laid a duty already
    silent_level: int | None = None  # a heading under which nothing is ordered
    assigner: str | None = None
    leads: tuple[Lead, ...] = ()
    known: set[str] = field(default_factory=set)
    stack: list[tuple[int, tuple[Lead, ...]]] = field(default_factory=list)

    @property
    def patterns(self) -> Patterns:
        return self.masked.patterns

    def says(self, pattern: str, start: int, end: int) -> bool:
        """Does the masked text say it anywhere in a span?"""
        return self.patterns[pattern].search(self.masked.mask[start:end]) is not None

    def says_in_words(self, pattern: str, start: int, end: int) -> bool:
        """The same over the text with its names."""
        return self.patterns[pattern].search(self.masked.text.lower[start:end]) is not None

    def opens_with(self, pattern: str, start: int, end: int) -> bool:
        return self.patterns[pattern].match(self.masked.mask[start:end]) is not None

    def speech(self, start: int, end: int, block: Block) -> Speech:
        """What a clause of this sentence must know."""
        return Speech(
            orders=self.orders and self.silent_level is None,
            earlier=self.earlier,
            reports=self.opens_with("report", start, end),
            reported=self.heard and not self.orders,
            unheard=not self.heard,
            is_item=bool(block.level),
            in_list=bool(block.level) and self.in_list,
            assigner=self.assigner,
            known=self.known,
            promises_count=self.declared,
        )

    def enter(self, block: Block) -> None:
        """What a new paragraph or item changes."""
        self.earlier = False
        ends = self.says_in_words("recipients", block.start, block.end) or self.says_in_words(
            "signature", block.begin, block.end
        )
        self.closed = ends or (self.closed and block.level not in _CHAPTER_LEVELS)
        if block.level == PROSE:
            self.leads = self.leads if self.opens_with("connector", block.start, block.end) else ()
            return
        while self.stack and self.stack[-1][0] >= block.level:
            self.stack.pop()
        if self.stack and self.stack[-1][1]:
            self.leads = self.stack[-1][1]
        if self.silent_level is not None and block.level <= self.silent_level:
            self.silent_level = None

    def open_list(self, level: int, leads: tuple[Lead, ...]) -> None:
        self.stack.append((level or 1, leads))
        self.leads = leads

    def take_heading(self, block: Block) -> None:
        """A heading says whether orders or reports follow, or whose the items below are."""
        if self.opens_with("reports_heading", block.start, min(block.end, block.start + _HEADING_WORDS)):
            self.silent_level, self.orders, self.heard = block.level or 1, False, True
        elif self.says("orders_heading", block.start, block.end):
            self.silent_level, self.orders = None, True
        names = self.masked.within(block.start, block.end)
        if _fill(names, block):
            self.open_list(block.level, leads_of(names))

    def take_opening(self, block: Block) -> bool:
        """A line that ends in a colon: who orders, and who gets the items below. False if it is none."""
        if self.masked.text.text[block.end - 1] != ":":
            return False
        names = self.masked.within(block.start, block.end)
        whole = _fill(names, block)
        if not whole and not self.says_in_words("opens_list", block.start, block.end):
            return False
        found = obligation(Clause(self.masked, block.start, block.end), Speech(orders=True))
        kinds = (Kind.ORDER, Kind.DUTY, Kind.BARE) if self.orders else (Kind.ORDER, Kind.DUTY)
        order = found if found is not None and found.kind in kinds else None
        leads = leads_of(names if whole else order.leads if order else ())
        if order and order.assigner:
            self.assign(order.assigner)
        elif not leads and not self._concludes(block.start, block.end):
            bodies = [name for name in names if name.is_body and not name.is_group]
            self.assigner = bodies[-1].texts[-1] if bodies else self.assigner
        self.orders = self.in_list = True
        self.open_list(block.level, leads)
        return True

    def listen(self, start: int, end: int) -> None:
        """Who speaks from this sentence on."""
        if self.opens_with("earlier", start, end):
            self.earlier = True
        if self.opens_with("declared", start, end):
            self.declared = self.orders = True
            self._name_assigner(start, end)
        elif self.says_in_words("participants_tell", start, end):
            self.orders, self.heard = False, True
        elif self._opens_speech(start, end) or self._concludes(start, end):
            self.orders = True
        elif self.says("document", start, end):
            self.orders = True
            self._name_assigner(start, end)
        elif self.opens_with("report_of", start, end):
            self.orders, self.heard = self.orders and self.in_list, True
        self.heard = self.heard or self.orders or self.says("telling", start, end)

    def assign(self, names: tuple[Name, ...]) -> None:
        """Note who speaks; a shorter form of the one we know keeps the fuller name."""
        said = self.masked.said(names[0].start, names[-1].end)
        if self.assigner is None or said.lower() not in self.assigner.lower():
            self.assigner = said

    def _opens_speech(self, start: int, end: int) -> bool:
        """ "Kết luận hội nghị, Chủ tịch ... biểu dương"."""
        found = self.patterns["speech_opens"].match(self.masked.mask[start:end])
        if found is None:
            return False
        names = self.masked.within(start + found.start("who"), start + found.end("who"))
        if not any(self.patterns.is_authority(name.texts[-1]) for name in names):
            return False
        self.assign(names)
        return True

    def _concludes(self, start: int, end: int) -> bool:
        """ "Chủ tịch UBND thành phố nhấn mạnh"."""
        for name in self.masked.within(start, end):
            if self.says("order", max(start, name.start - 12), name.start):
                continue  # somebody who is told to speak
            if self.patterns.is_authority(name.texts[-1]) and self.opens_with(
                "concludes_next", name.end, min(end, name.end + _BESIDE)
            ):
                self.assign((name,))
                return True
        return False

    def _name_assigner(self, start: int, end: int) -> None:
        names = [name for name in self.masked.within(start, end) if self.patterns.is_authority(name.texts[-1])]
        if names:
            self.assign((names[0],))


def _fill(names: tuple[Name, ...], block: Block) -> bool:
    """Is the line nothing but names: "Sở Tài chính:"?"""
    return bool(names) and names[0].start == block.start and names[-1].end >= block.end - 2
