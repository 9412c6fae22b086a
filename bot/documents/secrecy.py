"""The marks of state secrets: Mật, Tối mật, Tuyệt mật (Law on the protection of state secrets, article 8).

A mark is recognised where a mark stands, not where prose speaks of secrecy: alone on its line or in its cell, after
"Độ mật:", in brackets at an end of the line, or in a file's name. The three words are the law's own, so they stand
here and not among the phrases of a language.
"""

from __future__ import annotations

import re

from bot.core.words import fold, nfc

_LEVELS = {"mat": "MẬT", "toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_TITLES = {"Mật", "Tối mật", "Tối Mật", "Tuyệt mật", "Tuyệt Mật"}
_HINT = re.compile(r"m\s{0,3}[ậa]\s{0,3}t", re.IGNORECASE)  # cheap: most lines end here
_NEXT = re.compile(r"[\t|]|\s{3,}|\s[-–—]\s")
_LONGEST_MARK = 80  # a mark with its fence and "Bản số: 01"
_FENCE = " .,:;*_~-–—=\"'“”()[]{}<>/\\•\u200b\ufeff\xa0"
_COPY = re.compile(r"\bbản\s+số\b.*", re.IGNORECASE)
_LABEL = re.compile(r"\b[đd][ộo] m[ậa]t\s{0,3}[:=][\W_]{0,10}((?:tuy[ệe]t |t[ốo]i )?m[ậa]t)\b", re.IGNORECASE)
_MARK = r"((?:TUYỆT |TUYET |TỐI |TOI )?M[ẬA]T|Mật|Tối [mM]ật|Tuyệt [mM]ật)"
_BRACKETS = re.compile(rf"^\s?[(\[]\s?{_MARK}\s?[)\]]|[(\[]\s?{_MARK}\s?[)\]]\W{{0,5}}$")
_OPENING = re.compile(rf"^\s?{_MARK}:")
_FILE_NAME = re.compile(r"\.(?:docx?|docm|pdf|txt|xlsx?|odt|ods|rtf|pptx?|zip|rar|7z|jpe?g|png|tiff?|heic)$", re.I)
_NAME_GAPS = re.compile(r"[-_.+\s]+")
# Whole words in capitals, but not "BẢO MẬT", "BÍ MẬT", "GIẢI MẬT", "MẬT KHẨU"; without marks "MAT" is more often
# "MẶT" or "MẮT", so by itself it counts at the end only.
_IN_NAME = re.compile(
    r"(?<!BẢO )(?<!BÍ )(?<!GIẢI )\b((?:TUYỆT |TỐI )?MẬT)\b(?! (?:KHẨU|MÃ|ONG|ĐỘ|THƯ|VỤ|NGỮ)\b)"
    r"|\b(TUYET MAT|TOI MAT)\b"
    r"|(?<!BAO )(?<!BI )(?<!BE )(?<!CO )(?<!GIAI )(?<!VANG )\b(MAT)$"
)


def secrecy_mark(text: str) -> str | None:
    """The mark that a text, caption or file name bears, as "MẬT", "TỐI MẬT" or "TUYỆT MẬT"; else None."""
    lines = (line for line in nfc(text).splitlines() if _HINT.search(line))
    return next((mark for line in lines if (mark := _in_file_name(line) or _in_line(line))), None)


def _in_file_name(line: str) -> str | None:
    if not _FILE_NAME.search(line.rstrip()):
        return None
    stem = _NAME_GAPS.sub(" ", _FILE_NAME.sub("", line.rstrip())).strip()
    found = _IN_NAME.search(stem)
    return _level(found.group()) if found else _in_line(_FILE_NAME.sub("", line.rstrip()))


def _in_line(line: str) -> str | None:
    pieces = (line, *_NEXT.split(line))
    return next((mark for piece in pieces if _HINT.search(piece) and (mark := _in_piece(piece))), None)


def _in_piece(piece: str) -> str | None:
    found = _LABEL.search(piece) or _BRACKETS.search(piece) or _OPENING.match(piece)
    if found:
        return _level(next(group for group in found.groups() if group))
    return _alone(piece)


def _alone(piece: str) -> str | None:
    """The mark as the only words: in capitals however they are spaced and fenced, or written "Mật" just so."""
    whole = piece.strip()
    if len(whole) > _LONGEST_MARK:
        return None
    bare = _COPY.sub("", whole).strip(_FENCE)
    return _level(bare) if bare.isupper() or whole in _TITLES else None


def _level(words: str) -> str | None:
    return _LEVELS.get(re.sub(r"\s+", "", fold(words)))
