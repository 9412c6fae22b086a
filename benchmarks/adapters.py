"""The readers in the shapes that the corpora's scorers ask for; run from a checkout."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import Any

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.directory import load_shipped, shipped_days_off
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


@cache
def _conclusion_reader() -> ConclusionReader:
    agencies = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
    return ConclusionReader(phrases("conclusions", "vi"), agencies, _deadline_reader())


def tasks(text: str, meeting_date: date | None) -> list[dict[str, Any]]:
    """What the reader of conclusions finds."""
    return [
        {
            "span": [found.start, found.end],
            "action": found.action,
            "lead": [unit.text for unit in found.leads],
            "support": [unit.text for unit in found.support],
            "due": found.due.isoformat() if found.due else None,
        }
        for found in _conclusion_reader().read(text, meeting_date)
    ]
