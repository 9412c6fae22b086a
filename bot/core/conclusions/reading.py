"""A text sentence by sentence: which clauses are tasks, and whose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.core.conclusions.asking import asks
from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.drafts import Draft, Lead, leads_of
from bot.core.conclusions.layout import Block, Layout
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.obligations import obligation
from bot.core.conclusions.speakers import Speakers
from bot.core.conclusions.speech import Kind, Obligation

_SHORT = 14  # words; a longer order says what is to be done
_ADJACENT = 3
_NEXT_LINE = 12


def drafts(masked: Masked, blocks: list[Block], layout: Layout, taken: frozenset[int] = frozenset()) -> list[Draft]:
    """Every clause that lays a duty, in the order of the text; the blocks that are taken tell other drafts."""
    found: list[Draft] = []
    for draft in _read(masked, blocks, layout, taken):
        if found and _details(found[-1], draft):
            draft = replace(draft, start=found.pop().start)
        if not draft.only_when:
            found.append(draft)
        elif found and draft.block - found[-1].block <= 1 and draft.start - found[-1].end < _NEXT_LINE:
            found[-1] = replace(found[-1], end=draft.end, work_end=found[-1].work_end or found[-1].end)
    return found


def _details(before: Draft, draft: Draft) -> bool:
    """Does "Cụ thể, ..." only say what the order before it means?"""
    follows = before.block == draft.block and draft.start - before.end < _ADJACENT and before.leads == draft.leads
    return draft.details and draft.kind is Kind.VERB and before.kind is Kind.ORDER and follows


def _read(masked: Masked, blocks: list[Block], layout: Layout, taken: frozenset[int]) -> Iterator[Draft]:
    speakers = Speakers(masked)
    for number, block in enumerate(blocks):
        speakers.enter(block, number)
        if speakers.closed or block.cells or speakers.take_opening(block):
            continue
        if block.is_heading:
            speakers.take_heading(block)
            continue
        if number in taken or layout.tells_particulars(masked.text, block):
            continue
        if number + 1 < len(blocks):
            speakers.hear_ahead(blocks[number + 1])
        for start, end in layout.sentences(masked.text, block):
            yield from _sentence(speakers, start, end, block, layout)


def _sentence(speakers: Speakers, start: int, end: int, block: Block, layout: Layout) -> Iterator[Draft]:
    speakers.listen(start, end, block)
    speakers.runs_on = False
    if speakers.opens_with("only_when", start, end):
        yield Draft(start, end, start, Kind.VERB, block=speakers.number, only_when=True)
        return
    for begin, clause_end in _clauses(speakers, start, end, block, layout):
        draft = _clause(speakers, begin, clause_end, block)
        if draft is not None:
            speakers.runs_on = True
            yield draft
    speakers.followed = speakers.runs_on


def _clauses(speakers: Speakers, start: int, end: int, block: Block, layout: Layout) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence; what is no duty of its own stays with the clause before it."""
    begin = start
    places = [*layout.breaks(speakers.masked.mask, start, end), (end, end)]
    for (clause_end, following), (next_end, _) in zip(places, [*places[1:], (end, end)], strict=True):
        if following == end or (
            _is_clause(speakers, following, next_end, block) and _parts(speakers, begin, clause_end, following, block)
        ):
            yield begin, clause_end
            begin = following


def _parts(speakers: Speakers, begin: int, end: int, following: int, block: Block) -> bool:
    """Is what stands before " và giao Sở X ..." a duty of its own?"""
    if not speakers.masked.mask[following].isspace():
        return True
    return obligation(Clause(speakers.masked, begin, end), speakers.speech(begin, end, block)) is not None


def _is_clause(speakers: Speakers, start: int, end: int, block: Block) -> bool:
    """Can a task of its own begin here?"""
    clause = Clause(speakers.masked, start, end)
    if clause.at("manner", start) or clause.at("sanction", start):
        return False
    connector = clause.match("connector", start)
    position = connector.end() if connector else start
    opened, speech = Clause(speakers.masked, position, end), speakers.ordering(start, block)
    return obligation(opened, speech) is not None or (opened.at("ordering", position) and asks(opened, speech))


def _clause(speakers: Speakers, start: int, end: int, block: Block) -> Draft | None:
    clause = Clause(speakers.masked, start, end)
    found = obligation(clause, speakers.speech(start, end, block))
    if found is None:
        speakers.leads = _answerable(clause) or speakers.leads
        return None
    about = clause.match("about", start)
    leads = _leads(speakers, clause, found, about)
    listed = block.level or speakers.in_list or speakers.runs_on
    if found.kind is Kind.VERB and not leads and (not listed or clause.at("forgoing", start)):
        return None
    if found.assigner and speakers.may_assign(found.assigner[-1], block):
        speakers.assign(found.assigner)
    speakers.orders = speakers.heard = True
    speakers.leads = leads
    speakers.known.update(lead.text for lead in leads)
    if _announces(clause, found):
        if block.level or clause.mask[end - 1] == ":":
            speakers.open_list(block.level, leads)
        return None
    begins = start if found.kind in (Kind.DUTY, Kind.BARE) else found.work
    support = tuple(lead for lead in _support(clause, begins) if lead not in leads)
    return Draft(
        start,
        end,
        found.work,
        found.kind,
        leads,
        support,
        speakers.assigner,
        _topic(clause, about, leads),
        block=speakers.number,
        is_listed=bool(block.level),
        details=clause.at("details", start),
        due_span=(found.due_from, end) if found.due_from else None,
    )


def _answerable(clause: Clause) -> tuple[Lead, ...]:
    """Who answers for something: whatever follows in the sentence is theirs."""
    match = clause.match("obliged", clause.start)
    if match is None or not clause.patterns["answers_for"].match(match["duty"]):
        return ()
    return leads_of(clause.masked.subject(*match.span("unit")))


def _topic(clause: Clause, about: re.Match[str] | None, leads: tuple[Lead, ...]) -> str | None:
    """What "Về X, ..." speaks about; a unit that has the duty is no topic."""
    if about is None or (leads and clause.patterns.unit.fullmatch(about["topic"])):
        return None
    return clause.masked.said(*about.span("topic"))


def _leads(speakers: Speakers, clause: Clause, found: Obligation, about: re.Match[str] | None) -> tuple[Lead, ...]:
    if found.leads:
        return leads_of(found.leads)
    patterns, within = clause.patterns, (clause.mask, found.work, clause.end)
    told = patterns["in_brackets"].search(*within) or patterns["led_behind"].search(*within)
    if told is not None:
        return leads_of(clause.masked.within(*told.span("unit")))
    if found.unnamed:
        return (Lead(speakers.masked.said(*found.unnamed), is_group=True),)
    if about is None:
        return speakers.leads if found.inherits and not _stands_alone(speakers, clause, found) else ()
    names = speakers.masked.within(*about.span("topic"))
    if not names or not speakers.patterns.unit.fullmatch(about["topic"]) or not all(name.is_body for name in names):
        return ()
    one = len(names) == 1 and not names[0].is_group
    return leads_of(names) if one or speakers.patterns["addressed_topic"].match(about[0]) else ()


def _stands_alone(speakers: Speakers, clause: Clause, found: Obligation) -> bool:
    """ "Cần làm rõ ..." as an item or behind a sentence that orders nothing: the unit named before it is not meant."""
    if found.kind is not Kind.NEED or speakers.runs_on:
        return False
    if clause.start == speakers.item:
        return not (speakers.stack and speakers.stack[-1][1])
    return not (speakers.followed or speakers.stack)


def _announces(clause: Clause, found: Obligation) -> bool:
    """An order that only says that orders follow."""
    rest = clause.rest(found.work).strip()
    return rest.endswith(":") or (len(rest.split()) < _SHORT and clause.patterns["intro"].search(rest) is not None)


def _support(clause: Clause, start: int) -> Iterator[Lead]:
    """The units behind "phối hợp với" and the like, and those that "phối hợp" beside who leads."""
    for match in clause.patterns["supported"].finditer(clause.mask, max(0, start - 1), clause.end):
        if clause.patterns["plain_support"].search(match["how"]):
            yield from leads_of(clause.with_tail(clause.masked.within(*match.span("unit")), match.end("unit"))[0])
    helped = clause.patterns["helped"].search(clause.mask, clause.start, clause.end)
    if helped is not None:
        yield from leads_of(clause.masked.within(*helped.span("unit")))
