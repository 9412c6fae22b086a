"""From the words about a difficulty to its reason code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.core.lifecycle import Obstacle
from bot.core.words import fold, nfc


class ObstacleReader:
    """Knows the phrases of all languages."""

    def __init__(self, phrases: Sequence[Mapping[str, Any]]) -> None:
        self._reasons = [
            (Obstacle(entry["code"]), re.compile(r"(?<!\w)(?:" + "|".join(map(_plain, entry["words"])) + r")(?!\w)"))
            for table in phrases
            for entry in table.get("reason", ())
        ]
        self._waiting = tuple(f" {nfc(word)}" for table in phrases for word in table.get("waiting", ()))
        self._waiting_unmarked = tuple(map(fold, self._waiting))

    def read(self, words: str) -> Obstacle:
        """The reason that the words name; OTHER where they name none that is known."""
        text = " ".join(fold(nfc(words)).split())
        return next((reason for reason, pattern in self._reasons if pattern.search(text)), Obstacle.OTHER)

    def is_waited_for(self, words: str, start: int) -> bool:
        """Do the words say "chờ" right before the name that begins at `start`? "Cho" does in a text without marks."""
        before = " " + " ".join(nfc(words[:start]).lower().split())
        if before.endswith(self._waiting):
            return True
        return fold(nfc(words)) == nfc(words).lower() and before.endswith(self._waiting_unmarked)


def _plain(phrase: str) -> str:
    return re.escape(fold(nfc(phrase)))
