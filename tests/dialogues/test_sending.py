"""What goes to several agencies leaves after ten minutes; until then it can be taken back."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from bot.core.lifecycle import Move
from bot.store import settings, tasks
from bot.store.tasks import Source
from models import Broadcast, Conclusion, Draft, Outbox, Role, State, Task, TaskEvent

THEN = datetime(2022, 9, 22, 7, tzinfo=UTC)


@pytest.fixture
async def late(city):
    """Two agencies that are late, and the usual ten minutes."""
    city.database.do(settings.put, "broadcast_minutes", "10")
    city.first = city.member("first", "Giám đốc A", Role.HEAD, "STTTT")
    city.second = city.member("second", "Giám đốc B", Role.HEAD, "SNV")

    def fill(db):
        for lead in ("STTTT", "SNV"):
            task = Task(title=f"Việc của {lead}", lead=lead, assigned_on=THEN.date(), assigned_at=THEN)
            tasks.add(db, task, [])
            facts = {"due_on": date(2022, 9, 30), "state": State.IN_PROGRESS, "acknowledged_at": THEN}
            tasks.record(db, task, Move("assigned", facts), by=None, at=THEN, source=Source())

    city.database.do(fill)
    await city.goes_to("2022-10-08 10:00")  # a Saturday: no letters
    for member in (city.first, city.second, city.office, city.chair):
        member.unread()
    return city


async def test_cancelling_stops_exactly_what_has_not_gone_and_says_what_had(late):
    await late.chair.says("đôn đốc tất cả việc quá hạn")
    await late.chair.presses("Gửi 2 nơi")
    late.chat.busy.add("second")
    await late.goes_to("2022-10-08 10:10")
    said = await late.chair.presses("Hủy gửi")
    assert "Không gửi: Sở Nội vụ" in said
    assert "Đã gửi trước khi hủy: Sở TT&TT" in said
    late.chat.busy.clear()
    await late.goes_to("2022-10-08 11:00")
    assert any("Đôn đốc" in text for text in late.first.unread())
    assert not any("Đôn đốc" in text for text in late.second.unread())


async def test_a_decision_of_a_person_leaves_on_a_day_off(late):
    await late.chair.says("đôn đốc Sở TT&TT")
    await late.chair.presses("Gửi 1 nơi")
    await late.goes_to("2022-10-08 10:10")
    assert any("17:00 thứ Hai, 10/10/2022" in text for text in late.first.unread())


async def test_only_who_sent_it_or_the_office_can_cancel(late):
    await late.chair.says("đôn đốc NV-1")
    await late.chair.presses("Gửi 1 nơi")
    (row_id,) = late.database.do(lambda db: list(db.exec(select(Broadcast.id))))
    await late.inbound("second", button=f"v1|send-stop|{row_id}|0|")
    await late.inbound("vice", button=f"v1|send-stop|{row_id}|0|")
    waiting = late.database.do(lambda db: db.exec(select(Outbox.state).where(Outbox.broadcast_id == row_id)).all())
    assert waiting == ["waiting"]
    await late.inbound("colleague", button=f"v1|send-stop|{row_id}|0|")
    assert "Đã hủy gửi" in late.colleague.last.text


@pytest.mark.parametrize("words", ["a", "x" * 1001])
async def test_words_that_are_too_short_or_too_long_are_not_taken(late, words):
    await late.chair.says("đôn đốc NV-1")
    await late.chair.presses("Sửa lời")
    await late.chair.says(words)
    assert late.database.do(lambda db: db.exec(select(Broadcast.words)).all()) == [None]


async def test_a_contact_officer_and_an_observer_urge_nobody(late):
    contact = late.member("contact", "Đầu mối", Role.CONTACT, "STTTT")
    observer = late.member("observer", "Quan sát", Role.OBSERVER)
    for member in (contact, observer, late.second):
        await late.inbound(member.account, button="v1|urge|1||")
        await late.inbound(member.account, button="v1|urge-send|1|1|")
        await late.inbound(member.account, button="v1|set-field|1||")
        await late.inbound(member.account, text="Hạ tầng")
    assert late.database.do(lambda db: db.exec(select(Task.field)).all()) == [None, None]
    assert late.database.do(lambda db: db.exec(select(Broadcast)).all()) == []


async def test_with_no_delay_it_goes_at_once(late):
    late.database.do(settings.put, "broadcast_minutes", "0")
    await late.chair.says("đôn đốc NV-1")
    await late.chair.presses("Gửi 1 nơi")
    assert any("Đôn đốc" in text for text in late.first.unread())


# ---------------------------------------------------------------- assigning


def reviewed(db) -> int:
    conclusion = Conclusion(title="Kết luận", held_on=THEN.date(), text="x", text_hash="x", created_at=THEN)
    db.add(conclusion)
    db.flush()
    for position, lead in enumerate(("STTTT", "SNV"), 1):
        facts = {"action": f"Việc mới {position}", "source": "x", "source_start": 0, "source_end": 1, "lead": lead}
        db.add(Draft(conclusion_id=conclusion.id, position=position, state="accepted", **facts))
    db.flush()
    return conclusion.id


async def test_an_assignment_is_told_after_ten_minutes(late):
    conclusion = late.database.do(reviewed)
    await late.inbound("office", button=f"v1|rv-assign|{conclusion}|2|")
    assert "Tin được gửi lúc 10:10" in late.office.last.text
    assert late.first.unread() == []
    await late.goes_to("2022-10-08 10:10")
    assert any("Việc mới 1" in text for text in late.first.unread())
    said = await late.office.presses("Hủy gửi")
    assert "không hủy được" in said


async def test_an_assignment_taken_back_withdraws_its_tasks_and_opens_the_review_again(late):
    conclusion = late.database.do(reviewed)
    await late.inbound("office", button=f"v1|rv-assign|{conclusion}|2|")
    said = await late.office.presses("Hủy gửi")
    assert "Đã hủy giao 2 nhiệm vụ" in said
    await late.goes_to("2022-10-08 11:00")
    assert late.first.unread() == late.second.unread() == []

    def stored(db):
        rows = db.exec(select(Task).where(col(Task.conclusion_id) == conclusion)).all()
        kinds = [event.kind for event in db.exec(select(TaskEvent).where(TaskEvent.task_id == rows[0].id))]
        return [row.state for row in rows], kinds, tasks.broken_chains(db), db.get(Conclusion, conclusion).state

    assert late.database.do(stored) == (
        ["cancelled", "cancelled"],
        ["assigned", "assignment_cancelled"],
        [],
        "open",
    )
    await late.inbound("office", button=f"v1|rv-assign|{conclusion}|2|")
    assert "NV-5" in late.office.last.text
    await late.goes_to("2022-10-08 11:10")
    assert any("Việc mới 1" in text for text in late.first.unread())
