"""The person's own words, kept whole: reasons, notes, the work of a task; ends that only look like courtesies."""

from datetime import date

import pytest

from bot.core import intents
from bot.core.intents import Question, Unclear
from bot.core.understanding import Context, Speaker
from tests.core.test_understanding import CHAIR, CONTACT, HEAD, OFFICE, TALKING_OF_11, read

FOUR_LINES = Context(last_list=(5, 11, 16, 3))


@pytest.mark.parametrize(
    ("text", "speaker", "reason"),
    [
        ("vì phải chờ góp ý, thiếu người, cho em xin lùi NV-08 sang 30/11", HEAD, "phải chờ góp ý, thiếu người"),
        ("do thiếu kinh phí xin gia hạn NV-08 đến 30/11", HEAD, "thiếu kinh phí"),
        ("xin gia hạn NV-08 đến 30/11 do mưa bão, đường tắc", HEAD, "mưa bão, đường tắc"),
        ("requesting an extension on task 8, the vendor was delayed by customs", CONTACT,
         "vendor was delayed by customs"),
        ("Do chưa đấu thầu được, Sở Thông tin và Truyền thông kính đề nghị điều chỉnh thời hạn nhiệm vụ số 8 sang ngày "
         "30/11/2022.", HEAD, "chưa đấu thầu được"),
    ],
)  # fmt: skip
def test_a_reason_ends_where_the_request_begins(text: str, speaker: Speaker, reason: str) -> None:
    found = read(text, speaker)
    assert isinstance(found, intents.RequestExtension)
    assert found.reason == reason


def test_words_that_look_like_a_courtesy_stay() -> None:
    order = read("giao Sở Ngoại vụ dịch quy chế sang tiếng Anh", CHAIR)
    assert isinstance(order, intents.Assign)
    assert order.action == "dịch quy chế sang tiếng Anh"
    cancelled = read("hủy NV-08, đã có quyết định khác thay thế", CHAIR)
    assert isinstance(cancelled, intents.CancelTask)
    assert cancelled.reason is not None
    assert cancelled.reason.endswith("quyết định khác thay thế")
    returned = read("khong xac nhan nv8, con thieu minh chung", OFFICE)
    assert isinstance(returned, intents.ReturnTask)
    assert returned.reason is not None
    assert returned.reason.endswith("minh chung")


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("vẽ biểu đồ tình hình", None),
        ("vẽ biểu đồ các sở", None),
        ("bieu do", None),
        ("cho xem biểu đồ quá hạn", "overdue"),
        ("bieu do sap den han", "due"),
        ("show the chart", None),
        ("chart of overdue tasks", "overdue"),
    ],
)
def test_a_chart_is_asked_for_in_many_words(words: str, scope: str | None) -> None:
    assert read(words, CHAIR) == intents.Export("chart", scope)


def test_a_chart_of_a_period_is_about_that_period() -> None:
    quarter = intents.Period(date(2022, 7, 1), date(2022, 9, 30))
    assert read("vẽ biểu đồ quý III", CHAIR) == intents.Export("chart", period=quarter)
    assert read("xuất excel quý III", CHAIR) == intents.Export("xlsx")


def test_a_chart_for_an_agency_is_about_that_agency() -> None:
    assert read("vẽ biểu đồ cho Sở Nội vụ", CHAIR) == intents.Export("chart", "agency", ("SNV",))
    assert read("xuất file excel cho sở nội vụ", CHAIR) == intents.Export("xlsx", "agency", ("SNV",))


@pytest.mark.parametrize(
    "text",
    [
        "NV-08 bên em vừa hoàn thành ạ", "NV-08 sở đã làm xong, kế hoạch số 45/KH-STTTT ngày 07/10/2022",
        "Sở đã hoàn thành nhiệm vụ số 8 theo Báo cáo số 512/BC-STTTT ngày 10/10/2022",
    ],
)  # fmt: skip
def test_what_only_frames_a_report_is_no_note(text: str) -> None:
    found = read(text, HEAD)
    assert isinstance(found, intents.ReportDone)
    assert found.note is None


@pytest.mark.parametrize(
    "text",
    [
        "NV-08 chưa làm gì hết, hoàn thành 100%", "NV-08 xong 100% mà chưa làm gì",
        "nv8 hoan thanh roi nhung chua lam gi",
        "NV-08 chưa triển khai được gì, hoàn thành 100%",
    ],
)  # fmt: skip
def test_done_and_not_begun_contradict_each_other(text: str) -> None:
    found = read(text, CONTACT)
    assert isinstance(found, Unclear)
    assert found.question is Question.CONFLICT


def test_a_slip_in_no_is_no_difficulty() -> None:
    for text in ("dạ khôg ạ", "khog", "kohng ạ"):
        assert read(text, CONTACT, TALKING_OF_11) == intents.No()
    assert read("không đúng ý tôi", CHAIR) == intents.No()


def test_a_day_that_a_figure_is_told_for_takes_nothing_back() -> None:
    for text in ("Tính đến 10/10 NV-08 đạt 62%", "tính đến hôm qua NV-08 được 62%", "đến nay NV-08 đạt 62%"):
        found = read(text, HEAD)
        assert isinstance(found, intents.ReportProgress)
        assert (found.tasks, found.percent) == ((8,), 62)


def test_a_line_of_the_list_may_be_called_a_number() -> None:
    assert read("cái số 3", CHAIR, FOUR_LINES) == intents.Choose(3)


def test_a_reproach_in_the_form_of_a_question_asks() -> None:
    for text in ("tới giờ vẫn chưa làm xong sao em?", "vẫn chưa nộp à"):
        assert read(text, CHAIR, TALKING_OF_11) == intents.AskTask((11,))


def test_a_long_title_is_searched_for() -> None:
    found = read("cái nhiệm vụ xây dựng phần mềm cảnh báo hết hạn giấy phép hành nghề đang thế nào", CHAIR)
    assert isinstance(found, intents.Search)


@pytest.mark.parametrize(
    "text",
    [
        "tôi đi Huế họp tới thứ Năm tuần này, đồng chí Lê Văn Bình trực thay",
        "em nghi ốm đến hết 13/10, anh Lê Văn Bình trực thay", "hum nay em nghỉ phép đến 13/10",
    ],
)  # fmt: skip
def test_an_absence_and_who_stands_in(text: str) -> None:
    found = read(text, HEAD)
    assert isinstance(found, intents.Absent)
    assert found.until == date(2022, 10, 13)


def test_this_day_in_another_spelling() -> None:
    found = read("hum nay có vc nào tới hạn hem", OFFICE)
    assert isinstance(found, intents.AskDue)
    assert found.window == "today"


@pytest.mark.parametrize(
    ("text", "tasks"),
    [
        ("giục hai việc đầu cho tôi", (5, 11)), ("nhắc 2 việc cuối đi", (16, 3)), ("remind the first two", (5, 11)),
        ("đôn đốc ba việc đầu tiên", (5, 11, 16)),
    ],
)  # fmt: skip
def test_the_first_lines_of_a_list_are_all_meant(text: str, tasks: tuple[int, ...]) -> None:
    found = read(text, CHAIR, FOUR_LINES)
    assert isinstance(found, intents.Urge)
    assert found.tasks == tasks


def test_more_lines_than_there_are_is_asked_about() -> None:
    found = read("giục năm việc đầu", CHAIR, FOUR_LINES)
    assert isinstance(found, Unclear)
    assert found.question is Question.WHICH_TASK


def test_a_number_beside_a_list_is_asked_about_before_an_act() -> None:
    for text in ("trả lại việc số 3", "trả lại viêjc số 3"):
        found = read(text, OFFICE, FOUR_LINES)
        assert isinstance(found, Unclear)
        assert found.question is Question.WHICH_TASK


def test_a_hundred_per_cent_with_something_missing_is_asked_about() -> None:
    for text in ("NV-08 hoàn thành 100%, còn thiếu 5 tổ", "NV-08 đạt 100% nhưng chưa ký"):
        found = read(text, CONTACT)
        assert isinstance(found, Unclear)
        assert found.question is Question.CONFLICT


def test_done_altogether_is_said_of_the_task_spoken_of() -> None:
    context = Context(last_list=(5, 11, 16), last_task=11)
    for text in ("xong hết rồi", "xong het roi, khong con gi vuong"):
        found = read(text, HEAD, context)
        assert isinstance(found, intents.ReportDone)
        assert found.tasks == (11,)


def test_an_order_may_follow_its_occasion() -> None:
    found = read(
        "Người dân phản ánh nhiều về thủ tục đất đai quá. Yêu cầu Sở Nội vụ lập đường dây nóng trong tháng 11.", CHAIR
    )
    assert found == intents.Assign("lập đường dây nóng", ("SNV",), (), date(2022, 11, 30), "trong tháng 11")


def test_an_offer_may_begin_with_what_was_asked_for() -> None:
    found = read("Sở Nội vụ xin NV-08 đến hết tháng 12 thì lâu quá, tôi chỉ cho đến 15/11", CHAIR)
    assert isinstance(found, intents.DecideExtension)
    assert (found.decision, found.due) == (intents.Decision.COUNTER, date(2022, 11, 15))
    asked = read("Sở Nội vụ xin hủy NV-08", CHAIR)
    assert not isinstance(asked, intents.CancelTask)


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("reject kết quả này, link không mở được", OFFICE, "ReturnTask"),
        ("việc này đóng rồi nhưng báo cáo chưa đúng, cho mở ra làm tiếp", CHAIR, "Reopen"),
        ("check status NV-08 giúp em, chiều em báo giám đốc", CONTACT, "AskTask"),
        ("bao giờ thì hết hạn, bên nào phối hợp?", CHAIR, "AskTask"),
        ("nv 8 hạnn chót là bữa nào", OFFICE, "AskTask"),
        ("tuần này có mấy việc xong rồi em", OFFICE, "AskDone"),
        ("thống kê những nhiệm vụ do tôi giao mà đơn vị để quá thời hạn", CHAIR, "AskOverdue"),
        ("vụ vé xe điện tử ai đang lo vậy em", CHAIR, "Search"),
        ("chua the noi la xong nv 8 duoc, con phan kiem thu", HEAD, "ReportProgress"),
        ("xin ga hạn NV-08 tới 4/11", CONTACT, "RequestExtension"),
        ("chính xác, cứ ghi như vậy", HEAD, "Yes"),
        ("đồng ý, cho thực hiện như vậy", CHAIR, "Yes"),
        ("con nua khong cho em xem not", CONTACT, "NextPage"),
        ("qua next page đi em", CHAIR, "NextPage"),
        ("thoi dung lai, de luc khac toi nhap tiep", HEAD, "Stop"),
        ("cãm ơn nhiều nhé", CHAIR, "Thanks"),
        ("I'm on a training course until 28 October, Ms Thu Ha stands in for me", CONTACT, "Absent"),
        ("Nếu trả lại NV-08 thì sở có bị tính trễ không?", CHAIR, "Unclear"),
    ],
)
def test_further_things_said_differently(text: str, speaker: Speaker, meant: str) -> None:
    assert type(read(text, speaker, TALKING_OF_11)).__name__ == meant


def test_what_is_wrong_is_not_done() -> None:
    assert isinstance(read("NV-08 cho tạm gác lại là sai rồi", CHAIR), Unclear)


def test_two_bodies_joined_by_versus_are_both_asked_about() -> None:
    found = read("cong thuong vs du lich co vc nao wa han r ko", OFFICE)
    assert isinstance(found, intents.AskOverdue)
    assert found.agency == ("SCT", "SDL")


def test_a_refusal_keeps_its_reason() -> None:
    found = read("không gia hạn NV-08, dữ liệu đã có sẵn rồi", CHAIR)
    assert isinstance(found, intents.DecideExtension)
    assert found.reason is not None
    assert "dữ liệu" in found.reason


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("NV-08 80% Sở Nội vụ đã có ý kiến", "Sở Nội vụ đã có ý kiến"),
        ("NV-08 chưa xong, còn chờ ý kiến của Sở", "chưa xong, còn chờ ý kiến của Sở"),
        ("Sở Thông tin và Truyền thông kính báo cáo: nhiệm vụ số 8 đang vướng do chưa có hướng dẫn của Bộ",
         "đang vướng do chưa có hướng dẫn của Bộ"),
        ("Sở báo cáo: nhiệm vụ số 8 đạt 55% khối lượng, đang lấy ý kiến các đơn vị", "đang lấy ý kiến các đơn vị"),
    ],
)  # fmt: skip
def test_a_note_keeps_what_is_told(text: str, note: str) -> None:
    found = read(text, HEAD)
    assert isinstance(found, intents.ReportProgress | intents.ReportObstacle)
    assert found.note == note


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("giao Công an thành phố theo dõi, đôn đốc việc thực hiện Thông báo, hạn 18/11", OFFICE, intents.Assign),
        ("giao so ke hoach va dau tu ra soat von cho chuyen doi so, han 18/11", OFFICE, intents.Assign),
        ("bổ sung nhiệm vụ: Sở VH&TT làm chức năng nhắc sách quá hạn, hạn 20/12", OFFICE, intents.Assign),
        ("yeu cau Cong an thanh pho don doc viec thuc hien truoc 30/10", CHAIR, intents.Assign),
        ("tim viec tham dinh gia dat cu the, khong de nguoi dan cho qua 15 ngay", CHAIR, intents.Search),
        ("tạm dừng NV-3 vì chờ tiếp tục rà soát, thay thế các thủ tục", CHAIR, intents.Suspend),
        ("tra lai NV-3 vi chua mo cua Dai Noi vao ban dem", OFFICE, intents.ReturnTask),
        ("NV-3 đang trả lời dứt khoát từng dự án còn thiếu vốn", HEAD, intents.ReportProgress),
        ("khôi phục nhiệm vụ ba mươi sáu đang tạm hoãn", OFFICE, intents.Resume),
    ],
)
def test_the_matter_of_an_act_is_no_act_of_its_own(text: str, speaker: Speaker, meant: type) -> None:
    assert type(read(text, speaker)) is meant


@pytest.mark.parametrize(
    ("text", "speaker"),
    [("NV-3 đang vướng mặt bằng", HEAD), ("nv 3 dang mac vi doi tac chua ky ban ghi nho", HEAD)],
)
def test_what_hinders_is_no_progress(text: str, speaker: Speaker) -> None:
    assert isinstance(read(text, speaker), intents.ReportObstacle)


@pytest.mark.parametrize("name", ["Kho bạc", "kho bạc"])
def test_a_body_whose_name_is_an_everyday_word_is_asked_about_at_the_start(name: str) -> None:
    assert read(f"{name} có bị quá hạn việc gì không", CHAIR) == intents.AskOverdue(intents.Scope.AGENCY, ("KBNN",))
