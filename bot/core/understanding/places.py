"""Lines of the list that was shown last, by their place: "việc thứ hai", "cái cuối", "hai việc đầu"."""

from __future__ import annotations

from typing import NamedTuple

from bot.core.intents import Tasks

LAST = -1
MIDDLE = -2


class Several(NamedTuple):
    """The first lines of a list, or its last ones: "hai việc đầu"."""

    lines: int
    from_end: bool

    def of(self, listed: Tasks) -> Tasks:
        """These tasks of the list; none if it is shorter."""
        if self.lines > len(listed):
            return ()
        return listed[-self.lines :] if self.from_end else listed[: self.lines]


def placed(value: int, listed: int) -> int:
    """Which line of a list of that length is meant; 0 if there is none, as in the middle of an even number."""
    if value == LAST:
        return listed
    if value == MIDDLE:
        return (listed + 1) // 2 if listed % 2 else 0
    return value
