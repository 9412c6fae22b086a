"""An answer costs as many statements over many rows as over a few: nothing is asked row by row."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from models import Role, State, Task
from tests.city import START, City

QUESTIONS = (
    "có gì quá hạn?",
    "việc đang mở",
    "tuần này có gì đến hạn",
    "việc chờ xác nhận",
    "việc của Sở TT&TT",
    "đơn vị nào trễ nhiều nhất",
    "thống kê",
)


def given(db, first: int, last: int) -> None:
    for n in range(first, last):
        due = START.date() + timedelta(days=n % 12 - 6)
        state = (State.IN_PROGRESS, State.AWAITING)[n % 4 == 3]
        reported = {"reported_on": due} if state == State.AWAITING else {}
        at = {"assigned_on": START.date(), "assigned_at": START}
        lead = ("STTTT", "SNV")[n % 2]
        db.add(Task(number=n, title=f"Việc {n}", lead=lead, due_on=due, state=state, **at, **reported))
    db.flush()


async def counted(city, question) -> int:
    found = [0]

    def count(*_):
        found[0] += 1

    sa.event.listen(city.database.engine, "before_cursor_execute", count)
    await city.chair.says(question)
    sa.event.remove(city.database.engine, "before_cursor_execute", count)
    return found[0]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_answer_asks_as_often_for_nine_hundred_tasks_as_for_sixty(tmp_path, question):
    city = City(tmp_path)
    city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    city.database.do(given, 1, 61)
    await counted(city, question)
    few = await counted(city, question)
    city.database.do(given, 61, 901)
    many = await counted(city, question)
    await city.close()
    assert many <= few
