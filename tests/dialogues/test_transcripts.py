"""Every transcript of this folder, replayed word for word."""

import pytest

from tests.dialogues.transcript import FOLDER, as_compared, replayed

TRANSCRIPTS = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_the_system_says_what_the_transcript_says(path):
    written = path.read_text("utf-8")
    assert as_compared(await replayed(written)) == as_compared(written)


async def test_a_transcript_in_which_one_word_differs_fails():
    written = TRANSCRIPTS[0].read_text("utf-8")
    answer = next(line for line in written.splitlines() if line.startswith("> ") and "NV-1" in line)
    altered = written.replace(answer, answer.replace("NV-1", "NV-9"), 1)
    assert as_compared(await replayed(altered)) != as_compared(altered)
