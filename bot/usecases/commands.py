"""Slash commands that the chat reader does not know, and near misses of those that exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from bot.core.buttons import Press
from bot.core.charts import Wanted
from bot.core.screens import commands as screens
from bot.core.screens.people import commands as menu
from bot.core.words import fold
from bot.usecases import (
    charting,
    days_off,
    figures,
    groups,
    handing_out,
    inviting,
    organisations,
    preferences,
    pressing,
    reorganising,
    reviewing,
    staff,
)
from bot.usecases.context import Turn
from models import Role

_COMMAND = re.compile(r"/(\w+)(?:@\w+)?\s*(.*)", re.DOTALL)
CLOSE = 0.6


def _search(turn: Turn) -> None:
    turn.ask("search")
    turn.reply(screens.ask_search())


def _file(turn: Turn) -> None:
    if turn.actor.role is Role.OFFICE:
        turn.reply(screens.send_file())
        reviewing.show_open(turn)
    else:
        turn.reply(screens.office_only())


BARE: dict[str, Callable[[Turn], None]] = {
    "tim": _search,
    "timkiem": _search,
    "search": _search,
    "tep": _file,
    "ketluan": _file,
    "coquan": lambda turn: organisations.show(turn),
    "moi": lambda turn: inviting.start(turn, Press("invite")),
    "thumoi": lambda turn: inviting.show_open(turn),
    "tochuclai": lambda turn: reorganising.show(turn),
    "nhansu": lambda turn: staff.overview(turn),
    "nguoithamgia": lambda turn: staff.overview(turn),
    "taikhoan": lambda turn: preferences.accounts(turn),
    "huongdan": lambda turn: pressing.tour(turn, Press("tour", 1)),
    "lich": lambda turn: days_off.show(turn),
    "nhom": lambda turn: groups.show(turn),
    "solieu": lambda turn: figures.stats(turn),
    "bieudo": lambda turn: charting.chart(turn, Wanted()),
    "tomtat": lambda turn: handing_out.brief(turn),
    "settings": lambda turn: preferences.show(turn),
    "accounts": lambda turn: preferences.accounts(turn),
    "people": lambda turn: staff.overview(turn),
    "invite": lambda turn: inviting.start(turn, Press("invite")),
    "agencies": lambda turn: organisations.show(turn),
    "tour": lambda turn: pressing.tour(turn, Press("tour", 1)),
    "calendar": lambda turn: days_off.show(turn),
    "groups": lambda turn: groups.show(turn),
    "brief": lambda turn: handing_out.brief(turn),
    "chart": lambda turn: charting.chart(turn, Wanted()),
}
"""Commands without further words."""
SHOWN = frozenset({"caidat"})
"""Commands of the reader's that need no words either, and that it does not know as words."""


def commanded(turn: Turn, text: str) -> bool:
    """True where the command was answered here; False for one that the reader knows, and for no command."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return False
    name, rest = found[1].lower(), found[2].strip()
    if name in BARE and not rest:
        BARE[name](turn)
        return True
    if name in BARE or turn.city.chat.knows_command(name):
        return False
    known = {*BARE, *(command for command, _ in menu(turn.actor.role))}
    turn.reply(screens.unknown_command(name, get_close_matches(name, sorted(known), 3, CLOSE)))
    return True


def worded(text: str) -> str | None:
    """The command without further words that is written as words: "cài đặt" is /caidat, "thu moi" is /thumoi."""
    name = re.sub(r"\s+", "", fold(text))
    return f"/{name}" if name in BARE or name in SHOWN else None
