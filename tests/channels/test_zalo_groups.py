"""Groups of Zalo (beta): only where the bot may be in them, only on mention or reply, and read-only."""

from __future__ import annotations

import unicodedata

import pytest
from sqlmodel import select

from bot.channels.zalo import reading
from bot.core.channel import Destination, Rejected
from bot.core.degrade import Part, Row, Run
from models import Invitation, Role, State, Stranger, Task
from tests.channels.test_zalo_files import gives
from tests.channels.zalo_server import group_text, image, unsupported, voice
from tests.zalo_city import zalo_city

GROUP, HEAD, STRANGER = "9a00000000000000000a", "9b0c1a2b3c4d5e6f7082", "9c0c1a2b3c4d5e6f7083"
ME = reading.Me(("Bot Nhiệm vụ", "bot.AbCdEfGh"), groups=True)


@pytest.fixture
async def town(tmp_path):
    async with zalo_city(tmp_path) as found:
        found.server.can_join_groups = True
        found.server.display_name = "Bot Nhiệm vụ"
        await found.zalo.start()
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        yield found


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("@Bot Nhiệm vụ quá hạn", "quá hạn"),
        ("@bot nhiệm vụ: quá hạn", "quá hạn"),
        (unicodedata.normalize("NFD", "@Bot Nhiệm vụ quá hạn"), "quá hạn"),
        ("@bot.AbCdEfGh, quá hạn", "quá hạn"),
        ("@Tên-khác quá hạn", "quá hạn"),
        ("quá hạn", "quá hạn"),  # an answer to a message of the bot's
        ("@Bot Nhiệm vụ", ""),
    ],
)
def test_the_mention_is_taken_off_whatever_the_bot_is_called(said, heard):
    found = reading.read(group_text(HEAD, GROUP, said), ME)
    assert (found.text, found.private, found.chat_id, found.account_id) == (heard, False, GROUP, HEAD)


def test_of_a_picture_in_a_group_only_the_words_are_read():
    update = image(HEAD, "https://zalo.invalid/p.jpg", "@Bot Nhiệm vụ quá hạn")
    update["message"]["chat"] = {"id": GROUP, "chat_type": "GROUP"}
    found = reading.read(update, ME)
    assert (found.text, found.attachment) == ("quá hạn", None)


@pytest.mark.parametrize("made", [voice, unsupported])
def test_nothing_else_of_a_group_is_read(made):
    update = made(HEAD)
    update["message"]["chat"] = {"id": GROUP, "chat_type": "GROUP"}
    assert reading.read(update, ME) is None


async def test_a_group_is_answered_with_totals_in_the_group(town):
    gives(town, "Việc của riêng Sở")
    (answer,) = await town.brings(group_text(HEAD, GROUP, "@Bot Nhiệm vụ có gì quá hạn?"))
    assert town.server.sent[-1]["chat_id"] == GROUP
    assert "quá hạn" in answer
    assert "Việc của riêng Sở" not in answer
    assert "Trả lời" not in answer  # there is nothing that could be chosen in a group


async def test_who_only_calls_the_bot_in_a_group_is_told_what_it_answers_there(town):
    (answer,) = await town.brings(group_text(HEAD, GROUP, "@Bot Nhiệm vụ"))
    assert "/quahan" in answer


async def test_nothing_is_done_in_a_group(town):
    number = gives(town)
    await town.brings(group_text(HEAD, GROUP, f"@Bot Nhiệm vụ NV-{number} xong 1/BC-STTTT ngày 22/9/2022"))
    assert town.database.do(lambda db: db.get(Task, number).state) == State.IN_PROGRESS
    assert "riêng" in town.server.texts[-1]


async def test_somebody_unknown_gets_no_answer_in_a_group_and_leaves_no_trace(town):
    assert await town.brings(group_text(STRANGER, GROUP, "@Bot Nhiệm vụ xin chào")) == []
    assert await town.brings(group_text(STRANGER, GROUP, "@Bot Nhiệm vụ ABCDE-12345")) == []
    assert town.database.do(lambda db: list(db.exec(select(Stranger)))) == []
    assert town.database.do(lambda db: list(db.exec(select(Invitation)))) == []


async def test_where_the_bot_may_not_be_in_groups_nothing_is_read_and_nothing_goes_there(tmp_path):
    async with zalo_city(tmp_path) as found:
        await found.zalo.start()
        found.at_zalo(HEAD, "Giám đốc", Role.HEAD, "STTTT")
        assert await found.brings(group_text(HEAD, GROUP, "@Bot Nhiệm vụ có gì quá hạn?")) == []
        with pytest.raises(Rejected, match="no-groups"):
            await found.zalo.send(Destination(GROUP, private=False), Part((Row((Run("x"),)),)))
