"""A card as one channel can really send it: whole items, never cut, every action within reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from bot.core.buttons import OPENS

HINT = 140  # characters of the line that says what can be typed; what does not fit stands line by line
SHORT_LABEL = 24  # characters of a choice that such a line holds
MOST_PARTS = 3  # that come of themselves where choices are typed; the others are asked for
COUNT_ROOM = 10  # what "(1/2)" takes with its line break


class Measure(StrEnum):
    """How a channel counts the length of a text."""

    CODE_POINTS = "code points"
    UTF16 = "UTF-16 units"


@dataclass(frozen=True)
class Capabilities:
    """What a chat app can do."""

    text_limit: int
    measure: Measure = Measure.CODE_POINTS
    buttons: bool = True
    edit: bool = True
    files_in: bool = True
    files_out: bool = True
    pictures_by_link: bool = False  # shows a picture that it can fetch at a public address
    file_limit: int = 20 * 1024 * 1024  # bytes of a file that the bot can fetch
    per_second: float = 27  # messages to everybody
    chat_gap: float = 1.2  # seconds between two messages to one chat
    month_limit: int | None = None  # messages in a calendar month


@dataclass(frozen=True)
class Run:
    """Text of one style; style is "plain", "bold", "italic", "code" or "late"."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Row:
    """One line of rendered text."""

    runs: tuple[Run, ...]
    quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Key:
    """A button with its words in the reader's language."""

    label: str
    action: str


@dataclass(frozen=True)
class Hints:
    """The words around choices that are typed, in the reader's language."""

    reply: str = "→"  # before the choices
    number: str = "1…"  # that a number opens a line of the list
    either: str = ""  # that a number or the words will do


@dataclass(frozen=True)
class Rendered:
    """A card in the reader's language, not yet cut to a channel's size: blocks are parted by an empty line."""

    blocks: tuple[tuple[Row, ...], ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    hints: Hints = Hints()


@dataclass(frozen=True)
class Part:
    """What one call of the app sends."""

    rows: tuple[Row, ...]
    keys: tuple[tuple[Key, ...], ...] = ()
    menu: tuple[Key, ...] = ()  # numbered choices 1…n of a channel without buttons, to be stored with an expiry

    @property
    def text(self) -> str:
        """The whole as plain text."""
        return "\n".join(row.text for row in self.rows)


def length(text: str, measure: Measure) -> int:
    return len(text) if measure is Measure.CODE_POINTS else len(text.encode("utf-16-le")) // 2


def parts(rendered: Rendered, can: Capabilities) -> list[Part]:
    """The messages that carry the card: split between blocks; a block longer than a message, between its words.

    Buttons stand under the last part. Nothing is left out. Where there are no buttons, choices are typed, and the
    parts are counted: their reader cannot see from a button that the end is reached.
    """
    menu = () if can.buttons else tuple(_typed(rendered.keys))
    blocks = [*rendered.blocks, *_menu_block(menu, rendered.hints)]
    pages = _pages(blocks, can)
    if len(pages) > 1 and not can.buttons:
        pages = _counted(_pages(blocks, replace(can, text_limit=can.text_limit - COUNT_ROOM)))
    found = [Part(page) for page in pages] or [Part((Row((Run("—"),)),))]
    found[-1] = replace(found[-1], keys=rendered.keys if can.buttons else (), menu=menu)
    return found


def begins(number: int, can: Capabilities) -> bool:
    """Whether this part is the first of those that come together."""
    return number == 0 if can.buttons else number % MOST_PARTS == 0


def pauses(number: int, count: int, can: Capabilities) -> bool:
    """Whether the reader has to ask for what comes after this part."""
    return not can.buttons and number + 1 < count and (number + 1) % MOST_PARTS == 0


def pausing(part: Part, listed: Sequence[Key], onward: Key, hint: Row) -> Part:
    """The part with the way on; the numbers of the list that it belongs to can be typed already."""
    numbers = tuple(key for key in listed if number_of(key) is not None)
    return replace(part, rows=(*part.rows, hint), menu=(*numbers, onward))


def bare_label(label: str) -> str:
    """A button's words without the signs around them."""
    return re.sub(r"^[^\w“]+|[^\w)%”…]+$", "", label) or label


def number_of(key: Key) -> int | None:
    """The number that is a button's whole label: a line of a list, a percentage."""
    digits = key.label.rstrip(" %")
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _typed(keys: Sequence[Sequence[Key]]) -> Iterator[Key]:
    """What can be chosen by typing: everything but what opens another chat."""
    return (key for row in keys for key in row if not key.action.startswith(OPENS))


def _menu_block(menu: Sequence[Key], hints: Hints) -> list[tuple[Row, ...]]:
    """What can be typed, in one line if its choices are short; a list's own numbers are not repeated."""
    if not menu:
        return []
    numbers = [key.label for key in menu if number_of(key) is not None]
    words = [bare_label(key.label) for key in menu if number_of(key) is None]
    if numbers:
        shown = [hints.number] if all(map(str.isdecimal, numbers)) else numbers
        return [(_hint(hints.reply, [*shown, *words]),)]
    counted = list(enumerate(words, 1))
    one_line = _hint(hints.reply, [f"{number} {word}" for number, word in counted])
    if len(one_line.text) <= HINT and all(len(word) <= SHORT_LABEL for word in words):
        return [(one_line,)]
    lines = [Row((Run(f"{number}. {word}"),)) for number, word in counted]
    return [(*lines, Row((Run(hints.either, "italic"),)))] if hints.either else [tuple(lines)]


def _hint(reply: str, choices: Sequence[str]) -> Row:
    return Row((Run(f"{reply} {' · '.join(choices)}", "italic"),))


def _counted(pages: Sequence[tuple[Row, ...]]) -> list[tuple[Row, ...]]:
    if len(pages) == 1:
        return list(pages)
    return [(*page, Row((Run(f"({number}/{len(pages)})"),))) for number, page in enumerate(pages, 1)]


def _pages(blocks: Sequence[tuple[Row, ...]], can: Capabilities) -> list[tuple[Row, ...]]:
    pages: list[tuple[Row, ...]] = []
    page: tuple[Row, ...] = ()
    for block in chain.from_iterable(_fitting(whole, can) for whole in blocks):
        joined = (*page, Row(()), *block) if page else block
        if page and _size(joined, can) > can.text_limit:
            pages.append(page)
            joined = block
        page = joined
    return [*pages, page] if page else pages


def _fitting(block: tuple[Row, ...], can: Capabilities) -> Iterator[tuple[Row, ...]]:
    if _size(block, can) <= can.text_limit:
        yield block
        return
    piece: tuple[Row, ...] = ()
    for row in chain.from_iterable(_short_rows(long, can) for long in block):
        if piece and _size((*piece, row), can) > can.text_limit:
            yield piece
            piece = ()
        piece = (*piece, row)
    yield piece


def _short_rows(row: Row, can: Capabilities) -> Iterator[Row]:
    """A row longer than a message is cut between words, and a word longer than a message where it must be."""
    if _size((row,), can) <= can.text_limit:
        yield row
        return
    runs: list[Run] = []
    room = can.text_limit
    for run in row.runs:
        rest = run.text
        while rest:
            head = _head(rest, room, can.measure)
            if not head or (len(head) < len(rest) and runs and " " not in head):
                yield Row(tuple(runs), row.quoted)
                runs, room = [], can.text_limit
                continue
            runs.append(replace(run, text=head))
            room -= length(head, can.measure)
            rest = rest[len(head) :]
    if runs:
        yield Row(tuple(runs), row.quoted)


def _head(text: str, room: int, measure: Measure) -> str:
    """The longest beginning that fits, up to a blank where there is one."""
    if length(text, measure) <= room:
        return text
    end = 0
    used = 0
    for character in text:
        used += length(character, measure)
        if used > room:
            break
        end += 1
    blank = text.rfind(" ", 0, end)
    return text[: blank + 1] if blank > 0 else text[:end]


def _size(rows: Sequence[Row], can: Capabilities) -> int:
    return sum(length(row.text, can.measure) for row in rows) + len(rows) - 1
