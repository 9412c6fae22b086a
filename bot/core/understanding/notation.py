"""How numbers, tasks, places and percentages are written, as regular expressions over a line of words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from bot.core.understanding.rules import Vocabulary

_DIGITS = r"\d{1,5}"
_MARK = r"(?:[-.:#] ){0,2}"


class Notation:
    """How numbers, tasks, places and percentages are written, as regular expressions."""

    def __init__(self, vocabulary: Vocabulary, numbers: Mapping[str, int]) -> None:
        self._of = vocabulary.pattern
        spoken = "(?:" + "|".join(sorted(map(re.escape, numbers), key=lambda word: -len(word))) + ")"
        self._year = vocabulary.forms("năm")
        self._one = spoken
        self._spoken = rf"{spoken}(?: {spoken}){{0,3}}"

    @cached_property
    def _number(self) -> str:
        return rf"(?:{_DIGITS}|{self._spoken}{self._whole})"

    @cached_property
    def _whole(self) -> str:
        """The number ends here: "mười" is none of "mười sáu", and "năm" may be a year."""
        year = "".join(f"(?!(?<={form}){self._of(' {year_after}')})" for form in self._year)
        return rf"{year}(?! {self._one}(?!\S){year})"

    @cached_property
    def _several(self) -> str:
        return rf"{self._one}(?: {self._one}){{1,3}}{self._whole}"

    @cached_property
    def _counted(self) -> str:
        """A number that counts nothing; one of several words ("mười sáu sở đã xong") does not count bodies either."""
        no_measure = rf"(?!\S)(?! {self._of('{unit}')}(?!\S))(?! [/%]| \. \d)"
        return rf"(?:{self._several}{no_measure}|{self._number}(?!\S){self._no_unit})"

    @cached_property
    def _no_unit(self) -> str:
        bodies = f"{self._of('{body_unit}')}(?! {self._of('{of_ours}')}(?!\\S))"
        return f"(?! (?:{self._of('{unit}')}|{bodies})(?!\\S))(?! [/%]| \\. \\d)"

    def task(self) -> str:
        sure, firm, loose = (self._of(f"{{{name}}}") for name in ("sure_task", "firm_task", "loose_task"))
        number = rf"(?P<n>{self._counted})"
        return (
            rf"(?<!\S)(?:(?:{sure}|#) {_MARK}(?P<sure>{_DIGITS})(?!\S)(?! [/%]| \. \d)"
            rf"|(?:(?P<firm>(?:{firm}|#) {_MARK})|(?P<loose>{loose} {_MARK})){number})"
        )

    def more(self) -> str:
        """A further task of the same list."""
        joiner, named = self._of(r"(?:(?:,|&|\+|{and}|, {and}) )?"), self._of("{firm_task}|{loose_task}")
        return rf" {joiner}(?P<name>(?:(?:{named}|#) {_MARK})?(?P<n>{_DIGITS}|{self._several}))(?!\S){self._no_unit}"

    def alone(self) -> str:
        """A number that is asked about: "15 sao rồi"."""
        return rf"(?P<n>{_DIGITS}) {self._of('{about}')}(?!\S)"

    def place(self) -> str:
        return rf"(?<!\S){self._of('{ordinal}')} (?P<n>{self._number})(?!\S){self._no_unit}"

    def percent(self) -> str:
        return rf"(?<!\S)(?P<n>{self._number})(?: [.,] \d+)? {self._of('{percent}')}(?!\S)"

    def day_month(self) -> str:
        return rf"(?<!\S){self._of('{day_lead}')} (?P<day>\d{{1,2}} / \d{{1,2}}(?: / \d{{4}})?)(?!\S)(?! [/%])"
