"""Which periods of a recurring job are made."""

from datetime import date

import pytest

from bot.core.recurrence import is_rule, owed

RULE, FIRST = "FREQ=MONTHLY;BYMONTHDAY=25", date(2022, 9, 25)


@pytest.mark.parametrize(
    ("today", "reach", "made", "expected"),
    [
        (date(2022, 9, 26), date(2022, 10, 5), [date(2022, 9, 25)], []),
        (date(2022, 10, 17), date(2022, 10, 26), [date(2022, 9, 25)], [date(2022, 10, 25)]),
        (date(2022, 10, 18), date(2022, 10, 27), [date(2022, 9, 25), date(2022, 10, 25)], []),
        # out of order for half a year: the latest three that were missed, and the one that comes
        (
            date(2023, 4, 20),
            date(2023, 5, 2),
            [date(2022, 9, 25)],
            [date(2023, 1, 25), date(2023, 2, 25), date(2023, 3, 25), date(2023, 4, 25)],
        ),
    ],
)
def test_periods_are_made_in_time_and_each_once(today, reach, made, expected):
    assert owed(RULE, FIRST, made, today, reach) == expected


@pytest.mark.parametrize(("rule", "good"), [(RULE, True), ("FREQ=SOMETIMES", False), ("", False), ("x", False)])
def test_a_rule_that_cannot_be_followed_is_none(rule, good):
    assert is_rule(rule) is good
