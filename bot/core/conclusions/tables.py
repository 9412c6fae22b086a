"""Tables: their columns say who leads, who supports and by when; each row is a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core.conclusions.drafts import Draft, Lead, leads_of
from bot.core.conclusions.layout import Block, Span
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.speech import Kind

_LONGEST_TITLE = 60


def rows(masked: Masked, blocks: list[Block]) -> Iterator[Draft]:
    """The rows under a header that names a column of work and one of units."""
    columns: Mapping[str, int] | None = None
    above: tuple[Span, ...] = ()
    for number, line in enumerate(blocks):
        if not line.cells:
            columns, above = None, ()
            continue
        block = replace(line, cells=tuple(_as_above(masked, line.cells, above)))
        above = block.cells
        named = _columns(masked, block)
        if named is not None:
            columns = named
        elif columns is not None and (draft := _row(masked, block, columns, number)) is not None:
            yield draft


def _as_above(masked: Masked, cells: tuple[Span, ...], above: tuple[Span, ...]) -> Iterator[Span]:
    """The cells of a row; "nt", "như trên" mean what stands above them."""
    ditto = masked.patterns.words["tables"]["as_above"]
    for column, (start, end) in enumerate(cells):
        says_so = column < len(above) and masked.text.lower[start:end].strip(" .-") in ditto
        yield above[column] if says_so else (start, end)


def _columns(masked: Masked, block: Block) -> Mapping[str, int] | None:
    """Which column is which, where the row is a header."""
    found: dict[str, int] = {}
    for index, (start, end) in enumerate(block.cells):
        title = masked.text.lower[start:end]
        kind = next(
            (
                kind
                for kind in ("support", "lead", "due", "task")
                if _is_title(title, masked.patterns.words["tables"][kind])
            ),
            None,
        )
        if kind is not None:
            found.setdefault(kind, index)
    return found if "task" in found and ("lead" in found or "due" in found) else None


def _is_title(title: str, names: list[str]) -> bool:
    return len(title) <= _LONGEST_TITLE and any(
        title == name or title.startswith(f"{name} ") or title.endswith(f" {name}") for name in names
    )


def _row(masked: Masked, block: Block, columns: Mapping[str, int], number: int) -> Draft | None:
    task = _cell(block, columns.get("task"))
    if task is None or task[1] - task[0] < 8:
        return None
    leads = _units(masked, _cell(block, columns.get("lead")))
    if not leads and "lead" in columns and len(block.cells) <= max(columns.values()):
        return None
    told = [cell for kind in ("lead", "support", "due") if (cell := _cell(block, columns.get(kind))) is not None]
    if told and not any(end > start for start, end in told):
        return None  # a row that only gives a title to those below it
    support = tuple(unit for unit in _units(masked, _cell(block, columns.get("support"))) if unit not in leads)
    return Draft(
        block.begin,
        block.end,
        task[0],
        Kind.BARE,
        leads,
        support,
        block=number,
        is_listed=True,
        due_span=_cell(block, columns.get("due")),
        work_end=task[1],
    )


def _cell(block: Block, index: int | None) -> Span | None:
    return block.cells[index] if index is not None and index < len(block.cells) else None


def _units(masked: Masked, cell: Span | None) -> tuple[Lead, ...]:
    """The units of a cell, one behind the other; a group or an unknown name is taken as it stands."""
    if cell is None:
        return ()
    start, found = cell[0], list[Lead]()
    for piece in re.split(r"(?<=[;\n])", masked.text.text[slice(*cell)]):
        found += _piece(masked, start, start + len(piece.rstrip(" ;.\n")))
        start += len(piece)
    return tuple(dict.fromkeys(found))


def _piece(masked: Masked, start: int, end: int) -> tuple[Lead, ...]:
    names = masked.within(start, end)
    text = " ".join(masked.text.text[start:end].strip(" -+").split())
    if names and not (names[0].is_group and not masked.mask[start : names[0].start].strip(" -+")):
        return leads_of(names)
    return (Lead(text, is_group=bool(names)),) if any(letter.isalpha() for letter in text) else ()
