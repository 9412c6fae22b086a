"""The picture of a chart: what stands where, in which letters and colours."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.core.charts import CELLS, Wanted, asked, pressed, text_bar
from bot.core.figures import Rate
from bot.core.intents import Period
from bot.core.screens.charts import CLASSES
from bot.directory import load_shipped
from bot.reports import chart
from bot.reports.chart import MARGIN, SHADES, WIDTH, Bar, Box, Piece, Sketch, laid_out, picture
from tests.city import START

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"


def pieces(*counts):
    return [Piece(kind, count, str(count)) for kind, count in zip(SHADES, counts, strict=False)]


def sketch(*bars, longest=None, **more):
    total = max((sum(piece.count for piece in bar.pieces) for bar in bars), default=0)
    legend = tuple((kind, str(words.id)) for kind, words in CLASSES.items())
    plain = {"title": "Biểu đồ nhiệm vụ – Ban Chỉ đạo", "notes": ["Tính đến 09:00"], "legend": legend}
    return Sketch(bars=bars, longest=total if longest is None else longest, **(plain | more))


THREE = sketch(
    Bar("Sở Thông tin và Truyền thông", "quá hạn 3 / 12", pieces(3, 4, 1, 1, 2, 1)),
    Bar("Sở Nội vụ", "quá hạn 1 / 6", pieces(1, 5)),
    Bar("BQLDA giao thông & nông nghiệp", "quá hạn 0 / 4", pieces(0, 0, 0, 0, 4)),
)


def image(drawn):
    return Image.open(BytesIO(picture(drawn))).convert("RGB")


def rgb(colour):
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def near(one, other):
    return all(abs(a - b) <= 2 for a, b in zip(one, other, strict=True))


def of_bars(drawn):
    """The filled boxes that are no samples of the legend."""
    return laid_out(drawn).filled[len(drawn.legend) :]


def inside(inner: Box, outer: Box):
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


def overlap(one: Box, other: Box):
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def collisions(drawn):
    """Words that run into words or into a bar that they do not stand in, and whatever leaves the picture."""
    found = laid_out(drawn)
    paper = Box(0, 0, WIDTH, found.bottom + MARGIN)
    boxes = [one.box for one in found.filled]
    words = [one.box for one in found.written]
    out = [one for one in (*boxes, *words) if not inside(one, paper)]
    crossed = [pair for pair in combinations(words, 2) if overlap(*pair)]
    crossed += [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    crossed += [(word, box) for word in words for box in boxes if overlap(word, box) and not inside(word, box)]
    return [*out, *crossed]


def test_every_letter_of_vietnamese_and_of_all_agency_names_is_in_the_font():
    names = "".join(body.name + body.short for body in load_shipped().bodies)
    font = chart._font(40)
    missing = bytes(font.getmask("\uffff"))
    signs = set(LETTERS + LETTERS.upper() + names + "0123456789.,:;/%()–…“”&") - {" "}
    assert [sign for sign in sorted(signs) if bytes(font.getmask(sign)) == missing] == []


def test_letters_with_two_marks_stay_within_their_line():
    font = chart._font(chart.TEXT)
    for letter in LETTERS + LETTERS.upper():
        _, top, _, bottom = font.getbbox(letter, anchor="la")
        assert top + chart._lift(chart.TEXT) >= 0, letter
        assert bottom + chart._lift(chart.TEXT) <= chart._height(chart.TEXT), letter


def test_bars_are_as_wide_as_their_counts_in_the_picture_itself():
    shown, boxes = image(THREE), of_bars(THREE)
    counts = [piece.count for bar in THREE.bars for piece in bar.pieces if piece.count]
    assert len(boxes) == len(counts)
    widths = []
    for one in boxes:
        row, colour = one.box.top + 2, rgb(SHADES[one.shade].fill)
        right = one.box.left
        while near(shown.getpixel((right, row)), colour) or (SHADES[one.shade].stripes and right < one.box.right):
            right += 1
        assert not near(shown.getpixel((one.box.left - 1, row)), colour)
        widths.append(right - one.box.left)
    unit = widths[-1] / counts[-1]
    assert all(abs(width - count * unit) <= 1 for width, count in zip(widths, counts, strict=True))
    assert unit * 12 > 0.9 * (WIDTH - 2 * MARGIN)  # the longest bar takes the width


def test_numbers_stand_in_their_pieces():
    found = laid_out(THREE)
    numbers = [one for one in found.written if any(inside(one.box, box.box) for box in found.filled)]
    assert [one.words for one in numbers] == ["3", "4", "1", "1", "2", "1", "1", "5", "4"]


def test_nothing_runs_into_anything():
    assert collisions(THREE) == []


def test_the_same_figures_make_the_same_bytes_and_a_small_file():
    assert picture(THREE) == picture(replace(THREE))
    assert len(picture(THREE)) < 100_000
    assert picture(THREE) != picture(replace(THREE, title="Khác"))


@pytest.mark.parametrize(
    "bars",
    [
        [],
        [Bar("Sở Nội vụ", "0", pieces(0, 0))],
        [Bar("Sở Nội vụ", "1", pieces(1, 10**9)), Bar("Sở Y tế", "1", pieces(0, 1))],
        [Bar("Sở", "1.000.000.000", pieces(*[10**9] * 7))],
        [Bar("", "", pieces(1))],
    ],
    ids=["none", "nothing", "one in a thousand million", "huge", "no name"],
)
def test_zero_and_huge_counts_do_not_break_it(bars):
    drawn = sketch(*bars)
    assert collisions(drawn) == []
    assert all(one.box.width >= chart.SLIVER for one in of_bars(drawn))
    assert image(drawn).width == WIDTH


@pytest.mark.parametrize(
    "name",
    [
        "Ban Quản lý dự án " * 30,
        "M" * 5000,
        "hai\ndòng\r\n\tba",
        "\u202eđảo chiều\u2066 \x00\x07",
        "\ud800 nửa ký tự",
        "e" + "\u0301\u0323\u0302" * 200,
        "漢字 😀 ﷽ ا",
        "=HYPERLINK(1)</b><script>",
        "\u200b\u2028",
    ],
)
def test_hostile_names_do_not_break_it(name):
    drawn = sketch(
        Bar(name, name[:40], pieces(3, 1)), title=name, notes=[name], foot=[name], legend=[("overdue", name)]
    )
    assert collisions(drawn) == []
    assert image(drawn).height < 2000


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.text(max_size=60), st.lists(st.integers(0, 5000), min_size=7, max_size=7)), max_size=8),
    st.text(max_size=120),
)
def test_whatever_is_drawn_nothing_runs_into_anything(rows, title):
    assert collisions(sketch(*(Bar(name, str(sum(n)), pieces(*n)) for name, n in rows), title=title)) == []


def test_a_name_that_is_cut_says_so():
    words = [one.words for one in laid_out(sketch(Bar("Ủy ban nhân dân " * 20, "1", pieces(1)))).written]
    assert any(one.startswith("Ủy ban nhân dân") and one.endswith("…") for one in words)


DEUTAN = ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969))
PROTAN = ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052))
PLAIN = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


@pytest.mark.parametrize("eye", [PLAIN, DEUTAN, PROTAN], ids=["full sight", "no green", "no red"])
def test_colours_are_told_apart_also_by_who_does_not_see_red_or_green(eye):
    """After Machado, Oliveira and Fernandes (2009)."""

    def seen(shade):
        linear = [(part / 255) ** 2.2 for part in rgb(shade.fill)]
        return [max(0, sum(a * b for a, b in zip(row, linear, strict=True))) ** (1 / 2.2) * 255 for row in eye]

    for one, other in combinations(SHADES.values(), 2):
        apart = sum((a - b) ** 2 for a, b in zip(seen(one), seen(other), strict=True)) ** 0.5
        assert apart > 20 or one.stripes or other.stripes, (one, other)


@pytest.mark.parametrize("shade", SHADES.values())
def test_numbers_are_readable_on_every_colour(shade):
    def light(colour):
        linear = [v / 12.92 if (v := part / 255) <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for part in rgb(colour)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for ground in filter(None, (shade.fill, shade.stripes)):
        darker, lighter = sorted((light(ground), light(shade.ink)))
        assert (lighter + 0.05) / (darker + 0.05) >= 3  # large text


def test_the_classes_that_are_drawn_are_those_of_the_figures():
    assert set(CLASSES) == set(SHADES)
    assert next(iter(CLASSES)) == "overdue"


# ---------------------------------------------------------------- what a button carries


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted("overdue"),
        Wanted(agencies=("P-DIENBANDONG",)),
        Wanted("due", ("SNV", "STTTT")),
        Wanted("overdue", (), Period(START.date(), START.date())),
    ],
)
def test_a_button_carries_what_was_asked(wanted):
    assert wanted.carried is not None
    assert pressed(wanted.carried) == wanted


def test_what_a_button_cannot_carry_is_said():
    assert Wanted("overdue", ("P-DIENBANDONG", "SNV", "STTTT")).carried is None


@pytest.mark.parametrize("carried", ["", "all", "x", "overdu", ":999999-999999", "::", ":::::", "a|b", "OVERDUE:SNV"])
def test_a_button_that_is_none_of_ours_is_everything(carried):
    assert pressed(carried) == Wanted()


def test_a_scope_that_no_chart_has_is_everything():
    assert asked("mine", ("SNV", "SNV")) == Wanted("", ("SNV",))


@pytest.mark.parametrize(
    ("part", "whole", "full"), [(0, 0, 0), (0, 9, 0), (1, 100, 1), (3, 4, 6), (99, 100, 7), (100, 100, 8), (9, 3, 8)]
)
def test_a_bar_of_signs_shows_what_is_not_nothing_and_is_full_for_the_whole_only(part, whole, full):
    assert text_bar(Rate(part, whole)) == "▇" * full + "▁" * (CELLS - full)
