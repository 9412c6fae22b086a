"""Phrases of one sentence that belong together."""

from __future__ import annotations

from dataclasses import replace

from bot.core.deadlines.limits import Phrase
from bot.core.deadlines.rules import Rule
from bot.core.deadlines.stream import Stream
from bot.core.deadlines.when import Shape, When


def joined(stream: Stream, phrases: list[Phrase]) -> list[Phrase]:
    """Without the adjectives: in "báo cáo hằng tháng gửi trước ngày 25" the second is the bound, and recurs."""
    result: list[Phrase] = []
    for phrase in phrases:
        last = result[-1] if result else None
        if last and _is_adjective(last) and stream.sentence(last.start) == stream.sentence(phrase.start):
            taken = _with_cycle(stream, last.when, phrase)
            if taken:
                result[-1] = taken
                continue
        result.append(phrase)
    return result


def _is_adjective(phrase: Phrase) -> bool:
    """A bare "hằng tháng", without a limiting word."""
    return phrase.limit is None and phrase.when.rule is not None and phrase.when.grain in ("week", "month", "quarter")


def _with_cycle(stream: Stream, cycle: When, phrase: Phrase) -> Phrase | None:
    """The second phrase with the first one's cycle; None if it is a bound of its own."""
    when = phrase.when
    if when.rule is not None and when.grain not in ("month", "quarter", "year"):
        return phrase
    rule = None
    if when.shape is Shape.DAY and cycle.grain == "month":
        rule = Rule(days=(when.last.day,))
    elif when.shape is Shape.WEEKDAY and cycle.grain == "week" and when.guessed:
        rule = Rule(weekday=when.last.weekday())
    if rule is None or when.at:
        return None
    first = rule.first(stream.today) or when.last
    return replace(phrase, when=replace(when, first=first, last=first, shape=Shape.RULE, rule=rule.text()))
