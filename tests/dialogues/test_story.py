"""The main job, end to end: a conclusion becomes tasks, agencies answer, the chair asks, Monday comes."""

import pytest

from bot.directory.sample import SAMPLE_NAME, sample_conclusion
from models import Role
from tests.city import City
from tests.dialogues import given


@pytest.fixture
def tttt(city: City):
    return city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")


async def review_everything(city: City) -> None:
    """Accepts item by item; what has no lead gets one."""
    office = city.office
    await office.presses("Duyệt từng mục")
    for _ in range(40):
        if "Sẵn sàng giao" in office.last.text:
            return
        if "chưa nêu cơ quan" in office.last.text or "chưa rõ; văn bản ghi" in office.last.text:
            await office.presses("Sửa cơ quan", on=office.last)
            await office.says("Sở TT&TT")
        await office.presses("Nhận", on=office.last)
    raise AssertionError(office.last.text)


async def test_a_conclusion_becomes_tasks_and_a_task_is_confirmed(city, tttt):
    office = city.office
    summary = await office.uploads(SAMPLE_NAME, sample_conclusion())
    assert "Tìm thấy" in summary
    assert "Chưa giao, chưa gửi gì." in summary
    await review_everything(city)
    assert not tttt.messages, "nobody is told before the office assigns"
    assigned = await office.presses("📤 Giao")
    assert "Đã giao" in assigned
    assert any("giao Quý cơ quan chủ trì" in message.text for message in tttt.messages)

    noted = await tttt.presses("Đã tiếp nhận")
    assert "📩 Đã tiếp nhận" in noted
    mine = await tttt.says("việc của tôi")
    assert "NV-" in mine
    number = mine.split("NV-")[1].split(" ")[0]
    assert f"Đã ghi NV-{number}: 0% → 50%" in await tttt.says(f"NV-{number} 50%")
    assert "số và ngày văn bản" in await tttt.says(f"NV-{number} xong rồi")
    assert "Chờ Văn phòng xác nhận" in await tttt.says("324/BC-STTTT ngày 29/9/2022")
    assert "324/BC-STTTT" in office.last.text
    assert f"Đã xác nhận hoàn thành NV-{number}" in await office.presses("✅ Xác nhận")
    assert f"Kết quả NV-{number} đã được xác nhận" in tttt.last.text


async def test_the_same_file_is_recognised_the_second_time(city):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    assert "đã được nhận" in await city.office.uploads("khac.docx", sample_conclusion())


async def test_the_review_goes_on_with_another_member_of_the_office(city):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await city.office.presses("Duyệt từng mục")
    await city.colleague.says("/menu")
    assert "Đã đọc xong" in await city.colleague.presses("Đang duyệt")


async def test_the_chair_hears_exactly_what_is_overdue(city, tttt):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    await city.office.presses("📤 Giao")
    assert "Không có nhiệm vụ quá hạn" in await city.chair.says("có gì quá hạn?")
    city.clock.moment = city.clock.moment.replace(year=2023)
    for question in ("có gì quá hạn?", "co gi qua han", "what's overdue?", "/quahan"):
        answer = await city.chair.says(question)
        assert answer.startswith("🔴 Quá hạn:"), (question, answer)
    assert "quá hạn" in await tttt.says("co gi qua han")


async def test_the_digest_comes_once_and_letters_once_a_morning(city, tttt):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    await city.office.presses("📤 Giao")
    city.chair.unread()
    tttt.unread()
    await city.lives_until("2022-09-26 12:00")
    digests = [text for text in city.chair.unread() if "tổng hợp tuần" in text]
    assert len(digests) == 1
    letters = [text for text in tttt.unread() if "Nhắc việc" in text or "tuần" in text]
    assert len(letters) <= 2, letters
    assert any("Sở TT&TT – tuần từ" in text for text in letters)


ORDERS = (
    """Phát biểu kết luận, Chủ tịch UBND thành phố yêu cầu:
- Cần hoàn thiện quy chế làm việc.
- Sở Nội vụ rà soát biên chế, báo cáo trước ngày 30/9/2022.
"""
    + "Cuộc họp kết thúc lúc 11 giờ cùng ngày. " * 8
)


async def test_a_task_without_a_lead_cannot_be_assigned(city):
    office = city.office
    await office.says(ORDERS)
    await office.presses("Duyệt từng mục")
    for _ in range(6):
        if "Sẵn sàng giao" in office.last.text:
            break
        await office.presses("✅ Nhận", on=office.last)
    assert "chưa có cơ quan chủ trì" in office.last.text
    assert not any("📤" in label for label in office.buttons())


async def test_a_stale_button_redraws_and_changes_nothing(city, tttt):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    await city.office.presses("📤 Giao")
    message = next(one for one in tttt.messages if any("Đã tiếp nhận" in key.label for key in one.keys))
    keys = message.keys
    await tttt.presses("Đã tiếp nhận", on=message)
    events = city.database.do(_events)
    stale = next(key for key in keys if "Đã tiếp nhận" in key.label)
    await city.inbound("so-tttt", button=stale.action, message_ref=message.ref, tap_id="again")
    assert city.database.do(_events) == events
    assert "đã làm mới" in city.chat.toasts[-1]


def _events(db):
    from sqlalchemy import func
    from sqlmodel import select

    from models import TaskEvent

    return db.exec(select(func.count()).select_from(TaskEvent)).one()


async def test_a_stranger_learns_nothing_and_is_answered_once_a_day(city):
    stranger = city.stranger("someone")
    answer = await stranger.says("có gì quá hạn?")
    assert "Hệ thống dành cho thành viên" in answer
    assert "Đà Nẵng" not in answer
    await stranger.says("alo")
    assert len(stranger.messages) == 1


async def test_a_secret_text_is_refused_and_nothing_of_it_is_stored(city):
    answer = await city.office.says("TỐI MẬT\nGiao Sở Nội vụ báo cáo trước 30/9.")
    assert "bí mật nhà nước" in answer
    with city.database.engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM inbox WHERE raw IS NOT NULL").scalar() == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM conclusion").scalar() == 0


@pytest.mark.parametrize(
    "text", ["", "?", "\x00", "x" * 4096, "<b>&", "🙂" * 50, "/lenhla", "NV-999", "'; DROP TABLE task"]
)
async def test_nonsense_is_answered_kindly_and_changes_nothing(city, text):
    await city.office.says(text)
    assert city.office.messages
    assert city.database.do(_events) == 0
    assert "Mã lỗi" not in city.office.last.text


@pytest.mark.parametrize(
    "button", ["", "v1|confirm|99|1|", "v1|rv-take|99|1|", "v1|nosuch|1|1|", "x" * 300, "v1|percent|1|1|x"]
)
async def test_a_made_up_button_changes_nothing(city, button):
    await city.inbound("office", button=button, message_ref="1", tap_id="t")
    assert "Mã lỗi" not in city.office.last.text
    assert city.database.do(_events) == 0


async def invited(city, role, agency=None):
    from bot.usecases.people import invite

    def make(db):
        code, _ = invite(db, city.app.cities(db), city.clock.now(), role=role, agency=agency, name=None)
        return code

    return city.database.do(make)


async def test_an_invitation_links_an_account_once(city):
    code = await invited(city, Role.HEAD, "STTTT")
    head = city.stranger("newcomer")
    assert "Đồng chí được mời tham gia" in await head.says("", start_code=code, display_name="Giám đốc mới")
    await head.presses("✅ Xác nhận")
    assert "Đã liên kết tài khoản" in head.last.text
    assert "Giám đốc mới" in city.office.last.text
    other = city.stranger("other")
    assert "hết hạn hoặc đã được dùng" in await other.says("", start_code=code)


async def test_a_code_can_be_typed(city):
    code = await invited(city, Role.CHAIR)
    boss = city.stranger("boss")
    await boss.says(f" {code} ")
    assert "Đã liên kết tài khoản" in await boss.presses("✅ Xác nhận")


async def test_an_expired_invitation_links_nobody(city):
    code = await invited(city, Role.CHAIR)
    city.clock.moment = city.clock.moment.replace(month=10)
    assert "hết hạn" in await city.stranger("late").says("", start_code=code)


async def test_somebody_who_blocked_the_bot_is_not_written_to_and_the_office_is_told(city, tttt):
    city.chat.blocked.add("so-tttt")
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    await city.office.presses("📤 Giao")
    assert any("Không liên lạc được với Giám đốc" in message.text for message in city.colleague.messages)
    assert not tttt.messages


async def test_who_has_no_agency_and_cannot_be_reached_is_named_by_the_post_alone(city, tttt):
    city.chat.blocked.add("colleague")
    given.task(city, "Báo cáo", "STTTT", "2022-09-30")
    await tttt.says("NV-1 vướng chưa có kinh phí")
    assert any("Không liên lạc được với Chuyên viên (Văn phòng Ban Chỉ đạo)." in one for one in city.office.unread())


async def assigned(city) -> None:
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    await review_everything(city)
    await city.office.presses("📤 Giao")


async def test_an_agency_sees_its_own_tasks_and_those_it_supports_only(city, tttt):
    health = city.member("so-y-te", "Giám đốc Sở Y tế", Role.HEAD, "SYT")
    await assigned(city)
    mine = await tttt.says("việc của tôi")
    numbers = {part.split(" ")[0] for part in mine.split("NV-")[1:]}
    shared = {part.split(" ")[0] for part in (await health.says("việc của tôi")).split("NV-")[1:]}
    for number in numbers - shared:
        assert "Không có nhiệm vụ" in await health.says(f"NV-{number}")
    task_id = city.database.do(_foreign_task, "SYT")
    await city.inbound("so-y-te", button=f"v1|task|{task_id}|0|", message_ref="1", tap_id="t")
    assert "không có trong phạm vi" in health.last.text


def _foreign_task(db, agency):
    from sqlmodel import select

    from models import Support, Task

    supported = set(db.exec(select(Support.task_id).where(Support.agency_code == agency)))
    rows = db.exec(select(Task).where(Task.lead != agency, Task.lead.is_not(None)))
    return next(row.id for row in rows if row.id not in supported)


async def test_a_job_for_all_agencies_is_one_line_with_those_still_missing(city, tttt):
    await assigned(city)
    shown = await city.chair.says("việc đang mở")
    while "đã nộp 0/" not in shown:
        shown = await city.chair.presses("Tiếp")
    assert "còn thiếu" in shown
    assert "nơi khác" in shown


async def test_a_returned_result_runs_on_against_the_same_date(city, tttt):
    await assigned(city)
    number = (await tttt.says("việc của tôi")).split("NV-")[1].split(" ")[0]
    await tttt.says(f"NV-{number} xong rồi")
    await tttt.presses("Chưa có minh chứng")
    assert "Chưa có minh chứng" in city.office.last.text
    await city.office.presses("↩ Trả lại")
    assert "Đã trả lại" in await city.office.says("Thiếu phụ lục số liệu")
    assert "Thiếu phụ lục số liệu" in tttt.last.text
    assert "Hạn của nhiệm vụ không thay đổi" in tttt.last.text
    history = await city.office.presses("Mở NV")
    history = await city.office.presses("Lịch sử")
    assert "trả lại kết quả" in history
    assert "báo cáo kết quả" in history


async def test_evidence_can_be_a_file(city, tttt):
    await assigned(city)
    number = (await tttt.says("việc của tôi")).split("NV-")[1].split(" ")[0]
    await tttt.says(f"NV-{number} xong rồi")
    assert "Đã ghi báo cáo kết quả" in await tttt.uploads("anh.jpg", b"\xff\xd8picture")
    assert city.office.last.file.content == b"\xff\xd8picture"
    assert "anh.jpg" in city.office.last.text


async def test_the_office_sets_a_missing_date_in_words_and_it_is_read_back(city, tttt):
    await assigned(city)
    await city.office.says("/menu")
    shown = await city.office.presses("Chưa đặt hạn")
    number = shown.split("NV-")[1].split(" ")[0]
    await city.office.says(f"NV-{number}")
    await city.office.presses("📅 Đặt hạn")
    assert "Hiểu là thứ Sáu, 14/10/2022" in await city.office.says("14/10")
    assert f"NV-{number} có hạn thứ Sáu, 14/10/2022" in await city.office.presses("✅ Đúng")


async def test_the_office_corrects_a_date_only_with_a_reason(city, tttt):
    await assigned(city)
    number = (await tttt.says("việc của tôi")).split("NV-")[1].split(" ")[0]
    await city.office.says(f"NV-{number}")
    await city.office.presses("📅 Sửa hạn")
    await city.office.says("31/10/2022")
    assert "lý do sửa hạn" in await city.office.presses("✅ Đúng")
    assert "trước là" in await city.office.says("Ghi nhầm ngày trong thông báo")
    assert "Ghi nhầm ngày" in tttt.last.text


async def first_task(city, tttt) -> str:
    await assigned(city)
    return (await tttt.says("việc của tôi")).split("NV-")[1].split(" ")[0]


async def test_an_open_question_does_not_swallow_what_is_about_another_task(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number} xong rồi")
    other = await tttt.says("NV-8 50%")
    assert "NV-8" in other
    assert "báo cáo kết quả" not in other
    assert "Đã ghi báo cáo" not in await tttt.says(f"NV-{number} đến đâu rồi?")
    assert "Đã ghi báo cáo" in await tttt.says("324/BC-STTTT ngày 29/9/2022")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nv{} dang cho so noi vu gop y", "Đã ghi NV-{}"),
        ("đang chờ Sở Nội vụ góp ý", "Đã ghi NV-{}"),
        ("chưa xong, còn vướng kinh phí", "vướng mắc"),
        ("xin gia hạn đến 31/10/2022 vì thiếu nhân sự", "gia hạn"),
        ("đã tập huấn cho 85% cán bộ", "Đã ghi báo cáo kết quả NV-{}"),
    ],
)
async def test_what_is_not_finished_is_no_result(city, tttt, words, answer):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number}")
    await tttt.presses("Báo hoàn thành")
    assert answer.format(number) in await tttt.says(words.format(number))


async def test_a_result_is_no_mere_progress(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number}")
    await tttt.presses("Cập nhật")
    answer = await tttt.says("xong rồi, 324/BC-STTTT ngày 22/9/2022")
    assert f"Đã ghi báo cáo kết quả NV-{number}" in answer


async def test_opening_something_else_closes_the_question(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number} xong rồi")
    await tttt.says("/viec")
    await city.inbound("so-tttt", button="v1|overdue|1|0|", message_ref="1", tap_id="t")
    answer = await tttt.says("đang chờ ý kiến Sở Nội vụ")
    assert "Đã ghi báo cáo" not in answer


async def test_a_report_of_several_lines_is_taken(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number}")
    await tttt.presses("Cập nhật")
    report = (
        "Đã làm: " + "rà soát các kế hoạch " * 8 + "\nKhó khăn: thiếu số liệu\nKiến nghị: các đơn vị gửi số liệu sớm"
    )
    assert f"Đã ghi NV-{number}" in await tttt.says(report)


async def test_a_file_that_never_came_is_no_evidence(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number} xong rồi")
    attachment = {"file_id": "big", "name": "lon.pdf", "mime": "application/pdf", "size": 30 * 1024 * 1024}
    await city.inbound("so-tttt", text="", attachment=attachment)
    assert "20 MB" in tttt.last.text
    assert "Đã ghi báo cáo" in await tttt.says("324/BC-STTTT ngày 29/9/2022")


async def test_a_person_with_two_invitations_does_not_stop_the_planner(city, tttt):
    await assigned(city)
    code = await invited(city, Role.HEAD, "STTTT")
    await tttt.says("", start_code=code)
    await tttt.presses("✅ Xác nhận")
    await city.goes_to("2022-09-27 08:00")
    assert any("Nhắc việc" in message.text for message in tttt.messages)


async def test_what_a_person_writes_with_nul_or_half_a_letter_is_cleaned(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number}")
    await tttt.presses("Cập nhật")
    assert "Mã lỗi" not in await tttt.says("đã có dự thảo\x00 \ud800 ²")


async def test_a_text_is_dropped_with_two_taps_only(city):
    await city.office.uploads(SAMPLE_NAME, sample_conclusion())
    assert "Bỏ văn bản này cùng 8 mục?" in await city.office.presses("Bỏ văn bản này")
    await city.office.presses("Giữ lại")
    await city.office.presses("Bỏ văn bản này")
    assert "Đã bỏ" in await city.office.presses("✖ Bỏ 8 mục")


async def test_a_file_that_comes_after_the_report_joins_it(city, tttt):
    number = await first_task(city, tttt)
    await tttt.says(f"NV-{number} xong rồi")
    await tttt.presses("Chưa có minh chứng")
    assert "Đã thêm vào" in await tttt.uploads("phu-luc.pdf", b"%PDF")
    assert city.office.last.file.name == "phu-luc.pdf"


async def test_numbers_on_the_second_page_open_what_they_stand_for(city):
    await assigned(city)
    await city.chair.says("việc đang mở")
    shown = await city.chair.presses("Tiếp")
    sixth = shown.split("6. NV-")[1].split(" ")[0]
    assert f"NV-{sixth} ·" in await city.chair.says("6")


async def test_no_is_no_reason_and_other_words_end_an_order_that_was_not_confirmed(city, tttt):
    number = await first_task(city, tttt)
    await city.chair.says(f"nv{number} bỏ đi")
    assert "Đã hủy" in await city.chair.says("không")
    assert "đang mở" in (await city.chair.says("còn việc nào đang mở")).lower()
    await city.chair.says(f"nv{number} bỏ đi")
    await city.chair.says("Không còn cần nữa")
    assert "Chưa rõ yêu cầu" in await city.chair.says("asdf qwer")
    await city.chair.says("đồng ý")
    assert "đã thu hồi" not in await city.chair.says(f"NV-{number}")
