"""Duties of somebody whose name no lexicon knows, and where the words of a duty end."""

from __future__ import annotations

import re

from bot.core.conclusions.clauses import Clause
from bot.core.conclusions.doing import HIGHEST, stands_above
from bot.core.conclusions.layout import Span
from bot.core.conclusions.names import Name
from bot.core.conclusions.speech import Kind, Obligation, Speech


def only_answers(clause: Clause, match: re.Match[str]) -> bool:
    """ "chịu trách nhiệm về tiến độ": to answer for something is no work."""
    answers_for = clause.patterns["answers_for"].search(clause.mask, match.end("unit"), match.end())
    return answers_for is not None and not clause.at("work", match.end())


def work_of(clause: Clause, duty: re.Match[str]) -> int:
    """Behind the words of duty; what must not be done is told with them."""
    forbidden = clause.patterns["forbidden_duty"].search(clause.mask, duty.start(), duty.end())
    return forbidden.start() if forbidden else duty.end()


def unknown(clause: Clause, speech: Speech) -> Obligation | None:
    """Somebody without a known name who must do something, or do it by a date."""
    if not speech.orders or speech.reports:
        return None
    kinds = ("actor", "bound_actor") if clause.has("bound") else ("actor",)
    kinds = (*kinds, "each_actor") if speech.is_item and speech.in_list else kinds
    for position in clause.openings:
        for kind in kinds:
            match = clause.match(kind, position)
            if match is None or clause.at("ordering", match.end()) or only_answers(clause, match):
                continue
            named = clause.patterns.unit.match(clause.mask, match.start("unit"))
            leads = clause.masked.within(*named.span()) if named else ()
            leads, told_until = clause.with_tail(leads, named.end()) if named else (leads, position)
            if named and kind == "each_actor" and not leads[-1].is_group:
                continue
            if named and kind != "bound_actor" and told_until == named.end():
                leads = clause.with_kind(leads, told_until, match.end("unit"))
            if clause.patterns["done"].search(clause.mask, told_until, match.end()):
                continue
            if named and (clause.at("tells", named.end() + 1) or clause.patterns.rank(leads[0].texts[0]) == HIGHEST):
                continue
            leads = leads or _stands_for(clause, match.span("unit"))
            return Obligation(Kind.DUTY, work_of(clause, match), leads, unnamed=None if leads else match.span("unit"))
    return None


def _stands_for(clause: Clause, unit: Span) -> tuple[Name, ...]:
    """The nearest name where the unit is a bare head word: "Công ty cũng phải ..."."""
    return clause.masked.meant(*unit) if clause.patterns["bare_head"].fullmatch(clause.mask, *unit) else ()


def headed(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Về vật liệu, tỉnh chủ động rà soát ...": a head word that stands for the nearest name."""
    if not speech.orders or speech.reports:
        return None
    for position in clause.openings:
        match = clause.match("headed", position) or _capital_head(clause, position)
        if match is None or clause.at("decisions", match.end()):
            continue
        leads = clause.masked.meant(*match.span("unit"))
        if leads and not stands_above(clause, leads[0], speech):
            return Obligation(Kind.BARE, match.end(), leads)
        if not leads and clause.at("must", match.end()):
            return Obligation(Kind.DUTY, match.end(), unnamed=match.span("unit"))
    return None


def _capital_head(clause: Clause, position: int) -> re.Match[str] | None:
    """ "Hằng ngày, Tập đoàn cập nhật ...": written like a name, so no word that urges is needed."""
    match = clause.match("head_acts", position)
    return match if match and clause.masked.text.text[match.start("unit")].isupper() else None


def titled_unknown(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Văn phòng: hoàn thiện ..." in a list of orders."""
    match = clause.match("titled_unknown", clause.start) if speech.opens_item and speech.is_item else None
    if match is None or not speech.orders or speech.reports:
        return None
    return Obligation(Kind.BARE, match.end(), unnamed=match.span("unit"))


def placed(clause: Clause, speech: Speech) -> Obligation | None:
    """A place for its authorities, "An Giang được giao ...", where the text has named it with its level."""
    if speech.reports or not (speech.orders or clause.masked.has_duty(clause.start, clause.end)):
        return None
    for position in clause.openings:
        match = clause.match("placed", position) if clause.opens_as_name(position) else None
        if match is None or not clause.is_place(match.span("unit")):
            continue
        given = match["duty"] and not clause.patterns["modal"].match(match["duty"])
        if given or (speech.orders and (match["duty"] or clause.has("bound"))):
            return Obligation(Kind.DUTY, match.end(), unnamed=match.span("unit"))
    return None


def quoted(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Làm đường đến đâu phải trồng cây đến đó", ông X yêu cầu: whoever reads it is meant."""
    if not speech.orders or speech.by_participant:
        return None
    match = clause.match("quoted_need", clause.start) or clause.match("quoted_after", clause.start)
    if match is None:
        return None
    says = clause.masked.within(*match.span("who"))
    if not says or not all(clause.patterns.is_authority(name.texts[-1]) for name in says):
        return None
    return Obligation(Kind.NEED, match.start("said"), (), says)


def result_sent(clause: Clause, speech: Speech) -> Obligation | None:
    """ "Kết quả thực hiện báo cáo Thủ tướng trong tháng 9": the work is told behind its result."""
    if not speech.orders or speech.reports or clause.has("done"):
        return None
    match = clause.match("result_sent", clause.start)
    if match is None or not (clause.has("bound") or clause.has("result_when")):
        return None
    return Obligation(Kind.VERB, clause.start, inherits=True, due_from=match.start("sends"))


def whichever(clause: Clause, speech: Speech) -> Obligation | None:
    """ "hồ sơ nào trễ hạn phải có thư xin lỗi": the unit of the order before it."""
    if not speech.orders or speech.reports or not (speech.runs_on or speech.in_list):
        return None
    match = clause.match("whichever", clause.start)
    return Obligation(Kind.VERB, match.end(), inherits=True) if match else None
