"""What may be handed in as evidence: documents and pictures, by what the bytes are; no programs, macros, archives."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Literal

Forbidden = Literal["program", "macro", "archive"]

_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")
_PROGRAM_NAMES = {
    ".exe", ".dll", ".msi", ".bat", ".cmd", ".com", ".scr", ".ps1", ".vbs", ".js", ".jse", ".wsf", ".hta", ".jar",
    ".apk", ".sh", ".lnk", ".reg", ".pif",
}  # fmt: skip
_MACRO_NAMES = {".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".pptm", ".ppsm"}
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE_PARTS = ("[Content_Types].xml", "mimetype")  # of Office Open XML and of OpenDocument
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")


def forbidden(content: bytes, name: str) -> Forbidden | None:
    """Why a file is not taken as evidence; None where it is taken. Never raises, whatever the bytes are."""
    suffix = PurePath(name.replace("\\", "/")).suffix.lower()
    if content.startswith(_PROGRAMS) or suffix in _PROGRAM_NAMES:
        return "program"
    if suffix in _MACRO_NAMES or (content.startswith(_OLE) and _OLE_MACROS in content):
        return "macro"
    if content.startswith((_ZIP, b"PK\x05\x06")):
        return _of_zip(content)
    return "archive" if content.startswith(_ARCHIVES) or content[257:262] == b"ustar" else None


def _of_zip(content: bytes) -> Forbidden | None:
    """An office file is a zip too: only its list of parts is looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            parts = opened.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "archive"
    if not any(part in _OFFICE_PARTS for part in parts):
        return "archive"
    return "macro" if any(part.lower().endswith("vbaproject.bin") for part in parts) else None
