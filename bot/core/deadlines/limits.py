"""Limiting words ("trước", "chậm nhất", "by"), and what they make of the time they limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.core.calendar import ONE_DAY
from bot.core.deadlines.feasts import next_working_day
from bot.core.deadlines.stream import Stream, role_set
from bot.core.deadlines.when import Shape, When

PERIODS = ("week", "month", "quarter", "half", "year")
_RANK = ("before", "before_date", "from", "after", "by", "within", "on", "to")
# What a limiting word can be besides: "trong tuần", "sang năm", "hết ngày", "cuối", "tối".
_OTHER_ROLES = role_set(
    "part shifted shift_before edge relative_day today_end now number fraction every english_shift english_edge"
    " english_period_end office_edge day_tail feast_lead unit english_weekday_short vague weekday filler"
)


@dataclass(frozen=True)
class Phrase:
    """Words from `start` to `end` (exclusive): the limit they set and the time they name."""

    start: int
    end: int
    limit: str | None
    when: When
    begins: date | None = None


def limits_at(stream: Stream, index: int) -> tuple[list[tuple[str, int]], int]:
    """The limiting words at this place, each with the index after it."""
    limits: list[tuple[str, int]] = []
    while len(limits) < 4 and (found := stream.get(index, "limit")):
        limits.append((str(found[0]), found[1]))
        index = found[1]
        if stream.has(index, "link") and stream.plain(index) == "la":
            index += 1
    return limits, index


def cuts(stream: Stream, limits: list[tuple[str, int]], index: int, after: int) -> list[tuple[str | None, int]]:
    """All limits together and what follows them; also none, for phrases whose first word only looks like a limit."""
    if not limits:
        return [(None, index)]
    together = min((limit for limit, _ in limits), key=_RANK.index)
    cuts: list[tuple[str | None, int]] = [(together, after)]
    if not _OTHER_ROLES.isdisjoint(stream.roles[index]):
        cuts.append((None, index))
    if stream.has(index, "part") and stream.before(index, "postpone") is None:
        cuts.reverse()  # without marks "sang thu 3" is Tuesday's morning rather than "to Tuesday"
    if len(limits) > 1:
        cuts.append((min((limit for limit, _ in limits[:-1]), key=_RANK.index), limits[-2][1]))
    return cuts


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
    if when.grain in PERIODS and when.rule is None:
        return _moved(when, when.first - ONE_DAY)
    if not day_counts:
        return _moved(when, when.last - ONE_DAY)
    return replace(when, alternatives=(*when.alternatives, when.last - ONE_DAY))


def _moved(when: When, due: date) -> When:
    return replace(when, first=due, last=due, named=when.first, alternatives=())
