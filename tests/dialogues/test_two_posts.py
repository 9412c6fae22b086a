"""A person with posts in two agencies: asked "for whom?" only where it matters."""

import pytest

from bot.store import people, tasks
from models import Role, Task
from tests.city import ZONE, City, Member
from tests.dialogues import given


@pytest.fixture
def both(city: City) -> Member:
    """Head of two agencies."""
    member = city.member("hai", "Đỗ Văn Hải", Role.HEAD, "STTTT")

    def second(db):
        today = city.clock.now().astimezone(ZONE).date()
        person = people.actor_of(db, "fake", "hai", today).person_id
        people.add_post(db, person, role=Role.HEAD, agency="VPCDS", today=today)

    city.database.do(second)
    given.task(city, "Rà soát nền tảng", "STTTT", "2022-09-30")
    given.task(city, "Hoàn thiện quy chế", "VPCDS", "2022-09-30")
    return member


def last_event(city: City, task_id: int):
    return city.database.do(lambda db: tasks.history(db, task_id)[0])


async def test_an_act_on_a_task_of_one_of_them_needs_no_question(city, both):
    assert "Đã ghi NV-1" in await both.says("NV-1 50%")
    assert "Đã ghi NV-2" in await both.says("NV-2 60%")
    assert not last_event(city, 1).on_behalf
    assert not last_event(city, 2).on_behalf
    assert last_event(city, 1).post_id != last_event(city, 2).post_id


async def test_both_agencies_tasks_are_mine(city, both):
    mine = await both.says("việc của tôi")
    assert "Rà soát nền tảng" in mine
    assert "Hoàn thiện quy chế" in mine
    only = await both.says("việc của Sở TT&TT")
    assert "Hoàn thiện quy chế" not in only


async def test_a_job_that_both_have_a_part_in_is_asked_about(city, both):
    parent = given.task(city, "Gửi nhu cầu bồi dưỡng", None, "2022-09-30", is_parent=True)
    for agency in ("STTTT", "VPCDS"):
        city.database.do(
            lambda db, agency=agency: (
                tasks.add(
                    db,
                    Task(
                        title="Gửi nhu cầu bồi dưỡng",
                        lead=agency,
                        parent_id=parent,
                        assigned_on=city.clock.now().date(),
                        assigned_at=city.clock.now(),
                    ),
                    [],
                )
                and None
            )
        )
    assert "thay mặt cơ quan nào" in await both.says(f"NV-{parent} 30%")
    assert "Sở TT&TT" in both.buttons()
    assert "Đã ghi" in await both.presses("Sở TT&TT")
    parts = city.database.do(lambda db: [(part.lead, part.percent) for part in tasks.children(db, parent)])
    assert parts == [("STTTT", 30), ("VPCDS", None)], "what was said is recorded for the agency that was named"
    assert "thay mặt cơ quan nào" in await both.says(f"NV-{parent} 40%")
    assert "Đã ghi" in await both.says("VP CĐS")
    parts = city.database.do(lambda db: [(part.lead, part.percent) for part in tasks.children(db, parent)])
    assert parts == [("STTTT", 30), ("VPCDS", 40)]


async def test_a_member_of_the_office_who_heads_an_agency_reports_for_it_and_confirms_for_the_office(city):
    def second(db):
        today = city.clock.now().astimezone(ZONE).date()
        person = people.actor_of(db, "fake", "colleague", today).person_id
        people.add_post(db, person, role=Role.HEAD, agency="VPCDS", today=today)

    city.database.do(second)
    given.task(city, "Hoàn thiện quy chế", "VPCDS", "2022-09-30")
    await city.colleague.says("NV-1")
    await city.colleague.presses("✅ Báo hoàn thành")
    await city.colleague.says("12/BC-VPCDS ngày 22/9/2022")
    assert not last_event(city, 1).on_behalf
    await city.colleague.says("NV-1")
    assert "✅ Xác nhận" in city.colleague.buttons()
