"""Classes and rates, against figures that were published."""

from datetime import date

import pytest

from bot.core.figures import Figures, Rate, Record, class_of, ranked
from bot.core.intents import Order
from models import State

DA_NANG_2022 = Figures(8282, done_in_time=5361, done_late=1111, done_undated=460, in_time=1142, overdue=208)
GOVERNMENT_2017 = Figures(21914, done_in_time=14068, done_late=1983, in_time=5640, overdue=223)


def percent(rate: Rate) -> str:
    return f"{rate.hundredths / 100:.2f}"


def test_the_figures_of_da_nang_in_2022_come_out_as_published():
    found = DA_NANG_2022
    assert found.adds_up
    assert found.completed == 6932
    assert percent(found.completed_of_all) == "83.70"
    assert percent(found.in_time_of_all) == "64.73"
    assert percent(Rate(found.done_late, found.total)) == "13.41"
    assert percent(Rate(found.total - found.completed, found.total)) == "16.30"
    assert percent(Rate(found.overdue, found.total)) == "2.51"


def test_the_figures_of_the_government_in_2017_divide_by_what_has_come_due():
    """98.62 was published, cut; the same numbers rounded give 98.63."""
    found = GOVERNMENT_2017
    assert found.adds_up
    assert (found.completed, found.completed_of_due) == (16051, Rate(16051, 16274))
    assert percent(found.completed_of_due) == "98.63"
    assert percent(found.completed_of_all) == "73.25"


def test_figures_that_do_not_add_up_are_noticed():
    assert not Figures(5, done_in_time=2, in_time=2).adds_up


def test_of_nothing_there_is_no_percentage():
    assert Rate(0, 0).hundredths is None


@pytest.mark.parametrize(
    ("state", "due", "reported", "expected"),
    [
        (State.COMPLETED, date(2022, 9, 30), date(2022, 9, 30), "done_in_time"),
        (State.COMPLETED, date(2022, 9, 30), date(2022, 10, 1), "done_late"),
        (State.COMPLETED, None, date(2022, 10, 1), "done_undated"),
        (State.AWAITING, date(2022, 9, 30), date(2022, 9, 29), "in_time"),
        (State.AWAITING, date(2022, 9, 30), date(2022, 10, 1), "overdue"),
        (State.IN_PROGRESS, date(2022, 9, 30), None, "overdue"),
        (State.ASSIGNED, date(2022, 10, 3), None, "in_time"),
        (State.ASSIGNED, None, None, "undated"),
        (State.SUSPENDED, date(2022, 9, 1), None, "suspended"),
        (State.CANCELLED, date(2022, 9, 1), None, ""),
    ],
)
def test_a_task_stands_in_one_class(state, due, reported, expected):
    assert class_of({"state": state, "due_on": due, "reported_on": reported}, date(2022, 10, 3)) == expected


def agency(code: str, total: int, overdue: int, *, late: int = 0) -> Record:
    done = total - overdue - late
    return Record(code, Figures(total, done_in_time=done, done_late=late, overdue=overdue))


def test_agencies_are_ranked_among_those_with_as_many_tasks_and_overdue_tasks_come_before_percentages():
    found = ranked(
        [agency("S1", 10, 1), agency("S2", 12, 3), agency("S3", 400, 20), agency("S4", 8, 1, late=4)], Order.WORST
    )
    assert [(one.record.agency, one.place, one.among) for one in found] == [
        ("S3", 1, 1),
        ("S2", 1, 3),
        ("S4", 2, 3),
        ("S1", 3, 3),
    ]


def test_below_five_tasks_there_is_no_rank():
    found = ranked([agency("S1", 4, 4), agency("S2", 5, 0)], Order.BEST)
    assert [(one.record.agency, one.place) for one in found] == [("S2", 1), ("S1", None)]


def test_equal_figures_share_a_place():
    found = ranked([agency("S1", 5, 1), agency("S2", 5, 1), agency("S3", 5, 0)], Order.BEST)
    assert [one.place for one in found] == [1, 2, 2]
