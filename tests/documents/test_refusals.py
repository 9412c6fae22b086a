"""Whatever is sent, the answer is a document or a reason, soon and without much memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.sample import sample_conclusion
from bot.documents import LARGEST_FILE, Document, Unreadable, read
from bot.documents.package import MOST_ENTRIES
from tests.documents.files import OPENING, TYPES, W, docx, links, p, row, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reason(content: bytes, name: str = "x.docx") -> str:
    answer = read(content, name)
    return answer.reason if isinstance(answer, Unreadable) else "read"


def with_entities() -> bytes:
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return docx(p("&e8;"), opening=f'<!DOCTYPE x [<!ENTITY e0 "ha">{grown}]>{OPENING}')


def with_outside_entity() -> bytes:
    return docx(p("&out;"), opening=f'<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/hostname">]>{OPENING}')


def bomb() -> bytes:
    return docx(p("a" * 60_000_000))


def lying_directory() -> bytes:
    """Every declared size says 100 bytes; the text unpacks to 30 MB."""
    content = bytearray(docx(p("a" * 30_000_000)))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        info = package.getinfo("word/document.xml")
    start = content.rindex(b"PK\x01\x02", 0, content.rindex(b"word/document.xml"))
    struct.pack_into("<L", content, start + 24, 100)
    struct.pack_into("<L", content, info.header_offset + 22, 100)
    return bytes(content)


def encrypted_entries() -> bytes:
    content = bytearray(sample_conclusion())
    position = content.find(b"PK\x01\x02")
    while position >= 0:
        content[position + 8] |= 1
        position = content.find(b"PK\x01\x02", position + 1)
    return bytes(content)


def with_macro() -> bytes:
    return docx(p("x"), ("vbaProject", "vbaProject.bin", "x"))


def macro_type() -> bytes:
    types = TYPES.replace(
        "/>", "><Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"
    )
    return zipped({"[Content_Types].xml": types, "word/document.xml": f"{OPENING}{p('x')}</w:body></w:document>"})


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "x.docx", "empty"),
        (b"", "x.txt", "empty"),
        (b" \r\n\t", "x.txt", "empty"),
        (b"a\n" * 1_100_000, "x.txt", "too-big"),
        (docx(p("a" * 2_100_000) + p("")), "x.docx", "unpacks-too-big"),
        (b"\0" * (LARGEST_FILE + 1), "x.txt", "too-big"),
        (b"MZ\x90\0", "x.docx", "not-a-document"),
        (b"MZ\x90\0", "x.txt", "not-a-document"),
        (b"x", "x.exe", "not-a-document"),
        (b"plain words", "x.docx", "not-a-document"),
        (b"%PDF-1.7", "x.pdf", "unknown-kind"),
        (b"%PDF-1.7", "x.docx", "unknown-kind"),
        (b"{\\rtf1", "x.doc", "unknown-kind"),
        (b"\xff\xd8\xff\xe0", "x.jpg", "unknown-kind"),
        (b"\xef\xbb\xbf <HTML><body>", "x.doc", "unknown-kind"),
        (OLE + b"\0" * 100, "x.doc", "unknown-kind"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "x.docx", "password"),
        (b"PK\x03\x04 and then nothing", "x.docx", "damaged"),
        (sample_conclusion()[:-2000], "x.docx", "damaged"),
        (sample_conclusion(), "x.docm", "macro"),
        (with_macro(), "x.docx", "macro"),
        (macro_type(), "x.docx", "macro"),
        (encrypted_entries(), "x.docx", "password"),
        (with_entities(), "x.docx", "damaged"),
        (with_outside_entity(), "x.docx", "damaged"),
        (zipped({"xl/workbook.xml": "x", "[Content_Types].xml": TYPES}), "x.xlsx", "unknown-kind"),
        (zipped({"a.txt": "x"}), "x.zip", "not-a-document"),
        (zipped({"a.txt": "x"}), "x.docx", "not-a-document"),
        (docx("<w:p/>"), "x.docx", "empty"),
        (docx("<w:p><w:r><w:drawing/></w:r></w:p>"), "x.docx", "only-pictures"),
        (docx("<w:p>"), "x.docx", "damaged"),
        (docx('<w:altChunk w:id="r1"/>'), "x.docx", "unknown-kind"),
        (docx(p("Thµnh phè §µ N½ng giao Së Th«ng tin vµ TruyÒn th«ng chñ tr×")), "x.docx", "encoding"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_what_it_is(content: bytes, name: str, expected: str) -> None:
    assert reason(content, name) == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(bomb(), id="bomb"),
        pytest.param(zipped({f"{n}.xml": "" for n in range(MOST_ENTRIES + 1)}, zipfile.ZIP_STORED), id="entries"),
        pytest.param(docx("<w:p/>" * 1_100_000), id="nodes"),
    ],
)
def test_a_file_that_grows_too_big_is_refused_before_it_has_grown(content: bytes) -> None:
    tracemalloc.start()
    try:
        assert reason(content) == "unpacks-too-big"
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_a_directory_that_lies_about_sizes_gains_nothing() -> None:
    content = lying_directory()
    tracemalloc.start()
    try:
        assert reason(content) in {"damaged", "unpacks-too-big"}
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("depth", [150, 250, 1_000, 50_000])
@pytest.mark.parametrize("frame", ["sdt", "smartTag", "ins", "tbl tr tc", "p txbxContent", "p hyperlink", "unknown"])
def test_nesting_without_end_is_refused_and_never_overflows(depth: int, frame: str) -> None:
    names = frame.split()
    opening = "".join(f"<w:{name}>" for name in names)
    closing = "".join(f"</w:{name}>" for name in reversed(names))
    answer = reason(docx(opening * depth + p("x") + closing * depth))
    assert answer in {"read", "empty", "too-deep", "unpacks-too-big"}
    assert depth < 50_000 or answer not in {"read", "empty"}


def test_a_long_cell_merged_over_many_rows_is_not_multiplied() -> None:
    first = row(f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("dài " * 50_000)}', p("x"))
    more = row("<w:tcPr><w:vMerge/></w:tcPr><w:p/>", p("x")) * 5_000
    answer = read(docx(f"<w:tbl>{first}{more}</w:tbl>"), "x.docx")
    assert not isinstance(answer, Document) or len(answer.text) < 300_000


def test_a_part_outside_the_file_is_never_followed() -> None:
    outside = links(("header", "file:///etc/hostname")).replace("/>", ' TargetMode="External"/>', 1)
    parts = {
        "[Content_Types].xml": TYPES,
        "word/document.xml": f"{OPENING}{p('x')}</w:body></w:document>",
        "word/_rels/document.xml.rels": outside,
    }
    assert reason(zipped(parts)) == "read"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["", "x.docx", "x.txt", "x.doc", "\0", "MẬT.txt", "a/b\\c"]))
def test_no_bytes_and_no_name_make_reading_raise(content: bytes, name: str) -> None:
    for beginning in (b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf"):
        assert isinstance(read(beginning + content, name), Document | Unreadable)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_good_file_with_broken_bytes_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(docx(p("Giao Sở Y tế"), ("styles", "styles.xml", f'<w:styles xmlns:w="{W}"/>')))
    for position, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=8)
    ):
        content[position] = value
    assert isinstance(read(bytes(content), "x.docx"), Document | Unreadable)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="<>/wptrc:bo dy=\"&;'!-[]x", max_size=120))
def test_broken_xml_is_read_or_refused(body: str) -> None:
    assert isinstance(read(docx(body), "x.docx"), Document | Unreadable)
