"""Working days around weekends, feasts and swapped Saturdays."""

from datetime import date

import pytest

from bot.core.calendar import Calendar, DayOff, digest_day, week_name

SEPTEMBER = Calendar({date(2022, 9, 1): DayOff("Quốc khánh"), date(2022, 9, 2): DayOff("Quốc khánh")})
SWAP = Calendar({date(2026, 1, 2): DayOff("hoán đổi"), date(2026, 1, 10): DayOff("làm bù", works=True)})
TET = Calendar({date(2027, 2, 1 + n): DayOff("Tết") for n in range(5)})


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2022, 8, 31), 1, date(2022, 9, 5)),
        (date(2022, 9, 5), -1, date(2022, 8, 31)),
        (date(2022, 9, 3), 0, date(2022, 9, 3)),
        (date(2022, 9, 3), 1, date(2022, 9, 5)),
    ],
)
def test_counting_steps_over_days_off(start, days, end):
    assert SEPTEMBER.add(start, days) == end


def test_a_swapped_saturday_is_worked():
    assert SWAP.is_working_day(date(2026, 1, 10))
    assert not SWAP.is_working_day(date(2026, 1, 2))
    assert SWAP.between(date(2026, 1, 9), date(2026, 1, 12)) == 2


def test_the_last_day_of_a_period_rolls_to_the_next_working_day():
    assert SEPTEMBER.on_or_after(date(2022, 9, 1)) == date(2022, 9, 5)
    assert SEPTEMBER.on_or_before(date(2022, 9, 4)) == date(2022, 8, 31)


def test_days_between_change_sign_when_turned_round():
    assert SEPTEMBER.between(date(2022, 9, 5), date(2022, 8, 31)) == -1


def test_the_digest_moves_to_the_first_working_day_and_skips_a_week_without_one():
    assert digest_day(date(2022, 9, 7), SEPTEMBER) == date(2022, 9, 5)
    assert digest_day(date(2027, 2, 3), TET) is None
    assert week_name(date(2022, 9, 26)) == "2022-W39"
