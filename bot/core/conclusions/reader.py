"""The reader: text → draft tasks, in the places of the original text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Protocol

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.drafts import Draft, Lead
from bot.core.conclusions.dues import Due, due_of
from bot.core.conclusions.head import head
from bot.core.conclusions.labelled import labelled
from bot.core.conclusions.layout import Layout
from bot.core.conclusions.lexicon import Lexicon
from bot.core.conclusions.masked import Masked
from bot.core.conclusions.names import find_names
from bot.core.conclusions.patterns import Patterns
from bot.core.conclusions.reading import drafts
from bot.core.conclusions.restated import Merged, merged
from bot.core.conclusions.tables import rows
from bot.core.conclusions.values import DocumentHead, FoundTask, Unit
from bot.core.conclusions.wording import action, confidence, missing
from bot.core.deadlines import Deadline


class Mentioned(Protocol):
    """What the reader of agencies says about a name."""

    @property
    def codes(self) -> tuple[str, ...]: ...
    @property
    def group(self) -> tuple[str, ...]: ...
    @property
    def is_group(self) -> bool: ...


class Agencies(Protocol):
    def find(self, text: str, on: date) -> list[Any]: ...


class Deadlines(Protocol):
    def find(self, text: str, reference: datetime) -> list[Deadline]: ...


_SAMPLE = """KẾT LUẬN
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính báo cáo trước ngày 30/9.
2. Các sở, ban, ngành:
- Về hạ tầng số, cần rà soát các nền tảng.
"""


class ConclusionReader:
    """Reads the text of a conclusion; it holds compiled patterns and nothing of any text."""

    def __init__(self, phrases: Mapping[str, Any], agencies: Agencies, deadlines: Deadlines) -> None:
        self._agencies, self._deadlines = agencies, deadlines
        self._patterns = Patterns(phrases)
        self._layout = Layout(self._patterns)
        self._lexicon = Lexicon(phrases["units"], (*phrases["verbs"]["act"], *phrases["verbs"]["adverbs"]))

    def warm(self, held_on: date) -> None:
        """Compiles what would else be compiled for the first text."""
        self.head(_SAMPLE)
        self.read(_SAMPLE, held_on)

    def read(self, text: str, held_on: date | None) -> list[FoundTask]:
        """The draft tasks in the order of the text. Without a date, only full dates fall due."""
        composed = Composed.of(text)
        masked = Masked.of(composed, find_names(composed, self._lexicon), self._patterns)
        blocks = self._layout.blocks(composed)
        told = list(labelled(masked, blocks))
        taken = frozenset(number for one in told for number in range(one.first, one.after))
        found = [
            *drafts(masked, blocks, self._layout, taken),
            *rows(masked, blocks),
            *(one.draft for one in told),
        ]
        found.sort(key=lambda draft: draft.start)
        tasks = merged(found, masked, blocks)
        named = {lead for one in tasks for lead in (*one.draft.leads, *one.draft.support)}
        units = {lead: self._unit(lead, held_on) for lead in named}
        return [self._task(one, masked, units, held_on) for one in tasks]

    def head(self, text: str) -> DocumentHead:
        """Number, dates, kind and title from the top of a document."""
        return head(Composed.of(text), self._patterns)

    def _task(self, one: Merged, masked: Masked, units: Mapping[Lead, Unit], held_on: date | None) -> FoundTask:
        draft = one.draft
        start, end = masked.text.span(draft.start, draft.end)
        due = self._due(draft, masked, held_on)
        dated = due.on is not None or due.recurrence is not None
        return FoundTask(
            start=start,
            end=end,
            source=masked.text.original[start:end],
            action=action(draft, masked),
            leads=_each(draft.leads, units),
            support=_each(draft.support, units),
            assigned_by=draft.assigned_by,
            due=due.on,
            due_text=due.text,
            recurrence=due.recurrence,
            repeats=tuple(masked.text.span(*span) for span in one.repeats),
            confidence=confidence(draft),
            missing=missing(draft, masked, dated=dated),
        )

    def _due(self, draft: Draft, masked: Masked, held_on: date | None) -> Due:
        start, end = draft.due_span or (draft.start, draft.end)
        reference = datetime.combine(held_on, time()) if held_on else None
        names = [(name.start - start, name.end - start) for name in masked.within(start, end)]
        work = 0 if draft.due_span else max(1, draft.work - start)
        clause, lower = masked.text.text[start:end], masked.text.lower[start:end]
        return due_of(clause, lower, reference, self._deadlines, self._patterns, work=work, names=names)

    def _unit(self, lead: Lead, held_on: date | None) -> Unit:
        mentions = self._agencies.find(lead.text, held_on) if held_on else []
        if not mentions:
            return Unit(lead.text, is_group=lead.is_group)
        best = max(mentions, key=lambda mention: mention.end - mention.start)
        return Unit(lead.text, tuple(best.codes), tuple(best.group), lead.is_group or best.is_group)


def _each(leads: tuple[Lead, ...], units: Mapping[Lead, Unit]) -> tuple[Unit, ...]:
    return tuple(dict.fromkeys(units[lead] for lead in leads))
