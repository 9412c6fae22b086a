"""One clause: does it lay a duty on somebody, on whom, and where does the work begin?"""

from __future__ import annotations

import re

from bot.core.conclusions.asking import asks, is_advice
from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.doing import GOVERNS, is_own, is_own_doing
from bot.core.conclusions.layout import Span
from bot.core.conclusions.names import Name
from bot.core.conclusions.speech import Kind, Obligation, Speech
from bot.core.conclusions.unnamed import (
    headed,
    only_answers,
    placed,
    quoted,
    result_sent,
    titled_unknown,
    unknown,
    whichever,
    work_of,
)

_FEWEST_WORDS = 5  # of an item that says what is to be done


def obligation(clause: Clause, speech: Speech) -> Obligation | None:
    """The duty that a clause lays, None where it lays none."""
    if speech.earlier or speech.requested or clause.has("photo") or clause.has("courtesy") or asks(clause, speech):
        return None
    if _only_obeys(clause):
        return None
    for reading in _READINGS:
        found = reading(clause, speech)
        if found is not None:
            return None if clause.at("answering", found.work) else found
    return None


def _only_obeys(clause: Clause) -> bool:
    """The last words of an order, to all whom it has told what to do."""
    match = clause.match("only_obeys", clause.start)
    return match is not None and all(name.is_group for name in clause.masked.within(*match.span("unit")))


def _ordered(clause: Clause, speech: Speech) -> Obligation | None:
    """An order verb with its addressee, or with the work alone."""
    for verb in clause.orders():
        if (
            clause.is_only_told(verb)
            or (not speech.orders and clause.is_planned_too(verb))
            or _forbids_besides(clause, verb, speech)
        ):
            continue
        subject = clause.subject(verb[0])
        found = _addressed(clause, verb, subject, speech) or _called(clause, verb, subject, speech)
        if found is not None:
            return found
    passive = clause.patterns["passive"].search(clause.mask, clause.start, clause.end)
    if passive is None or not clause.has_work(passive.end()):
        return None
    return Obligation(Kind.ORDER, passive.end(), clause.masked.within(*passive.span("unit")))


def _forbids_besides(clause: Clause, verb: Span, speech: Speech) -> bool:
    """ "Sở X phải ..., nghiêm cấm ...": the ban belongs to the duty before it."""
    if not clause.patterns.is_one_of("forbidding", clause.mask[slice(*verb)]):
        return False
    duty = _obliged(clause, speech) or _bare(clause, speech)
    return duty is not None and duty.work < verb[0]


def _addressed(clause: Clause, verb: Span, subject: tuple[Name, ...], speech: Speech) -> Obligation | None:
    """ "giao Sở X ...": the unit behind the verb, known or not."""
    addressee = clause.match("addressee", verb[1])
    forbids = clause.patterns.is_one_of("forbidding", clause.mask[slice(*verb)])
    found = addressee or (clause.match("forbidden_to", verb[1]) if forbids else _somebody(clause, verb[1]))
    if found is None or _is_passed_on(clause, verb, subject, speech):
        return None
    if addressee and not clause.has_work(found.end()):
        return None
    span = found.span("unit")
    leads = clause.masked.within(*span) if addressee else clause.masked.meant(*span)
    leads, behind = clause.with_tail(leads, found.end())
    work = verb[0] if forbids else behind
    return Obligation(Kind.ORDER, work, leads, subject, unnamed=None if leads else span)


def _somebody(clause: Clause, position: int) -> re.Match[str] | None:
    """An addressee whose name no lexicon knows: a head word, "các ...", or words that begin with a capital."""
    found = clause.match("headword", position) or clause.match("anybody", position)
    if found is not None:
        return found
    named = clause.match("named", position)
    return named if named and clause.masked.text.text[named.start("unit")].isupper() else None


def _is_passed_on(clause: Clause, verb: Span, subject: tuple[Name, ...], speech: Speech) -> bool:
    """ "Bộ X chỉ đạo các cơ quan": the work is Bộ X's own; so is "Chỉ đạo các cơ quan" below a heading "Bộ X"."""
    patterns = clause.patterns
    if not patterns.is_one_of("passing_on", clause.mask[slice(*verb)]):
        return False
    if not subject:
        before = clause.mask[clause.start : verb[0]]
        if speech.in_list and speech.runs_on and patterns["connector"].fullmatch(before):
            return True  # "Sở X lập danh sách, đồng thời đôn đốc các huyện ..."
        if (speech.addressed or speech.runs_on) and not before.strip(' "“-'):
            return True
        speaks = patterns["speaker"].search(before)
        told = not speaks and bool(before.strip(' "“-')) and not clause.at("opener", clause.start)
        return speech.assigner is not None and told
    own, above = subject[-1].texts[-1].lower(), (speech.assigner or "").lower()
    if not speech.in_list and subject[-1].is_post and patterns.is_authority(own) and patterns.rank(own) >= GOVERNS:
        return False  # "Phó Chủ tịch cũng lưu ý Sở X ..." in an article
    deputy = patterns.is_deputy(own) and not patterns.is_deputy(above)
    if above and not (speech.in_list and deputy) and (own in above or above in own):
        return False
    told = speech.is_item and not patterns.is_authority(own)
    return speech.in_list or told or (bool(above) and patterns.rank(own) <= patterns.speaker_rank(above))


def _called(clause: Clause, verb: Span, subject: tuple[Name, ...], speech: Speech) -> Obligation | None:
    """An order to nobody in particular: "thành phố yêu cầu hoàn thành"."""
    patterns, said = clause.patterns, clause.mask[slice(*verb)]
    known = patterns.is_one_of("impersonal", said) or clause.at("spoken_to", clause.start)
    forbids = patterns.is_one_of("forbidding", said)
    if not known or not (clause.at("work", verb[1]) or clause.at("timed", verb[1]) or forbids):
        return None
    behind = verb[1] + len(clause.rest(verb[1])) - len(clause.rest(verb[1]).lstrip(" :,"))
    if clause.at("decisions", behind):
        return None
    # "chỉ đạo: hoàn thành" is an order, "chỉ đạo triển khai" is itself the work.
    chair = subject and subject[-1].is_post and patterns.is_authority(subject[-1].texts[-1]) and not speech.in_list
    warns = chair and patterns.is_one_of("warnings", said)
    if patterns.is_one_of("passing_on", said) and not warns and clause.mask[verb[1] : verb[1] + 1] not in (":", ","):
        return None
    if patterns["participants"].search(clause.masked.text.lower, clause.start, verb[0]):
        return None
    if forbids and subject and speech.in_list:
        return Obligation(Kind.BARE, verb[0], subject)  # "các công ty nghiêm cấm ..."
    work = verb[0] if forbids else behind
    return Obligation(Kind.CALL, work, (), subject, inherits=speech.addressed or (forbids and speech.runs_on))


def _obliged(clause: Clause, speech: Speech) -> Obligation | None:
    """A unit that has a duty: "Sở X có trách nhiệm", "Sở Y được giao", "Sở Z cần"."""
    if not clause.masked.has_duty(clause.start, clause.end):
        return None
    for position in (*clause.segments(), *clause.told_segments(), *clause.then_segments()):
        match = clause.match("obliged", position)
        if match is None or len(clause.rest(match.end()).split()) < 2:
            continue
        if only_answers(clause, match):
            continue
        if speech.orders or (
            not speech.reports and (speech.unheard or not clause.patterns["modal"].match(match["duty"]))
        ):
            if clause.at("suffered", match.end()):  # "mỗi cơ sở phải được kiểm tra": it is not the one who acts
                return Obligation(Kind.NEED, match.end(), inherits=True)
            return Obligation(Kind.DUTY, work_of(clause, match), clause.masked.subject(*match.span("unit")))
    return None


def _titled(clause: Clause, speech: Speech) -> Obligation | None:
    """An item "Sở X: chủ động phương án ...": the unit's work, whatever its verb."""
    match = clause.match("titled", clause.start) if speech.opens_item and speech.is_item else None
    if match is None:
        return titled_unknown(clause, speech)
    if not speech.orders or speech.reports or clause.at("noun_opens", match.end()):
        return None
    if clause.at("decisions", match.end()) or len(clause.rest(match.end()).split()) < _FEWEST_WORDS - 2:
        return None
    return Obligation(Kind.BARE, match.end(), clause.masked.within(*match.span("unit")))


def _bare(clause: Clause, speech: Speech) -> Obligation | None:
    """A unit and its verb, where orders are being given."""
    orders = speech.orders or (speech.unheard and (speech.is_item or clause.has("bound")))
    if not orders or speech.reports:
        return None
    match = next((found for position in clause.openings if (found := clause.match("bare", position))), None)
    if match is None:
        return None
    unit = match.span("unit")
    leads, behind = clause.with_tail(clause.masked.subject(*unit), unit[1])
    if is_own_doing(clause, match, leads, speech) or clause.at("decisions", match.end()):
        return None
    return Obligation(Kind.BARE, max(behind, match.end()), leads)


def _needed(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Về X, cần hoàn thiện ...": nobody is named."""
    if not speech.orders or speech.reports:
        return None
    for position in (*clause.openings, *clause.told_needs()):
        match = clause.match("needed", position)
        if match is None or clause.at("decisions", match.end()) or clause.at("argument", match.end()):
            continue
        if clause.patterns["modal"].match(match["need"]) or clause.at("work", match.end()):
            return Obligation(Kind.NEED, match.end(), inherits=True)
    thing = clause.at("thing_needs", clause.start)
    if not (thing or clause.at("work_needs", clause.start)) or not clause.has("bound"):
        return None
    return Obligation(Kind.NEED, clause.start, inherits=thing)  # "Việc mua sắm ... cần hoàn tất trong quý I"


def _bare_verb(clause: Clause, speech: Speech) -> Obligation | None:
    """The work alone, in a list of orders or behind one."""
    if not speech.orders or speech.reports:
        return None
    connector = clause.match("connector", clause.start)
    position = connector.end() if connector else clause.start
    opening = clause.match("timed", position) or clause.match("conditional", position)
    position = opening.end() if opening else position
    about = clause.match("about", position) if speech.addressed and speech.opens_item else None
    position = about.end() + 1 if about else position
    together = clause.match("together", position)
    if (
        clause.begins_as_noun(together.end() if together else position)
        or clause.at("decisions", position)
        or clause.at("ordering", position)
        or clause.at("quoted_topic", clause.start)
    ):
        return None
    if is_advice(clause, position, speech):
        return None
    return Obligation(Kind.VERB, position, inherits=True)


def _done_by(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Việc xây dựng kiến trúc do Sở X chủ trì, hoàn thành trước ...": the unit stands behind the work."""
    if not speech.orders and speech.is_item and not speech.silent and clause.has("led_in_brackets"):
        return Obligation(Kind.BARE, clause.start)  # a plan's item: "... (Sở X chủ trì, xong trong quý II)"
    if not speech.orders or speech.reports or clause.has("done"):
        return None
    match = clause.patterns["done_by"].search(clause.mask, clause.start, clause.end)
    if match is None or not (speech.is_item or clause.has("bound")):
        return None
    return Obligation(Kind.BARE, clause.start, clause.masked.within(*match.span("unit")))


def _obliged_last(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Thành phố không chấp nhận ... và Sở X phải ...": no duty before it is laid."""
    if not speech.orders or speech.reports or not clause.masked.has_duty(clause.start, clause.end):
        return None
    for position in clause.joined_segments():
        match = clause.match("obliged", position)
        if match and clause.at("work", match.end()) and not only_answers(clause, match):
            leads = clause.masked.subject(*match.span("unit"))
            return Obligation(Kind.DUTY, work_of(clause, match), leads)
    return None


def _deed(clause: Clause, speech: Speech) -> Obligation | None:
    """An item of a list of orders that opens with a body and a verb that no table knows: "Sở X dự trữ hàng hóa"."""
    if not (speech.orders and speech.in_list and speech.is_item) or speech.reports or clause.has("done"):
        return None
    match = clause.match("deed", clause.start)
    if match is None or clause.at("no_deed", match.end()) or len(clause.rest(match.end()).split()) < _FEWEST_WORDS - 2:
        return None
    leads, _ = clause.with_tail(clause.masked.subject(*match.span("unit")), match.end("unit"))
    is_role = bool(leads) and not leads[-1].is_group and leads[-1].texts[-1][1:].islower()
    role = clause.match("role", clause.start) if is_role else None
    if role:
        return Obligation(Kind.BARE, role.end(), unnamed=role.span("unit"))
    known = leads and all(name.is_body or name.is_post for name in leads)
    return Obligation(Kind.BARE, match.end(), leads) if known and not is_own(leads, speech) else None


def _item(clause: Clause, speech: Speech) -> Obligation | None:
    """The first clause of an item below a unit's name, whatever its verb, if it is no noun."""
    if not (speech.orders and speech.addressed and speech.opens_item) or speech.reports:
        return None
    connector = clause.match("connector", clause.start)
    position = connector.end() if connector else clause.start
    if clause.at("noun_opens", position) or clause.at("decisions", position) or clause.at("ordering", position):
        return None
    if is_advice(clause, position, speech):
        return None
    first = clause.rest(position)
    if len(first.split()) < _FEWEST_WORDS or clause.patterns.unit.match(first):
        return None
    return Obligation(Kind.VERB, position, inherits=True)


# The surest first.
_READINGS = (
    _ordered,
    _obliged,
    placed,
    _titled,
    _bare,
    _needed,
    result_sent,
    whichever,
    _bare_verb,
    _done_by,
    unknown,
    headed,
    _obliged_last,
    quoted,
    _deed,
    _item,
)
