"""The pace against servers that enforce the limits hard, in virtual time: nobody sleeps, no clock is looked at."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, select, update

from bot.app import App
from bot.channels.telegram import Telegram
from bot.clock import Clock
from bot.core import cards
from bot.core.cards import Card, bold, line
from bot.core.channel import TryLater
from bot.delivery.pacing import Pacing
from models import Outbox
from tests import virtual_time
from tests.channels.telegram_server import TOKEN, TelegramServer
from tests.city import ZONE, City, FakeChat

START = datetime(2022, 9, 23, 8, tzinfo=ZONE)
IDEAL = 30  # messages a second


class LoopClock(Clock):
    """The wall clock of a loop whose time jumps."""

    def now(self) -> datetime:
        return START + timedelta(seconds=asyncio.get_running_loop().time())


class Limits:
    """30 in any second, 1 a second in a private chat, 20 a minute in a group; what is too much is refused."""

    def __init__(self) -> None:
        self.accepted: list[tuple[float, str, str]] = []
        self.refused: list[tuple[float, str]] = []
        self._all: deque[float] = deque()
        self._chats: dict[str, deque[float]] = defaultdict(deque)

    def takes(self, chat: str, text: str) -> bool:
        now = asyncio.get_running_loop().time()
        window, count = (60.0, 20) if chat.startswith("-") else (1.0, 1)
        if _within(self._all, now, 1.0) >= 30 or _within(self._chats[chat], now, window) >= count:
            self.refused.append((now, chat))
            return False
        self._all.append(now)
        self._chats[chat].append(now)
        self.accepted.append((now, chat, text))
        return True

    def took(self) -> float:
        return self.accepted[-1][0] - self.accepted[0][0]


def _within(moments: deque[float], now: float, seconds: float) -> int:
    while moments and now - moments[0] >= seconds:
        moments.popleft()
    return len(moments)


class HardChat(FakeChat):
    """A way of 20 to 140 ms, there and back; refuses what is over the limits, and at random if it is told to."""

    def __init__(self, *, refuses: float = 0.0) -> None:
        super().__init__()
        self.chance, self.refuses = random.Random(7), refuses
        self.limits = Limits()
        self.halts: list[tuple[float, float, str | None]] = []  # known from, until, chat or all
        self.left: list[tuple[float, str]] = []  # when each message was handed to us

    async def send(self, to, part, file=None):
        loop = asyncio.get_running_loop()
        self.left.append((loop.time(), to.chat_id))
        there, back = self.chance.uniform(0.01, 0.07), self.chance.uniform(0.01, 0.07)
        await asyncio.sleep(there)
        random_refusal = self.chance.random() < self.refuses
        taken = not random_refusal and self.limits.takes(to.chat_id, part.text)
        await asyncio.sleep(back)
        if not taken:
            seconds, chat_only = self.chance.uniform(1, 4), self.chance.random() < 0.7
            self.halts.append((loop.time(), loop.time() + seconds, to.chat_id if chat_only else None))
            raise TryLater(seconds, chat_only=chat_only)
        return str(len(self.limits.accepted))


def six_hundred_and_eighty() -> list[tuple[str, str]]:
    """(chat, text): 620 chats, of which ten people and ten groups get four messages each."""
    often = [*(str(n) for n in range(1000, 1010)), *(f"-{n}" for n in range(2000, 2010))]
    messages = [(chat, f"{chat} {n}") for n in range(4) for chat in often]
    messages += [(str(n), f"{n} 0") for n in range(3000, 3600)]
    random.Random(3).shuffle(messages)
    return sorted(messages, key=lambda one: one[1].split()[1])  # the numbers of a chat in order


def post(city: City, channel: str, messages: list[tuple[str, str]]) -> None:
    def add(db):
        for number, (chat, text) in enumerate(messages):
            card = cards.to_json(Card(line(bold(text))))
            moments = {"not_before": START, "created_at": START, "good_until": START + timedelta(days=1)}
            db.add(Outbox(key=f"k{number}", kind="note", channel=channel, chat_id=chat, card=card, **moments))
            db.flush()

    city.database.do(add)


class Refuses(FakeChat):
    """Answers the first message with 429, for 300 seconds."""

    def __init__(self, *, chat_only: bool) -> None:
        super().__init__()
        self.chat_only, self.refused = chat_only, asyncio.Event()
        self.taken: list[tuple[float, str]] = []

    async def send(self, to, part, file=None):
        if not self.refused.is_set():
            self.refused.set()
            raise TryLater(300, chat_only=self.chat_only)
        self.taken.append((asyncio.get_running_loop().time(), part.text))
        return str(len(self.taken))


@pytest.mark.parametrize("chat_only", [True, False])
def test_the_next_process_respects_a_halt_that_the_one_before_it_was_asked_for(tmp_path, chat_only):
    chat = Refuses(chat_only=chat_only)

    async def main() -> None:
        city = City(tmp_path)
        city.readers = city.app.cities.known
        post(city, "fake", [("1", "1 first"), ("1", "1 second"), ("2", "2 third")])
        first = App(city.settings, city.database, [chat], LoopClock(), pacing={"fake": Pacing()})
        first.cities._city = city.readers
        lane = next(iter(first.sender._lanes))
        assert await lane.send_next()
        city.database.do(lambda db: db.execute(update(Outbox).values(lease_until=None)))  # the halt alone holds it back
        await send_all(city, chat)
        await city.close()

    virtual_time.run(main())
    moments = {text.split()[1]: at for at, text in chat.taken}
    assert set(moments) == {"first", "second", "third"}
    assert min(moments["first"], moments["second"]) >= 299
    assert (moments["third"] >= 299) is not chat_only


async def send_all(city: City, channel) -> None:
    """The real sender, until nothing is open."""
    city.app = App(city.settings, city.database, [channel], LoopClock(), pacing={channel.name: Pacing()})
    city.app.cities._city = city.readers
    sending = asyncio.create_task(city.app.sender.run())
    for _ in range(1200):
        await asyncio.sleep(0.5)
        if not city.database.do(lambda db: db.exec(select(Outbox.id).where(col(Outbox.settled_at).is_(None))).first()):
            break
    city.app.sender.stop()
    await sending


def sent_through(folder, chat: HardChat, messages: list[tuple[str, str]]) -> None:
    async def main() -> None:
        city = City(folder)
        city.readers = city.app.cities.known
        post(city, "fake", messages)
        await send_all(city, chat)
        await city.close()

    virtual_time.run(main())


def everything_came_once_in_order(limits: Limits, messages: list[tuple[str, str]]) -> None:
    assert sorted(text for _, _, text in limits.accepted) == sorted(text for _, text in messages)
    by_chat: dict[str, list[int]] = defaultdict(list)
    for _, chat, text in limits.accepted:
        by_chat[chat].append(int(text.split()[1]))
    assert all(earlier < later for numbers in by_chat.values() for earlier, later in pairwise(numbers))


def test_680_messages_to_620_chats_are_never_refused_and_take_little_more_than_they_must(tmp_path):
    messages, chat = six_hundred_and_eighty(), HardChat()
    assert (len(messages), len({one for one, _ in messages})) == (680, 620)
    sent_through(tmp_path, chat, messages)
    assert chat.limits.refused == []
    everything_came_once_in_order(chat.limits, messages)
    assert chat.limits.took() <= 1.3 * len(messages) / IDEAL


def test_after_a_refusal_nothing_goes_before_its_time_and_nothing_is_lost(tmp_path):
    messages, chat = six_hundred_and_eighty()[:150], HardChat(refuses=0.08)
    sent_through(tmp_path, chat, messages)
    everything_came_once_in_order(chat.limits, messages)
    assert {chat_only is not None for _, _, chat_only in chat.halts} == {True, False}
    for known, until, halted in chat.halts:
        early = [one for one in chat.left if known < one[0] < until - 1e-6 and halted in (None, one[1])]
        assert early == []


def test_a_refusal_of_one_group_does_not_hold_the_others_up(tmp_path):
    class OneGroupRefuses(HardChat):
        async def send(self, to, part, file=None):
            if to.chat_id == "-2000" and not self.halts:
                now = asyncio.get_running_loop().time()
                self.halts.append((now, now + 30, "-2000"))
                raise TryLater(30, chat_only=True)
            return await super().send(to, part, file)

    messages, chat = [("-2000", "-2000 0"), *((str(n), f"{n} 0") for n in range(3000, 3060))], OneGroupRefuses()
    sent_through(tmp_path, chat, messages)
    *others, last = chat.limits.accepted
    assert last[1] == "-2000"
    assert others[-1][0] - others[0][0] <= 1.3 * len(others) / IDEAL


class HardServer(TelegramServer):
    """The same limits, on the wire."""

    def __init__(self) -> None:
        super().__init__()
        self.chance, self.limits = random.Random(11), Limits()

    async def _result(self, call):
        if call.method != "sendMessage":
            return await super()._result(call)
        await asyncio.sleep(self.chance.uniform(0.01, 0.07))
        self.limits.takes(call.params["chat_id"], call.params["text"])  # what it refuses, the test finds
        await asyncio.sleep(self.chance.uniform(0.01, 0.07))
        return await super()._result(call)


def test_on_the_wire_nothing_is_refused_either(tmp_path):
    server = HardServer()
    messages = [one for one in six_hundred_and_eighty() if int(one[0]) < 3060 and int(one[1].split()[1]) < 2]

    async def main() -> None:
        await server.start()
        city = City(tmp_path)
        city.readers = city.app.cities.known
        post(city, "telegram", messages)
        telegram = Telegram(TOKEN, api_url=server.url)
        await telegram.start()
        await send_all(city, telegram)
        await telegram.stop()
        await server.stop()
        await city.close()

    virtual_time.run(main())
    assert server.limits.refused == []
    assert len(server.limits.accepted) == len(messages)
    assert server.limits.took() <= 1.3 * len(messages) / IDEAL


class UnevenChat(HardChat):
    """Most messages are there at once, some take their time: what left evenly arrives in heaps."""

    async def send(self, to, part, file=None):
        if self.chance.random() < 0.5:
            await asyncio.sleep(self.chance.uniform(0.1, 0.25))
        return await super().send(to, part, file)


def test_however_unevenly_messages_travel_the_limit_of_the_second_holds(tmp_path):
    messages, chat = [(str(n), f"{n} 0") for n in range(3000, 3150)], UnevenChat()
    sent_through(tmp_path, chat, messages)
    assert chat.limits.refused == []
    everything_came_once_in_order(chat.limits, messages)
