"""A message of more than three parts in an app without buttons: three come, the others are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core import cards
from bot.core.buttons import action
from bot.core.cards import Button, Card, Kind, item, line
from bot.core.choices import Menu
from bot.core.degrade import Key
from bot.store import conversations
from models import Outbox, Role
from tests.zalo_city import zalo_city

HEAD, OTHER = "9b0c1a2b3c4d5e6f7082", "9b0c1a2b3c4d5e6f7083"
WORDS = [f"việc {number} " + "x" * 1200 for number in range(1, 8)]


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        found.at_zalo(OTHER, "Giám đốc khác", Role.HEAD, "STC")
        yield found


async def sends(town, *buttons, kind=Kind.NOTE, parts_sent=0):
    """A long message; returns what Zalo was given for it."""
    card = Card(line("Thư"), tuple(item(words) for words in WORDS)).with_rows(buttons)

    def post(db):
        now = town.clock.now()
        moments = {"not_before": now, "created_at": now, "good_until": now + timedelta(hours=9)}
        to = {"channel": "zalo", "chat_id": HEAD, "parts_sent": parts_sent}
        db.add(Outbox(key="long", kind=kind, card=cards.to_json(card), **to, **moments))

    town.database.do(post)
    await town.settles()
    return list(town.server.texts)


def numbers(texts):
    return [number for text in texts for number in range(1, 8) if f"việc {number} " in text]


async def test_three_parts_come_and_the_last_of_them_says_how_to_read_on(town):
    texts = await sends(town)
    assert len(texts) == 3
    assert texts[2].endswith("(3/7)\nCòn 4 tin. Gõ “tiếp” để xem thêm.")
    assert "tiếp" not in texts[0] + texts[1]


async def test_the_others_come_when_they_are_asked_for_and_nothing_is_left_out_or_said_twice(town):
    await sends(town)
    await town.writes(HEAD, "tiếp")
    assert len(town.server.sent) == 6
    assert "Còn 1 tin. Gõ “tiếp” để xem thêm." in town.server.texts[5]
    await town.writes(HEAD, "tiep")
    assert numbers(town.server.texts) == [1, 2, 3, 4, 5, 6, 7]
    assert "“tiếp”" not in town.server.texts[6]


async def test_the_choices_stand_under_the_very_last_part_and_a_lists_numbers_count_before(town):
    texts = await sends(town, Button("1", action("open")), Button("📂 Việc đang mở", action("open")))
    assert "Việc đang mở" not in texts[2]
    assert "Không có nhiệm vụ đang mở" in await town.writes(HEAD, "1")
    assert numbers(town.server.texts[3:]) == []


async def test_how_much_is_left_is_kept_in_the_database_also_across_a_kill_in_between(town):
    await sends(town)
    row = town.database.do(lambda db: db.get(Outbox, 1))
    assert (row.state, row.parts_sent, row.repeated) == ("sent", 2, False)


async def test_the_rest_of_somebody_elses_message_is_not_given_out(town):
    await sends(town)
    await town.writes(OTHER, "có gì quá hạn?")
    before = len(town.server.sent)

    def forge(db):
        conversations.offer(
            db, "zalo", OTHER, Menu((Key("Tiếp ▶", action("rest", 1)),), town.clock.now() + timedelta(minutes=5))
        )

    town.database.do(forge)
    await town.writes(OTHER, "tiếp")
    assert numbers(town.server.texts[before:]) == []


@pytest.mark.parametrize(
    ("kind", "hour", "minute", "goes"),
    [
        (Kind.DIGEST, 7, 31, True),  # ten minutes before, the office was still closed
        (Kind.LETTER, 17, 5, True),  # begun before five
        (Kind.LETTER, 17, 15, False),
    ],
)
async def test_a_message_that_has_begun_in_office_hours_is_ended(town, kind, hour, minute, goes):
    town.clock.moment = town.clock.moment.replace(hour=hour, minute=minute)
    texts = await sends(town, kind=kind, parts_sent=1)
    assert (numbers(texts)[:1] == [2]) is goes
