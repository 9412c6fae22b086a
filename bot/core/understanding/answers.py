"""What words mean as the answer to the question that is open: a day, a yes or no, how far the work is.

"hạn 30/11" asks what falls due, unless a date was asked for; "50" is task 50, unless progress was.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core import intents
from bot.core.intents import Intent, Question, Unclear
from bot.core.understanding import slots
from bot.core.understanding.message import Message
from bot.core.understanding.rules import Vocabulary

REFUSAL = "req-no-check"
"""Shall the request be refused? "Duyệt" can mean that, and the opposite."""
DATE_CHECKS = ("due-check", "day-check", "ext-check")
"""Is this date right? Another date is the answer too."""
_ALL = 100  # per cent


class Answers:
    """Reads answers that are nothing else; whatever says more is left to the rules."""

    def __init__(self, vocabulary: Vocabulary, number: Callable[[str], int | None]) -> None:
        self._number = number
        self._yes = vocabulary.whole(vocabulary.words("answer_yes"))
        self._approving = vocabulary.whole(vocabulary.words("answer_approving"))
        self._no = vocabulary.whole(vocabulary.words("answer_no"))
        self._day = vocabulary.whole(["({answer_frame} )*DATE( {answer_frame})*"])
        self._share = vocabulary.whole(["({answer_frame} )*(PERCENT|NUM|{n})( {answer_frame})*"])

    def read(self, message: Message, pending: str) -> Intent | None:
        """The answer to a question of the kind `pending`; None if the words are something else."""
        if pending == REFUSAL and self._approving and self._approving.match(message.shape):
            return Unclear(Question.WHICH_ACT)
        if pending.endswith(DATE_CHECKS):
            return self._agreed(message) or self._due(message)
        if pending.endswith("check"):
            return self._agreed(message)
        if pending.endswith(("due", "day")):
            return self._due(message)
        return self._progress(message) if pending == "progress" else None

    def _agreed(self, message: Message) -> Intent | None:
        if message.asked:
            return None
        if self._yes and self._yes.match(message.shape):
            return intents.Yes()
        return intents.No() if self._no and self._no.match(message.shape) else None

    def _due(self, message: Message) -> Intent | None:
        if message.asked or not self._day or not self._day.match(message.shape):
            return None
        due = slots.due(message)
        return intents.ChangeDue((), due.due_on, message.words(range(len(message.tokens)))) if due else None

    def _progress(self, message: Message) -> Intent | None:
        hit = self._share.match(message.shape) if self._share and not message.asked else None
        if hit is None:
            return None
        share = slots.percent(message)
        if share is None:
            spoken = message.values("NUM")
            share = spoken[0] if spoken else self._number(hit["n"] or "")
        return intents.ReportProgress((), share) if share is not None and 0 <= share <= _ALL else None
