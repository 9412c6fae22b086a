"""A start before the database is up, and two starts at once."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from bot import app
from bot.app import NotUp, awaited_database, open_database
from bot.settings import SettingError, Settings
from bot.store import directory


def settings(url) -> Settings:
    return Settings(_env_file=None, database_url=url)


async def test_a_server_that_comes_up_late_is_waited_for_with_one_line(monkeypatch, tmp_path):
    real, tries = app.open_database, []

    def late(given):
        tries.append(given)
        if len(tries) < 4:
            raise NotUp("not yet")
        return real(given)

    monkeypatch.setattr(app, "open_database", late)
    monkeypatch.setattr(app, "PAUSES", (0.0, 0.0))
    with capture_logs() as said:
        database = await awaited_database(settings(f"sqlite:///{tmp_path / 'tasks.db'}"), asyncio.Event())
    database.close()
    assert [line["event"] for line in said] == ["the database does not answer yet; waiting for it"]


async def test_a_stop_ends_the_waiting():
    stopping = asyncio.Event()
    stopping.set()
    assert await awaited_database(settings("postgresql://nobody@127.0.0.1:1/none"), stopping) is None


def test_a_running_program_waits_says_so_once_and_stops_when_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = {
        "DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:1/none",
        "TELEGRAM_TOKEN": "123:abcdefghijklmnopqrstuvwxyz",
        "LISTEN": f"127.0.0.1:{port}",
    }
    command = [sys.executable, "-m", "bot", "run"]
    running = subprocess.Popen(command, env=os.environ | given, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    try:
        first = running.stderr.readline()
        running.send_signal(signal.SIGTERM)
        rest = running.communicate(timeout=60)[1]
    finally:
        running.kill()
    assert "waiting for it" in first
    assert running.returncode == 0
    assert "waiting" not in rest
    assert "Traceback" not in rest
    assert "secret" not in first + rest


async def test_a_server_that_refuses_us_is_not_waited_for(postgres):
    import sqlalchemy as sa

    url = sa.make_url(postgres.get_uri()).set(database="no_such_database").render_as_string(hide_password=False)
    with pytest.raises(SettingError) as refused:
        await awaited_database(settings(url), asyncio.Event())
    assert not isinstance(refused.value, NotUp)


async def test_two_that_start_at_once_on_an_empty_database_both_come_up(database):
    if database.sqlite:
        pytest.skip("a second process is refused there")
    url = database.url.render_as_string(hide_password=False)
    with ThreadPoolExecutor(2) as both:
        opened = list(both.map(open_database, [settings(url)] * 2))
    assert opened[0].do(directory.revision) == 1
    for one in opened:
        one.close()
