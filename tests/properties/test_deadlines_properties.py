"""What holds for the deadline reader on any text."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar import Calendar
from bot.core.deadlines import Deadline, DeadlineReader
from bot.directory import shipped_days_off
from locales import LANGUAGES, phrases

REFERENCE = datetime(2022, 9, 22, 10, tzinfo=timezone(timedelta(hours=7)))
TABLES = [phrases("deadlines", language) for language in LANGUAGES]
READER = DeadlineReader(TABLES, Calendar(shipped_days_off()))

WORDS = sorted(
    {text for table in TABLES for meanings in table.values() for texts in meanings.values() for text in texts}
)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.integers(0, 2100).map(str),
    st.sampled_from(
        ["/", "-", ".", ",", ":", "(", ")", "?", "30/9", "30/2", "17h30", "Sở Nội vụ", "báo cáo", "Q4", "%"]
    ),
)
SENTENCES = st.lists(PIECES, max_size=14).map(" ".join)


def reading(text: str) -> list[tuple[object, ...]]:
    return [(each.due, each.kind, each.grain, each.recurrence) for each in READER.find(text, REFERENCE)]


def ordered(deadlines: list[Deadline]) -> bool:
    return all(one.end <= two.start for one, two in pairwise(deadlines))


@given(st.one_of(st.text(max_size=200), SENTENCES))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error_and_each_span_lies_in_it(text: str) -> None:
    deadlines = READER.find(text, REFERENCE)
    assert ordered(deadlines)
    for each in deadlines:
        assert 0 <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.due is None or not each.unresolved


@given(SENTENCES)
@settings(max_examples=200, deadline=None)
def test_the_reading_does_not_depend_on_the_unicode_form(text: str) -> None:
    assert reading(unicodedata.normalize("NFD", text)) == reading(unicodedata.normalize("NFC", text))


@given(SENTENCES)
@settings(max_examples=200, deadline=None)
def test_the_reading_does_not_depend_on_doubled_blanks(text: str) -> None:
    assert reading(text.replace(" ", "  ")) == reading(text)


MAYBE_NAMES = ("mai", "mốt")  # in capitals they can be somebody's name


@given(
    st.lists(
        st.sampled_from([word for word in WORDS if not any(name in word for name in MAYBE_NAMES)]), max_size=10
    ).map(" ".join)
)
@settings(max_examples=200, deadline=None)
def test_the_dates_do_not_depend_on_the_letter_case(text: str) -> None:
    upper = [each.due for each in READER.find(text.upper(), REFERENCE)]
    assert upper == [each.due for each in READER.find(text.lower(), REFERENCE)]


@pytest.mark.parametrize(
    "piece",
    [
        "trước ",
        "1/",
        "ngày ",
        "mai\n",
        "từ 1 đến ",
        "ngày 1, ",
        "trong 999 ngày làm việc ",
        "kể từ ngày ",
        "Tết ",
        "(",
        "a",
        "1",
    ],
)
def test_a_hostile_message_is_read_to_an_end(piece: str) -> None:
    text = (piece * 4096)[:4096]
    assert all(text[each.start : each.end] for each in READER.find(text, REFERENCE))
