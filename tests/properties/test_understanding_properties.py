"""Laws of reading chat messages, whatever is typed."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta, timezone
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.deadlines import DeadlineReader
from bot.core.intents import ACTING, Intent, due_days
from bot.core.understanding import ChatReader, Context, Speaker
from bot.directory import load_shipped, shipped_days_off
from locales import LANGUAGES, phrases

NOW = datetime(2022, 10, 11, 8, 5, tzinfo=timezone(timedelta(hours=7)))
SPEAKERS = st.sampled_from(
    [Speaker("chair"), Speaker("office", "VPCDS"), Speaker("contact", "STNMT"), Speaker("observer")]
)
CONTEXTS = st.sampled_from([Context(), Context(last_task=11), Context((10, 7, 4)), Context((3,), 3)])
PIECES = (
    "NV-11|nv3|việc|hai|số|2|xong|chưa|không|gia hạn|đến|20/10|31/11|quá hạn|tuần này|Sở Y tế|hủy|giao|mở lại|và|,|.|?|"
    "50%|trước|nếu|mai|thứ|nhất|em|ạ|ok|task|overdue|extend|please|the first|đồng ý|nhắc|8 giờ|mỗi ngày|tháng 9|quý III"
)
MESSAGES = st.lists(st.sampled_from(PIECES.split("|")), max_size=12).map(" ".join)
SENTENCES = (
    "có gì quá hạn không?",
    "NV-11 chưa xong, xin gia hạn đến 20/10",
    "đồng ý gia hạn NV-05 tới 25/10",
    "tuần này sở có việc gì đến hạn",
    "giao Sở Y tế làm kế hoạch tiêm chủng, hạn 30/11",
    "việc thứ hai đến đâu rồi",
    "please extend NV-10 to 21 October",
    "trả lại NV-07, thiếu văn bản ký",
    "không đồng ý cho lùi NV-05",
    "sở nào chưa báo cáo",
)


@cache
def reader() -> ChatReader:
    def tables(name: str) -> list[dict[str, object]]:
        return [phrases(name, language) for language in LANGUAGES]

    agencies = AgencyReader(load_shipped(), tables("agencies"))
    return ChatReader(tables("chat"), agencies, DeadlineReader(tables("deadlines"), Calendar(shipped_days_off())))


def read(text: str, speaker: Speaker = Speaker("chair"), context: Context = Context()) -> Intent:  # noqa: B008
    return reader().read(text, speaker, context, NOW)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), SPEAKERS, CONTEXTS)
@example("İ" * 40, Speaker("chair"), Context())
@example("\u0301\u0301", Speaker("chair"), Context())
@example("99999999999999999999 %", Speaker("contact", "X"), Context())
def test_any_text_has_a_meaning(text: str, speaker: Speaker, context: Context) -> None:
    read(text, speaker, context)


@settings(max_examples=300, deadline=None)
@given(MESSAGES, SPEAKERS, CONTEXTS)
def test_any_words_have_a_meaning(text: str, speaker: Speaker, context: Context) -> None:
    read(text, speaker, context)


@settings(max_examples=150, deadline=None)
@given(MESSAGES, SPEAKERS, CONTEXTS)
def test_the_reading_does_not_depend_on_the_unicode_form(text: str, speaker: Speaker, context: Context) -> None:
    assert read(unicodedata.normalize("NFD", text), speaker, context) == read(text, speaker, context)


@settings(max_examples=150, deadline=None)
@given(MESSAGES, SPEAKERS, CONTEXTS)
def test_the_kind_of_act_does_not_depend_on_doubled_blanks(text: str, speaker: Speaker, context: Context) -> None:
    assert type(read(text.replace(" ", "  "), speaker, context)) is type(read(text, speaker, context))


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("role", ["chair", "contact"])
@pytest.mark.parametrize("change", [str.upper, str.lower, str.capitalize], ids=["upper", "lower", "capital"])
def test_the_kind_of_act_does_not_depend_on_letter_case(sentence: str, role: str, change: object) -> None:
    speaker = Speaker(role, "STNMT" if role == "contact" else None)
    changed = change(sentence)  # type: ignore[operator]
    assert type(read(changed, speaker)) is type(read(sentence, speaker))


ACTING_SENTENCES = (
    "hủy NV-05", "tạm dừng NV-05", "mở lại NV-05", "xác nhận NV-05 hoàn thành", "đôn đốc NV-05",
    "đổi hạn NV-05 sang 30/11", "giao Sở Y tế làm báo cáo", "chuyển NV-05 sang Sở Y tế",
)  # fmt: skip
COURTESIES = st.sampled_from(["", "dạ ", "em ơi ", "thưa đồng chí, ", "chào anh chị, ", "kính gửi Văn phòng, "])
NEGATIONS = st.sampled_from(
    ["đừng ", "khoan ", "chưa cần ", "không cần ", "tôi chưa muốn ", "tôi không định ", "nếu ", "nghe nói "]
)


@settings(max_examples=150, deadline=None)
@given(COURTESIES, NEGATIONS, st.sampled_from(ACTING_SENTENCES), st.sampled_from(["", " nhé", " ạ", ", xin cảm ơn"]))
def test_the_negation_of_an_act_never_acts(before: str, negation: str, act: str, after: str) -> None:
    assert not isinstance(read(before + negation + act + after), ACTING)


@pytest.mark.parametrize(
    "code", ["today", "tomorrow", "this_week", "next_week", "this_month", "next_month", "quarter", "days:9"]
)
def test_a_window_begins_before_it_ends(code: str) -> None:
    days = due_days(code, NOW.date())
    assert days.first <= days.last


@pytest.mark.parametrize(
    "part",
    [
        "a",
        "1 ",
        "nv 1 ",
        "em ơi ",
        "không ",
        '"a',
        "/",
        "👍",
        "\n- a",
        "trước 30/9 ",
        "A1B2-33 ",
        "http://",
        "một hai ",
        "mật ",
    ],
)
def test_hostile_text_is_read_to_an_end(part: str) -> None:
    assert isinstance(read((part * 4096)[:4096]), Intent)
