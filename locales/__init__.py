"""The words of each language: what we say (gettext catalogues) and what we understand (phrases)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import tomli

LANGUAGES = ("vi", "en")


@cache
def phrases(reader: str, language: str) -> dict[str, Any]:
    """The words that one reader ("chat", "deadlines", "agencies", "conclusions") understands in a language.

    Empty where a language has none for that reader.
    """
    source = files(__name__) / language / "phrases" / f"{reader}.toml"
    return tomli.loads(source.read_text("utf-8")) if source.is_file() else {}
