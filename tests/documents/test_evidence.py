"""Which files are taken as evidence."""

import io
import zipfile

import pytest

from bot.documents.evidence import forbidden


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"%PDF-1.4", "bao-cao.pdf", None),
        (b"\xff\xd8\xff\xe0", "anh.jpg", None),
        (packed("[Content_Types].xml", "word/document.xml"), "bao-cao.docx", None),
        (packed("mimetype", "content.xml"), "bao-cao.odt", None),
        ("Báo cáo".encode(), "bao-cao.txt", None),
        (b"", "trong", None),
        (b"MZ\x90\x00", "bao-cao.pdf", "program"),
        (b"#!/bin/sh", "bao-cao.txt", "program"),
        (b"WScript", "bao-cao.vbs", "program"),
        (packed("[Content_Types].xml", "word/vbaProject.bin"), "bao-cao.docx", "macro"),
        (b"PK\x03\x04", "bao-cao.docm", "macro"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "bao-cao.doc", "macro"),
        (packed("a.pdf", "b.pdf"), "bao-cao.pdf", "archive"),
        (b"PK\x03\x04 broken", "bao-cao.docx", "archive"),
        (b"Rar!\x1a\x07", "bao-cao.pdf", "archive"),
        (b"\x1f\x8b\x08", "bao-cao", "archive"),
        (b"7z\xbc\xaf\x27\x1c", "bao-cao.7z", "archive"),
    ],
)
def test_programs_macros_and_archives_are_known_by_what_they_are(content, name, why):
    assert forbidden(content, name) == why
