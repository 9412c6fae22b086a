"""Choosing by typing, where an app has no buttons: which key of the newest menu some words mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.buttons import press
from bot.core.degrade import Key, bare_label, number_of
from bot.core.words import fold

LIVES = timedelta(minutes=30)  # a number counts so long for the menu that was sent last
ANSWER_LIVES = timedelta(minutes=10)  # yes and no count so long
MOST_EARLIER = 24  # keys of earlier messages that are kept
BACK, ONWARD = "◀", "▶"  # the signs of the way back, and of the next page

_PLACE = re.compile(r"(?:(?:so|chon|chon so|no|number|pick)\.? *|#)?(\d{1,3})[.)]?")
_AMONG = re.compile(r"(?<![\w/.,-])(?:so +)?(\d{1,2})(?![\w/.,%-])")
_UNITS = re.compile(r" *(?:%|phan tram|ngay|tuan|thang|gio|nam|days?|weeks?|months?|hours?)\b")
_PERIODS = re.compile(r"(?:ngay|tuan|thang|quy|thu|ky|khoa|dot|nam|nv|week|quarter|month|day)[ -]*$")


@dataclass(frozen=True)
class Menu:
    """What the last message of a chat offered, and until when a number counts for it."""

    keys: tuple[Key, ...]
    until: datetime
    earlier: tuple[tuple[Key, datetime], ...] = ()  # what messages before it offered in words, and until when

    def after(self, before: Menu) -> Menu:
        """This menu, newer than the other one, whose words still count: a message that came of itself hides nothing."""
        words = [(key, before.until) for key in before.keys if number_of(key) is None]
        start = self.until - LIVES
        live = [(key, until) for key, until in (*words, *before.earlier) if start <= until]
        return replace(self, earlier=tuple(live[:MOST_EARLIER]))

    def is_live(self, now: datetime) -> bool:
        return now <= self.until

    def asks(self, now: datetime) -> bool:
        """Whether yes or no can be meant for it."""
        return now <= self.until - LIVES + ANSWER_LIVES and not any(number_of(key) is not None for key in self.keys)


def to_json(menu: Menu) -> dict[str, Any]:
    return {
        "until": menu.until.isoformat(),
        "keys": [[key.label, key.action] for key in menu.keys],
        "earlier": [[key.label, key.action, until.isoformat()] for key, until in menu.earlier],
    }


def from_json(stored: Mapping[str, Any] | None) -> Menu | None:
    """None where no menu was ever sent: the chat's app has buttons."""
    if not stored:
        return None
    earlier = tuple((Key(*key), datetime.fromisoformat(until)) for *key, until in stored.get("earlier", ()))
    return Menu(tuple(Key(*key) for key in stored["keys"]), datetime.fromisoformat(stored["until"]), earlier)


def place(words: str) -> int | None:
    """The number, where the whole message is one: "2", "số 2", "chọn 2", "#2", "2."."""
    match = _PLACE.fullmatch(fold(words).strip())
    return int(match[1]) if match else None


def by_number(keys: Sequence[Key], number: int) -> str | None:
    """Numbers that stand in the labels (a list's lines, percentages) come before places in the menu."""
    labelled = {value: key.action for key in keys if (value := number_of(key)) is not None}
    if labelled:
        return labelled.get(number)
    return keys[number - 1].action if 1 <= number <= len(keys) else None


def by_words(keys: Sequence[Key], words: str) -> str | None:
    """The one key that bears these words or begins with them, with or without marks and signs; None if two do."""
    said = _bare(words)
    labels = {key.action: _bare(key.label) for key in keys}
    exact = [action for action, label in labels.items() if label == said]
    found = exact or [action for action, label in labels.items() if said and label.startswith(f"{said} ")]
    return found[0] if len(found) == 1 else None


def by_earlier_words(menu: Menu, words: str, now: datetime) -> str | None:
    """The one key of the messages before, still live, that bears exactly these words; None if several do."""
    said = _bare(words)
    live = [key.action for key, until in menu.earlier if now <= until and _bare(key.label) == said]
    found = {_apart_from_revision(action): action for action in reversed(live)}  # of one thing, the newest
    return next(iter(found.values())) if said and len(found) == 1 else None


def _apart_from_revision(action: str) -> tuple[str, int, str] | str:
    pressed = press(action)
    return (pressed.verb, pressed.id, pressed.extra) if pressed else action


def onward(keys: Sequence[Key]) -> str | None:
    return next((key.action for key in keys if key.label.endswith(ONWARD)), None)


def refusal(keys: Sequence[Key]) -> str | None:
    """The key that changes nothing, of a card that asks."""
    return next((key.action for key in keys if _changes_nothing(key)), None)


def agreement(keys: Sequence[Key]) -> str | None:
    """The only other key of a card that asks; with several "yes" means none of them."""
    others = [key.action for key in keys if not _changes_nothing(key)]
    return others[0] if len(others) == 1 and len(keys) > 1 else None


def _changes_nothing(key: Key) -> bool:
    pressed = press(key.action)
    return key.label.startswith(BACK) or (pressed is not None and pressed.verb == "cancel")


def listed(keys: Sequence[Key]) -> dict[int, int]:
    """The tasks of a list that was shown: number in the list → the task's id."""
    found: dict[int, int] = {}
    for key in keys:
        number, pressed = number_of(key), press(key.action)
        if number is not None and pressed and pressed.verb == "task":
            found[number] = pressed.id
    return found


def named_place(words: str) -> tuple[int, tuple[int, int]] | None:
    """A number of the list among other words ("xong 1"), and where it stands; no date, period or percentage."""
    folded = fold(words)
    for match in _AMONG.finditer(folded):
        if not _UNITS.match(folded, match.end()) and not _PERIODS.search(folded[: match.start()]):
            return int(match[1]), match.span()
    return None


def _bare(label: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(bare_label(label))).strip()
