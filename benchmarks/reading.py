"""How fast the readers are, as ratios in one run: `make bench-reading`.

R is the floor: six compiled patterns run over the press article of the meeting. Every figure is the median of
interleaved rounds of process time. Without the corpora the sample conclusion, repeated, stands in for the article.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import adapters
from bot.directory.sample import sample_text

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
ROUNDS = 9
NOW = datetime(2022, 10, 11, 1, 5, tzinfo=UTC)
MEETING = date(2022, 9, 22)
FLOOR = [
    re.compile(pattern)
    for pattern in (
        r"\b(?:giao|yêu cầu|đề nghị|chỉ đạo)\b[^.\n]{0,200}",
        r"\b(?:Sở|Ban|Công an|UBND|Văn phòng)(?:\s+[\wÀ-ỹ]+){1,6}",
        r"\b\d{1,2}[-/]\d{1,2}(?:[-/]\d{4})?\b",
        r"\b(?:phối hợp|cùng) với\b[^,.\n]{0,120}",
        r"\b(?:trước|chậm nhất|đến hết)\b[^,.\n]{0,60}",
        r"\bVề\b[^,.\n]{0,80},",
    )
]


def article() -> str:
    seed = CORPORA / "conclusions" / "dev" / "seed.json"
    return json.loads(seed.read_text("utf-8"))["text"] if seed.exists() else sample_text() * 2


def messages() -> list[str]:
    corpus = CORPORA / "chat" / "dev.jsonl"
    if not corpus.exists():
        return ["có gì quá hạn?", "NV-3 50% đã có dự thảo", "xin gia hạn NV-10 đến 21/10", "Sở TT&TT còn việc gì"] * 25
    return [json.loads(line)["text"] for line in corpus.read_text("utf-8").splitlines()]


HOSTILE = ("a" * 4096, "sở " * 1365, "NV-1 " * 819, "ngày " * 819, "1/" * 2048, "quá hạn " * 512, "\u0301" * 4096)


def process_time(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    print(f"{'building all tables, once':32} {process_time(adapters.load) * 1000:9.2f} ms")
    print(f"{'warming up, once':32} {process_time(lambda: adapters.warm(NOW)) * 1000:9.2f} ms")
    text, lines = article(), messages()
    document = "\n".join([text] * (180_000 // len(text)))
    jobs: dict[str, Callable[[], object]] = {
        "R, the floor": lambda: [len(pattern.findall(text)) for pattern in FLOOR],
        "article to drafts": lambda: adapters.tasks(text, MEETING),
        "60-page document to drafts": lambda: adapters.tasks(document, MEETING),
        "all chat messages": lambda: [adapters.chat(line, "office", "VPCDS", NOW, None) for line in lines],
    }
    for work in jobs.values():
        work()
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(ROUNDS):
        for name, work in jobs.items():
            taken[name].append(process_time(work))
    median = {name: statistics.median(times) for name, times in taken.items()}
    floor = median["R, the floor"]
    for name, seconds in median.items():
        print(f"{name:32} {seconds * 1000:9.2f} ms   {seconds / floor:8.1f} R")
    each = sorted(process_time(lambda line=line: adapters.chat(line, "office", None, NOW, None)) for line in lines)
    print(f"{'one chat message, median':32} {statistics.median(each) * 1000:9.2f} ms")
    worst = max(
        min(process_time(lambda one=one: adapters.chat(one, "head", "STTTT", NOW, None)) for _ in range(3))
        for one in HOSTILE
    )
    print(f"{'worst of 4,096 hostile letters':32} {worst * 1000:9.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
