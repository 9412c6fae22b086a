"""The reader of conclusions with the shipped tables; built once."""

from __future__ import annotations

import pytest

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.directory import load_shipped, shipped_days_off
from locales import LANGUAGES, phrases


@pytest.fixture(scope="session")
def reader() -> ConclusionReader:
    deadlines = DeadlineReader([phrases("deadlines", language) for language in LANGUAGES], Calendar(shipped_days_off()))
    agencies = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
    return ConclusionReader(phrases("conclusions", "vi"), agencies, deadlines)
