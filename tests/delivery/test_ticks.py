"""The clock that plans, when the clock itself is set."""

from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.ticks import Watch, rearm, ticking

NOON = datetime(2022, 9, 22, 12, tzinfo=UTC)


def test_a_step_back_is_seen_once_and_a_step_forward_is_none():
    watch = Watch(NOON, 0.0)
    assert not watch.lost(NOON + timedelta(seconds=10), 10.0)
    assert watch.lost(NOON - timedelta(hours=1), 20.0) > timedelta(minutes=59)
    assert not watch.lost(NOON - timedelta(hours=1) + timedelta(seconds=10), 30.0)
    assert not watch.lost(NOON + timedelta(days=1), 40.0)


def test_a_clock_that_is_only_a_little_slow_is_let_be():
    assert not Watch(NOON, 0.0).lost(NOON + timedelta(seconds=8), 10.0)


async def test_ticks_go_on_within_a_minute_after_a_step_back():
    async def nothing(): ...

    scheduler = ticking(nothing, nothing, "Asia/Ho_Chi_Minh")
    try:
        now = Clock().now()
        scheduler.get_job("plan").modify(next_run_time=now + timedelta(hours=1))
        rearm(scheduler)
        assert scheduler.get_job("plan").next_run_time <= Clock().now() + timedelta(seconds=61)
        assert scheduler.get_job("tidy").next_run_time <= Clock().now() + timedelta(days=1, seconds=1)
    finally:
        scheduler.shutdown(wait=False)
