"""`python -m bot check`: what is found, and the exit code that monitoring sees; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.clock import Clock
from bot.core.channel import RawUpdate
from bot.core.lifecycle import Move
from bot.store import health, inbox, outbox, people, settings, tasks
from bot.store.tasks import Source
from models import Agency, Inbox, InboxState, Outbox, OutboxState, Role, Task

NOW = AGES_AGO = datetime(2022, 9, 22, tzinfo=UTC)  # each test begins with the clock of its own moment


@pytest.fixture
def db(database):
    global NOW, AGES_AGO
    NOW = Clock().now()
    AGES_AGO = NOW - timedelta(hours=2)
    database.prepare()
    return database


def check(database):
    address = database.url.render_as_string(hide_password=False)
    found = CliRunner(env={"DATABASE_URL": address, "TELEGRAM_TOKEN": ""}).invoke(main, ["check"])
    assert "Traceback" not in found.output
    return found.exit_code, found.output


def message(key: str, **given) -> Outbox:
    moments = {"not_before": AGES_AGO, "good_until": NOW + timedelta(days=1), "created_at": AGES_AGO}
    return Outbox(**({"key": key, "kind": "note", "channel": "fake", "chat_id": "a", "card": "{}"} | moments | given))


def test_in_a_quiet_house_everything_is_in_order(db):
    db.do(health.heartbeat, NOW)
    code, said = check(db)
    assert code == 0
    for line in (
        "schema: up to date",
        "history: whole",
        "inbox: nothing stuck",
        "outbox: nothing unsent",
        "ticks: going on",
    ):
        assert line in said
    assert ("clock: the machine's own" if db.sqlite else "clock: agrees") in said


def test_an_altered_history_is_named_by_its_task(db):
    def give(session):
        session.merge(Agency(code="STTTT", name="Sở", short="Sở TT&TT", kind="so"))
        row = Task(title="Báo cáo", lead="STTTT", assigned_on=date(2022, 9, 22), assigned_at=NOW)
        task = tasks.add(session, row, [])
        event = tasks.record(session, task, Move("assigned", {}), by=None, at=NOW, source=Source())
        event.note = "khác"
        return task.id

    task_id = db.do(give)
    code, said = check(db)
    assert code == 1
    assert f"altered for tasks with the ids {task_id}" in said


def test_updates_that_nobody_works_on_are_stuck_and_those_in_hand_are_not(db):
    db.do(inbox.put, "fake", [RawUpdate("1", "a", {}), RawUpdate("2", "b", {})], secret=[False] * 2, now=AGES_AGO)
    db.do(lambda s: setattr(s.get(Inbox, 2), "lease_until", NOW + timedelta(hours=1)))
    code, said = check(db)
    assert code == 1
    assert "inbox: 1 stuck" in said


def test_failed_turns_of_the_last_day_are_named_by_their_codes(db):
    rows = [RawUpdate(str(n), str(n), {}) for n in range(3)]
    db.do(inbox.put, "fake", rows, secret=[False] * 3, now=AGES_AGO)
    for row_id, code, at in (
        (1, "E-7F3A", AGES_AGO),
        (2, "set-aside", AGES_AGO),
        (3, "E-0000", NOW - timedelta(days=3)),
    ):
        db.do(lambda s, n=row_id, c=code, t=at: inbox.settle(s, n, InboxState.FAILED, t, code=c))
    code, said = check(db)
    assert code == 1
    assert "2 failed in the last day, with the codes E-7F3A, set-aside" in said


def test_unsent_messages_are_counted_and_those_that_wait_for_their_hour_are_not(db):
    db.do(outbox.post, message("1"))
    db.do(outbox.post, message("2", lease_until=NOW + timedelta(hours=8), reason="out-of-hours"))
    db.do(outbox.post, message("3", not_before=NOW + timedelta(hours=8)))
    code, said = check(db)
    assert code == 1
    assert "outbox: 1 unsent" in said


def test_failed_and_uncertain_messages_are_told(db):
    db.do(outbox.post, message("1", state=OutboxState.FAILED, reason="blocked", settled_at=AGES_AGO))
    db.do(outbox.post, message("2", state=OutboxState.SENT, repeated=True, settled_at=AGES_AGO))
    db.do(outbox.post, message("3", state=OutboxState.SENT, settled_at=AGES_AGO))
    code, said = check(db)
    assert code == 1
    assert "1 fake (blocked)" in said
    assert "may have arrived twice in the last day: rows 2" in said


def test_somebody_in_office_who_cannot_be_reached_is_a_problem_and_one_with_a_second_account_is_not(db):
    def add(session, name, **broken):
        person = people.add(session, name=name, role=Role.OFFICE, agency=None, today=date(2022, 1, 1), now=NOW)
        for channel, reason in broken.items():
            people.link(session, person.id, channel=channel, account_id=name, chat_id=name, now=NOW).broken = reason

    db.do(add, "Nguyễn Văn An", fake="blocked", other=None)
    assert check(db)[0] == 0
    db.do(add, "Trần Thị Bình", fake="blocked")
    code, said = check(db)
    assert code == 1
    assert "addresses: cannot be reached: 1 fake (blocked)" in said
    assert "Bình" not in said


def test_a_planner_that_stands_still_is_seen_from_another_process(db):
    db.do(health.heartbeat, AGES_AGO)
    code, said = check(db)
    assert code == 1
    assert "is the bot running?" in said


def test_a_clock_that_was_set_back_is_seen(db):
    db.do(health.heartbeat, NOW + timedelta(days=1))
    assert "was the clock set back?" in check(db)[1]


def test_a_clock_that_differs_from_the_databases_is_told(db, monkeypatch):
    if db.sqlite:
        pytest.skip("SQLite has no clock of its own")
    real = Clock.now
    monkeypatch.setattr(Clock, "now", lambda clock: real(clock) + timedelta(minutes=3))
    code, said = check(db)
    assert code == 1
    assert "ahead of the database's" in said


def test_another_versions_schema_is_a_problem(db):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
    code, said = check(db)
    assert code == 1
    assert "python -m bot migrate" in said


def test_an_empty_database_is_a_problem_and_stays_empty(database):
    code, said = check(database)
    assert code == 1
    assert "schema: the database is empty" in said
    assert database.schema() == "empty"


def test_a_database_that_no_migration_has_seen_is_a_problem(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE task (id INTEGER)")
    code, said = check(database)
    assert code == 1
    assert "python -m bot migrate" in said


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none"), ("LISTEN", "nowhere"), ("DATABASE_URL", "x")],
)
def test_what_cannot_be_looked_at_has_its_own_exit_code(name, value):
    found = CliRunner(env={name: value}).invoke(main, ["check"])
    assert found.exit_code == 2
    assert name in found.output
    assert "secret" not in found.output
    assert "Traceback" not in found.output


def test_looking_keeps_no_writer_waiting_and_sees_one_moment(db):
    def read_while_another_writes(session):
        before = settings.get(session, "counter:x")
        db.do(settings.next_number, "x")
        return before, settings.get(session, "counter:x")

    assert db.look(read_while_another_writes) == ("", "")
    assert db.do(settings.get, "counter:x") == "1"


def test_no_line_names_an_account(db):
    def add(session):
        person = people.add(session, name="A", role=Role.CHAIR, agency=None, today=date(2022, 1, 1), now=NOW)
        people.link(
            session, person.id, channel="fake", account_id="990011", chat_id="990011", now=NOW
        ).broken = "kicked"

    db.do(add)
    code, said = check(db)
    assert code == 1
    assert "990011" not in said


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path):
    (tmp_path / "tasks.db").write_bytes(bytes(range(256)) * 64)
    found = CliRunner(env={"DATABASE_URL": f"sqlite:///{tmp_path / 'tasks.db'}"}).invoke(main, ["check"])
    assert found.exit_code == 2
    assert "damaged or no database" in found.output
    assert "Traceback" not in found.output
