"""The numbers that Word shows but does not write into the text: "1.", "a)", "2.1", a dash for any bullet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.documents.xml import Element, attribute, child, children, local

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_DEEPEST_BASE = 20  # styles based on each other in a circle must end
_LEVELS = range(9)
_LONGEST_LABEL = 40  # repeated at each paragraph


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is written and where it starts."""

    form: str
    text: str
    start: int


Lists = dict[str, tuple[str, dict[int, Level]]]  # numId: (what its counter is shared under, levels)
StyleList = tuple[str | None, int | None]  # numId, level
Style = tuple[str | None, int | None, str | None]  # the same and the style it is based on


@dataclass
class Numbering:
    """Counts the numbered paragraphs of one document as they are met, in order."""

    lists: Lists = field(default_factory=dict)
    styles: dict[str, StyleList] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str:
        """The mark in front of this paragraph, "" if it is not numbered."""
        number, depth = self._place(paragraph)
        key, levels = self.lists.get(number or "0", ("", {}))
        level = levels.get(depth)
        if level is None or level.form == "none":
            return ""
        counter = self._counted(key, levels, depth)
        if level.form == "bullet":
            return "-"
        return re.sub(r"%([1-9])", lambda found: _written(int(found[1]) - 1, levels, counter), level.text).strip()

    def _place(self, paragraph: Element) -> tuple[str | None, int]:
        properties = child(paragraph, "pPr")
        style_number, style_depth = self.styles.get(attribute(child(properties, "pStyle"), "val") or "", (None, None))
        own = child(properties, "numPr")
        number = attribute(child(own, "numId"), "val") or style_number
        depth = _whole(attribute(child(own, "ilvl"), "val"), style_depth or 0)
        return number, depth

    def _counted(self, key: str, levels: dict[int, Level], depth: int) -> dict[int, int]:
        counter = self.counters.setdefault(key, {})
        start = levels[depth].start
        counter[depth] = counter[depth] + 1 if depth in counter else start
        for deeper in [each for each in counter if each > depth]:
            del counter[deeper]
        return counter


def numbering_of(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists of a document and which styles are numbered."""
    if numbering is None:
        return Numbering()
    lists = _lists(numbering)
    return Numbering(lists, {} if styles is None else _numbered_styles(styles, lists, numbering))


def _lists(numbering: Element) -> Lists:
    abstract = {attribute(each, "abstractNumId") or "": _levels(each) for each in children(numbering, "abstractNum")}
    lists: Lists = {}
    for each in children(numbering, "num"):
        number = attribute(each, "numId") or ""
        shared = attribute(child(each, "abstractNumId"), "val") or ""
        levels = dict(abstract.get(shared, {}))
        overrides = [override for override in children(each, "lvlOverride") if _override(override, levels)]
        lists[number] = (f"num {number}" if overrides else f"abstract {shared}", levels)
    return lists


def _levels(abstract: Element) -> dict[int, Level]:
    levels = {_whole(attribute(each, "ilvl"), 0): _level(each) for each in children(abstract, "lvl")}
    return {depth: level for depth, level in levels.items() if depth in _LEVELS}


def _level(element: Element) -> Level:
    form = attribute(child(element, "numFmt"), "val") or "decimal"
    text = attribute(child(element, "lvlText"), "val") or ""
    return Level(form, text[:_LONGEST_LABEL], _whole(attribute(child(element, "start"), "val"), 1))


def _override(override: Element, levels: dict[int, Level]) -> bool:
    """Applies what a list changes in the levels it is based on; whether it then counts by itself."""
    depth = _whole(attribute(override, "ilvl"), 0)
    whole, start = child(override, "lvl"), attribute(child(override, "startOverride"), "val")
    if whole is not None and depth in _LEVELS:
        levels[depth] = _level(whole)
    if start is not None and depth in levels:
        levels[depth] = Level(levels[depth].form, levels[depth].text, _whole(start, 1))
    return start is not None


def _numbered_styles(styles: Element, lists: Lists, numbering: Element) -> dict[str, StyleList]:
    known = {attribute(each, "styleId") or "": _style(each) for each in children(styles, "style")}
    linked = {
        attribute(mark, "val") or "": _whole(attribute(level, "ilvl"), 0)
        for level in numbering.iter()
        if local(level) == "lvl" and (mark := child(level, "pStyle")) is not None
    }
    numbered: dict[str, StyleList] = {}
    for name in known:
        number, depth = _inherited(name, known)
        if number in lists:
            numbered[name] = (number, linked.get(name, 0) if depth is None else depth)
    return numbered


def _style(style: Element) -> Style:
    own, depth = child(style, "pPr", "numPr"), None
    if child(own, "ilvl") is not None:
        depth = _whole(attribute(child(own, "ilvl"), "val"), 0)
    return attribute(child(own, "numId"), "val"), depth, attribute(child(style, "basedOn"), "val")


def _inherited(name: str, known: dict[str, Style]) -> StyleList:
    for _ in range(_DEEPEST_BASE):
        number, depth, base = known.get(name, (None, None, None))
        if number is not None:
            return number, depth
        if base is None:
            break
        name = base
    return None, None


def _written(depth: int, levels: dict[int, Level], counter: dict[int, int]) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    number = counter.get(depth, level.start)
    if level.form in {"lowerLetter", "upperLetter"}:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 10 + 1)
        return letters.upper() if level.form == "upperLetter" else letters
    if level.form in {"lowerRoman", "upperRoman"}:
        return _roman(number).upper() if level.form == "upperRoman" else _roman(number)
    return f"{number:02d}" if level.form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 400:
        return str(number)
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
