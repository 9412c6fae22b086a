"""The words of a text and the parts that names are put together from.

Every method takes a word's index and gives the index after what it read; an index that did not move means: nothing
of that kind here.
"""

from __future__ import annotations

import re
from itertools import accumulate

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.lexicon import Lexicon, Phrase

_SPLIT_RE = re.compile(r"(\w+)")
_INNER_RE = re.compile(r"['’]\w")
_SPLIT_WITH_INNER_RE = re.compile(r"(\w+(?:['’]\w+)?)")  # "Cư M'gar" has two; most texts have none

_LOOSE = frozenset(("", ",", "-", "–", "—", "&"))  # inside a field: "Văn hóa, Thể thao và Du lịch"
_JOINTS = frozenset(("", "-", "–", "/"))
_MOST_LOWER = 3  # lower-case syllables behind a capital one: "Phát triển nông thôn"
_MOST_BEFORE_PLACE = 2  # more of them in front of a place
_LONGEST_NAME = 14
_LONGEST_PLACE = 4
_NUMBERS = frozenset({"numbers"})
_NOTHING: frozenset[str] = frozenset()
_LONGEST_SHORT = 2  # letters of "TP.", "Q."


class Words:
    """The words of one text: lower case, capital or not, and what stands before each.

    `low` has one more than there are words, an empty one, so that looking one word past the end finds nothing.
    """

    def __init__(self, text: Composed, lexicon: Lexicon) -> None:
        split = _SPLIT_WITH_INNER_RE if _INNER_RE.search(text.lower) else _SPLIT_RE
        pieces = split.split(text.lower)  # gap, word, gap, word, ..., gap
        places = list(accumulate(map(len, pieces)))
        self.text, self.lexicon, self.tables = text, lexicon, lexicon.tables
        self.low = (*pieces[1::2], "")
        self.size = len(self.low) - 1
        self.starts = places[0:-1:2]
        self.ends = places[1::2]
        self.capital = [(first := text.text[start]).isupper() or first.isdigit() for start in self.starts]
        self.gaps = ["" if gap == " " else gap.strip(" ") for gap in pieces[0:-1:2]]

    def openings(self) -> list[int]:
        """The words that a name can begin with."""
        openers = self.lexicon.openers
        likely = [at for at, word in enumerate(self.low) if word in openers or word.isdigit()]
        return [at for at in likely if self.opened(at)]

    def opened(self, at: int) -> frozenset[str]:
        """The tables with phrases that may begin at a word."""
        seconds = self.lexicon.openers.get(self.low[at])
        if seconds is None:
            return _NUMBERS if self.is_number(at) else _NOTHING
        return seconds.get(self.low[at + 1]) or seconds[""]

    def said(self, start: int, after: int) -> str:
        """The words as they are written, with single blanks."""
        return " ".join(self.text.text[self.starts[start] : self.ends[after - 1]].split())

    def follows(self, at: int) -> bool:
        """Does the word stand directly behind the one before it?"""
        return at < self.size and self.gaps[at] == ""

    def is_and(self, at: int) -> bool:
        return self.low[at] == self.lexicon.conjunction

    def is_number(self, at: int) -> bool:
        return self.low[at].isdigit() and len(self.low[at]) < 4

    def is_inside(self, at: int) -> bool:
        """Is a lower-case head part of another word: "cơ sở", "cán bộ"?"""
        return at > 0 and self.gaps[at] == "" and not self.capital[at] and self.low[at - 1] in self.lexicon.not_after

    def goes_on_otherwise(self, at: int) -> bool:
        """Does a word follow that makes the one before it another word: "bộ luật", "sở hữu"?"""
        return self.follows(at) and self.low[at] in self.lexicon.not_before

    def longest(self, key: str, at: int) -> int:
        """The longest phrase of a table."""
        low = self.low
        for phrase in self.tables[key].get(low[at], ()):
            after = at + len(phrase)
            if after == at + 1 or (low[at:after] == phrase and _JOINTS.issuperset(self.gaps[at + 1 : after])):
                return after
        return at

    def longest_of_list(self, key: str, at: int) -> int:
        """The same, where commas may stand between the words of a phrase: "viễn thông, Internet"."""
        for phrase in self.tables[key].get(self.low[at], ()):
            after = at + len(phrase)
            if self.low[at:after] == phrase and _LOOSE.issuperset(self.gaps[at + 1 : after]):
                return after
        return at

    def is_a(self, key: str, at: int) -> bool:
        return self.longest(key, at) > at

    def field(self, at: int) -> int:
        """A known field, or its short form; "và" and the marks between its words are free."""
        if at >= self.size:
            return at
        phrases = self.tables["fields"].get(self.low[at], ())
        known = next((after for phrase in phrases if (after := self._loosely(phrase, at)) > at), at)
        return max(known, self._short_field(at))

    def _loosely(self, phrase: Phrase, at: int) -> int:
        position = at
        for word in phrase:
            if at < position < self.size and self.is_and(position):
                position += 1
            if position >= self.size or self.low[position] != word:
                return at
            if position > at and self.gaps[position] not in _LOOSE:
                return at
            position += 1
        return position

    def _short_field(self, at: int) -> int:
        """ "TT&TT", "GTVT", "TN - MT"."""
        if not self.text.text[self.starts[at] : self.ends[at]].isupper():
            return at
        found = self.lexicon.short_field.match(self.text.lower, self.starts[at])
        if found is None:
            return at
        after = at
        while after < self.size and self.ends[after] <= found.end():
            after += 1
        return after if self.text.text[self.starts[at] : self.ends[after - 1]].isupper() else at

    def begins(self, at: int) -> bool:
        """Does a unit begin here, by its first words?"""
        council = self.longest("councils", at)
        if self.is_a("proper", at) or (council > at and not self._is_only_a_field(at, council)):
            return True
        return self.is_a("heads", at) and not self.lexicon.holds("weak_heads", self.low[at : at + 1])

    def _is_only_a_field(self, at: int, after: int) -> bool:
        """ "Học viện Công nghệ Bưu chính Viễn thông": no place follows that would make it a body."""
        placed = self.follows(after) and (self.capital[after] or self.is_a("levels", after))
        return not placed and self.lexicon.holds("fields", self.low[at:after])

    def capitals(self, at: int, most: int = _LONGEST_PLACE) -> int:
        """A run of capitalised words: a place or a person."""
        after = at
        while after < self.size and after - at < most and self.capital[after]:
            if after > at and (not self._continues(after) or self.begins(after)):
                break
            if self.gaps[after] == "." and self.is_a("verbs", after):
                break
            after += 1
        return after

    def _continues(self, at: int) -> bool:
        """Does a place go on with this word: "Đà Nẵng", "TP. Đà Nẵng"? A stop behind a whole word ends a sentence."""
        if self.gaps[at] != ".":
            return self.gaps[at] == ""
        before = self.text.text[self.starts[at - 1] : self.ends[at - 1]]
        return len(before) <= _LONGEST_SHORT and before.isupper()

    def shaped(self, at: int) -> int:
        """A name of capitalised syllables, each with a few lower-case ones."""
        position, lower = at, 0
        while position < self.size and position - at < _LONGEST_NAME:
            if position > at and self.gaps[position] not in _JOINTS:
                break
            step = self._step(position, at, lower)
            if step == 0:
                break
            lower = 0 if step == 2 or self.capital[position] else lower + 1
            position += step
        return self._up_to_level(position)

    def _up_to_level(self, at: int) -> int:
        """Past a few lower-case words more where a level ends the name: "... dịch vụ / công thành phố", or a place."""
        position = at
        while position - at < _MOST_LOWER and self.follows(position) and not self.capital[position]:
            if self._ends_name(position):
                break
            position += 1
        if not self.follows(position):
            return at
        near = at < position <= at + _MOST_BEFORE_PLACE and not self.is_and(position - 1)
        placed = near and self.capital[position] and not self.begins(position)
        return position if placed or self.is_a("levels", position) else at

    def _step(self, position: int, start: int, lower: int) -> int:
        """How many words a name goes on with: 2 for "và Đầu", 0 at its end."""
        if self.is_and(position):
            goes_on = position > start and self.follows(position + 1) and self.capital[position + 1]
            return 2 if goes_on and not self.is_a("heads", position + 1) and not self.begins(position + 1) else 0
        if self.capital[position]:
            return 0 if position > start and self.begins(position) else 1
        return 0 if position == start or lower >= _MOST_LOWER or self._ends_name(position) else 1

    def _ends_name(self, at: int) -> bool:
        one_word = self.capital[at - 1] and self.gaps[at] == ""
        if one_word and self.lexicon.holds("verbs", self.low[at - 1 : at + 1]):
            return False  # one word: "Văn phòng Đăng ký", "Trung tâm Điều hành"
        if self.low[at] in self.lexicon.stops or self.is_a("levels", at):
            return True
        return self.is_a("verbs", at) and not self.lexicon.holds("compounds", self.low[at - 1 : at + 1])

    def area(self, at: int) -> tuple[int, bool]:
        """Levels and places ("các quận, huyện", "tỉnh Quảng Ninh"), and whether they are several."""
        if not self.follows(at):
            return at, False
        head = max(self.longest("determiners", at), self.longest("counts", at))
        after = self.longest("levels", head)
        if after == head:
            return at, False
        many = head > at
        while (end := self._another_level(after, several=many)) > after:
            after, many = end, True
        if after < self.size and (self._continues(after) or self.gaps[after] == ":"):
            several = self.places(after) if head > at else []
            after = several[-1][1] if several else self.capitals(after)
        return after, many

    def _another_level(self, at: int, *, several: bool) -> int:
        behind = self._behind_comma(at)
        end = self.longest("levels", behind)
        if behind == at and not self._stands_behind_comma(at):
            return at
        if end == behind or (self.follows(end) and self.capital[end] and not several):
            return at
        return end

    def _behind_comma(self, at: int) -> int:
        return at + 1 if at < self.size and self.is_and(at) else at

    def _stands_behind_comma(self, at: int) -> bool:
        return at < self.size and self.gaps[at] == ","

    def places(self, at: int) -> list[tuple[int, int]]:
        """A list of places, "Thu Lâm, Đông Anh và Nội Bài": each one's first word and the one after it."""
        found: list[tuple[int, int]] = []
        behind = at
        while behind < self.size and self.capital[behind] and not (found and self._begins_unit(behind)):
            after = self.capitals(behind)
            if after == behind:
                break
            found.append((behind, after))
            if after >= self.size or not (self.gaps[after] == "," or self.is_and(after)):
                break
            behind = self._behind_comma(after)
        return found

    def _begins_unit(self, at: int) -> bool:
        return self.begins(at) or self.is_a("titles", at) or self.is_a("levels", at)

    def is_level_or_suffix(self, at: int) -> bool:
        return self.is_a("levels", at) or self.is_a("suffixes", at)

    def suffix(self, at: int) -> int:
        return self.longest("suffixes", at) if self.follows(at) else at
