"""A card to text in the reader's language, at the moment of sending."""

from __future__ import annotations

from bot.core.buttons import action
from bot.core.cards import Card, Line, T
from bot.core.degrade import Hints, Key, Rendered, Row, Run
from bot.core.words import nfc
from bot.texts import Texts

REMARKS_ROOM = 200  # characters that the remarks may take


def render(card: Card, texts: Texts, language: str) -> Rendered:
    blocks: list[tuple[Row, ...]] = [(_row(card.title, texts, language),)] if card.title else []
    blocks += [tuple(row for line in item.lines for row in _rows(line, texts, language)) for item in card.items]
    keys = tuple(
        tuple(Key(texts.say(button.label, language), button.action) for button in row.buttons) for row in card.rows
    )
    hints = Hints(
        reply=texts.say(T("Reply:"), language),
        number=texts.say(T("a number to open it"), language),
        either=texts.say(T("Reply with the number or the words."), language),
    )
    return Rendered(tuple(blocks), keys, hints)


def remarks(texts: Texts, language: str, *, repeated: bool, late_minutes: int) -> tuple[Row, ...]:
    """That a message may have arrived before, and how late it is: what is known only when it goes."""
    found = []
    if repeated:
        found.append(_note(T("This message may be a repeat."), texts, language))
    if late_minutes:
        hours, minutes = divmod(late_minutes, 60)
        late = T("Sent {hours} h {minutes} min late: the system was interrupted.", hours=hours, minutes=minutes)
        found.append(_note(late, texts, language))
    return tuple(found)


def way_on(texts: Texts, language: str, *, row_id: int, left: int) -> tuple[Key, Row]:
    """How a reader without buttons asks for the parts of a long message that are left, and the line that says so."""
    said = T("1 more message. Type “next” to read it.", "{n} more messages. Type “next” to read on.", n=left)
    return Key(texts.say(T("Next ▶"), language), action("rest", row_id)), _note(said, texts, language)


def _note(text: object, texts: Texts, language: str) -> Row:
    return Row((Run(texts.say(text, language), "italic"),))


def _rows(line: Line, texts: Texts, language: str) -> list[Row]:
    """A line; somebody's own words may hold line breaks, which make rows of their own."""
    whole = _row(line, texts, language)
    if "\n" not in whole.text:
        return [whole]
    rows: list[list[Run]] = [[]]
    for run in whole.runs:
        first, *rest = run.text.split("\n")
        rows[-1].append(Run(first, run.style))
        rows += [[Run(piece, run.style)] for piece in rest]
    return [Row(tuple(runs), whole.quoted) for runs in rows]


def _row(line: Line, texts: Texts, language: str) -> Row:
    return Row(tuple(Run(nfc(texts.say(span.text, language)), span.style) for span in line.spans), line.quoted)
