"""Who may move a task where, and what is refused."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.core import lifecycle, orders
from bot.core.calendar import Calendar
from bot.core.lifecycle import Move, Refusal
from bot.core.permissions import Actor
from bot.core.timeliness import Standing, Timing, days_late, is_overdue, standing
from models import Role, State, Task

NOW = datetime(2022, 10, 3, 1, tzinfo=UTC)
TODAY = date(2022, 10, 3)
CALENDAR = Calendar()


def task(**given):
    return Task(
        **{
            "id": 1,
            "number": 1,
            "title": "Hoàn thiện quy chế",
            "lead": "STTTT",
            "assigned_on": date(2022, 9, 22),
            "assigned_at": NOW,
            "due_on": date(2022, 9, 30),
            **given,
        }
    )


def actor(role, agency=None):
    return Actor(1, "A", 1, role, agency)


HEAD, CONTACT = actor(Role.HEAD, "STTTT"), actor(Role.CONTACT, "STTTT")
OTHER, OFFICE, CHAIR = actor(Role.HEAD, "SNV"), actor(Role.OFFICE), actor(Role.CHAIR)
VICE, OBSERVER = actor(Role.VICE_CHAIR), actor(Role.OBSERVER)
ACTORS = (HEAD, CONTACT, OTHER, OFFICE, CHAIR, VICE, OBSERVER)


def allowed(decide):
    return {(one.role, one.agency) for one in ACTORS if isinstance(decide(one), Move)}


def test_only_the_lead_agency_and_the_office_update():
    updaters = {(Role.HEAD, "STTTT"), (Role.CONTACT, "STTTT"), (Role.OFFICE, None)}
    assert allowed(lambda by: lifecycle.acknowledge(task(), by, NOW)) == updaters
    assert allowed(lambda by: lifecycle.progress(task(), by, NOW, TODAY, note="đã có dự thảo")) == updaters
    assert allowed(lambda by: lifecycle.report_done(task(), by, NOW, TODAY)) == updaters


def test_only_the_office_and_leaders_accept_or_return():
    waiting = {"state": State.AWAITING, "reported_on": TODAY}
    assert allowed(lambda by: lifecycle.confirm(task(**waiting), by, NOW)) == {(Role.OFFICE, None), (Role.CHAIR, None)}
    given = {**waiting, "given_by": Role.VICE_CHAIR}
    assert (Role.VICE_CHAIR, None) in allowed(lambda by: lifecycle.confirm(task(**given), by, NOW))
    assert allowed(lambda by: lifecycle.return_for_more(task(**waiting), by, "thiếu phụ lục")) == {
        (Role.OFFICE, None),
        (Role.CHAIR, None),
    }


def test_the_office_updates_on_behalf_and_it_is_marked():
    assert lifecycle.progress(task(), OFFICE, NOW, TODAY, percent=50).on_behalf
    assert not lifecycle.progress(task(), HEAD, NOW, TODAY, percent=50).on_behalf


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (lambda: lifecycle.acknowledge(task(acknowledged_at=NOW), HEAD, NOW), "already-acknowledged"),
        (lambda: lifecycle.progress(task(), HEAD, NOW, TODAY, percent=120), "bad-percent"),
        (lambda: lifecycle.progress(task(), HEAD, NOW, TODAY), "nothing-said"),
        (lambda: lifecycle.progress(task(), HEAD, NOW, TODAY, note="x" * 1001), "note-too-long"),
        (lambda: lifecycle.progress(task(closed_at=NOW), HEAD, NOW, TODAY, percent=5), "already-closed"),
        (lambda: lifecycle.progress(task(state=State.SUSPENDED), HEAD, NOW, TODAY, percent=5), "suspended"),
        (lambda: lifecycle.report_done(task(is_parent=True), OFFICE, NOW, TODAY), "parent-task"),
        (lambda: lifecycle.report_done(task(state=State.AWAITING), HEAD, NOW, TODAY), "already-reported"),
        (lambda: lifecycle.confirm(task(), OFFICE, NOW), "not-reported"),
        (lambda: lifecycle.return_for_more(task(state=State.AWAITING), OFFICE, " "), "reason-needed"),
        (lambda: lifecycle.change_due(task(), OFFICE, date(2022, 9, 30), "", reason="x y z"), "same-date"),
        (lambda: lifecycle.change_due(task(), OFFICE, date(2022, 10, 9), "", reason=None), "reason-needed"),
        (lambda: lifecycle.change_due(task(), OFFICE, date(2022, 9, 1), "", reason="ghi sai"), "before-assignment"),
        (lambda: lifecycle.change_due(task(), HEAD, date(2022, 10, 9), "", reason="ghi sai"), "not-yours-to-date"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(verdict, code):
    assert verdict() == Refusal(code)


def test_the_original_date_is_written_once():
    first = lifecycle.change_due(
        task(due_on=None, original_due_on=None), OFFICE, date(2022, 10, 9), "9/10", reason=None
    )
    assert first.changes["original_due_on"] == date(2022, 10, 9)
    dated = task(original_due_on=date(2022, 9, 30))
    later = lifecycle.change_due(dated, OFFICE, date(2022, 10, 9), "9/10", reason="ghi sai ngày")
    assert "original_due_on" not in later.changes


def test_the_clock_stops_at_the_report_and_runs_on_when_returned():
    reported = task(state=State.AWAITING, reported_on=date(2022, 9, 30))
    assert not is_overdue(reported, date(2022, 12, 1))
    returned = lifecycle.return_for_more(reported, OFFICE, "thiếu phụ lục")
    assert returned.changes["reported_on"] is None
    assert is_overdue(task(), TODAY)
    assert days_late(task(), TODAY) == 3


def test_a_job_for_many_is_closed_by_the_office_when_every_part_is_accepted():
    parent = task(is_parent=True, lead=None, state=State.AWAITING)
    assert lifecycle.close_parent(parent, OFFICE, 1, NOW) == Refusal("parts-open")
    assert lifecycle.close_parent(parent, HEAD, 0, NOW) == Refusal("not-yours-to-order")
    assert lifecycle.close_parent(parent, OFFICE, 0, NOW).changes["state"] == State.COMPLETED
    assert lifecycle.close_parent(task(state=State.AWAITING), OFFICE, 0, NOW) == Refusal("not-for-many")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, None),
        ({"reported_on": TODAY + timedelta(days=1)}, "not-a-day-of-result"),
        ({"reported_on": date(2020, 1, 1)}, "not-a-day-of-result"),
        ({"reason": ""}, "reason-needed"),
        ({"reason": "x" * 5000}, "note-too-long"),
        ({"evidence": "x" * 5000}, "note-too-long"),
    ],
)
def test_a_small_task_is_completed_directly_with_a_reason_and_the_day_of_its_result(given, refusal):
    found = orders.complete(task(), OFFICE, NOW, TODAY, **{"reason": "việc nhỏ", "reported_on": TODAY, **given})
    assert (found.code if isinstance(found, Refusal) else None) == refusal
    if not refusal:
        assert (found.changes["reported_on"], found.changes["closed_at"], found.on_behalf) == (TODAY, NOW, True)


def test_a_task_that_becomes_recurring_keeps_its_original_date():
    rule = "FREQ=MONTHLY;BYMONTHDAY=25"
    dated = task(original_due_on=date(2022, 9, 30))
    given = {"reason": "báo cáo thường xuyên", "on_order": "Chủ tịch, 22/9/2022"}
    found = orders.repeat(dated, OFFICE, rule, date(2022, 9, 30), **given)
    assert "original_due_on" not in found.changes
    assert (found.changes["is_parent"], found.changes["each"], found.changes["lead"]) == (True, ["STTTT"], None)
    assert orders.repeat(dated, OFFICE, "hằng tháng", date(2022, 9, 30), **given) == Refusal("no-rule")
    assert orders.repeat(dated, OFFICE, rule, date(2022, 9, 30), reason="x") == Refusal("order-needed")


@pytest.mark.parametrize(
    ("given", "today", "expected"),
    [
        ({"due_on": None}, TODAY, Standing(Timing.NO_DATE)),
        ({}, date(2022, 9, 30), Standing(Timing.DUE_TODAY)),
        ({}, date(2022, 9, 27), Standing(Timing.DUE_SOON, 3)),
        ({}, date(2022, 9, 26), Standing(Timing.IN_TIME, 4)),
        ({}, date(2022, 10, 1), Standing(Timing.OVERDUE, 1)),
        ({"state": State.SUSPENDED}, TODAY, Standing(Timing.SUSPENDED)),
        ({"state": State.AWAITING, "reported_on": date(2022, 10, 2)}, TODAY, Standing(Timing.AWAITING_LATE, 2)),
        ({"state": State.COMPLETED, "reported_on": date(2022, 9, 30)}, TODAY, Standing(Timing.DONE)),
        ({"state": State.CANCELLED}, TODAY, Standing(Timing.CANCELLED)),
    ],
)
def test_how_a_task_stands(given, today, expected):
    assert standing(task(**given), today, CALENDAR) == expected


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("theo chỉ đạo của Chủ tịch ngày 22/9/2022", "Chủ tịch ngày 22/9/2022"),
        ("Theo ý kiến chỉ đạo của đồng chí Trưởng ban", "đồng chí Trưởng ban"),
        ("on the order of the chair, 22 September", "the chair, 22 September"),
        ("Chủ tịch, họp giao ban", "Chủ tịch, họp giao ban"),
        ("theo chỉ đạo", "theo chỉ đạo"),
    ],
)
def test_whose_order_it_is_stands_without_the_words_that_every_card_has(said, shown):
    assert orders.bare_order(said) == shown
