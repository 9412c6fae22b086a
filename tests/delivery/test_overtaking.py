"""A question is answered while long letters are under way to the same chat, and the letters lose nothing by it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.app import App
from bot.core import cards
from bot.core.cards import Card, item, line
from bot.core.channel import RawUpdate, Uncertain
from bot.delivery.pacing import CHAT_GAP, Pacing
from models import Outbox, OutboxState
from tests import virtual_time
from tests.city import City, FakeChat
from tests.delivery.test_limits import START, LoopClock

PARTS = 8
LETTER = Card(title=line("Thư"), items=tuple(item(f"việc {n} " + "x" * 3000) for n in range(PARTS)))


class Phone(FakeChat):
    """Tells when each message came; a call takes a tenth of a second."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[tuple[float, str]] = []
        self.doubts: set[int] = set()  # the calls after which the line breaks

    async def send(self, to, part, file=None):
        await asyncio.sleep(0.1)
        self.came.append((asyncio.get_running_loop().time(), part.text))
        if len(self.came) in self.doubts:
            raise Uncertain
        return await super().send(to, part, file)


def letter(key: str) -> Outbox:
    """A digest in all but its card: what has gone fixes the rest, so the words stay these."""
    moments = {"not_before": START, "created_at": START, "good_until": START + timedelta(hours=4)}
    return Outbox(key=key, kind="letter", channel="fake", chat_id="chair", card=cards.to_json(LETTER), **moments)


def lives(folder, chat: Phone, *, letters: int, asks_at: float | None = None) -> list[Outbox]:
    """What the outbox holds when everything has gone."""

    async def main() -> list[Outbox]:
        city = City(folder)
        readers = city.app.cities.known
        city.database.do(lambda db: db.add_all([letter(f"l{n}") for n in range(letters)]))
        app = App(city.settings, city.database, [chat], LoopClock(), pacing={"fake": Pacing()})
        app.cities._city = readers
        working = [asyncio.create_task(app.sender.run()), asyncio.create_task(app.worker.run())]
        if asks_at is not None:
            await asyncio.sleep(asks_at)
            raw = {"chat_id": "chair", "account_id": "chair", "text": "/quahan"}
            await app.worker.receive("fake", [RawUpdate("1", "chair", raw, "/quahan")])
        await asyncio.sleep(120)
        app.sender.stop()
        app.worker.stop()
        await asyncio.gather(*working)
        rows = city.database.do(lambda db: list(db.exec(select(Outbox).order_by(Outbox.id))))
        await city.close()
        return rows

    return virtual_time.run(main())


@pytest.fixture
def phone(monkeypatch):
    """The card of a letter is not made anew here: these letters speak of no task."""
    monkeypatch.setattr("bot.usecases.notices.as_it_stands", lambda _db, _city, _now, row: cards.from_json(row.card))
    return Phone()


def pages(chat: Phone) -> list[str]:
    """The number of the job on each page of a letter, as they came."""
    return [text.split("việc ")[1].split()[0] for _, text in chat.came if "xxx" in text]


@pytest.mark.parametrize("asks_at", [0.5, 3.0, 10.3, 14.0])
def test_a_question_waits_for_the_part_under_way_and_for_no_more(tmp_path, phone, asks_at):
    rows = lives(tmp_path, phone, letters=3, asks_at=asks_at)
    (answered,) = [at for at, text in phone.came if "quá hạn" in text.lower()]
    assert answered - asks_at <= 2 * CHAT_GAP + 0.2
    assert pages(phone) == [str(n) for n in range(PARTS)] * 3
    assert all(later - earlier >= CHAT_GAP - 1e-3 for (earlier, _), (later, _) in pairwise(phone.came))
    assert {row.state for row in rows} == {OutboxState.SENT}


def test_a_part_in_doubt_goes_again_once_says_so_and_the_rest_follows_unchanged(tmp_path, phone):
    phone.doubts = {3, 6}
    (row,) = lives(tmp_path, phone, letters=1)
    assert pages(phone) == ["0", "1", "2", "2", "3", "4", "4", "5", "6", "7"]
    marked = [number for number, (_, text) in enumerate(phone.came) if "có thể đã được gửi" in text]
    assert {3, 6} <= set(marked)
    assert not {0, 1, 2} & set(marked)
    assert (row.state, row.repeated) == (OutboxState.SENT, True)
