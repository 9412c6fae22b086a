"""What a file really is, by its first bytes; its name only decides between plain texts."""

from __future__ import annotations

from pathlib import PurePath

from bot.documents.values import Refused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KNOWN_BEGINNINGS = {
    b"%PDF-": "pdf",
    b"{\\rtf": "rtf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"MM\x00*": "picture",
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!")
_TEXT_NAMES = {".txt", ".text", ".md", ""}
_OTHER_NAMES = {".pdf", ".odt", ".rtf", ".xls", ".xlsx", ".csv", ".doc", ".ppt", ".pptx", ".zip", ".html", ".htm"}


def kind_of(content: bytes, name: str) -> str:
    """ "docx" (a zip, still to be looked into) or "txt"; anything else is refused by what it is."""
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if suffix in {".docm", ".dotm"}:
        raise Refused("macro")
    if content.startswith(b"PK\x03\x04"):
        return "docx"
    if content.startswith(_OLE):
        raise Refused("password") if _ENCRYPTED in content else Refused("unknown-kind", kind="doc")
    for beginning, kind in _KNOWN_BEGINNINGS.items():
        if content.startswith(beginning):
            raise Refused("unknown-kind", kind=kind)
    if _is_web_page(content):
        raise Refused("unknown-kind", kind="html")
    if content.startswith(_PROGRAMS):
        raise Refused("not-a-document")
    if suffix in _TEXT_NAMES:
        return "txt"
    if suffix in _OTHER_NAMES:
        raise Refused("unknown-kind", kind=suffix[1:])
    raise Refused("not-a-document")


def _is_web_page(content: bytes) -> bool:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<meta"))
