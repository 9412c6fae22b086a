"""What people write, and what the bot takes it for. The sentences are our own."""

from __future__ import annotations

import json
import unicodedata
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from pathlib import Path

import pytest

from bot.core import intents
from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.deadlines import DeadlineReader
from bot.core.intents import Decision, Intent, Order, Period, Question, Scope, Unclear
from bot.core.understanding import ChatReader, Context, Speaker
from bot.directory import load_shipped, shipped_days_off
from locales import LANGUAGES, phrases

DEV = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "chat" / "dev.jsonl"
NOW = datetime(2022, 10, 11, 8, 5, tzinfo=timezone(timedelta(hours=7)))
CHAIR = Speaker("chair")
OFFICE = Speaker("office", "VPCDS")
HEAD = Speaker("head", "STTTT")
CONTACT = Speaker("contact", "STNMT")
TALKING_OF_11 = Context(last_task=11)
A_LIST = Context(last_list=(10, 7, 4))


@cache
def reader() -> ChatReader:
    def tables(name: str) -> list[dict[str, object]]:
        return [phrases(name, language) for language in LANGUAGES]

    agencies = AgencyReader(load_shipped(), tables("agencies"))
    return ChatReader(tables("chat"), agencies, DeadlineReader(tables("deadlines"), Calendar(shipped_days_off())))


def read(text: str, speaker: Speaker = CHAIR, context: Context = Context()) -> Intent:  # noqa: B008
    return reader().read(text, speaker, context, NOW)


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("những đơn vị nào đang trễ hạn", CHAIR, intents.AskOverdue(Scope.ALL)),
        ("bao nhiu vc qua han r", CHAIR, intents.AskOverdue(Scope.ALL)),
        ("cos gif quas hanj khoong", CHAIR, intents.AskOverdue(Scope.ALL)),
        ("sở mình trễ mấy việc", HEAD, intents.AskOverdue(Scope.MINE)),
        ("sở y tế trễ mấy việc", CHAIR, intents.AskOverdue(Scope.AGENCY, ("SYT",))),
        ("which tasks became overdue since Monday", CHAIR, intents.AskOverdue(Scope.ALL, since=date(2022, 10, 10))),
        ("mười ngày tới có việc nào đến hạn", CHAIR, intents.AskDue("days:10", Scope.ALL)),
        ("what's due tomorrow", CHAIR, intents.AskDue("tomorrow", Scope.ALL)),
        ("việc đến hạn trong tháng 11", OFFICE, intents.AskDue("next_month", Scope.ALL)),
        ("những việc tôi đã giao", Speaker("vice_chair"), intents.AskOpen(Scope.GIVEN_BY_ME)),
        ("các việc sở phối hợp", HEAD, intents.AskOpen(Scope.SUPPORTING)),
        ("nv 12 sao rồi", CHAIR, intents.AskTask((12,))),
        ("nhiệm vụ mười hai ai đang làm", CHAIR, intents.AskTask((12,))),
        ("NV-11 và NV-12 đến đâu rồi", CHAIR, intents.AskTask((11, 12))),
        ("việc nào không có hạn", CHAIR, intents.AskNoDeadline()),
        ("có gì chờ tôi duyệt không", CHAIR, intents.AskWaiting()),
        ("sở nào không chịu báo cáo", CHAIR, intents.AskSilent()),
        ("đơn vị nào tích cực nhất", CHAIR, intents.AskRanking(Order.BEST)),
        ("who has the most overdue tasks", CHAIR, intents.AskRanking(Order.WORST)),
        ("vì sao NV-02 bị tính là quá hạn", HEAD, intents.AskWhyOverdue((2,))),
        ("NV-10 gia hạn mấy lần", CHAIR, intents.AskHistory((10,))),
        ("việc quy hoạch cây xanh đến đâu rồi", CHAIR, intents.Search("quy hoạch cây xanh")),
        ("liên hệ ai bên Sở Xây dựng", CHAIR, intents.AskContacts(("SXD",))),
        ("gửi tôi bản pdf việc quá hạn", CHAIR, intents.Export("pdf", "overdue")),
    ],
)
def test_questions(text: str, speaker: Speaker, meant: Intent) -> None:
    assert read(text, speaker) == meant


def test_two_quarters_are_compared() -> None:
    third, second = Period(date(2022, 7, 1), date(2022, 9, 30)), Period(date(2022, 4, 1), date(2022, 6, 30))
    assert read("quý 3 so với quý 2 thế nào") == intents.AskStats(third, (), second)


def test_two_questions_are_both_answered() -> None:
    meant = read("có gì quá hạn? tuần này có gì đến hạn?")
    assert meant == intents.Both(intents.AskOverdue(Scope.ALL), intents.AskDue("this_week", Scope.ALL))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("đã tiếp nhận NV-05, sẽ triển khai", intents.Acknowledge((5,))),
        ("nv11 moi duoc 30 phan tram", intents.ReportProgress((11,), 30)),
        ("NV-05 được nửa rồi", intents.ReportProgress((5,), 50)),
        ("xong NV-05 rồi nhé", intents.ReportDone((5,))),
        ("hoàn tất NV-05", intents.ReportDone((5,))),
        ("nv5 done", intents.ReportDone((5,))),
        ("NV-05 thiếu người làm", intents.ReportObstacle((5,), "thiếu người làm")),
    ],
)
def test_the_lead_agency_reports(text: str, meant: Intent) -> None:
    assert read(text, CONTACT) == meant


def test_the_proof_of_a_result_is_kept() -> None:
    meant = read("NV-11 xong rồi, 45/BC-STNMT ngày 20/10/2022", CONTACT)
    assert isinstance(meant, intents.ReportDone)
    assert meant.evidence == "45/BC-STNMT ngày 20/10/2022"


@pytest.mark.parametrize(
    "text",
    [
        "NV-05 chưa làm xong ạ", "nv5 chưa xog a ơi", "NV-05 sắp xong rồi", "NV-05 đâu đã xong",
        "NV-05 không phải là xong",
        "mai em xong NV-05", "NV-05 chắc tuần sau xong", "cuối tuần này sẽ nộp NV-05", "NV-05 xong phần 1",
        "NV-05 xong 50%",
        "NV-05 dự kiến xong 20/10", "NV-05 is not finished yet", "NV-05 will be done next week",
    ],
)  # fmt: skip
def test_what_is_not_done_is_progress(text: str) -> None:
    assert isinstance(read(text, CONTACT), intents.ReportProgress)


@pytest.mark.parametrize(
    "text",
    [
        "NV-11 xong chưa", "NV-11 chưa xong à?", "xong NV-11 rồi phải không", "NV-11 có cần hủy không", "is NV-11 done",
        "có nên gia hạn NV-11 không", "ai bảo NV-11 xong", "NV-11 phải xong trước 20/10 à",
    ],
)  # fmt: skip
@pytest.mark.parametrize("speaker", [CHAIR, OFFICE, CONTACT])
def test_a_question_changes_nothing(text: str, speaker: Speaker) -> None:
    assert not isinstance(read(text, speaker), intents.ACTING)


@pytest.mark.parametrize(
    "text",
    [
        "đừng hủy NV-05", "không hủy NV-05", "chưa xác nhận NV-05", "chưa mở lại NV-05", "không cần đôn đốc NV-05",
        "đừng nhắc Sở Y tế nữa", "NV-05 chưa hủy", "không tạm dừng NV-05", "NV-05 chưa được gia hạn",
        "do not cancel NV-05",
        "nếu NV-05 xong thì xác nhận luôn", "nghe nói NV-05 xong rồi", "Sở Y tế báo NV-05 xong rồi", "NV-05 xong rồi",
    ],
)  # fmt: skip
def test_what_the_chair_does_not_order_is_not_done(text: str) -> None:
    assert not isinstance(read(text), intents.ACTING)


@pytest.mark.parametrize(
    ("text", "decision", "due"),
    [
        ("nhất trí gia hạn NV-05 tới 20/10", Decision.APPROVE, date(2022, 10, 20)),
        ("NV-05 đồng ý cho lùi", Decision.APPROVE, None),
        ("không đồng ý cho lùi NV-05", Decision.REFUSE, None),
        ("ko gia hạn nv5", Decision.REFUSE, None),
        ("NV-05 giữ nguyên thời hạn", Decision.REFUSE, None),
        ("gia hạn NV-05 nhưng chỉ đến 20/10 thôi", Decision.COUNTER, date(2022, 10, 20)),
        ("approve the extension of NV-05 until 25 October", Decision.APPROVE, date(2022, 10, 25)),
        ("reject the extension for NV-05", Decision.REFUSE, None),
    ],
)
def test_decisions_on_extensions(text: str, decision: Decision, due: date | None) -> None:
    meant = read(text)
    assert isinstance(meant, intents.DecideExtension)
    assert (meant.tasks, meant.decision, meant.due) == ((5,), decision, due)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("xác nhận NV-05 đã hoàn thành", intents.Confirm((5,))),
        ("trả lại NV-05 vì số liệu sai", intents.ReturnTask((5,), "số liệu sai")),
        ("dời NV-05 qua 20/11", intents.ChangeDue((5,), date(2022, 11, 20), "qua 20/11")),
        ("rút hạn NV-05 xuống 20/10", intents.ChangeDue((5,), date(2022, 10, 20), "xuống 20/10")),
        ("giao NV-05 cho Sở Y tế chủ trì", intents.ChangeLead((5,), ("SYT",))),
        ("giục NV-05", intents.Urge((5,))),
        ("nhắc mấy đơn vị chậm", intents.Urge(all_overdue=True)),
        ("NV-05 tạm dừng chờ chỉ đạo", intents.Suspend((5,), "chờ chỉ đạo")),
        ("bỏ tạm dừng NV-05", intents.Resume((5,))),
        ("hủy NV-11 và NV-12", intents.CancelTask((11, 12))),
        ("NV-05 bỏ đi, trùng với NV-03", intents.CancelTask((5,), "trùng với NV-03")),
        ("NV-05 mở lại, số liệu sai", intents.Reopen((5,), "số liệu sai")),
    ],
)
def test_orders(text: str, meant: Intent) -> None:
    assert read(text) == meant


def test_a_new_task_has_its_work_its_bodies_and_its_day() -> None:
    meant = read("giao Sở Du lịch làm bản đồ ẩm thực, phối hợp với Sở Y tế, hạn 30/11")
    assert meant == intents.Assign("làm bản đồ ẩm thực", ("SDL",), ("SYT",), date(2022, 11, 30), "30/11")


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("xác nhận NV-11, trả lại NV-12", Question.TWO_ACTS),
        ("duyệt NV-05 và hủy NV-06", Question.TWO_ACTS),
        ("hủy NV-05 và giao Sở Y tế làm báo cáo tiêm chủng", Question.TWO_ACTS),
        ("đổi hạn NV-05 sang 31/11", Question.BAD_DATE),
        ("đổi hạn NV-05 sang 30/9/2021", Question.BAD_DATE),
        ("hủy", None),
        ("xác nhận", Question.NO_OBJECT),
        ("nghe nói NV-05 xong rồi", Question.HEARSAY),
        ("nếu kịp thì gia hạn NV-05", Question.CONDITIONAL),
        ("thời tiết hôm nay thế nào", Question.OUT_OF_SCOPE),
        ("???", Question.FRAGMENT),
    ],
)
def test_doubt_becomes_a_question(text: str, question: Question | None) -> None:
    meant = read(text)
    if question is None:
        assert meant == intents.Stop()
    else:
        assert isinstance(meant, Unclear)
        assert meant.question is question


def test_a_name_that_fits_two_bodies_offers_both() -> None:
    meant = read("giao văn phòng hoàn thiện quy chế trước 30/10")
    assert isinstance(meant, Unclear)
    assert meant.question is Question.WHICH_AGENCY
    assert {option.lead for option in meant.options if isinstance(option, intents.Assign)} == {("VPCDS",), ("VPUB",)}


@pytest.mark.parametrize(
    ("text", "context", "meant"),
    [
        ("2", A_LIST, intents.Choose(2)),
        ("9", A_LIST, intents.AskTask((9,))),
        ("9", Context(), intents.AskTask((9,))),
        ("số 3", A_LIST, intents.Choose(3)),
        ("NV-2", A_LIST, intents.AskTask((2,))),
        ("cái cuối", A_LIST, intents.Choose(3)),
        ("việc thứ hai đến đâu rồi", A_LIST, intents.AskTask((7,))),
        ("hủy việc thứ hai", A_LIST, intents.CancelTask((7,))),
        ("đôn đốc cả 3 việc", A_LIST, intents.Urge((10, 7, 4))),
        ("hạn khi nào?", TALKING_OF_11, intents.AskTask((11,))),
        ("hủy việc này đi", TALKING_OF_11, intents.CancelTask((11,))),
    ],
)
def test_words_that_lean_on_what_stood_before(text: str, context: Context, meant: Intent) -> None:
    assert read(text, CHAIR, context) == meant


def test_a_number_that_may_be_a_place_or_a_task_is_asked_about() -> None:
    meant = read("hủy việc 2", CHAIR, A_LIST)
    assert meant == Unclear(Question.WHICH_TASK, (intents.CancelTask((7,)), intents.CancelTask((2,))))


def test_a_place_beyond_the_list_is_asked_about() -> None:
    assert read("hủy việc thứ năm", CHAIR, A_LIST) == Unclear(Question.WHICH_TASK, (intents.CancelTask(),))


def test_one_word_is_an_act_only_on_a_known_task() -> None:
    assert read("xong", CONTACT, TALKING_OF_11) == intents.ReportDone((11,))
    assert isinstance(read("xong", CONTACT), Unclear)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ok em", intents.Yes()), ("dung roi", intents.Yes()), ("không phải", intents.No()), ("chưa", intents.No()),
        ("thôi bỏ đi", intents.Stop()), ("xem tiếp", intents.NextPage()), ("em bấm nhầm", intents.Undo()),
        ("dùng thế nào", intents.Help()), ("a lô", intents.Greeting()), ("cám ơn em nhiều nha", intents.Thanks()),
        ("nói tiếng Việt đi", intents.SetLanguage("vi")), ("switch to English", intents.SetLanguage("en")),
        ("nhắc tôi lúc 7 rưỡi sáng mỗi ngày", intents.SetReminderTime(time(7, 30))),
        ("mai nhắc lại em", intents.Snooze(date(2022, 10, 12))),
        ("tôi nghỉ đến 20/10, chị Hoa thay", intents.Absent(date(2022, 10, 20), "Hoa")),
        ("7K2Q-91", intents.LinkCode("7K2Q-91")),
    ],
)  # fmt: skip
def test_acts_of_dialogue_and_settings(text: str, meant: Intent) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text", ["[MẬT] kế hoạch diễn tập", "tài liệu tối mật gửi văn phòng", "NV-05 xong, kèm công văn MẬT"]
)
def test_a_secrecy_mark_goes_before_everything(text: str) -> None:
    assert read(text, CONTACT) == intents.Secret()


@pytest.mark.parametrize(
    "text", ["hệ thống có bảo mật không", "em quên mật khẩu", "NV-05 đã nâng cấp bảo mật, xong rồi"]
)
def test_security_is_not_secrecy(text: str) -> None:
    assert read(text, CONTACT) != intents.Secret()


def test_a_list_of_orders_is_a_conclusion() -> None:
    text = "Kết luận họp:\n- Sở Y tế: trình đề án trước 25/10\n- Sở Du lịch: làm bản đồ số"
    assert read(text, OFFICE) == intents.ImportConclusion()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/quahan", intents.AskOverdue(Scope.ALL)),
        ("/quahan@ubnd_bot sở y tế", intents.AskOverdue(Scope.AGENCY, ("SYT",))),
        ("/overdue", intents.AskOverdue(Scope.ALL)),
        ("/viec", intents.AskOpen(Scope.ALL)),
        ("/nv 11", intents.AskTask((11,))),
        ("/timkiem đèn giao thông", intents.Search("đèn giao thông")),
        ("/start AB12CD", intents.LinkCode("AB12CD")),
        ("/start", intents.LinkCode()),
        ("/help", intents.Help()),
        ("/caidat", intents.ShowSettings()),
        ("/cancel", intents.Stop()),
    ],
)
def test_commands(text: str, meant: Intent) -> None:
    assert read(text) == meant


def test_a_very_long_message_is_never_acted_upon_unasked() -> None:
    meant = read("NV-05 xong rồi, " + "số liệu đã được tổng hợp đầy đủ theo yêu cầu của cuộc họp " * 30, CONTACT)
    assert not isinstance(meant, intents.ACTING)


def test_a_word_with_other_marks_is_another_word() -> None:
    assert isinstance(read("NV-05 hoãn lại"), intents.Suspend)
    assert not isinstance(read("NV-05 hoàn lại"), intents.Suspend)


ORDERS = (
    "hủy NV-05", "tạm dừng NV-05", "mở lại NV-05", "xác nhận NV-05 hoàn thành", "duyệt gia hạn NV-05 đến 20/10",
    "chuyển NV-05 sang Sở Y tế", "đổi hạn NV-05 thành 30/11", "đôn đốc NV-05", "giao Sở Y tế làm báo cáo, hạn 30/11",
    "trả lại NV-05 vì thiếu số liệu",
)  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    "taken_back",
    [
        "nếu {}", "giả sử {}", "nghe nói {}", "có người bảo {}", "đừng {}", "khoan {}", "không cần {}",
        "tôi chưa muốn {}",
        "đang cân nhắc {}", "tôi nghĩ nên {}", "có nên {} không", "{} phải không", "{} là không đúng", "ai bảo {}",
        "để tôi xem lại rồi mới {}", "tôi sẽ {}", "định {}", "chắc phải {}", "Sở Xây dựng đề nghị {}", "lỡ {} thì sao",
        "if {}", "do not {}", "maybe {}",
    ],
)  # fmt: skip
def test_an_order_that_is_taken_back_is_not_done(order: str, taken_back: str) -> None:
    assert not isinstance(read(taken_back.format(order)), intents.ACTING)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("frame", ["{} nhé", "{} giúp tôi", "đề nghị {}", "em ơi {} đi", "{}, xin cảm ơn", "dạ {} ạ"])
def test_courtesy_does_not_change_an_order(order: str, frame: str) -> None:
    assert type(read(frame.format(order))) is type(read(order))


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("việc 9 bên em hoàn tất rồi", CONTACT, intents.ReportDone((9,))),
        ("NV-11 đi được ba phần tư rồi", CONTACT, intents.ReportProgress((11,), 75)),
        ("NV-11 tuần sau mới xong được", CONTACT, intents.ReportProgress((11,), None, "tuần sau mới xong")),
        ("cho NV-12 lùi tối đa đến 10/11", CHAIR, None),
        ("NV-12 hết vướng, cho chạy tiếp", CHAIR, intents.Resume((12,))),
        ("remind mấy đơn vị overdue", CHAIR, intents.Urge(all_overdue=True)),
        ("30p nữa nhắc em", CONTACT, intents.Snooze(NOW + timedelta(minutes=30))),
        ("ok cảm ơn em", CHAIR, intents.Thanks()),
    ],
)
def test_words_of_the_same_kind_mean_the_same(text: str, speaker: Speaker, meant: Intent | None) -> None:
    found = read(text, speaker)
    if meant is None:
        assert isinstance(found, intents.DecideExtension)
        assert found.decision is Decision.COUNTER
    else:
        assert found == meant


def test_a_place_of_the_list_by_its_ordinal_alone() -> None:
    assert read("thứ 2", CHAIR, A_LIST) == intents.Choose(2)


def test_a_repair_of_spelling_does_not_make_an_act_of_other_words() -> None:
    assert read("em gửi công văn mật của Sở", CONTACT) == intents.Secret()
    assert not isinstance(read("vẽ sơ đồ khu đô thị cho NV-05"), intents.ACTING)


def test_a_body_that_is_no_more_gets_no_new_task() -> None:
    later = datetime(2025, 8, 11, 8, 5, tzinfo=NOW.tzinfo)
    meant = reader().read("giao UBND quận Cẩm Lệ rà soát biển hiệu trước 30/8", CHAIR, Context(), later)
    assert meant == Unclear(Question.WHICH_AGENCY)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("xác nhận NV-05, trả lại NV-06", CHAIR),
        ("đôn đốc NV-05 rồi hủy NV-06", CHAIR),
        ("cancel task 5 and remind the police", CHAIR),
        ("nhắc Sở Y tế và giao Sở Nội vụ báo cáo biên chế trước 30/10", CHAIR), ("NV-05 xong, NV-06 được 50%", CONTACT),
    ],
)  # fmt: skip
def test_half_of_a_message_is_never_done(text: str, speaker: Speaker) -> None:
    meant = read(text, speaker)
    assert isinstance(meant, Unclear)
    assert meant.question is Question.TWO_ACTS


def test_one_of_two_tasks_is_asked_about() -> None:
    meant = read("NV-02 hay NV-03 xong rồi", CONTACT)
    assert meant == Unclear(Question.WHICH_TASK, (intents.ReportDone((2,)), intents.ReportDone((3,))))


def test_what_is_done_already_or_will_be_is_no_order() -> None:
    for text in (
        "NV-05 đã hủy rồi mà",
        "NV-05 bị hủy rồi",
        "NV-05 sẽ hủy sau",
        "NV-05 đã được mở lại",
        "đã đôn đốc NV-05",
    ):
        assert not isinstance(read(text), intents.ACTING), text


def test_an_agency_speaks_for_itself_only() -> None:
    own = read("Sở TT&TT báo cáo khó khăn trong nhiệm vụ số 04: thiếu cán bộ", HEAD)
    assert isinstance(own, intents.ReportObstacle)
    other = read("Sở Y tế báo cáo khó khăn trong nhiệm vụ số 04: thiếu cán bộ", HEAD)
    assert not isinstance(other, intents.ACTING)


@pytest.mark.parametrize(
    "word", ["cancer", "dream", "lodge", "closet", "clone", "dune", "drown", "crop", "hobby", "sandal"]
)
def test_another_word_is_not_mended_into_an_act(word: str) -> None:
    assert not isinstance(read(f"{word} NV-05"), intents.ACTING)
    assert not isinstance(read(f"NV-05 {word}", CONTACT), intents.ACTING)


@pytest.mark.parametrize(
    ("text", "speaker", "meant"),
    [
        ("xin gia han nv8 toi 30/10 vi thieu nhan su", HEAD, intents.RequestExtension),
        ("nv8 vuong thieu nhan luc", HEAD, intents.ReportObstacle),
        ("nv8 so da nhan", HEAD, intents.Acknowledge),
        ("NV-15 thoi de So Tai chinh dung ra chu tri", CHAIR, intents.ChangeLead),
        ("dung NV-15 lai", CHAIR, intents.Suspend),
        ("tao viec moi cho quan Ngu Hanh Son: gan ma dia chi so, han 18/11", CHAIR, intents.Assign),
        ("day la cong van mat cua bo chi huy quan su", OFFICE, intents.Secret),
        ("[MAT] NV-18 bao cao quan so", OFFICE, intents.Secret),
        ("UY BAN MAT TRAN TO QUOC de nghi cap nhat NV-18", OFFICE, None),
    ],
)
def test_words_that_differ_only_in_their_marks(text: str, speaker: Speaker, meant: type[Intent] | None) -> None:
    found = read(text, speaker)
    assert isinstance(found, meant) if meant else not isinstance(found, intents.Secret)


@pytest.mark.skipif(not DEV.exists(), reason="the gold chat lines are not beside this checkout")
def test_a_line_without_its_marks_never_does_something_else() -> None:
    wrong = []
    for row in map(json.loads, DEV.read_text("utf-8").splitlines()):
        given, now = row["context"] or {}, datetime.fromisoformat(row["ref"])
        context = Context(tuple(given.get("last_list") or ()), given.get("last_task"), given.get("pending"))
        speaker, bare = Speaker(row["role"], row["agency"]), without_marks(row["text"])
        meant, found = (reader().read(text, speaker, context, now) for text in (row["text"], bare))
        if isinstance(found, intents.ACTING) and type(found) is not type(meant):
            wrong.append((bare, found))
    assert wrong == []


def without_marks(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(one for one in letters if not unicodedata.combining(one))
