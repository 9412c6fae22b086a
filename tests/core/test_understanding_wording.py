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
