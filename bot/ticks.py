"""The clock that plans: every minute, what is owed now? The only file that knows APScheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger()

LOOK_EVERY = 10.0  # seconds between two looks at the clock
STEP = timedelta(seconds=5)  # a clock that has lost more than this was set back


def ticking(
    plan: Callable[[], Awaitable[object]], tidy: Callable[[], Awaitable[object]], zone: str
) -> AsyncIOScheduler:
    """A started scheduler that calls `plan` every minute and `tidy` at night; shut it down when done.

    Nothing is stored in it: what is owed is computed from the task table at every tick.
    """
    scheduler = AsyncIOScheduler(
        timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(plan, IntervalTrigger(seconds=60), id="plan")
    scheduler.add_job(tidy, CronTrigger(hour=2, timezone=zone), id="tidy")
    scheduler.start()
    return scheduler


def rearm(scheduler: AsyncIOScheduler) -> None:
    """Counts the next ticks from the clock of now.

    A scheduler waits for a moment of the wall clock: after a step back by an hour it would not tick for an hour.
    """
    for job in scheduler.get_jobs():
        job.reschedule(job.trigger)


class Watch:
    """Sees that the wall clock was set back, by comparing it with one that cannot be set."""

    def __init__(self, wall: datetime, monotonic: float) -> None:
        self._ahead = wall - timedelta(seconds=monotonic)

    def lost(self, wall: datetime, monotonic: float) -> timedelta:
        """How far the clock was set back since the last look; zero if it was not, or was set forward."""
        ahead = wall - timedelta(seconds=monotonic)
        lost, self._ahead = self._ahead - ahead, ahead
        return lost if lost > STEP else timedelta()


async def watch_clock(
    scheduler: AsyncIOScheduler, now: Callable[[], datetime], set_back: Callable[[], Awaitable[object]]
) -> None:
    """Until cancelled: after a step back the ticks go on, and `set_back` is called."""
    loop = asyncio.get_running_loop()
    watch = Watch(now(), loop.time())
    while True:
        await asyncio.sleep(LOOK_EVERY)
        lost = watch.lost(now(), loop.time())
        if lost:
            log.warning("the clock was set back", seconds=lost.total_seconds())
            rearm(scheduler)
            await set_back()
