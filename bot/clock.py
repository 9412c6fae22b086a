"""The time: the only file that asks the system for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Now, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - this is the place


class MovableClock(Clock):
    """The demo's clock: runs like the real one from a moment that can be set."""

    def __init__(self, start: datetime) -> None:
        self._ahead = start - super().now()

    def now(self) -> datetime:
        return super().now() + self._ahead

    def goes_to(self, moment: datetime) -> None:
        self._ahead = moment - super().now()

    def goes_on(self, step: timedelta) -> None:
        self._ahead += step
