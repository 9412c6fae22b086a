"""Orders that are said today and meant for another day, or told of one: they are asked about and not done."""

from __future__ import annotations

from datetime import datetime

from bot.core import intents
from bot.core.intents import Intent
from bot.core.understanding.message import Message

_AT_ONCE = (
    intents.CancelTask | intents.Suspend | intents.Resume | intents.Reopen | intents.Confirm | intents.ReturnTask
    | intents.Urge | intents.ChangeLead
)  # fmt: skip
"""Orders without a day of their own: what stands before them says when they are to be done, or were."""
_ON = frozenset({"vào", "vao", "on"})
_SPEAKER = frozenset({"toi", "anh", "em", "chi", "minh", "i", "we"})
_LEAD_IN = 3  # words that may stand before an order: "mai tôi sẽ đổi hạn …"


def is_for_another_day(act: Intent, message: Message, start: int, now: datetime) -> bool:
    """Whether the act, said from token `start` on, is not for now: "mai tôi đổi hạn …", "hủy … vào ngày mai"."""
    if _is_told_of_another_day(act, message, start, now):
        return True
    at_once = isinstance(act, _AT_ONCE)
    return at_once and (_opens_with_another_day(message, start, now) or _is_put_off(message, start, now))


def _opens_with_another_day(message: Message, start: int, now: datetime) -> bool:
    """A day that is not today stands right before the order: "mai tôi hủy …", "hôm qua đóng …"."""
    before = [token for token in message.tokens[max(0, start - 2) : start] if token.text == "DATE"]
    return any(token.value.due_on not in (None, now.date()) for token in before)


def _is_put_off(message: Message, start: int, now: datetime) -> bool:
    """ "Hủy … vào ngày mai", "cancel … later": when it is to be done is said in the end, in the same clause."""
    if any(token.after_comma or token.text == "." for token in message.tokens[start + 1 :]):
        return False
    last, before = message.tokens[-1], message.tokens[-2:-1]
    if last.text == "DATE":
        said = f"{before[0].plain if before else ''} {last.value.text}".lower()
        return last.value.due_on not in (None, now.date()) and any(word in said.split() for word in _ON)
    return last.plain == "later"


def _is_told_of_another_day(act: Intent, message: Message, start: int, now: datetime) -> bool:
    """ "Mai tôi đổi hạn …", "hôm qua duyệt …": a day at the very start, by its name, and not the one that is set."""
    if not isinstance(act, intents.ChangeDue | intents.DecideExtension | intents.Assign) or not 0 < start <= _LEAD_IN:
        return False
    first, *between = message.tokens[:start]
    if first.text != "DATE" or first.after_comma or any(token.text in ("DATE", "TASK", ".") for token in between):
        return False
    told = any(token.plain in _SPEAKER for token in between)  # "30/10 đổi thành 20/11" names the old date
    if not told and any(letter.isdecimal() for letter in first.value.text):
        return False
    if any(token.after_comma for token in between):
        return False
    begins = None if isinstance(act, intents.Assign) else first.value.begins  # "tuần này đổi hạn …" is an order
    running = begins is not None and begins <= now.date()
    return not running and first.value.due_on not in (None, now.date(), act.due)
