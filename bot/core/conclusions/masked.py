"""A text in which every unit is blotted out, so that patterns see only "unit … verb"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.core.conclusions.composed import Composed
from bot.core.conclusions.names import Name
from bot.core.conclusions.patterns import U

_JOINT_RE = re.compile(r"\s*(?:,|,?\s*và|;|/|\s-)?\s*")
_TOPIC_RE = re.compile(
    r"(?:^|[.\n;:\"“-]\s?)\s*(?:đối với|với|về|riêng|theo|xét)(?: (?:đề nghị|báo cáo|kiến nghị|đề xuất|tờ trình|ý kiến)[^,.;]{0,20})?\s$"
)
_OWNER_RE = re.compile(r"(?:của|theo|từ|tại|gửi|cho|với|nghị|cáo|thuộc|trên|về)\s$")


@dataclass(frozen=True)
class Masked:
    text: Composed
    names: tuple[Name, ...]
    mask: str
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: Composed, names: Iterable[Name]) -> Masked:
        resolved = tuple(_resolved(names))
        pieces: list[str] = []
        position = run = 0
        for before, name in zip((None, *resolved), resolved, strict=False):
            between = text.lower[position : name.start]
            joined = before is not None and _joins(between, before) and not ("," in between and _is_topic(text, run))
            run = run if joined else name.start
            pieces += [U * len(between) if joined else between, U * (name.end - name.start)]
            position = name.end
        pieces.append(text.lower[position:])
        return cls(text, resolved, "".join(pieces), tuple(name.start for name in resolved))

    def within(self, start: int, end: int) -> tuple[Name, ...]:
        first = bisect_left(self.starts, start)
        return tuple(name for name in self.names[first : bisect_left(self.starts, end)])

    def meant(self, start: int, end: int) -> tuple[Name, ...]:
        """Whom a head word alone means: the nearest full name before it that begins so."""
        head, last = self.text.lower[start:end], bisect_left(self.starts, start)
        near = reversed(self.names[max(0, last - 60) : last])
        return next(((name,) for name in near if _is_meant(name, head)), ())

    def subject(self, start: int, end: int) -> tuple[Name, ...]:
        """The units of a run that is a subject: without a first one that belongs to the words before it."""
        names = self.within(start, end)
        owned = _OWNER_RE.search(self.mask[max(0, start - 8) : start])
        return names[1:] if owned and len(names) > 1 else names


def _is_topic(text: Composed, start: int) -> bool:
    """Does "Đối với", "Theo đề nghị của" stand before it, so that the comma behind it ends the topic?"""
    return _TOPIC_RE.search(text.lower[max(0, start - 40) : start]) is not None


def _joins(between: str, before: Name) -> bool:
    if "\n" in between or not _JOINT_RE.fullmatch(between) or not between.strip():
        return False
    return ";" not in between or before.is_group


def _resolved(names: Iterable[Name]) -> Iterable[Name]:
    """Pronouns get the nearest full name with their head word."""
    full: list[Name] = []
    for name in names:
        if name.pronoun is None:
            full.append(name)
            yield name
            continue
        nearest = next((other for other in reversed(full[-60:]) if _is_meant(other, name.pronoun)), None)
        yield replace(name, texts=nearest.texts, is_group=nearest.is_group) if nearest else name


def _is_meant(name: Name, head: str) -> bool:
    if not name.is_body or name.is_group:
        return False
    text = name.texts[-1]
    if head in ("đơn vị", "cơ quan"):
        return text[:1].isupper()
    return text.lower().startswith(head)
