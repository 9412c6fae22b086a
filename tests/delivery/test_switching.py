"""Two apps of one person: by preference, the other where one fails, and never both unless it says so."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.app import App
from bot.core import cards
from bot.core.cards import Card, Kind, bold, line
from bot.core.channel import TryLater
from bot.core.lifecycle import Move
from bot.delivery.pacing import Pacing
from bot.store import month, people, tasks
from bot.store.tasks import Source
from models import Address, Outbox, Role, State, Task
from tests import virtual_time
from tests.channels.zalo_server import Body, Hangup
from tests.city import ZONE, City, FakeChat
from tests.delivery.test_limits import START, LoopClock
from tests.zalo_city import zalo_city

HEAD = "9b0c1a2b3c4d5e6f7082"
REPEAT = "Tin này có thể đã được gửi trước đó."


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        yield found


def prefers(town, channel, *, name="Giám đốc", agency="STTTT"):
    """A head with both apps, one preferred."""
    person = town.at_zalo(HEAD, name, Role.HEAD, agency, also="head")

    def prefer(db):
        people.prefer(db, next(one for one in people.accounts(db, person) if one.channel == channel))

    town.database.do(prefer)
    return person


async def told(town, person, words, kind=Kind.NOTE):
    """Something that the person is told by itself."""

    def add(db):
        address = people.addresses(db, [person])[person]
        card = cards.to_json(Card(line(bold(words))))
        now = town.clock.now()
        moments = {"not_before": now, "created_at": now, "good_until": now + timedelta(days=1)}
        to = {"channel": address.channel, "chat_id": address.chat_id, "person_id": person}
        db.add(Outbox(key=f"note:{words}", kind=kind, card=card, **to, **moments))

    town.database.do(add)
    await town.settles()


def heard(town, words):
    """Where it arrived, and how often."""
    fake = [m.text for m in town.chat.chats.get("head", []) if words in m.text]
    zalo = [one["text"] for one in town.server.sent if one["chat_id"] == HEAD and words in one["text"]]
    return len(fake), len(zalo)


@pytest.mark.parametrize(("preferred", "where"), [("fake", (1, 0)), ("zalo", (0, 1))])
async def test_a_message_goes_to_the_preferred_app_alone(town, preferred, where):
    await told(town, prefers(town, preferred), "Đã xác nhận NV-1")
    assert heard(town, "Đã xác nhận NV-1") == where


async def test_who_has_blocked_the_bot_in_one_app_is_told_in_zalo_and_back_again_when_they_write(town):
    person = prefers(town, "fake")
    town.chat.blocked.add("head")
    await told(town, person, "tin một")
    await told(town, person, "tin hai")
    assert (heard(town, "tin một"), heard(town, "tin hai")) == ((0, 1), (0, 1))
    town.chat.blocked.clear()
    await town.inbound("head", text="xin chào")
    await told(town, person, "tin ba")
    assert heard(town, "tin ba") == (1, 0)


async def test_whom_zalo_does_not_know_any_more_is_told_in_the_other_app(town, monkeypatch):
    monkeypatch.setattr("bot.channels.zalo.channel.SOON", 0)
    person = prefers(town, "zalo")
    town.server.chats.pop(HEAD)
    await told(town, person, "tin một")
    for _ in range(3):
        town.clock.moment += timedelta(seconds=5)
        await town.settles()
    assert heard(town, "tin một") == (1, 0)
    assert any("Giám đốc" in words for words in town.office.unread())


async def test_after_two_answers_that_never_came_the_other_app_says_that_it_may_be_a_repeat(town):
    person = prefers(town, "zalo")
    town.server.fails("sendMessage", Hangup(done=True), Hangup())
    await told(town, person, "tin một")
    town.clock.moment += timedelta(seconds=6)
    await town.settles()
    assert heard(town, "tin một") == (1, 1)
    (zalo,) = [one["text"] for one in town.server.sent if "tin một" in one["text"]]
    assert REPEAT not in zalo
    assert REPEAT in town.chat.chats["head"][-1].text


async def test_one_answer_that_never_came_is_repeated_in_the_same_app(town):
    person = prefers(town, "zalo")
    town.server.fails("sendMessage", Hangup(done=True))
    await told(town, person, "tin một")
    town.clock.moment += timedelta(seconds=6)
    await town.settles()
    assert heard(town, "tin một") == (0, 2)
    assert REPEAT in town.server.texts[-1]


# ---------------------------------------------------------------- the month's allowance


def spend(town, number):
    town.database.do(lambda db: month.count(db, "zalo", "2022-09", at_least=number))


def gives(town, due, title="Báo cáo"):
    def give(db):
        at = town.clock.now() - timedelta(days=20)
        task = Task(title=title, lead="STTTT", given_by=Role.CHAIR, assigned_on=at.date(), assigned_at=at)
        tasks.add(db, task, [])
        facts = {"title": title, "lead": "STTTT", "acknowledged_at": at, "state": State.IN_PROGRESS}
        tasks.record(db, task, Move("assigned", facts | {"due_on": due}), by=None, at=at, source=Source())

    town.database.do(give)


def letters(town):
    wanted = select(Outbox).where(Outbox.kind == "letter", Outbox.channel == "zalo")
    return town.database.do(lambda db: list(db.exec(wanted)))


async def test_at_ninety_five_percent_the_letter_about_an_overdue_task_still_goes_to_zalo(town):
    prefers(town, "zalo")
    spend(town, 2860)
    gives(town, date(2022, 9, 20), "Việc quá hạn")
    await town.goes_to("2022-09-23 08:05")
    assert heard(town, "Việc quá hạn") == (0, 1)


async def test_at_ninety_five_percent_another_letter_takes_the_other_app(town):
    prefers(town, "zalo")
    spend(town, 2860)
    gives(town, date(2022, 9, 26), "Việc sắp đến hạn")
    await town.goes_to("2022-09-23 08:05")
    assert heard(town, "Việc sắp đến hạn") == (1, 0)
    await told(town, prefers_of(town), "Tin thường")
    assert heard(town, "Tin thường") == (1, 0)


def prefers_of(town):
    return town.database.do(lambda db: db.exec(select(Address.person_id).where(Address.account_id == HEAD)).one())


async def test_when_the_month_is_spent_the_overdue_letter_takes_the_other_app_too(town):
    prefers(town, "zalo")
    spend(town, 3000)
    gives(town, date(2022, 9, 20), "Việc quá hạn")
    await town.goes_to("2022-09-23 08:05")
    assert heard(town, "Việc quá hạn") == (1, 0)
    assert not town.server.sent


async def test_who_has_no_other_app_waits_for_the_next_month_and_the_office_sees_it(town):
    town.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
    gives(town, date(2022, 9, 20), "Việc quá hạn")
    town.server.fails("sendMessage", Body(429, "Quota exceeded"))
    spend(town, 2950)
    await town.goes_to("2022-09-23 08:05")
    assert not town.server.sent
    (row,) = letters(town)
    assert (row.reason, row.settled_at) == ("month-spent", None)
    assert any("3.000" in words and "Zalo" in words for words in town.office.unread())
    await town.goes_to("2022-10-03 08:05")
    assert any("Việc quá hạn" in words for words in town.server.texts)


# ---------------------------------------------------------------- an app that is out of reach


class Away(FakeChat):
    """Cannot be reached for an hour, as when a country orders it blocked."""

    until = 3600.0

    @property
    def here(self):
        return asyncio.get_running_loop().time() >= self.until

    async def reaches(self):
        return self.here

    async def send(self, to, part, file=None):
        if not self.here:
            raise TryLater(2, away=True)
        return await super().send(to, part, file)


def test_what_an_app_out_of_reach_keeps_waiting_goes_to_the_other_app_once_and_answers_stay(tmp_path):
    away, other = Away(name="away"), FakeChat(name="fake")

    async def an_hour():
        city = City(tmp_path)
        app = App(city.settings, city.database, [away, other], LoopClock(), pacing={
            "away": Pacing(1e6, 0), "fake": Pacing(1e6, 0),
        })  # fmt: skip
        app.cities._city = city.app.cities.known
        city.database.do(_two_heads_are_told)
        sending = asyncio.create_task(app.sender.run())
        await asyncio.sleep(14 * 60)
        assert not other.chats
        await asyncio.sleep(3 * 60)
        assert [message.text for message in other.chats["both"]] == ["tin cho both"]
        await asyncio.sleep(3600)
        app.sender.stop()
        await sending
        await city.close()

    virtual_time.run(an_hour())
    assert [message.text for message in other.chats["both"]] == ["tin cho both"]
    assert "only" not in other.chats
    (late,) = away.chats["both"]
    assert late.text.startswith("trả lời")  # the letter is not said there later
    answer, note = away.chats["only"]  # who asked comes first
    assert answer.text.startswith("trả lời")
    assert "tin cho only" in note.text


def _two_heads_are_told(db):
    for name, apps in (("both", ("away", "fake")), ("only", ("away",))):
        person = people.add(db, name=name, role=Role.HEAD, agency="STTTT", today=date(2022, 9, 1), now=START)
        for app in apps:
            people.link(db, person.id, channel=app, account_id=name, chat_id=name, now=START)
        for kind in ("note", "answer"):
            moments = {"not_before": START, "created_at": START, "good_until": START + timedelta(days=1)}
            card = cards.to_json(Card(line(bold(f"tin cho {name}" if kind == "note" else "trả lời"))))
            to = {"channel": "away", "chat_id": name, "person_id": person.id}
            db.add(Outbox(key=f"{kind}:{name}", kind=kind, card=card, **to, **moments))


class NeverThere(FakeChat):
    async def start(self):
        await asyncio.Event().wait()

    async def reaches(self):
        return False

    async def send(self, to, part, file=None):
        raise TryLater(2, away=True)


async def test_an_app_that_is_away_at_the_start_does_not_hold_up_the_others(city, monkeypatch):
    monkeypatch.setattr("bot.app.OTHERS_WAIT", 0.01)
    away, receiving, stopping = NeverThere(name="away"), asyncio.Event(), asyncio.Event()

    async def run(_receive):
        receiving.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(city.chat, "run", run)
    app = App(city.settings, city.database, [away, city.chat], city.clock)
    running = asyncio.create_task(app.run(stopping))
    await asyncio.wait_for(receiving.wait(), 10)
    assert await app.unready() == []
    stopping.set()
    await asyncio.wait_for(running, 10)


def test_the_hour_of_these_tests_is_one_of_work():
    assert START.astimezone(ZONE).hour == 8
