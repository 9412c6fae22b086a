"""Counts as a picture for a phone held upright: a bar for each line, its pieces written on and side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.words import nfc, printable

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

MIME = "image/png"
FONT = "DejaVuSansCondensed.ttf"  # Pillow's own font lacks ệ, đ, ữ; this one has every Vietnamese letter
WIDTH, MARGIN = 1080, 48  # pixels; a phone shows them at about a third of their size
TITLE, TEXT, SMALL = 54, 42, 36
BAR, SLIVER, AIR = 54, 6, 2  # the height of a bar, the least width of what is not nothing, white between pieces
INK, SOFT, PAPER = "#1a1a1a", "#555555", "#ffffff"
TITLE_LINES, NOTE_LINES = 2, 3


@dataclass(frozen=True)
class Shade:
    """The colour of a class, and that of a number written on it."""

    fill: str
    ink: str = INK
    stripes: str | None = None


# Apart in brightness, not only in hue: whoever cannot tell red from green still tells them.
SHADES: Mapping[str, Shade] = MappingProxyType(
    {
        "overdue": Shade("#a50f15", PAPER),
        "in_time": Shade("#fdd870"),
        "undated": Shade("#e3e3e3"),
        "suspended": Shade("#8a8a8a", PAPER, stripes="#6a6a6a"),
        "done_in_time": Shade("#08519c", PAPER),
        "done_late": Shade("#6baed6"),
        "done_undated": Shade("#c6dbef"),
    }
)


@dataclass(frozen=True)
class Piece:
    shade: str
    count: int
    words: str  # the count as it is written


@dataclass(frozen=True)
class Bar:
    name: str
    figure: str  # at the end of the name's line
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Sketch:
    """What the picture says, in the reader's words. `longest` is the count that takes the whole width."""

    title: str
    notes: Sequence[str]
    bars: Sequence[Bar]
    longest: int
    legend: Sequence[tuple[str, str]] = ()  # shade and words
    foot: Sequence[str] = ()


@dataclass(frozen=True)
class Box:
    """A place in the picture, in pixels; right and bottom no longer belong to it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left


@dataclass(frozen=True)
class Filled:
    box: Box
    shade: str


@dataclass(frozen=True)
class Written:
    box: Box
    words: str
    size: int
    ink: str


@dataclass
class Layout:
    """Where everything stands; `bottom` is how far it reaches so far."""

    filled: list[Filled] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    bottom: int = MARGIN


def picture(sketch: Sketch) -> bytes:
    """PNG; the same bytes for the same sketch."""
    from PIL import Image, ImageDraw  # only who asks for a picture pays for the import

    found = laid_out(sketch)
    image = Image.new("RGB", (WIDTH, found.bottom + MARGIN), PAPER)
    canvas = ImageDraw.Draw(image)
    for one in found.filled:
        _fill(canvas, one.box, SHADES[one.shade])
    for words in found.written:
        at = (words.box.left, words.box.top + _lift(words.size))
        canvas.text(at, words.words, words.ink, _font(words.size), anchor="la")
    stream = BytesIO()
    image.quantize(128, Image.Quantize.FASTOCTREE).save(stream, "PNG")  # a third of the bytes in half the time
    return stream.getvalue()


def laid_out(sketch: Sketch) -> Layout:
    found = Layout()
    _paragraph(found, [sketch.title], TITLE, INK, TITLE_LINES)
    _paragraph(found, sketch.notes, SMALL, SOFT, NOTE_LINES)
    _legend(found, sketch.legend)
    for bar in sketch.bars:
        _bar(found, bar, max(1, sketch.longest))
    if sketch.foot:
        found.bottom += SMALL // 2
        _paragraph(found, sketch.foot, SMALL, SOFT, NOTE_LINES)
    return found


def _paragraph(found: Layout, lines: Sequence[str], size: int, ink: str, most: int) -> None:
    """Each text in at most so many lines; what is longer ends in "…"."""
    for text in lines:
        for row in _wrapped(_plain(text), size, WIDTH - 2 * MARGIN, most):
            _write(found, row, MARGIN, found.bottom, size, ink)
            found.bottom += _height(size)
    found.bottom += size // 4


def _legend(found: Layout, legend: Sequence[tuple[str, str]]) -> None:
    """A sample and its words after the other, in as many lines as they need."""
    left, sample = MARGIN, SMALL
    for shade, text in legend:
        words = _cut(_plain(text), SMALL, WIDTH - 2 * MARGIN - sample - 12)
        width = sample + 12 + _width(words, SMALL)
        if left > MARGIN and left + width > WIDTH - MARGIN:
            left, found.bottom = MARGIN, found.bottom + _height(SMALL) + 6
        top = found.bottom + (_height(SMALL) - sample) // 2
        found.filled.append(Filled(Box(left, top, left + sample, top + sample), shade))
        _write(found, words, left + sample + 12, found.bottom, SMALL, INK)
        left += width + 36
    found.bottom += (_height(SMALL) if legend else 0) + SMALL // 2


def _bar(found: Layout, bar: Bar, longest: int) -> None:
    """The name and its figure above, the pieces below; a number stands in its piece where it fits."""
    figure = _cut(_plain(bar.figure), TEXT, WIDTH // 2)
    room = WIDTH - 2 * MARGIN - _width(figure, TEXT) - TEXT
    _write(found, _cut(_plain(bar.name), TEXT, room), MARGIN, found.bottom, TEXT, INK)
    _write(found, figure, WIDTH - MARGIN - _width(figure, TEXT), found.bottom, TEXT, INK)
    top = found.bottom + _height(TEXT) + 4
    pieces = [one for one in bar.pieces if one.count > 0]
    for piece, left, right in _placed(pieces, longest):
        box = Box(left, top, right, top + BAR)
        found.filled.append(Filled(box, piece.shade))
        words = _plain(piece.words)
        width = _width(words, SMALL)
        if width + 8 <= box.width:
            middle = top + (BAR - _height(SMALL)) // 2
            _write(found, words, left + (box.width - width) // 2, middle, SMALL, SHADES[piece.shade].ink)
    found.bottom = top + (BAR if pieces else 0) + TEXT // 3


def _placed(pieces: Sequence[Piece], longest: int) -> Iterator[tuple[Piece, int, int]]:
    """Widths as the counts are; what is not nothing is seen."""
    slack = (SLIVER + AIR) * len(SHADES)
    unit = (WIDTH - 2 * MARGIN - slack) / longest
    left = MARGIN
    for piece in pieces:
        right = left + max(SLIVER, round(piece.count * unit))
        yield piece, left, right
        left = right + AIR


def _fill(canvas: ImageDraw, box: Box, shade: Shade) -> None:
    canvas.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), shade.fill)
    if shade.stripes:
        for left in range(box.left + 4, box.right - 3, 12):
            canvas.rectangle((left, box.top, left + 3, box.bottom - 1), shade.stripes)


# ---------------------------------------------------------------- words


def _write(found: Layout, words: str, left: int, top: int, size: int, ink: str) -> None:
    if words:
        found.written.append(Written(Box(left, top, left + _width(words, size), top + _height(size)), words, size, ink))


def _plain(words: str) -> str:
    """One line of composed letters: no line breaks, no loose marks that pile up, nothing that is not seen."""
    kept = (one for one in nfc(printable(words)) if one.isspace() or unicodedata.category(one)[0] not in "CM")
    return " ".join("".join(kept).split())


def _wrapped(words: str, size: int, room: int, most: int) -> list[str]:
    rows = [""]
    for word in words.split(" "):
        longer = f"{rows[-1]} {word}".strip()
        if rows[-1] and _width(longer, size) > room:
            if len(rows) == most:
                rows[-1] = _cut(f"{longer} …", size, room)
                break
            rows.append(word)
        else:
            rows[-1] = longer
    return [_cut(row, size, room) for row in rows]


def _cut(words: str, size: int, room: int) -> str:
    """As much as fits, with "…" where something is left out."""
    if _width(words, size) <= room:
        return words
    fits, over = 0, len(words)
    while over - fits > 1:
        middle = (fits + over) // 2
        if _width(f"{words[:middle].rstrip()}…", size) <= room:
            fits = middle
        else:
            over = middle
    return f"{words[:fits].rstrip()}…"


def _width(words: str, size: int) -> int:
    return round(_font(size).getlength(words) + 0.5)


def _lift(size: int) -> int:
    """What the marks of a capital (Ấ, Ệ) need above the line that the font reckons with."""
    return size // 6


@cache
def _height(size: int) -> int:
    return sum(_font(size).getmetrics()) + _lift(size)


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont

    content = (files("bot.reports") / "fonts" / FONT).read_bytes()
    return ImageFont.truetype(BytesIO(content), size, layout_engine=ImageFont.Layout.BASIC)
