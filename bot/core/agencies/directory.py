"""Bodies that can receive tasks, each with its time, and who takes over from whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

MOST_REMEMBERED = 200  # answers about kinds of bodies on a day


@dataclass(frozen=True)
class Body:
    """An agency. `valid_to` is its last day; None on either side means without a known bound."""

    code: str
    name: str
    short: str
    name_en: str
    kind: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    doc_symbol: str
    aliases: tuple[str, ...]

    def lives_on(self, day: date) -> bool:
        return not self.is_future_on(day) and not self.has_ended_on(day)

    def has_ended_on(self, day: date) -> bool:
        return self.valid_to is not None and self.valid_to < day

    def is_future_on(self, day: date) -> bool:
        return self.valid_from is not None and day < self.valid_from


@dataclass(frozen=True)
class Succession:
    """`new` takes over from `old`; None where the successor is not known. Only `automatic` ones need no person."""

    old: str
    new: str | None
    relation: str
    automatic: bool
    effective_on: date | None


class Directory:
    """All bodies of a city through time. Codes are unique: a merged body has a code of its own."""

    def __init__(self, bodies: Iterable[Body], successions: Iterable[Succession] = ()) -> None:
        self.bodies = tuple(bodies)
        self.successions = tuple(successions)
        self._kinds_on: dict[tuple[tuple[str, ...], date], list[Body]] = {}
        self._by_code = {body.code: body for body in self.bodies}
        self._heirs: dict[str, list[Succession]] = {}
        for one in self.successions:
            if one.automatic and one.new != one.old:
                self._heirs.setdefault(one.old, []).append(one)

    def get(self, code: str) -> Body | None:
        return self._by_code.get(code)

    def on(self, day: date) -> list[Body]:
        return [body for body in self.bodies if body.lives_on(day)]

    def of_kinds(self, kinds: Collection[str], on: date) -> list[Body]:
        key = (tuple(kinds), on)
        if key not in self._kinds_on:
            if len(self._kinds_on) >= MOST_REMEMBERED:
                self._kinds_on.clear()
            self._kinds_on[key] = [body for body in self.bodies if body.kind in kinds and body.lives_on(on)]
        return list(self._kinds_on[key])

    def successor(self, code: str, on: date) -> str | None:
        """The body that bears this one's work on a day: itself while it lives, else its automatic heir.

        None for an unknown code, before the body exists, and where a person has to choose the heir.
        """
        seen: set[str] = set()
        current: str | None = code
        while current and current not in seen:
            body = self._by_code.get(current)
            if body is None or body.is_future_on(on):
                return None
            if body.lives_on(on):
                return current
            seen.add(current)
            current = self._heir(current, on)
        return None

    def candidates(self, code: str, on: date) -> list[str]:
        """Whom a person may choose to take over from a body that has ended: its named successors that live then."""
        found: list[str] = []
        for one in self.successions:
            in_force = one.effective_on is None or one.effective_on <= on
            if one.old != code or one.new in (None, code) or not in_force:
                continue
            heir = self.successor(one.new or "", on)
            if heir and heir not in found:
                found.append(heir)
        return found

    def _heir(self, code: str, on: date) -> str | None:
        """The latest automatic step that has come into force; two heirs on one day are a person's choice."""
        due = [one for one in self._heirs.get(code, ()) if one.effective_on is None or one.effective_on <= on]
        if not due:
            return None
        last = max(one.effective_on or date.min for one in due)
        heirs = {one.new for one in due if (one.effective_on or date.min) == last}
        return heirs.pop() if len(heirs) == 1 else None
