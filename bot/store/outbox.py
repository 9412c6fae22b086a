"""The outbox: posted with the change it reports, claimed, marked as sending, settled."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.core import cards
from bot.store.database import POSTED
from bot.store.presence import LEASE, SKEW
from models import Outbox, OutboxState

OPEN = col(Outbox.settled_at).is_(None)
BULK = ("letter", "digest")
REPLIES = ("answer", "confirmation")
FINISHES = timedelta(minutes=10)  # how long a message of many parts that began in time may go on after it


def post(db: Session, row: Outbox) -> bool:
    """Adds a message unless one with its key was posted before; True if it was added."""
    if db.exec(select(Outbox.id).where(Outbox.key == row.key)).first() is not None:
        return False
    db.add(row)
    db.flush()
    db.info[POSTED] = True
    return True


def in_chat(db: Session, row_id: int, channel: str, chat_id: str) -> Outbox | None:
    """A message of this chat; none of another's."""
    row = db.get(Outbox, row_id)
    return row if row and (row.channel, row.chat_id) == (channel, chat_id) else None


def exists(db: Session, key: str) -> bool:
    return db.exec(select(Outbox.id).where(Outbox.key == key)).first() is not None


class Lane(Enum):
    """What goes before what, between chats."""

    REPLIES = 1
    NOTES = 2
    BULK = 3


def claim(
    db: Session,
    now: datetime,
    *,
    channel: str | None = None,
    owner: int | None = None,
    resting: Collection[str] = (),
    in_flight: Collection[int] = (),
    letters: bool = True,
) -> Outbox | None:
    """Marks the next message that may go as *sending* and returns it: answers, then notes, then letters, oldest first.

    Order is kept per chat: a message waits for what is under way in its chat and for the earlier ones that are due
    there. Only what answers somebody goes before all else, also between two parts of a letter. Nothing is taken for
    the chats in `resting`, nor a row that is `in_flight` here, however long its lease is over: a clock may have been
    put forward. A row that was *sending* when its process died comes back, marked as a possible repeat, and before the
    earlier ones of its chat: they may have come to be seen, or due, only after it was begun.
    """
    for lane in Lane if letters else (Lane.REPLIES, Lane.NOTES):
        given = {"now": now, "resting": list(resting), "in_flight": list(in_flight), "channel": channel}
        row = db.exec(_may_go(lane, any_channel=channel is None), params=given).first()
        if row is not None:
            return _sending(db, row, now, owner)
    return None


@cache
def _may_go(lane: Lane, *, any_channel: bool) -> SelectOfScalar[Outbox]:
    """The next message of a lane; built once, since building it takes as long as asking it."""
    now: sa.BindParameter[datetime] = sa.bindparam("now")
    other = aliased(Outbox)
    overtakes = sa.and_(col(Outbox.kind).in_(REPLIES), col(other.kind).not_in(REPLIES))
    # What was begun goes on before all that has not been; otherwise the two would wait for each other.
    begun, earlier = col(Outbox.state) == OutboxState.SENDING, col(other.id) < col(Outbox.id)
    goes_first = sa.and_(earlier, ~overtakes, ~begun)
    held = sa.or_(~begun, earlier, col(other.lease_until) > now)
    under_way = sa.and_(col(other.id) != col(Outbox.id), col(other.state) == OutboxState.SENDING, held)
    first_of_chat = ~sa.exists().where(
        col(other.channel) == col(Outbox.channel),
        col(other.chat_id) == col(Outbox.chat_id),
        col(other.settled_at).is_(None),
        col(other.not_before) <= now,
        sa.or_(goes_first, under_way),
    )
    free = sa.or_(col(Outbox.lease_until).is_(None), col(Outbox.lease_until) <= now)
    query = select(Outbox).where(OPEN, free, col(Outbox.not_before) <= now, first_of_chat)
    if not any_channel:
        query = query.where(col(Outbox.channel) == sa.bindparam("channel"))
    awake = col(Outbox.chat_id).not_in(sa.bindparam("resting", expanding=True))
    ours = col(Outbox.id).not_in(sa.bindparam("in_flight", expanding=True))
    return query.where(awake, ours, _kinds(lane)).order_by(col(Outbox.id)).limit(1).with_for_update(skip_locked=True)


def _kinds(lane: Lane) -> sa.ColumnElement[bool]:
    kind = col(Outbox.kind)
    match lane:
        case Lane.REPLIES:
            return kind.in_(REPLIES)
        case Lane.NOTES:
            return kind.not_in((*REPLIES, *BULK))
        case Lane.BULK:
            return kind.in_(BULK)


def _sending(db: Session, row: Outbox, now: datetime, owner: int | None) -> Outbox:
    if row.state == OutboxState.SENDING:
        row.repeated, row.reason = True, "killed"
    row.state = OutboxState.SENDING
    row.attempts += 1
    row.owner = owner
    row.lease_until = now + LEASE
    db.add(row)
    return row


def next_moment(db: Session, now: datetime, channel: str) -> datetime | None:
    """When the next message that waits may go."""
    at = sa.func.coalesce(Outbox.lease_until, Outbox.not_before)
    found = db.exec(select(at).where(OPEN, Outbox.channel == channel, at > now).order_by(at).limit(1)).first()
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def take_back(db: Session, channel: str, owner: int, in_flight: Collection[int]) -> None:
    """Frees what this process has marked as *sending* and does not have in hand."""
    marked = sa.and_(OPEN, col(Outbox.channel) == channel, col(Outbox.owner) == owner)
    lost = sa.update(Outbox).where(marked, col(Outbox.id).not_in(list(in_flight)))
    db.execute(lost.values(owner=None, lease_until=None))


def late_letters(db: Session, now: datetime) -> list[Outbox]:
    """Letters and digests that nobody has in hand and whose time is over."""
    nobodys = select(Outbox).where(OPEN, col(Outbox.kind).in_(["letter", "digest"]), col(Outbox.owner).is_(None))
    over = col(Outbox.good_until) < now - FINISHES
    return list(db.exec(nobodys.where(over).with_for_update(skip_locked=True)))


def settle(db: Session, row_id: int, state: OutboxState, now: datetime, *, reason: str | None = None) -> None:
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.state, row.reason, row.settled_at, row.lease_until, row.owner = state, reason, now, None, None
    if cards.PASSING in row.card:
        row.card = cards.to_json(cards.Card())
    db.add(row)


def sent(db: Session, row_id: int, now: datetime, *, message_ref: str) -> None:
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.message_ref = message_ref
    settle(db, row_id, OutboxState.SENT, now)


def put_back(db: Session, row_id: int, again_at: datetime, *, reason: str, uncertain: bool = False) -> None:
    """Waits until `again_at`; an uncertain send goes again as a possible repeat.

    `not_before` stays as it was: the chat keeps its order, and how late the message is can be said.
    """
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.state, row.lease_until, row.reason, row.owner = OutboxState.WAITING, again_at, reason, None
    row.repeated = row.repeated or uncertain
    db.add(row)


def part_sent(db: Session, row_id: int, parts: int, *, card: str) -> None:
    """So many parts of a long message have gone, and this is what it says: the next one waits like a new message."""
    row = db.get(Outbox, row_id)
    if row is None:
        return
    row.parts_sent, row.card, row.attempts, row.reason = parts, card, 0, None
    row.state, row.lease_until, row.owner = OutboxState.WAITING, None, None
    db.add(row)


def unsettled_counts(db: Session) -> dict[str, int]:
    rows = db.exec(select(Outbox.state, sa.func.count()).where(OPEN).group_by(Outbox.state))
    return dict(rows.all())


def move(db: Session, row_id: int, chat_id: str, now: datetime) -> None:
    """The chat has another id now: the message goes there, and so do those that wait behind it."""
    row = db.get(Outbox, row_id)
    if row is None:
        return
    move_chat(db, row.channel, row.chat_id, chat_id)
    put_back(db, row_id, now, reason="moved")


def waiting_for(db: Session, row: Outbox) -> list[Outbox]:
    """What else waits for the same chat, oldest first."""
    rows = db.exec(
        select(Outbox)
        .where(OPEN, Outbox.channel == row.channel, Outbox.chat_id == row.chat_id, Outbox.id != row.id)
        .order_by(col(Outbox.id))
    )
    return list(rows)


def waiting_since(db: Session, channel: str, moment: datetime) -> list[Outbox]:
    """What was due for people of a channel at that moment and has not left, nor is in hand; no answers to questions."""
    wanted = select(Outbox).where(
        OPEN,
        Outbox.channel == channel,
        col(Outbox.not_before) <= moment,
        col(Outbox.owner).is_(None),
        col(Outbox.person_id).is_not(None),
        col(Outbox.in_group).is_(False),
        Outbox.kind != "answer",
    )
    return list(db.exec(wanted.order_by(col(Outbox.id)).with_for_update(skip_locked=True)))


def go_by(db: Session, now: datetime) -> None:
    """At the start: whether the clock was set back since the last run is told by what was posted then."""
    newest = db.scalar(select(sa.func.max(Outbox.created_at)).where(OPEN))
    if newest is not None and newest > now + SKEW:
        clock_was_set_back(db, now)


def clock_was_set_back(db: Session, now: datetime) -> None:
    """What was posted, or put back, by a clock that was ahead may go by the clock of now."""
    ahead = sa.and_(OPEN, col(Outbox.created_at) > now)
    db.execute(sa.update(Outbox).where(ahead, col(Outbox.not_before) > now).values(not_before=now))
    paused = sa.and_(OPEN, col(Outbox.owner).is_(None), col(Outbox.reason) != "out-of-hours")
    db.execute(sa.update(Outbox).where(paused, col(Outbox.lease_until) > now).values(lease_until=None))


def of_message(db: Session, channel: str, chat_id: str, message_ref: str) -> Outbox | None:
    """What a message of a chat was sent for."""
    query = select(Outbox).where(
        Outbox.channel == channel, Outbox.chat_id == chat_id, Outbox.message_ref == message_ref
    )
    return db.exec(query.order_by(col(Outbox.id)).limit(1)).first()


def newest_letter(db: Session, person_id: int) -> Outbox | None:
    query = select(Outbox).where(Outbox.person_id == person_id, Outbox.kind == "letter", Outbox.state == "sent")
    return db.exec(query.order_by(col(Outbox.id).desc()).limit(1)).first()


def move_chat(db: Session, channel: str, old: str, new: str) -> None:
    """What waits for a chat waits for its new id."""
    waiting = db.exec(select(Outbox).where(OPEN, Outbox.channel == channel, Outbox.chat_id == old))
    for one in waiting.all():
        one.chat_id = new
        db.add(one)
