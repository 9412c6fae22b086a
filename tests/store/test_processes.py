"""Several processes on one database: who has what in hand, and what becomes of it when one of them dies."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.core.channel import RawUpdate
from bot.store import inbox, outbox, pace, presence
from bot.store.database import Database
from bot.store.presence import GRACE, AlreadyRunning, Presence
from models import Inbox, Outbox, OutboxState, Pace

NOW = datetime(2022, 9, 22, 7, tzinfo=UTC)
LATER = NOW + GRACE + timedelta(seconds=1)


@pytest.fixture
def db(database):
    database.prepare()
    return database


@pytest.fixture
def processes(db):
    """Two processes on one database; with SQLite the second is the first one's successor."""
    made = [Presence(db), Presence(Database(db.url.render_as_string(hide_password=False)))]
    made[0].begin()
    if not db.sqlite:
        made[1].begin()
    yield made
    for one in made:
        one.end()


def eventually(found):
    """Until the server has noticed that a connection is gone: a moment, and bounded."""
    return any(found() for _ in range(5000))


def a_message(db, key="k", chat="a", kind="answer"):
    moments = {"not_before": NOW, "good_until": NOW + timedelta(days=1), "created_at": NOW}
    db.do(outbox.post, Outbox(key=key, kind=kind, channel="fake", chat_id=chat, card="{}", **moments))


def an_update(db, number="1", chat="a"):
    db.do(inbox.put, "fake", [RawUpdate(number, chat, {})], secret=[False], now=NOW)


def the_other_of_one_that_died_at_work(db, processes):
    """It had an update and a message in hand."""
    dead, alive = processes
    an_update(db)
    a_message(db)
    db.do(inbox.claim, NOW, owner=dead.owner)
    db.do(outbox.claim, NOW, owner=dead.owner)
    dead.end()
    return alive


def test_what_a_dead_process_had_in_hand_is_free_for_the_others(db, processes):
    alive = the_other_of_one_that_died_at_work(db, processes)
    freed = []
    assert eventually(lambda: freed.append(db.do(presence.free, alive.owner, LATER)) or sum(freed) == 2)
    assert db.do(inbox.claim, LATER, owner=alive.owner).attempts == 2
    assert db.do(outbox.claim, LATER, owner=alive.owner).repeated is True


@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=3)])
def test_after_a_step_of_the_clock_back_what_a_dead_process_had_in_hand_is_free_at_once(db, processes, back):
    alive = the_other_of_one_that_died_at_work(db, processes)
    freed = []
    assert eventually(lambda: freed.append(db.do(presence.free, alive.owner, NOW - back)) or sum(freed) == 2)
    assert db.do(inbox.claim, NOW - back, owner=alive.owner).attempts == 2


def test_what_a_living_process_has_in_hand_stays_its_own(db, processes):
    if db.sqlite:
        pytest.skip("with SQLite there is one process")
    first, second = processes
    a_message(db)
    db.do(outbox.claim, NOW, owner=first.owner)
    assert db.do(presence.free, second.owner, LATER) == 0
    assert db.do(presence.free, second.owner, NOW - timedelta(hours=3)) == 0
    assert db.do(outbox.claim, LATER, owner=second.owner) is None


def test_a_process_whose_connection_broke_has_time_to_come_back(db, processes):
    if db.sqlite:
        pytest.skip("with SQLite there is no connection to break")
    first, second = processes
    a_message(db)
    db.do(outbox.claim, NOW, owner=first.owner)
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
            f" AND objid = {first.owner} AND pid <> pg_backend_pid()"
        )
    assert db.do(presence.free, second.owner, NOW + timedelta(seconds=5)) == 0
    first.look()  # sees the broken line
    first.look()  # and takes the lock again
    assert db.do(presence.free, second.owner, LATER) == 0


def test_the_bulk_lane_passes_on_when_its_holder_dies(db, processes):
    if db.sqlite:
        pytest.skip("with SQLite the only process sends the letters")
    first, second = processes
    assert (first.sends_letters, second.sends_letters) == (True, False)
    second.look()
    assert second.sends_letters is False
    first.end()
    assert eventually(lambda: second.look() or second.sends_letters)


def test_a_second_process_on_a_sqlite_file_is_kept_out(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'tasks.db'}")
    database.prepare()
    first, second = Presence(database), Presence(database)
    first.begin()
    with pytest.raises(AlreadyRunning):
        second.begin()
    first.end()
    second.begin()
    second.end()
    database.close()


def test_a_row_taken_up_by_another_process_is_no_longer_ours(db, processes):
    dead, alive = processes
    an_update(db)
    row = db.do(inbox.claim, NOW, owner=dead.owner)
    assert db.do(inbox.is_held, row.id, dead.owner)
    dead.end()
    assert eventually(lambda: db.do(presence.free, alive.owner, LATER))
    db.do(inbox.claim, LATER, owner=alive.owner)
    assert not db.do(inbox.is_held, row.id, dead.owner)
    assert db.do(inbox.is_held, row.id, alive.owner)


def test_a_turn_given_back_counts_as_no_try(db):
    an_update(db)
    for _ in range(5):
        row = db.do(inbox.claim, NOW, owner=1)
        assert row.attempts == 1
        db.do(inbox.give_back, row.id, 1)
    assert db.do(lambda s: s.get(Inbox, row.id).owner) is None


def test_letters_wait_while_another_process_has_the_lane(db):
    a_message(db, "letter", "a", "letter")
    assert db.do(outbox.claim, NOW, letters=False) is None
    assert db.do(outbox.claim, NOW, letters=True).key == "letter"


def test_nothing_is_taken_for_chats_that_rest(db):
    a_message(db, "1", "a")
    a_message(db, "2", "b")
    assert db.do(outbox.claim, NOW, channel="fake", resting=["a"]).chat_id == "b"
    assert db.do(outbox.claim, NOW, channel="fake", resting=["a", "b"]) is None
    assert db.do(outbox.claim, NOW, channel="other") is None


def test_processes_that_share_a_bot_share_its_pace(db):
    if db.sqlite:
        pytest.skip("with SQLite there is one process")
    assert db.do(pace.wait, "fake") == 0
    db.do(pace.rest, "fake", 60)
    assert 50 < db.do(pace.wait, "fake") <= 60
    db.do(pace.rest, "fake", 1)
    assert db.do(pace.wait, "fake") > 50, "a step of the pace does not shorten a halt"
    assert db.do(pace.wait, "other") == 0


def test_the_same_update_from_two_processes_at_once_is_stored_once(db):
    if db.sqlite:
        pytest.skip("SQLite's transactions follow each other")
    with db.engine.connect() as open_transaction:
        open_transaction.execute(
            sa.text(
                "INSERT INTO inbox (channel, inbound_id, chat_id, secret, state, attempts, received_at)"
                " VALUES ('fake', '1', 'a', false, 'waiting', 0, now())"
            )
        )
        open_transaction.commit()
    assert (
        db.do(inbox.put, "fake", [RawUpdate("1", "a", {}), RawUpdate("2", "a", {})], secret=[False] * 2, now=NOW) == 1
    )


def test_after_a_step_back_of_the_clock_messages_do_not_wait_for_the_old_time(db):
    ahead = NOW + timedelta(hours=1)
    moments = {"not_before": ahead, "good_until": ahead + timedelta(days=1), "created_at": ahead}
    db.do(outbox.post, Outbox(key="k", kind="note", channel="fake", chat_id="a", card="{}", **moments))
    assert db.do(outbox.claim, NOW) is None
    db.do(outbox.clock_was_set_back, NOW)
    row = db.do(outbox.claim, NOW)
    assert row.state == OutboxState.SENDING
    db.do(outbox.put_back, row.id, ahead, reason="try-later")
    db.do(outbox.clock_was_set_back, NOW)
    assert db.do(outbox.claim, NOW).key == "k"


def test_what_a_clock_that_was_ahead_posted_goes_after_a_restart_by_the_right_clock(db):
    ahead = NOW + timedelta(days=1)
    moments = {"not_before": ahead, "good_until": ahead + timedelta(days=1), "created_at": ahead}
    db.do(outbox.post, Outbox(key="k", kind="note", channel="fake", chat_id="a", card="{}", **moments))
    db.do(outbox.go_by, NOW)
    assert db.do(outbox.claim, NOW).key == "k"


def test_a_restart_by_the_same_clock_does_not_shorten_a_pause(db):
    a_message(db, kind="note")
    row = db.do(outbox.claim, NOW)
    db.do(outbox.put_back, row.id, NOW + timedelta(minutes=5), reason="try-later")
    db.do(outbox.go_by, NOW)
    assert db.do(outbox.claim, NOW) is None


def test_a_process_whose_lock_is_still_held_takes_it_at_a_later_look(db, processes):
    if db.sqlite:
        pytest.skip("one process holds the file")
    first, second = processes
    an_update(db)
    db.do(inbox.claim, NOW, owner=first.owner)
    late = Presence(Database(db.url.render_as_string(hide_password=False)))
    late.owner = first.owner  # a lost session of the first one still has the lock
    late.look()
    first.end()
    assert eventually(lambda: late.look() or late._connection is not None)
    assert db.do(presence.free, second.owner, LATER) == 0
    late.end()


def test_a_chat_that_rests_in_one_process_rests_in_all(db):
    if db.sqlite:
        pytest.skip("one process has no others")
    db.do(pace.rest, pace.of_chat("fake", "a"), 60)
    db.do(pace.rest, pace.of_chat("fakes", "b"), 60)
    resting = db.do(pace.resting, "fake")
    assert list(resting) == ["a"]
    assert 50 < resting["a"] <= 60
    assert db.do(pace.wait, "fake") == 0, "the others of the channel go on"
    db.do(pace.forget)
    assert list(db.do(pace.resting, "fake")) == ["a"]
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE pace SET next_at = next_at - 90000")
    db.do(pace.forget)
    with db.engine.connect() as connection:
        left = connection.execute(sa.select(Pace.channel)).scalars().all()
    assert left == ["fake"], "the channel's own row stays"


@pytest.mark.parametrize("name", ["fake", pace.of_chat("fake", "a")])
def test_a_clock_that_was_set_back_makes_no_halt_longer_and_forgets_none(db, name):
    """As if it had been set an hour ahead when the halt began."""
    db.do(pace.rest, "fake", 0)
    db.do(pace.rest, name, 30)

    def an_hour_ahead(session):
        session.execute(sa.update(Pace).values(next_at=Pace.next_at + 3600, set_at=Pace.set_at + 3600))

    db.do(an_hour_ahead)
    for _ in range(2):
        db.do(pace.wait, "fake")
        for_all, chats = db.do(pace.halts, "fake")
        assert 25 < (chats["a"] if name != "fake" else for_all) <= 30
