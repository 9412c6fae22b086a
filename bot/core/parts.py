"""Sub-tasks: a lead agency breaks its task into parts for its units and for those who support it.

They are that agency's own affair: they have their own dates within the task's, they change nothing of the task, and
they do not count in the committee's figures.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.core.lifecycle import LONGEST_NOTE, Move, Refusal, bad_reason, may_not
from bot.core.permissions import Actor
from bot.core.rights import Act
from bot.core.words import fold, nfc
from models import State, Task

LONGEST_NAME = 80  # characters of a unit's name


@dataclass(frozen=True)
class Read:
    """What a line says of a sub-task; `who` is the doer in its words, "" where none is named."""

    who: str
    title: str


class PartReader:
    """Finds where the doer's name ends and the work begins."""

    def __init__(self, phrases: Sequence[Mapping[str, Any]], verbs: Sequence[str]) -> None:
        units = [word for table in phrases for word in table.get("units", ())]
        self._units = {nfc(word).lower() for word in units}
        left_over = "|".join(_plain(word) for table in phrases for word in table.get("date_words", ()))
        self._left_over = re.compile(rf"[\s,;:–-]+(?:{left_over})\Z")
        self._unit = re.compile(r"\A(?:" + "|".join(map(_plain, units)) + r")")
        longest_first = sorted(verbs, key=len, reverse=True)
        self._verb = re.compile(r"(?<=\s)(?:" + "|".join(map(_plain, longest_first)) + r")")

    def read(self, text: str, agency_end: int = 0) -> Read:
        """The doer stands before a colon, is an agency's name (up to `agency_end`), or a unit's before a verb."""
        text = self._without_date_words(nfc(text))
        named, colon, rest = text.partition(":")
        if colon and 0 < len(named.strip()) <= LONGEST_NAME:
            return Read(_tidy(named), _tidy(rest))
        if agency_end:
            return Read(_tidy(text[:agency_end]), _tidy(text[agency_end:]))
        plain = fold(text)
        if len(plain) != len(text) or not self._is_unit(text, plain):
            return Read("", _tidy(text))
        for hit in self._verb.finditer(plain[: LONGEST_NAME + 1]):
            if text[hit.start()].islower():  # "Phòng Tổ chức" is a name
                return Read(_tidy(text[: hit.start()]), _tidy(text[hit.start() :]))
        return Read("", _tidy(text))

    def _without_date_words(self, text: str) -> str:
        plain = fold(_tidy(text))
        hit = self._left_over.search(plain)
        return _tidy(text)[: hit.start()] if hit and len(plain) == len(_tidy(text)) else text

    def _is_unit(self, text: str, plain: str) -> bool:
        """A word written with marks has to be the unit's own: "bản đồ" is no "ban"."""
        hit = self._unit.match(plain)
        return hit is not None and text[: hit.end()].lower() in self._units | {hit.group()}


def give(
    parent: Task,
    by: Actor,
    now: datetime,
    today: date,
    *,
    title: str,
    lead: str,
    due_on: date | None,
    support: Collection[str],
) -> Move | Refusal:
    """What giving a part does to the task itself: the work on it has begun."""
    refusal = may_not(Act.GIVE_PART, parent, by) or bad_date(parent, due_on, today)
    if refusal:
        return refusal
    if bad_reason(title):
        return Refusal("content-needed" if len(title) <= LONGEST_NOTE else "note-too-long")
    if lead != by.agency and lead not in support:
        return Refusal("part-of-whom")
    changes: dict[str, Any] = {"state": State.IN_PROGRESS, "updated_on": today}
    changes |= {} if parent.acknowledged_at else {"acknowledged_at": now}
    return Move("part_given", changes, title)


def bad_date(parent: Task, due_on: date | None, today: date) -> Refusal | None:
    """A part is not due in the past, and not after its task."""
    if due_on is None:
        return None
    if due_on < today:
        return Refusal("date-passed")
    return Refusal("after-parent") if parent.due_on is not None and due_on > parent.due_on else None


def follow(part: Task, parent: Task, now: datetime) -> Move | None:
    """What an order about the task, or its end, means for one of its parts; None where nothing changes.

    Suspended and resumed with it; what is open ends with it; given to another lead, the old one's own units are out.
    """
    if part.closed_at is not None:
        return None
    own = part.lead == part.given_by_agency
    if parent.closed_at is not None or (own and parent.lead != part.given_by_agency):
        return Move("followed", {"state": State.CANCELLED, "closed_at": now, "state_before": None})
    if parent.lead == part.lead and not own:
        return Move("followed", {"given_by_agency": parent.lead})  # its doer leads now
    if parent.state == State.SUSPENDED and part.state != State.SUSPENDED:
        return Move("followed", {"state": State.SUSPENDED, "state_before": part.state})
    if parent.state != State.SUSPENDED and part.state == State.SUSPENDED:
        return Move("followed", {"state": part.state_before or State.IN_PROGRESS, "state_before": None})
    if parent.lead != part.given_by_agency:
        return Move("followed", {"given_by_agency": parent.lead})
    return None


def succeeds(part: Task, old: str, heir: str) -> Move | None:
    """A body that gave a part is succeeded: its units' parts and its word go with it."""
    if part.closed_at is not None or part.given_by_agency != old:
        return None
    changes = {"given_by_agency": heir} | ({"lead": heir} if part.lead == old else {})
    return Move("lead_succeeded", changes)


def _plain(phrase: str) -> str:
    """A phrase as it stands in folded text; one that ends in a letter is a whole word."""
    return re.escape(fold(nfc(phrase))) + (r"(?!\w)" if phrase[-1].isalnum() else "")


def _tidy(words: str) -> str:
    return " ".join(words.split()).strip(" ,.;:–-")
