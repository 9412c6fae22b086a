"""Lunar days against dates that everybody remembers."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.deadlines import lunar


@pytest.mark.parametrize(
    ("year", "first_day"),
    [
        (1985, date(1985, 1, 21)),  # a month before the Chinese one
        (2007, date(2007, 2, 17)),  # a day before the Chinese one
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2026, date(2026, 2, 17)),
        (2030, date(2030, 2, 2)),  # a day before the Chinese one
    ],
)
def test_the_lunar_year_begins_at_vietnamese_tet(year: int, first_day: date) -> None:
    assert lunar.solar(year, 1, 1) == first_day


def test_months_after_a_leap_month_are_counted_past_it() -> None:
    assert lunar.solar(2023, 2, 1) == date(2023, 2, 20)
    assert lunar.solar(2023, 3, 10) == date(2023, 4, 29)  # the second month came twice


def test_a_short_month_has_no_thirtieth_day() -> None:
    assert lunar.solar(2022, 12, 30) == date(2023, 1, 21)
    assert lunar.solar(2024, 12, 30) is None
    assert lunar.last_day(2024) == date(2025, 1, 28)
