"""Finds the agencies in a text, as they are called on the day of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.core.agencies import groups, search
from bot.core.agencies.directory import Directory
from bot.core.agencies.line import Line
from bot.core.agencies.mention import Mention
from bot.core.agencies.nearest import Unplaced, nearest, unplaced
from bot.core.agencies.scan import Found, scan
from bot.core.agencies.tables import Tables


class AgencyReader:
    """Reads names of the bodies of one directory with the phrase tables of all languages."""

    def __init__(self, directory: Directory, phrases: Sequence[Mapping[str, Any]]) -> None:
        self.directory = directory
        self._tables = Tables(directory, phrases)

    def find(self, text: str, on: date) -> list[Mention]:
        """All mentions in order, none overlapping; spans are places in `text` as given."""
        line = self._tables.vocabulary.line(text)
        members: dict[tuple[str, ...], tuple[str, ...]] = {}
        return [self._mention(line, found, on, members) for found in scan(self._tables, line, on)]

    def candidates(self, name: str, on: date) -> list[str]:
        """Whom a whole answer such as "so tttt" means, best first: one if sure, none if it is nobody's name."""
        return search.candidates(self._tables, name, on)

    def nearest(self, name: str, on: date) -> list[str]:
        """Whose names are most like a whole answer that is nobody's name; to be asked, never to be taken."""
        return nearest(self._tables, name, on)

    def unplaced(self, text: str, on: date) -> Unplaced | None:
        """The first name of an agency in a text that nobody bears, with those that are like it."""
        return unplaced(self._tables, text, on)

    def _mention(self, line: Line, found: Found, on: date, members: dict[tuple[str, ...], tuple[str, ...]]) -> Mention:
        match found:
            case range():
                return _cut(line, found.start, found.stop, ())
            case groups.Group(kinds=kinds):
                if kinds not in members:
                    members[kinds] = tuple(body.code for body in self.directory.of_kinds(kinds, on))
                return _cut(line, found.start, found.end, (), group=members[kinds], is_group=True)
            case _:
                return _cut(line, found.start, self._tables.past_city(line, found), found.reading.codes)


def _cut(
    line: Line, start: int, end: int, codes: tuple[str, ...], *, group: tuple[str, ...] = (), is_group: bool = False
) -> Mention:
    first, last = line.starts[start], line.ends[end - 1]
    return Mention(first, last, line.text[first:last], codes, group, is_group)
