"""The whole bot running: it stops without loss or repeat, and survives a database that goes away."""

import asyncio
import threading
import uuid
from contextlib import asynccontextmanager, suppress
from datetime import date

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.app import LAST, App
from bot.core.channel import RawUpdate
from bot.delivery.pacing import Pacing
from bot.settings import SettingError
from bot.store import presence
from bot.store.database import Database
from bot.web.server import GRACE
from models import Inbox, Notice, Outbox, Role
from tests import virtual_time
from tests.city import City, FakeChat
from tests.delivery.test_limits import LoopClock
from tests.dialogues import given

PATIENCE = 30  # seconds, for a busy machine


@asynccontextmanager
async def running(city):
    """The bot, ready to work; at the end it is stopped, if it still runs."""
    stopping = asyncio.Event()
    task = asyncio.create_task(city.app.run(stopping))
    try:
        await until(lambda: city.app._standing != "starting" or task.done())
        yield stopping, task
    finally:
        stopping.set()
        async with asyncio.timeout(PATIENCE):
            with suppress(SettingError):
                await task


async def until(holds):
    """Looks again at each round of the loop: what is waited for happens in tasks and on threads."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - there is no one event for it
            await asyncio.sleep(0.01)


def said(account, number, text):
    return RawUpdate(str(number), account, {"chat_id": account, "account_id": account, "text": text})


def outbox_states(city):
    return city.database.do(lambda s: [(row.state, row.repeated) for row in s.exec(select(Outbox))])


async def test_a_stop_lets_the_message_in_flight_end_and_repeats_nothing(city):
    begun, may_end = asyncio.Event(), asyncio.Event()
    deliver = city.chat.send

    async def slow(to, part, file=None):
        begun.set()
        await may_end.wait()
        return await deliver(to, part, file)

    city.chat.send = slow
    async with running(city) as (stopping, task):
        await city.app.worker.receive("fake", [said("office", 1, "xin chào")])
        async with asyncio.timeout(PATIENCE):
            await begun.wait()
        stopping.set()
        await asyncio.sleep(0)
        assert not task.done()
        may_end.set()
        async with asyncio.timeout(PATIENCE):
            await task
    assert outbox_states(city) == [("sent", False)]
    assert len(city.office.messages) == 1


async def test_an_answer_to_a_turn_that_ends_during_the_stop_still_goes_out(city):
    async with running(city) as (stopping, _task):
        for number in range(20):
            await city.app.worker.receive("fake", [said("office", number, "xin chào")])
        await until(lambda: city.office.messages)
        stopping.set()
    left = city.database.do(lambda s: list(s.exec(select(Inbox).where(Inbox.settled_at.is_(None)))))
    assert all(row.owner is None and row.attempts == 0 for row in left), "what was not begun was not touched"
    assert all(state == ("sent", False) for state in outbox_states(city))
    assert len(city.office.messages) + len(left) == 20


async def test_during_a_stop_all_answers_go_at_the_pace_that_processes_share(on_postgres):
    city, _server, _name = on_postgres
    slow = {"fake": Pacing(per_second=20, chat_gap=0)}
    city.app = App(city.settings, city.database, [city.chat], city.clock, pacing=slow)
    for person in ("office", "chair", "colleague"):
        await city.app.worker.receive("fake", [said(person, f"{person} 1", "xin chào")])
    await city.app.worker.work_off()
    city.app.sender.stop()
    await city.app.sender.drain(asyncio.get_running_loop().time() + PATIENCE)
    assert outbox_states(city) == [("sent", False)] * 3


def test_a_stop_takes_no_more_than_ten_seconds_whatever_hangs(tmp_path):
    """A request in hand, a message that the app does not answer, and two channels that do not close."""

    class Silent(FakeChat):
        async def send(self, to, part, file=None):
            await asyncio.Event().wait()

        async def stop(self):
            await asyncio.sleep(3600)

    async def request_in_hand():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(GRACE)

    async def main() -> float:
        city = City(tmp_path)
        channels = [Silent(), Silent(name="other")]
        app = App(city.settings, city.database, channels, LoopClock())
        app.cities._city = city.app.cities.known
        stopping = asyncio.Event()
        running = asyncio.create_task(app.run(stopping, request_in_hand()))
        await app.worker.receive("fake", [said("office", 1, "xin chào")])
        while ("sending", False) not in outbox_states(city):  # noqa: ASYNC110 - there is no one event for it
            await asyncio.sleep(0.1)
        stopping.set()
        begun = asyncio.get_running_loop().time()
        await running
        took = asyncio.get_running_loop().time() - begun
        await city.close()
        return took

    assert virtual_time.run(main()) <= LAST


async def test_a_second_process_on_the_same_file_says_so_and_ends(city, tmp_path):
    other = presence.Presence(city.database)
    other.begin()
    try:
        with pytest.raises(SettingError, match="another process"):
            await city.app.run(asyncio.Event())
    finally:
        other.end()


@pytest.fixture
async def on_postgres(postgres, tmp_path):
    name = f"t{uuid.uuid4().hex[:12]}"
    postgres.psql(f"CREATE DATABASE {name};")
    url = sa.make_url(postgres.get_uri()).set(database=name).render_as_string(hide_password=False)
    city = City(tmp_path, url)
    yield city, postgres, name
    await city.close()


async def test_lost_connections_are_survived_and_nothing_is_lost(on_postgres):
    city, server, name = on_postgres
    async with running(city):
        for number in range(12):
            with suppress(sa.exc.DBAPIError):  # not stored, not acknowledged
                await city.app.worker.receive("fake", [said("office", number, "xin chào")])
            if number % 4 == 1:
                server.psql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';")
        stored = 0
        while not stored:
            with suppress(sa.exc.DBAPIError):
                stored = city.database.do(lambda s: len(s.exec(select(Inbox)).all()))
        await until(lambda: len(city.office.messages) >= stored)
        await until(lambda: all(state == "sent" for state, _ in outbox_states(city)))
    assert len(city.office.messages) == stored + sum(repeated for _, repeated in outbox_states(city))


async def test_two_processes_share_the_work_and_each_update_is_answered_once(on_postgres):
    city, _server, _name = on_postgres
    second = City.__new__(City)
    second.__dict__.update(city.__dict__)
    second.database = Database(city.database.url.render_as_string(hide_password=False))
    second.app = App(city.settings, second.database, [city.chat], city.clock, pacing={"fake": Pacing(1e6, 0)})
    async with running(city), running(second):
        for number in range(30):
            receiver = (city, second)[number % 2]
            account = ("office", "chair", "colleague")[number % 3]
            await receiver.app.worker.receive("fake", [said(account, number, f"xin chào {number}")])
        await until(lambda: sum(len(city.chat.chats.get(one, [])) for one in ("office", "chair", "colleague")) >= 30)
        await until(lambda: all(state == "sent" for state, _ in outbox_states(city)))
    assert sum(len(city.chat.chats[one]) for one in ("office", "chair", "colleague")) == 30
    assert city.database.do(lambda s: {row.attempts for row in s.exec(select(Inbox))}) == {1}
    second.database.close()


async def test_two_planners_at_once_say_everything_once(on_postgres):
    """Each in a thread and a database of its own, set off together, again and again, with letters for many."""
    city, _server, _name = on_postgres
    readers = city.app.cities.known
    heads = [body.code for body in readers.directory.bodies if body.lives_on(date(2022, 9, 23))][:12]
    for code in heads:
        city.member(code, code, Role.HEAD, code)
        given.task(city, f"Việc của {code}", code, due="2022-09-23")
    others = [
        App(city.settings, Database(city.database.url.render_as_string(hide_password=False)), [city.chat], city.clock)
        for _ in range(2)
    ]
    for day in (23, 26, 27, 28):
        city.clock.moment = city.clock.moment.replace(day=day, hour=9)
        together = threading.Barrier(len(others))

        def plan(app: App, together: threading.Barrier = together) -> int:
            together.wait(PATIENCE)
            return app.database.do(app._plan)

        for app in others:
            app.cities._city = readers
        posted = await asyncio.gather(*(asyncio.to_thread(plan, app) for app in others))
        assert min(posted) == 0
        assert max(posted) >= len(heads)
        letters = city.database.do(lambda s: s.exec(select(Outbox.chat_id).where(Outbox.kind == "letter")).all())
        assert len([chat for chat in letters if chat in heads]) == len(heads) * (1 + [23, 26, 27, 28].index(day))
    said_once = city.database.do(lambda s: s.exec(select(Notice.task_id, Notice.rung, Notice.person_id)).all())
    assert len(said_once) == len(set(said_once))
    for app in others:
        app.database.close()
