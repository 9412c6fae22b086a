"""The register as a file: what people wrote stays text."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.reports import workbook


def cells(*row):
    sheet = load_workbook(BytesIO(workbook("Sổ", ["n"], ["a"] * len(row), [row]))).worksheets[0]
    return list(sheet[sheet.max_row])


@pytest.mark.parametrize("words", ["=1+1", "+84", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "\t=1"])
def test_words_never_become_a_formula(words):
    (cell,) = cells(words)
    assert cell.data_type == "s"
    assert cell.value == words
    assert cell.quotePrefix


def test_days_are_days_and_control_characters_are_left_out():
    first, second = cells(date(2022, 9, 30), "a\x00\x0bb\nc")
    assert first.value.date() == date(2022, 9, 30)
    assert second.value == "ab\nc"


def test_a_very_long_text_is_cut_to_what_a_cell_can_hold():
    (cell,) = cells("x" * 50_000)
    assert len(cell.value) == 32_000
