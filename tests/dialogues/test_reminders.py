"""Reminders and the digest by the clock, as the people see them."""

from datetime import date

import pytest
from sqlmodel import select

from bot.core.lifecycle import Move
from bot.store import people, tasks
from bot.store.tasks import Source
from models import Notice, Outbox, Role, State, Task
from tests.city import City


@pytest.fixture
def head(city: City):
    return city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")


def give(city: City, title: str, *, due: str | None, lead: str = "STTTT", acknowledged: bool = True, **more) -> int:
    """A task assigned at the clock's moment."""

    def add(db):
        now = city.clock.now()
        today = now.date()
        task = Task(title=title, lead=lead, assigned_on=today, assigned_at=now, **more)
        tasks.add(db, task, [])
        changes = {"due_on": date.fromisoformat(due) if due else None, "original_due_on": None, "lead": lead}
        if acknowledged:
            changes |= {"acknowledged_at": now, "state": State.IN_PROGRESS}
        tasks.record(db, task, Move("assigned", changes), by=None, at=now, source=Source())
        return task.id

    return city.database.do(add)


def change(city: City, task_id: int, **changes) -> None:
    def record(db):
        task = tasks.locked(db, task_id)
        tasks.record(db, task, Move("progress", changes), by=None, at=city.clock.now(), source=Source())

    city.database.do(record)


async def test_the_ladder_day_by_day(city, head):
    give(city, "Hoàn thiện quy chế", due="2022-10-14")
    heard = {}
    for day in range(23, 31):
        await city.goes_to(f"2022-09-{day} 08:00")
        heard[f"9-{day}"] = [text for text in head.unread() if "Nhắc việc" in text]
    for day in range(1, 27):
        await city.goes_to(f"2022-10-{day:02} 08:00")
        heard[f"10-{day}"] = [text for text in head.unread() if "Nhắc việc" in text]
    days = [day for day, texts in heard.items() if texts]
    # Seven working days before is for the contact, and falls to the head where there is none; then 3, 1, 0, +1, +3, +8.
    # The fifth is the day when nothing was heard for 14 days (6 October).
    assert days == ["10-5", "10-6", "10-11", "10-13", "10-14", "10-17", "10-19", "10-26"]


async def test_one_letter_a_morning_however_often_the_planner_looks(city, head):
    give(city, "Một", due="2022-09-26")
    give(city, "Hai", due="2022-09-26")
    await city.goes_to("2022-09-23 08:00")
    await city.goes_to("2022-09-23 09:00")
    letters = head.unread()
    assert len(letters) == 1
    assert "Nhắc việc: 2 nhiệm vụ" in letters[0]


async def test_after_an_outage_of_a_month_one_letter_names_the_latest_rung_only(city, head):
    give(city, "Hoàn thiện quy chế", due="2022-09-30")
    await city.goes_to("2022-11-02 08:00")
    letters = head.unread()
    assert len(letters) == 1
    assert letters[0].count("NV-1 ·") == 1
    skipped = city.database.do(lambda db: len(db.exec(select(Notice).where(Notice.skipped)).all()))
    assert skipped > 0
    await city.goes_to("2022-11-03 08:00")
    assert head.unread() == []


async def test_no_letter_on_a_day_off_or_outside_office_hours(city, head):
    give(city, "Hoàn thiện quy chế", due="2022-09-26")
    for moment in ("2022-09-23 06:00", "2022-09-23 17:30", "2022-09-24 08:00", "2022-09-25 10:00"):
        await city.goes_to(moment)
    assert head.unread() == []


async def test_a_task_with_a_new_date_is_not_reminded_of_the_old_one(city, head):
    task_id = give(city, "Hoàn thiện quy chế", due="2022-09-26")
    change(city, task_id, due_on=date(2022, 12, 30))
    await city.goes_to("2022-09-26 09:00")
    assert not any("Nhắc việc" in text for text in head.unread())


async def test_what_nobody_can_receive_stays_owed_until_somebody_is_linked(city):
    give(city, "Hoàn thiện quy chế", due="2022-09-23")
    await city.goes_to("2022-09-23 08:00")
    late = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await city.goes_to("2022-09-23 10:00")
    assert "hạn hôm nay" in late.last.text


async def test_of_an_agency_that_nobody_can_reach_the_office_hears_on_the_day_and_is_not_told_that_it_was_reminded(
    city,
):
    give(city, "Hoàn thiện quy chế", due="2022-09-26")
    await city.goes_to("2022-09-23 08:00")
    assert "Cơ quan chưa có người nhận tin trên hệ thống nên chưa được nhắc" in city.office.last.text
    await city.goes_to("2022-09-27 08:00")
    assert "quá hạn 1 ngày" in city.office.last.text
    assert "Hệ thống đã nhắc" not in city.office.last.text
    head = city.member("so-tttt", "Giám đốc", Role.HEAD, "STTTT")
    await city.goes_to("2022-09-27 09:00")
    assert "quá hạn 1 ngày" in head.last.text


async def test_what_dropped_out_of_a_letter_is_said_when_it_comes_true_again(city, head):
    first = give(city, "Việc thứ nhất", due="2022-09-22")
    give(city, "Việc thứ hai", due="2022-09-22")
    city.chat.busy.add("so-tttt")
    await city.goes_to("2022-09-23 08:00")
    change(city, first, state=State.AWAITING, reported_on=date(2022, 9, 23))
    city.chat.busy.clear()
    await city.goes_to("2022-09-23 08:30")
    assert "Việc thứ nhất" not in head.last.text
    change(city, first, state=State.IN_PROGRESS, reported_on=None)
    await city.goes_to("2022-09-26 08:00")
    assert "1. NV-1 · Việc thứ nhất\nSở TT&TT · 🔴 quá hạn 4 ngày" in head.last.text


async def test_a_letter_that_waits_is_made_anew_and_says_only_what_still_holds(city, head):
    first = give(city, "Việc thứ nhất", due="2022-09-23")
    give(city, "Việc thứ hai", due="2022-09-23")
    city.chat.busy.add("so-tttt")
    await city.goes_to("2022-09-23 08:00")
    assert not head.messages
    change(city, first, state=State.AWAITING, reported_on=date(2022, 9, 23))
    city.chat.busy.clear()
    await city.goes_to("2022-09-23 08:30")
    assert "Việc thứ hai" in head.last.text
    assert "Việc thứ nhất" not in head.last.text
    assert "Tin gửi trễ 0 giờ 30 phút" in head.last.text


async def test_a_letter_of_which_nothing_holds_any_more_is_not_sent(city, head):
    only = give(city, "Việc duy nhất", due="2022-09-23")
    city.chat.busy.add("so-tttt")
    await city.goes_to("2022-09-23 08:00")
    change(city, only, state=State.COMPLETED, closed_at=city.clock.now(), reported_on=date(2022, 9, 23))
    city.chat.busy.clear()
    await city.goes_to("2022-09-23 08:30")
    assert not head.messages
    reasons = city.database.do(lambda db: {row.reason for row in db.exec(select(Outbox))})
    assert reasons == {"no-longer-true"}


async def test_the_digest_in_order_and_once(city, head):
    give(city, "Quá hạn", due="2022-09-23")
    give(city, "Tuần này", due="2022-09-30")
    give(city, "Chưa có hạn", due=None)
    done = give(city, "Đã xong", due="2022-09-30")
    reported = give(city, "Đã báo", due="2022-09-30")
    city.clock.moment = city.clock.moment.replace(day=23)
    change(city, done, state=State.COMPLETED, reported_on=date(2022, 9, 23), closed_at=city.clock.now())
    change(city, reported, state=State.AWAITING, reported_on=date(2022, 9, 23))
    await city.goes_to("2022-09-26 07:30")
    await city.goes_to("2022-09-26 07:45")
    digests = city.chair.unread()
    assert len(digests) == 1
    text = digests[0]
    order = [
        "Có 1 nhiệm vụ quá hạn",
        "Mới quá hạn",
        "Quá hạn lâu nhất",
        "Chờ xác nhận",
        "Đến hạn tuần này",
        "Hoàn thành từ kỳ trước",
        "Đang theo dõi 5",
    ]
    assert [text.index(words) for words in order] == sorted(text.index(words) for words in order)
    assert "1 hoàn thành, 1 trong hạn, 1 quá hạn, 1 chờ xác nhận, 1 chưa đặt hạn" in text
    assert len(city.vice_chair.unread()) == 1
    await city.goes_to("2022-09-26 08:00")
    assert "Sở TT&TT – tuần" in head.last.text


def late_for_the_vice_chair(city: City) -> None:
    """A task of the vice chair's that is three working days late on Monday."""
    give(city, "Hoàn thiện quy chế", due="2022-09-28", given_by=Role.VICE_CHAIR)
    city.clock.moment = city.clock.moment.replace(month=10, day=1)


async def test_a_leader_s_reminders_stand_in_the_digest_and_no_letter_comes_beside_it(city, head):
    late_for_the_vice_chair(city)
    await city.goes_to("2022-10-03 07:30")
    await city.goes_to("2022-10-03 08:00")
    (digest,) = city.vice_chair.unread()
    assert "Nhắc việc: 1 nhiệm vụ" in digest
    assert "NV-1" in city.vice_chair.buttons()
    assert "Nhắc việc" not in city.chair.unread()[0]


async def test_what_a_digest_that_never_left_was_to_remind_of_is_said_in_a_letter(city, head):
    late_for_the_vice_chair(city)
    city.chat.busy.add("vice")
    await city.goes_to("2022-10-03 07:30")
    await city.goes_to("2022-10-03 08:00")
    assert city.vice_chair.unread() == []
    city.chat.busy.clear()
    await city.goes_to("2022-10-05 08:00")
    (letter,) = city.vice_chair.unread()
    assert "Nhắc việc: 1 nhiệm vụ" in letter


async def test_a_digest_that_waited_names_only_what_is_still_owed(city, head):
    late_for_the_vice_chair(city)
    city.chat.busy.add("vice")
    await city.goes_to("2022-10-03 07:30")
    change(city, 1, state=State.COMPLETED, closed_at=city.clock.now(), reported_on=date(2022, 10, 3))
    city.chat.busy.clear()
    await city.goes_to("2022-10-03 10:00")
    (digest,) = city.vice_chair.unread()
    assert "Nhắc việc" not in digest


async def test_a_leader_who_heads_an_agency_has_its_week_in_the_digest(city):
    def also_heads(db):
        today = city.clock.now().date()
        people.add_post(
            db, people.actor_of(db, "fake", "vice", today).person_id, role=Role.HEAD, agency="STTTT", today=today
        )

    city.database.do(also_heads)
    give(city, "Hoàn thiện quy chế", due="2022-09-28")
    await city.goes_to("2022-09-26 07:30")
    await city.goes_to("2022-09-26 08:00")
    (digest,) = city.vice_chair.unread()
    assert "Sở TT&TT – tuần từ" in digest
    assert "Nhắc việc: 1 nhiệm vụ" in digest


async def test_a_missed_digest_comes_late_but_not_after_noon_of_the_next_working_day(city):
    await city.goes_to("2022-09-27 11:00")
    assert len(city.chair.unread()) == 1
    await city.goes_to("2022-10-04 12:30")
    assert city.chair.unread() == []


async def test_agencies_of_one_job_that_stand_alike_are_one_entry_of_the_office_s_letter(city, head):
    job = give(city, "Gửi nhu cầu bồi dưỡng", due="2022-09-26", lead=None, is_parent=True)
    for agency in ("STTTT", "SNV", "STC", "SYT"):
        give(city, "Gửi nhu cầu bồi dưỡng", due="2022-09-26", lead=agency, parent_id=job)
    give(city, "Hoàn thiện quy chế", due="2022-09-26")
    await city.goes_to("2022-09-27 08:00")
    letter = city.office.last
    assert "Nhắc việc: 3 nhiệm vụ" in letter.text
    assert (
        "NV-1 · Gửi nhu cầu bồi dưỡng\n3 cơ quan: Sở Nội vụ, Sở Tài chính, Sở Y tế · 🔴 quá hạn 1 ngày" in letter.text
    )
    assert "NV-1 · Gửi nhu cầu bồi dưỡng\nSở TT&TT · 🔴 quá hạn 1 ngày" in letter.text, "this one was reminded"
    first, second = letter.text.index("1. NV-1"), letter.text.index("2. NV-1")
    assert first < letter.text.index("Sở TT&TT") < second
    assert "Đã nộp: 0/4" in await city.office.presses("2", on=letter)
    assert "NV-1 · Gửi nhu cầu bồi dưỡng\nSở TT&TT" in head.last.text
