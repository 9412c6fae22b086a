"""What a chart is asked about, and how a button carries it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.figures import Rate
from bot.core.intents import Period

SCOPES = frozenset({"open", "overdue", "due", "done"})
ROOM = 24  # characters of a button's extra
CELLS = 8
_CARRIED = re.compile(r"([a-z]*)(?::(\d{6}-\d{6})?((?::[A-Za-z0-9_.-]+)*))?")


@dataclass(frozen=True)
class Wanted:
    """Which tasks: all or those of a scope, of some agencies or of all, of a period or of every time."""

    scope: str = ""
    agencies: tuple[str, ...] = ()
    period: Period | None = None

    @property
    def carried(self) -> str | None:
        """As a button carries it; None where it takes too much room."""
        days = f"{self.period.first:%y%m%d}-{self.period.last:%y%m%d}" if self.period else ""
        text = ":".join((self.scope, days, *self.agencies)).rstrip(":")
        return text if len(text) <= ROOM else None


def asked(scope: str | None, agencies: tuple[str, ...] = (), period: Period | None = None) -> Wanted:
    """What somebody said; a scope that no chart has is everything."""
    return Wanted(scope if scope in SCOPES else "", tuple(dict.fromkeys(agencies)), period)


def pressed(carried: str) -> Wanted:
    """What a button carried; of one that is none of ours, everything."""
    found = _CARRIED.fullmatch(carried)
    if found is None:
        return Wanted()
    codes = tuple(code for code in (found[3] or "").split(":") if code)
    return asked(found[1], codes, _period(found[2]) if found[2] else None)


def _period(days: str) -> Period | None:
    try:
        first, last = (_day(one) for one in days.split("-"))
    except ValueError:
        return None
    return Period(first, last) if first <= last else None


def _day(digits: str) -> date:
    return datetime.strptime(f"20{digits}", "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone


def text_bar(share: Rate) -> str:
    """ "▇▇▇▁": what is not nothing shows, and only the whole is full."""
    if not share.whole or not share.part:
        return "▁" * CELLS
    full = min(CELLS, max(1, share.part * CELLS // share.whole))
    return "▇" * full + "▁" * (CELLS - full)
