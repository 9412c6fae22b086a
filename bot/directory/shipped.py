"""The data files of this folder: Đà Nẵng's agencies of 2022 and 2025, and Viet Nam's days off."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files

from bot.core.agencies import Directory, Succession
from bot.core.calendar import DayOff
from bot.directory.agencies import read_agencies

AGENCIES = "agencies_danang.csv"
SUCCESSIONS = "successions_danang.csv"
HOLIDAYS = "holidays_vn.csv"
MADE_UP = "make_up_work"


@cache
def load_shipped() -> Directory:
    """The shipped bodies with their successions; checked as strictly as a file from outside."""
    return Directory(read_agencies(_text(AGENCIES), AGENCIES), map(_succession, _rows(SUCCESSIONS)))


def shipped_days_off() -> dict[date, DayOff]:
    """Holidays, days in lieu and swapped days of 2022 to 2027; Saturdays worked in exchange have `works`."""
    return {date.fromisoformat(row["date"]): DayOff(row["name"], row["kind"] == MADE_UP) for row in _rows(HOLIDAYS)}


def _succession(row: dict[str, str]) -> Succession:
    return Succession(
        old=row["old"],
        new=row["new"] or None,
        relation=row["relation"],
        automatic=row["automatic"] == "yes",
        effective_on=date.fromisoformat(row["effective_on"]) if row["effective_on"] else None,
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(io.StringIO(_text(name))))


def _text(name: str) -> str:
    return (files(__package__ or "bot.directory") / name).read_text("utf-8")
