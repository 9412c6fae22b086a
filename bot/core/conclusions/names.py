"""Names of units by their shape: the head word, its field or place, groups, office-holders, pronouns.

Most units of a conclusion stand in no directory (ministries, other provinces, companies), so a name is known by
how it is built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.core.conclusions.composed import Composed

_WORD_RE = re.compile(r"\w+")
_LOOSE = frozenset(("", ",", "-", "–", "—", "&"))
_JOINTS = frozenset(("", "-", "–", "/"))
_MOST_LOWER = 3  # lower-case syllables after a capital one: "Phát triển nông thôn"
_LONGEST_NAME = 14

Phrase = tuple[str, ...]
Table = Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True)
class Name:
    """A unit's name in the composed text; several names where a list shares its head word."""

    start: int
    end: int
    texts: tuple[str, ...]
    is_group: bool = False
    pronoun: str | None = None  # the head word that "sở này" points with
    is_body: bool = True  # False for a person or a bare title


def table(phrases: Iterable[str]) -> Table:
    """Phrases by their first word, longest first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        words = tuple(_WORD_RE.findall(phrase))
        found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(rest, key=len, reverse=True)) for first, rest in found.items()}


@dataclass(frozen=True)
class Lexicon:
    """The words of names, ready to be looked up."""

    words: Mapping[str, Any]
    verbs: tuple[str, ...]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        keys = ("determiners", "heads", "councils", "proper", "fields", "levels", "suffixes", "groups")
        return {key: table(self.words[key]) for key in (*keys, "alone", "bare_groups", "qualifiers", "titles")} | {
            "verbs": table(self.verbs)
        }

    @cached_property
    def stops(self) -> frozenset[str]:
        return frozenset(self.words["stops"])

    @cached_property
    def openers(self) -> frozenset[str]:
        """The words that a name can begin with."""
        keys = ("determiners", "heads", "councils", "proper", "levels", "bare_groups", "titles", "groups")
        return frozenset(first for key in keys for first in self.tables[key])

    @cached_property
    def pronoun(self) -> re.Pattern[str]:
        return re.compile(rf"\b{self.words['pronoun_re']}")

    @cached_property
    def short_field(self) -> re.Pattern[str]:
        return re.compile(self.words["short_field_re"])

    @cached_property
    def not_after(self) -> frozenset[str]:
        return frozenset(self.words["not_after"])

    @cached_property
    def not_before(self) -> frozenset[str]:
        return frozenset(self.words["not_before"])


class Scan:
    """One pass over the words of a text; every method takes a word's index and gives the index after what it read.

    An index that did not move means: nothing of that kind here.
    """

    def __init__(self, text: Composed, lexicon: Lexicon) -> None:
        found = list(_WORD_RE.finditer(text.lower))
        self.text, self.lexicon = text, lexicon
        self.starts = [match.start() for match in found]
        self.ends = [match.end() for match in found]
        self.low = [match[0] for match in found]
        self.capital = [text.text[start].isupper() or text.text[start].isdigit() for start in self.starts]
        edges = [0, *self.ends]
        self.gaps = [text.text[edges[n] : start].strip(" ") for n, start in enumerate(self.starts)]

    def names(self) -> list[Name]:
        found: list[Name] = []
        position = 0
        while position < len(self.low):
            opens = self.low[position] in self.lexicon.openers or self._counts(position)
            name, after = self.name(position) if opens else (None, position)
            if name is None:
                position += 1
                continue
            found.append(name)
            position = max(after, position + 1)
        return found

    def name(self, at: int, depth: int = 0) -> tuple[Name | None, int]:
        """The name that begins at a word."""
        if depth > 2 or at >= len(self.low):
            return None, at
        pronoun = self.lexicon.pronoun.match(self.text.lower, self.starts[at])
        if pronoun and not self._refuses(at):
            after = at + len(pronoun[0].split())
            return replace(self._made(at, after), pronoun=pronoun["head"]), after
        for reading in (
            self._titled,
            self._shared,
            self._group,
            self._proper,
            self._council,
            self._headed,
            self._place,
        ):
            name, after = reading(at, depth)
            if name is not None:
                return name, after
        return None, at

    def _made(self, start: int, after: int, *, is_group: bool = False, is_body: bool = True) -> Name:
        begin, end = self.starts[start], self.ends[after - 1]
        text = " ".join(self.text.text[begin:end].split())
        return Name(begin, end, (text,), is_group=is_group, is_body=is_body)

    def _longest(self, key: str, at: int) -> int:
        """The index after the longest phrase of a table that stands here in one piece."""
        if at >= len(self.low):
            return at
        for phrase in self.lexicon.tables[key].get(self.low[at], ()):
            after = at + len(phrase)
            if tuple(self.low[at:after]) == phrase and all(gap in _JOINTS for gap in self.gaps[at + 1 : after]):
                return after
        return at

    def _field(self, at: int) -> int:
        """The index after a known field; "và" and the marks between its words are free."""
        if at >= len(self.low):
            return at
        for phrase in self.lexicon.tables["fields"].get(self.low[at], ()):
            position = self._loosely(phrase, at)
            if position > at:
                return position
        return at

    def _loosely(self, phrase: Phrase, at: int) -> int:
        position = at
        for word in phrase:
            if position > at and position < len(self.low) and self.low[position] == "và":
                position += 1
            if position >= len(self.low) or self.low[position] != word:
                return at
            if position > at and self.gaps[position] not in _LOOSE:
                return at
            position += 1
        return position

    def _short_field(self, at: int) -> int:
        """ "TT&TT", "GTVT", "TN - MT"."""
        if at >= len(self.low) or not self.text.text[self.starts[at] : self.ends[at]].isupper():
            return at
        found = self.lexicon.short_field.match(self.text.lower, self.starts[at])
        if found is None:
            return at
        after = at
        while after < len(self.low) and self.ends[after] <= found.end():
            after += 1
        return after if self.text.text[self.starts[at] : self.ends[after - 1]].isupper() else at

    def _refuses(self, at: int) -> bool:
        """A lower-case head inside another word: "cơ sở", "cán bộ"."""
        return at > 0 and self.gaps[at] == "" and not self.capital[at] and self.low[at - 1] in self.lexicon.not_after

    def _follows(self, at: int) -> bool:
        """Does the word stand directly behind the one before it?"""
        return at < len(self.low) and self.gaps[at] == ""

    def _capitals(self, at: int, most: int = 5) -> int:
        """A run of capitalised words: a place or a person."""
        after = at
        while after < len(self.low) and after - at < most and self.capital[after]:
            if self.gaps[after] not in ("", ".") and after > at:
                break
            if (after > at and self._begins(after)) or (
                self.gaps[after] == "." and self._longest("verbs", after) > after
            ):
                break
            after += 1
        return after

    def _begins(self, at: int) -> bool:
        """Does another unit begin here?"""
        return any(self._longest(key, at) > at for key in ("councils", "proper")) or (
            self._longest("heads", at) > at
            and self.low[at] not in ("hội", "đoàn", "đội", "trường", "quỹ", "trung", "phòng", "đài", "báo", "khối")
        )

    def _shaped(self, at: int) -> int:
        """A name of capitalised syllables, each with a few lower-case ones."""
        position, lower = at, 0
        while position < len(self.low) and position - at < _LONGEST_NAME:
            if position > at and self.gaps[position] not in _JOINTS:
                break
            word = self.low[position]
            if word == "và" and position + 1 < len(self.low) and self.capital[position + 1]:
                if self._begins(position + 1) or not self._follows(position + 1) or position == at:
                    break
                position, lower = position + 2, 0
            elif self.capital[position]:
                if position > at and self._begins(position):
                    break
                position, lower = position + 1, 0
            elif position == at or lower >= _MOST_LOWER or self._ends_name(position):
                break
            else:
                position, lower = position + 1, lower + 1
        return position

    def _ends_name(self, at: int) -> bool:
        return (
            self.low[at] in self.lexicon.stops
            or self._longest("verbs", at) > at
            or self._longest("levels", at) > at
            or self.low[at] == "và"
        )

    def _titled(self, at: int, depth: int) -> tuple[Name | None, int]:
        """An office-holder: a title with a unit, a person, or both."""
        after = self._longest("titles", at)
        if after == at:
            return None, at
        title = " ".join(self.low[at:after])
        unit, end = (None, after)
        if self.low[after - 1] == "ban":  # "Trưởng Ban Chỉ đạo ...": the body begins inside the title
            unit, end = self._headed(after - 1, depth + 1)
        elif self._follows(after) or (after < len(self.low) and self.gaps[after] == ":"):
            unit, end = self.name(after, depth + 1)
        if unit is None:
            end = after
            while self._longest("levels", end) > end and self._follows(end):
                end = self._longest("levels", end)
        if unit is not None and len(unit.texts) > 1:
            head = " ".join(self.text.text[self.starts[at] : self.ends[after - 1]].split())
            return replace(unit, start=self.starts[at], texts=tuple(f"{head} {text}" for text in unit.texts)), end
        person = self._capitals(end) if self._follows(end) else end
        if person - end >= 2 or (person > end and unit is None):
            end = person
        if unit is None and end == after and title.split()[-1] in ("chí", "ông", "bà", "đạo", "diện", "trưởng", "đầu"):
            return None, at
        made = self._made(at, end, is_group=unit is not None and unit.is_group, is_body=unit is not None)
        return made, end

    def _shared(self, at: int, depth: int) -> tuple[Name | None, int]:
        """A list that shares its head word: "các Sở: Tài chính, Nội vụ và Y tế"."""
        head = self._longest("determiners", at)
        after = self._longest("heads", head)
        if head == at or after == head or after >= len(self.low) or self.gaps[after] not in ("", ":"):
            return None, at
        texts: list[str] = []
        position: int | None = after
        prefix = self.text.text[self.starts[head] : self.ends[after - 1]]
        while position is not None and position < len(self.low):
            end = max(self._field(position), self._short_field(position))
            if end == position:
                end = self._capital_field(position)
            if end == position:
                break
            texts.append(f"{prefix} {' '.join(self.text.text[self.starts[position] : self.ends[end - 1]].split())}")
            last, position = end, self._next_member(end)
        if not texts:
            return None, at
        if len(texts) == 1:
            last = self._suffix(self._area(last)[0])
            return self._made(at, last, is_group=True), last
        name = self._made(at, last)
        capital = tuple(text[:1].upper() + text[1:] for text in texts)
        return replace(name, texts=capital if self.capital[head] else tuple(texts)), last

    def _capital_field(self, at: int) -> int:
        return self._shaped(at) if self.capital[at] and not self._begins(at) else at

    def _next_member(self, at: int) -> int | None:
        """Where the next member of a list begins, behind a comma or "và"; None at its end."""
        if at >= len(self.low):
            return None
        if self.low[at] == "và" and self.gaps[at] in ("", ","):
            at += 1
        elif self.gaps[at] not in (",", ";"):
            return None
        if at >= len(self.low) or self._longest("determiners", at) > at:
            return None
        field = self._field(at)
        known = field > at and self._area(field)[0] == field
        return at if known or not self._begins(at) else None

    def _counts(self, at: int) -> bool:
        """A number before a group: "12 tỉnh, thành"."""
        return self.low[at].isdigit() and len(self.low[at]) < 4

    def _group(self, at: int, depth: int) -> tuple[Name | None, int]:
        """Loosely named units: "các sở, ban, ngành liên quan", "quận, huyện", "12 tỉnh, thành"."""
        head = at + 1 if self._counts(at) else self._longest("determiners", at)
        if head > at and not self._follows(head):
            return None, at
        bare = self._bare_group(at) if head == at else at
        if head == at and bare == at:
            return None, at
        after = bare if bare > at else max(self._group_nouns(head), self._longest("titles", head))
        if after == head and bare == at:
            return None, at
        after = self._leveled(self._qualified(after))
        if after < len(self.low) - 1 and self.low[after] in ("của", "thuộc") and self.gaps[after] == "":
            owner, end = self.name(after + 1, depth + 1)
            if owner is not None and self._follows(after + 1):
                after = end
        return self._made(at, after, is_group=True), after

    def _bare_group(self, at: int) -> int:
        """A group that says so without "các": a list of group nouns, or a well-known phrase."""
        for phrase in self.lexicon.tables["bare_groups"].get(self.low[at], ()):
            after = at + len(phrase)
            if tuple(self.low[at:after]) == phrase and not self._refuses(at) and "." not in self.gaps[at + 1 : after]:
                nouns = self._group_nouns(at)
                return max(after, nouns)
        return at

    def _group_nouns(self, at: int) -> int:
        after = self._longest("groups", at)
        if after == at or (self._follows(after) and self.low[after] in self.lexicon.not_before):
            return at
        while after < len(self.low):
            behind = after
            if self.low[after] == "và" and self.gaps[after] in ("", ","):
                behind = after + 1
            elif self.gaps[after] not in (",", "-", "/"):
                break
            if (
                behind < len(self.low)
                and self.low[behind] in ("các",)
                and self.gaps[after] == ","
                and self._longest("groups", behind + 1) > behind + 1
            ):
                break
            end = self._longest("groups", behind)
            if end < len(self.low) and self.low[end] in self.lexicon.not_before and self._follows(end):
                break
            if end == behind or (end < len(self.low) and self._council_here(behind)):
                break
            after = end
        return after

    def _council_here(self, at: int) -> bool:
        return self._longest("councils", at) > at or (
            self._longest("heads", at) > at and self.capital[at] and self._field(at + 1) > at + 1
        )

    def _qualified(self, at: int) -> int:
        """The qualifiers behind a group, more than one at times."""
        for _ in range(2):
            after = self._longest("qualifiers", at)
            if after == at or not self._follows(at):
                return at
            if self._longest("verbs", at) > after:
                return at
            at = after
        return at

    def _leveled(self, at: int) -> int:
        """ "các sở, ngành thành phố": a level without a place behind a group."""
        after = self._longest("levels", at) if self._follows(at) else at
        return at if after < len(self.low) and self._follows(after) and self.capital[after] else after

    def _proper(self, at: int, depth: int) -> tuple[Name | None, int]:
        after = self._longest("proper", at)
        if after == at or self._refuses(at):
            return None, at
        return self._made(at, after), after

    def _alone(self, at: int, depth: int) -> tuple[Name | None, int]:
        after = self._longest("alone", at)
        return (self._made(at, after), after) if after > at else (None, at)

    def _council(self, at: int, depth: int) -> tuple[Name | None, int]:
        """A body with an area: "UBND các quận, huyện", "Công an thành phố Đà Nẵng"."""
        after = self._longest("councils", at)
        if after == at or self._refuses(at):
            return None, at
        end, many = self._area(after)
        end = max(end, self._suffix(after))
        if end > after:
            end = self._suffix(end)
            return self._made(at, end, is_group=many), end
        if tuple(self.low[at:after]) in self.lexicon.tables["heads"].get(self.low[at], ()) or self.low[at] == "công":
            return None, at
        end = self._capitals(after, 4) if self._follows(after) else after
        return self._made(at, end), end

    def _area(self, at: int) -> tuple[int, bool]:
        """The index after levels and places, and whether they are several."""
        if not self._follows(at):
            return at, False
        head = self._longest("determiners", at)
        many, after = head > at, self._longest("levels", head)
        if after == head:
            return at, False
        while after < len(self.low) and (self.gaps[after] == "," or self.low[after] == "và"):
            behind = after + (self.low[after] == "và")
            end = self._longest("levels", behind)
            if end == behind or (end < len(self.low) and self.capital[end] and self._follows(end) and not many):
                break
            after, many = end, True
        if after < len(self.low) and self.gaps[after] in ("", ".", ":"):
            after = self._places(after) if head > at else self._capitals(after, 4)
        return after, many

    def _places(self, at: int) -> int:
        """A list of places: "Thu Lâm, Đông Anh và Nội Bài"."""
        after = self._capitals(at, 4)
        while after > at and after < len(self.low) and (self.gaps[after] == "," or self.low[after] == "và"):
            behind = after + (self.low[after] == "và")
            if behind >= len(self.low) or self._begins(behind) or not self.capital[behind]:
                break
            after = self._capitals(behind, 4)
        return after

    def _suffix(self, at: int) -> int:
        return self._longest("suffixes", at) if self._follows(at) else at

    def _headed(self, at: int, depth: int) -> tuple[Name | None, int]:
        """A body with a field: "Sở Kế hoạch và Đầu tư", "Tập đoàn Than"."""
        after = self._longest("heads", at)
        if after == at or not self._follows(after) or self._refuses(at):
            return None, at
        end = max(self._field(after), self._short_field(after))
        if end == after:
            if (
                self.low[after] in self.lexicon.not_before
                or not self.capital[after]
                or (self.low[at] in ("phòng", "ngành", "đoàn", "hội") and not self.capital[at])
            ):
                return None, at
            end = self._shaped(after)
        elif (
            self.low[at] in ("vụ", "hội", "đoàn", "ban", "trường", "đội")
            and not self.capital[at]
            and not self.capital[after]
        ):
            return None, at
        if end == after:
            return None, at
        if end + 1 < len(self.low) and self.low[end] == "và" and self.capital[end + 1] and not self._begins(end + 1):
            end = max(self._field(end + 1), self._shaped(end + 1))
        area, _ = self._area(end)
        end = self._suffix(area)
        if self._follows(end) and self.capital[end] and not self._begins(end):
            end = self._capitals(end, 4)
        return self._made(at, end), end

    def _place(self, at: int, depth: int) -> tuple[Name | None, int]:
        """ "tỉnh Quảng Ninh": a place that can be told to act."""
        after = self._longest("levels", at)
        if after == at or not self._follows(after) or not self.capital[after]:
            return None, at
        end = self._capitals(after, 4)
        return (self._made(at, end), end) if end > after else (None, at)
