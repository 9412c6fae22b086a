"""Files of successions: the real ones are taken, bad ones are refused with line and reason."""

from datetime import date
from pathlib import Path

import pytest

from bot.core.agencies import Directory
from bot.directory import DirectoryError, ends_on, load_shipped, read_successions, read_successions_file

SHIPPED = Path(__file__).resolve().parents[2] / "bot" / "directory" / "successions_danang.csv"
SHARED = SHIPPED.parents[3] / "shared" / "data" / "agency_succession.csv"
HEADER = "old,new,relation,automatic,effective_on\n"


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_shipped()


@pytest.mark.parametrize("path", [SHIPPED, SHARED], ids=["shipped", "shared"])
def test_the_real_file_is_taken_whole(path, directory):
    if not path.exists():
        pytest.skip("the shared material is not here")
    found = read_successions_file(path, directory)
    assert len(found) == 142
    assert ends_on(found)["STNMT"] == date(2025, 3, 1)
    assert "UBNDTP" not in ends_on(found)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("XYZ,SNNMT,merge,yes,2025-03-01", "old agency 'XYZ' is not in the directory"),
        ("STNMT,XYZ,merge,yes,2025-03-01", "new agency 'XYZ' is not in the directory"),
        ("STNMT,SNNMT,eaten,yes,2025-03-01", "relation 'eaten' is none of"),
        ("STNMT,SNNMT,merge,maybe,2025-03-01", "neither yes nor no"),
        ("STNMT,,dissolve,yes,2025-03-01", "successor that is not named"),
        ("Q-HAICHAU,P-HAICHAU,territory,yes,2025-07-01", "a person has to choose"),
        ("STNMT,STNMT,merge,yes,2025-03-01", "cannot be its own successor"),
        ("STNMT,SNNMT,merge,yes,01/03/2025", "is not a date like 2025-07-01"),
        ("STNMT,SNNMT,merge,yes,2025-3-1", "is not a date like 2025-07-01"),
        (",SNNMT,merge,yes,2025-03-01", "'old' is empty"),
        ("SNNMT,STNMT,merge,yes,2025-07-01", "ended on 2025-02-28"),
        ("STNMT,SNNMT,merge,yes", "4 cells where the header has 5"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(directory, line, reason):
    good = "STTTT,SKHCN25,merge,yes,2025-03-01\n"
    with pytest.raises(DirectoryError, match="line 3: ") as refused:
        read_successions(HEADER + good + line + "\n", "doi.csv", directory)
    assert reason in str(refused.value)


def test_every_fault_is_named_at_once(directory):
    text = HEADER + "XYZ,SNNMT,eaten,yes,2025-03-01\nSTNMT,XYZ,merge,oui,\n"
    with pytest.raises(DirectoryError) as refused:
        read_successions(text, "doi.csv", directory)
    assert [problem.line for problem in refused.value.problems] == [2, 2, 3, 3]


def test_two_automatic_heirs_on_one_day_and_a_repeat_are_refused(directory):
    two = "STNMT,SNNMT,merge,yes,2025-03-01\nSTNMT,SXD25,merge,yes,2025-03-01\n"
    with pytest.raises(DirectoryError, match="line 3: 'STNMT' already goes to 'SNNMT'"):
        read_successions(HEADER + two, "doi.csv", directory)
    twice = "STNMT,SNNMT,merge,yes,2025-03-01\n" * 2
    with pytest.raises(DirectoryError, match="line 3: This stands already in line 2"):
        read_successions(HEADER + twice, "doi.csv", directory)


@pytest.mark.parametrize("header", ["", "old,new\n", "old,new,relation,automatic,effective_on,colour\n"])
def test_a_header_without_its_columns_is_refused(directory, header):
    with pytest.raises(DirectoryError, match="line 1"):
        read_successions(header + "STNMT,SNNMT,merge,yes,2025-03-01\n", "doi.csv", directory)


def test_an_old_name_means_the_successor_after_the_day(directory):
    assert directory.successor("STNMT", date(2025, 2, 28)) == "STNMT"
    assert directory.successor("STNMT", date(2025, 3, 1)) == "SNNMT"
    assert directory.successor("Q-HAICHAU", date(2025, 7, 1)) is None
    assert directory.candidates("Q-HAICHAU", date(2025, 7, 1))[:2] == ["P-HAICHAU", "P-HOACUONG"]
