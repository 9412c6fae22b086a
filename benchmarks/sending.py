"""What sending, answering and planning cost, as ratios in one run: `make bench-sending`.

R is the yardstick: one row of the outbox inserted and committed through the same engine. Costs are process time,
medians of interleaved rounds; only the pace is counted in seconds of a clock, and that clock is virtual.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from models import Outbox, Task
from tests.city import START, City
from tests.delivery.test_limits import IDEAL, HardChat, sent_through, six_hundred_and_eighty

OPEN_TASKS, ROUNDS = 2_000, 7
QUESTION = "có gì quá hạn?"
AGENCIES = ("STTTT", "SNV", "STNMT", "SGTVT", "CATP", "VPCDS")


def fill(db: Session) -> None:
    """Two thousand open tasks, a third of them overdue."""
    past = START - timedelta(days=60)
    for n in range(OPEN_TASKS):
        due = START.date() + timedelta(days=n % 60 - 20)
        given = {"assigned_on": past.date(), "assigned_at": past, "acknowledged_at": past, "given_by": "chair"}
        now = {"state": "in_progress", "updated_on": START.date(), "due_on": due}
        db.add(Task(number=n + 1, title=f"Việc {n}", lead=AGENCIES[n % len(AGENCIES)], **given, **now))


class InTheDatabase:
    """Process time between handing a statement to the driver and having its cursor, and how many there were."""

    def __init__(self) -> None:
        self.seconds, self.count, self._began = 0.0, 0, 0.0

    def before(self, *_: Any) -> None:
        self._began = time.thread_time()

    def after(self, *_: Any) -> None:
        self.seconds += time.thread_time() - self._began
        self.count += 1


@contextmanager
def watched(city: City) -> Iterator[InTheDatabase]:
    found, engine = InTheDatabase(), city.database.engine
    event.listen(engine, "before_cursor_execute", found.before)
    event.listen(engine, "after_cursor_execute", found.after)
    yield found
    event.remove(engine, "before_cursor_execute", found.before)
    event.remove(engine, "after_cursor_execute", found.after)


def one_row(city: City, number: int) -> float:
    moments = {"not_before": START, "created_at": START, "good_until": START, "settled_at": START}
    row = Outbox(key=f"bench{number}", kind="note", channel="none", chat_id="0", card="{}", state="sent", **moments)
    began = time.process_time()
    city.database.do(lambda db: db.add(row))
    return time.process_time() - began


async def one_answer(city: City) -> tuple[float, float, int]:
    """A question stored, worked off, answered, sent, settled: its cost, the database's part, statements."""
    with watched(city) as database:
        began = time.process_time()
        await city.chair.says(QUESTION)
        return time.process_time() - began, database.seconds, database.count


async def planned(city: City) -> tuple[float, float]:
    """A look of the planner that has to read every open task, with nothing to say; and the database's part."""
    city.app._nothing_owed = None
    with watched(city) as database:
        began = time.process_time()
        await city.app.plan()
        return time.process_time() - began, database.seconds


async def quiet(city: City) -> float:
    """The look of a minute in which nothing has changed."""
    began = time.process_time()
    await city.app.plan()
    return time.process_time() - began


async def costs(folder: Path) -> None:
    city = City(folder)
    city.database.do(fill)
    for account, agency in zip("abcdef", AGENCIES, strict=True):
        city.member(account, account, "head", agency)
    city.clock.moment = START.replace(day=23, hour=8)
    began = time.process_time()
    await city.app.plan()
    first = time.process_time() - began
    await city.settles()
    for _ in range(3):
        await one_answer(city)
    rows, answers, looks, quiets = [], [], [], []
    for number in range(ROUNDS):
        rows.append(statistics.median(one_row(city, number * 10 + n) for n in range(10)))
        answers.append(await one_answer(city))
        looks.append(await planned(city))
        await city.app.plan()
        quiets.append(await quiet(city))
    await city.close()
    floor = statistics.median(rows)

    def say(name: str, seconds: float, more: str = "") -> None:
        print(f"{name:46} {seconds * 1000:9.2f} ms {seconds / floor:9.1f} R  {more}")

    say("R, one row committed", floor)
    whole, inside = (statistics.median(one[n] for one in answers) for n in (0, 1))
    say(f"“{QUESTION}”, all of it", whole, f"{answers[0][2]} statements")
    say("  of that in the database", inside)
    say(f"planner, {OPEN_TASKS} open tasks, letters to write", first)
    say(f"planner, {OPEN_TASKS} open tasks, nothing to say", statistics.median(one[0] for one in looks))
    say("  of that in the database", statistics.median(one[1] for one in looks))
    say("planner, nothing has changed", statistics.median(quiets))


def pace(folder: Path) -> None:
    messages, chat = six_hundred_and_eighty(), HardChat()
    began = time.process_time()
    sent_through(folder, chat, messages)
    each = (time.process_time() - began) / len(messages)
    took, ideal = chat.limits.took(), len(messages) / IDEAL
    print(
        f"680 messages to 620 chats: {len(messages) / took:.1f} a second, {took / ideal:.2f} of the ideal time, "
        f"{len(chat.limits.refused)} refused, {each * 1000:.1f} ms of process time each"
    )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(costs(Path(folder)))
    with tempfile.TemporaryDirectory() as folder:
        pace(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
