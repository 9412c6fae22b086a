"""What is said is true and said once, and what is asked for is understood as the answer."""

from datetime import date, datetime

import pytest

from bot.core.buttons import action
from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from bot.store import people, tasks
from models import Role, State
from tests.city import ZONE
from tests.dialogues import given


@pytest.fixture
def head(city):
    given.task(city, "Rà soát hạ tầng số", "STTTT", "2022-09-30", support=["SNV"])
    return city.member("head", "Giám đốc", Role.HEAD, "STTTT")


def row(city, number=1):
    return city.database.do(lambda db: tasks.by_number(db, number))


@pytest.mark.parametrize(
    "line", ["kế hoạch đã trình, 324/BC-STTTT ngày 22/9/2022", "dang trinh https://danang.gov.vn/a"]
)
async def test_a_line_that_names_its_document_is_the_result_that_was_asked_for(city, head, line):
    await head.presses_raw(action("done", 1))
    assert "Đã ghi báo cáo kết quả NV-1" in await head.says(line)
    assert row(city).reported_on == date(2022, 9, 22)


async def test_a_line_without_a_document_that_only_tells_the_progress_is_no_result(city, head):
    await head.presses_raw(action("done", 1))
    await head.says("nv1 đang lấy ý kiến, 12/BC-STTTT")
    await head.says("hủy")
    assert row(city).reported_on is None


@pytest.mark.parametrize(
    ("words", "hour"),
    [("8 giờ 15", "08:15"), ("9h", "09:00"), ("10:5", "10:05"), ("8 gio ruoi", "08:30"), ("14", "14:00")],
)
async def test_the_hour_of_the_reminders_is_read_with_its_minutes(city, head, words, hour):
    await head.presses_raw(action("hour"))
    assert f"lúc {hour} các ngày làm việc" in await head.says(words)
    assert hour in city.database.do(people.reminder_hours)


async def test_a_result_returned_by_a_leader_is_called_so_and_can_be_reported_again_in_one_tap(city, head):
    await head.says("NV-1 xong 1/BC-STTTT ngày 22/9/2022")
    await city.office.presses("Trình lãnh đạo")
    await city.chair.presses("Trả lại")
    await city.chair.says("thiếu phụ lục")
    assert "Trưởng Ban Chỉ đạo đề nghị Quý cơ quan bổ sung NV-1" in head.last.text
    assert "Đã trả lại NV-1" in city.office.last.text
    await head.presses("Báo hoàn thành", on=head.last)
    await head.says("2/BC-STTTT ngày 22/9/2022")
    await city.chair.presses_raw(action("confirm", 1, row(city).revision))
    assert "Kết quả NV-1 đã được xác nhận" in city.office.last.text


async def test_a_result_that_is_only_its_document_is_shown_once(city, head):
    await head.says("NV-1 xong 1/BC-STTTT ngày 22/9/2022")
    assert city.office.last.text.count("1/BC-STTTT") == 1
    assert (await city.office.says("NV-1")).count("1/BC-STTTT") == 1


async def test_the_agency_that_is_waited_for_is_named_once_and_what_was_added_is_kept(city, head):
    await head.says("vướng mắc NV-1: chờ ý kiến Sở Nội vụ về biên chế")
    assert "về biên chế" in head.last.text
    await head.presses_raw(action("obst-is", 1, 0, "cho_y_kien"))
    assert (await head.says("so noi vu")).lower().count("nội vụ") == 1


async def test_an_agency_that_has_asked_for_a_later_date_is_not_told_to_ask_for_one(city, head):
    await head.says("xin gia hạn NV-1 đến 21/10/2022 vì chờ số liệu")
    await head.says("có")
    await city.goes_to("2022-10-03 08:00")
    letter = next(one.text for one in head.messages if "Nhắc việc" in one.text)
    assert "Đề nghị Quý cơ quan cập nhật tiến độ." in letter
    assert "đề xuất điều chỉnh" not in letter


async def test_a_whole_request_written_where_its_reason_is_asked_for_is_read_as_one(city, head):
    await head.presses_raw(action("extend", 1))
    said = await head.says("xin gia hạn NV-1 đến 21/10/2022 vì chờ số liệu")
    assert "bước 3/3" in said
    assert "Lý do: chờ số liệu" in said


async def test_an_opinion_with_a_day_that_is_not_later_is_asked_for_again(city, head):
    await head.says("xin gia hạn NV-1 đến 21/10/2022 vì chờ số liệu")
    await head.says("có")
    await city.office.presses("Ý kiến khác")
    assert "Hạn mới phải sau hạn hiện hành" in await city.office.says("đồng ý đến 29/9/2022")
    assert "Ngày đề xuất" in await city.office.says("đồng ý đến 14/10/2022")


async def test_the_toast_of_an_old_button_names_the_time_of_the_newer_change(city, head):
    await head.says("NV-1")
    city.clock.moment = datetime(2022, 9, 22, 15, 12, tzinfo=ZONE)
    await city.office.presses_raw(action("due", 1))
    await city.office.says("14/10/2022")
    await city.office.presses("✅ Đúng")
    await city.office.says("ghi nhầm ngày")
    await head.presses("Cập nhật")
    assert "15:12" in city.chat.toasts[-1]


async def test_the_next_date_is_not_that_of_a_suspended_or_reported_task(city, head):
    given.task(city, "Việc tạm dừng", "STTTT", "2022-09-26", state=State.SUSPENDED)
    given.task(city, "Việc đã báo cáo", "STTTT", "2022-09-27", state=State.AWAITING, reported_on=date(2022, 9, 22))
    assert "Gần nhất: NV-1" in await city.chair.says("có gì quá hạn?")


@pytest.mark.parametrize(
    ("who", "example"), [("chair", "“việc chờ tôi”"), ("office", "“đôn đốc NV-3”"), ("head", "“NV-3 50%”")]
)
async def test_the_examples_are_what_the_reader_may_write(city, head, who, example):
    member = head if who == "head" else getattr(city, who)
    assert example in await member.says("xyz qwerty")


async def test_after_two_questions_back_the_office_is_named(city, head):
    for _ in range(2):
        await head.says("xyz qwerty")
    said = await head.says("xyz qwerty")
    assert "Văn phòng: Thư ký, Chuyên viên" in said
    assert "☰ Danh mục" in head.buttons()[-1]


async def test_a_letter_about_one_task_of_many_agencies_offers_to_remind_again_tomorrow(city):
    number = given.task(city, "Gửi nhu cầu bồi dưỡng", None, "2022-09-30", is_parent=True)
    for agency in ("SXD", "STC"):
        given.task(city, "Gửi nhu cầu bồi dưỡng", agency, "2022-09-30", parent_id=row(city, number).id)
    await city.goes_to("2022-10-03 08:00")
    letter = next(one for one in city.office.messages if "Nhắc việc" in one.text)
    assert "2 cơ quan" in letter.text
    assert "🔔 Nhắc lại sáng mai" in [key.label for key in letter.keys]


@pytest.mark.parametrize(
    ("moment", "said"),
    [("2022-09-22 16:00", "trong ngày báo cáo"), ("2022-09-23 06:30", "1 ngày sau báo cáo")],  # 23:30 before in UTC
)
async def test_the_time_to_confirm_counts_the_days_of_the_city(city, head, moment, said):
    await head.says("NV-1 xong 1/BC-STTTT ngày 22/9/2022")
    city.clock.moment = datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    await city.office.presses("✅ Xác nhận")
    assert said in await city.office.says("lịch sử NV-1")


async def test_what_is_accepted_is_no_longer_to_be_looked_at(city):
    found = await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    assert "Tìm thấy 8 nhiệm vụ: 7 rõ, 1 cần xem lại" in found
    assert "Nhận" not in found
    left = await city.office.presses("Nhận 7 mục rõ")
    assert "Tìm thấy 8 nhiệm vụ: 0 rõ, 1 cần xem lại" in left
    assert "Nhận 7 · bỏ 0 · chưa duyệt 1" in left
