"""Which texts hold a code: alone, or in a short line that says what it is."""

import pytest

from bot.core import codes


@pytest.mark.parametrize(
    "words", ["482913", "482 913", "482-913", " 482913. ", "liên kết 482913", "Mã của tôi: 482 913", "mã 482913 ạ"]
)
def test_six_digits_are_found_alone_and_in_a_short_line(words):
    assert codes.six_digits(words) == "482913"


@pytest.mark.parametrize(
    "words",
    ["48291", "4829130", "0905 482 913", "482 913 550", "18482913", "24/482913a", "xin chào", "dài " * 20 + "482913"],
)
def test_other_numbers_are_no_six_digits(words):
    assert codes.six_digits(words) is None


@pytest.mark.parametrize(
    "words", ["P87TB-13TV4", "p87tb 13tv4", "P87TBI3TV4", "mã mời P87TB-13TV4", "Mã của tôi: p87tb-13tv4."]
)
def test_an_invitations_code_is_found_alone_and_in_a_short_line(words):
    assert codes.invitation(words) == "P87TB13TV4"


def test_a_code_with_six_digits_in_it_is_an_invitations():
    assert codes.invitation("PB123-456TB") == "PB123456TB"


@pytest.mark.parametrize("words", ["xin chào Hệ thống", "việc của tôi", "NV-3 xong 324/BC-STTTT"])
def test_other_words_are_no_invitation(words):
    assert codes.invitation(words) is None
