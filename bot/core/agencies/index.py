"""All spellings of all bodies as a tree of words, read for a day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from rapidfuzz.distance import OSA

from bot.core.agencies.directory import Body, Directory
from bot.core.agencies.line import Gap, Line
from bot.core.agencies.names import Spelling, Strength

SHORTEST_MISSPELT = 3  # letters of a word in which one letter may be wrong
LONGEST_WORD = 24
MOST_REMEMBERED = 10_000
SPOKEN_OF_EARLY = timedelta(days=120)  # conclusions name a merged body some weeks before its first day


@dataclass
class Entry:
    """The bodies that bear one spelling, and how strongly; `keys` carry its marks where it is written with them."""

    number: int
    words: tuple[str, ...]
    keys: tuple[str, ...]
    bearers: dict[str, Strength] = field(default_factory=dict)


@dataclass
class Node:
    below: dict[str, Node] = field(default_factory=dict)
    entry: Entry | None = None


@dataclass(frozen=True)
class Reading:
    """Whom a spelling means on a day. `is_future`: only a body that does not exist yet bears it."""

    codes: tuple[str, ...]
    strength: Strength
    is_future: bool = False


@dataclass(frozen=True)
class Hit:
    """A spelling found in a line from `start` up to `end` (words)."""

    start: int
    end: int
    reading: Reading
    entry: Entry
    is_exact: bool = True


class Index:
    """Finds spellings in lines. Who bears a spelling is worked out once per span of days without a change."""

    def __init__(self, directory: Directory, connectives: Iterable[str]) -> None:
        self._directory = directory
        self._connectives = frozenset(connectives)
        self._root = Node()
        self._readings: dict[tuple[int, int], Reading | None] = {}
        self._near: dict[str, set[str]] = {}
        self._remembered: dict[str, tuple[str, ...]] = {}
        self.entries: list[Entry] = []
        bodies = directory.bodies
        births = {body.valid_from for body in bodies if body.valid_from}
        births |= {day - SPOKEN_OF_EARLY for day in births if day - date.min > SPOKEN_OF_EARLY}
        steps = {one.effective_on for one in directory.successions if one.effective_on}
        ends = {body.valid_to + timedelta(days=1) for body in bodies if body.valid_to and body.valid_to < date.max}
        self._changes = sorted(births | steps | ends)

    def add(self, body: Body, spelling: Spelling) -> None:
        words = spelling.term.words
        if not words:
            return
        node = self._root
        for word in words:
            node = node.below.setdefault(word, Node())
        if node.entry is None:
            node.entry = Entry(len(self.entries), words, spelling.term.keys)
            self.entries.append(node.entry)
        elif spelling.term.keys and not node.entry.keys:
            node.entry.keys = spelling.term.keys
        bearers = node.entry.bearers
        bearers[body.code] = min(spelling.strength, bearers.get(body.code, spelling.strength))

    def close(self) -> None:
        """Call once after the last spelling: prepares the look-up of misspelt words."""
        for word in {word for entry in self.entries for word in entry.words if len(word) >= SHORTEST_MISSPELT}:
            for form in _shortened(word):
                self._near.setdefault(form, set()).add(word)

    @property
    def first_words(self) -> frozenset[str]:
        return frozenset(self._root.below)

    def node(self, words: Iterable[str]) -> Node | None:
        """Where the spellings that begin with these words go on."""
        node: Node | None = self._root
        for word in words:
            node = node.below.get(word) if node else None
        return node

    def named(self, words: tuple[str, ...]) -> Entry | None:
        node = self.node(words)
        return node.entry if node else None

    def longest(self, line: Line, start: int, on: date, node: Node | None = None) -> Hit | None:
        """The longest spelling that begins at the word; one of a body to come only if there is no whole name."""
        best: Hit | None = None
        for end, entry in self._walk(line, start, node or self._root):
            reading = self.reading(entry, on)
            whole = best is not None and best.reading.strength < Strength.PART and not best.reading.is_future
            if reading and not (reading.is_future and whole):
                best = Hit(start, end, reading, entry)
        return best

    def _walk(self, line: Line, start: int, node: Node, *, inside: bool = False) -> Iterator[tuple[int, Entry]]:
        """The spellings along the line; `inside`: the first word continues one that has begun."""
        place, count = start, line.size
        while place < count and (line.gaps[place] <= Gap.COMMA or (place == start and not inside)):
            word = line.folded[place]
            below = node.below.get(word)
            if below is not None:
                node = below
                if node.entry and line.closes[place]:
                    yield place + 1, node.entry
            elif (place == start and not inside) or word not in self._connectives:
                return
            place += 1

    def misspelt(self, line: Line, start: int, on: date, node: Node, room: int) -> Hit | None:
        """The longest spelling below the node with one wrong letter (or one lost blank) in one word.

        `room`: how many letters a wrong word must have at least.
        """
        best: Hit | None = None
        place, count = start, line.size
        while place < count and (place == start or line.gaps[place] <= Gap.COMMA):
            word = line.folded[place]
            for below in self._neighbours(word, node, room):
                if below.entry and line.closes[place]:
                    best = self._better(best, Hit(start, place + 1, _NOBODY, below.entry, is_exact=False), on)
                for end, entry in self._walk(line, place + 1, below, inside=True):
                    best = self._better(best, Hit(start, end, _NOBODY, entry, is_exact=False), on)
            if word in node.below:
                node = node.below[word]
            elif place == start or word not in self._connectives:
                break
            place += 1
        return best

    def _better(self, best: Hit | None, found: Hit, on: date) -> Hit | None:
        reading = self.reading(found.entry, on)
        if reading is None or reading.is_future or (best and best.end > found.end):
            return best
        if best and best.end == found.end:
            codes = tuple(dict.fromkeys(best.reading.codes + reading.codes))
            reading = Reading(codes, max(best.reading.strength, reading.strength))
        return Hit(found.start, found.end, reading, found.entry, is_exact=False)

    def _neighbours(self, word: str, node: Node, room: int) -> Iterator[Node]:
        if len(word) > LONGEST_WORD:
            return
        for cut in range(1, len(word)):
            half = node.below.get(word[:cut])
            if half and word[cut:] in half.below:
                yield half.below[word[cut:]]
        if len(word) >= room:
            yield from (node.below[known] for known in self._alike(word) if known in node.below)

    def _alike(self, word: str) -> tuple[str, ...]:
        """The words of all names that are one letter away."""
        found = self._remembered.get(word)
        if found is None:
            near = {known for form in _shortened(word) for known in self._near.get(form, ())} - {word}
            found = tuple(sorted(known for known in near if OSA.distance(known, word, score_cutoff=1) <= 1))
            if len(self._remembered) < MOST_REMEMBERED:
                self._remembered[word] = found
        return found

    def reading(self, entry: Entry, on: date) -> Reading | None:
        place = (entry.number, bisect_right(self._changes, on))
        if place not in self._readings:
            self._readings[place] = self._read(entry, on)
        return self._readings[place]

    def _read(self, entry: Entry, on: date) -> Reading | None:
        """The living bearers; else the heirs of those that ended, or they themselves; else those to come."""
        bodies = [(body, strength) for code, strength in entry.bearers.items() if (body := self._directory.get(code))]
        living = [(body.code, strength) for body, strength in bodies if body.lives_on(on)]
        ended = [
            (self._directory.successor(body.code, on) or body.code, strength)
            for body, strength in bodies
            if body.has_ended_on(on)
        ]
        future = [
            (body.code, strength)
            for body, strength in bodies
            if body.valid_from and on < body.valid_from <= on + SPOKEN_OF_EARLY
        ]
        found = living or ended or future
        if not found:
            return None
        strongest = min(strength for _, strength in found)
        codes = dict.fromkeys(code for code, strength in found if strength == strongest)
        return Reading(tuple(codes), strongest, is_future=not (living or ended))


_NOBODY = Reading((), Strength.PART)


def _shortened(word: str) -> Iterator[str]:
    """The word itself and with any one letter taken out: two words one letter apart share one of these."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
