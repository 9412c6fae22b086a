"""Plain text: UTF-8 and UTF-16, with and without a byte order mark, and Windows-1258 where it is beyond doubt."""

from __future__ import annotations

import codecs
import re
import unicodedata

from bot.documents.values import Refused, refuse_longer, tidy

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VIETNAMESE = frozenset(
    letter for vowel in _VOWELS for tone in _TONES for letter in unicodedata.normalize("NFC", vowel + tone)
) | {"đ"}
# Letters of Latin-1 that Vietnamese has not, but that stand for its letters in the TCVN3 and VNI fonts.
_OLD_FONTS = re.compile("[µ¸¶·¹¨»¾¼½©ª«¬®§¤¦¥ÆÇËÐÎÏÑÖ×ÜÞßäåæçëîïñöøûüþØÙÛÄÅ]")
_NEW_LETTERS = re.compile("[\u1ea0-\u1ef9đĐ]")  # Unicode has most toned letters here
_MOST_OLD = 0.03
_OFFICE_SIGNS = frozenset("–—‘’“”…•§°×\xa0€«»")


def paragraphs_of_bytes(content: bytes) -> tuple[str, ...]:
    """The lines of a text file. Raises Refused("encoding") rather than guess."""
    text = decoded(content)
    refuse_longer(len(text))
    return paragraphs_of_text(text)


def paragraphs_of_text(text: str) -> tuple[str, ...]:
    """The lines of a pasted text as they are kept: tidy, without empty ones."""
    return tuple(line for line in map(tidy, _BREAK.split(text)) if line)


def decoded(content: bytes) -> str:
    """The text of the bytes; a text that cannot be told for certain is refused, so nothing is garbled silently."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _printable(_strictly(content[len(mark) :], encoding))
    if b"\0" in content:
        return _printable(_strictly(content, _width_by_zeros(content)))
    try:
        return _printable(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _windows_1258(content)


def _width_by_zeros(content: bytes) -> str:
    """UTF-16 without a mark: spaces, digits and line ends have their zero byte always on the same side."""
    sample = content[:65536]
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    few, many = min(first, second), max(first, second)
    if len(content) % 2 or many < len(sample) / 20 or few > many / 20:
        raise Refused("not-a-document")
    return "utf-16-le" if second > first else "utf-16-be"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("encoding") from None


def _printable(text: str) -> str:
    if _UNPRINTABLE.search(text):
        raise Refused("not-a-document")
    return text


def _windows_1258(content: bytes) -> str:
    """The old Windows page for Vietnamese, if every letter then is Vietnamese: TCVN3 and VNI bytes are not."""
    if _UNPRINTABLE.search(content.decode("latin-1")):
        raise Refused("not-a-document")
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        raise Refused("encoding") from None
    strange = {letter for letter in text.lower() if not letter.isascii()} - _VIETNAMESE - _OFFICE_SIGNS
    if strange:
        raise Refused("encoding")
    return text


def in_old_fonts(text: str) -> bool:
    """Whether the text would be Vietnamese only in a font of the time before Unicode (.VnTime, VNI-Times)."""
    old = len(_OLD_FONTS.findall(text))
    return old > _MOST_OLD * len(text) and old > len(_NEW_LETTERS.findall(text))
