"""Is a clause a request to those above, or advice to the public, instead of an order?"""

from __future__ import annotations

from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.layout import Span
from bot.core.conclusions.names import Name
from bot.core.conclusions.speech import Speech

_BEFORE = 240  # letters of the sentence in front of a verb
_HEAD = 40  # letters that a head word and "cũng tiếp tục" take
_GOVERNS = 4  # the rank of a province's authorities
_MINISTRY = 5  # the rank of ministers and of those above them


def asks(clause: Clause, speech: Speech) -> bool:
    """Is it a request to those above, or advice to the public?"""
    verb = next(clause.orders(), None)
    if verb is None:
        return False
    if clause.patterns["public"].match(clause.masked.text.lower, verb[1] + 1):
        return True
    found = clause.match("addressee", verb[1]) or clause.match("headword", verb[1])
    addressee = clause.masked.text.lower[slice(*found.span("unit"))] if found else ""
    return _is_upward(clause, verb, addressee, speech)


def _is_upward(clause: Clause, verb: Span, addressee: str, speech: Speech) -> bool:
    """Does somebody below ask, or a participant tell what they have told others?"""
    subject = clause.subject(verb[0])
    if _asks_above(clause, verb, addressee, speech) or _goes_on_asking(clause, verb, addressee):
        return True
    if _convenes(clause, addressee, subject):
        return False
    if speech.by_participant and _is_participants(clause, verb, subject):
        return True
    if not subject or "," in clause.mask[subject[-1].end : verb[0]]:
        return False
    patterns = clause.patterns
    own = ", ".join(name.texts[-1] for name in subject)
    governs = patterns.rank(own) >= _MINISTRY and patterns.rank(own) > patterns.rank(addressee)
    participant = speech.reported and not patterns.is_authority(own) and not governs
    said = clause.mask[slice(*verb)]
    if not patterns.is_one_of("requests", said):
        return participant and patterns.is_one_of("passing_on", said)
    return participant or (bool(addressee) and patterns.speaker_rank(own) < patterns.rank(addressee))


def _convenes(clause: Clause, addressee: str, subject: tuple[Name, ...]) -> bool:
    """ "Chánh Văn phòng UBND tỉnh đề nghị các sở cử người": in the name of those above them."""
    convenes = bool(subject) and clause.patterns["convenes"].match(subject[0].texts[0].lower()) is not None
    return convenes and clause.patterns.rank(addressee) < _GOVERNS


def _goes_on_asking(clause: Clause, verb: Span, addressee: str) -> bool:
    """ "Tỉnh kiến nghị Chính phủ ..., đề nghị Bộ X ...": unless an authority asks, and those below it."""
    patterns = clause.patterns
    if not patterns.is_one_of("requests", clause.mask[slice(*verb)]):
        return False
    found = patterns["asked_first"].search(clause.mask, max(0, verb[0] - _BEFORE), verb[0])
    asking = clause.masked.within(*found.span("who")) if found else ()
    ranks = [patterns.rank(name.texts[-1]) for name in asking if patterns.is_authority(name.texts[-1])]
    return found is not None and (not ranks or max(ranks) <= patterns.rank(addressee))


def _is_participants(clause: Clause, verb: Span, subject: tuple[Name, ...]) -> bool:
    """ "Đại diện X kiến nghị ...; đồng thời đề nghị ...": what participants ask for, also by a second verb."""
    patterns = clause.patterns
    if any(patterns.is_authority(name.texts[-1]) for name in subject):
        return False
    if patterns.is_one_of("requests", clause.mask[slice(*verb)]):
        return True
    if patterns["participant_opens"].match(clause.masked.text.lower, clause.start):
        return True  # "Cử tri phản ánh đường hỏng, yêu cầu Sở X sửa ngay"
    connector = clause.match("connector", clause.start)
    return not subject and (connector.end() if connector else clause.start) == verb[0]


def _asks_above(clause: Clause, verb: Span, addressee: str, speech: Speech) -> bool:
    """ "Bà Thu đề nghị tỉnh ...": a request, unless somebody above the province speaks."""
    patterns = clause.patterns
    if not patterns.is_one_of("requests", clause.mask[slice(*verb)]):
        return False
    if clause.at("favour", verb[1]) or _asks_ministry(clause, verb, addressee, speech):
        return True
    asker = patterns["asker"].search(clause.mask[clause.start : verb[0]])
    if asker and addressee and patterns.rank(addressee) >= _MINISTRY and not (speech.orders or speech.assigner):
        return True  # a delegate who questions a minister
    if not patterns["above"].match(addressee):
        return False
    return speech.assigner is None or patterns.speaker_rank(speech.assigner) <= patterns.rank(addressee)


def _asks_ministry(clause: Clause, verb: Span, addressee: str, speech: Speech) -> bool:
    """ "Tỉnh đề nghị Bộ X ...", "Đề nghị Bộ X ..." in a province's text: asked by somebody who stands below it."""
    patterns = clause.patterns
    about = clause.match("about", clause.start) if not addressee else None
    asked = addressee or (about["topic"] and clause.masked.text.lower[slice(*about.span("topic"))] if about else "")
    if not asked or patterns.rank(asked) < _MINISTRY:
        return False
    subject = clause.subject(verb[0]) if addressee else ()
    head = None if subject else patterns["asking_head"].search(clause.mask, max(clause.start, verb[0] - _HEAD), verb[0])
    alone = clause.at("ordering", verb[0]) and (verb[0] == clause.start or clause.at("opener", clause.start))
    asker = ", ".join(name.texts[-1] for name in subject) or (head["who"] if head else speech.assigner)
    if not (subject or head or alone) or (about is not None and not head):
        return False
    return asker is not None and patterns.speaker_rank(asker) < _MINISTRY


def is_advice(clause: Clause, position: int, speech: Speech) -> bool:
    """ "Khuyến khích ..." is a unit's work below its name, unless it is said to units of its kind."""
    soft = clause.match("soft", position)
    if soft is None:
        return False
    group = clause.masked.text.lower[soft.end() : clause.end].strip()
    return not speech.addressed or any(group.startswith(name.lower()) for name in speech.known)
