"""What stands after a limiting word: the longest of all readings."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.deadlines.clock import moment
from bot.core.deadlines.edges import period
from bot.core.deadlines.feasts import feast
from bot.core.deadlines.lengths import ahead
from bot.core.deadlines.numbers import digits
from bot.core.deadlines.ordinals import ordinal_day
from bot.core.deadlines.recurring import recurring
from bot.core.deadlines.stream import Stream, role_set
from bot.core.deadlines.weekdays import single_day
from bot.core.deadlines.when import Found, Shape, When, month_of, unresolved

Reader = Callable[[Stream, int], Found | None]
_NUMBERS = role_set("number day_mark filler")
_DAYS = role_set(
    "weekday weekday_letter english_weekday english_weekday_short english_shift relative_day today_end day_tail"
)
_CYCLES = role_set("every regular english_every edge english_edge english_ordinal unit part midnight")
_ORDINALS = role_set("unit day_mark filler english_ordinal")
_FEASTS = role_set("feast feast_lead full_moon")
_MOMENTS = role_set("part office_edge english_tonight english_hour midnight english_month edge")
_PERIODS = role_set(
    "unit shifted shift_before english_shift edge english_edge english_period_end month_letter quarter_letter quarter"
    " half_letter number filler english_month english_ordinal"
)
# Each reader with the roles of the words that its phrases begin with; most also begin with digits.
_READERS: tuple[tuple[Reader, frozenset[str]], ...] = (
    (recurring, _NUMBERS | _DAYS | _CYCLES),
    (ordinal_day, _DAYS | _ORDINALS),
    (feast, _NUMBERS | _FEASTS),
    (moment, _NUMBERS | _DAYS | _MOMENTS),
    (single_day, _NUMBERS | _DAYS | {"english_month", "edge"}),
    (period, _PERIODS),
)
_BEGIN_WITH_LETTERS = (ordinal_day,)


def longest(stream: Stream, index: int, limit: str | None) -> Found | None:
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
    if anchor and limit in ("before", "before_date", "by"):
        return unresolved(stream.today), _anchor_end(stream, anchor[1])
    return None


def _anchor_end(stream: Stream, index: int) -> int:
    """ "kỳ họp Hội đồng nhân dân cuối năm": what names the anchor belongs to it."""
    at = index
    while at < min(index + 8, len(stream)) and stream.plain(at)[:1].isalnum() and not stream.new_line(at):
        limit = stream.get(at, "limit")
        if (limit and limit[0] in ("before", "by", "within")) or stream.has(at, "work"):
            break
        at += 1
    return at
