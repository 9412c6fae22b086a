"""Who speaks: kept in mind from one sentence, item and heading to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.drafts import Lead, leads_of
from bot.core.conclusions.layout import LEVELS, PROSE, Block
from bot.core.conclusions.listing import addressed_by, doers_above, named_last
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import Name
from bot.core.conclusions.obligations import obligation
from bot.core.conclusions.patterns import Patterns
from bot.core.conclusions.requests import Requests
from bot.core.conclusions.speech import Kind, Speech

_HEADING_WORDS = 60  # letters at the start of a heading that say what it is about
_BESIDE = 60
_OPENING = 12
_LOWEST = 1  # a rank that gives no orders to others
_CHAPTER_LEVELS = (1, 2)


@dataclass
class Speakers:
    """The state of a reading. `leads` are inherited by clauses that name nobody; `stack` holds those of open lists."""

    masked: Masked
    orders: bool = False
    heard: bool = False  # somebody has spoken or reported
    earlier: bool = False
    by_participant: bool = False  # a participant tells the sentence that is read
    declared: bool = False  # the document calls itself an order
    closed_until: tuple[int, ...] = ()  # the levels of the blocks behind recipients, signatures, addressees
    in_list: bool = False
    runs_on: bool = False  # the sentence has laid a duty already
    followed: bool = True  # so has the sentence before it
    in_turn: bool = False  # somebody tells the block who gives no orders
    silent_level: int | None = None  # a heading under which nothing is ordered
    ordered_before: bool = False  # what `orders` was in front of that heading
    level: int = PROSE  # of the block that is read
    number: int = 0  # and which one it is
    item: int | None = None  # where it begins, if it is an item
    assigner: str | None = None
    leads: tuple[Lead, ...] = ()
    known: set[str] = field(default_factory=set)
    stack: list[tuple[int, tuple[Lead, ...]]] = field(default_factory=list)
    requests: Requests = field(init=False)

    def __post_init__(self) -> None:
        self.requests = Requests(self.masked)

    @property
    def closed(self) -> bool:
        return bool(self.closed_until)

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
        addressed = self._is_addressed(block)
        reports = (
            self.opens_with("report", start, end)
            and not (addressed and self.opens_with("timed", start, end))
            and not self._is_said_by_authority(start, end)
            and not self.opens_with("result_sent", start, end)
        )
        return self._speech(start, block, orders=self.orders and self.silent_level is None, reports=reports)

    def ordering(self, start: int, block: Block) -> Speech:
        """The same as if orders were being given."""
        return self._speech(start, block, orders=True, reports=False)

    def _is_said_by_authority(self, start: int, end: int) -> bool:
        """ "Theo Bí thư Thành ủy, ...": no report, but an opinion that counts."""
        found = self.patterns["according"].match(self.masked.mask, start, end)
        names = self.masked.within(*found.span("who")) if found else ()
        return bool(names) and all(self.patterns.is_authority(name.texts[-1]) for name in names)

    def _is_addressed(self, block: Block) -> bool:
        return bool(block.level and self.stack and self.stack[-1][1])

    def _speech(self, start: int, block: Block, *, orders: bool, reports: bool) -> Speech:
        return Speech(
            orders=orders,
            earlier=self.earlier,
            reports=reports,
            reported=self.heard and not self.orders,
            by_participant=self.by_participant,
            requested=self.requests.listed or self.in_turn,
            unheard=not self.heard,
            silent=self.silent_level is not None,
            is_item=bool(block.level),
            in_list=bool(block.level) and self.in_list,
            addressed=self._is_addressed(block),
            runs_on=self.runs_on,
            opens_item=start == block.start,
            assigner=self.assigner,
            known=self.known,
            promises_count=self.declared,
        )

    def enter(self, block: Block, number: int) -> None:
        """What a new paragraph or item changes."""
        self.number, self.item = number, block.start if block.level else None
        self.earlier, self.followed = False, True
        self.by_participant = self.by_participant and self.assigner is None
        self.requests.enter(block)
        self._close(block)
        self.in_turn = not (self.orders or self.in_list) and self._speaks_in_turn(block)
        before, self.level = self.level, block.level
        if block.level == PROSE:
            self.leads = self.leads if self.opens_with("connector", block.start, block.end) else ()
            return
        while self.stack and self.stack[-1][0] >= block.level:
            self.stack.pop()
        if self.stack and self.stack[-1][1]:
            self.leads = self.stack[-1][1]
        elif block.level <= before and block.level < LEVELS["letter"]:
            self.leads = ()  # a numbered item begins anew; dashes go on
        if self.silent_level is not None and block.level <= self.silent_level:
            self.silent_level, self.orders = None, self.orders or self.ordered_before
        if self.in_list and self.silent_level is None and block.level < LEVELS["letter"]:
            self.orders = True  # what somebody told in the number before does not go on

    def _close(self, block: Block) -> None:
        """Recipients and signatures end the text until a chapter; the names of a letter's readers, until its text."""
        signed = self.heard and self.says_in_words(
            "signature", block.begin, block.end
        )  # "Thư ký: ..." also opens minutes
        if signed or self.says_in_words("recipients", block.start, block.end):
            self.closed_until = _CHAPTER_LEVELS
        elif self._names_readers(block):
            self.closed_until = (PROSE,)
        elif block.level in self.closed_until:
            self.closed_until = ()

    def _names_readers(self, block: Block) -> bool:
        lower = self.masked.text.lower
        may = lower[block.end - 1] == ":" or lower.startswith("kính", block.start)  # cheaper than the whole pattern
        return may and self.patterns["addressees"].match(lower, block.start, block.end) is not None

    def _speaks_in_turn(self, block: Block) -> bool:
        """ "Bà A (Giám đốc Trung tâm B): ...", and not the chair; a person without a post only in a discussion."""
        found = self.patterns["turn"].match(self.masked.text.lower, block.start, block.end)
        if found is None or self.patterns.is_authority(found["who"]):
            return False
        return self.silent_level is not None or self.patterns["turn_post"].search(found["who"]) is not None

    def open_list(self, level: int, leads: tuple[Lead, ...]) -> None:
        if level == PROSE:
            self.stack.clear()
        self.stack.append((level or 1, leads))
        self.leads = leads

    def take_heading(self, block: Block) -> None:
        """A heading says whether orders or reports follow, or whose the items below are."""
        if self.opens_with(
            "reports_heading", block.start, min(block.end, block.start + _HEADING_WORDS)
        ) or self.patterns["opinions_heading"].match(self.masked.text.lower, block.start, block.end):
            self.ordered_before = self.orders
            self.silent_level, self.orders, self.heard = block.level or 1, False, True
            self.requests.opens_below(block)
        elif self.says("orders_heading", block.start, block.end):
            self.silent_level, self.orders = None, True
        addressed = addressed_by(self.masked, block)
        if addressed:
            self.open_list(block.level, addressed)

    def take_opening(self, block: Block) -> bool:
        """A line that ends in a colon: who orders, and who gets the items below. False if it is none."""
        if self.masked.text.text[block.end - 1] != ":":
            return False
        if self.requests.listed and not self._ends_requests(block.start, block.end, block):
            return block.is_heading
        if self.requests.opens(block):
            return block.is_heading
        names = self.masked.within(block.start, block.end)
        whole = addressed_by(self.masked, block)
        if not whole and not self.says_in_words("opens_list", block.start, block.end):
            return self._take_doers(block)
        found = obligation(Clause(self.masked, block.start, block.end), Speech(orders=True))
        kinds = (Kind.ORDER, Kind.DUTY, Kind.BARE) if self.orders else (Kind.ORDER, Kind.DUTY)
        order = found if found is not None and found.kind in kinds else None
        leads = whole or leads_of(order.leads if order else ()) or named_last(self.masked, block)
        if order and order.assigner:
            self.assign(order.assigner)
        elif not leads and not self._concludes(block.start, block.end, block):
            bodies = [name for name in names if name.is_body and not name.is_group]
            self.assigner = bodies[-1].texts[-1] if bodies else self.assigner
        self.orders = self.in_list = True
        self.open_list(block.level, leads)
        return True

    def _take_doers(self, block: Block) -> bool:
        """A line that only says whose the items below are. Where it does not, they are not the neighbour's either."""
        doers = doers_above(self.masked, block) if block.level and self.orders else ()
        if doers:
            self.open_list(block.level, doers)
        elif block.level:
            self.leads = self.stack[-1][1] if self.stack else ()
        return bool(doers)

    def hear_ahead(self, following: Block) -> None:
        """A plan counts where the paragraph behind it opens with "Đó là yêu cầu của ..."."""
        if following.level == PROSE and self.opens_with("declared", following.start, following.end):
            self.declared = self.orders = True

    def listen(self, start: int, end: int, block: Block) -> None:
        """Who speaks from this sentence on."""
        self.by_participant = self.by_participant and self.requests.go_on(start, end)
        if self.requests.listed and not self._ends_requests(start, end, block):
            self.orders, self.heard = False, True
            return
        if self.opens_with("earlier", start, end):
            self.earlier = True
        if self.assigner is None and self.opens_with("titled_by", start, end):
            self._name_assigner(start, end)
        if self.opens_with("declared", start, end):
            self.declared = self.orders = True
            self._name_assigner(start, end)
        elif self._participants_tell(start, end):
            self.orders, self.heard, self.by_participant = False, True, True
        elif self._opens_speech(start, end) or self._concludes(start, end, block):
            self.orders = True
        elif self._tells_document(start, end) or self.opens_with("document_says", start, end):
            if not (self.orders or self.assigner or self.in_list):
                self._name_issuer(start, end)
            self.orders = True
            self._name_assigner(start, end)
        elif self.opens_with("report_of", start, end) and not self._names_authority(start):
            self.orders, self.heard = self.orders and self.in_list, True
        elif not block.level and not self.in_list and self._reports(start, end):
            self.orders, self.heard, self.by_participant = False, True, True
        elif self.assigner and (self.says("quoted_order", start, end) or self._is_quoted(start, end)):
            self.orders = True
        self.by_participant = self.by_participant or self.opens_with("asks_above", start, end)
        self.heard = self.heard or self.orders or self.says("telling", start, end)

    def _participants_tell(self, start: int, end: int) -> bool:
        """At the beginning or behind a comma; the stop in front makes the beginning a place like any other."""
        return self.patterns["participants_tell"].search(f". {self.masked.text.lower[start:end]}") is not None

    def _is_quoted(self, start: int, end: int) -> bool:
        """ "... đến đó", ông Phúc yêu cầu: an authority that the text has named before."""
        found = self.patterns["quoted_by"].search(self.masked.mask, start, end)
        names = self.masked.within(*found.span("who")) if found else ()
        return bool(names) and all(self.patterns.is_authority(name.texts[-1]) for name in names)

    def _ends_requests(self, start: int, end: int, block: Block) -> bool:
        """Does an authority speak in a list of requests, instead of being asked?"""
        if self.opens_with("asks_on", start, end):
            return False
        if not (self._opens_speech(start, end) or self._concludes(start, end, block)):
            return False
        self.requests.close()
        return True

    def _tells_document(self, start: int, end: int) -> bool:
        """An order in writing, and not one that is only planned."""
        return self.says("document", start, end) and not self.says("planned_document", start, end)

    def _reports(self, start: int, end: int) -> bool:
        """ "Giám đốc Sở X thông tin, ...": somebody who gives no orders tells what is."""
        found = self.patterns["reporter"].match(self.masked.mask, start, end)
        if found is None:
            return False
        return not any(self.patterns.is_authority(name.texts[-1]) for name in self.masked.within(*found.span("who")))

    def assign(self, names: tuple[Name, ...]) -> None:
        """Note who speaks; a shorter form of the one we know keeps the fuller name."""
        alone = names[0].texts[0] if len(names) == 1 and names[0].is_post else None  # "ông Lực" with his post
        said = alone or self.masked.said(names[0].start, names[-1].end)
        if self.assigner is None or said.lower() not in self.assigner.lower():
            self.assigner = said

    def _opens_speech(self, start: int, end: int) -> bool:
        """ "Kết luận hội nghị, Chủ tịch ... biểu dương"."""
        found = self.patterns["speech_opens"].match(self.masked.mask[start:end])
        if found is None:
            return False
        names = self.masked.within(start + found.start("who"), start + found.end("who"))
        concludes = found["concludes"] and any(name.is_post for name in names)  # whoever concludes is the chair
        if not concludes and not any(self.patterns.is_authority(name.texts[-1]) for name in names):
            return False
        self.assign(names)
        return True

    def _concludes(self, start: int, end: int, block: Block) -> bool:
        """ "Chủ tịch UBND thành phố nhấn mạnh"."""
        for name in self.masked.within(start, end):
            if self.says("order", max(start, name.start - 12), name.start) or self._is_told(name, block):
                continue  # somebody who is told to speak
            if self.patterns.is_authority(name.texts[-1]) and self.opens_with(
                "concludes_next", name.end, min(end, name.end + _BESIDE)
            ):
                self.assign((name,))
                return True
        return False

    def may_assign(self, name: Name, block: Block) -> bool:
        """Can somebody be the one who gives the orders? In an item of another's orders only who stands higher."""
        return self.patterns.rank(name.texts[-1]) > _LOWEST and not self._is_told(name, block)

    def _is_told(self, name: Name, block: Block) -> bool:
        """In an item of somebody's orders, who stands below that somebody does not speak but is spoken to."""
        if not (block.level and self.in_list and self.assigner):
            return False
        return self.patterns.rank(name.texts[-1]) <= self.patterns.speaker_rank(self.assigner)

    def _names_authority(self, start: int) -> bool:
        """ "Theo Phó Thủ tướng, ..." is the chair's own word, no report."""
        names = self.masked.within(start, start + _OPENING)
        return bool(names) and self.patterns.is_authority(names[0].texts[-1])

    def _name_issuer(self, start: int, end: int) -> None:
        """ "Thường trực HĐND thành phố có Thông báo ...": the body in front of the document."""
        opens = self.masked.within(start, start + 1)
        if opens and opens[0].is_body and not opens[0].is_group and self.opens_with("issuer", start, end):
            self.assign((opens[0],))

    def _name_assigner(self, start: int, end: int) -> None:
        names = [name for name in self.masked.within(start, end) if self.patterns.is_authority(name.texts[-1])]
        if names:
            self.assign((names[0],))
