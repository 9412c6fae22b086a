"""What is typed in a chat without buttons, where it chooses from what was sent last."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.core import choices, intents
from bot.core.buttons import action
from bot.core.cards import T
from bot.core.choices import Menu
from bot.core.screens import refusals
from bot.core.words import nfc
from bot.store import tasks as task_store
from bot.usecases import questions, saying
from bot.usecases.context import Turn

MENU = action("menu")
_CODE = re.compile(r"\bnv[ -]?\d", re.IGNORECASE)  # who writes the code of a task means no place in a list
SHORT = 3  # words: "xong số 2" is about a line of a list, and no sentence on the task spoken of last


def chosen(turn: Turn) -> bool:
    """Turns typed words into the press of a key, or numbers into codes; True if the turn was answered here.

    A number counts for the newest list and for half an hour; later it is asked about, never guessed.
    """
    menu = choices.from_json(turn.conversation.menu)
    words = nfc(turn.inbound.text).strip()
    if menu is None or not words or "\n" in words:
        return False
    live = menu.is_live(turn.now)
    if not live:
        turn.conversation.last_list = []
    pressed = MENU if words == "0" else _pressed(turn, menu, words) if live else None
    pressed = pressed or choices.by_earlier_words(menu, words, turn.now)
    if pressed:
        turn.inbound = replace(turn.inbound, button=pressed, text="")
        return False
    return _number_among(turn, menu, words, live=live)


def _pressed(turn: Turn, menu: Menu, words: str) -> str | None:
    number = choices.place(words)
    if number is not None:
        return choices.by_number(menu.keys, number)
    found = choices.by_words(menu.keys, words)
    if found:
        return found
    match saying.understood(turn, words):
        case intents.NextPage():
            return choices.onward(menu.keys)
        case intents.Yes() if menu.asks(turn.now):
            return choices.agreement(menu.keys)
        case intents.No() | intents.Stop() if menu.asks(turn.now):
            return choices.refusal(menu.keys)
    return None


def _number_among(turn: Turn, menu: Menu, words: str, *, live: bool) -> bool:
    """ "xong 1" means the first task of the newest list; of an old list, and of none, the task is asked for."""
    found = choices.named_place(words)
    if found is None or turn.conversation.question or _CODE.search(words):
        return False
    number, (start, end) = found
    if not _may_be_a_place(turn, words, number):
        return False
    task_id = choices.listed(menu.keys).get(number)
    task = task_store.locked(turn.db, task_id) if task_id else None
    code = task_store.number_of(turn.db, task) if task else number
    named = f"{words[:start]} NV-{code} {words[end:]}".strip()
    if getattr(saying.understood(turn, named), "tasks", ()) != (code,):
        return False
    if live and task:
        turn.inbound = replace(turn.inbound, text=named)
        return False
    turn.reply(refusals.which_task(T("Which task is meant?"), questions.candidates(turn, "task")))
    return True


def _may_be_a_place(turn: Turn, words: str, number: int) -> bool:
    """Whether the words, as they stand, do not give the number another meaning."""
    plain = saying.understood(turn, words)
    if isinstance(plain, intents.Unclear):
        return True
    named = getattr(plain, "tasks", ())
    short = len(words.split()) <= SHORT
    return named == (number,) or (short and named == (turn.conversation.last_task,))
