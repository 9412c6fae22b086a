"""Whatever is posted, sent, put back, moved or left by the dead: no message waits for ever for another."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.store import outbox, presence
from bot.store.database import Database
from bot.store.presence import LEASE
from models import Outbox, OutboxState

START = datetime(2022, 9, 22, 7, tzinfo=UTC)
CHATS = ("a", "b")
ALIVE, DEAD = 7, 8

moments = st.sampled_from((0, 0, 60, 150)).map(lambda seconds: timedelta(seconds=seconds))
kinds = st.sampled_from(("answer", "confirmation", "note", "letter"))
steps = st.one_of(
    st.tuples(st.just("post"), kinds, st.sampled_from(CHATS), moments),
    st.tuples(st.just("writes"), kinds, st.sampled_from(CHATS), moments),
    st.tuples(st.just("commits")),
    st.tuples(st.just("claim"), st.just(ALIVE)),
    st.tuples(st.just("claim"), st.just(DEAD)),
    st.tuples(st.just("arrives")),
    st.tuples(st.just("part")),
    st.tuples(st.just("puts back"), moments),
    st.tuples(st.just("dies")),
    st.tuples(st.just("moves")),
    st.tuples(st.just("passes"), moments),
)


class Mail:
    """An outbox that several processes write to, send from and die over."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = START
        self.numbers = 0
        self.unseen: list[Outbox] = []  # numbered, and not committed yet
        self.in_hand: dict[int, int] = {}  # row → process

    def does(self, step: tuple) -> None:
        match step:
            case ("post", kind, chat, wait):
                self.database.do(outbox.post, self.numbered(kind, chat, wait))
            case ("writes", kind, chat, wait):
                self.unseen.append(self.numbered(kind, chat, wait))
            case ("commits",):
                while self.unseen:
                    self.database.do(outbox.post, self.unseen.pop())
            case ("claim", owner):
                self.claims(owner)
            case ("dies",):
                self.in_hand = {row: owner for row, owner in self.in_hand.items() if owner != DEAD}
                self.database.do(presence.free, ALIVE, self.now)
            case ("moves",):
                self.database.do(outbox.move_chat, "fake", *CHATS)
            case ("passes", time):
                self.now += time
            case (settled, *given) if self.in_hand:
                row_id, _ = self.in_hand.popitem()
                self.database.do(self.settles, settled, row_id, *given)

    def numbered(self, kind: str, chat: str, wait: timedelta) -> Outbox:
        self.numbers += 1
        moments = {"not_before": self.now + wait, "good_until": self.now + timedelta(days=1), "created_at": self.now}
        key = str(self.numbers)
        return Outbox(id=self.numbers, key=key, kind=kind, channel="fake", chat_id=chat, card="{}", **moments)

    def claims(self, owner: int) -> Outbox | None:
        ours = [row for row, process in self.in_hand.items() if process == owner]
        held = self.database.do(self.held)
        row = self.database.do(outbox.claim, self.now, owner=owner, in_flight=ours)
        if row is not None:
            assert row.chat_id not in {chat for chat, number in held if number != row.id}, "two at once in a chat"
            self.in_hand[row.id] = owner
        return row

    def held(self, db) -> list[tuple[str, int]]:
        query = select(Outbox.chat_id, Outbox.id).where(Outbox.state == OutboxState.SENDING)
        return list(db.exec(query.where(col(Outbox.lease_until) > self.now)).all())

    def settles(self, db, settled: str, row_id: int, wait: timedelta = LEASE) -> None:
        match settled:
            case "arrives":
                outbox.sent(db, row_id, self.now, message_ref="1")
            case "part":
                outbox.part_sent(db, row_id, 1, card="{}")
            case "puts back":
                outbox.put_back(db, row_id, self.now + wait, reason="uncertain", uncertain=True)

    def runs_to_empty(self) -> int:
        """All are dead but one, which goes on; what is left open then."""
        self.does(("commits",))
        self.in_hand.clear()
        self.now += timedelta(hours=1)
        while self.claims(ALIVE):
            self.does(("arrives",))
        return self.database.do(lambda db: db.scalar(sa.select(sa.func.count()).where(outbox.OPEN)))


@pytest.fixture(scope="module")
def database():
    made = Database("sqlite://")
    made.prepare()
    yield made
    made.close()


@given(st.lists(steps, min_size=4, max_size=25))
def test_in_the_end_every_message_has_gone(database, happens):
    database.do(lambda db: db.execute(sa.delete(Outbox)))
    mail = Mail(database)
    for step in happens:
        mail.does(step)
    assert mail.runs_to_empty() == 0
