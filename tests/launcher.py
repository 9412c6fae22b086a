"""The bot as its own process, with a clock that a test moves: a file holds the seconds that it is ahead.

The product has no such switch. Usage: python -m tests.launcher CLOCK_FILE
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.__main__ import configured_channels, set_up_logs
from bot.app import LEFT, App, end_within, listening, open_database, stop_on_signals
from bot.clock import Clock
from bot.settings import read_settings
from bot.web.server import serve

LOOK_EVERY = 0.05  # seconds


class FileClock(Clock):
    def __init__(self, path: Path) -> None:
        self.path = path

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(self.path.read_text()))


async def plan_when_moved(app: App, clock: FileClock) -> None:
    """The minute's tick, without its wait."""
    seen = clock.path.read_text()
    while True:
        await asyncio.sleep(LOOK_EVERY)
        ahead = clock.path.read_text()
        if ahead != seen:
            seen = ahead
            await app.plan()


async def running(clock: FileClock) -> None:
    settings = read_settings()
    set_up_logs(settings)
    database = open_database(settings)
    app = App(settings, database, configured_channels(settings), clock)
    others = [plan_when_moved(app, clock)]
    if settings.webhook_secret:
        others.append(serve(app.front(), listening(settings.host, settings.port)))
    await app.run(stop_on_signals(), *others)
    end_within(LEFT)
    database.close()


if __name__ == "__main__":
    asyncio.run(running(FileClock(Path(sys.argv[1]))))
