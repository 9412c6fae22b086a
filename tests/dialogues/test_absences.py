"""Deputies, hand-overs, put-off reminders: who may, who may not, and when it ends."""

import pytest
import sqlalchemy as sa

from bot.store import tasks
from models import Delegation, Role, Snooze, Task
from tests.city import City
from tests.dialogues import given


@pytest.fixture
def staff(city: City):
    head = city.member("giang", "Hoàng Thị Giang", Role.HEAD, "STTTT")
    contact = city.member("hai", "Đỗ Văn Hải", Role.CONTACT, "STTTT")
    city.member("khac", "Ngô Văn Hải", Role.HEAD, "SGTVT")
    return head, contact


def count(city: City, table) -> int:
    with city.database.engine.begin() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()


async def test_a_deputy_comes_from_the_same_agency_and_has_the_rights_until_the_last_day(city, staff):
    head, contact = staff
    await head.says("tôi đi công tác đến 26/9, đồng chí Hải thay")
    assert "Đỗ Văn Hải thay đồng chí?" in head.last.text, "the Hải of another agency is not meant"
    await head.presses("✅ Đồng ý")
    assert "Thủ trưởng cơ quan" in await contact.says("/caidat")
    city.clock.moment = city.clock.moment.replace(day=27)
    assert "Cán bộ đầu mối" in await contact.says("/caidat")


async def test_what_is_missing_is_asked_for_and_nonsense_is_refused(city, staff):
    head, _ = staff
    await head.says("tôi đi công tác")
    assert "đến hết ngày nào" in head.last.text
    assert "một năm" in await head.says("1/9/2022")
    assert "Ai thay" in await head.says("30/9/2022")
    assert "mang tên “Bình”" in await head.says("Bình")
    await head.presses("Đỗ Văn Hải")
    await head.presses("✖ Hủy")
    assert count(city, Delegation) == 0


async def test_a_forged_or_late_button_makes_nobody_a_deputy(city, staff):
    for button in ("v1|away-yes|6|0|", "v1|away-who|6|0|", "v1|away-yes|7|0|"):
        await city.inbound("giang", button=button)
    assert count(city, Delegation) == 0
    await city.chair.says("tôi đi công tác đến 30/9")
    await city.chair.presses("Phó Chủ tịch")
    await city.chair.presses("✅ Đồng ý")
    assert count(city, Delegation) == 1
    await city.inbound("giang", button="v1|away-end|1|0|")
    given.task(city, "Việc của Trưởng ban", "STTTT")
    await city.goes_to("2022-09-26 08:00")
    assert "tổng hợp tuần" in city.vice_chair.last.text
    assert not any("tổng hợp tuần" in one.text for one in city.chair.messages), "the deputy gets it"


async def test_only_one_who_still_holds_a_post_stands_in(city, staff):
    head, contact = staff
    await head.says("tôi đi công tác đến 30/9, đồng chí Hải thay")
    await head.presses("✅ Đồng ý")
    await city.inbound("office", button="v1|post-end|6|0|")
    await contact.says("NV-1")
    assert "chấm dứt" in contact.messages[-2].text
    assert "Hệ thống dành cho thành viên" in contact.last.text


async def test_a_post_passes_with_its_open_tasks_and_the_old_access_ends(city, staff):
    head, contact = staff
    given.task(city, "Rà soát nền tảng", "STTTT", "2022-09-30")
    await city.inbound("office", button="v1|post-given|5|0|6")
    assert "đã nhận bàn giao" in city.office.last.text
    assert "Rà soát nền tảng" in contact.last.text
    assert "Thủ trưởng cơ quan" in await contact.says("/caidat")
    assert "chấm dứt" in head.last.text
    event = city.database.do(lambda db: tasks.history(db, 1)[0])
    assert (event.kind, event.note) == ("handed_over", "Hoàng Thị Giang → Đỗ Văn Hải")
    assert city.database.do(tasks.broken_chains) == []


async def test_a_vice_chairs_tasks_pass_to_the_successor(city):
    new = city.member("moi", "Phó Chủ tịch mới", Role.OBSERVER)
    given.task(city, "Báo cáo", "STTTT", "2022-09-30", given_by=Role.VICE_CHAIR, given_by_person=2)
    await city.inbound("office", button="v1|post-given|2|0|5")
    assert "đã nhận bàn giao" in city.office.last.text
    with city.database.engine.begin() as connection:
        assert connection.execute(sa.select(Task.given_by_person)).scalar() == 5
    assert "Phó Trưởng Ban" in await new.says("/caidat")


async def test_the_chair_and_another_agency_hand_nothing_over(city, staff):
    for account in ("chair", "khac", "hai"):
        await city.inbound(account, button="v1|post-given|5|0|6")
        await city.inbound(account, button="v1|post-over|5|0|")
    assert "Thủ trưởng cơ quan" in await staff[0].says("/caidat")


async def test_all_tasks_of_a_letter_are_put_off_together_and_only_the_readers(city, staff):
    head, _contact = staff
    for title in ("Việc một", "Việc hai"):
        given.task(city, title, "STTTT", "2022-09-27")
    await city.goes_to("2022-09-26 08:00")
    await head.presses("🔔 Nhắc lại cả 2")
    assert "Hạn không thay đổi" in head.last.text
    assert count(city, Snooze) == 2
    await city.inbound("hai", button="v1|snooze-undo|1|0|")
    await city.goes_to("2022-09-27 08:00")
    assert "Nhắc việc: 2 nhiệm vụ" in head.last.text
    with city.database.engine.begin() as connection:
        assert {str(day) for day in connection.execute(sa.select(Task.due_on)).scalars()} == {"2022-09-27"}


async def test_a_task_of_somebody_else_or_a_moment_in_the_past_cannot_be_put_off(city, staff):
    head, _ = staff
    given.task(city, "Việc của Sở khác", "SGTVT", "2022-09-27")
    await city.inbound("giang", button="v1|snooze|1|0|")
    assert "Không có lời nhắc nào" in head.last.text
    await city.inbound("giang", button="v1|snooze-all|0|0|", message_ref="999")
    assert count(city, Snooze) == 0


async def test_a_reminder_put_off_to_the_afternoon_comes_in_a_letter_of_its_own(city, staff):
    head, _ = staff
    given.task(city, "Việc một", "STTTT", "2022-09-27")
    await city.goes_to("2022-09-26 08:00")
    await head.says("NV-1")
    await head.says("nhắc lại lúc 15 giờ chiều nay")
    assert "Sẽ nhắc lại 15:00" in head.last.text
    before = len(head.messages)
    await city.goes_to("2022-09-26 14:30")
    assert len(head.messages) == before
    await city.goes_to("2022-09-26 15:00")
    assert "Nhắc lại theo đề nghị" in head.last.text
    await city.goes_to("2022-09-26 15:30")
    assert len(head.messages) == before + 1
