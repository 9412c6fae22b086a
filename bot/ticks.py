"""The clock that plans: every minute, what is owed now? The only file that knows APScheduler."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler


def ticking(
    plan: Callable[[], Awaitable[object]], tidy: Callable[[], Awaitable[object]], zone: str
) -> AsyncIOScheduler:
    """A started scheduler that calls `plan` every minute and `tidy` at night; shut it down when done.

    Nothing is stored in it: what is owed is computed from the task table at every tick.
    """
    scheduler = AsyncIOScheduler(
        timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(plan, "interval", seconds=60, id="plan")
    scheduler.add_job(tidy, "cron", hour=2, id="tidy")
    scheduler.start()
    return scheduler
