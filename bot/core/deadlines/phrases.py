"""A whole phrase of time: limiting words, what they limit, intervals and lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.deadlines.clock import moment
from bot.core.deadlines.days import dated
from bot.core.deadlines.edges import period
from bot.core.deadlines.feasts import feast
from bot.core.deadlines.limits import PERIODS, Phrase, cuts, limits_at
from bot.core.deadlines.numbers import number
from bot.core.deadlines.periods import own_year
from bot.core.deadlines.readings import longest
from bot.core.deadlines.stream import Stream
from bot.core.deadlines.weekdays import single_day
from bot.core.deadlines.when import Found, Shape, When, month_of, on, quarter_of, unresolved


def phrase_at(stream: Stream, index: int) -> Phrase | None:
    """The phrase of time that begins at this word, as long as it goes; None if there is none."""
    vague = stream.get(index, "vague")
    limits, after = limits_at(stream, index)
    found = [
        each
        for limit, start in cuts(stream, limits, index, after)
        if (each := _limited(stream, index, start, limit)) is not None
    ]
    best = max(found, key=lambda each: each.end, default=None)
    if vague and (best is None or best.end <= vague[1]):
        return Phrase(index, vague[1], "by", unresolved(stream.today))
    return best and _continued(stream, best)


def _limited(stream: Stream, index: int, start: int, limit: str | None) -> Phrase | None:
    interval = _interval(stream, index, start, limit)
    found = longest(stream, start, limit)
    if interval and (found is None or interval.end >= found[1]):
        return interval
    return Phrase(index, found[1], limit, found[0]) if found else None


def _interval(stream: Stream, index: int, start: int, limit: str | None) -> Phrase | None:
    """ "từ 26/9 đến 30/9", "01/10 - 10/11/2022", "từ tháng 10 đến hết quý I/2023", "between … and …"."""
    if limit not in (None, "from", "within", "on") or not _joined_ahead(stream, start):
        return None
    first = _first_of_interval(stream, start)
    after = first[1] if first else (_unknown_start(stream, start) if limit == "from" else None)
    if after is None:
        return None
    joined = stream.get(after + (stream.plain(after) == "," and limit == "from"), "link")
    if not joined or joined[0] != "to" or (limit is None and stream.plain(after) not in ("-", "den", "toi", "to")):
        return None
    last_limit, last_at = joined[1], joined[1]
    while (more := stream.get(last_at, "limit")) and last_at < last_limit + 3:
        last_at = more[1]
    last = longest(stream, last_at, "to")
    if last is None or last[0].unresolved or (limit is None and not _same_kind(first, last)):
        return None
    begins = first and _aligned(first[0], last[0])
    if begins and begins > last[0].last:
        begins = None
    if first and begins is None and limit is None:
        return None
    return Phrase(index, last[1], "from to" if limit == "from" else "to", last[0], begins)


def _joined_ahead(stream: Stream, index: int) -> bool:
    """Whether "đến", "-", "to" stands near enough to join two ends: most phrases have none."""
    return any(stream.has(at, "link") and stream.roles[at]["link"][0] == "to" for at in range(index + 1, index + 14))


def _first_of_interval(stream: Stream, index: int) -> Found | None:
    found = moment(stream, index) or single_day(stream, index) or feast(stream, index) or period(stream, index)
    if found:
        return found
    mark = stream.get(index, "day_mark")
    value = number(stream, mark[1] if mark else index)
    last = stream.get(value[1], "link") if value else None
    led = mark or stream.before(index, "limit") is not None or stream.glued(value[1] if value else index)
    if not value or not last or not led or not 1 <= value[0] <= 31:
        return None
    # "từ 25 - 30/9": the month stands with the last day only.
    end = dated(stream, last[1])
    first = on(end[0].first.year, end[0].first.month, value[0]) if end and not end[0].unresolved else None
    if first is None:
        return None
    return When(first, first, "day", Shape.FULL), value[1]


def _unknown_start(stream: Stream, index: int) -> int | None:
    """ "từ ngày ban hành kế hoạch đến …": a beginning without a date."""
    for at in range(index, min(index + 8, len(stream))):
        link = stream.get(at, "link")
        if link and link[0] == "to" and at > index:
            return at
        if stream.plain(at) in (".", ",", ";", ":", "?") or stream.new_line(at):
            return None
    return None


def _same_kind(first: Found | None, last: Found) -> bool:
    return first is not None and (first[0].grain in PERIODS) == (last[0].grain in PERIODS)


def _aligned(first: When, last: When) -> date:
    """The beginning, in the year of the end where its own year was not said."""
    begins = first.first
    if not first.guessed or first.shape not in (Shape.SHORT, Shape.PERIOD):
        return begins
    for year in (last.last.year, last.last.year - 1):
        found = on(year, begins.month, begins.day)
        if found and found <= last.last:
            return found
    return begins


def _continued(stream: Stream, phrase: Phrase) -> Phrase:
    """Takes in what follows: "và quý IV năm 2023", "hoặc chậm nhất thứ Hai", a second month."""
    joined = stream.get(phrase.end, "link")
    if not joined or joined[0] not in ("and", "or") or phrase.when.unresolved:
        return phrase
    after = joined[1]
    if joined[0] == "or":
        return _alternative(stream, phrase, after)
    listed = _listed(stream, phrase, after)
    return listed or phrase


def _alternative(stream: Stream, phrase: Phrase, after: int) -> Phrase:
    """Of two bounds the outer one counts; the other stays as an alternative."""
    limits, start = limits_at(stream, after)
    other = longest(stream, start, limits[-1][0] if limits else None)
    if other is None or other[0].unresolved or other[0].grain != phrase.when.grain or other[0].rule:
        return phrase
    outer, inner = sorted((phrase.when, other[0]), key=lambda each: each.last, reverse=True)
    when = replace(outer, alternatives=(*outer.alternatives, inner.last))
    return replace(phrase, end=other[1], when=when, limit="by" if limits else phrase.limit)


def _listed(stream: Stream, phrase: Phrase, after: int) -> Phrase | None:
    if phrase.when.grain not in ("month", "quarter") or phrase.when.rule:
        return None
    other = period(stream, after) or _bare_month(stream, after, phrase)
    if other is None or other[0].grain != phrase.when.grain or other[0].last < phrase.when.last - timedelta(days=366):
        return None
    return replace(phrase, end=other[1], when=replace(other[0], first=min(phrase.when.first, other[0].first)))


def _bare_month(stream: Stream, index: int, phrase: Phrase) -> Found | None:
    """ "tháng 10 và 11/2022": the second number stands without its word."""
    value = stream.get(index, "roman") or number(stream, index)
    if value is None or not 1 <= int(value[0]) <= (12 if phrase.when.grain == "month" else 4):
        return None
    if stream.has(value[1], "unit") and own_year(stream, value[1]) is None:
        return None
    year = own_year(stream, value[1]) or (phrase.when.first.year, value[1])
    build = month_of if phrase.when.grain == "month" else quarter_of
    return build(year[0], int(value[0])), year[1]
