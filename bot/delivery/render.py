"""A card to text in the reader's language, at the moment of sending."""

from __future__ import annotations

from bot.core.cards import Card, Line, T
from bot.core.degrade import Hints, Key, Rendered, Row, Run
from bot.core.words import nfc
from bot.texts import Texts


def render(card: Card, texts: Texts, language: str, *, repeated: bool = False, late_minutes: int = 0) -> Rendered:
    """`repeated` says that it may have arrived before, `late_minutes` how late it is."""
    blocks: list[tuple[Row, ...]] = []
    head = [_row(card.title, texts, language)] if card.title else []
    if repeated:
        head.append(_note(T("This message may be a repeat."), texts, language))
    if late_minutes:
        head.append(
            _note(
                T(
                    "Sent {hours} h {minutes} min late: the system was interrupted.",
                    hours=late_minutes // 60,
                    minutes=late_minutes % 60,
                ),
                texts,
                language,
            )
        )
    if head:
        blocks.append(tuple(head))
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
