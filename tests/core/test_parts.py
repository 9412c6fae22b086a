"""Sub-tasks: who may do what with them, what a line says of one, how they follow their task."""

from datetime import UTC, date, datetime

import pytest

from bot.core import parts, rights
from bot.core.lifecycle import Move, Refusal, report_done
from bot.core.permissions import Actor, may_see
from bot.core.rights import Act
from bot.core.urging import may_urge
from locales import phrases
from models import Role, State, Task

NOW = datetime(2022, 9, 22, 7, tzinfo=UTC)
TODAY = NOW.date()
OWNER_HEAD = Actor(1, "Giám đốc", 1, Role.HEAD, "STTTT")
OWNER_CONTACT = Actor(2, "Đầu mối", 2, Role.CONTACT, "STTTT")
DOER = Actor(3, "Giám đốc", 3, Role.CONTACT, "SNV")
OTHER = Actor(4, "Giám đốc", 4, Role.HEAD, "SXD")
ABOVE = [Actor(n, "x", n, role) for n, role in enumerate((Role.CHAIR, Role.VICE_CHAIR, Role.OFFICE, Role.OBSERVER), 5)]
BOTH, OWN = {"owner", "doer"}, {"owner"}
TABLE = {
    Act.ACKNOWLEDGE: ({"doer"}, "assigned in_progress"),
    Act.UPDATE: (BOTH, "assigned in_progress"),
    Act.REPORT: (BOTH, "assigned in_progress"),
    Act.OBSTACLE: (BOTH, "assigned in_progress"),
    Act.CONFIRM: (OWN, "awaiting_confirmation"),
    Act.RETURN: (OWN, "awaiting_confirmation"),
    Act.SET_DUE: (OWN, "assigned in_progress awaiting_confirmation suspended"),
    Act.WITHDRAW: (OWN, "assigned in_progress awaiting_confirmation suspended"),
    Act.CHANGE_CONTENT: (OWN, "assigned in_progress awaiting_confirmation suspended"),
    Act.REOPEN: (OWN, "completed"),
}


def part(**given):
    facts = {"id": 2, "parent_id": 1, "is_sub": True, "sub_number": 1, "title": "Việc con", "lead": "SNV"}
    return Task(**{**facts, "given_by_agency": "STTTT", "assigned_on": TODAY, "due_on": date(2022, 10, 20), **given})


def whole(**given):
    facts = {"id": 1, "number": 1, "title": "Việc", "lead": "STTTT", "assigned_on": TODAY}
    return Task(**{**facts, "due_on": date(2022, 10, 28), **given})


@pytest.mark.parametrize("act", Act)
def test_who_may_do_what_with_a_sub_task_and_in_which_states(act):
    who, states = TABLE.get(act, (set(), ""))
    people = [("owner", OWNER_HEAD), ("owner", OWNER_CONTACT), ("doer", DOER), ("other", OTHER)]
    people += [("above", one) for one in ABOVE]
    for state in State:
        for name, actor in people:
            expected = name in who and state in states.split()
            assert rights.may(act, actor, part(state=state)) == expected, (act, state, name, actor.role)


def test_no_part_of_a_part_and_none_of_a_job_for_many():
    assert rights.refused(Act.GIVE_PART, OWNER_HEAD, part()) == "part-has-no-such-act"
    assert rights.refused(Act.GIVE_PART, OWNER_HEAD, whole(is_parent=True, lead=None)) == "parent-task"


def test_other_agencies_see_nothing_of_it_and_leaders_only_look_on():
    assert [may_see(one, part(), ()) for one in (OWNER_CONTACT, DOER, OTHER)] == [True, True, False]
    assert all(may_see(one, part(), ()) for one in ABOVE)
    assert not any(may_urge(one, part()) for one in (*ABOVE, OWNER_CONTACT, DOER, OTHER))


def test_the_head_who_gave_it_urges_whoever_does_it():
    assert may_urge(OWNER_HEAD, part())


def test_the_doer_reports_and_the_owner_says_that_it_is_done():
    assert report_done(part(), DOER, NOW, TODAY).kind == "reported"
    done = report_done(part(), OWNER_CONTACT, NOW, TODAY)
    assert (done.kind, done.changes["state"], done.changes["closed_at"]) == ("part_done", State.COMPLETED, NOW)
    assert not done.on_behalf


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, None),
        ({"lead": "STTTT"}, None),
        ({"due_on": date(2022, 10, 28)}, None),
        ({"due_on": None}, None),
        ({"due_on": date(2022, 10, 29)}, "after-parent"),
        ({"due_on": date(2022, 9, 21)}, "date-passed"),
        ({"lead": "SXD"}, "part-of-whom"),
        ({"title": ""}, "content-needed"),
        ({"title": "x" * 5000}, "note-too-long"),
    ],
)
def test_what_can_be_given(facts, refusal):
    given = {"title": "Lập danh mục", "lead": "SNV", "due_on": date(2022, 10, 20), "support": ["SNV"], **facts}
    found = parts.give(whole(), OWNER_CONTACT, NOW, TODAY, **given)
    assert (found.code if isinstance(found, Refusal) else None) == refusal


def test_giving_one_changes_nothing_of_the_tasks_date():
    found = parts.give(whole(), OWNER_HEAD, NOW, TODAY, title="Việc con", lead="STTTT", due_on=None, support=[])
    assert isinstance(found, Move)
    assert not {"due_on", "original_due_on", "lead", "title"} & set(found.changes)


@pytest.mark.parametrize(
    ("parent", "own", "changes"),
    [
        ({"state": State.SUSPENDED}, {}, {"state": State.SUSPENDED, "state_before": State.IN_PROGRESS}),
        ({"state": State.CANCELLED, "closed_at": NOW}, {}, {"state": State.CANCELLED, "closed_at": NOW}),
        ({"state": State.COMPLETED, "closed_at": NOW}, {}, {"state": State.CANCELLED, "closed_at": NOW}),
        ({"lead": "SXD"}, {"lead": "STTTT"}, {"state": State.CANCELLED, "closed_at": NOW}),
        ({"lead": "SXD"}, {}, {"given_by_agency": "SXD"}),
        ({"lead": "SNV"}, {}, {"given_by_agency": "SNV"}),
        ({}, {"state": State.SUSPENDED, "state_before": State.AWAITING}, {"state": State.AWAITING}),
        ({}, {}, None),
        ({"state": State.SUSPENDED}, {"state": State.COMPLETED, "closed_at": NOW}, None),
    ],
)
def test_a_sub_task_goes_the_way_of_its_task(parent, own, changes):
    found = parts.follow(part(**{"state": State.IN_PROGRESS, **own}), whole(**parent), NOW)
    assert (found is None) == (changes is None)
    assert changes is None or changes.items() <= dict(found.changes).items()


@pytest.mark.parametrize(
    ("line", "who", "title"),
    [
        ("P.CNTT lập danh mục", "P.CNTT", "lập danh mục"),
        ("Phòng Tổ chức cán bộ rà soát biên chế", "Phòng Tổ chức cán bộ", "rà soát biên chế"),
        ("phong cntt lap danh muc", "phong cntt", "lap danh muc"),
        ("đ/c Hải: tổng hợp số liệu, hạn", "đ/c Hải", "tổng hợp số liệu"),
        ("IT unit: make the list, due", "IT unit", "make the list"),
        ("lập danh mục", "", "lập danh mục"),
        ("Bản đồ số xây dựng lớp nền", "", "Bản đồ số xây dựng lớp nền"),
        ("Trung tâm Dữ liệu", "", "Trung tâm Dữ liệu"),
        (":", "", ""),
    ],
)
def test_who_does_it_and_what_are_found_in_a_line(line, who, title):
    both = [phrases("parts", language) for language in ("vi", "en")]
    reader = parts.PartReader(both, phrases("conclusions", "vi")["verbs"]["act"])
    assert reader.read(line) == parts.Read(who, title)
