"""Names given in part: "trung tâm công nghệ thông tin", or only "văn phòng"; often several bodies fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.core.agencies.directory import Body, Directory
from bot.core.agencies.index import Entry, Hit, Reading
from bot.core.agencies.line import Gap, Line, Terms
from bot.core.agencies.names import Strength, family_of
from bot.core.agencies.vocabulary import Vocabulary

ENOUGH = 0.5  # share of a name's words behind its head


@dataclass
class _Fit:
    """How far a body's name has been met, word by word in its order."""

    body: Body
    tail: tuple[str, ...]
    place: int = 0
    met: int = 0

    def takes(self, word: str) -> bool:
        if word not in self.tail[self.place :]:
            return False
        self.place = self.tail.index(word, self.place) + 1
        self.met += 1
        return True


class Families:
    """The bodies of the families whose names may be shortened."""

    def __init__(self, directory: Directory, vocabulary: Vocabulary, city: tuple[str, ...]) -> None:
        self._connectives = vocabulary.connectives
        members: dict[tuple[str, ...], list[tuple[Body, tuple[str, ...]]]] = {}
        for body in directory.bodies:
            family, tail = family_of(body, vocabulary)
            if family and family.words:
                words = tuple(word for word in tail.words if word not in city)
                members.setdefault(family.head.words, []).append((body, words))
        self._members = members
        self._heads = Terms((family.head, family) for family in vocabulary.families if family.words)

    def at(self, line: Line, place: int, on: date) -> Hit | None:
        """The living bodies whose name has these words in this order, at least half of them."""
        found = self._heads.at(line, place)
        if found is None:
            return None
        end, family = found
        members = self._members.get(family.head.words, ())
        fits = [_Fit(body, tail) for body, tail in members if body.lives_on(on)]
        stop, fits = self._follow(line, end, fits)
        if self._goes_on(line, stop):
            return None
        enough = [fit.body.code for fit in fits if fit.met >= ENOUGH * len(fit.tail)]
        if stop == end:
            enough = [fit.body.code for fit in fits] if family.ask else []
        if not enough:
            return None
        reading = Reading(tuple(enough), Strength.PART)
        return Hit(place, stop, reading, Entry(-1, family.head.words, ()), is_exact=False)

    def _goes_on(self, line: Line, place: int) -> bool:
        """Whether a capital letter right behind shows that the name is longer, and so another one."""
        while place < line.size and line.gaps[place] == Gap.JOINED and line.folded[place] in self._connectives:
            place += 1
        return place < line.size and line.gaps[place] == Gap.JOINED and line.has_capital(place)

    def _follow(self, line: Line, end: int, fits: list[_Fit]) -> tuple[int, list[_Fit]]:
        place = end
        while place < line.size and line.gaps[place] == Gap.JOINED:
            if line.folded[place] not in self._connectives:
                taken = [fit for fit in fits if fit.takes(line.folded[place])]
                if not taken:
                    break
                fits, end = taken, place + 1
            place += 1
        return end, fits
