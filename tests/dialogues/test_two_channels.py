"""One scenario, two apps: what is pressed in one is typed in the other, and the record is the same, row by row."""

import re

import pytest

from bot.channels.telegram import Telegram
from bot.channels.zalo import Zalo
from tests.dialogues.test_transcripts import TRANSCRIPTS
from tests.dialogues.transcript import played


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_a_dialogue_ends_with_the_same_tasks_and_events_on_telegram_and_on_zalo(path):
    text = path.read_text("utf-8")
    pressed, typed = await played(text, Telegram.can), await played(text, Zalo.can)
    assert typed.record == pressed.record
    messages = re.findall(r"^> \(\d/(\d+)\)$", typed.text, re.MULTILINE)
    assert all(int(count) <= 3 for count in messages)  # of one answer
