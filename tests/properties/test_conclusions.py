"""Laws of the reader of conclusions: whatever the text, spans lie in it and the Unicode form does not matter."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import Deadline
from locales import phrases

HELD_ON = date(2023, 5, 10)
PIECES = (
    "giao|yêu cầu|đề nghị|chỉ đạo|Sở Y tế|sở này|UBND các xã|Tân An|các sở, ban, ngành|rà soát|báo cáo|cần|phải|sẽ|đã|"
    "chủ trì|phối hợp với|trước ngày 30/6|;|,|.|:|(|)|đồng thời|Về việc|Trước đó|Theo|kết luận|1.|a)|-|Nơi nhận:|"
    "TP.|Phó Chủ tịch UBND tỉnh|Bộ|và|Nguyễn Văn A|Quý IV|hằng tháng|không|Nội dung|Cơ quan chủ trì|12|Ủy|uỷ|Hoà"
)
texts = st.lists(st.sampled_from([*PIECES.split("|"), "\n", " | ", "\t", "\r\n", "\xa0"]), max_size=40).map(" ".join)


class NoUnits:
    def find(self, text: str, on: date) -> list[object]:
        return []


class NoDates:
    def find(self, text: str, reference: datetime) -> list[Deadline]:
        return []


@cache
def reader() -> ConclusionReader:
    return ConclusionReader(phrases("conclusions", "vi"), NoUnits(), NoDates())


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)))
def test_every_span_lies_in_the_text_and_tells_its_source(text: str) -> None:
    for task in reader().read(text, HELD_ON):
        assert 0 <= task.start < task.end <= len(text)
        assert task.source == text[task.start : task.end]
        assert all(0 <= start < end <= len(text) for start, end in task.repeats)
        assert 0 <= task.confidence <= 1
        assert len(task.action.split()) <= 25


@settings(max_examples=200, deadline=None)
@given(texts)
def test_tasks_come_in_order_and_do_not_overlap(text: str) -> None:
    tasks = reader().read(text, HELD_ON)
    assert all(before.end <= after.start for before, after in pairwise(tasks))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_reading_does_not_depend_on_the_unicode_form(text: str) -> None:
    composed, decomposed = (reader().read(unicodedata.normalize(form, text), HELD_ON) for form in ("NFC", "NFD"))
    assert [(task.action, task.leads, task.support) for task in composed] == [
        (task.action, task.leads, task.support) for task in decomposed
    ]
    assert [unicodedata.normalize("NFC", task.source) for task in decomposed] == [task.source for task in composed]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_the_reading_does_not_depend_on_doubled_blanks(text: str) -> None:
    single, doubled = reader().read(text, HELD_ON), reader().read(text.replace(" ", "  "), HELD_ON)
    assert [(task.action, task.leads, task.support) for task in doubled] == [
        (task.action, task.leads, task.support) for task in single
    ]


@settings(max_examples=100, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)))
def test_the_head_of_any_text_can_be_read(text: str) -> None:
    head = reader().head(text)
    assert head.title is None or len(head.title) <= 300
