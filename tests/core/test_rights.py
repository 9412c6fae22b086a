"""The table of rights and states, compared with the committee's rules cell by cell."""

from datetime import date

import pytest

from bot.core import rights
from bot.core.permissions import Actor
from bot.core.rights import Act, Rules
from models import Role, State, Task

LEAD_HEAD = Actor(1, "Giám đốc", 1, Role.HEAD, "STTTT")
LEAD_CONTACT = Actor(2, "Đầu mối", 2, Role.CONTACT, "STTTT")
SUPPORT_HEAD = Actor(3, "Giám đốc", 3, Role.HEAD, "SNV")
OFFICE = Actor(4, "Thư ký", 4, Role.OFFICE)
CHAIR = Actor(5, "Chủ tịch", 5, Role.CHAIR)
VICE = Actor(6, "Phó Chủ tịch", 6, Role.VICE_CHAIR)
OTHER_VICE = Actor(7, "Phó Chủ tịch", 7, Role.VICE_CHAIR)
OBSERVER = Actor(8, "Quan sát", 8, Role.OBSERVER)
EVERYBODY = {
    "head": LEAD_HEAD,
    "contact": LEAD_CONTACT,
    "support": SUPPORT_HEAD,
    "office": OFFICE,
    "chair": CHAIR,
    "vice": VICE,
    "other vice": OTHER_VICE,
    "observer": OBSERVER,
}
# Who may, of a task that the vice chair gave; in which states.
OURS = {"head", "contact", "office"}
ABOVE = {"office", "chair", "vice"}
TABLE = {
    Act.ACKNOWLEDGE: (OURS, "assigned in_progress"),
    Act.UPDATE: (OURS, "assigned in_progress"),
    Act.REPORT: (OURS, "assigned in_progress"),
    Act.OBSTACLE: (OURS, "assigned in_progress"),
    Act.ASK_EXTENSION: (OURS, "assigned in_progress"),
    Act.ADVISE: ({"office"}, "assigned in_progress awaiting_confirmation"),
    Act.DECIDE_EXTENSION: ({"vice"}, "assigned in_progress awaiting_confirmation"),
    Act.CONFIRM: (ABOVE, "awaiting_confirmation"),
    Act.RETURN: (ABOVE, "awaiting_confirmation"),
    Act.PUT_UP: ({"office"}, "awaiting_confirmation"),
    Act.SET_DUE: ({"office", "chair"}, "assigned in_progress awaiting_confirmation suspended"),
    Act.SUSPEND: (ABOVE, "assigned in_progress awaiting_confirmation"),
    Act.RESUME: (ABOVE, "suspended"),
    Act.WITHDRAW: (ABOVE, "assigned in_progress awaiting_confirmation suspended"),
    Act.REOPEN: (ABOVE, "completed"),
    Act.CHANGE_LEAD: (ABOVE, "assigned in_progress suspended"),
    Act.CHANGE_CONTENT: (ABOVE, "assigned in_progress awaiting_confirmation suspended"),
    Act.COMPLETE: (ABOVE, "assigned in_progress"),
    Act.REPEAT: (ABOVE, "assigned in_progress"),
    Act.CLOSE: (set(), ""),  # of a job for many only
    Act.GIVE_PART: ({"head", "contact"}, "assigned in_progress"),
    Act.OPINE: ({"support"}, "assigned in_progress awaiting_confirmation suspended"),
}


def task(**given):
    day = date(2022, 9, 22)
    facts = {"id": 1, "number": 1, "title": "Việc", "lead": "STTTT", "assigned_on": day, "given_by": Role.VICE_CHAIR}
    return Task(**{**facts, "given_by_person": 6, **given})


def test_every_act_stands_in_the_table():
    assert set(TABLE) == set(Act) == set(rights.TABLE)


@pytest.mark.parametrize("act", Act)
def test_who_may_do_it_and_in_which_states(act):
    who, states = TABLE[act]
    for state in State:
        for name, actor in EVERYBODY.items():
            expected = name in who and state in states.split()
            assert rights.may(act, actor, task(state=state)) == expected, (act, state, name)


def test_the_chair_and_not_a_vice_chair_decides_about_what_the_chair_gave():
    given = task(given_by=Role.CHAIR, given_by_person=None)
    for act in (Act.DECIDE_EXTENSION, Act.SUSPEND, Act.WITHDRAW, Act.CHANGE_CONTENT):
        assert rights.may(act, CHAIR, given)
        assert not rights.may(act, VICE, given)


def test_the_third_later_date_is_the_chairs_to_decide():
    third = task(extended=2)
    assert rights.may(Act.DECIDE_EXTENSION, CHAIR, third)
    assert not rights.may(Act.DECIDE_EXTENSION, VICE, third)


def test_the_rules_that_the_committee_sets():
    assert rights.refused(Act.REPORT, LEAD_CONTACT, task(), Rules(result_by_head_only=True)) == "head-reports"
    assert rights.may(Act.REPORT, LEAD_HEAD, task(), Rules(result_by_head_only=True))
    assert rights.may(Act.DECIDE_EXTENSION, OFFICE, task(), Rules(office_decides_extensions=True))


def test_what_was_put_to_the_leader_is_no_longer_the_offices():
    waiting = task(state=State.AWAITING, with_leader_on=date(2022, 9, 30))
    assert rights.refused(Act.CONFIRM, OFFICE, waiting) == "with-leader"
    assert rights.may(Act.CONFIRM, VICE, waiting)


def test_a_job_for_many_is_closed_by_those_above():
    for state in State:
        parent = task(is_parent=True, lead=None, state=state)
        for name, actor in EVERYBODY.items():
            expected = name in ABOVE and state is State.AWAITING
            assert rights.may(Act.CLOSE, actor, parent) == expected, (state, name)
    assert not rights.may(Act.CLOSE, CHAIR, task(is_parent=True, state=State.AWAITING, recurrence="FREQ=MONTHLY"))


def test_of_a_job_for_many_only_the_parts_are_worked_on():
    parent = task(is_parent=True, lead=None)
    assert rights.refused(Act.REPORT, OFFICE, parent) == "parent-task"
    assert rights.may(Act.SUSPEND, CHAIR, parent)
