"""What was under way when its process died, and what stands before it in its chat: neither may wait for the other."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.store import outbox, presence
from bot.store.presence import GRACE, LEASE
from models import Outbox

NOW = datetime(2022, 9, 22, 7, tzinfo=UTC)
LATER = NOW + GRACE + timedelta(seconds=1)
DEAD, ALIVE = 7, 8  # numbers of processes that hold no lock


@pytest.fixture
def db(database):
    database.prepare()
    return database


def a_message(kind, key, chat="a", not_before=NOW):
    good_until = NOW + timedelta(days=1)
    moments = {"not_before": not_before, "good_until": good_until, "created_at": NOW}
    return Outbox(key=key, kind=kind, channel="fake", chat_id=chat, card="{}", **moments)


def sends(db, now, owner=ALIVE):
    """Claims and settles all that may go, in this order."""
    gone = []
    while row := db.do(outbox.claim, now, owner=owner):
        db.do(outbox.sent, row.id, now, message_ref="1")
        gone.append((row.key, row.repeated))
    return gone


@pytest.mark.parametrize("begun", ["note", "letter", "answer"])
@pytest.mark.parametrize("waiting", ["note", "letter", "answer"])
def test_what_was_under_way_at_a_death_goes_before_what_was_to_leave_later(db, begun, waiting):
    """One of an earlier number leaves at an hour of its own, which has come when the bot starts again."""
    hour = NOW + timedelta(seconds=5)
    db.do(outbox.post, a_message(waiting, "for its hour", not_before=hour))
    db.do(outbox.post, a_message(begun, "under way"))
    assert db.do(outbox.claim, NOW, owner=DEAD).key == "under way"
    assert db.do(presence.free, ALIVE, LATER) == 1
    assert sends(db, LATER) == [("under way", True), ("for its hour", False)]


def test_a_message_that_is_committed_after_a_younger_one_has_left_waits_for_that_one_only(db):
    """A number is given when a row is written, and seen by the others when its transaction ends."""
    if db.sqlite:
        pytest.skip("with SQLite one transaction ends before the next begins")
    with Session(db.engine) as planner:
        outbox.post(planner, a_message("letter", "planned"))
        db.do(outbox.post, a_message("note", "under way"))
        assert db.do(outbox.claim, NOW, owner=DEAD).key == "under way"
        planner.commit()
    assert db.do(outbox.claim, NOW, owner=ALIVE) is None
    assert db.do(presence.free, ALIVE, LATER) == 1
    assert sends(db, LATER) == [("under way", True), ("planned", False)]


def test_of_two_that_were_under_way_in_one_chat_the_first_goes_first(db):
    """A group got another id while both were sent: they are in one chat now."""
    for key, chat in (("first", "old"), ("second", "new"), ("third", "new")):
        db.do(outbox.post, a_message("note", key, chat))
    assert db.do(outbox.claim, NOW, owner=DEAD).key == "first"
    assert db.do(outbox.claim, NOW, owner=DEAD).key == "second"
    db.do(outbox.move_chat, "fake", "old", "new")
    assert db.do(presence.free, ALIVE, LATER) == 2
    assert sends(db, LATER) == [("first", True), ("second", True), ("third", False)]


def test_what_was_under_way_waits_for_what_still_is_in_its_chat(db):
    for key, chat in (("in doubt", "old"), ("under way", "new")):
        db.do(outbox.post, a_message("note", key, chat))
    soon = NOW + timedelta(minutes=1)
    assert db.do(outbox.claim, NOW, owner=DEAD).key == "in doubt"
    assert db.do(outbox.claim, soon, owner=ALIVE).key == "under way"
    db.do(outbox.move_chat, "fake", "old", "new")
    assert db.do(outbox.claim, NOW + LEASE, owner=ALIVE) is None
    assert sends(db, soon + LEASE) == [("in doubt", True), ("under way", True)]
