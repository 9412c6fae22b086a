"""Reads a CSV file of who takes over from whom. Either every line is right or nothing is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.core.agencies import Directory, Succession
from bot.directory.agencies import DirectoryError, Problem, decoded, table

ENDING = frozenset({"merge", "rename", "absorb", "reorganise", "dissolve", "territory"})
"""Relations after which the old body is no more."""
NEVER_ALONE = frozenset({"territory", "split", "unknown"})
"""Relations that leave the choice to a person."""
RELATIONS = ENDING | NEVER_ALONE | {"continue"}
NAMES = {"old_code": "old", "new_code": "new", "auto_transfer": "automatic", "effective_date": "effective_on"}
REQUIRED = ("old", "new", "relation", "automatic", "effective_on")
IGNORED = frozenset({"legal_basis", "verified", "source", "note"})
_ELSEWHERE = re.compile(r"[A-Z]{2,4}:\S+")  # "QN:TTCNTT": a body of another place, which is in no file of ours


def read_successions_file(path: Path, directory: Directory) -> list[Succession]:
    """As `read_successions`, for a file in UTF-8 with or without BOM."""
    return read_successions(decoded(path), path.name, directory)


def read_successions(text: str, source: str, directory: Directory) -> list[Succession]:
    """All relations of a CSV text; DirectoryError with every line that is wrong, and why."""
    rows, problems = table(text, check=_header, rename=NAMES, what="succession")
    for row in rows if not problems else ():
        problems += [Problem(row.line, reason) for reason in _faults(row.cells, directory)]
    if problems:
        raise DirectoryError(source, problems)
    found = [_succession(row.cells) for row in rows]
    problems = list(_contradictions(found, [row.line for row in rows]))
    if problems:
        raise DirectoryError(source, problems)
    return found


def _header(header: list[str]) -> Iterator[Problem]:
    if not any(header):
        yield Problem(1, f"The header is missing; it names the columns {', '.join(REQUIRED)}.")
        return
    known = {*REQUIRED, *IGNORED}
    yield from (Problem(1, f"Unknown column '{name}'.") for name in header if name not in known)
    yield from (Problem(1, f"The column '{name}' is missing.") for name in REQUIRED if name not in header)
    yield from (Problem(1, f"The column '{name}' stands there twice.") for name in REQUIRED if header.count(name) > 1)


def _faults(cells: dict[str, str], directory: Directory) -> Iterator[str]:
    old, new, relation, automatic = (cells[name] for name in REQUIRED[:4])
    if not old:
        yield "'old' is empty."
    elif directory.get(old) is None and not _ELSEWHERE.fullmatch(old):
        yield f"The old agency '{old}' is not in the directory; load it first."
    if new and directory.get(new) is None:
        yield f"The new agency '{new}' is not in the directory; load it first."
    if relation not in RELATIONS:
        yield f"The relation '{relation}' is none of {', '.join(sorted(RELATIONS))}."
    if automatic not in ("yes", "no"):
        yield f"'{automatic}' in automatic is neither yes nor no."
    if automatic == "yes" and not new:
        yield "Tasks cannot move by themselves to a successor that is not named."
    if automatic == "yes" and relation in NEVER_ALONE:
        yield f"After '{relation}' a person has to choose: automatic must be no."
    if old and old == new and relation != "continue":
        yield f"'{old}' cannot be its own successor by '{relation}'."
    yield from _faults_of_day(cells["effective_on"], new, directory)


def _faults_of_day(cell: str, new: str, directory: Directory) -> Iterator[str]:
    try:
        day = date.fromisoformat(cell) if cell else None
    except ValueError:
        day = None
    if cell and (day is None or day.isoformat() != cell):
        yield f"'{cell}' in effective_on is not a date like 2025-07-01."
        return
    heir = directory.get(new) if new else None
    if heir and day and heir.has_ended_on(day):
        yield f"The new agency '{new}' ended on {heir.valid_to}, before {day}."


def _succession(cells: dict[str, str]) -> Succession:
    day = cells["effective_on"]
    return Succession(
        old=cells["old"],
        new=cells["new"] or None,
        relation=cells["relation"],
        automatic=cells["automatic"] == "yes",
        effective_on=date.fromisoformat(day) if day else None,
    )


def _contradictions(found: list[Succession], lines: list[int]) -> Iterator[Problem]:
    """The same relation twice, and two automatic successors on one day."""
    seen: dict[tuple[object, ...], int] = {}
    heirs: dict[tuple[object, ...], tuple[str | None, int]] = {}
    for one, line in zip(found, lines, strict=True):
        key = (one.old, one.new, one.effective_on)
        if key in seen:
            yield Problem(line, f"This stands already in line {seen[key]}.")
        seen.setdefault(key, line)
        if not one.automatic or one.new == one.old:
            continue
        heir, first = heirs.setdefault((one.old, one.effective_on), (one.new, line))
        if heir != one.new:
            yield Problem(line, f"'{one.old}' already goes to '{heir}' by itself on that day (line {first}).")


def ends_on(found: list[Succession]) -> dict[str, date]:
    """The first day on which each old body is no more, where the relations say so."""
    ends: dict[str, date] = {}
    for one in found:
        if one.relation in ENDING and one.effective_on and one.old != one.new:
            ends[one.old] = max(one.effective_on, ends.get(one.old, one.effective_on))
    return ends
