"""The schema, the mail tables and the history, on both databases."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import StatementError

from bot.core.channel import RawUpdate
from bot.core.lifecycle import Move
from bot.core.permissions import Actor
from bot.store import inbox, outbox, people, settings, tasks
from bot.store.database import SchemaTooOld
from bot.store.tasks import Source
from models import Agency, InboxState, Outbox, OutboxState, Person, Role, Row, State, Task

NOW = datetime(2022, 9, 22, 7, tzinfo=UTC)
TODAY = date(2022, 9, 22)


@pytest.fixture
def db(database):
    database.prepare()
    with database.engine.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []
    return database


def someone(db):
    return people.actor_by_person(
        db, people.add(db, name="Thư ký", role=Role.OFFICE, agency=None, today=TODAY, now=NOW).id, TODAY
    )


def new_task(db, **given):
    db.merge(Agency(code="STTTT", name="Sở", short="Sở TT&TT", kind="so"))
    row = Task(title="Báo cáo", lead="STTTT", assigned_on=TODAY, assigned_at=NOW, **given)
    task = tasks.add(db, row, [])
    tasks.record(db, task, Move("assigned", {"title": task.title}), by=someone(db), at=NOW, source=Source())
    return task


def test_an_empty_database_is_made_and_a_second_start_finds_it(database):
    assert database.prepare() is True
    assert database.prepare() is False


def test_another_versions_schema_is_refused(database):
    database.prepare()
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'old'")
    with pytest.raises(SchemaTooOld):
        database.prepare()


def test_a_moment_without_a_zone_is_refused_and_an_aware_one_comes_back_in_utc(db):
    with pytest.raises(StatementError):
        db.do(lambda s: s.add(Person(name="x", created_at=datetime(2022, 9, 22))) or s.flush())
    hanoi = NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
    person_id = db.do(lambda s: people.add(s, name="x", role=Role.CHAIR, agency=None, today=TODAY, now=hanoi).id)
    assert db.do(lambda s: s.get(Person, person_id).created_at) == NOW


def test_numbers_are_given_once_each(db):
    assert [db.do(settings.next_number, "task") for _ in range(3)] == [1, 2, 3]
    assert db.do(lambda s: new_task(s).number) == 4


def test_an_update_is_stored_once_and_order_is_kept_per_chat(db):
    updates = [RawUpdate(str(n), chat, {"n": n}) for n, chat in enumerate("aab", 1)]
    assert db.do(inbox.put, "fake", updates, secret=[False] * 3, now=NOW) == 3
    assert db.do(inbox.put, "fake", updates, secret=[False] * 3, now=NOW) == 0
    first, second = db.do(inbox.claim, NOW), db.do(inbox.claim, NOW)
    assert (first.raw["n"], second.raw["n"]) == (1, 3)
    assert db.do(inbox.claim, NOW) is None
    db.do(inbox.settle, first.id, InboxState.DONE, NOW)
    assert db.do(inbox.claim, NOW).raw["n"] == 2


def test_a_row_of_a_dead_process_is_taken_up_three_times_then_set_aside(db):
    db.do(inbox.put, "fake", [RawUpdate("1", "a", {})], secret=[False], now=NOW)
    moments = [NOW + timedelta(minutes=3 * n) for n in range(4)]
    tries = [db.do(inbox.claim, moment) for moment in moments]
    assert [inbox.exhausted(row) for row in tries] == [False, False, False, True]


def test_of_a_secret_message_only_the_ids_are_kept(db):
    db.do(inbox.put, "fake", [RawUpdate("1", "a", {"text": "MẬT"})], secret=[True], now=NOW)
    assert db.do(inbox.claim, NOW).raw is None


def message(key, chat="a", kind="answer", **given):
    moments = {"not_before": NOW, "good_until": NOW + timedelta(days=1), "created_at": NOW}
    return Outbox(key=key, kind=kind, channel="fake", chat_id=chat, card="{}", **moments, **given)


def test_a_message_is_posted_once(db):
    assert db.do(outbox.post, message("k")) is True
    assert db.do(outbox.post, message("k")) is False


def test_answers_go_before_letters_and_a_chat_keeps_its_order(db):
    for row in (message("1", "a", "letter"), message("2", "b", "letter"), message("3", "c"), message("4", "c")):
        db.do(outbox.post, row)
    claimed = [db.do(outbox.claim, NOW) for _ in range(4)]
    assert [row.key if row else None for row in claimed] == ["3", "1", "2", None]


def test_answers_go_before_what_is_told_to_many(db):
    for n in range(5):
        db.do(outbox.post, message(f"urge{n}", f"c{n}", "note"))
    db.do(outbox.post, message("answer", "z", "answer"))
    db.do(outbox.post, message("letter", "y", "letter"))
    claimed = [db.do(outbox.claim, NOW).key for _ in range(7)]
    assert claimed == ["answer", *(f"urge{n}" for n in range(5)), "letter"]


def test_what_is_in_flight_here_is_not_taken_again_when_the_clock_steps_forward(db):
    db.do(outbox.post, message("1"))
    row = db.do(outbox.claim, NOW)
    assert db.do(outbox.claim, NOW + timedelta(days=1), in_flight=[row.id]) is None
    assert db.do(outbox.claim, NOW + timedelta(days=1)).repeated is True


def test_a_message_that_was_being_sent_comes_back_as_a_possible_repeat(db):
    db.do(outbox.post, message("1"))
    assert db.do(outbox.claim, NOW).repeated is False
    again = db.do(outbox.claim, NOW + timedelta(minutes=3))
    assert again.repeated is True
    db.do(outbox.sent, again.id, NOW, message_ref="9")
    assert db.do(lambda s: s.get(Outbox, again.id).state) == OutboxState.SENT


def test_an_altered_history_is_found(db):
    task_id = db.do(lambda s: new_task(s).id)
    db.do(
        lambda s: tasks.record(
            s, tasks.locked(s, task_id), Move("progress", {"percent": 50}), by=None, at=NOW, source=Source("fake", None)
        )
    )
    assert db.do(tasks.broken_chains) == []
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE task_event SET note = 'khác' WHERE seq = 1")
    assert db.do(tasks.broken_chains) == [task_id]


def test_a_removed_last_event_is_found(db):
    task_id = db.do(lambda s: new_task(s).id)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM task_event")
    assert db.do(tasks.broken_chains) == [task_id]


def test_the_task_row_is_the_fold_of_its_events(db):
    task_id = db.do(lambda s: new_task(s).id)
    moves = [Move("progress", {"state": State.IN_PROGRESS, "percent": 40}), Move("due_changed", {"due_on": TODAY})]
    for move in moves:
        db.do(lambda s, move=move: tasks.record(s, tasks.locked(s, task_id), move, by=None, at=NOW, source=Source()))
    folded = {}
    for event in reversed(db.do(tasks.history, task_id)):
        folded |= event.new
    task = db.do(tasks.by_id, task_id)
    assert folded == {"title": task.title, "state": task.state, "percent": 40, "due_on": "2022-09-22"}


def test_overdue_and_totals_agree(db):
    db.do(lambda s: new_task(s, due_on=date(2022, 9, 1)))
    db.do(lambda s: new_task(s, due_on=date(2022, 9, 1), state=State.AWAITING, reported_on=date(2022, 9, 1)))
    db.do(lambda s: new_task(s, due_on=TODAY))
    rows, total = db.do(tasks.listed, tasks.overdue(TODAY), tasks.for_committee())
    assert (len(rows), total) == (1, 1)
    assert db.do(tasks.next_due, TODAY, tasks.for_agency("STTTT")).due_on == TODAY


def test_an_account_speaks_for_the_post_held_today(db):
    def add(s):
        person = people.add(s, name="A", role=Role.HEAD, agency=None, today=TODAY, now=NOW)
        people.link(s, person.id, channel="fake", account_id="a", chat_id="a", now=NOW)

    db.do(add)
    assert isinstance(db.do(people.actor_of, "fake", "a", TODAY), Actor)
    assert db.do(people.actor_of, "fake", "a", TODAY - timedelta(days=1)) is None
    assert db.do(people.actor_of, "fake", "b", TODAY) is None
