"""`python -m locales check | update`: are all texts said in all languages?

`update` writes new message ids into the catalogues, with an empty text where one is missing.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from locales import LANGUAGES

HERE = Path(__file__).parent
HEADER = r"""# What the bot says, by message id.
msgid ""
msgstr ""
"Language: {language}\n"
"Plural-Forms: {plural}\n"
"Content-Type: text/plain; charset=utf-8\n"

"""


def extracted() -> Catalog:
    """The message ids of the code: what stands in a call of `T`, singular and plural."""
    catalogue = Catalog()
    for source in sorted((HERE.parent / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
                ids = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                if ids:
                    catalogue.add(ids[0] if len(ids) == 1 else (ids[0], ids[1]))
    return catalogue


def catalogue_file(language: str) -> Path:
    return HERE / language / "LC_MESSAGES" / "bot.po"


def catalogue(language: str) -> Catalog:
    path = catalogue_file(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as opened:
        return read_po(opened, locale=language)


def problems(language: str) -> Iterator[str]:
    """What is wrong with a language's catalogue, a line each."""
    said, needed = catalogue(language), extracted()
    for message in needed:
        if message.id and (message.id not in said or not _filled(said[_key(message)])):
            yield f"{language}: not said: {message.id!r}"
    for message in said:
        if not message.id:
            continue
        if _key(message) not in needed:
            yield f"{language}: no longer used: {message.id!r}"
        if message.fuzzy:
            yield f"{language}: fuzzy: {message.id!r}"
        if _filled(message) and not _same_fields(message):
            yield f"{language}: other placeholders than the message id: {message.id!r}"


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(value: object) -> list[str]:
    several = value if isinstance(value, list | tuple) else [value]
    return [one for one in several if isinstance(one, str) and one]


def _filled(message: Message) -> bool:
    return bool(_forms(message.string))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _same_fields(message: Message) -> bool:
    needed = set.union(*map(_fields, _forms(message.id)))
    return all(_fields(form) - {"n"} == needed - {"n"} for form in _forms(message.string))


def update(language: str) -> None:
    said, needed = catalogue(language), extracted()
    fresh = Catalog(locale=language)
    for message in sorted((one for one in needed if one.id), key=_key):
        known = said.get(_key(message))
        forms = _forms(known.string) if known else []
        forms = forms or (_forms(message.id) if language == "en" else [""])
        fresh.add(message.id, forms[0] if isinstance(message.id, str) else (forms * 2)[: fresh.num_plurals])
    catalogue_file(language).parent.mkdir(parents=True, exist_ok=True)
    with catalogue_file(language).open("wb") as opened:
        opened.write(HEADER.format(language=language, plural=fresh.plural_forms).encode())
        write_po(opened, fresh, width=110, omit_header=True, ignore_obsolete=True)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            for language in LANGUAGES:
                update(language)
            return 0
        case ["check"]:
            found = [problem for language in LANGUAGES for problem in problems(language)]
            sys.stdout.writelines(f"{line}\n" for line in found)
            return 1 if found else 0
    sys.stderr.write("usage: python -m locales check | update\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
