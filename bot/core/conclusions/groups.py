"""Loosely named units: "các sở, ban, ngành liên quan", "quận, huyện", "12 tỉnh, thành"."""

from __future__ import annotations

from bot.core.conclusions.words import Words

_MOST_QUALIFIERS = 2


def group(words: Words, at: int) -> int:
    """The index after a group, `at` where none begins here."""
    head = at + 1 if words.is_number(at) else words.longest("determiners", at)
    if head == at:
        after = _without_determiner(words, at)
    else:
        after = max(_nouns(words, head), words.longest("titles", head)) if words.follows(head) else head
    return at if after in (at, head) else _leveled(words, qualified(words, after))


def _without_determiner(words: Words, at: int) -> int:
    """A group that says so without "các": a list of group nouns, or a well-known phrase."""
    for phrase in words.lexicon.tables["bare_groups"].get(words.low[at], ()):
        after = at + len(phrase)
        if words.low[at:after] == phrase and not words.is_inside(at) and "." not in words.gaps[at + 1 : after]:
            return max(after, _nouns(words, at))
    return at


def _nouns(words: Words, at: int) -> int:
    """Group nouns with commas and "và" between them."""
    after = words.longest("groups", at)
    if words.goes_on_otherwise(after):
        return at
    while after > at and (end := _next_noun(words, after)) > after:
        after = end
    return after


def _next_noun(words: Words, at: int) -> int:
    if at >= words.size:
        return at
    behind = at + 1 if words.is_and(at) and words.gaps[at] in ("", ",") else at
    if behind == at and words.gaps[at] not in (",", "-", "/", "–"):
        return at
    end = words.longest("groups", behind)
    if end == behind or words.goes_on_otherwise(end) or _is_named(words, behind):
        return at
    return end


def _is_named(words: Words, at: int) -> bool:
    """Is it a body of its own: "và UBND các xã", ", Sở Tài chính"?"""
    if words.is_a("councils", at):
        return True
    return words.is_a("heads", at) and words.capital[at] and words.field(at + 1) > at + 1


def qualified(words: Words, at: int, *, charged: bool = True) -> int:
    """The qualifiers behind a group: "có liên quan", "chức năng"; one that tells its charge only where it may."""
    for _ in range(_MOST_QUALIFIERS):
        after = max(words.longest_of_list("qualifiers", at), tier(words, at))
        if not words.follows(at) or after == at or words.longest("verbs", at) > after:
            return at
        if not charged and " ".join(words.low[at:after]) in words.lexicon.words["charged"]:
            return at  # "UBND các xã được giao rà soát ..." have a duty
        at = after
    return at


def tier(words: Words, at: int) -> int:
    """ "Các bệnh viện tuyến quận, huyện"."""
    levels = words.longest("tiers", at)
    return words.suffix(words.area(levels)[0]) if levels > at and words.is_level_or_suffix(levels) else at


def _leveled(words: Words, at: int) -> int:
    """A level without a place behind a group: "các sở, ngành thành phố"."""
    after = words.longest("levels", at) if words.follows(at) else at
    return at if words.follows(after) and words.capital[after] else after
