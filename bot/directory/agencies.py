"""Reads a CSV file of agencies. Either every line is right or nothing is taken, and each fault is named."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from bot.core.agencies import Body
from bot.core.words import fold, nfc

REQUIRED = ("code", "name", "kind")
OPTIONAL = ("short", "name_en", "parent", "valid_from", "valid_to", "doc_symbol", "aliases")
COLUMNS = REQUIRED + OPTIONAL
ALIAS_MARK = "|"
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
_KIND = re.compile(r"[a-z][a-z_]{0,39}")
_WORDS = re.compile(r"[^\W_]+")


class Problem(NamedTuple):
    """One fault of the file. Line 1 is the header; `reason` is a short English sentence."""

    line: int
    reason: str


class DirectoryError(Exception):
    """The file cannot be taken as it is; every fault that was found, in the order of the lines."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems = sorted(problems)
        super().__init__("; ".join(f"{source}, line {line}: {reason}" for line, reason in self.problems))


@dataclass(frozen=True)
class _Row:
    line: int
    cells: dict[str, str]


def read_agencies_file(path: Path) -> list[Body]:
    """As `read_agencies`, for a file in UTF-8 with or without BOM."""
    return read_agencies(decoded(path), path.name)


def decoded(path: Path) -> str:
    """The text of a file in UTF-8, with or without BOM; DirectoryError names the line that is not."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise DirectoryError(path.name, [Problem(line, "The file is not UTF-8 text.")]) from None


def read_agencies(text: str, source: str) -> list[Body]:
    """All bodies of a CSV text, in its order; DirectoryError with the lines and reasons if anything is wrong."""
    rows, problems = table(text, check=_faults_of_header)
    if not problems:
        problems = [problem for row in rows for problem in _faults_of_row(row)]
    if problems:
        raise DirectoryError(source, problems)
    bodies = [_body(row.cells) for row in rows]
    lines = [row.line for row in rows]
    problems = [*_repeated_codes(bodies, lines), *_shared_names(bodies, lines), *_unknown_parents(bodies, lines)]
    if problems:
        raise DirectoryError(source, problems)
    return bodies


def table(
    text: str,
    *,
    check: Callable[[list[str]], Iterable[Problem]],
    rename: Mapping[str, str] = MappingProxyType({}),
    what: str = "agency",
) -> tuple[list[_Row], list[Problem]]:
    """The lines of a CSV text below a header that `check` has nothing against, and what is wrong with its form.

    `rename`: other names that columns may have.
    """
    reader = csv.reader(io.StringIO(nfc(text.removeprefix("\ufeff")), newline=""), strict=True)
    rows: list[_Row] = []
    try:
        header = [rename.get(cell.strip(), cell.strip()) for cell in next(reader, [])]
        problems = list(check(header))
        for cells in reader if not problems else ():
            if not any(map(str.strip, cells)):
                continue
            if len(cells) != len(header):
                problems.append(Problem(reader.line_num, f"{len(cells)} cells where the header has {len(header)}."))
                continue
            rows.append(_Row(reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))))
    except csv.Error as wrong:
        return [], [Problem(max(reader.line_num, 1), f"This is not proper CSV: {wrong}.")]
    if not rows and not problems:
        problems.append(Problem(1, f"The file holds no {what}."))
    return rows, problems


def _faults_of_header(header: list[str]) -> Iterator[Problem]:
    if not any(header):
        yield Problem(1, f"The header is missing; it names the columns {', '.join(COLUMNS)}.")
        return
    yield from (Problem(1, f"Unknown column '{name}'.") for name in header if name not in COLUMNS)
    yield from (Problem(1, f"The column '{name}' is missing.") for name in REQUIRED if name not in header)
    yield from (Problem(1, f"The column '{name}' stands there twice.") for name in COLUMNS if header.count(name) > 1)


def _faults_of_row(row: _Row) -> Iterator[Problem]:
    cells, line = row.cells, row.line
    yield from (Problem(line, f"'{name}' is empty.") for name in REQUIRED if not cells[name])
    if cells["code"] and not _CODE.fullmatch(cells["code"]):
        yield Problem(line, f"The code '{cells['code']}' is not made of A-Z, 0-9, '.', '_', ':' and '-'.")
    if cells["kind"] and not _KIND.fullmatch(cells["kind"]):
        yield Problem(line, f"The kind '{cells['kind']}' is not made of a-z and '_'.")
    bad = [name for name in ("valid_from", "valid_to") if not _is_date_or_empty(cells.get(name, ""))]
    yield from (Problem(line, f"'{cells[name]}' in {name} is not a date like 2025-07-01.") for name in bad)
    first, last = cells.get("valid_from"), cells.get("valid_to")
    if not bad and first and last and last < first:
        yield Problem(line, f"valid_to {last} lies before valid_from {first}.")


def _is_date_or_empty(cell: str) -> bool:
    try:
        return not cell or date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _body(cells: dict[str, str]) -> Body:
    first, last = cells.get("valid_from"), cells.get("valid_to")
    return Body(
        code=cells["code"],
        name=cells["name"],
        short=cells.get("short") or cells["name"],
        name_en=cells.get("name_en", ""),
        kind=cells["kind"],
        parent=cells.get("parent") or None,
        valid_from=date.fromisoformat(first) if first else None,
        valid_to=date.fromisoformat(last) if last else None,
        doc_symbol=cells.get("doc_symbol", ""),
        aliases=tuple(alias for part in cells.get("aliases", "").split(ALIAS_MARK) if (alias := part.strip())),
    )


def clashes(bodies: list[Body], standing: Iterable[Body], source: str) -> None:
    """Raises DirectoryError where a name of the file already means another body at the same time."""
    others = [body for body in standing if body.code not in {one.code for one in bodies}]
    known = {_key(name): body for body in others for name in (body.name, body.short, *body.aliases)}
    problems = [
        Problem(line, f"“{name}” already means {known[_key(name)].code} at the same time.")
        for line, body in enumerate(bodies, 2)
        for name in (body.name, body.short, *body.aliases)
        if name and _key(name) in known and _meet(body, known[_key(name)])
    ]
    if problems:
        raise DirectoryError(source, problems)


def _repeated_codes(bodies: list[Body], lines: list[int]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for body, line in zip(bodies, lines, strict=True):
        if body.code in first:
            yield Problem(line, f"The code '{body.code}' stands already in line {first[body.code]}.")
        first.setdefault(body.code, line)


def _shared_names(bodies: list[Body], lines: list[int]) -> Iterator[Problem]:
    """Names that fold to the same words may not belong to two bodies on the same day."""
    bearers: dict[str, dict[int, str]] = {}
    for place, body in enumerate(bodies):
        for word in (body.code, body.name, body.short, *body.aliases):
            bearers.setdefault(_key(word), {}).setdefault(place, word)
    for words in bearers.values():
        for one, other in combinations(sorted(words), 2):
            if bodies[one].code != bodies[other].code and _meet(bodies[one], bodies[other]):
                yield Problem(lines[other], f"'{words[other]}' also names {bodies[one].code} (line {lines[one]}).")


def _key(name: str) -> str:
    return " ".join(_WORDS.findall(fold(name)))


def _meet(one: Body, other: Body) -> bool:
    earliest, latest = date.min, date.max
    first = max(one.valid_from or earliest, other.valid_from or earliest)
    return first <= min(one.valid_to or latest, other.valid_to or latest)


def _unknown_parents(bodies: list[Body], lines: list[int]) -> Iterator[Problem]:
    codes = {body.code for body in bodies}
    for body, line in zip(bodies, lines, strict=True):
        if body.parent and body.parent not in codes:
            yield Problem(line, f"The parent '{body.parent}' is not in the file.")
        elif body.parent == body.code:
            yield Problem(line, "The body is its own parent.")
