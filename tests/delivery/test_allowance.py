"""The month's allowance of messages: counted, told to the office, spared, and what becomes of the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlmodel import select

from bot.core import quota
from bot.core.cards import Kind
from bot.core.channel import TryLater
from bot.core.quota import Level
from bot.store import month
from bot.usecases.checking import look
from models import Outbox, Role
from tests.city import ZONE
from tests.dialogues import given


@pytest.fixture
def small(city):
    """An app that lets us send twenty messages a month."""
    city.chat.can = replace(city.chat.can, month_limit=20)
    return city


def used(city, name="2022-09"):
    return city.database.do(lambda db: month.sent(db, "fake", name))


def spend(city, number):
    def count(db):
        for _ in range(number):
            month.count(db, "fake", "2022-09")

    city.database.do(count)


def rows(city):
    return city.database.do(lambda db: list(db.exec(select(Outbox).order_by(Outbox.id))))


@pytest.mark.parametrize(
    ("count", "reached"),
    [(0, None), (79, None), (80, Level.WATCH), (94, Level.WATCH), (95, Level.SPARE), (99, Level.SPARE), (100, 100)],
)
def test_levels_are_reached_at_their_percentage(count, reached):
    assert quota.level(count, 100) == reached


def test_what_may_go_at_each_level():
    everything = [(kind, overdue) for kind in Kind for overdue in (False, True)]
    assert all(quota.may_go(Level.WATCH, kind, overdue=late) for kind, late in everything)
    assert {(kind, late) for kind, late in everything if quota.may_go(Level.SPARE, kind, overdue=late)} == {
        *((Kind.ANSWER, late) for late in (False, True)),
        *((Kind.CONFIRMATION, late) for late in (False, True)),
        (Kind.LETTER, True),
    }
    assert not any(quota.may_go(Level.SPENT, kind, overdue=late) for kind, late in everything)


def test_the_forecast_goes_on_as_the_month_went_and_the_next_month_begins_at_midnight():
    assert quota.forecast(1000, date(2022, 9, 10)) == 3000
    assert quota.next_month(date(2022, 12, 31), ZONE) == datetime(2023, 1, 1, tzinfo=ZONE)


async def test_every_message_counts_in_the_month_of_the_city(small):
    await small.chair.says("có gì quá hạn?")
    await small.chair.says("việc đang mở")
    assert used(small) == 2
    small.clock.moment = datetime(2022, 10, 1, 0, 30, tzinfo=ZONE)  # still September in UTC
    await small.chair.says("có gì quá hạn?")
    assert (used(small), used(small, "2022-10")) == (2, 1)


async def test_an_app_without_an_allowance_is_not_counted(city):
    await city.chair.says("có gì quá hạn?")
    assert used(city) == 0


async def test_the_office_is_told_once_at_eighty_percent(small):
    spend(small, 15)
    for _ in range(2):
        await small.chair.says("có gì quá hạn?")
    for member in (small.office, small.colleague):
        told = [words for words in member.unread() if "tin của tháng này" in words and "95%" in words]
        assert len(told) == 1
    assert "16 trên 20" in small.office.messages[0].text


async def test_from_ninety_five_percent_on_answers_go_and_the_rest_waits_for_the_next_month(small):
    small.chat.can = replace(small.chat.can, month_limit=200)
    head = small.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    given.task(small, "Báo cáo", "STTTT", "2022-09-30")
    spend(small, 189)
    await small.chair.says("có gì quá hạn?")
    assert "Đến hết tháng" in small.office.last.text
    assert "Đã ghi vướng mắc" in await head.says("NV-1 vướng chưa có kinh phí")
    told = [row for row in rows(small) if row.kind == Kind.NOTE and row.person_id]
    assert len(told) >= 2  # to the office
    assert {row.reason for row in told} == {"month-spent"}
    assert {row.lease_until for row in told} == {datetime(2022, 10, 1, tzinfo=ZONE)}


async def test_when_the_month_is_spent_even_an_answer_waits_and_nothing_is_sent(small):
    spend(small, 20)
    await small.inbound("chair", text="có gì quá hạn?")
    assert not small.chair.messages
    (row,) = [row for row in rows(small) if row.person_id]
    assert (row.reason, row.settled_at) == ("month-spent", None)
    assert row.lease_until == datetime(2022, 10, 1, tzinfo=ZONE)


async def test_an_office_that_has_no_other_app_is_still_told_that_the_month_is_spent(small):
    small.chat.can = replace(small.chat.can, month_limit=3000)
    spend(small, 2989)
    await small.chair.says("có gì quá hạn?")
    for member in (small.office, small.colleague):
        (told,) = member.unread()
        assert "đã dùng 2.990 trên 3.000 tin" in told
        assert "chờ sang tháng sau" in told
    before = len(small.chair.messages)
    await small.inbound("chair", text="có gì quá hạn?")
    assert len(small.chair.messages) == before
    assert used(small) == 2992


async def test_a_refusal_for_quota_is_believed_when_the_month_is_far_gone(small, monkeypatch):
    spend(small, 12)
    calls = []

    async def refuse(to, part, file=None):
        calls.append(to.chat_id)
        raise TryLater(3600, spent=True)

    monkeypatch.setattr(small.chat, "send", refuse)
    await small.inbound("chair", text="có gì quá hạn?")
    assert calls == ["chair"]  # no loop, and nobody else is tried
    assert used(small) == 20


async def test_a_refusal_early_in_the_month_is_about_one_person_and_the_office_is_told(small, monkeypatch):
    send = small.chat.send

    async def refuse(to, part, file=None):
        if to.chat_id == "chair":
            raise TryLater(3600, spent=True)
        return await send(to, part, file)

    monkeypatch.setattr(small.chat, "send", refuse)
    await small.inbound("chair", text="có gì quá hạn?")
    assert any("Chủ tịch" in words for words in small.office.unread())
    assert used(small) < 10


async def test_check_complains_of_what_waits_for_the_next_month(small):
    spend(small, 20)
    await small.inbound("chair", text="có gì quá hạn?")
    found = small.database.do(lambda db: list(look(db, small.clock.now(), date(2022, 9, 22))))
    assert [one.line for one in found if one.bad] == ["fake: 1 messages wait for the next month"]


async def test_check_and_metrics_show_the_month(small):
    await small.chair.says("có gì quá hạn?")
    lines = small.database.do(lambda db: [one.line for one in look(db, small.clock.now(), date(2022, 9, 22))])
    assert "fake: 1 messages this month, about 1 by its end" in lines
    page = await small.app._figures()
    assert b'bot_month_messages{channel="fake"} 1.0' in page
    assert b'bot_month_forecast{channel="fake"} 1.0' in page
