"""What the tests of conclusions share: the day of their meetings, and whom a task is for."""

from __future__ import annotations

from datetime import date

from bot.core.conclusions import FoundTask

HELD_ON = date(2023, 5, 10)


def leads(task: FoundTask) -> list[str]:
    return [unit.text for unit in task.leads]
