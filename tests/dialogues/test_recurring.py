"""A job that comes back every month."""

from datetime import UTC, date, datetime

from sqlmodel import col, select

from bot.core.lifecycle import Move
from bot.store import tasks
from bot.store.tasks import Source
from bot.usecases import notices
from models import Conclusion, Draft, Role, State, Task

THEN = datetime(2022, 9, 22, 7, tzinfo=UTC)


def reviewed(db, **facts) -> tuple[int, int]:
    conclusion = Conclusion(title="Kết luận", held_on=THEN.date(), text="x", text_hash="x", created_at=THEN)
    db.add(conclusion)
    db.flush()
    given = {"action": "Báo cáo tháng", "source": "x", "source_start": 0, "source_end": 1, "lead": "STTTT"}
    draft = Draft(conclusion_id=conclusion.id, position=1, **{"state": "accepted", **given, **facts})
    db.add(draft)
    db.flush()
    return conclusion.id, draft.id


def parts(db) -> list[tuple[str, date]]:
    rows = db.exec(select(Task).where(col(Task.period_on).is_not(None)).order_by(col(Task.id))).all()
    return [(row.lead, row.due_on) for row in rows]


async def monthly(city, **facts):
    rule = {"due_on": date(2022, 9, 25), "recurrence": "FREQ=MONTHLY;BYMONTHDAY=25", "due_words": "hằng tháng"}
    conclusion, _ = city.database.do(lambda db: reviewed(db, **rule, **facts))
    await city.inbound("office", button=f"v1|rv-assign|{conclusion}|1|")


async def test_the_office_says_how_a_date_repeats(city):
    _, draft = city.database.do(lambda db: reviewed(db, state="pending"))
    await city.inbound("office", button=f"v1|rv-due|{draft}|1|")
    await city.office.says("hằng tháng trước ngày 25")
    said = await city.office.presses("Đúng")
    assert "🔁" in said
    assert city.database.do(lambda db: db.get(Draft, draft).recurrence).startswith("FREQ=MONTHLY")


async def test_each_period_is_made_in_time_under_the_same_number_and_told_once(city):
    head = city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    await monthly(city)
    assert any("NV-1" in text and "kỳ 25/09/2022" in text for text in head.unread())
    await city.goes_to("2022-10-12 16:00")
    head.unread()
    await city.goes_to("2022-10-17 09:00")
    await city.goes_to("2022-10-18 09:00")
    told = [text for text in head.unread() if "Kính gửi" in text and "kỳ 25/10/2022" in text]
    assert len(told) == 1
    assert city.database.do(parts) == [("STTTT", date(2022, 9, 25)), ("STTTT", date(2022, 10, 25))]


async def test_after_an_outage_no_flood_and_two_planners_make_nothing_twice(city):
    await monthly(city, everyone=["STTTT", "SNV"])
    await city.goes_to("2023-04-20 09:00")
    made = city.database.do(parts)
    assert [day for lead, day in made if lead == "SNV"] == [
        date(2022, 9, 25),
        date(2023, 1, 25),
        date(2023, 2, 25),
        date(2023, 3, 25),
        date(2023, 4, 25),
    ]
    second = city.app.cities
    city.database.do(lambda db: notices.plan(db, second(db), city.clock.now()))
    assert city.database.do(parts) == made


async def test_closing_a_period_leaves_the_job_open_and_withdrawing_it_ends_it(city):
    head = city.member("head", "Giám đốc", Role.HEAD, "STTTT")
    await monthly(city)
    await head.says("NV-1 xong 1/BC-STTTT ngày 22/9/2022")
    await city.office.presses("Xác nhận")

    def job(db):
        return db.exec(select(Task).where(Task.number == 1)).one()

    assert city.database.do(job).closed_at is None

    def withdraw(db):
        change = Move("withdrawn", {"state": State.CANCELLED, "closed_at": city.clock.now()})
        tasks.record(db, job(db), change, by=None, at=city.clock.now(), source=Source())

    city.database.do(withdraw)
    await city.goes_to("2022-10-17 09:00")
    assert city.database.do(parts) == [("STTTT", date(2022, 9, 25))]
    assert city.database.do(tasks.broken_chains) == []


async def test_no_period_is_told_on_a_day_off(city):
    await monthly(city)
    await city.goes_to("2022-10-22 09:00")  # a Saturday
    assert len(city.database.do(parts)) == 1
    await city.goes_to("2022-10-24 08:00")
    assert len(city.database.do(parts)) == 2
