"""A card survives the outbox, and a button says what it means."""

from datetime import UTC, date, datetime

import pytest

from bot.core.buttons import Press, action, press
from bot.core.cards import Button, Card, Joined, T, bold, from_json, item, line, to_json


def test_a_card_comes_back_from_the_outbox_as_it_went():
    card = Card(
        line(bold(T("{n} day overdue", "{n} days overdue", n=3)), " & <b>"),
        (item(T("{day}", day=date(2022, 9, 30)), line(Joined(("a", T("due today"))), quoted=True)),),
        file_id=7,
    ).with_rows((Button("25%", action("percent", 1, 2, 25)),), ())
    again = from_json(to_json(card))
    assert to_json(again) == to_json(card)
    assert again.items[0].lines[0].spans[0].text.values["day"] == date(2022, 9, 30)


def test_moments_keep_their_zone():
    card = Card(line(T("As of {now}", now=datetime(2022, 9, 22, 1, tzinfo=UTC))))
    assert from_json(to_json(card)).title.spans[0].text.values["now"].tzinfo is not None


@pytest.mark.parametrize(
    "text", ["", "v1", "v1|done", "v2|done|1|1|", "v1|done|x|1|", "v1|done|1|1|<>", "v1|a|1|1|" + "x" * 60]
)
def test_what_no_button_carries_is_not_pressed(text):
    assert press(text) is None


def test_a_button_says_what_it_means():
    assert press(action("due-set", 12, 3, date(2022, 9, 30))) == Press("due-set", 12, 3, "2022-09-30")
    assert len(action("due-set", 10**17, 10**8, "2022-09-30").encode()) <= 64
