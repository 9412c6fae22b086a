"""Message ids and values to text: gettext catalogues, dates and numbers the reader's way.

The catalogues (`locales/<lang>/LC_MESSAGES/bot.po`) are read at start with Babel; there is no compile step.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import cache
from importlib.resources import files
from typing import Any

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.core.cards import Joined, Text
from locales import LANGUAGES


class Texts:
    """Says a `Text` in a language. Moments are shown in `zone`."""

    def __init__(self, zone: tzinfo, default: str = "vi") -> None:
        self.zone = zone
        self.default = default
        self._catalogues = {language: _catalogue(language) for language in LANGUAGES}

    def say(self, value: Any, language: str | None = None) -> str:
        """The words for a value; a plain string is somebody's own words and stays as it is."""
        language = language if language in self._catalogues else self.default
        match value:
            case Text():
                return self._say(value, language)
            case Joined():
                return value.separator.join(self.say(part, language) for part in value.parts)
            case datetime():
                return self._moment(value, language)
            case date():
                return _day(value, language)
            case bool() | None:
                return ""
            case int() | float():
                return str(format_decimal(value, locale=language))
        return str(value)

    def _say(self, text: Text, language: str) -> str:
        pattern = self._pattern(text, language)
        values = {name: self.say(value, language) for name, value in text.values.items()}
        return pattern.format_map(values)

    def _pattern(self, text: Text, language: str) -> str:
        key = text.id if text.plural is None else (text.id, text.plural)
        message = self._catalogues[language].get(key)
        forms = message.string if message else ""
        if not isinstance(forms, list | tuple):
            return forms or text.id
        many = text.values.get("n") != 1
        form = forms[-1] if many else forms[0]
        return form or (text.plural if many and text.plural else text.id)

    def _moment(self, moment: datetime, language: str) -> str:
        local = moment.astimezone(self.zone)
        return f"{local:%H:%M} {_day(local.date(), language)}"


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def _day(day: date, language: str) -> str:
    """ "thứ Sáu, 30/9/2022": the weekday always goes with the date, so that a slip is seen."""
    if language == "vi":
        return f"{WEEKDAYS[day.weekday()]}, {day.day:02d}/{day.month:02d}/{day.year}"
    return str(format_date(day, "EEE d MMM yyyy", locale="en_GB"))


@cache
def _catalogue(language: str) -> Catalog:
    source = files("locales") / language / "LC_MESSAGES" / "bot.po"
    if not source.is_file():
        return Catalog(locale=language)
    with source.open("rb") as opened:
        return read_po(opened, locale=language)
