"""Finds deadlines in running text (first version: plain day-first dates)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.core.calendar import Calendar
from bot.core.deadlines.values import Deadline, Kind

_DATE = re.compile(r"(?<![\d/.])(?:trước ngày |ngày )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\d/%])")


class DeadlineReader:
    def __init__(self, phrases: Sequence[Mapping[str, Any]], calendar: Calendar) -> None:
        self._phrases = phrases
        self._calendar = calendar

    def find(self, text: str, reference: datetime) -> list[Deadline]:
        found = []
        for hit in _DATE.finditer(text):
            day, month, year = hit.groups()
            try:
                due = date(int(year or reference.year), int(month), int(day))
            except ValueError:
                continue
            if not year and due < reference.date():
                due = due.replace(year=due.year + 1)
            found.append(Deadline(hit.start(), hit.end(), hit.group(), Kind.DEADLINE, due))
        return found
