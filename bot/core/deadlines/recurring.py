"""Recurring bounds: "trước ngày 25 hằng tháng", "mỗi thứ Sáu", "ngày 20 tháng cuối quý", "every month"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.deadlines.clock import PARTS, Clock, clock
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.rules import Rule, each_period, with_cycle
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.weekdays import weekday_name
from bot.core.deadlines.when import Found, Shape, When, unresolved

_MOST_DAYS = 6


@once
def recurring(stream: Stream, index: int) -> Found | None:
    """A bound that comes back, with its first occurrence."""
    return (
        _bracketed(stream, index)
        or _cycle_first(stream, index)
        or _day_first(stream, index)
        or _interval(stream, index)
    )


def _cycle_first(stream: Stream, index: int) -> Found | None:
    named = stream.get(index, "english_every")
    every = stream.get(index, "every")
    if not named and not every:
        return None
    if every:
        part_of = _day(stream, every[1]) if stream.has(every[1], "part") else None
        if part_of and part_of[0].weekday is not None:
            return _found(stream, part_of[0], part_of[1], part_of[2])
        weekday = weekday_name(stream, every[1])
        if weekday:
            return _weekly(stream, weekday)
        if stream.plain(index) == "cac":
            return None
        months = stream.get(every[1], "cycle_month")
        unit = stream.get(every[1], "unit")
        if not unit or months:
            return None
        name, after = str(unit[0]), stream.skip(unit[1], "once")
    elif named:
        name, after = str(named[0]), named[1]
    inner = _inner_day(stream, after, name)
    if inner:
        return inner
    rule = each_period(name)
    return _found(stream, rule, after) if rule else None


def _weekly(stream: Stream, weekday: tuple[int, int]) -> Found | None:
    after = _week_cycle(stream, weekday[1])
    said = clock(stream, stream.skip(after, "limit"))
    rule = Rule(weekday=weekday[0])
    return _found(stream, rule, said[1] if said else after, said and said[0])


def _week_cycle(stream: Stream, index: int) -> int:
    cycle = _cycle(stream, index)
    return cycle[1] if cycle and cycle[0] == "week" else index


def _inner_day(stream: Stream, after: int, unit: str) -> Found | None:
    """ "hằng tháng, trước ngày 25", "hằng tuần vào thứ Sáu", "hằng năm (trước ngày 15/12)"."""
    bracket = stream.plain(after) == "("
    at = after + (stream.plain(after) in (",", "(", ":"))
    at = stream.skip(at, "limit")
    inner = _day(stream, at)
    if inner is None or at == after:
        return None
    rule = with_cycle(inner[0], unit)
    if rule is None or (bracket and stream.plain(inner[1]) != ")"):
        return None
    return _found(stream, rule, inner[1] + bracket, inner[2])


def _bracketed(stream: Stream, index: int) -> Found | None:
    """ "định kỳ 6 tháng (trước ngày 15/6) và hằng năm (trước ngày 15/12)": one rule for all."""
    months: list[int] = []
    days: tuple[int, ...] = ()
    at = end = index
    while (opened := _before_bracket(stream, at)) is not None:
        inner = _numbers(stream, stream.skip(opened + 1, "limit"))
        if inner is None or not inner[0].yearly or stream.plain(inner[1]) != ")" or days not in ((), inner[0].days):
            break
        months += inner[0].months
        days = inner[0].days
        at = end = inner[1] + 1
        at = stream.skip(at, "link") if stream.has(at, "link") else at + (stream.plain(at) in (",", ";"))
    if not months:
        return None
    return _found(stream, Rule(months=tuple(sorted(set(months))), days=days, yearly=True), end)


def _before_bracket(stream: Stream, index: int) -> int | None:
    """The bracket after "hằng năm", "định kỳ 6 tháng", "năm"."""
    at = stream.skip(stream.skip(index, "regular"), "every")
    value = number(stream, at)
    unit = stream.get(at, "unit") or (stream.get(value[1], "unit") if value else None)
    return unit[1] if unit and unit[0] in ("month", "quarter", "year") and stream.plain(unit[1]) == "(" else None


def _day_first(stream: Stream, index: int) -> Found | None:
    inner = _day(stream, index) or _hour_only(stream, index)
    if inner is None:
        return None
    rule, after, said = inner
    cycle = _cycle(stream, after)
    if cycle is None:
        return None
    whole = with_cycle(rule, cycle[0])
    return _found(stream, whole, cycle[1], said) if whole else None


def _hour_only(stream: Stream, index: int) -> tuple[Rule, int, Clock | None] | None:
    said = clock(stream, index)
    return (Rule(daily=True), said[1], said[0]) if said else None


def _day(stream: Stream, index: int) -> tuple[Rule, int, Clock | None] | None:
    """A day without its cycle: numbers, a weekday, an edge, "tháng 6"; a clock time may come first."""
    said = clock(stream, index) or _part(stream, index)
    at = said[1] if said else index
    found = _ordered_weekday(stream, at) or _edge_day(stream, at) or _numbers(stream, at)
    return (found[0], found[1], said and said[0]) if found else None


def _part(stream: Stream, index: int) -> tuple[Clock, int] | None:
    part = stream.get(index, "part")
    return (Clock(PARTS[str(part[0])][1], 0, exact=False, whole=True), part[1]) if part else None


def _ordered_weekday(stream: Stream, index: int) -> tuple[Rule, int] | None:
    english = stream.get(stream.skip(index, "filler"), "english_ordinal")
    named = weekday_name(stream, english[1] if english else index)
    if named is None:
        return None
    weekday, after = named
    if english:
        return Rule(weekday=weekday, nth=int(english[0])), after
    others, last = _more_weekdays(stream, after)
    if others:
        return Rule(weekday=weekday, others=others), last
    at = stream.skip(after, "link") if stream.plain(after) == "cua" else after
    unit = stream.get(at, "unit")
    if unit and unit[0] == "week":
        ordinal = stream.get(unit[1], "ordinal")
        if ordinal:
            return Rule(weekday=weekday, nth=int(ordinal[0])), ordinal[1]
    ordinal = stream.get(after, "ordinal")
    if ordinal:
        return Rule(weekday=weekday, nth=int(ordinal[0])), ordinal[1]
    return Rule(weekday=weekday), after


def _more_weekdays(stream: Stream, index: int) -> tuple[tuple[int, ...], int]:
    """ ", thứ Tư và thứ Sáu" behind a weekday."""
    found: list[int] = []
    at = index
    while len(found) < _MOST_DAYS:
        joined = stream.get(at, "link")
        start = joined[1] if joined and joined[0] == "and" else at + (stream.plain(at) == ",")
        named = weekday_name(stream, start) if start > at else None
        if named is None:
            break
        found.append(named[0])
        at = named[1]
    return tuple(found), at


def _edge_day(stream: Stream, index: int) -> tuple[Rule, int] | None:
    """ "ngày cuối cùng", "cuối" (mỗi tháng), "the last day"."""
    unit = stream.get(index, "unit")
    ordinal = unit and unit[0] == "day" and stream.get(unit[1], "ordinal")
    if not ordinal:
        english = stream.get(stream.skip(index, "filler"), "english_ordinal")
        unit = english and stream.get(english[1], "unit")
        ordinal = (english[0], unit[1]) if english and unit and unit[0] == "day" else None
    if ordinal and ordinal[0] in (1, -1):
        return Rule(days=(int(ordinal[0]),)), ordinal[1]
    edge = stream.get(index, "edge") or stream.get(stream.skip(index, "filler"), "english_edge")
    days = {"start": 1, "middle": 15, "end": -1}
    return (Rule(days=(days[str(edge[0])],)), edge[1]) if edge and edge[0] in days else None


def _numbers(stream: Stream, index: int) -> tuple[Rule, int] | None:
    """ "ngày 15 và ngày 30", "ngày 15 tháng 6", "15/6", "the 25th"."""
    days: list[int] = []
    at = index
    while len(days) < _MOST_DAYS:
        at = stream.skip(stream.skip(at, "day_mark"), "filler")
        value = digits(stream, at, 2) or number(stream, at)
        if value is None or not 1 <= value[0] <= 31:
            break
        value = number(stream, at) or value
        days.append(value[0])
        at = value[1]
        if stream.glued(at):
            at = stream.skip(at, "ordinal_suffix")
        joined = stream.get(at, "link")
        more = (joined and joined[0] == "and") or stream.plain(at) == ","
        if not more or not (stream.has(at + 1, "day_mark") or stream.plain(at + 1).isdecimal()):
            return _with_month(stream, tuple(days), at)
        at += 1
    return None


def _with_month(stream: Stream, days: tuple[int, ...], after: int) -> tuple[Rule, int]:
    if stream.plain(after) == "/" and stream.glued(after):
        month = digits(stream, after + 1, 2)
        if month and 1 <= month[0] <= 12:
            return _more_months(stream, Rule(months=(month[0],), days=days, yearly=True), month[1])
    unit = stream.get(after, "unit")
    month = number(stream, unit[1]) if unit and unit[0] == "month" else None
    if month and 1 <= month[0] <= 12:
        return Rule(months=(month[0],), days=days, yearly=True), month[1]
    return Rule(days=days), after


def _more_months(stream: Stream, rule: Rule, after: int) -> tuple[Rule, int]:
    """ "20/6 và 20/12": the same day of two months."""
    joined = stream.get(after, "link")
    at = stream.skip(joined[1], "day_mark") if joined and joined[0] == "and" else after
    value, month = digits(stream, at, 2), digits(stream, at + 2, 2)
    if at == after or not value or not month or stream.plain(at + 1) != "/" or (value[0],) != rule.days:
        return rule, after
    if not 1 <= month[0] <= 12:
        return rule, after
    return replace(rule, months=tuple(sorted({*rule.months, month[0]}))), month[1]


@once
def _cycle(stream: Stream, index: int) -> tuple[str, int] | None:
    """ "hằng tháng", "của mỗi quý", "tháng cuối quý", "của năm báo cáo", "every month"."""
    at = index + (stream.plain(index) == ",")
    at = stream.skip(at, "link") if stream.plain(at) in ("cua", "vao", "of", "trong") else at
    months = stream.get(at, "cycle_month")
    if months:
        return str(months[0]), months[1]
    report = stream.get(at, "report_period")
    if report:
        return str(report[0]), report[1]
    every = stream.get(at, "every")
    if not every or stream.plain(at) == "cac":
        named = stream.get(at, "english_every")
        return (str(named[0]), named[1]) if named else None
    months = stream.get(every[1], "cycle_month")
    if months:
        return str(months[0]), months[1]
    unit = stream.get(every[1], "unit")
    return (str(unit[0]), stream.skip(unit[1], "once")) if unit else None


def _interval(stream: Stream, index: int) -> Found | None:
    """Every so many units; without an anchor the first occurrence is not known."""
    lead = stream.get(index, "regular") or stream.get(index, "every")
    value = number(stream, lead[1] if lead else index)
    unit = value and stream.get(value[1], "unit")
    if not value or not unit or unit[0] in ("hour", "minute", "second") or value[0] == 0:
        return None
    times = number(stream, unit[1])
    if times and times[0] > 1 and stream.plain(times[1]) == "lan":
        return unresolved(stream.today, str(unit[0]), Shape.RULE), times[1] + 1  # "một tháng hai lần": on no known days
    once = stream.get(unit[1], "once") or stream.get(unit[1] + (stream.plain(unit[1]) == ","), "once")
    if not once and not lead:
        return None
    after = once[1] if once else unit[1]
    if value[0] == 6 and unit[0] == "month" and not once:
        rule = each_period("half")
        return _found(stream, rule, after) if rule else None
    names = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "quarter": "MONTHLY", "year": "YEARLY"}
    if unit[0] not in names:
        return None
    count = value[0] * (3 if unit[0] == "quarter" else 1)
    rule_text = f"FREQ={names[str(unit[0])]}" + (f";INTERVAL={count}" if count > 1 else "")
    return replace(unresolved(stream.today, str(unit[0]), Shape.RULE), rule=rule_text), after


def _found(stream: Stream, rule: Rule, after: int, said: Clock | None = None) -> Found | None:
    first = rule.first(stream.today)
    if first is None:
        return None
    if said is None:
        alternatives = (first - timedelta(days=2),) if rule.grain == "week" else ()
        return When(first, first, rule.grain, Shape.RULE, rule=rule.text(), alternatives=alternatives), after
    instant = _instant(stream, first, said)
    if instant < stream.reference:
        first = rule.first(first + timedelta(days=1)) or first
        instant = _instant(stream, first, said)
    grain = "part" if said.whole else "minute" if said.exact else "hour"
    return When(first, first, grain, Shape.RULE, at=instant, rule=rule.text()), after


def _instant(stream: Stream, on_day: date, said: Clock) -> datetime:
    midnight = datetime.combine(on_day, time(), stream.reference.tzinfo)
    return midnight + timedelta(hours=said.hour, minutes=said.minute)
