"""The chat app and the database out of reach together; and a process that is told twice to stop."""

import asyncio
import os
import signal
import sys

import sqlalchemy as sa

from bot.delivery import undelivered
from bot.delivery.sender import LONGEST_PAUSE
from tests.city import City

LIFE = """
import asyncio
from bot.app import stop_on_signals

async def life():
    stopping = stop_on_signals()
    print("ready", flush=True)
    await stopping.wait()
    print("stopping", flush=True)
    await asyncio.sleep(60)

asyncio.run(life())
"""


def away(*_):
    raise sa.exc.OperationalError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)


async def test_the_sender_outlives_an_app_and_a_database_that_are_away_together(tmp_path, monkeypatch):
    city = City(tmp_path)
    lane = next(iter(city.app.sender._lanes))
    lane._away = iter([0.0] * 9)

    async def out_of_reach():
        return False

    monkeypatch.setattr(lane._channel, "reaches", out_of_reach)
    monkeypatch.setattr(undelivered, "divert", away)
    assert await lane._send_what_may() == LONGEST_PAUSE
    await city.close()


async def test_a_stop_that_hangs_ends_the_process_when_its_time_is_over():
    hangs = LIFE.replace("import asyncio\n", "import asyncio, time, bot.app\nbot.app.LAST = 0.1\n")
    hangs = hangs.replace("await asyncio.sleep(60)", "time.sleep(60)")
    life = await asyncio.create_subprocess_exec(sys.executable, "-c", hangs, stdout=asyncio.subprocess.PIPE)
    try:
        assert await asyncio.wait_for(life.stdout.readline(), 30) == b"ready\n"
        os.kill(life.pid, signal.SIGTERM)
        assert await asyncio.wait_for(life.wait(), 30) == 1
    finally:
        if life.returncode is None:
            life.kill()


async def test_after_a_clean_stop_a_thread_that_goes_on_does_not_keep_the_process():
    works_on = "threading.Thread(target=time.sleep, args=[60]).start()"
    work = f"import threading, time, bot.app\n{works_on}\nbot.app.end_within(0.1)"
    life = await asyncio.create_subprocess_exec(sys.executable, "-c", work)
    try:
        assert await asyncio.wait_for(life.wait(), 30) == 0
    finally:
        if life.returncode is None:
            life.kill()


async def test_a_second_signal_ends_the_process_at_once():
    life = await asyncio.create_subprocess_exec(sys.executable, "-c", LIFE, stdout=asyncio.subprocess.PIPE)
    try:
        for said in (b"ready\n", b"stopping\n"):
            assert await asyncio.wait_for(life.stdout.readline(), 30) == said
            os.kill(life.pid, signal.SIGTERM)
        assert await asyncio.wait_for(life.wait(), 30) == 1
    finally:
        if life.returncode is None:
            life.kill()
