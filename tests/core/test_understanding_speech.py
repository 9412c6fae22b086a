"""Kinds of speech: hearsay, spoken numbers, absences, slips of the keyboard, orders only weighed or for later."""

from datetime import date, time

import pytest

from bot.core import intents
from bot.core.intents import Decision, Intent, Order, Question, Scope, Unclear
from bot.core.understanding import Context, Speaker
from tests.core.test_understanding import CHAIR, CONTACT, HEAD, OFFICE, TALKING_OF_11, read

THREE_LINES = Context(last_list=(5, 11, 16))
FOUR_LINES = Context(last_list=(5, 11, 16, 3))


@pytest.mark.parametrize(
    "text",
    [
        "báo Đà Nẵng đăng tin Công an thành phố hoàn thành NV-10", "báo Tuổi Trẻ viết NV-10 đã hoàn thành",
        "trang web thành phố đưa tin sở đã làm xong NV-10", "đài truyền hình đưa NV-10 đã xong",
        "cổng thông tin điện tử đăng NV-10 hoàn thành rồi", "VTV đưa tin NV-10 đã hoàn thành",
        "bao Da Nang dang tin NV-10 hoan thanh", "theo thông tin trên báo thì NV-10 xong rồi",
        "kênh 14 đưa tin NV-10 hoàn thành", "tin trên mạng NV-10 đã xong", "Bộ Công an hoàn thành NV-10 rồi",
        "nhiệm vụ mười sáu sở tài chính đã làm xong",
        "the newspaper reported that NV-10 was completed", "media report says NV-10 is completed",
    ],
)  # fmt: skip
def test_what_the_press_or_another_body_has_finished_is_no_report(text: str) -> None:
    found = read(text, HEAD, TALKING_OF_11)
    assert isinstance(found, Unclear)
    assert found.question is Question.HEARSAY


@pytest.mark.parametrize(
    "text",
    [
        "em báo luôn là NV-10 đã hoàn thành và đưa tin lên web", "NV-10 hoàn thành, bài đăng báo Đà Nẵng",
        "báo anh NV-10 sở viết phần mềm xong rồi", "bộ phận một cửa hoàn thành NV-10 rồi",
        "Bộ Y tế đã góp ý, sở hoàn thành NV-10", "the portal of NV-10 has been completed",
    ],
)  # fmt: skip
def test_a_report_may_speak_of_the_press(text: str) -> None:
    found = read(text, HEAD)
    assert isinstance(found, intents.ReportDone)
    assert found.tasks == (10,)


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("nhiệm vụ mười sáu sở đã làm xong gửi văn bản rồi", (16,)),
        ("nhiem vu muoi sau so da lam xong", (16,)),
        ("nhiệm vụ mười lăm sở đã làm xong", (15,)),
        ("nhiệm vụ hai mươi mốt đơn vị đã hoàn thành", (21,)),
        ("nhiệm vụ hai mươi tư sở hoàn thành rồi", (24,)),
        ("nhiệm vụ hai mươi sở đã xong", (20,)),
        ("nhiệm vụ hai tư sở đã làm xong", (24,)),
        ("nhiệm vụ ba lăm đơn vị xong rồi", (35,)),
        ("việc số hai mươi ba phòng đã làm xong", (23,)),
        ("nhiệm vụ chín sở đã xong", (9,)),
        ("nhiệm vụ mười lăm và mười sáu xong rồi", (15, 16)),
    ],
)
def test_a_spoken_number_is_read_to_its_end_before_a_body(text: str, tasks: tuple[int, ...]) -> None:
    found = read(text, HEAD, TALKING_OF_11)
    assert isinstance(found, intents.ReportDone)
    assert found.tasks == tasks


def test_bodies_that_are_counted_are_no_task() -> None:
    assert not isinstance(read("nhiệm vụ ba sở phối hợp sao rồi", CONTACT), intents.AskTask)
    assert getattr(read("nhiệm vụ mười hai năm 2022 xong rồi", HEAD, TALKING_OF_11), "tasks", ()) == (12,)


@pytest.mark.parametrize(
    "text",
    [
        "Vừa đi công tác về, xin báo luôn: NV-12 đã hoàn thành", "tôi mới đi công tác về, NV-12 đã xong",
        "em vua di cong tac ve, NV-12 da xong", "em mới nghỉ phép xong, báo anh NV-12 hoàn thành rồi",
        "sau đợt nghỉ ốm em báo NV-12 đã xong", "đợt rồi em nghỉ ốm, NV-12 nay đã hoàn thành",
        "tuần trước tôi đi công tác nên nay mới báo: NV-12 xong", "back from leave, NV-12 is done",
        "I was on leave, NV-12 is finished", "nghỉ phép về, báo cáo NV-12 đã xong",
    ],
)  # fmt: skip
def test_what_is_said_after_an_absence_is_heard(text: str) -> None:
    found = read(text, HEAD)
    assert isinstance(found, intents.ReportDone)
    assert found.tasks == (12,)


@pytest.mark.parametrize("text", ["vừa đi công tác về", "tôi đã đi công tác về rồi", "hôm qua em nghỉ ốm"])
def test_an_absence_that_is_over_is_none(text: str) -> None:
    assert isinstance(read(text, HEAD, TALKING_OF_11), Unclear)


@pytest.mark.parametrize(
    ("text", "until", "deputy"),
    [
        ("đi học đến hết 31/10, có gì gọi đồng chí Bình", date(2022, 10, 31), "Bình"),
        ("nghỉ phép tới 19/10, có việc gì gọi anh Tuấn", date(2022, 10, 19), "Tuấn"),
        ("tôi vắng đến 20/10, cần gì liên hệ chị Hoa", date(2022, 10, 20), "Hoa"),
        ("tôi đi công tác tới 25/10, có gì hỏi đồng chí Phó Chánh Văn phòng Minh", date(2022, 10, 25), "Minh"),
        ("tôi họp ở Hà Nội đến 14/10, Phó Giám đốc Trần Văn Hòa trực thay", date(2022, 10, 14), "Trần Văn Hòa"),
        ("em nghỉ đến 14/10, phó phòng Lê Thị Mai xử lý thay", date(2022, 10, 14), "Lê Thị Mai"),
        ("tôi mới đi công tác về, xin nghỉ phép đến 20/10", date(2022, 10, 20), None),
        ("tôi đi công tác đến 20/10 mới về", date(2022, 10, 20), None),
        ("em nghi phep toi 19/10", date(2022, 10, 19), None),
        ("em nghi phep toi thu sau", date(2022, 10, 14), None),
        ("toi di cong tac den het 20/10", date(2022, 10, 20), None),
        ("toi di cong tac den het thu sau", date(2022, 10, 14), None),
    ],
)
def test_an_absence_has_its_last_day_and_who_stands_in(text: str, until: date, deputy: str | None) -> None:
    assert read(text, HEAD) == intents.Absent(until, deputy)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("requesting an extension on NV-08 to 31 October, the ministry has not replied", "ministry has not replied"),
        ("we need an extension for NV-08 until 31 October, the contractor left", "contractor left"),
        ("the contractor left, need until 31 October for NV-08", "contractor left"),
        ("asking for more time on NV-08, our server broke down", "our server broke down"),
        ("NV-08 needs more time until 31 October, our contractor left last week", "our contractor left last week"),
        ("NV-08 không kịp, bộ chưa trả lời, xin đến 31/10", "bộ chưa trả lời"),
    ],
)
def test_the_reason_stands_in_the_clause_without_the_day(text: str, reason: str) -> None:
    found = read(text, CONTACT)
    assert isinstance(found, intents.RequestExtension)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("take back what I just did", CHAIR, "Undo"),
        ("scratch what I just did", CHAIR, "Undo"),
        ("khoan, lệnh vừa rồi không tính, lùi lại", CHAIR, "Undo"),
        ("cái vừa rồi bỏ nhé, quay lại", CHAIR, "Undo"),
        ("lệnh hồi nãy coi như không có", CHAIR, "Undo"),
        ("việc này không tính", CHAIR, "Unclear"),
        ("thui ngừng giúp e, ko nhập nx", CONTACT, "Stop"),
        ("thoi khong lam nua dau", CONTACT, "Stop"),
        ("thôi em không gửi nữa đâu ạ", CONTACT, "Stop"),
        ("tôt rồi cảm onw em", CHAIR, "Thanks"),
        ("thank iu nha", CONTACT, "Thanks"),
        ("cảm ơm anh", CONTACT, "Thanks"),
        ("chao ca phong", OFFICE, "Greeting"),
        ("chào buổi sáng cả văn phòng", OFFICE, "Greeting"),
        ("chòa anh", OFFICE, "Greeting"),
        ("em đọc mấy việc kế tiếp đi", CHAIR, "NextPage"),
        ("còn việc nào giao mà quên chốt ngày không", CHAIR, "AskNoDeadline"),
        ("viec nao quen chot ngay", CHAIR, "AskNoDeadline"),
        ("có việc nào giao mà quên ngày không", CHAIR, "AskNoDeadline"),
        ("cả thành phố đang trễ bao nhiêu việc", CHAIR, "AskOverdue"),
        ("Đề nghị thống kê các nhiệm vụ quá hạn của Sở Giao thông vận tải.", CHAIR, "AskOverdue"),
    ],
)
def test_small_talk_and_questions_with_slips(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker)).__name__ == meant


@pytest.mark.parametrize(
    ("text", "context", "meant"),
    [
        ("lấy cái giữa, cái thứ hai", THREE_LINES, intents.Choose(2)),
        ("cái giữa", THREE_LINES, intents.Choose(2)),
        ("the middle one", THREE_LINES, intents.Choose(2)),
        ("cái cuối, cái thứ ba", THREE_LINES, intents.Choose(3)),
        ("cái giữa", FOUR_LINES, None),
        ("chọn cái thứ hai, cái thứ ba", THREE_LINES, None),
    ],
)
def test_the_middle_is_a_line_only_of_an_odd_number(text: str, context: Context, meant: Intent | None) -> None:
    found = read(text, CHAIR, context)
    assert found == meant or (meant is None and isinstance(found, Unclear))


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("hằng ngày nhắc anh lúc sáu giờ ba mươi sáng", time(6, 30)),
        ("moi ngay nhac toi luc sau gio ba muoi sang", time(6, 30)),
        ("mỗi ngày nhắc anh lúc bảy giờ bốn mươi lăm", time(7, 45)),
        ("mỗi ngày nhắc lúc năm giờ ba mươi chiều", time(17, 30)),
        ("nhắc anh mỗi ngày lúc 7 giờ kém 15", time(6, 45)),
        ("mỗi ngày nhắc lúc năm giờ kém mười chiều", time(16, 50)),
    ],
)
def test_spoken_minutes_are_heard(text: str, at: time) -> None:
    assert read(text) == intents.SetReminderTime(at)


@pytest.mark.parametrize(
    ("text", "action", "lead", "due"),
    [
        ("em ghi cho anh giao sở y tế mua máy chủ mới trước ngày ba mươi tháng mười", "mua máy chủ mới", "SYT", 30),
        ("nhập giúp tôi: giao Sở Xây dựng lập bản đồ, hạn 20/10", "lập bản đồ", "SXD", 20),
        ("Sở Y tế mua máy chủ mới, xong trước 20/10 cho tôi", "mua máy chủ mới", "SYT", 20),
        ("Sở Nội vụ mở lớp tập huấn cho cán bộ phường, hạn 30/10", "mở lớp tập huấn cho cán bộ phường", "SNV", 30),
        ("tao giup mot viec cho Cuc Thue: ket noi du lieu, han chot 18/10", "ket noi du lieu", "CUCTHUE", 18),
        ("tạo giúp một việc cho Cục Thuế: kết nối dữ liệu, hạn chót 18/10", "kết nối dữ liệu", "CUCTHUE", 18),
        ("giao Cục Thống kê các chỉ tiêu chuyển đổi số, hạn 30/10", "các chỉ tiêu chuyển đổi số", "CUCTK", 30),
    ],
)
def test_a_dictated_task_has_its_work_and_nothing_of_its_frame(text: str, action: str, lead: str, due: int) -> None:
    found = read(text)
    assert isinstance(found, intents.Assign)
    assert (found.action, found.lead, found.due) == (action, (lead,), date(2022, 10, due))


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế đã mua máy chủ, xong trước 20/11 cho tôi", "Sở Y tế xin lùi đến 20/11", "Sở Y tế lùi hạn 20/11",
        "Sở Y tế vẫn nợ báo cáo, hạn 20/11", "Sở Y tế để lỡ mất hạn 20/11", "Sở Y tế những việc hạn 20/11",
        "Sở Y tế làm gì mà hạn 20/11", "ghi nhận giao sở y tế rồi",
    ],
)  # fmt: skip
def test_what_is_told_of_a_body_is_no_new_task(text: str) -> None:
    assert not isinstance(read(text), intents.ACTING)


@pytest.mark.parametrize("text", ["em xin gia hạnn thêm 10 ngyà ạ", "xin gia hạn thêm 10 nagy"])
def test_a_slip_in_a_unit_of_time_does_not_lose_the_day(text: str) -> None:
    found = read(text, CONTACT, TALKING_OF_11)
    assert isinstance(found, intents.RequestExtension)
    assert found.due == date(2022, 10, 21)


def test_slips_in_short_words_are_mended() -> None:
    assert read("mia có viêc gì tới hạn") == intents.AskDue("tomorrow", Scope.ALL)
    assert read("sở tư phap giờ dang ôm nhưng viec gì") == intents.AskOpen(Scope.AGENCY, ("STP",))
    assert read("sở nào đang top đúng hạn v", HEAD, TALKING_OF_11) == intents.AskRanking(Order.BEST)
    assert read("ai top trễ hạn") == intents.AskRanking(Order.WORST)


@pytest.mark.parametrize(
    ("text", "decision", "due"),
    [
        ("you can have until 20 October for NV-08 and not a day longer", Decision.COUNTER, date(2022, 10, 20)),
        ("NV-08 may have until 20 October, no longer", Decision.COUNTER, date(2022, 10, 20)),
        ("NV-08 đến 20/10, không thêm ngày nào nữa", Decision.COUNTER, date(2022, 10, 20)),
        ("hạn cũ giữ y nguyên, NV-08 không bàn lùi", Decision.REFUSE, None),
        ("NV-08 miễn bàn chuyện lùi hạn", Decision.REFUSE, None),
        ("NV-08 không có chuyện gia hạn", Decision.REFUSE, None),
        ("chấp nhân gia hạn nv8 dến 4/11", Decision.APPROVE, date(2022, 11, 4)),
    ],
)
def test_decisions_said_with_emphasis(text: str, decision: Decision, due: date | None) -> None:
    found = read(text)
    assert isinstance(found, intents.DecideExtension)
    assert (found.tasks, found.decision, found.due) == ((8,), decision, due)


@pytest.mark.parametrize("order", ["hủy NV-15", "tạm dừng NV-15", "mở lại NV-15", "cancel NV-15", "reopen NV-15"])
@pytest.mark.parametrize(
    "told",
    [
        "not yet: {}", "not yet - {}", "consider: {}", "to consider: {}", "idea: {}", "suggestion - {}",
        "maybe: {}", "not today: {}", "later: {}",
        "cân nhắc: {}", "xem xét: {}", "chưa vội: {}", "đề xuất: {}", "thảo luận: {}", "should we {}?", "should I {}",
    ],
)  # fmt: skip
def test_an_order_that_is_only_weighed_is_not_done(order: str, told: str) -> None:
    assert not isinstance(read(told.format(order)), intents.ACTING)


@pytest.mark.parametrize(
    "text", ["không duyệt, trả lại NV-15", "chưa đạt, trả lại NV-15", "đã xem xét, hủy NV-15", "no, cancel NV-15"]
)
def test_an_order_behind_its_reason_is_done(text: str) -> None:
    assert isinstance(read(text), intents.CancelTask | intents.ReturnTask)


@pytest.mark.parametrize(
    "order",
    [
        "đổi hạn NV-15 sang 20/11", "tôi đổi hạn NV-15 thành 20/11", "duyệt gia hạn NV-15 đến 20/11",
        "giao Sở Y tế làm báo cáo, hạn 30/11",
    ],
)  # fmt: skip
def test_an_order_with_a_day_of_its_own_may_be_for_another_day_too(order: str) -> None:
    assert isinstance(read("ngày 15/10 tôi đổi hạn NV-15 sang 20/11"), Unclear)
    for day in ("mai", "ngày mai", "hôm qua", "thứ sáu", "tuần sau"):
        assert not isinstance(read(f"{day} {order}"), intents.ACTING)
    assert isinstance(read(f"hôm nay {order}"), intents.ACTING)


@pytest.mark.parametrize("text", ["hủy NV-15 vào ngày mai", "huy NV-15 vao ngay mai", "cancel NV-15 later"])
def test_an_order_that_is_put_off_in_the_end_is_not_done_today(text: str) -> None:
    assert not isinstance(read(text), intents.ACTING)


def test_the_day_of_the_order_itself_is_no_other_day() -> None:
    assert isinstance(read("trả lại NV-15, bổ sung vào thứ sáu"), intents.ReturnTask)
    assert isinstance(read("trước 20/11 giao Sở Y tế làm báo cáo"), intents.Assign)
    assert isinstance(read("tomorrow I change the deadline of NV-15 to 20 November"), Unclear)
    assert not isinstance(read("hôm qua họp xong, đổi hạn NV-15 sang 20/11"), intents.Absent)
