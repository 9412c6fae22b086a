"""The readers in the shapes that the corpora's scorers ask for; run from a checkout."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from typing import Any

from bot.core.agencies import AgencyReader
from bot.core.calendar import Calendar
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.core.intents import Intent
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


@cache
def _chat_reader() -> ChatReader:
    agencies = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
    return ChatReader([phrases("chat", language) for language in LANGUAGES], agencies, _deadline_reader())


def chat(
    text: str, role: str, agency_code: str | None, reference: datetime, context: dict[str, Any] | None
) -> dict[str, Any]:
    """What the chat reader understands, in the corpus' words."""
    given = context or {}
    before = Context(tuple(given.get("last_list") or ()), given.get("last_task"), given.get("pending"))
    return scored(_chat_reader().read(text, Speaker(role, agency_code), before, reference))


NAMES = {"Confirm": "confirm_done", "AskContacts": "ask_agency_contacts"}


def scored(intent: Intent) -> dict[str, Any]:
    """An intent as its name and its slots."""
    name = type(intent).__name__
    plain = NAMES.get(name) or re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    slots = {SLOTS.get(key, key): value for key, value in vars(intent).items() if key in KEPT}
    if "task" in slots:
        numbers = list(slots["task"])
        slots["task"] = numbers[0] if len(numbers) == 1 else numbers
    for key in ("agency", "lead", "support"):
        if key in slots:
            slots[key] = slots[key][0] if len(slots[key]) == 1 else list(slots[key])
    if slots.get("agency") and "scope" in slots:
        del slots["scope"]
    return {
        "intent": plain,
        "slots": {key: value for key, value in slots.items() if value not in (None, [], "", False)},
    }


SLOTS = {"tasks": "task"}
KEPT = frozenset(
    {"tasks", "agency", "lead", "support", "due", "percent", "note", "evidence", "reason", "action", "query", "window"}
    | {"scope", "since", "order", "number", "decision", "lang", "until", "when", "time", "code", "format", "deputy"}
    | {"all_overdue"}
)
