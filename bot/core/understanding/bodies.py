"""Departments as people call them in English: "Home Affairs", "the Department of Education"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.core.agencies.directory import Body, Directory

_NAME = re.compile(r"Department of (?P<first>\w+(?: (?!and )\w+)*)(?P<rest>.*)")


class Departments:
    """Knows the English names of a directory without "Department of", and with the first of two fields only."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._bodies: dict[str, list[Body]] = {}
        for body in directory.bodies:
            if hit := _NAME.match(body.name_en):
                for name in {hit["first"], hit["first"] + hit["rest"]}:
                    self._bodies.setdefault(name, []).append(body)
        names = "|".join(sorted(map(re.escape, self._bodies), key=lambda name: -len(name)))
        self._name = re.compile(rf"(?P<title>\b[Dd]epartment of )?\b(?P<name>{names})\b(?! [&a-z]* ?[A-Z])")

    def find(self, text: str, day: date) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Span and codes of each. One word alone counts with a capital within a sentence only."""
        if not self._bodies:
            return
        for hit in self._name.finditer(text):
            begins = not text[: hit.start()].rstrip(" \t") or text[: hit.start()].rstrip(" \t")[-1] in ".!?\n"
            if not hit["title"] and begins and " " not in hit["name"]:
                continue
            named = self._bodies[hit["name"]]
            codes = tuple(body.code for body in named if body.lives_on(day)) or tuple(
                heir for body in named if (heir := self._directory.successor(body.code, day))
            )
            if codes:
                yield hit.start(), hit.end(), tuple(dict.fromkeys(codes))
