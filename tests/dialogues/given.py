"""Tasks that a dialogue starts from."""

from datetime import date

from bot.core.lifecycle import Move
from bot.store import people, tasks
from bot.store.tasks import Source
from models import Role, Task
from tests.city import ZONE, City


def task(city: City, title: str, lead: str | None, due: str | None = None, *, support=(), **more) -> int:
    """A task that was assigned today; returns its number."""

    def make(db):
        today = city.clock.now().astimezone(ZONE).date()
        day = date.fromisoformat(due) if due else None
        row = Task(
            title=title,
            lead=lead,
            due_on=day,
            original_due_on=day,
            assigned_on=today,
            assigned_at=city.clock.now(),
            **more,
        )
        tasks.add(db, row, [(code, False) for code in support])
        by = people.holders(db, today, {Role.OFFICE})[0]
        tasks.record(
            db, row, Move("assigned", {"title": title, "lead": lead}), by=by, at=city.clock.now(), source=Source()
        )
        return row.number or row.id

    return city.database.do(make)
