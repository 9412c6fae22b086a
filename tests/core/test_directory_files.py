"""Files of agencies from outside: every fault is named by its line, and nothing is taken."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from bot.directory import COLUMNS, DirectoryError, load_shipped, read_agencies, read_agencies_file, shipped_days_off

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
HEADER = "code,name,short,name_en,kind,parent,valid_from,valid_to,doc_symbol,aliases\n"
GOOD = (
    HEADER + "UB,UBND thành phố Huế,UBND TP,,uy_ban,,,,UBND,\nSNV,Sở Nội vụ,,,so,UB,2020-01-01,,SNV,Nội vụ|S. Nội vụ\n"
)

FAULTS = [
    ("empty", "", 1, "The header is missing"),
    ("no rows", HEADER, 1, "holds no agency"),
    ("unknown column", "code,name,kind,colour\nA,a,so,red\n", 1, "Unknown column 'colour'"),
    ("missing column", "code,name\nA,a\n", 1, "'kind' is missing"),
    ("column twice", "code,name,kind,name\nA,a,so,b\n", 1, "stands there twice"),
    ("too few cells", "code,name,kind\nA,a,so\nB,b\n", 3, "2 cells where the header has 3"),
    ("no name", "code,name,kind\nA,,so\n", 2, "'name' is empty"),
    ("bad code", "code,name,kind\nSở A,a,so\n", 2, "The code 'Sở A'"),
    ("bad kind", "code,name,kind\nA,a,Sở\n", 2, "The kind 'Sở'"),
    ("bad date", HEADER + "A,a,,,so,,2025-02-30,,,\n", 2, "'2025-02-30' in valid_from"),
    ("other date order", HEADER + "A,a,,,so,,,30/09/2025,,\n", 2, "'30/09/2025' in valid_to"),
    ("ends before it begins", HEADER + "A,a,,,so,,2025-02-02,2025-02-01,,\n", 2, "lies before valid_from"),
    ("unknown parent", HEADER + "A,a,,,so,B,,,,\n", 2, "parent 'B'"),
    ("its own parent", HEADER + "A,a,,,so,A,,,,\n", 2, "its own parent"),
    ("code twice", "code,name,kind\nA,a,so\nA,b,so\n", 3, "stands already in line 2"),
    ("name twice", "code,name,kind\nA,Sở Y tế,so\nB,so y te,so\n", 3, "'so y te' also names A (line 2)"),
    ("alias is a code", HEADER + "SYT,Sở Y tế,,,so,,,,,\nB,Sở B,,,so,,,,,syt\n", 3, "'syt' also names SYT"),
    ("aliases meet", HEADER + "A,a,,,so,,,2025-03-01,,Y tế\nB,b,,,so,,2025-03-01,,,y te\n", 3, "also names A"),
    ("broken quotes", 'code,name,kind\nA,"a,so\n', 2, "not proper CSV"),
]


@pytest.mark.parametrize(
    ("text", "line", "reason"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_a_fault_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(DirectoryError) as caught:
        read_agencies(text, "hue.csv")
    assert (line, True) in [(problem.line, reason in problem.reason) for problem in caught.value.problems]
    assert f"hue.csv, line {line}: " in str(caught.value)


def test_all_faults_are_named_at_once() -> None:
    text = HEADER + "A,,,,so,,,,,\nB,b,,,so,,yesterday,,,\n"
    with pytest.raises(DirectoryError) as caught:
        read_agencies(text, "two.csv")
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_a_good_file_is_taken_with_what_it_leaves_out() -> None:
    city, home = read_agencies(GOOD, "hue.csv")
    assert (city.code, city.parent, city.valid_from) == ("UB", None, None)
    assert (home.short, home.aliases, home.valid_from) == ("Sở Nội vụ", ("Nội vụ", "S. Nội vụ"), date(2020, 1, 1))


def test_the_same_name_may_pass_from_one_body_to_the_next() -> None:
    text = HEADER + "A,Sở Y tế,,,so,,,2025-02-28,,\nB,Sở Y tế,,,so,,2025-03-01,,,\n"
    assert [body.code for body in read_agencies(text, "two.csv")] == ["A", "B"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_with_and_without_bom(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "hue.csv"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode(encoding))
    assert [body.code for body in read_agencies_file(path)] == ["UB", "SNV"]


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_another_encoding_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "hue.csv"
    path.write_bytes(("code,name,kind\nA,a,so\nB,Đ Â Ê,so\n").encode(encoding))
    with pytest.raises(DirectoryError, match="not UTF-8"):
        read_agencies_file(path)


def test_the_shipped_bodies_are_complete() -> None:
    directory = load_shipped()
    assert len(directory.bodies) == len({body.code for body in directory.bodies}) == 153
    assert all(directory.get(one.new) for one in directory.successions if one.new)
    assert set(COLUMNS) == set(HEADER.strip().split(","))


def _shared_rows(name: str) -> Iterator[dict[str, str]]:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data")
    with (SHARED / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def test_codes_and_validity_are_those_of_the_shared_facts() -> None:
    shipped = load_shipped()
    old = {row["code"]: row for row in _shared_rows("agencies_danang_2022.csv")}
    new = {row["code"]: row for row in _shared_rows("agencies_danang_2025.csv")}
    assert {body.code for body in shipped.bodies} == old.keys() | new.keys()
    for body in shipped.bodies:
        first, last = old.get(body.code, new.get(body.code)), new.get(body.code, old.get(body.code))
        assert first is not None
        assert last is not None
        assert (body.valid_from, body.valid_to) == (_day(first["valid_from"]), _day(last["valid_to"])), body.code
        assert (body.name, body.kind, body.parent or "") == (first["name_vi"], first["kind"], first["parent_code"])


def test_successions_are_those_of_the_shared_facts() -> None:
    facts = {
        (row["old_code"], row["new_code"] or None, row["auto_transfer"] == "yes", _day(row["effective_date"]))
        for row in _shared_rows("agency_succession.csv")
    }
    assert {(one.old, one.new, one.automatic, one.effective_on) for one in load_shipped().successions} == facts


def test_days_off_are_those_of_the_shared_facts() -> None:
    facts = {
        date.fromisoformat(row["date"]): row["working_day"] == "yes"
        for row in _shared_rows("vn_public_holidays_2022_2027.csv")
    }
    assert {day: free.works for day, free in shipped_days_off().items()} == facts


KNOWN_DIFFERENCES = {date(2026, 1, 2), date(2026, 1, 10)}  # swapped by an act of December 2025


def test_days_off_agree_with_the_package_holidays() -> None:
    package = holidays.country_holidays("VN", years=range(2022, 2028))
    ours = shipped_days_off()
    differing = set()
    day = date(2022, 1, 1)
    while day.year < 2028:
        works = ours[day].works if day in ours else day.weekday() < 5
        if works != package.is_working_day(day):
            differing.add(day)
        day += timedelta(days=1)
    assert differing == KNOWN_DIFFERENCES
