"""Weekdays, today and tomorrow; any single day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.core.calendar import week_start
from bot.core.deadlines.days import dated
from bot.core.deadlines.numbers import digits
from bot.core.deadlines.periods import shifted_period
from bot.core.deadlines.stream import Stream, once
from bot.core.deadlines.when import Found, Shape, day


@once
def single_day(stream: Stream, index: int) -> Found | None:
    """A day at this word: a date, a weekday (with the date that may follow it), or a day relative to today."""
    return weekday(stream, index) or relative(stream, index) or dated(stream, index)


@once
def weekday(stream: Stream, index: int) -> Found | None:
    """A weekday with its week ("tuần sau", "này") or the date it repeats ("thứ Sáu, ngày 30/9")."""
    shift = stream.get(index, "english_shift")
    named = weekday_name(stream, shift[1] if shift else index)
    if named is None:
        return None
    number_, after = named
    explicit = _repeated_date(stream, after)
    if explicit:
        return explicit
    week = _week_after(stream, after)
    if week:
        monday, past, end = week
        return day(monday + timedelta(days=number_), Shape.WEEKDAY, past=past), end
    return _shifted_weekday(stream, number_, after, shift and int(shift[0]))


@once
def weekday_name(stream: Stream, index: int) -> tuple[int, int] | None:
    """Monday is 0. "T6" counts, "T12" and "T6/2023" are months; "sat" counts only after a word that asks for a day."""
    if stream.has(index, "day_mark") and stream.has(index + 1, "weekday"):
        index += 1
    found = stream.get(index, "weekday") or stream.get(index, "english_weekday")
    if found and stream.plain(index) == "cn" and not _is_sunday(stream, index):
        return None
    if found:
        return int(found[0]), found[1]
    letter = stream.has(index, "weekday_letter") and stream.glued(index + 1) and len(stream.plain(index + 1)) == 1
    if letter and stream.plain(index + 1) in "234567" and not _month_like(stream, index + 2):
        return int(stream.plain(index + 1)) - 2, index + 2
    short = stream.get(index, "english_weekday_short")
    led = stream.has(index - 1, "english_shift") or stream.before(index, "limit") is not None
    return (int(short[0]), short[1]) if short and led and not stream.words[index].is_marked else None


def _is_sunday(stream: Stream, index: int) -> bool:
    """ "CN" beside words of time, not in "KH&CN"."""
    if stream.glued(index):
        return False
    led = any(stream.before(index, role, 5) is not None for role in ("limit", "part", "office_edge", "due_noun"))
    return led or index == 0 or stream.has(index + 1, "shift") or stream.has(index + 1, "shifted")


def _month_like(stream: Stream, after: int) -> bool:
    return stream.plain(after) in ("/", "-", ".") and stream.glued(after) and stream.plain(after + 1).isdecimal()


def _repeated_date(stream: Stream, after: int) -> Found | None:
    at = after + (stream.plain(after) in (",", "(", "-"))
    found = dated(stream, at)
    if found is None or found[0].shape not in (Shape.FULL, Shape.SHORT, Shape.DAY, Shape.RELATIVE):
        return None
    if stream.plain(after) == "(":
        return (found[0], found[1] + 1) if stream.plain(found[1]) == ")" else None
    return found


def _week_after(stream: Stream, after: int) -> tuple[date, bool, int] | None:
    at = stream.skip(after, "link") if stream.plain(after) in ("cua", "trong", "of") else after
    unit = stream.get(at, "unit") or stream.get(at, "shifted") or stream.get(at, "shift_before")
    if unit is None and not stream.has(at, "english_shift"):
        return None
    found = shifted_period(stream, at)
    if found is None or found[0].grain != "week":
        return None
    return found[0].first, found[0].past, found[1]


def _shifted_weekday(stream: Stream, number_: int, after: int, english: int | None) -> Found:
    """Without a week: the nearest after today; "này" is of this week, "next" of the next."""
    following = stream.get(after, "shift")
    shift = int(following[0]) if following else english
    if stream.has(after, "limit") and stream.get(after, "limit") and _opens_date(stream, after):
        shift, following = english, None
    end = following[1] if following else after
    this_week = week_start(stream.today) + timedelta(days=number_)
    ahead = stream.today + timedelta(days=(number_ - stream.today.weekday() - 1) % 7 + 1)
    if shift is None or (shift == 1 and english is None):
        return day(ahead, Shape.WEEKDAY, guessed=True), end
    if shift == 0:
        return day(this_week if this_week >= stream.today else ahead, Shape.WEEKDAY), end
    if shift == -1:
        return day(
            ahead - timedelta(weeks=1 if ahead - timedelta(weeks=1) < stream.today else 2), Shape.WEEKDAY, past=True
        ), end
    return replace(
        day(this_week + timedelta(weeks=shift), Shape.WEEKDAY), alternatives=(ahead,) if english else ()
    ), end


def _opens_date(stream: Stream, index: int) -> bool:
    """Whether "trước", "sau", "tới" here limits a date that follows, and does not shift what stands before."""
    following = index + 1
    return (
        digits(stream, following) is not None
        or stream.has(following, "day_mark")
        or stream.has(following, "weekday")
        or stream.has(following, "relative_day")
    )


@once
def relative(stream: Stream, index: int) -> Found | None:
    """ "ngày mai", "hôm nay", "cuối ngày", "hết ngày mai"."""
    side = stream.get(index, "edge")
    if side and side[0] == "end" and stream.has(side[1], "relative_day"):
        return relative(stream, side[1])
    whole = stream.get(index, "today_end")
    if whole:
        following = relative(stream, whole[1]) if stream.plain(whole[1]) in ("mai", "mot", "hom") else None
        return following or (day(stream.today, Shape.RELATIVE), whole[1])
    tail = stream.get(index, "day_tail")
    if tail:
        following = weekday(stream, tail[1]) or dated(stream, tail[1])
        if following:
            return following
    found = stream.get(index, "relative_day")
    if found is None:
        return None
    value, after = int(found[0]), found[1]
    if stream.plain(after) == "(":
        explicit = _repeated_date(stream, after)
        after = explicit[1] if explicit else after
    else:
        explicit = (
            _repeated_date(stream, after) if stream.plain(after) in (",", "ngay") or digits(stream, after) else None
        )
        if explicit and explicit[0].shape is not Shape.DAY:
            return explicit
    return day(stream.today + timedelta(days=value), Shape.RELATIVE, past=value < 0), after
