"""The bot as a process that is forked from one that has everything at hand: a life lasts a second, a start must not.

Importing takes seconds, and so does what is compiled at the first message; both happen before the fork. What a process
does from its start on is what `python -m tests.launcher` does.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

from bot import app
from bot.channels import telegram  # noqa: F401 - imported before the fork
from bot.usecases.context import City
from tests import city, launcher


def _ready_made(*_: Any) -> City:
    """The readers over the shipped agencies and days off, which are what this database has."""
    return city._city()


async def _rehearse() -> None:
    """A day with a fake chat, for what is compiled at its first use."""
    with tempfile.TemporaryDirectory() as folder:
        town = city.City(Path(folder))
        for words in ("có gì quá hạn?", "NV-1 40%", "NV-1 xong 1/BC-STTTT ngày 23/9/2022", "đã nhận NV-1"):
            await town.office.says(words)
        await town.goes_to("2022-09-26 08:00")
        await town.close()


def live(environment: dict[str, str], clock: str, log: str) -> None:
    """The whole life of one process, its words in a file."""
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    os.environ.update(environment)
    app.build_city = _ready_made  # here, not on import: the tests' own process reads its cities
    asyncio.run(launcher.running(launcher.FileClock(Path(clock))))


asyncio.run(_rehearse())
