"""The shapes of the codes that people open or type: an invitation (opened or typed), six digits, a look-up code."""

from __future__ import annotations

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U that are misread or misspell
TYPED = 10  # characters of an invitation that is typed, not opened
DIGITS = 6
LOOKUP = 6
_TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
_TYPED = re.compile(rf"[{ALPHABET}]{{{TYPED}}}")
_LOOKUP = re.compile(rf"[{ALPHABET}]{{{LOOKUP}}}")
_SIX = re.compile(r"(?<!\w)(?<!\d[ .-])(\d{3}[ -]?\d{3})(?![ .-]?\d)(?!\w)")
_SHOWN = re.compile(rf"(?<![\w-])[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}(?![\w-])")
_LINE = 60  # characters of a message in which words may stand around a code


def invitation(text: str) -> str | None:
    """The code of an invitation, as it is hashed; None for a text that is none."""
    text = text.strip()
    if _TOKEN.fullmatch(text):
        return text
    among = _SHOWN.search(text.upper()) if len(text) <= _LINE else None
    typed = _plain(among[0] if among else text)
    return typed if _TYPED.fullmatch(typed) and any(one.isdigit() for one in typed) else None


def six_digits(text: str) -> str | None:
    """The first run of exactly six in a short line: "482913", "482 913", "Mã của tôi: 482913"."""
    found = _SIX.search(text) if len(text) <= _LINE else None
    return re.sub(r"\D", "", found[1]) if found else None


def lookup(text: str) -> str | None:
    """The look-up code of an unknown account."""
    code = _plain(text)
    return code if _LOOKUP.fullmatch(code) and not code.isalpha() else None


def shown(code: str) -> str:
    """In groups that can be read out: 7K2Q-91, ABCDE-12345."""
    match len(code):
        case 6 if code.isdecimal():
            return f"{code[:3]} {code[3:]}"
        case 6:
            return f"{code[:4]}-{code[4:]}"
        case 10:
            return f"{code[:5]}-{code[5:]}"
    return code


def _plain(text: str) -> str:
    """Capitals without blanks and hyphens, misread letters as the digits that they were."""
    plain = re.sub(r"[\s-]", "", text.strip().upper())
    return plain.translate(str.maketrans("OIL", "011"))
