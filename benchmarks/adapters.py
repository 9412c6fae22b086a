"""The readers in the shapes that the corpora's scorers ask for; run from a checkout."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache
from typing import Any

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.core.intents import Intent, Period
from bot.core.understanding import ChatReader, Context, Speaker
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
def _agency_reader() -> AgencyReader:
    return AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])


@cache
def _conclusion_reader() -> ConclusionReader:
    return ConclusionReader(phrases("conclusions", "vi"), _agency_reader(), _deadline_reader())


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


@cache
def _chat_reader() -> ChatReader:
    return ChatReader([phrases("chat", language) for language in LANGUAGES], _agency_reader(), _deadline_reader())


def load() -> None:
    """Builds every reader from its tables."""
    _deadline_reader()
    _conclusion_reader()
    _chat_reader()


def warm(now: datetime) -> None:
    """What the bot does on a thread of its own after the start."""
    _chat_reader().warm(now)
    _conclusion_reader().warm(now.date())


def chat(
    text: str, role: str, agency_code: str | None, reference: datetime, context: dict[str, Any] | None
) -> dict[str, Any]:
    """What the chat reader understands, in the corpus' words."""
    given = context or {}
    before = Context(tuple(given.get("last_list") or ()), given.get("last_task"), given.get("pending"))
    return scored(_chat_reader().read(text, Speaker(role, agency_code), before, reference))


NAMES = {"Confirm": "confirm_done", "AskContacts": "ask_agency_contacts", "Both": "unclear"}
LEFT_OUT = frozenset({"due_words", "question", "options", "first", "second"})


def scored(intent: Intent) -> dict[str, Any]:
    """An intent as its name and its slots; two questions at once have no name there but "unclear"."""
    name = type(intent).__name__
    said = {key: value for key, value in vars(intent).items() if key not in LEFT_OUT and value not in (None, ())}
    slots = {key: _plain(value) for key, value in said.items()}
    if "tasks" in slots:
        slots["task"] = slots.pop("tasks")
    if name == "Export" and "agency" in slots:
        slots["scope"] = slots.pop("agency")
    if name == "Export":
        slots.pop("period", None)  # the corpus has no such slot there
    return {"intent": NAMES.get(name) or re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(), "slots": slots}


def _plain(value: object) -> object:
    match value:
        case tuple():
            return value[0] if len(value) == 1 else list(value)
        case Period(first=first, last=last):
            return f"{first}/{last}"
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
    return value
