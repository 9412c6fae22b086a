"""What is looked at beside the rules: marks of secrecy, pasted conclusions, and words that take an act back.

An act is done only where it is said outright: not withheld ("đừng", "chưa cần"), not supposed ("nếu"), not somebody
else's word ("nghe nói") and not denied in the end ("… là không đúng"), whatever rule it fits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.intents import Question
from bot.core.understanding.message import Message
from bot.core.understanding.rules import Vocabulary
from bot.core.words import nfc

_LIST_LINE = re.compile(r"^[ \t]{0,8}(?:\d{1,2}[.)/]|[-–•+*]|[a-zđ]\))[ \t]{1,4}\S", re.MULTILINE | re.IGNORECASE)
_LONG = 120  # characters: a spoken conclusion in one line


class Guards:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._marks = _exact(vocabulary.words("secret_mark"))
        self._not_marks = _exact(vocabulary.words("no_secret_mark"))
        self._announced = vocabulary.search(vocabulary.words("secret"))
        self._harmless = vocabulary.search(vocabulary.words("no_secret"))
        self._heading = vocabulary.search(vocabulary.words("conclusion"))
        self._order = vocabulary.search(vocabulary.words("order"))
        self._withheld = vocabulary.search(vocabulary.words("withheld"))
        self._stated = vocabulary.search(vocabulary.words("stated"))
        self._hedged = vocabulary.search(vocabulary.words("hedged"))
        self._denied = vocabulary.search(vocabulary.words("denied"))
        self._either = vocabulary.search(vocabulary.words("either"))
        self._supposed = vocabulary.search(vocabulary.words("supposed"))
        self._preface = vocabulary.whole(vocabulary.words("preface"))
        self._reported = vocabulary.search(vocabulary.words("reported"))

    def doubt(
        self, message: Message, start: int, end: int, *, own: str | None, binding: bool, order: bool
    ) -> Question | None:
        """Why the act that `shape[start:end]` says is not simply meant; None if it is.

        `binding`: an order or a claim, which "chắc" takes back; a report of difficulties it does not.
        `order`: what "đã" and "sắp" make a story of, a report they do not.
        """
        shape = message.shape
        before = shape[message.clause_start(start) : start]
        if self._supposed and self._supposed.search(shape):
            return Question.CONDITIONAL
        if self._reported and self._reported.search(before) and not _is_own(message, own):
            return Question.HEARSAY
        if self._withheld and self._withheld.search(before):
            return Question.WHICH_ACT
        if order and self._preface and any(self._preface.match(_clause_before(message, at)) for at in (start, end)):
            return Question.WHICH_ACT
        if order and self._stated and self._stated.search(before):
            return Question.WHICH_ACT
        if self._either and self._either.search(shape, message.clause_start(start)):
            return Question.WHICH_ACT
        if binding and self._hedged and self._hedged.search(shape[message.clause_start(start) : end]):
            return Question.WHICH_ACT
        if self._denied and self._denied.search(shape, message.clause_start(start)):
            return Question.CONFLICT
        return None

    def is_secret(self, text: str, *lines: str) -> bool:
        """The text carries a secrecy mark in capitals, or announces one in words, as typed (`lines`) or repaired."""
        if self._marks and self._marks.search(self._not_marks.sub(" ", text) if self._not_marks else text):
            return True
        return any(map(self._announces, lines))

    def _announces(self, line: str) -> bool:
        if self._harmless:
            line = self._harmless.sub(" ", line)
        return bool(self._announced and self._announced.search(line))

    def is_conclusion(self, text: str, message: Message) -> bool:
        """A list of orders to several bodies, or one that is announced as a conclusion."""
        bodies = sum(token.text in ("AGENCY", "GROUP") for token in message.tokens)
        headed = bool(self._heading and self._heading.search(message.shape))
        if message.has("TASK"):
            return headed and bodies > 2
        listed = len(_LIST_LINE.findall(text))
        if listed >= 2 or text.count("\n") >= 3:
            return headed or bodies >= 2 or bool(self._order and self._order.search(message.shape))
        return headed and bodies >= 2 and len(text) > _LONG


def _clause_before(message: Message, at: int) -> str:
    """The words of the clause in front of the one around `shape[at]`: "not yet: cancel …"."""
    here = message.indices(message.clause_start(at), len(message.shape)).start
    before = [range(*clause) for clause in message.clauses() if clause[1] <= here]
    return " ".join(message.tokens[index].text for index in before[-1]) if before else ""


def _is_own(message: Message, own: str | None) -> bool:
    """The only body named is the speaker's: "Sở … báo cáo khó khăn" is its own word."""
    named = message.values("AGENCY")
    return bool(named) and all(own in codes for codes in named)


def _exact(marks: Sequence[str]) -> re.Pattern[str] | None:
    """Upper and lower case count here: "MẬT" is a mark, "mật" alone is not."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(nfc(mark)) for mark in marks) + r")(?!\w)") if marks else None
