"""The slots of an intent: which tasks, agencies, days and words a message carries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.intents import Agencies, Tasks
from bot.core.understanding.mentions import LAST
from bot.core.understanding.message import Message

_EVIDENCE_DATE = re.compile(r"\s*(?:ngày\s*)?\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?", re.IGNORECASE)


@dataclass(frozen=True)
class Speaker:
    """Who writes: role, and the code of the agency where the post belongs to one."""

    role: str
    agency: str | None = None


@dataclass(frozen=True)
class Context:
    """What stood in the chat before: the last list by task numbers, the last task, the open question."""

    last_list: tuple[int, ...] = ()
    last_task: int | None = None
    pending: str | None = None


def named_tasks(message: Message) -> Tasks:
    return tuple(dict.fromkeys(number.value for number in message.values("TASK")))


def tasks(message: Message, context: Context) -> Tasks:
    """Task numbers in order: named ones, places in the last list, or the task spoken of last."""
    found = [number.value for number in message.values("TASK")]
    for place in message.values("PLACE"):
        at = len(context.last_list) if place == LAST else place
        if 1 <= at <= len(context.last_list):
            found.append(context.last_list[at - 1])
    if not found and context.last_task is not None:
        found = [context.last_task]
    return tuple(dict.fromkeys(found))


def agencies(message: Message, speaker: Speaker) -> Agencies:
    """Codes that are sure; "sở tôi" is the speaker's own."""
    found = [codes[0] for codes in message.values("AGENCY") if len(codes) == 1]
    if message.has("SELF") and speaker.agency and not found:
        found = [speaker.agency]
    return tuple(dict.fromkeys(found))


def unsure_agency(message: Message) -> bool:
    return any(len(codes) > 1 for codes in message.values("AGENCY")) and not any(
        len(codes) == 1 for codes in message.values("AGENCY")
    )


def due(message: Message) -> date | None:
    """The last day that is named."""
    days = [one.due_on for one in message.values("DATE") if one.due_on]
    return days[-1] if days else None


def moment(message: Message) -> date | datetime | None:
    found = [one.due for one in message.values("DATE") if one.due]
    return found[-1] if found else None


def percent(message: Message) -> int | None:
    found = message.values("PERCENT")
    return found[-1] if found else None


def evidence(message: Message) -> str | None:
    """Number and date of a document, or a link, as written."""
    for token in message.tokens:
        if token.text == "URL":
            return message.original[token.start : token.end]
        if token.text == "DOC":
            after = _EVIDENCE_DATE.match(message.original, token.end)
            return message.original[token.start : after.end() if after else token.end]
    return None


def rest(message: Message, used: Sequence[range], fillers: frozenset[str]) -> str | None:
    """The person's own words without those that carry the intent, or None."""
    gone = {index for span in used for index in span}
    kept = [
        index
        for index, token in enumerate(message.tokens)
        if index not in gone and token.text not in ("TASK", "PLACE", "THIS", "SELF", "PERCENT")
    ]
    while kept and message.tokens[kept[0]].text in fillers:
        kept.pop(0)
    while kept and message.tokens[kept[-1]].text in fillers:
        kept.pop()
    words = message.words(kept)
    return words if len(words) > 2 else None


def window(message: Message, now: datetime) -> str | None:
    """The window of a question about dates: by:DATE from what is named."""
    day = due(message)
    if day is None:
        return None
    return f"by:{day.isoformat()}" if day >= now.date() else None


def clock(message: Message) -> Any:
    for one in message.values("DATE"):
        if isinstance(one.due, datetime):
            return one.due.time().replace(second=0, microsecond=0)
    return None
