"""Names of units by their shape: the head word, its field or place, groups, office-holders, pronouns.

Most units of a conclusion stand in no directory (ministries, other provinces, companies), so a name is known by
how it is built.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.fields import further_fields, kind
from bot.core.conclusions.groups import group, qualified, tier
from bot.core.conclusions.lexicon import Lexicon
from bot.core.conclusions.parts import bare_owner, branch, is_body, is_named, is_one_of, is_owned, may_be_shaped
from bot.core.conclusions.words import Words

_DEEPEST = 2  # "Giám đốc / các cơ quan của / Bộ ..."
_LONGEST_PERSON = 5
_DASHES = ("-", "–")


class Name(NamedTuple):
    """A unit's name in the composed text; several names where a list shares its head word."""

    start: int
    end: int
    texts: tuple[str, ...]
    is_group: bool = False
    pronoun: str | None = None  # the head word that "sở này" points with
    meant: int = 1  # how many a pronoun points to
    is_body: bool = True  # False for a person or a bare title
    is_post: bool = False  # an office-holder


Found = tuple[Name | None, int]


def find_names(text: Composed, lexicon: Lexicon) -> list[Name]:
    """All names in order, none overlapping."""
    words = Words(text, lexicon)
    found: list[Name] = []
    reached = 0
    for position in words.openings():
        name, after = _name(words, position) if position >= reached else (None, reached)
        if name is None:
            continue
        reached = after
        if found and (between := _between_person_and_post(words.text, found[-1], name)):
            found[-1] = found[-1]._replace(end=name.end, texts=(f"{found[-1].texts[0]}{between}{name.texts[0]}",))
        else:
            found.append(name)
    return found


def _between_person_and_post(text: Composed, person: Name, post: Name) -> str:
    """What stands between them in "đồng chí Lê Văn A, Phó Bí thư"; nothing where they are two."""
    if not person.is_post or person.is_body or not post.is_post:
        return ""
    between = text.text[person.end : post.start]
    return {",": ", ", "-": " - ", "–": " - "}.get(between.strip(), "")


def _name(words: Words, at: int, depth: int = 0) -> Found:
    """The name that begins at a word, and the index after it."""
    if depth > _DEEPEST or at >= words.size:
        return None, at
    for reading in _readings(words.opened(at)):
        name, after = reading(words, at, depth)
        if name is not None:
            return name, after
    return None, at


def _pronoun(words: Words, at: int, depth: int) -> Found:
    """ "Sở này", "đơn vị nêu trên"."""
    counted = words.longest("counts", at)
    head = words.longest("pronoun_heads", counted)
    after = words.longest("pronoun_tails", head)
    if head == counted or after == head or not words.follows(head) or words.is_inside(at):
        return None, at
    many = words.lexicon.words["how_many"].get(" ".join(words.low[at:counted]), 1)
    return _made(words, at, after)._replace(pronoun=" ".join(words.low[counted:head]), meant=many), after


def _made(words: Words, start: int, after: int, *, is_group: bool = False, is_body: bool = True) -> Name:
    span = words.starts[start], words.ends[after - 1]
    return Name(*span, (words.said(start, after),), is_group=is_group, is_body=is_body)


def _titled(words: Words, at: int, depth: int) -> Found:
    """An office-holder: a title with a unit, a person, or both."""
    after = words.longest("titles", at)
    if after == at:
        return None, at
    unit, end = _held(words, at, after, depth)
    if unit is not None and len(unit.texts) > 1:
        texts = tuple(f"{words.said(at, after)} {text}" for text in unit.texts)
        return unit._replace(start=words.starts[at], texts=texts), end
    person = words.capitals(end, _LONGEST_PERSON) if words.follows(end) else end
    if person - end >= 2 or (person > end and (unit is None or words.capital[end - 1])):
        end = person
    if unit is None and end == after and words.lexicon.holds("leading_titles", words.low[at:after]):
        return None, at
    end = _in_charge(words, end) if unit is not None else end
    made = _made(words, at, end, is_group=unit is not None and unit.is_group, is_body=unit is not None)
    return made._replace(is_post=True), end


def _in_charge(words: Words, at: int) -> int:
    """Past the field of one of several: "Phó Chủ tịch UBND tỉnh / phụ trách kinh tế"."""
    field = words.longest("charges", at)
    return words.field(field) if field > at and words.follows(at) and words.follows(field) else at


def _held(words: Words, at: int, after: int, depth: int) -> Found:
    """The unit behind a title; without one, the levels behind it ("Chủ tịch tỉnh")."""
    unit, end = (None, after)
    if after - at > 1 and words.lexicon.holds("heads", (words.low[after - 1],)):
        unit, end = _headed(words, after - 1, depth + 1)  # "Trưởng Ban Chỉ đạo": the body begins inside the title
        unit, end = (unit, end) if unit is not None else _alone(words, after - 1, depth + 1)
    if unit is None and after < words.size and words.gaps[after] in ("", ":"):
        unit, end = _name(words, after, depth + 1)
    if unit is not None:
        return unit, end
    end = after
    while words.follows(end) and words.is_a("levels", end):
        end = words.longest("levels", end)
    return None, end


def _shared(words: Words, at: int, depth: int) -> Found:
    """A list that shares its head word: "các Sở: Tài chính, Nội vụ và Y tế"."""
    head = words.longest("determiners", at)
    after = words.longest("heads", head)
    places, end = _shared_places(words, at)
    if places is not None:
        return places, end
    if words.longest("groups", head) > after:
        return None, at  # "các ban xây dựng Đảng"
    if head == at or after == head or after >= words.size or words.gaps[after] not in ("", ":"):
        return None, at
    members = _members(words, after)
    if not members:
        return None, at
    last = members[-1][1]
    if len(members) == 1 and _is_work(words, *members[0]):
        return None, at
    if len(members) == 1:
        last = words.suffix(words.area(tier(words, last))[0])
        return _made(words, at, last, is_group=True), last
    prefix = words.said(head, after)
    texts = tuple(f"{prefix[:1].upper()}{prefix[1:]} {words.said(*member)}" for member in members)
    return _made(words, at, last)._replace(texts=texts), last


def _is_work(words: Words, at: int, after: int) -> bool:
    """ "Giao các sở xây dựng cơ chế", and not "các công ty xây dựng báo cáo"."""
    if words.capital[at] or not words.is_a("verbs", at) or not words.follows(after):
        return False
    return not (words.is_a("verbs", after) or words.low[after] in words.lexicon.stops or words.is_a("levels", after))


def _shared_places(words: Words, at: int) -> Found:
    """ "hai huyện Hòa Vang và Đại Lộc": each is told by itself."""
    head = max(words.longest("determiners", at), words.longest("counts", at), at + words.is_number(at))
    level = words.longest("levels", head)
    if head == at or level == head or not words.follows(head) or level >= words.size:
        return None, at
    if words.gaps[level] not in ("", ":"):
        return None, at
    members = words.places(level)
    if len(members) < 2:
        return None, at
    texts = tuple(f"{words.said(head, level)} {words.said(*member)}" for member in members)
    return _made(words, at, members[-1][1])._replace(texts=texts), members[-1][1]


def _members(words: Words, at: int) -> list[tuple[int, int]]:
    """The fields of a list, each with its first word and the one after it."""
    found: list[tuple[int, int]] = []
    position: int | None = at
    while position is not None and position < words.size:
        end = words.field(position)
        if end == position and words.capital[position] and not words.begins(position):
            end = words.shaped(position)
        if end == position:
            break
        found.append((position, end))
        position = _next_member(words, end)
    return found


def _next_member(words: Words, at: int) -> int | None:
    """Where the next member of a list begins, behind a comma or "và"; None at its end."""
    if at >= words.size:
        return None
    if words.is_and(at) and words.gaps[at] in ("", ","):
        at += 1
    elif words.gaps[at] not in (",", ";"):
        return None
    if at >= words.size or words.is_a("determiners", at):
        return None
    field = words.field(at)
    known = field > at and words.area(field)[0] == field
    return at if known or not words.begins(at) else None


def _grouped(words: Words, at: int, depth: int) -> Found:
    """Loosely named units, with the body that they belong to: "các cơ quan của Bộ Công Thương"."""
    after = group(words, at)
    if after == at:
        return None, at
    if is_owned(words, after):
        owner, end = _name(words, after + 1, depth + 1)
        after = end if owner is not None else bare_owner(words, after)
    elif words.follows(after) and words.low[after - 2 : after] in words.lexicon.members:
        body, end = _name(words, after, depth + 1)  # "các thành viên Chính phủ", "các đồng chí Chủ tịch UBND các xã"
        after = end if body is not None else after
    else:
        after = kind(words, after)
    return _made(words, at, after, is_group=True), after


def _proper(words: Words, at: int, depth: int) -> Found:
    after = words.longest("proper", at)
    if after == at or words.is_inside(at):
        return None, at
    if words.follows(after) and words.capital[after] and is_one_of(words, "heads", at, after):
        return None, at  # "Nhà thầu Thành An"
    after = branch(words, after)
    if not words.capital[at] and words.follows(after) and words.low[after] in words.lexicon.owners:
        owner, end = _name(words, after + 1, depth + 1)  # "cơ quan chủ quản của cơ quan báo chí"
        after = end if owner is not None and owner.is_group else after
    return _made(words, at, after), after


def _alone(words: Words, at: int, depth: int) -> Found:
    """A body that the text has named before: "Ban Chỉ đạo"; or one of the body behind it."""
    after = words.longest("alone", at)
    if after == at:
        return None, at
    owner, end = _owner(words, after, depth)
    if owner is None:
        end, many = words.area(after)  # "Ban Quản lý dự án quận"
        sight = words.longest("sights", after) if words.follows(after) else after
        end = words.capitals(sight) if sight > after and words.follows(sight) else end
        return _made(words, at, end, is_group=many), end
    return _made(words, at, end, is_group=owner.is_group), end


def _owner(words: Words, at: int, depth: int) -> Found:
    """The council that stands behind the name of its part: "Ban Thường vụ / Đảng ủy các xã"."""
    if not words.follows(at) or not words.capital[at]:
        return None, at
    return _council(words, at, depth + 1)


def _council(words: Words, at: int, depth: int) -> Found:
    """A body with an area: "UBND các quận, huyện", "Công an thành phố Đà Nẵng"."""
    after = words.longest("councils", at)
    if after == at or words.is_inside(at):
        return None, at
    end, many = words.area(after)
    end = words.suffix(max(end, words.suffix(after)))
    if end > after:
        end = qualified(words, end, charged=False) if many else end
        return _made(words, at, end, is_group=many), end
    if is_one_of(words, "heads", at, after) or (
        is_one_of(words, "fields", at, after) and not is_named(words, at, after)
    ):
        return None, at
    end = words.capitals(after) if words.follows(after) else after
    return _made(words, at, end), end


def _headed(words: Words, at: int, depth: int) -> Found:
    """A body with a field: "Sở Kế hoạch và Đầu tư", "Tập đoàn Than"."""
    after = words.longest("heads", at)
    if after == at or not words.follows(after) or words.is_inside(at):
        return None, at
    part_of, end = _headed(words, after, depth + 1) if _is_part(words, at, after, depth) else (None, at)
    if part_of is not None:
        return _made(words, at, end, is_group=part_of.is_group), end  # "Văn phòng / Ban Chỉ đạo Chuyển đổi số tỉnh"
    end = words.field(after)
    if end == after and not may_be_shaped(words, at, after):
        return None, at
    if end == after:
        end = words.shaped(after)
    elif (
        not (words.capital[at] or words.capital[after])
        and is_one_of(words, "weak_heads", at, after)
        and not is_one_of(words, "shy_heads", at, after)
    ):
        return None, at
    else:
        end = further_fields(words, words.low[at:after], end)
    if end == after:
        return None, at
    goes_on = end + 1 < words.size and words.is_and(end) and words.capital[end + 1] and not _opens_body(words, end + 1)
    if goes_on and not words.begins(end + 1) and not is_body(words, end + 1):
        end = max(words.field(end + 1), words.shaped(end + 1))  # a field that we know only the beginning of
    if end < words.size and words.gaps[end] in _DASHES and words.capital[end] and not words.begins(end):
        end = words.shaped(end)  # "Công nghiệp Than - Khoáng sản Việt Nam"
    end = branch(words, words.suffix(words.area(tier(words, end))[0]))
    owner, end = _owner(words, end, depth)
    if owner is None and words.follows(end) and words.capital[end] and not words.begins(end):
        end = words.capitals(end)
    end = _belonging(words, end, depth) if end < words.size and words.low[end] in words.lexicon.owners else end
    return _made(words, at, end, is_group=owner is not None and owner.is_group), end


def _opens_body(words: Words, at: int) -> bool:
    """A head word and what is written as its name: "Sở Xây dựng và / Trường Đại học Cần Thơ"."""
    after = words.longest("heads", at)
    return after > at and words.follows(after) and words.capital[after] and words.field(at) == at


def _is_part(words: Words, at: int, after: int, depth: int) -> bool:
    """Does another body's name begin right behind this head word, all of them written as names?"""
    if depth >= _DEEPEST or not (words.capital[at] and words.capital[after]):
        return False
    field = words.longest("heads", after)
    return field > after and words.follows(field) and words.capital[field]


def _belonging(words: Words, at: int, depth: int) -> int:
    """Past the body that a part belongs to: "Trung tâm Công nghệ thông tin / của Bộ"."""
    if not is_owned(words, at):
        return at
    body, end = _name(words, at + 1, depth + 1) if words.capital[at + 1] else (None, at)
    if body is not None:
        return end if body.is_body and not (body.is_group or body.is_post or body.pronoun) else at
    return bare_owner(words, at) if words.capital[at + 1] else at


def _place(words: Words, at: int, depth: int) -> Found:
    """A place that can be told to act: "tỉnh Quảng Ninh"."""
    after = words.longest("levels", at)
    if after == at or not words.follows(after) or not words.capital[after]:
        return None, at
    end = words.capitals(after)
    return (_made(words, at, end), end) if end > after else (None, at)


# The readings in the order of their weight, each with the tables that its names begin with.
_READINGS: tuple[tuple[Callable[[Words, int, int], Found], frozenset[str]], ...] = (
    (_pronoun, frozenset({"pronoun_heads", "counts"})),
    (_titled, frozenset({"titles"})),
    (_shared, frozenset({"determiners", "counts", "numbers"})),
    (_grouped, frozenset({"determiners", "bare_groups", "numbers"})),
    (_proper, frozenset({"proper"})),
    (_council, frozenset({"councils"})),
    (_headed, frozenset({"heads"})),
    (_place, frozenset({"levels"})),
    (_alone, frozenset({"alone"})),
)


@cache
def _readings(opened: frozenset[str]) -> tuple[Callable[[Words, int, int], Found], ...]:
    """The readings of a word that opens phrases of these tables."""
    return tuple(reading for reading, tables in _READINGS if not tables.isdisjoint(opened))
