"""A month of a committee whose fifty people all use Zalo, with sixty open tasks: does the free plan carry it?"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import col

from bot.channels.zalo import Zalo
from bot.core import quota
from bot.core.calendar import Calendar
from bot.core.lifecycle import Move
from bot.store import month, tasks
from bot.store.tasks import Source
from bot.usecases.checking import look
from models import Role, State, Task
from tests.city import ZONE

PEOPLE, TASKS = 50, 60
FIRST, LAST = date(2022, 10, 3), date(2022, 10, 31)


def gives(city, agencies, chance):
    """Two in three fall due within the month, a few were overdue when it began."""

    def give(db):
        at = datetime(2022, 9, 26, 8, tzinfo=ZONE)
        for number in range(TASKS):
            lead = agencies[number % len(agencies)]
            due = FIRST + timedelta(days=chance.randint(-7, 45))
            title = f"Báo cáo {number}"
            task = Task(title=title, lead=lead, given_by=Role.CHAIR, assigned_on=at.date(), assigned_at=at)
            tasks.add(db, task, [])
            facts = {"title": title, "lead": lead, "due_on": due, "original_due_on": due}
            facts |= {"acknowledged_at": at, "state": State.IN_PROGRESS}
            tasks.record(db, task, Move("assigned", facts), by=None, at=at, source=Source())

    city.database.do(give)


async def works(city, heads, day, chance):
    """An agency tells the progress of a task once, reports it about its date, and the office confirms it; every day a
    sixth of the heads ask for their tasks, and the chair for what is overdue.
    """
    open_ = city.database.do(lambda db: tasks.listed(db, tasks.OPEN, limit=TASKS)[0])
    for task in open_:
        head = heads[task.lead]
        left = (task.due_on - day).days
        if left == 7:
            await head.says(f"NV-{task.number} {chance.choice((30, 50, 70))}%")
        elif task.state == State.AWAITING:
            await city.office.says(f"NV-{task.number}")
            await city.office.says("xác nhận")
        elif left == chance.choice((2, 0, -1, -2)):
            await head.says(f"NV-{task.number} xong {task.number}/BC ngày {day.day}/{day.month}/{day.year}")
    for head in chance.sample(list(heads.values()), len(heads) // 6):
        await head.says("việc của tôi")
    await city.chair.says("có gì quá hạn?")


async def test_fifty_people_and_sixty_tasks_stay_within_the_months_three_thousand_messages(city, capsys):
    chance = random.Random(6)
    city.chat.can = replace(Zalo.can, per_second=1e6, chat_gap=0)
    bodies = [body.code for body in city.app.cities.known.directory.bodies if body.lives_on(FIRST)][:30]
    heads = {code: city.member(f"head-{code}", f"Thủ trưởng {code}", Role.HEAD, code) for code in bodies}
    for code in bodies[: PEOPLE - len(bodies) - 4]:  # the chair, her deputy and two of the office are there
        city.member(f"contact-{code}", f"Đầu mối {code}", Role.CONTACT, code)
    gives(city, bodies, chance)
    day = FIRST
    while day <= LAST:
        await city.goes_to(f"{day} 08:05")  # letters and digests are owed by now
        city.clock.moment += timedelta(hours=2)
        await works(city, heads, day, chance)
        day = Calendar().add(day, 1)
    used = city.database.do(lambda db: month.sent(db, "fake", "2022-10"))
    said = city.database.do(lambda db: [one.line for one in look(db, city.clock.now(), LAST)])
    with capsys.disabled():
        sys.stdout.write(f"\nA month with {PEOPLE} people and {TASKS} open tasks: {used} messages\n")
    sent = sum(len(messages) for messages in city.chat.chats.values())
    assert used == sent
    assert 300 < used < 3000
    assert f"fake: {used} messages this month, about {quota.forecast(used, LAST)} by its end" in said
    closed = city.database.do(lambda db: tasks.counted(db, col(Task.state) == State.COMPLETED))
    assert closed > 15  # people did work
    most = max(len([m for m in city.chat.chats.get(f"head-{code}", []) if "Nhắc việc" in m.text]) for code in bodies)
    assert most <= 21  # one letter a working day
