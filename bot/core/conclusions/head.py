"""The top of a document: its number, its dates, its kind and title."""

from __future__ import annotations

import re
from datetime import date

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.patterns import Patterns
from bot.core.conclusions.values import DocumentHead

_TOP = 3000
_LONGEST_TITLE = 300


def head(text: Composed, patterns: Patterns) -> DocumentHead:
    lower = text.lower[:_TOP]
    number = patterns["number"].search(lower)
    dated_on = _date(patterns["place_date"].search(lower), None)
    year = dated_on.year if dated_on else None
    held = (match for name in ("occasion", "held") for match in patterns[name].finditer(lower))
    held_on = next((day for match in held if (day := _date(match, year)) is not None), None)
    kind, title = _title(text, patterns)
    shown = re.sub(r"\s+", "", text.text[slice(*number.span("number"))]) if number else None
    return DocumentHead(shown, dated_on, held_on, title, kind)


def _date(match: re.Match[str] | None, year: int | None) -> date | None:
    if match is None or not (match["year"] or year):
        return None
    try:
        return date(int(match["year"] or year or 0), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _title(text: Composed, patterns: Patterns) -> tuple[str | None, str | None]:
    """The kind ("thông báo") and the line under it, or the first line of a text without a kind."""
    lines = [line.strip() for line in text.text[:_TOP].split("\n") if line.strip()]
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        kind = next((kind for kind in patterns.words["head"]["kinds"] if line.lower() == kind), None)
        if kind is not None:
            return kind, following[:_LONGEST_TITLE] if _is_title(following) else None
    titled = next((line for line in lines if patterns["title"].match(line.lower())), None)
    first = next((line for line in lines if len(line) > 20 and _is_title(line)), None)
    return None, (titled or first or "")[:_LONGEST_TITLE] or None


def _is_title(line: str) -> bool:
    """A line under "THÔNG BÁO" that names its subject, and no sentence that already begins to conclude."""
    return bool(line) and not line.endswith((".", ":", ";"))
