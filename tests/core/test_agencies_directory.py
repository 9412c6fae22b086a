"""Every body of the shipped directory answers to each of its written forms, however they are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from bot.core.agencies import AgencyReader, Body
from bot.core.words import fold
from bot.directory import load_shipped
from locales import LANGUAGES, phrases

READER = AgencyReader(load_shipped(), [phrases("agencies", language) for language in LANGUAGES])
DAYS = (date(2022, 9, 22), date(2025, 9, 1))
WRITINGS = {
    "as listed": lambda name: name,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "in small letters": str.lower,
    "in capitals": str.upper,
    "without marks": fold,
}


def forms(day: date) -> Iterator[tuple[Body, str]]:
    for body in READER.directory.on(day):
        yield from ((body, form) for form in dict.fromkeys((body.name, body.short, body.code, *body.aliases)) if form)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("writing", WRITINGS)
def test_each_form_is_its_body_or_an_honest_choice(day: date, writing: str) -> None:
    """A form that several living bodies bear gives them all; no form gives others only."""
    written = WRITINGS[writing]
    wrong = [
        (body.code, form, found)
        for body, form in forms(day)
        if body.code not in (found := READER.candidates(written(form), day))
    ]
    assert wrong == []


@pytest.mark.parametrize("day", DAYS)
def test_an_official_name_is_never_in_doubt(day: date) -> None:
    names = [(body.code, body.name) for body in READER.directory.on(day)]
    assert [(code, name) for code, name in names if READER.candidates(name, day) != [code]] == []


@pytest.mark.parametrize("day", DAYS)
def test_an_official_name_is_found_inside_an_order(day: date) -> None:
    missed = [
        (body.code, body.name)
        for body in READER.directory.on(day)
        if body.code not in {code for one in READER.find(f"Giao {body.name} báo cáo.", day) for code in one.codes}
    ]
    assert missed == []


def misspelt(name: str) -> str:
    """The name with two letters of its longest word exchanged."""
    longest = max(name.split(), key=len)
    middle = len(longest) // 2
    wrong = longest[: middle - 1] + longest[middle] + longest[middle - 1] + longest[middle + 1 :]
    return name.replace(longest, wrong, 1)


@pytest.mark.parametrize("day", DAYS)
def test_a_wrong_letter_in_an_official_name_is_forgiven_or_asked_about(day: date) -> None:
    """Of a long name; a short place name with a wrong letter may be another place."""
    wrong = [
        (body.code, misspelt(body.name))
        for body in READER.directory.on(day)
        if len(body.name.split()) > 2
        and len(max(body.name.split(), key=len)) > 3
        and body.code not in READER.candidates(misspelt(body.name), day)
    ]
    assert wrong == []
