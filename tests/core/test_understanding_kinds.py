"""Kinds of wording, each with sentences of our own: how officials say the same thing differently."""

from datetime import date

import pytest

from bot.core import intents
from bot.core.intents import Decision, Intent, Scope, Unclear
from bot.core.understanding import Context, Speaker
from tests.core.test_understanding import CHAIR, CONTACT, HEAD, OFFICE, TALKING_OF_11, read

ORDERS = (
    "hủy NV-05", "tạm dừng NV-05", "mở lại NV-05", "duyệt gia hạn NV-05 đến 20/10", "chuyển NV-05 sang Sở Y tế",
    "đôn đốc NV-05", "giao Sở Y tế làm báo cáo, hạn 30/11", "trả lại NV-05 vì thiếu số liệu", "bỏ NV-05 đi",
)  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "told",
    [
        "đã {}", "sắp {}", "đang {}", "hồi tháng trước đã {}", "lẽ ra phải {}", "trừ khi {}", "đợi họp xong {}",
        "họ muốn {}", "trên báo viết {}", "anh Nam nói {}", "theo Sở Xây dựng thì {}", "tôi không nói là {}",
        "không được {}", "chẳng ai {}", "xem xét {}", "những việc {}", "hướng dẫn {}", "{} được không", "chưa ai {}",
    ],
)  # fmt: skip
def test_what_is_told_of_an_order_is_no_order(order: str, told: str) -> None:
    assert not isinstance(read(told.format(order)), intents.ACTING)


@pytest.mark.parametrize(
    "order", ["cancel NV-05", "suspend NV-05", "reopen NV-05", "chase NV-05", "transfer NV-05 to Finance"]
)
@pytest.mark.parametrize(
    "told",
    [
        "before you {}, ask me", "I was going to {}", "the minister wants to {}", "it would be a mistake to {}",
        "nobody should {}", "{} or keep it", "{} once they report", "{}?", "we could {}", "how to {}",
    ],
)  # fmt: skip
def test_what_is_told_of_an_order_in_english_is_no_order(order: str, told: str) -> None:
    assert not isinstance(read(told.format(order)), intents.ACTING)


@pytest.mark.parametrize("order", ["hủy NV-05", "đôn đốc Sở Y tế", "đóng NV-05"])
@pytest.mark.parametrize("day", ["mai", "hôm qua", "thứ sáu", "ngày 20/10"])
def test_an_order_for_another_day_is_not_done_today(day: str, order: str) -> None:
    assert not isinstance(read(f"{day} {order}"), intents.ACTING)
    assert isinstance(read(f"hôm nay {order}"), intents.ACTING)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("NV-09 để Sở Công Thương làm, không phải Sở Tài chính", "SCT"),
        ("chuyển NV-09 từ Sở Tài chính sang Sở Công Thương", "SCT"),
        ("Sở Công Thương chủ trì NV-09 thay Sở Tài chính", "SCT"),
        ("NV-09 giao Sở Công Thương thay cho Sở Tài chính", "SCT"),
        ("rút NV-09 khỏi Sở Tài chính, giao Sở Công Thương làm", "SCT"),
        ("chuyển NV-09 về Sở Công Thương chủ trì", "SCT"),
        ("give NV-09 to Industry and Trade instead of Finance", "SCT"),
    ],
)
def test_a_task_goes_to_the_body_it_is_not_taken_from(text: str, lead: str) -> None:
    assert read(text) == intents.ChangeLead((9,), (lead,))


@pytest.mark.parametrize(
    "text",
    [
        "NV-06 phải xong trước 20/11, không để sang tháng 12", "đổi hạn NV-06 thành 20/11 chứ không phải 30/11",
        "hạn NV-06 là 20/11 thay vì 30/11", "set the deadline of NV-06 to 20 November, not 30 November",
    ],
)  # fmt: skip
def test_a_day_that_is_turned_down_is_not_the_deadline(text: str) -> None:
    found = read(text)
    assert isinstance(found, intents.ChangeDue)
    assert found.due == date(2022, 11, 20)


@pytest.mark.parametrize(
    "text",
    [
        "Không đồng ý đề nghị điều chỉnh thời hạn nhiệm vụ số 10.", "không thống nhất việc đổi hạn NV-10",
        "từ chối đề nghị lùi hạn NV-10", "NV-10 khỏi lùi", "NV-10 keeps its deadline", "no more time for NV-10",
    ],
)  # fmt: skip
def test_a_refusal_is_never_an_agreement(text: str) -> None:
    found = read(text)
    assert isinstance(found, intents.DecideExtension)
    assert found.decision is Decision.REFUSE


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("việc này bên em làm xong hôm thứ sáu ạ", CONTACT, "ReportDone"),
        ("nhiệm vụ số tám bên sở xong từ thứ hai rồi", HEAD, "ReportDone"),
        ("NV-08 was submitted on Monday", HEAD, "ReportDone"),
        ("NV-08 thứ sáu xong", HEAD, "ReportProgress"),
        ("NV-08: 12 out of 20 wards have submitted", CONTACT, "ReportProgress"),
        ("xong đâu mà xong", CONTACT, "ReportProgress"),
        ("may we submit NV-08 on 4 November instead?", CONTACT, "RequestExtension"),
        ("can we move NV-08 to 4 November? the survey is late", CONTACT, "RequestExtension"),
        ("em xin trễ NV-08 mấy hôm", CONTACT, "RequestExtension"),
        ("NV-08 can go ahead again", CHAIR, "Resume"),
        ("cho làm lại NV-08, hết tạm dừng", CHAIR, "Resume"),
        ("send a reminder to the Department of Finance about task 8", CHAIR, "Urge"),
        ("NV-08 needs to be redone", CHAIR, "ReturnTask"),
        ("chưa thể xác nhận NV-08 vì thiếu bản ký số", OFFICE, "ReturnTask"),
        ("approved, NV-08 until 4 November", CHAIR, "DecideExtension"),
        ("NV-08 nộp trước 30/11", CHAIR, "ChangeDue"),
        ("lùi lại thao tác vừa rồi", OFFICE, "Undo"),
        ("thôi tôi không làm bước này nữa", OFFICE, "Stop"),
        ("qua trang kế", OFFICE, "NextPage"),
        ("chúc buổi sáng tốt lành", CHAIR, "Greeting"),
        ("muốn đính kèm file thì thao tác sao", CONTACT, "Help"),
        ("how do I return a task?", OFFICE, "Help"),
        ("máy in hỏng rồi gọi ai", CONTACT, "Unclear"),
        ("giả sử trễ NV-08 thì có bị phạt không", HEAD, "Unclear"),
    ],
)
def test_the_same_thing_said_differently(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, TALKING_OF_11)).__name__ == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("danh sách việc đến hạn hôn nay", intents.AskDue("today", Scope.ALL)),
        ("nv9 hạn ngay mấyy", intents.AskTask((9,))),
        ("sở nào trễ hạnn nhiều nhất rồiii", intents.AskRanking(intents.Order.WORST)),
        ("cập nhật lại hạn NV-08: 15/11", intents.ChangeDue((8,), date(2022, 11, 15), "15/11")),
    ],
)
def test_a_slip_of_one_letter_is_mended_beside_a_word_that_tells(text: str, meant: Intent) -> None:
    assert read(text) == meant


@pytest.mark.parametrize("text", ["the map layer of NV-08 is ready", "12 wards answered for NV-08", "banking NV-08"])
def test_an_english_word_is_not_mended_into_another(text: str) -> None:
    note = read(text, CONTACT)
    assert not isinstance(note, intents.AskRanking | intents.AskOverdue)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("who is the contact at Home Affairs?", "SNV"), ("who do I call at the Department of Education?", "SGDDT"),
        ("who is the contact person at the Department of Home Affairs", "SNV"),
    ],
)  # fmt: skip
def test_a_department_is_known_by_the_first_of_its_fields(text: str, agency: str) -> None:
    assert read(text) == intents.AskContacts((agency,))


def test_a_word_at_the_start_of_a_sentence_is_no_department() -> None:
    assert read("Construction of the map portal, how is it going?") != intents.AskContacts(("SXD",))
    found = read("Health data first.")
    assert not getattr(found, "agency", ())


def test_who_supports_is_told_apart_from_who_receives_the_work() -> None:
    text = "Giao Sở Y tế chủ trì, phối hợp với Sở Tài chính lập đề án, trình UBND thành phố trong tháng 12/2022."
    meant = intents.Assign(
        "lập đề án, trình UBND thành phố", ("SYT",), ("STC",), date(2022, 12, 31), "trong tháng 12/2022"
    )
    assert read(text) == meant


def test_a_body_that_supports_may_stand_before_the_work() -> None:
    found = read("Sở Y tế chủ trì, Sở Tài chính phối hợp, lập đề án bệnh án điện tử, hạn 31/12")
    assert isinstance(found, intents.Assign)
    assert (found.action, found.lead, found.support) == ("lập đề án bệnh án điện tử", ("SYT",), ("STC",))


def test_urging_after_a_remark_means_the_task_spoken_of() -> None:
    assert read("chậm quá, đôn đốc đi", CHAIR, TALKING_OF_11) == intents.Urge((11,))
    assert read("đôn đốc các đơn vị chậm", CHAIR, TALKING_OF_11) == intents.Urge(all_overdue=True)


def test_a_month_to_come_is_asked_about_as_a_whole() -> None:
    assert read("tháng 11 có việc gì đến hạn") == intents.AskDue("next_month", Scope.ALL)
    assert read("đến hết tháng 11 có việc gì đến hạn") == intents.AskDue("by:2022-11-30", Scope.ALL)
    assert read("what is due before 25 October?") == intents.AskDue("by:2022-10-25", Scope.ALL)


def test_since_the_start_of_last_week_is_its_monday() -> None:
    assert read("từ đầu tuần trước đến giờ có việc quá hạn nào không") == intents.AskOverdue(
        Scope.ALL, since=date(2022, 10, 3)
    )


def test_what_is_pointed_at_must_be_known() -> None:
    assert isinstance(read("xem lại cái đó đi"), Unclear)
    assert read("xem lại cái đó đi", CHAIR, Context(last_task=11)) == intents.AskTask((11,))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hối ông xây dựng giùm", intents.Urge(agency=("SXD",))),
        ("nhắc nội vụ đi em", intents.Urge(agency=("SNV",))),
        ("đổi chủ trì NV-04 sang nội vụ", intents.ChangeLead((4,), ("SNV",))),
        ("xem việc của nội vụ", intents.AskOpen(Scope.AGENCY, ("SNV",))),
    ],
)
def test_a_body_is_known_by_its_everyday_name_behind_a_word_that_tells(text: str, meant: Intent) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("hoan NV-05 lai", CHAIR, "Suspend"),
        ("change the deadline of NV-05 to 31 November", CHAIR, "Unclear"),
        ("xin 31/10 thì lâu, NV-05 cho đến 25/10", CHAIR, "DecideExtension"),
        ("em nghi toi 14/10 a", CONTACT, "Absent"),
        ("chỉ còn chờ lãnh đạo ký NV-05", CONTACT, "ReportProgress"),
        ("NV-05 chưa có đơn vị tư vấn", CONTACT, "ReportObstacle"),
        ("we have received NV-05 and will start on Monday", CONTACT, "ReportProgress"),
        ("cho em nộp NV-05 trễ 2 ngày nha anh", CONTACT, "RequestExtension"),
        ("được rồi", CONTACT, "Unclear"),
    ],
)
def test_words_beside_the_act_decide(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, TALKING_OF_11)).__name__ == meant


def test_an_open_question_is_answered_with_a_word_that_alone_says_nothing() -> None:
    assert read("được rồi", CONTACT, Context(pending="due-check")) == intents.Yes()


def test_a_later_day_that_is_cut_short_is_a_counter_offer() -> None:
    found = read("xin 31/10 thì lâu, NV-05 cho đến 25/10")
    assert isinstance(found, intents.DecideExtension)
    assert (found.decision, found.due) == (Decision.COUNTER, date(2022, 10, 25))


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("NV-06 chưa ổn, trả sở làm tiếp", CHAIR, "ReturnTask"),
        ("hết lùi, NV-06 phải đúng hạn", CHAIR, "DecideExtension"),
        ("NV-06 coi như xong, chốt lại", CHAIR, "Confirm"),
        ("NV-06 thuộc về Sở Y tế", CHAIR, "ChangeLead"),
        ("put the Department of Health in charge of NV-06", CHAIR, "ChangeLead"),
        ("đẩy Sở Y tế làm nhanh lên", CHAIR, "Urge"),
        ("NV-06 đã về đích", CONTACT, "ReportDone"),
        ("NV-06 chưa về đích", CONTACT, "ReportProgress"),
        ("NV-06 còn lâu mới xong", CONTACT, "ReportProgress"),
        ("NV-06 cho tụi em thêm tuần nữa", CONTACT, "RequestExtension"),
        ("ok bên em làm", CONTACT, "Acknowledge"),
        ("có bao nhiêu đầu việc vượt hạn", CHAIR, "AskOverdue"),
        ("tháng 9 so tháng 8 ra sao", CHAIR, "AskStats"),
        ("có gì quá hạn không", CONTACT, "AskOverdue"),
    ],
)
def test_figures_of_speech_are_understood(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, TALKING_OF_11)).__name__ == meant


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("NV-06 hiện mới viết xong phần mở đầu", CONTACT, "ReportProgress"),
        ("NV-06 mới xong hôm qua", CONTACT, "ReportDone"),
        ("NV-06 hết kẹt rồi, đã hoàn thành hôm 7/10", CONTACT, "ReportDone"),
        ("NV-06 sẽ hoàn thành ngày 17/10", CONTACT, "ReportProgress"),
        ("NV-06 chưa done, còn phase 3", CONTACT, "ReportProgress"),
        ("NV-06 xong hết rồi, còn 30% nữa", CONTACT, "Unclear"),
        ("phê duyệt gia hạn NV-06", CONTACT, "DecideExtension"),
        ("không thể xem NV-06 là hoàn thành, viết lại phần 2", CHAIR, "ReturnTask"),
        ("liệt kê việc đã xong đang đợi Văn phòng nghiệm thu", OFFICE, "AskWaiting"),
        ("dựa vào đâu mà NV-06 bị ghi là trễ", HEAD, "AskWhyOverdue"),
        ("bên em còn việc cần làm không", CONTACT, "AskOpen"),
        ("tải thêm đi", CHAIR, "NextPage"),
    ],
)
def test_what_is_done_and_what_is_left_are_told_apart(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, Context(last_list=(6, 7)))).__name__ == meant


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("NV-06 còn 20% nữa", 80),
        ("NV-06 còn thiếu khoảng 30%", 70),
        ("NV-06 còn lại 15% khối lượng", 85),
        ("NV-06 is running, 40% left", 60),
        ("NV-06 được 60%, còn lại tuần sau", 60),
        ("NV-06 mới 20%", 20),
        ("NV-06 được 80%, tuần trước còn 40%", 80),
        ("NV-06 chỉ còn 5% là xong", 95),
        ("NV-06 tỷ lệ lỗi còn 2%", None),
        ("NV-06 còn 20% hộ chưa nhận tiền", None),
        ("NV-06 còn thiếu 30% kinh phí", None),
    ],
)
def test_a_share_that_is_left_is_not_what_is_done(text: str, percent: int | None) -> None:
    found = read(text, CONTACT)
    assert isinstance(found, intents.ReportProgress)
    assert found.percent == percent


def test_whom_the_work_is_for_is_part_of_the_work() -> None:
    found = read("giao Sở Y tế dựng sổ khám bệnh điện tử cho các phường, hạn 30/11")
    assert isinstance(found, intents.Assign)
    assert (found.action, found.lead) == ("dựng sổ khám bệnh điện tử cho các phường", ("SYT",))


def test_the_latest_are_the_worst() -> None:
    assert read("top 3 đơn vị trễ nhiều nhất") == intents.AskRanking(intents.Order.WORST)
    assert read("top 3 cơ quan late nhất") == intents.AskRanking(intents.Order.WORST)


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("tạm gác lại đã, chờ nghị quyết của Hội đồng", CHAIR, "Suspend"),
        ("để Sở Y tế đứng ra lo NV-06 thay Sở Nội vụ", CHAIR, "ChangeLead"),
        ("transfer NV-06 qua Sở Y tế chủ trì nhé", OFFICE, "ChangeLead"),
        ("NV-06 mới chỉ tới khâu lấy mẫu, chưa có số liệu", CONTACT, "ReportProgress"),
        ("cảm ơn anh nhiều nghe", CHAIR, "Thanks"),
        ("chính xác rồi, cứ tiến hành", OFFICE, "Yes"),
        ("đr đó", CONTACT, "Yes"),
        ("which department tops the list", CHAIR, "AskRanking"),
        ("không, nhầm việc rồi", OFFICE, "No"),
        ("bây giờ Sở Y tế còn những việc gì", CHAIR, "AskOpen"),
    ],
)
def test_everyday_turns_of_speech(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, TALKING_OF_11)).__name__ == meant


def test_agreeing_to_an_end_gives_no_reason_for_it() -> None:
    assert read("Đồng ý chấm dứt NV-06") == intents.CancelTask((6,))
    assert read("Nhất trí chấm dứt thực hiện NV-06 do đã có hệ thống chung") == intents.CancelTask(
        (6,), "đã có hệ thống chung"
    )


@pytest.mark.parametrize("text", ["tôi giao những gì mà giờ vẫn chưa xong", "anh giao cho ai mà giờ chưa xong"])
def test_what_is_asked_about_an_order_is_no_order(text: str) -> None:
    assert not isinstance(read(text), intents.ACTING)
