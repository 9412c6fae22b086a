"""The changes of 1 March and 1 July 2025, with the shipped directory of Đà Nẵng."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.store import tasks
from models import Role, Support, Task
from tests.city import ZONE, City
from tests.dialogues import given


@pytest.fixture
def spring(city: City):
    """Late February 2025: three departments that will merge, one district, one department that stays."""
    city.clock.moment = datetime(2025, 2, 27, 9, tzinfo=ZONE)
    given.task(city, "Đề xuất phương án quan trắc", "STNMT", "2025-03-20", support=["SXD", "STTTT"])
    given.task(city, "Rà soát nền tảng số", "STTTT", "2025-03-21", support=["SKHCN"])
    given.task(city, "Báo cáo giao thông thông minh", "CATP", "2025-03-24", support=["SGTVT", "SXD"])
    given.task(city, "Thành lập tổ công nghệ số cộng đồng", "Q-HAICHAU", "2025-08-29", support=["SVHTT"])
    return city


def leads(city: City) -> list[str]:
    with city.database.engine.begin() as connection:
        return [row[0] for row in connection.execute(sa.select(Task.lead).order_by(Task.id))]


def support(city: City) -> set[tuple[int, str]]:
    with city.database.engine.begin() as connection:
        return set(connection.execute(sa.select(Support.task_id, Support.agency_code)).all())


async def test_on_the_day_tasks_follow_where_the_relation_says_so(spring):
    new = spring.member("so-nnmt", "Giám đốc NN&MT", Role.HEAD, "SNNMT")
    await spring.goes_to("2025-02-28 09:00")
    assert leads(spring) == ["STNMT", "STTTT", "CATP", "Q-HAICHAU"], "not a day too early"
    await spring.goes_to("2025-03-01 09:00")
    assert leads(spring) == ["SNNMT", "SKHCN25", "CATP", "Q-HAICHAU"]
    assert support(spring) == {(1, "SXD25"), (1, "SKHCN25"), (3, "SXD25"), (4, "SVHTT")}
    assert "Đề xuất phương án quan trắc" in new.last.text
    assert "Sở Tài nguyên và Môi trường" in new.last.text
    count = len(new.messages)
    await spring.goes_to("2025-03-01 09:10")
    assert len(new.messages) == count, "once"
    assert spring.database.do(tasks.broken_chains) == []


async def test_the_history_keeps_the_old_name_and_the_old_name_still_asks(spring):
    await spring.goes_to("2025-03-03 09:00")
    await spring.chair.says("NV-1 lịch sử")
    assert "Sở TN&MT → Sở NN&MT" in spring.chair.last.text
    assert "Đề xuất phương án quan trắc" in await spring.chair.says("việc của Sở TN&MT")
    assert "Đề xuất phương án quan trắc" in await spring.chair.says("viec cua so nn&mt")


async def test_the_people_of_the_old_body_are_offered_and_not_moved_by_themselves(spring):
    old = spring.member("so-tnmt", "Đặng Thị Mai", Role.HEAD, "STNMT")
    await spring.goes_to("2025-03-01 09:00")
    note = next(one for one in spring.office.messages if "Sở TN&MT → Sở NN&MT" in one.text)
    assert "Người của cơ quan cũ: 1" in note.text
    assert "quan trắc" not in await old.says("việc của tôi")
    await spring.office.presses("Chuyển người", on=note)
    await spring.office.presses("👤")
    await spring.office.presses("Sở NN&MT")
    assert "Đặng Thị Mai nay thuộc Sở NN&MT" in spring.office.last.text + note.text
    assert "Sở Nông nghiệp và Môi trường" in old.last.text
    assert "quan trắc" in await old.says("việc của tôi")


async def test_a_districts_task_waits_for_the_office_and_goes_where_it_says(spring):
    ward = spring.member("p-hoacuong", "Chủ tịch phường", Role.HEAD, "P-HOACUONG")
    await spring.goes_to("2025-07-01 08:00")
    assert leads(spring)[3] == "Q-HAICHAU", "never without a person"
    assert (4, "SVHTTDL") in support(spring)
    asked = [one for one in spring.office.messages if "đã kết thúc" in one.text]
    assert "1 nhiệm vụ" in asked[-1].text
    await spring.goes_to("2025-07-02 08:00")
    await spring.office.says("/tochuclai")
    await spring.office.presses("1")
    await spring.office.presses("1")
    assert {"phường Hải Châu", "phường Hòa Cường"} <= set(spring.office.buttons())
    await spring.office.presses("Hòa Cường")
    assert leads(spring)[3] == "P-HOACUONG"
    assert "Thành lập tổ công nghệ số cộng đồng" in ward.last.text
    history = spring.database.do(lambda db: tasks.history(db, 4)[0])
    assert (history.person_name, history.old["lead"]) == ("Thư ký", "Q-HAICHAU")


async def test_another_agency_can_be_written_and_only_the_office_decides(spring):
    await spring.goes_to("2025-07-01 08:00")
    for account in ("chair", "vice"):
        await spring.inbound(account, button="v1|reorg-give|4|0|P-HAICHAU")
        await spring.inbound(account, button="v1|reorg|0|0|")
    assert leads(spring)[3] == "Q-HAICHAU"
    await spring.inbound("office", button="v1|reorg-task|4|0|")
    assert "Không tìm thấy cơ quan" in await spring.office.says("sở trên trời")
    await spring.office.says("Sở Nội vụ")
    assert leads(spring)[3] == "SNV25"


async def test_a_body_that_has_ended_cannot_be_chosen(spring):
    await spring.goes_to("2025-07-01 08:00")
    await spring.inbound("office", button="v1|reorg-give|4|0|STNMT")
    assert leads(spring)[3] == "Q-HAICHAU"


async def test_what_will_come_is_shown_before_the_day(spring):
    spring.clock.moment += timedelta(hours=1)
    text = await spring.office.says("/tochuclai")
    assert "Sở TN&MT đến" in text
    assert "Sở NN&MT: 1" in text
    assert "chờ quyết định" in text


async def test_a_finished_task_keeps_its_lead(spring):
    head = spring.member("so-tnmt", "Giám đốc", Role.HEAD, "STNMT")
    await head.says("NV-1 xong 12/BC-STNMT ngày 27/2/2025")
    await spring.office.presses("✅ Xác nhận")
    await spring.goes_to("2025-03-01 09:00")
    assert leads(spring)[0] == "STNMT"
