"""Does a unit act on its own, instead of being told?"""

from __future__ import annotations

import re

from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.names import Name
from bot.core.conclusions.speech import Speech

HIGHEST = 6  # the rank that nobody gives orders to
GOVERNS = 4  # a rank that does not take orders from its equals


def is_own_doing(clause: Clause, match: re.Match[str], leads: tuple[Name, ...], speech: Speech) -> bool:
    """Does the unit itself plan, tell, or order, instead of being told?"""
    if (
        match["plan"]
        and not speech.promises_count
        and not any(text in speech.known for name in leads for text in name.texts)
    ):
        return True
    if not leads or is_own(leads, speech):
        return True
    if not speech.orders and not (leads[0].is_body and not clause.has("done")):
        return True
    if speech.in_list:
        return False
    worked = clause.at("telling_work", match.end()) and not clause.at("told_there", clause.start)
    tells = clause.at("tells", match.end()) and not match["plan"] and not worked
    tells = tells or clause.at("asks_somebody", match.end())
    return tells or clause.at("ordering", match.end()) or stands_above(clause, leads[0], speech)


def stands_above(clause: Clause, lead: Name, speech: Speech) -> bool:
    """In prose, an authority that does something does not get an order by it."""
    rank = clause.patterns.rank(lead.texts[0])
    assigner = (speech.assigner or "").lower()
    if assigner and clause.patterns.is_deputy(lead.texts[0].lower()) and not clause.patterns.is_deputy(assigner):
        return rank > clause.patterns.speaker_rank(assigner)  # "Phó Thủ tướng X chỉ đạo ..."
    above = clause.patterns.speaker_rank(speech.assigner) if speech.assigner else HIGHEST
    return rank > above or rank == HIGHEST or (rank == above and rank >= GOVERNS)


def is_own(leads: tuple[Name, ...], speech: Speech) -> bool:
    """Is it the one who gives the orders?"""
    return speech.assigner is not None and any(name.texts[-1].lower() == speech.assigner.lower() for name in leads)
