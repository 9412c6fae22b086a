"""What the database counts is what one gets by looking at every task, now and on an earlier day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.figures import class_of, counted
from bot.core.lifecycle import Move
from bot.store import figures, tasks
from bot.store.tasks import Source
from models import Agency, State, Task

TODAY = date(2022, 10, 3)
STATES = [State.ASSIGNED, State.IN_PROGRESS, State.AWAITING, State.COMPLETED, State.SUSPENDED, State.CANCELLED]
CLOSED = (State.COMPLETED, State.CANCELLED)
days = st.integers(-9, 9).map(lambda n: TODAY + timedelta(days=n))
kinds = st.tuples(st.sampled_from(STATES), st.none() | days, days, st.sampled_from(["A", "B"]))


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def give(db, state, due, reported, lead):
    start = TODAY - timedelta(days=20)
    task = Task(title="x", lead=lead, assigned_on=start, assigned_at=moment(start), state=state)
    task.due_on = task.original_due_on = due
    task.reported_on = reported if state in (State.AWAITING, State.COMPLETED) else None
    task.closed_at = moment(TODAY) if state in CLOSED else None
    return tasks.add(db, task, [])


@pytest.fixture
def filled(database):
    database.prepare()
    database.do(lambda db: db.add_all([Agency(code=code, name=code, short=code, kind="so") for code in "AB"]))
    return database


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_tasks=st.lists(kinds, max_size=12))
def test_classes_are_counted_as_each_task_is_classed_and_add_up(filled, given_tasks):
    def work(db):
        rows = [give(db, *one) for one in given_tasks]
        found = figures.figures(db, TODAY, Task.lead == "A")
        expected = counted(class_of(vars(row), TODAY) for row in rows if row.lead == "A")
        records = figures.by_agency(db, TODAY)
        db.rollback()
        return found, expected, records

    with filled.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM task")
    found, expected, records = filled_do(filled, work)
    assert found.adds_up
    assert found.classes == expected.classes
    assert found.total == expected.total
    assert sum(one.figures.total for one in records if one.agency == "A") == found.total


def filled_do(database, work):
    from sqlmodel import Session

    with Session(database.engine) as session:
        return work(session)


def test_an_earlier_day_is_counted_as_it_was(filled):
    """Two tasks were overdue a week ago; one was extended since, one was completed."""
    week_ago, since = date(2022, 9, 26), date(2022, 9, 27)

    def work(db):
        first = give(db, State.IN_PROGRESS, date(2022, 9, 20), TODAY, "A")
        second = give(db, State.IN_PROGRESS, date(2022, 9, 21), TODAY, "A")
        give(db, State.IN_PROGRESS, date(2022, 9, 30), TODAY, "A")
        later = Move("due_changed", {"due_on": date(2022, 10, 20)})
        tasks.record(db, first, later, by=None, at=moment(date(2022, 9, 28)), source=Source())
        done = Move("confirmed", {"state": State.COMPLETED, "closed_at": moment(TODAY), "reported_on": TODAY})
        tasks.record(db, second, done, by=None, at=moment(date(2022, 9, 29)), source=Source())
        return figures.snapshot(db, week_ago, moment(since)), figures.figures(db, TODAY)

    then, now = filled.do(work)
    assert (then.total, then.overdue, then.in_time, then.completed) == (3, 2, 1, 0)
    assert (now.total, now.overdue, now.in_time, now.completed) == (3, 1, 1, 1)


def test_a_period_counts_what_was_assigned_and_completed_in_it(filled):
    def work(db):
        give(db, State.COMPLETED, date(2022, 10, 3), TODAY, "A")
        give(db, State.COMPLETED, date(2022, 10, 2), TODAY, "A")
        give(db, State.IN_PROGRESS, date(2022, 10, 2), TODAY, "A")
        first, last = date(2022, 10, 1), date(2022, 10, 31)
        return figures.flow(db, first, last, moment(first), moment(date(2022, 11, 1)))

    found = filled.do(work)
    assert (found.assigned, found.completed, found.in_time, found.overdue_at_end) == (0, 2, 1, 1)
