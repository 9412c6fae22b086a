"""Names that nobody bears: found in a text, with the agencies whose names are like them."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.agencies import AgencyReader
from bot.directory import load_shipped
from locales import LANGUAGES, phrases

Y2022 = date(2022, 10, 11)
Y2025 = date(2025, 8, 12)


@pytest.fixture(scope="module")
def reader() -> AgencyReader:
    return AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])


@pytest.mark.parametrize(
    ("text", "words", "near"),
    [
        ("đổi chủ trì NV-2 sang Sở Truyền thông", "Sở Truyền thông", ["STTTT"]),
        ("Sở Bưu chính còn bao nhiêu việc", "Sở Bưu chính", ["STC"]),
        ("giao Sở Khoa giáo rà soát", "Sở Khoa giáo", ["SKHCN"]),
        ("quận Ngũ Hành có gì quá hạn", "quận Ngũ Hành", ["Q-NGUHANHSON"]),
        ("tasks of the Department of Communications", "Department of Communications", ["STTTT"]),
        ("giao Sở XYZ làm báo cáo", "Sở XYZ", []),
    ],
)
def test_a_name_that_nobody_bears_is_found_with_those_like_it(reader, text, words, near):
    found = reader.unplaced(text, Y2022)
    assert (found.words, list(found.near)) == (words, near)
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "có gì quá hạn?",
        "Sở TT&TT còn việc gì",
        "các sở ngành có gì quá hạn",
        "sở nào trễ nhất",
        "việc của sở mình",
        "co gi qua han so voi tuan truoc",
        "việc xã hội hóa",
        "so 324/BC-STTTT ngày 20/10/2022",
        "",
        "sở",
    ],
)
def test_words_that_name_nobody_in_particular_are_no_unknown_name(reader, text):
    assert reader.unplaced(text, Y2022) is None


def test_only_bodies_of_the_day_are_offered(reader):
    assert reader.nearest("Sở Truyền thông", Y2022) == ["STTTT"]
    assert "STTTT" not in reader.nearest("Sở Truyền thông", Y2025)


def test_at_most_three_are_offered_and_none_for_what_is_like_nobody(reader):
    assert len(reader.nearest("UBND xã Hòa", Y2022)) <= 3
    assert reader.nearest("xyz", Y2022) == []
    assert reader.nearest("", Y2022) == []
    assert reader.nearest("a" * 5000, Y2022) == []
