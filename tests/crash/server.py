"""A chat server that takes a message first and answers later: between the two, the bot can die."""

from __future__ import annotations

import asyncio
import html
import json
import random
import re
from dataclasses import dataclass
from typing import Any

from tests.channels.telegram_server import Call, TelegramServer
from tests.channels.zalo_server import Switches, ZaloServer

SHOWN = frozenset({"sendMessage", "editMessageText", "sendDocument", "sendPhoto"})


@dataclass(frozen=True)
class Sighting:
    """A message that a person has seen; `life` counts the kills before it."""

    life: int
    chat: str
    message: str
    text: str
    edit: bool
    buttons: tuple[str, ...]


class SlowTelegram(TelegramServer):
    """Records what it accepts, and only then lets the bot wait 10 to 30 ms for the answer."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.life = 0
        self.seen: list[Sighting] = []

    async def _result(self, call: Call) -> Any:
        result = await super()._result(call)
        if call.method in SHOWN:
            self.seen.append(self._sighting(call, result))
            await asyncio.sleep(self.chance.uniform(0.01, 0.03))
        return result

    def _sighting(self, call: Call, result: dict[str, Any]) -> Sighting:
        keyboard = json.loads(call.params.get("reply_markup") or "{}").get("inline_keyboard", [])
        return Sighting(
            self.life,
            call.params["chat_id"],
            str(result["message_id"]),
            html.unescape(re.sub(r"<[^>]+>", "", call.params.get("text") or call.params.get("caption", ""))),
            call.method == "editMessageText",
            tuple(button["callback_data"] for row in keyboard for button in row),
        )


class SlowZalo(ZaloServer):
    """The same for Zalo. It serves a month and a committee of any size: the allowance has tests of its own."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(how=Switches(month_limit=10**6))
        self.chance = chance
        self.life = 0
        self.seen: list[Sighting] = []

    @property
    def updates(self) -> list[Any]:
        return self.queue

    async def _sendMessage(self, given: Any) -> tuple[int, bytes]:  # noqa: N802 - the wire's name
        self.chats.setdefault(given["chat_id"], "PRIVATE")
        status, body = await super()._sendMessage(given)
        answer = json.loads(body)
        if answer["ok"]:
            message = answer["result"]["message_id"]
            self.seen.append(Sighting(self.life, given["chat_id"], message, given["text"], False, ()))
            await asyncio.sleep(self.chance.uniform(0.01, 0.03))
        return status, body
