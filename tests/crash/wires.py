"""The apps in which the committee lives while its bot is killed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bot.channels.zalo.channel import HOOK_HEADER
from tests.channels import telegram_server, zalo_server
from tests.crash.committee import Committee, InZalo
from tests.crash.server import SlowTelegram, SlowZalo


@dataclass(frozen=True)
class Wire:
    """An app's server, its people, and the settings and the header by which the bot is told of it."""

    name: str
    server: Callable[[Random], SlowTelegram | SlowZalo]
    committee: type[Committee]
    token: str
    secret_header: str
    brings: bool  # its updates, also to a single process

    def settings(self, url: str) -> dict[str, str]:
        prefix = self.name.upper()
        return {f"{prefix}_TOKEN": self.token, f"{prefix}_API_URL": url}


TELEGRAM = Wire(
    "telegram", SlowTelegram, Committee, telegram_server.TOKEN, "X-Telegram-Bot-Api-Secret-Token", brings=False
)
# What Zalo hands out to a poll it may not hand out again, so only by its webhook can everything be kept.
ZALO = Wire("zalo", SlowZalo, InZalo, zalo_server.TOKEN, HOOK_HEADER, brings=True)
