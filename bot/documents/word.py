"""The text of a .docx as a reader sees it after accepting all changes.

Read from the XML itself: python-docx leaves out text in tracked insertions, content controls, text boxes and
footnotes, shows deleted rows, and unpacks whatever it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.documents.numbering import Numbering, numbering_of
from bot.documents.package import Package, target
from bot.documents.secrecy import secrecy_mark
from bot.documents.values import Refused, refuse_longer, tidy
from bot.documents.xml import DEEPEST, Element, attribute, child, children, is_on, local, parsed

CELL_SEPARATOR = " | "
_LONGEST_REPEATED = 500  # a merged cell is repeated in each of its rows
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_UNREAD = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sectPr", "tblPr", "tblGrid"}
)
_WRAPPERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})
# A line break ends a paragraph after the end of a sentence or before a list mark; elsewhere it only wraps a line.
_NEW_PARAGRAPH = re.compile(
    r"(?<=[.;:!?])[ \t]*\n|\n(?=[ \t]*(?:[-–+•*]\s|\d{1,3}(?:\.\d{1,2})*[.)]\s|[a-zđ][.)]\s|[IVX]+\.\s))"
)
_MARKED_PARTS = ("header", "footer")
_NOTES = ("footnotes", "endnotes")
_OTHER_FILES = (("xl/workbook.xml", "xlsx"), ("ppt/presentation.xml", "pptx"), ("content.xml", "odt"))


@dataclass
class Reading:
    """What is gathered on the way through one document."""

    numbering: Numbering = field(default_factory=Numbering)
    pieces: list[str] = field(default_factory=list)  # each paragraph by itself, those in cells too: where marks stand
    pictures: int = 0


def paragraphs_of_word(content: bytes) -> tuple[str, ...]:
    """The paragraphs of a .docx, table rows as lines, footnotes at the end. Raises Refused."""
    package = Package(content)
    main = _main_part(package)
    links = _links(package, main)
    reading = Reading(_numbering(package, links))
    body = child(_root(package, main), "body")
    if body is None:
        raise Refused("damaged")
    lines = list(_blocks(body, reading))
    for part in dict.fromkeys(part for kind in _NOTES for part in links.get(kind, ())):
        lines += _notes(package, part, reading)
    refuse_longer(max(sum(map(len, lines)), sum(map(len, reading.pieces))))
    _refuse_secret(package, links, reading, body)
    if not lines and reading.pictures:
        raise Refused("only-pictures", pictures=reading.pictures)
    return tuple(lines)


def _main_part(package: Package) -> str:
    """The part that holds the text; other zips are named by what they are."""
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in package.names):
        raise Refused("macro")
    types = package.part("[Content_Types].xml") or b""
    if b"macroEnabled" in types:
        raise Refused("macro")
    for name, kind in _OTHER_FILES:
        if name in package.names:
            raise Refused("unknown-kind", kind=kind)
    links = _links(package, "")
    main = next(iter(links.get("officeDocument", ())), "word/document.xml")
    if not types or main not in package.names:
        raise Refused("not-a-document")
    return main


def _links(package: Package, part: str) -> dict[str, list[str]]:
    """The parts that a part refers to, by kind; what lies outside the file is never followed."""
    folder, _, name = part.rpartition("/")
    content = package.part(f"{folder}/_rels/{name}.rels".lstrip("/"))
    links: dict[str, list[str]] = {}
    for each in children(parsed(content), "Relationship") if content else ():
        if attribute(each, "TargetMode") == "External":
            continue
        kind = (attribute(each, "Type") or "").rpartition("/")[2]
        links.setdefault(kind, []).append(target(part, attribute(each, "Target") or ""))
    return links


def _root(package: Package, part: str) -> Element:
    content = package.part(part)
    if content is None:
        raise Refused("damaged")
    return parsed(content)


def _numbering(package: Package, links: dict[str, list[str]]) -> Numbering:
    numbering, styles = (
        next((parsed(content) for part in links.get(kind, ()) if (content := package.part(part))), None)
        for kind in ("numbering", "styles")
    )
    return numbering_of(numbering, styles)


def _blocks(container: Element, reading: Reading, depth: int = 0) -> Iterator[str]:
    """The paragraphs and rows of a body, a cell, a text box or a note."""
    if depth > DEEPEST:
        raise Refused("too-deep")
    carried = ""
    for block in container:
        name = local(block)
        if name == "p":
            text, boxes = _paragraph(block, reading, depth)
            if is_on(child(block, "pPr", "rPr", "del")):  # its end was deleted: it runs on into the next one
                carried += text
                text = ""
            else:
                text, carried = carried + text, ""
            yield from _kept(text, reading)
            for box in boxes:
                yield from _blocks(box, reading, depth + 1)
        elif name == "tbl":
            yield from _rows(block, reading, depth + 1)
        elif name in _WRAPPERS:
            yield from _blocks(block, reading, depth + 1)
        elif name == "altChunk":  # another file inside, which Word would show as text
            raise Refused("unknown-kind", kind="altChunk")
    yield from _kept(carried, reading)


def _kept(text: str, reading: Reading) -> Iterator[str]:
    reading.pieces.extend(text.split("\n"))
    yield from (line for line in map(tidy, _NEW_PARAGRAPH.split(text)) if line)


def _paragraph(paragraph: Element, reading: Reading, depth: int) -> tuple[str, list[Element]]:
    """The text with its list mark, and the text boxes that hang on it."""
    letters: list[str] = []
    boxes: list[Element] = []
    _gather(paragraph, letters, boxes, reading, depth)
    text = "".join(letters)
    if not text.strip():
        return text, boxes
    label = reading.numbering.label(paragraph)
    return f"{label} {text}" if label else text, boxes


def _gather(element: Element, letters: list[str], boxes: list[Element], reading: Reading, depth: int) -> None:
    if depth > DEEPEST:
        raise Refused("too-deep")
    for each in element:
        name = local(each)
        if name == "t":
            letters.append(each.text or "")
        elif name in _SIGNS:
            letters.append(_SIGNS[name])
        elif name == "txbxContent":
            boxes.append(each)
        elif name == "AlternateContent":
            _gather(_chosen(each), letters, boxes, reading, depth + 1)
        elif name not in _UNREAD and not is_on(child(each, "rPr", "vanish")):
            reading.pictures += name in {"drawing", "pict"}
            _gather(each, letters, boxes, reading, depth + 1)


def _chosen(alternatives: Element) -> Element:
    """The one way that counts of content that is stored twice, for new programs and for old ones."""
    choice = child(alternatives, "Choice")
    fallback = child(alternatives, "Fallback")
    return next(each for each in (choice, fallback, alternatives) if each is not None)


def _rows(table: Element, reading: Reading, depth: int) -> Iterator[str]:
    """Each row as one line; a cell merged with the one above repeats its text, for the row stands for itself."""
    above: dict[int, str] = {}
    for row in _all(table, "tr", depth):
        if child(row, "trPr", "del") is not None or is_on(child(row, "trPr", "hidden")):
            continue
        cells = list(_all(row, "tc", depth))
        if len(cells) == 1:  # a frame around text, or a heading across the table
            yield from _blocks(cells[0], reading, depth + 1)
            continue
        texts = list(_cells(row, cells, above, reading, depth + 1))
        if any(texts):
            yield CELL_SEPARATOR.join(texts)


def _all(element: Element, name: str, depth: int) -> Iterator[Element]:
    """The rows of a table or cells of a row, those inside a content control or a tracked insertion too."""
    if depth > DEEPEST:
        raise Refused("too-deep")
    for each in element:
        if local(each) == name:
            yield each
        elif local(each) in _WRAPPERS:
            yield from _all(each, name, depth + 1)


def _cells(row: Element, cells: list[Element], above: dict[int, str], reading: Reading, depth: int) -> Iterator[str]:
    column = _number(attribute(child(row, "trPr", "gridBefore"), "val"), 0)
    for cell in cells:
        text = " ".join(_blocks(cell, reading, depth))
        merged = child(cell, "tcPr", "vMerge")
        if merged is not None and attribute(merged, "val") != "restart":
            text = text or above.get(column, "")
        above[column] = text if merged is not None and len(text) <= _LONGEST_REPEATED else ""
        column += _number(attribute(child(cell, "tcPr", "gridSpan"), "val"), 1)
        yield text


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 4 else otherwise


def _notes(package: Package, part: str, reading: Reading) -> Iterator[str]:
    content = package.part(part)
    notes: Iterable[Element] = parsed(content) if content else ()
    for note in notes:
        if attribute(note, "type") in {None, "normal"}:
            yield from _blocks(note, reading)


def _refuse_secret(package: Package, links: dict[str, list[str]], reading: Reading, body: Element) -> None:
    """Looks where a mark can stand: body, cells, text boxes, headers, footers, and letters drawn as a watermark."""
    drawn = list(_drawn(body))
    for part in dict.fromkeys(part for kind in _MARKED_PARTS for part in links.get(kind, ())):
        content = package.part(part)
        if content:
            root = parsed(content)
            list(_blocks(root, reading))
            drawn += _drawn(root)
    mark = secrecy_mark("\n".join([*reading.pieces, *drawn]))
    if mark:
        raise Refused("secret", mark=mark)


def _drawn(root: Element) -> Iterator[str]:
    return (attribute(each, "string") or "" for each in root.iter("{urn:schemas-microsoft-com:vml}textpath"))
