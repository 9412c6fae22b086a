"""A part as Zalo writes it: plain text in composed form, and styles counted in UTF-16 units of that very text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.degrade import Measure, Part, Row, length
from bot.core.words import nfc

_CODES = {"bold": ["b"], "italic": ["i"], "late": ["b", "c_db342e"]}
_QUOTED = ["ind_1"]


def text_of(part: Part) -> str:
    return nfc(part.text)


def styles_of(part: Part) -> list[dict[str, Any]]:
    """The styles of the text; none where composing joins letters across two runs, for then no offset would be sure."""
    if "\n".join("".join(nfc(run.text) for run in row.runs) for row in part.rows) != text_of(part):
        return []
    found: list[dict[str, Any]] = []
    start = 0
    for row in part.rows:
        found += _of_row(row, start)
        start += _units(nfc(row.text)) + 1
    return found


def _of_row(row: Row, start: int) -> Iterator[dict[str, Any]]:
    if row.quoted and row.text.strip():
        yield {"start": start, "len": _units(nfc(row.text)), "st": _QUOTED}
    for run in row.runs:
        size = _units(nfc(run.text))
        codes = _CODES.get(run.style)
        if codes and run.text.strip():
            yield {"start": start, "len": size, "st": codes}
        start += size


def _units(text: str) -> int:
    return length(text, Measure.UTF16)
