"""What bodies work on, where a name tells more of it than one known field."""

from __future__ import annotations

from bot.core.conclusions.lexicon import Phrase
from bot.core.conclusions.words import Words


def kind(words: Words, at: int) -> int:
    """Past the kind of a group and which ones are meant: "các công ty / thủy điện A Vương, Đăk Mi 4"."""
    after = words.longest_of_list("kinds", at) if words.follows(at) else at
    if after > at and words.is_a("verbs", at) and not words.is_a("verbs", after):
        return at  # "các huyện khai thác cát hợp lý"
    if after == at or not words.follows(after) or words.begins(after):
        return after
    places = words.places(after)
    return places[-1][1] if places else after


def further_fields(words: Words, head: Phrase, at: int) -> int:
    """Past the fields behind the first one of a body with this head."""
    if at >= words.size or (words.capital[at] and not words.gaps[at]):
        return at
    joint = words.longest("field_joints", at) if words.follows(at) else at
    joined = joint > at or words.lexicon.holds("field_joints", words.low[at - 2 : at])
    end = _field(words, joint) if joined and words.follows(joint) else joint
    at = end if end > joint else at
    return _listed(words, at) if words.lexicon.holds("wide_heads", head) else at


def _listed(words: Words, at: int) -> int:
    """Past ", thương mại và du lịch" behind "Xúc tiến đầu tư"; a list without "và" is none."""
    position = at
    while position < words.size:
        last = words.is_and(position) and words.follows(position)
        if not last and words.gaps[position] != ",":
            return at
        member = position + last
        position = _field(words, member)
        if position == member or words.is_a("councils", member):
            return at
        if last:
            return position
    return at


def _field(words: Words, at: int) -> int:
    return max(words.field(at), words.longest("listed_fields", at))
