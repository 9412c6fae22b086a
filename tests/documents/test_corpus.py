"""The labelled files that lie beside the project, where they do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.documents import Document, read

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpora" / "documents" / "dev"
# VNI bytes are refused for now; other formats are "unknown-kind".
READABLE = ("docx", "docx-annex", "txt-legacy", "txt-utf16")
NOT_YET = {"t03.txt"}

pytestmark = pytest.mark.skipif(not CORPUS.exists(), reason="the labelled documents are not beside this project")


def labels() -> list[dict[str, object]]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in sorted(CORPUS.glob("*.json"))]


def spaced(text: str) -> str:
    return " ".join(text.split())


def test_every_sample_sentence_is_read_and_no_deleted_one() -> None:
    for label in labels():
        name = str(label["file"])
        if label.get("kind") not in READABLE or name in NOT_YET:
            continue
        answer = read((CORPUS / name).read_bytes(), name)
        assert isinstance(answer, Document), (name, answer)
        text = spaced(answer.text)
        assert [sample for sample in list(label["text_sample"]) if spaced(sample) not in text] == [], name  # type: ignore[call-overload]
        assert [words for words in list(label["text_forbidden"]) if spaced(words) in text] == [], name  # type: ignore[call-overload]


def test_every_hostile_file_is_answered_as_labelled() -> None:
    for label in labels():
        if "expect" not in label:
            continue
        name = str(label["file"])
        answer = read((CORPUS / name).read_bytes(), name)
        seen = "ok" if isinstance(answer, Document) else "refuse"
        assert seen in str(label["expect"]).split("|"), (name, answer)
