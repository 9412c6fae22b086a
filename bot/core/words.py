"""Vietnamese text without its marks, in step with the original.

People type with and without marks, in composed and decomposed Unicode and with both tone placements. Every reader
compares *folded* text, and every span it reports points into the text as it was typed.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_PLAIN = {"đ": "d", "\xa0": " ", "\t": " ", "–": "-", "—": "-", "\u2011": "-", "“": '"', "”": '"', "’": "'"}


# They turn the direction of what follows, and with it what a name or a note seems to say.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def printable(text: str) -> str:
    """Without NUL, other control characters (line breaks and tabs stay), marks of direction and half surrogates."""
    return "".join(
        one for one in text if one in "\n\t" or (one not in _TURNING and unicodedata.category(one) not in ("Cc", "Cs"))
    )


def nfc(text: str) -> str:
    """The composed form: what is stored and shown."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Lower case, no marks, đ as d; one character for each letter of the composed text."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


@dataclass(frozen=True)
class Folded:
    """A folded text and, for each of its characters, where it began in the original."""

    text: str
    offsets: tuple[int, ...]  # one more than characters: the last is the original's length

    @classmethod
    def of(cls, original: str) -> Folded:
        folded = fold(original)
        if len(folded) == len(original):  # no letter stands for less or more than itself
            return cls(folded, tuple(range(len(original) + 1)))
        letters: list[str] = []
        offsets: list[int] = []
        for position, character in enumerate(original):
            letter = _letter(character)
            if letter:
                letters.append(letter)
                offsets.append(position)
        return cls("".join(letters), (*offsets, len(original)))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of `text[start:end]`, trailing marks of its last letter included."""
        return self.offsets[start], self.offsets[end]


def _letter(character: str) -> str:
    """The letter without its marks; nothing for a mark alone."""
    if character.isascii():
        return character.lower()
    if unicodedata.combining(character):
        return ""
    base = unicodedata.normalize("NFD", character)[0].lower()
    # Lower case can be longer than its capital ("İ"): only the first letter keeps the two texts in step.
    return _PLAIN.get(base, base[0])


class _Folded(dict[int, str]):
    """Each letter that was met, folded once; there are no more than Unicode has."""

    def __missing__(self, letter: int) -> str:
        folded = self[letter] = _letter(chr(letter))
        return folded


_FOLDED = _Folded()


def brief(title: str, room: int = 40) -> str:
    """The first words of a title, as many as there is room for; "…" where it goes on."""
    if len(title) <= room:
        return title
    head, _, _ = title[:room].rpartition(" ")
    return (head if len(head) > room // 2 else title[: room - 1]).rstrip(" ,;:.–-") + "…"
