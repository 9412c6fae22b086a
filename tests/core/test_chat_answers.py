"""The same words answer an open question and mean something else without one."""

from datetime import date

import pytest

from bot.core import intents
from bot.core.intents import Intent, Unclear
from bot.core.understanding import Context
from tests.core.test_understanding import CHAIR, CONTACT, NOW, OFFICE, read, reader


@pytest.mark.parametrize(
    ("pending", "text", "meant"),
    [
        ("due", "hạn 30/11", intents.ChangeDue((), date(2022, 11, 30), "hạn 30/11")),
        ("due", "deadline thứ sáu", intents.ChangeDue((), date(2022, 10, 14), "deadline thứ sáu")),
        ("draft-due", "due Friday", intents.ChangeDue((), date(2022, 10, 14), "due Friday")),
        ("req-day-check", "hạn 30/11", intents.ChangeDue((), date(2022, 11, 30), "hạn 30/11")),
        ("ext-check", "deadline thứ sáu", intents.ChangeDue((), date(2022, 10, 14), "deadline thứ sáu")),
        ("due-check", "xác nhận", intents.Yes()),
        ("due-check", "đúng ngày đó", intents.Yes()),
        ("draft-due-check", "confirm", intents.Yes()),
        ("due-check", "sai ngày rồi", intents.No()),
        ("progress", "50", intents.ReportProgress((), 50)),
        ("progress", "được 50 rồi", intents.ReportProgress((), 50)),
        ("progress", "bảy mươi phần trăm ạ", intents.ReportProgress((), 70)),
    ],
)
def test_an_open_question_decides_between_readings(pending: str, text: str, meant: Intent) -> None:
    assert read(text, OFFICE, Context((3, 4), 11, pending)) == meant
    assert read(text, OFFICE, Context((3, 4), 11)) != meant


@pytest.mark.parametrize(
    ("pending", "text"),
    [
        ("due", "việc nào đến hạn 30/11"),
        ("due", "hạn 30/11 à?"),
        ("due-check", "xác nhận NV-05 hoàn thành"),
        ("due-check", "không, 30/11"),
        ("progress", "NV-05 sao rồi"),
        ("progress", "150"),
    ],
)
def test_words_that_say_more_are_read_as_without_a_question(pending: str, text: str) -> None:
    assert read(text, OFFICE, Context((), 11, pending)) == read(text, OFFICE, Context((), 11))


def test_an_order_that_is_only_thought_aloud_is_not_done() -> None:
    for text in ("hay là đổi hạn NV-06 sang 15/11 nhỉ", "hủy NV-15 nhỉ", "hay mình hủy NV-15", "NV-12 tạm dừng hả em"):
        assert not isinstance(read(text), intents.ACTING), text


def test_a_condition_behind_an_order_takes_it_back() -> None:
    assert isinstance(read("hủy NV-15 nếu Sở Y tế không làm"), Unclear)
    assert read("hủy NV-15 nếu được") == intents.CancelTask((15,))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nv12 chưa ổn mở lại", intents.Reopen),
        ("NV-08 không còn vướng, làm tiếp", intents.Resume),
        ("gia hạn NV-10 thêm 1 tuần", intents.DecideExtension),
        ("nv10 cho đến 21/10", intents.DecideExtension),
        ("Sở Công Thương làm trang bán hàng cho OCOP, deadline 15/11", intents.Assign),
        ("Sở Y tế phối hợp Sở Tài chính lập dự toán, xong trước 30/11", intents.Assign),
    ],
)
def test_a_no_to_something_else_does_not_take_an_order_back(text: str, meant: type) -> None:
    assert isinstance(read(text), meant)


@pytest.mark.parametrize("text", ["còn một chút nữa là xong", "còn 2 ngày nữa là xong ạ", "tuần nữa mới xong"])
def test_nearly_done_is_not_done(text: str) -> None:
    assert isinstance(read(text, CONTACT, Context((), 11)), intents.ReportProgress)


def test_letters_in_the_wrong_order_are_mended_in_words_that_belong_together() -> None:
    assert read("nv10 xin gai hạn tới 20/10", CONTACT) == read("nv10 xin gia hạn tới 20/10", CONTACT)


def test_no_phrase_of_a_rule_begins_or_ends_with_a_blank() -> None:
    """It would never match: words are compared whole."""
    from locales import LANGUAGES, phrases

    rules = [rule for language in LANGUAGES for rule in phrases("chat", language)["rule"]]
    lists = [rule.get(name, ()) for rule in rules for name in ("find", "whole", "unless")]
    lists += [words for language in LANGUAGES for words in phrases("chat", language)["words"].values()]
    assert [phrase for phrases_ in lists for phrase in phrases_ if phrase != phrase.strip()] == []


def test_a_warmed_reader_reads_the_same() -> None:
    reader().warm(NOW)
    assert read("NV-05 sao rồi", CHAIR) == intents.AskTask((5,))


@pytest.mark.parametrize("text", ["duyệt", "duyệt luôn", "chấp thuận", "approve"])
def test_approving_is_no_yes_to_a_refusal(text: str) -> None:
    assert not isinstance(read(text, CHAIR, Context((), 11, "req-no-check")), intents.Yes)


@pytest.mark.parametrize(
    "text",
    [
        "NV-15 mà hủy thì tiếc",
        "trước khi hủy NV-15 hỏi lại Sở Y tế đã",
        "hủy NV-15 hay tạm dừng",
        "tạm dừng hay hủy NV-15",
        "sau khi mở lại NV-12 thì báo tôi",
    ],
)
def test_an_act_that_is_only_spoken_of_is_not_done(text: str) -> None:
    assert not isinstance(read(text), intents.ACTING)
