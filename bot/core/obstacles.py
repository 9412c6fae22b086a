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

    def read(self, words: str) -> Obstacle:
        """The reason that the words name; OTHER where they name none that is known."""
        text = " ".join(fold(nfc(words)).split())
        return next((reason for reason, pattern in self._reasons if pattern.search(text)), Obstacle.OTHER)


def _plain(phrase: str) -> str:
    return re.escape(fold(nfc(phrase)))
