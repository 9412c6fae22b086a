"""The city with Zalo beside the fake chat: the real channel, against the loopback server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.channels.zalo import Zalo, reading
from bot.delivery.pacing import Pacing
from bot.store import people
from models import Role
from tests.channels.zalo_server import TOKEN, ZaloServer, text
from tests.city import ZONE, City

LINK = "https://bot.zaloplatforms.com/bots/1459230000000000001"


class ZaloCity(City):
    """Members of the fake chat are there as ever; who writes to `zalo` does so under an id of Zalo's."""

    def __init__(self, folder: Path, server: ZaloServer, **how: Any) -> None:
        super().__init__(folder)
        self.server = server
        self.zalo = Zalo(TOKEN, api_url=server.url, chat_link=LINK, **how)
        self.settings = self.settings.model_copy(update={"public_url": how.get("public_url")})
        readers = self.app.cities._city
        rates = {"fake": Pacing(1e6, 0), "zalo": Pacing(1e6, 0)}
        self.app = App(self.settings, self.database, [self.chat, self.zalo], self.clock, pacing=rates)
        self.app.cities._city = readers

    async def brings(self, update: dict[str, Any]) -> list[str]:
        """Stores what Zalo has brought and works it off; returns what was sent to Zalo for it."""
        before = len(self.server.sent)
        chat = update["message"]["chat"]
        self.server.chats.setdefault(chat["id"], chat["chat_type"])
        stored = reading.stored(update)
        assert stored
        await self.app.worker.receive("zalo", [stored])
        await self.settles()
        return [one.get("text") or one.get("caption", "") for one in self.server.sent[before:]]

    async def writes(self, user: str, words: str, **more: Any) -> str:
        """What somebody writes in Zalo, and the last thing that they are answered; "" if nothing."""
        before = len(self.server.sent)
        await self.brings(text(user, words, **more))
        answers = [one for one in self.server.sent[before:] if one["chat_id"] == user]
        return (answers[-1].get("text") or answers[-1].get("caption", "")) if answers else ""

    def at_zalo(self, user: str, name: str, role: Role, agency: str | None = None, *, also: str | None = None) -> int:
        """Somebody who is linked in Zalo; `also`: an account of the fake chat, the preferred one."""

        def add(db):
            today = self.clock.now().astimezone(ZONE).date() - timedelta(days=30)
            person = people.add(db, name=name, role=role, agency=agency, today=today, now=self.clock.now())
            for channel, account in (("fake", also), ("zalo", user)):
                if account:
                    people.link(
                        db, person.id, channel=channel, account_id=account, chat_id=account, now=self.clock.now()
                    )
            return person.id

        self.server.chats.setdefault(user, "PRIVATE")
        return self.database.do(add)


@asynccontextmanager
async def zalo_city(folder: Path, **how: Any) -> AsyncIterator[ZaloCity]:
    """One that ends with everything closed, and with nothing sent that is not documented."""
    server = ZaloServer()
    await server.start()
    town = ZaloCity(folder, server, **how)
    try:
        yield town
    finally:
        await town.zalo.stop()
        await town.close()
        await server.stop()
    assert server.breaches() == []
