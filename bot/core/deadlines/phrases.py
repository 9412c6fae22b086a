"""A whole phrase of time: limiting words, what they limit, and how far it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.core.calendar import ONE_DAY
from bot.core.deadlines.clock import moment
from bot.core.deadlines.days import dated, single_day
from bot.core.deadlines.feasts import feast, next_working_day
from bot.core.deadlines.lengths import ahead
from bot.core.deadlines.numbers import digits, number
from bot.core.deadlines.ordinals import ordinal_day
from bot.core.deadlines.periods import own_year, period
from bot.core.deadlines.recurring import recurring
from bot.core.deadlines.stream import Stream
from bot.core.deadlines.when import Found, Shape, When, month_of, nearest, on, quarter_of, unresolved

_PERIODS = ("week", "month", "quarter", "half", "year")
_TIMES = frozenset(
    "unit weekday weekday_letter month_letter quarter_letter half_letter quarter relative_day today_end now edge part midnight"
    " office_edge day_mark full_moon feast feast_lead season cycle_month vague shifted english_weekday english_weekday_short"
    " english_month english_edge english_period_end english_tonight english_hour english_every unknown_anchor oclock".split()
)
_NEAR = 6
_AFTER_NUMBER = frozenset(
    "unit oclock meridiem tet_day english_month ordinal_suffix link part shift every cycle_month".split()
)
_OPENERS = frozenset(
    "limit unit weekday weekday_letter month_letter quarter_letter half_letter quarter relative_day today_end now shift_before"
    " ago_before edge part midnight office_edge day_mark full_moon feast feast_lead season every regular number fraction"
    " cycle_month vague shifted english_shift english_ordinal english_weekday english_weekday_short english_month"
    " english_edge english_period_end english_tonight english_hour english_every filler unknown_anchor".split()
)
_RANK = ("before", "before_date", "from", "after", "by", "within", "on", "to")


@dataclass(frozen=True)
class Phrase:
    """Words from `start` to `end` (exclusive): the limit they set and the time they name."""

    start: int
    end: int
    limit: str | None
    when: When
    begins: date | None = None


def openings(stream: Stream) -> list[int]:
    """The words where a phrase of time can begin: those with a word of time at most a few words ahead."""
    found: list[int] = []
    last_time = len(stream) + _NEAR + 1
    for index in range(len(stream) - 1, -1, -1):
        roles = stream.roles[index]
        number_ = not roles and stream.plain(index)[0].isdecimal()
        if (roles and not _TIMES.isdisjoint(roles)) or (number_ and _number_opens(stream, index)):
            last_time = index
        if last_time - index <= _NEAR and (number_ or roles) and _opens(stream, index):
            found.append(index)
    found.reverse()
    return found


def _opens(stream: Stream, index: int) -> bool:
    roles = stream.roles[index]
    if roles:
        return not _OPENERS.isdisjoint(roles)
    return stream.plain(index)[0].isdecimal() and _number_opens(stream, index)


def _number_opens(stream: Stream, index: int) -> bool:
    following = index + 1
    if len(stream.plain(index)) > 4 or following >= len(stream):
        return False
    sign = stream.plain(following)
    if sign in ("/", "-", ".", ":"):
        return stream.plain(following + 1)[:1].isdecimal() or (sign == "/" and bool(stream.roles[following + 1]))
    return not _AFTER_NUMBER.isdisjoint(stream.roles[following]) or sign == "("


def phrase_at(stream: Stream, index: int) -> Phrase | None:
    """The phrase of time that begins at this word, as long as it goes; None if there is none."""
    vague = stream.get(index, "vague")
    limits, after = _limits(stream, index)
    found = [
        each
        for limit, start in _cuts(stream, limits, index, after)
        if (each := _limited(stream, index, start, limit)) is not None
    ]
    best = max(found, key=lambda each: each.end, default=None)
    if vague and (best is None or best.end <= vague[1]):
        return Phrase(index, vague[1], "by", unresolved(stream.today))
    return best and _continued(stream, best)


def _limits(stream: Stream, index: int) -> tuple[list[tuple[str, int]], int]:
    """The limiting words at this place, each with the index after it."""
    limits: list[tuple[str, int]] = []
    while len(limits) < 4 and (found := stream.get(index, "limit")):
        limits.append((str(found[0]), found[1]))
        index = found[1]
        if stream.has(index, "link") and stream.plain(index) == "la":
            index += 1
    return limits, index


def _cuts(stream: Stream, limits: list[tuple[str, int]], index: int, after: int) -> list[tuple[str | None, int]]:
    """All limits together and what follows them; also none, for phrases whose first word only looks like a limit."""
    if not limits:
        return [(None, index)]
    together = min((limit for limit, _ in limits), key=_RANK.index)
    cuts: list[tuple[str | None, int]] = [(together, after), (None, index)]
    if stream.has(index, "part") and stream.before(index, "postpone") is None:
        cuts.reverse()  # without marks "sang thu 3" is Tuesday's morning rather than "to Tuesday"
    if len(limits) > 1:
        cuts.append((min((limit for limit, _ in limits[:-1]), key=_RANK.index), limits[-2][1]))
    return cuts


def _limited(stream: Stream, index: int, start: int, limit: str | None) -> Phrase | None:
    interval = _interval(stream, index, start, limit)
    found = _core(stream, start, limit)
    if interval and (found is None or interval.end >= found[1]):
        return interval
    return Phrase(index, found[1], limit, found[0]) if found else None


Reader = Callable[[Stream, int], Found | None]
_NUMBERS = "number day_mark filler "
_DAYS = "weekday weekday_letter english_weekday english_weekday_short english_shift relative_day today_end day_tail "
# Each reader with the roles of the words that its phrases begin with; most also begin with digits.
_READERS: tuple[tuple[Reader, frozenset[str]], ...] = (
    (
        recurring,
        frozenset(
            (
                _NUMBERS + _DAYS + "every regular english_every edge english_edge english_ordinal unit part midnight"
            ).split()
        ),
    ),
    (ordinal_day, frozenset((_DAYS + "unit day_mark filler english_ordinal").split())),
    (feast, frozenset((_NUMBERS + "feast feast_lead full_moon").split())),
    (
        moment,
        frozenset(
            (_NUMBERS + _DAYS + "part office_edge english_tonight english_hour midnight english_month edge").split()
        ),
    ),
    (single_day, frozenset((_NUMBERS + _DAYS + "english_month edge").split())),
    (
        period,
        frozenset(
            "unit shifted shift_before english_shift edge english_edge english_period_end month_letter quarter_letter quarter"
            " half_letter number filler english_month english_ordinal season".split()
        ),
    ),
)
_BEGIN_WITH_LETTERS = (ordinal_day,)


def _core(stream: Stream, index: int, limit: str | None) -> Found | None:
    """What stands after the limit: the longest reading, the earlier kind among equals."""
    if index >= len(stream):
        return None
    best: Found | None = None
    roles = stream.roles[index]
    counted = not roles and stream.plain(index).isdecimal()
    for reader, openers in _READERS:
        if (counted and reader in _BEGIN_WITH_LETTERS) or not (counted or not openers.isdisjoint(roles)):
            continue
        found = reader(stream, index)
        if found and (best is None or found[1] > best[1]):
            best = found
    found = _now(stream, index) or _length(stream, index, limit)
    if found and (best is None or found[1] >= best[1]):
        best = found
    if best is None and limit:
        best = _after_limit_only(stream, index, limit)
    return best


def _length(stream: Stream, index: int, limit: str | None) -> Found | None:
    if limit in ("within", "by", "after"):
        english_in = limit == "within" and stream.plain(index - 1) == "in"
        return ahead(stream, index, led="in" if english_in else limit)
    if limit is None and stream.before(index, "postpone") is not None:
        return ahead(stream, index, led="after")
    return ahead(stream, index, led=None)


def _now(stream: Stream, index: int) -> Found | None:
    found = stream.get(index, "now")
    if not found:
        return None
    return When(stream.today, stream.today, "minute", Shape.RELATIVE, at=stream.reference, guessed=True), found[1]


def _after_limit_only(stream: Stream, index: int, limit: str) -> Found | None:
    """Forms that are dates only after a limiting word: "trước 12/2022", "trước kỳ họp"."""
    value, year = digits(stream, index, 2), digits(stream, index + 2)
    if value and year and stream.plain(index + 1) in ("/", "-") and stream.glued(index + 1) and stream.glued(index + 2):
        if 1 <= value[0] <= 12 and 2000 <= year[0] <= 2100 and stream.plain(year[1]) not in ("/", "-"):
            return month_of(year[0], value[0]), year[1]
        return None
    anchor = stream.get(stream.skip(index, "filler"), "unknown_anchor")
    if anchor and limit in ("before", "before_date", "by", "after"):
        return unresolved(stream.today), _anchor_end(stream, anchor[1])
    return None


def _anchor_end(stream: Stream, index: int) -> int:
    """ "kỳ họp Hội đồng nhân dân cuối năm": what names the anchor belongs to it."""
    at = index
    while at < min(index + 8, len(stream)) and stream.plain(at)[0].isalnum() and not stream.new_line(at):
        limit = stream.get(at, "limit")
        if (limit and limit[0] in ("before", "by", "within")) or stream.has(at, "work"):
            break
        at += 1
    return at


# ---- intervals and lists


def _interval(stream: Stream, index: int, start: int, limit: str | None) -> Phrase | None:
    """ "từ 26/9 đến 30/9", "01/10 - 10/11/2022", "từ tháng 10 đến hết quý I/2023", "between … and …"."""
    if limit not in (None, "from", "within", "on"):
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
    last = _core(stream, last_at, "to")
    if last is None or last[0].unresolved or (limit is None and not _same_kind(first, last)):
        return None
    begins = first and _aligned(first[0], last[0])
    if begins and begins > last[0].last:
        begins = None
    if first and begins is None and limit is None:
        return None
    return Phrase(index, last[1], "from to" if limit == "from" else "to", last[0], begins)


def _first_of_interval(stream: Stream, index: int) -> Found | None:
    found = moment(stream, index) or single_day(stream, index) or feast(stream, index) or period(stream, index)
    if found:
        return found
    mark = stream.get(index, "day_mark")
    value = number(stream, mark[1] if mark else index)
    last = stream.get(value[1], "link") if value else None
    if not value or not last or not 1 <= value[0] <= 31:
        return None
    # "từ 25 - 30/9": the month stands with the last day only.
    end = dated(stream, last[1])
    if end is None or end[0].unresolved or (first := on(end[0].first.year, end[0].first.month, value[0])) is None:
        month = period(stream, last[1]) if not mark else None
        if not month:
            return None
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
    return first is not None and (first[0].grain in _PERIODS) == (last[0].grain in _PERIODS)


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
    limits, start = _limits(stream, after)
    other = _core(stream, start, limits[-1][0] if limits else None)
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


# ---- what the limit makes of it


def bounded(stream: Stream, phrase: Phrase) -> When:
    """The phrase with its limit applied: `last` or `at` is then the last acceptable moment."""
    when = phrase.when
    if when.unresolved:
        return when
    match phrase.limit:
        case "before":
            return _before(when, day_counts=True)
        case "before_date":
            return _before(when, day_counts=False)
        case "from":
            return replace(when, last=when.first, at=when.opens or when.at, alternatives=())
        case "after" if when.shape is Shape.FEAST:
            return next_working_day(stream, when)
    return when


def _before(when: When, *, day_counts: bool) -> When:
    """ "trước ngày D" is due on D, as offices write it down; before a period or a feast is the day before it begins."""
    if when.inclusive or (when.at and when.grain != "part"):
        return when
    if when.at:
        return replace(when, at=when.opens or when.at)
    if when.shape is Shape.FEAST:
        if when.break_first:
            return replace(_moved(when, when.break_first - ONE_DAY), named=None, alternatives=(when.first - ONE_DAY,))
        return _moved(when, when.first - ONE_DAY)
    if when.grain in _PERIODS and when.rule is None:
        return _moved(when, when.first - ONE_DAY)
    if not day_counts:
        return _moved(when, when.last - ONE_DAY)
    return replace(when, alternatives=(*when.alternatives, when.last - ONE_DAY))


def _moved(when: When, due: date) -> When:
    return replace(when, first=due, last=due, named=when.first, alternatives=())


__all__ = ["Phrase", "bounded", "openings", "phrase_at"]
