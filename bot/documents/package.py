"""A zip from a stranger: weighed before it is opened, and weighed again while it is unpacked."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib

from bot.documents.values import Refused

MOST_ENTRIES = 2_000
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024  # a small part may shrink as well as it likes
LARGEST_PART = 24 * 1024 * 1024
_PIECE = 64 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
# Everything that zipfile and zlib are known to raise on broken bytes.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    LookupError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    ArithmeticError,
)


class Package:
    """An opened zip whose parts are unpacked piece by piece, all of them within one allowance."""

    def __init__(self, content: bytes) -> None:
        """Raises Refused where the directory declares too much, is encrypted or broken."""
        # zipfile would build an object for each of them first, some hundred thousand in 20 MB.
        entries = content.count(_DIRECTORY_ENTRY)
        if entries > MOST_ENTRIES:
            raise Refused("unpacks-too-big", entries=entries, limit=MOST_ENTRIES)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN:
            raise Refused("damaged") from None
        self._left = MOST_UNPACKED
        self.names = frozenset(info.filename for info in self._zip.infolist())
        _weigh(self._zip.infolist(), len(content))

    def part(self, name: str) -> bytes | None:
        """The unpacked bytes of a part, None where there is none. Raises Refused as soon as it grows too big."""
        if name not in self.names:
            return None
        pieces, size = [], 0
        try:
            with self._zip.open(name) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    if size > LARGEST_PART or self._left < 0:
                        raise Refused("unpacks-too-big", limit=LARGEST_PART)
                    pieces.append(piece)
        except _BROKEN:
            raise Refused("damaged") from None
        return b"".join(pieces)


def _weigh(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("password")
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise Refused("damaged")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_UNPACKED or _swells(unpacked, packed):
        raise Refused("unpacks-too-big", bytes=unpacked, limit=MOST_UNPACKED)
    if any(_swells(entry.file_size, entry.compress_size) for entry in entries):
        raise Refused("unpacks-too-big", ratio=MOST_RATIO)


def _swells(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_COUNTS_FROM and unpacked > MOST_RATIO * packed


def target(base: str, link: str) -> str:
    """The part that a relationship of `base` points to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname("/" + base), link)).lstrip("/")
