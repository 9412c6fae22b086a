"""What the readers of agencies report."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """An agency, a group or a pronoun ("Sở này") in a text; the span points into the text as it was typed.

    `codes`: whom it can mean, best first; one if it is sure, none for a group or a pronoun.
    `group`: the members on the day of the text, if the phrase says which.
    """

    start: int
    end: int
    text: str
    codes: tuple[str, ...]
    group: tuple[str, ...] = ()
    is_group: bool = False
