"""Plain texts in every coding that offices send; what is not certain is refused."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.documents import Document, Unreadable, read
from bot.documents.plain import paragraphs_of_text

TEXT = "Giao Sở Thông tin và Truyền thông báo cáo trước ngày 30/9/2022.\r\n\r\n2. Công an thành phố phối hợp."
LINES = ("Giao Sở Thông tin và Truyền thông báo cáo trước ngày 30/9/2022.", "2. Công an thành phố phối hợp.")


def windows_1258(text: str) -> bytes:
    """As Windows typed it: vowels composed, tones as a mark of their own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in apart if mark in tones)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones)) + tone)
    return "".join(letters).encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="utf-8 with a mark"),
        pytest.param(unicodedata.normalize("NFD", TEXT).encode(), id="decomposed"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="utf-16-le with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="utf-16-be with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16-le"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16-be"),
        pytest.param(TEXT.encode("utf-32"), id="utf-32"),
        pytest.param(TEXT.replace("\r\n", "\r").encode(), id="old Mac line ends"),
        pytest.param(windows_1258(TEXT), id="Windows-1258"),
    ],
)
def test_the_same_text_is_read_from_every_coding(content: bytes) -> None:
    assert read(content, "ket-luan.txt") == Document("\n".join(LINES), LINES, "ket-luan.txt", "txt")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Thµnh phè §µ N½ng giao Së Th«ng tin".encode("latin-1"), "encoding"),  # TCVN3
        ("Thaønh phoá Ñaø Naüng".encode("latin-1"), "encoding"),  # VNI
        ("Thaønh phoá Ñaø Naüng giao Sôû Taøi chính".encode(), "encoding"),  # VNI saved as UTF-8
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "encoding"),
        (b"abc\0def", "not-a-document"),
        (b"\x01\x02\x03", "not-a-document"),
    ],
)
def test_a_text_that_would_be_garbled_is_refused(content: bytes, expected: str) -> None:
    answer = read(content, "x.txt")
    assert isinstance(answer, Unreadable)
    assert answer.reason == expected


def test_a_pasted_text_is_kept_line_by_line() -> None:
    assert paragraphs_of_text(" 1.  Giao Sở\u00a0Y tế \n\n-----\n2. Báo cáo") == ("1. Giao Sở Y tế", "2. Báo cáo")


@given(st.text(alphabet="aăâđơ ộềữ.,1\n", max_size=80))
def test_no_letter_is_lost_and_none_is_added(text: str) -> None:
    kept = "".join("".join(paragraphs_of_text(text)).split())
    lines = (line for line in text.split("\n") if any(map(str.isalnum, line)))
    assert kept == "".join("".join(lines).split())
