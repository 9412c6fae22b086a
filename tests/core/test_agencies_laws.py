"""What holds for every text, whatever stands in it."""

from __future__ import annotations

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.agencies import AgencyReader
from bot.directory import load_shipped
from locales import LANGUAGES, phrases

READER = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
WORDS = """
Sở|sở|các sở|Tài chính|Nội vụ|UBND|quận|Hải Châu|Hòa Vang|và|,|;|:|(|.|Công an|thành phố|TP.|này|liên quan|57/BC-STTTT
STTTT|văn phòng|trung tâm|công nghệ|các|Nguyễn|Bộ|xã|P.|Tài chímh|đơn vị|1022
"""
SNIPPETS = [*WORDS.strip().replace("\n", "|").split("|"), "\n- "]
texts = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=8), max_size=30).map(" ".join)
days = st.dates(date(2015, 1, 1), date(2035, 1, 1))


@given(texts, days)
def test_mentions_are_in_the_text_in_order_and_apart(text: str, day: date) -> None:
    end = 0
    for mention in READER.find(text, day):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        end = mention.end


@given(texts, days)
def test_codes_are_known_and_groups_are_alive(text: str, day: date) -> None:
    for mention in READER.find(text, day):
        assert all(READER.directory.get(code) for code in mention.codes)
        assert all(body.lives_on(day) for code in mention.group if (body := READER.directory.get(code)))
        assert not (mention.codes and mention.is_group)
        assert len(set(mention.codes)) == len(mention.codes)


@given(st.lists(st.sampled_from(SNIPPETS), max_size=30).map(" ".join), days)
def test_the_reading_does_not_depend_on_the_unicode_form(text: str, day: date) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    one, other = READER.find(composed, day), READER.find(decomposed, day)
    assert [(m.codes, m.group, m.is_group) for m in one] == [(m.codes, m.group, m.is_group) for m in other]
    assert [m.text for m in one] == [unicodedata.normalize("NFC", m.text) for m in other]


@given(st.lists(st.sampled_from(SNIPPETS), max_size=30), days)
def test_doubled_blanks_change_nothing(words: list[str], day: date) -> None:
    once, twice = (READER.find(blank.join(words), day) for blank in (" ", "  "))
    assert [(m.codes, m.group) for m in once] == [(m.codes, m.group) for m in twice]


@given(st.text(max_size=60), days)
def test_any_answer_gets_known_codes_or_none(answer: str, day: date) -> None:
    assert all(READER.directory.get(code) for code in READER.candidates(answer, day))
