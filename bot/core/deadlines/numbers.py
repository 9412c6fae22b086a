"""Numbers in digits and in words, up to 999."""

from __future__ import annotations

from bot.core.deadlines.stream import Stream, once

BEFORE_EIGHT = ("ngay", "mong", "mung", "luc", "hoi")
Number = tuple[int, int]
"""The value and the index after it."""


@once
def number(stream: Stream, index: int) -> Number | None:
    """A number at this word; one repeated in words in brackets, "25 (hai mươi lăm)", is read once."""
    found = digits(stream, index) or spelled(stream, index)
    return found and (found[0], _after_repeat(stream, found))


def digits(stream: Stream, index: int, longest: int = 4) -> Number | None:
    word = stream.plain(index)
    if not word or len(word) > longest or not word.isdecimal():
        return None
    return int(word), index + 1


@once
def spelled(stream: Stream, index: int) -> Number | None:
    first = stream.get(index, "number") or _misspelt(stream, index)
    if first is None:
        return None
    value, after = int(first[0]), first[1]
    ten = stream.get(after, "ten")
    if ten and 2 <= value <= 9:
        return _with_unit(stream, value * 10, ten[1])
    if value >= 20 and value % 10 == 0:
        return _with_unit(stream, value, after + (stream.plain(after) == "-"), fallback=after)
    return value, after


def _misspelt(stream: Stream, index: int) -> tuple[int, int] | None:
    """ "ngày tâm tháng mười": a word of its own elsewhere ("trung tâm"), behind these a day or an hour."""
    typed = stream.words[index].marked == "tâm" and index > 0 and stream.plain(index - 1) in BEFORE_EIGHT
    return (8, index + 1) if typed else None


def _with_unit(stream: Stream, tens: int, index: int, fallback: int | None = None) -> Number:
    unit = stream.get(index, "number")
    # "hai mươi năm" is twenty years: five after tens is "lăm".
    if unit and 1 <= int(unit[0]) <= 9 and not stream.has(index, "unit"):
        return tens + int(unit[0]), unit[1]
    return tens, index if fallback is None else fallback


def _after_repeat(stream: Stream, found: Number) -> int:
    value, after = found
    if stream.plain(after) != "(":
        return after
    inner = spelled(stream, after + 1) or digits(stream, after + 1)
    if inner and inner[0] == value and stream.plain(inner[1]) == ")":
        return inner[1] + 1
    return after
