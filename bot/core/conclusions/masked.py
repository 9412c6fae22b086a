"""A text in which every unit is blotted out, so that patterns see only "unit … verb"."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.names import Name
from bot.core.conclusions.patterns import Patterns, U

_NEAREST = 60  # names that a pronoun looks back over
_WIDEST_TOPIC = 120


@dataclass(frozen=True)
class Masked:
    """`mask` is the text in lower case with runs of `U` for units and lists of units, letter by letter."""

    text: Composed
    names: tuple[Name, ...]
    mask: str
    starts: tuple[int, ...]
    patterns: Patterns

    @classmethod
    def of(cls, text: Composed, names: Iterable[Name], patterns: Patterns) -> Masked:
        resolved = tuple(_resolved(names, patterns))
        mask = "".join(_blotted(text, resolved, patterns))
        return cls(text, resolved, mask, tuple(name.start for name in resolved), patterns)

    @cached_property
    def orders(self) -> tuple[tuple[int, int], ...]:
        """Where order verbs stand: every clause is asked for its own more than once."""
        return tuple(match.span() for match in self.patterns["order"].finditer(self.mask))

    @cached_property
    def order_starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.orders)

    @cached_property
    def duty_starts(self) -> tuple[int, ...]:
        """Where words of duty stand: most clauses have none."""
        return tuple(match.start() for match in self.patterns["duty"].finditer(self.mask))

    def has_duty(self, start: int, end: int) -> bool:
        return bisect_left(self.duty_starts, start) < bisect_left(self.duty_starts, end)

    def said(self, start: int, end: int) -> str:
        """The text as it is written, with single blanks."""
        return " ".join(self.text.text[start:end].split())

    def within(self, start: int, end: int) -> tuple[Name, ...]:
        return self.names[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def meant(self, start: int, end: int) -> tuple[Name, ...]:
        """Whom a head word alone means: the nearest full name before it that begins so."""
        head, last = self.text.lower[start:end], bisect_left(self.starts, start)
        near = reversed(self.names[max(0, last - _NEAREST) : last])
        return next(((name,) for name in near if _is_meant(name, head, self.patterns)), ())

    def subject(self, start: int, end: int) -> tuple[Name, ...]:
        """The units of a run that is a subject: without a first one that belongs to the words before it."""
        names = self.within(start, end)
        return names[1:] if self.is_owned(start) and len(names) > 1 else names

    def is_owned(self, start: int) -> bool:
        """Does the unit belong to the words before it: "của", "theo đề nghị"?"""
        return self.patterns["owned"].search(self.mask[max(0, start - 8) : start]) is not None


def _blotted(text: Composed, names: tuple[Name, ...], patterns: Patterns) -> Iterator[str]:
    """The pieces of the mask: lists of units become one run."""
    position = run = 0
    before: Name | None = None
    for name in names:
        between = text.lower[position : name.start]
        joined = (
            before is not None
            and _joins(between, before, name, patterns)
            and not _ends_topic(between, text, run, patterns)
        )
        run = run if joined else name.start
        yield U * len(between) if joined else between
        yield U * (name.end - name.start)
        position, before = name.end, name
    yield text.lower[position:]


def _joins(between: str, before: Name, name: Name, patterns: Patterns) -> bool:
    """Do the words between two names make them one list? A semicolon does so between groups only."""
    if "\n" in between or not between.strip() or not patterns["joint"].fullmatch(between):
        return False
    return ";" not in between or (before.is_group and name.is_group)


def _ends_topic(between: str, text: Composed, run: int, patterns: Patterns) -> bool:
    """Does the comma end "Đối với X," or "Theo đề nghị của X,"?"""
    return "," in between and patterns["topic"].search(text.lower[max(0, run - _WIDEST_TOPIC) : run]) is not None


def _resolved(names: Iterable[Name], patterns: Patterns) -> Iterator[Name]:
    """Pronouns get the nearest full name with their head word, "ông Lực" the post told with that name."""
    full: deque[Name] = deque(maxlen=_NEAREST)
    for name in names:
        if name.is_post and not name.is_body and (post := _post(name, full, patterns)):
            yield name._replace(texts=post.texts)
            continue
        if name.pronoun is None:
            full.append(name)
            yield name
            continue
        near: dict[tuple[str, ...], Name] = {}
        for other in reversed(full):
            if len(near) < name.meant and _is_meant(other, name.pronoun, patterns):
                near.setdefault(other.texts, other)
        texts = tuple(text for other in reversed(near.values()) for text in other.texts)
        yield name._replace(texts=texts) if len(near) == name.meant else name


def _post(person: Name, before: Iterable[Name], patterns: Patterns) -> Name | None:
    """Where the person was introduced: "Giám đốc Sở X Trần Văn Lực" for "ông Lực"."""
    addressed = patterns["person"].match(person.texts[0].lower())
    if addressed is None:
        return None
    called = person.texts[0][addressed.end() - 1 :]
    return next((name for name in before if name.is_post and _is_called(name, called)), None)


def _is_called(name: Name, called: str) -> bool:
    """ "Giám đốc Sở X Trần Văn Lực", "ông Trần Văn Lực, giám đốc Sở X": the second one is no body's name."""
    if name.is_body:
        return name.texts[-1].endswith(called)
    person, comma, _ = name.texts[-1].partition(",")
    return bool(comma) and person.endswith(called)


def _is_meant(name: Name, head: str, patterns: Patterns) -> bool:
    if not name.is_body or name.is_group:
        return False
    text = name.texts[-1]
    if head in patterns.words["units"]["vague_heads"]:
        return text[:1].isupper()
    return text.lower().startswith(head)
