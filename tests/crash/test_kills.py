"""The promise, put to the test: the bot is killed at random moments, again and again.

`CRASH_SEED=n` repeats a run, `CRASH_KILLS=n` (`make crash N=200`) makes it longer.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from models import Outbox
from tests.crash import proof
from tests.crash.life import Lives
from tests.crash.wires import ZALO

SEED = int(os.environ.get("CRASH_SEED") or random.randrange(10**6))
KILLS = int(os.environ.get("CRASH_KILLS") or 20)
KILLS_IN_ZALO = max(8, KILLS // 4)  # five messages a second, one in a chat: a day is long there
STOPS = 8


@pytest.fixture
def folder(tmp_path):
    """In memory where the machine has that: what a killed process has written stays, and nothing waits for a disk."""
    if not os.access("/dev/shm", os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir="/dev/shm") as found:
        yield Path(found)


@pytest.fixture
async def one_process(folder):
    lives = Lives(folder, f"sqlite:///{folder / 'tasks.db'}", SEED)
    yield lives
    await lives.ends()


@pytest.fixture
async def in_zalo(folder):
    lives = Lives(folder, f"sqlite:///{folder / 'tasks.db'}", SEED, wire=ZALO)
    yield lives
    await lives.ends()
    assert lives.server.breaches() == []


@pytest.fixture
async def two_processes(folder, request):
    lives = on_postgresql(folder, request, processes=2)
    yield lives
    await lives.ends()


@pytest.fixture
async def three_processes(folder, request):
    lives = on_postgresql(folder, request, processes=3)
    yield lives
    await lives.ends()


def on_postgresql(folder, request, processes):
    server = request.getfixturevalue("postgres")
    name = f"t{uuid.uuid4().hex[:12]}"
    server.psql(f"CREATE DATABASE {name};")
    url = sa.make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False)
    return Lives(folder, url, SEED, processes=processes)


# First: once processes were forked here, PostgreSQL's initdb was seen to fail, and its tests would be skipped.
async def test_two_processes_on_postgresql_lose_nothing_when_either_is_killed(two_processes, capsys):
    await two_processes.live_through(KILLS // 2, two_processes.is_killed)
    report(two_processes, proven(two_processes), capsys)


async def test_three_processes_on_postgresql_lose_nothing_when_any_is_killed(three_processes, capsys):
    await three_processes.live_through(KILLS // 5, three_processes.is_killed)
    report(three_processes, proven(three_processes), capsys)


async def test_two_processes_on_postgresql_repeat_nothing_when_either_is_stopped_politely(two_processes, capsys):
    await two_processes.live_through(STOPS // 2, two_processes.is_stopped)
    repeats = proven(two_processes)
    report(two_processes, repeats, capsys)  # in flight: what the other process was just sending
    assert repeats == 0
    assert two_processes.database.do(lambda db: db.exec(select(Outbox.id).where(Outbox.repeated)).all()) == []


async def test_killed_at_random_moments_nothing_is_lost_and_every_repeat_is_named(one_process, capsys):
    await one_process.live_through(KILLS, one_process.is_killed)
    report(one_process, proven(one_process), capsys)


async def test_stopped_politely_nothing_is_lost_and_nothing_repeated(one_process, capsys):
    await one_process.live_through(STOPS, one_process.is_stopped)
    report(one_process, proven(one_process), capsys)
    assert one_process.in_flight == []


async def test_in_zalo_nothing_is_lost_and_every_repeat_is_named(in_zalo, capsys):
    await in_zalo.live_through(KILLS_IN_ZALO, in_zalo.is_killed)
    report(in_zalo, proven(in_zalo), capsys)


async def test_stopped_politely_in_zalo_nothing_is_lost_and_nothing_repeated(in_zalo, capsys):
    await in_zalo.live_through(STOPS // 2, in_zalo.is_stopped)
    report(in_zalo, proven(in_zalo), capsys)
    assert in_zalo.in_flight == []


def proven(lives: Lives) -> int:
    """Nothing lost, nothing doubled in the record; returns the number of repeats, each of them named."""
    proof.no_bug_was_caught(lives)
    proof.every_update_had_its_effect_once(lives)
    proof.nothing_is_lost(lives)
    proof.repeats_say_so(lives)
    return proof.repeats(lives)


def report(lives: Lives, repeats: int, capsys) -> None:
    updates, messages = len(lives.committee.effects), len(lives.server.seen)
    with capsys.disabled():
        sys.stdout.write(
            f"\nCRASH_SEED={SEED}, {lives.wire.name}, processes {lives.processes}: {lives.server.life} deaths, "
            f"{updates} updates, "
            f"{messages} messages, 0 lost, {len(lives.in_flight)} in flight at a death, {repeats} of them seen twice\n"
        )
