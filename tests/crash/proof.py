"""What must hold after all these deaths: nothing lost, nothing said twice that the database does not name."""

from __future__ import annotations

import re
from collections import Counter

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.core.degrade import MOST_PARTS
from bot.store import tasks
from models import Inbox, InboxState, Outbox, OutboxState, Task, TaskEvent
from tests.crash.life import Lives
from tests.crash.server import Sighting

BEFORE_THE_LAST = "parts"  # of a long message the record counts these, and names the last
REPEAT = "Tin này có thể đã được gửi trước đó."


def every_update_had_its_effect_once(lives: Lives) -> None:
    lives.database.do(_effects, lives)
    assert lives.database.do(tasks.broken_chains) == []


def _effects(db: Session, lives: Lives) -> None:
    rows = {row.inbound_id: row for row in db.exec(select(Inbox))}
    events: dict[int, list[TaskEvent]] = {}
    for event in db.exec(select(TaskEvent).where(col(TaskEvent.inbox_id).is_not(None))):
        events.setdefault(event.inbox_id or 0, []).append(event)
    replies = set(db.exec(select(Outbox.key).where(col(Outbox.key).startswith("reply:"))))
    assert len(rows) == len(lives.committee.effects)
    set_aside = set()
    for one in lives.committee.effects:
        row = rows[one.update]
        if row.code == "set-aside" and lives.interrupted[row.id or 0] >= 3:
            set_aside.add(one)
            continue
        assert (row.state, row.code) == (InboxState.DONE, None), one
        did = [(event.kind, event.task_id) for event in events.get(row.id or 0, [])]
        assert did == ([(one.event, one.task_id)] if one.event else []), one
        assert f"reply:{lives.wire.name}:{one.update}:1" in replies, one
    percents = dict(db.execute(sa.select(Task.id, Task.percent)).all())
    for task_id, percent in lives.committee.last_percents(except_for=set_aside):
        assert percents[task_id] == percent, task_id


def nothing_is_lost(lives: Lives) -> None:
    """Every message is settled; what the database calls sent was seen; what it dropped it may drop."""
    in_doubt = {one.row_id for one in lives.in_flight}
    seen = {(one.chat, one.message) for one in lives.server.seen}
    for row in lives.database.do(_all_mail):
        assert row.settled_at is not None, row
        if row.state == OutboxState.SENT:
            assert (row.chat_id, row.message_ref) in seen, row
            continue
        may_have_been_seen = row.id in in_doubt and row.reason == "stale-answer"
        assert may_have_been_seen or row.reason == "no-longer-true", row


def repeats(lives: Lives) -> int:
    """How many sightings no settled row accounts for; each belongs to a row that was *sending* at a death."""
    mail = lives.database.do(_all_mail)
    sent = Counter((row.chat_id, row.message_ref) for row in mail if row.state == OutboxState.SENT)
    for row in mail:
        sent[row.chat_id, BEFORE_THE_LAST] += row.parts_sent % MOST_PARTS
    by_message: dict[tuple[str, str], list[Sighting]] = {}
    for one in lives.server.seen:
        message = BEFORE_THE_LAST if _is_before_the_last(one) else one.message
        by_message.setdefault((one.chat, message), []).append(one)
    in_flight = Counter((one.life, one.chat) for one in lives.in_flight)
    found = 0
    for (chat, message), sightings in by_message.items():
        extra = len(sightings) - sent[chat, message]
        assert extra >= 0, f"{chat} is said to have got more of {message} than it did"
        if not extra:
            continue
        found += extra
        lived = Counter(one.life for one in sightings)
        explained = sum(min(count, in_flight[life, chat]) for life, count in lived.items())
        assert extra <= explained, f"nothing was in flight to {chat}: {sightings}"
    assert found <= len(lives.in_flight)
    return found


def _is_before_the_last(one: Sighting) -> bool:
    counted = re.search(r"^\((\d+)/(\d+)\)$", one.text, re.MULTILINE)
    return counted is not None and counted[1] != counted[2] and int(counted[1]) % MOST_PARTS > 0


def repeats_say_so(lives: Lives) -> None:
    """A row that was *sending* at a death is marked, and what went again says that it may be a repeat."""
    texts = {(one.chat, one.message): one.text for one in lives.server.seen if not one.edit}
    mail = {row.id: row for row in lives.database.do(_all_mail)}
    for one in lives.in_flight:
        row = mail[one.row_id]
        assert row.repeated or lives.processes > 1, one  # else it may be what a living process had in flight
        if row.repeated and row.state == OutboxState.SENT and row.edits is None:
            assert REPEAT in texts[row.chat_id, row.message_ref or ""], row


def no_bug_was_caught(lives: Lives) -> None:
    for place in range(lives.processes):
        log = lives.log(place).read_text()
        assert "Traceback" not in log, log[log.index("Traceback") - 500 :][:3000]


def _all_mail(db: Session) -> list[Outbox]:
    return list(db.exec(select(Outbox).order_by(col(Outbox.id))))
