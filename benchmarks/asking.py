"""What the chair's question costs the database as the past grows: `make bench-asking`.

"Có gì quá hạn?" is asked over the same 2,000 open tasks with 10,000, 100,000 and 1,000,000 tasks in all. Counted are
only the statements of the question itself, those that read tasks, from the driver's call to the first row: they sort
nothing and give five rows or one.
"""

from __future__ import annotations

import asyncio
import math
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from benchmarks.sending import OPEN_TASKS, QUESTION, fill
from models import Task
from tests.city import START, City

SIZES, ROUNDS = (10_000, 100_000, 1_000_000), 15


def lengthen(db: Session, size: int) -> None:
    """Closed tasks of years ago, until there are so many in all."""
    table = Task.__table__  # type: ignore[attr-defined]
    past = START.replace(year=START.year - 2)
    last = db.scalar(sa.select(sa.func.max(table.c.id))) or 0
    ended = {"state": "completed", "closed_at": past, "due_on": past.date(), "reported_on": past.date()}
    numbers = sa.select(sa.literal(last + 1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < size))
    columns = [column for column in table.c if column.name not in ("id", "number")]
    values = [sa.literal(ended[one.name], one.type) if one.name in ended else one for one in columns]
    rows = sa.select(numbers.c.n, numbers.c.n, *values).select_from(numbers.join(table, table.c.id == 1))
    db.execute(sa.insert(table).from_select(["id", "number", *(one.name for one in columns)], rows))


class Watch:
    """Process time of the statements that read tasks."""

    def __init__(self) -> None:
        self.seconds, self.count, self._began = 0.0, 0, 0.0

    def before(self, *_: Any) -> None:
        self._began = time.thread_time()

    def after(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if re.search(r"\bFROM task\b", statement):
            self.seconds += time.thread_time() - self._began
            self.count += 1


async def asked(city: City) -> tuple[float, int]:
    watch, engine = Watch(), city.database.engine
    sa.event.listen(engine, "before_cursor_execute", watch.before)
    sa.event.listen(engine, "after_cursor_execute", watch.after)
    await city.chair.says(QUESTION)
    sa.event.remove(engine, "before_cursor_execute", watch.before)
    sa.event.remove(engine, "after_cursor_execute", watch.after)
    return watch.seconds, watch.count


async def costs(folder: Path) -> None:
    city = City(folder)
    city.database.do(fill)
    city.clock.moment = START.replace(day=23, hour=8)
    await city.app.plan()
    await city.settles()
    found: list[float] = []
    for size in SIZES:
        city.database.do(lambda db, size=size: lengthen(db, size))
        for _ in range(3):
            await asked(city)
        each = [await asked(city) for _ in range(ROUNDS)]
        found.append(statistics.median(seconds for seconds, _ in each))
        print(f"{size:9,} tasks, {OPEN_TASKS:,} open: {found[-1] * 1000:6.2f} ms in {each[0][1]} statements")
    growth = found[-1] / found[0]
    exponent = math.log(growth) / math.log(SIZES[-1] / SIZES[0])
    print(f"{SIZES[-1]:,} ÷ {SIZES[0]:,}: {growth:.2f}, exponent {exponent:.2f}")
    await city.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(asyncio.run(costs(Path(name))))
