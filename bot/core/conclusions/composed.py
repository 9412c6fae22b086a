"""A text in the one form that patterns are written for, in step with the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD, _NEW, strict=True))
_WIDE_RE = re.compile("[ \\xa0\\t\\r]{2,}")
# The branches come first: so the search runs over letters that no branch begins with at once.
_TONE_RE = re.compile(rf"(?:{'|'.join(_OLD)})(?<!q..)\b")
# The Icelandic eth is often typed for Đ; the rest are blanks that some editors leave behind.
_SAME = {"Ð": "Đ", "ð": "đ", "\xa0": " ", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n"}


@dataclass(frozen=True)
class Composed:
    """A text in NFC with single blanks, the same in lower case with new tones, and the way back to the original."""

    text: str
    lower: str
    offsets: tuple[int, ...] | None  # None where the original was composed already
    original: str

    @classmethod
    def of(cls, original: str) -> Composed:
        if unicodedata.is_normalized("NFC", original):
            if not _WIDE_RE.search(original):
                text = _spaced(original)
                return cls(text, _lowered(text), None, original)
            composed, starts = original, None
        else:
            clusters = list(_clusters(original))
            composed = "".join(piece for _, piece in clusters)
            starts = [start for start, piece in clusters for _ in piece]
        single, places = _single_blanks(composed)
        text = _spaced(single)
        offsets = places if starts is None else [starts[place] for place in places]
        return cls(text, _lowered(text), (*offsets, len(original)), original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place of `text[start:end]` in the original."""
        return (start, end) if self.offsets is None else (self.offsets[start], self.offsets[end])


def canonical(text: str) -> str:
    """Lower case and new tone placement, as the patterns are written."""
    return _lowered(_spaced(unicodedata.normalize("NFC", text)))


def _spaced(text: str) -> str:
    for odd, usual in _SAME.items():
        text = text.replace(odd, usual)
    return text


def _lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):  # "İ" grows when lowered
        lower = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return _TONE_RE.sub(lambda match: _TONES[match[0]], lower)


def _single_blanks(text: str) -> tuple[str, list[int]]:
    """Without blanks that only widen the one before them (people align with them), and where each letter was."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for wide in _WIDE_RE.finditer(text):
        pieces.append(text[position : wide.start() + 1])
        places.extend(range(position, wide.start() + 1))
        position = wide.end()
    places.extend(range(position, len(text)))
    return "".join([*pieces, text[position:]]), places


def _clusters(text: str) -> Iterator[tuple[int, str]]:
    """Each letter with its marks, composed, and where it began."""
    start = 0
    for position in range(1, len(text) + 1):
        if position == len(text) or not unicodedata.combining(text[position]):
            yield start, unicodedata.normalize("NFC", text[start:position])
            start = position
