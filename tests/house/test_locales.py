"""Every text is said in every language, with the same placeholders."""

import re

import pytest

from bot.core.cards import T
from bot.texts import Texts, _catalogue
from bot.web.page_texts import PAGE_TEXTS
from locales import LANGUAGES
from locales.__main__ import problems
from tests.city import START, ZONE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(language):
    assert list(problems(language)) == []


def test_dates_and_numbers_are_said_the_readers_way():
    texts = Texts(ZONE)
    day = T("due {day}", day=START.date())
    assert texts.say(day, "vi") == "hạn thứ Năm, 22/09/2022"
    assert texts.say(day, "en") == "due Thu 22 Sept 2022"
    assert texts.say(T("As of {now}", now=START), "vi") == "Tính đến 14:00 thứ Năm, 22/09/2022"
    assert texts.say(8282, "vi") == "8.282"


def test_one_and_many_are_told_apart_where_the_language_does():
    texts = Texts(ZONE)
    one, many = (T("{n} day overdue", "{n} days overdue", n=n) for n in (1, 5))
    assert (texts.say(one, "en"), texts.say(many, "en")) == ("1 day overdue", "5 days overdue")
    assert (texts.say(one, "vi"), texts.say(many, "vi")) == ("quá hạn 1 ngày", "quá hạn 5 ngày")


def test_a_persons_own_braces_are_left_alone():
    assert Texts(ZONE).say(T("“{note}”", note="{n} {{x}} %s"), "vi") == "“{n} {{x}} %s”"


def test_no_screen_speaks_of_pressing_for_some_apps_have_no_buttons():
    on_a_page = {one.id for one in PAGE_TEXTS.values()} | {"Please use the buttons in the private chat."}
    said = {
        (message.id, words)
        for language in ("vi", "en")
        for message in _catalogue(language)
        if isinstance(message.id, str) and message.id not in on_a_page
        for words in (message.id, str(message.string))
    }
    pressing = re.compile(r"\b(press|presses|pressed|buttons?|bấm|nút)\b", re.IGNORECASE)
    assert [words for _, words in said if pressing.search(words) and "where it presses" not in words] == []
