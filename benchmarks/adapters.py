"""The readers in the shapes that the corpora's scorers ask for; run from a checkout."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from bot.core.calendar import Calendar
from bot.core.deadlines import DeadlineReader
from bot.directory import shipped_days_off
from locales import LANGUAGES, phrases


PERIODS = ("week", "month", "quarter", "half", "year")


@cache
def _deadline_reader() -> DeadlineReader:
    tables = [phrases("deadlines", language) for language in LANGUAGES]
    return DeadlineReader(tables, Calendar(shipped_days_off()))


def deadlines(text: str, reference: datetime) -> list[dict[str, Any]]:
    """What the deadline reader finds; `from` is where a period or an interval begins."""
    return [
        {
            "start": found.start,
            "end": found.end,
            "kind": found.kind.value,
            "due": found.due,
            "grain": found.grain,
            "recurrence": found.recurrence,
        }
        | ({"from": found.begins} if found.begins else {})
        | ({"value": found.begins if found.grain in PERIODS else found.due} if found.begins else {})
        for found in _deadline_reader().find(text, reference)
    ]
