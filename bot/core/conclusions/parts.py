"""Parts of names that are read without reading another name: branches, owners, and what a word is there."""

from __future__ import annotations

from bot.core.conclusions.words import Words


def branch(words: Words, at: int) -> int:
    """Past "Chi nhánh Đà Nẵng" behind a name."""
    after = words.longest("branches", at) if words.follows(at) else at
    end = words.area(after)[0] if after > at else at
    end = words.capitals(after) if end == after > at and words.follows(after) else end
    return end if end > after else at


def is_body(words: Words, at: int) -> bool:
    """ "Báo Gia Lai và / Đài Phát thanh ...": a head with its field is a name of its own."""
    after = words.longest("heads", at)
    return after > at and words.field(after) > after


def is_named(words: Words, at: int, after: int) -> bool:
    """ "Viễn thông Quảng Ninh" is a body, "viễn thông" a field."""
    placed = words.follows(after) and words.capital[after] and not words.begins(after)
    return words.capital[at] and placed


def is_one_of(words: Words, key: str, at: int, after: int) -> bool:
    return words.lexicon.holds(key, words.low[at:after])


def may_be_shaped(words: Words, at: int, after: int) -> bool:
    """Is what follows a head a name that no list knows?"""
    if words.goes_on_otherwise(after) or not words.capital[after]:
        return False
    if words.low[after].isdigit() and not words.capital[at]:
        return False  # "trực ban 24/24 giờ"
    return words.capital[at] or not is_one_of(words, "shy_heads", at, after)


def bare_owner(words: Words, at: int) -> int:
    """Past "của Bộ", "của thành phố", which the reader of the text knows."""
    head = max(words.longest("pronoun_heads", at + 1), words.longest("levels", at + 1))
    return head if is_owned(words, at) and head > at + 1 and not words.is_a("pronoun_tails", head) else at


def is_owned(words: Words, at: int) -> bool:
    return words.follows(at) and words.low[at] in words.lexicon.owners and words.follows(at + 1)
