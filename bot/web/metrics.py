"""What Prometheus reads: counters of this process, gauges from the database at the moment of asking.

Labels are codes of ours, never names, chats or texts.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from bot.store.counting import MailEvent
from bot.store.health import Figures

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one process; several replicas are added up by who reads them."""

    def __init__(self, channels: Iterable[str]) -> None:
        self._channels = sorted(channels)
        self._began: dict[int, float] = {}
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._turns = Histogram(
            "bot_turn_seconds", "Turns, by outcome and duration", ["outcome"], buckets=BUCKETS, registry=self.registry
        )
        self._messages = self._counter("bot_messages", "Messages settled or uncertain", "channel", "outcome", "reason")
        self._ticks = self._counter("bot_ticks", "Runs of the planner and of the night's tidying", "job", "outcome")
        self._up = self._gauge("bot_database_up", "Whether the database answered")
        self._inbox = self._gauge("bot_inbox_waiting", "Updates not worked off", "channel")
        self._inbox_age = self._gauge("bot_inbox_oldest_seconds", "Age of the oldest of them", "channel")
        self._outbox = self._gauge("bot_outbox_waiting", "Messages that are due and not settled", "channel")
        self._outbox_age = self._gauge("bot_outbox_oldest_seconds", "Age of the oldest of them", "channel")
        self._broken = self._gauge("bot_addresses_broken", "Accounts that cannot be reached", "channel", "reason")
        self._month = self._gauge("bot_month_messages", "Messages sent this month, where the app counts", "channel")
        self._coming = self._gauge("bot_month_forecast", "What they come to by the month's end", "channel")
        self._last_tick = self._gauge(
            "bot_last_tick_timestamp_seconds", "When a replica last planned; noted every 5 min"
        )

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(name, words, labels, registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(name, words, labels, registry=self.registry)

    def counted(self, events: Iterable[MailEvent]) -> None:
        """Takes what a committed transaction did."""
        for one in events:
            match one.what:
                case "turn-began":
                    self._began[one.row_id] = time.monotonic()
                case "turn-ended":
                    began = self._began.pop(one.row_id, None)
                    taken = time.monotonic() - began if began is not None else 0.0
                    self._turns.labels(_turn_outcome(one)).observe(taken)
                case "message":
                    self._messages.labels(one.channel, one.outcome, _code(one.reason)).inc()

    @contextlib.contextmanager
    def tick(self, job: str) -> Iterator[None]:
        """Counts a run of a job, and whether it came to its end."""
        outcome = "failed"
        try:
            yield
            outcome = "done"
        finally:
            self._ticks.labels(job, outcome).inc()

    def page(self, figures: Figures | None) -> bytes:
        """All of it in Prometheus' text form; None for a database that does not answer."""
        self._up.set(figures is not None)
        for gauge in (self._inbox, self._inbox_age, self._outbox, self._outbox_age, self._broken):
            gauge.clear()
        if figures is None:
            return generate_latest(self.registry)
        for channel in self._channels:
            for gauge in (self._inbox, self._inbox_age, self._outbox, self._outbox_age):
                gauge.labels(channel).set(0)
        for rows, count, age in (
            (figures.inbox, self._inbox, self._inbox_age),
            (figures.outbox, self._outbox, self._outbox_age),
        ):
            oldest: dict[str, float] = {}
            for row in rows:
                count.labels(row.channel).inc(row.count)
                oldest[row.channel] = max(row.oldest, oldest.get(row.channel, 0.0))
            for channel, seconds in oldest.items():
                age.labels(channel).set(seconds)
        for channel, reason, number in figures.broken:
            self._broken.labels(channel, _code(reason)).inc(number)
        self._month.clear()
        for channel, number in figures.month:
            self._month.labels(channel).set(number)
        self._coming.clear()
        for channel, number in figures.coming:
            self._coming.labels(channel).set(number)
        self._last_tick.set(figures.last_tick.timestamp() if figures.last_tick else 0)
        return generate_latest(self.registry)


def _turn_outcome(one: MailEvent) -> str:
    """An error's own code is for the log; here all bugs are one."""
    return "bug" if one.reason.startswith("E-") else _code(one.reason) or one.outcome


def _code(reason: str) -> str:
    return reason if not reason or CODE.fullmatch(reason) else "other"
