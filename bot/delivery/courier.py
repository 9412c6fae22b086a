"""Carries one claimed message, or its next part, to its chat, and settles what came of it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.clock import Clock
from bot.core import cards, choices, degrade
from bot.core.cards import Card, Kind
from bot.core.channel import (
    Channel,
    Destination,
    Gone,
    MovedTo,
    OutgoingFile,
    Part,
    Rejected,
    TryLater,
    Uncertain,
    Unreachable,
)
from bot.core.choices import Menu
from bot.core.degrade import Key
from bot.core.digest import next_office_hour
from bot.delivery import allowance, files, undelivered
from bot.delivery.pacing import Pacing
from bot.delivery.render import REMARKS_ROOM, remarks, render, way_on
from bot.store import conversations, month, outbox, pace, people
from bot.store import notices as saved_notices
from bot.store.database import Database
from bot.texts import Texts
from bot.usecases import notices
from bot.usecases.context import City
from models import Outbox, OutboxState

log = structlog.get_logger()

LATE = timedelta(minutes=10)
STALE_ANSWER = timedelta(minutes=1)  # an answer that may have arrived is not given again later than this
LONGEST_WAIT = 5.0  # seconds that a message waits marked as *sending*; beyond that it is put back
AUTOMATIC = frozenset({Kind.LETTER, Kind.DIGEST})
COMPUTED = AUTOMATIC | {Kind.URGE}
NEWS = frozenset({Kind.NOTE, Kind.ASSIGNMENT, Kind.URGE})
REPEATED = frozenset({Kind.CONFIRMATION, Kind.ASSIGNMENT, Kind.NOTE, Kind.URGE, Kind.LETTER, Kind.DIGEST})


@dataclass(frozen=True)
class Terms:
    """Whether and how a message may go now."""

    opens: datetime | None  # when to try again; None if now is right
    silent: bool
    no_reader: bool  # the person holds no post any more


@dataclass(frozen=True)
class Went:
    """A part that has arrived; `rest` is what fixes the parts that are still to go, also after a kill."""

    reference: str
    menu: tuple[Key, ...]  # the choices that are typed
    rest: str | None = None


class NoLongerTrue(Exception):
    """Nothing of a letter holds any more."""


class Courier:
    """Delivers the messages of one channel, several at once."""

    def __init__(
        self,
        database: Database,
        channel: Channel,
        city: Callable[[Session], City],
        clock: Clock,
        texts: Texts,
        pacing: Pacing,
        public_url: str | None = None,
    ) -> None:
        self._database = database
        self._channel = channel
        self._city = city
        self._clock = clock
        self._texts = texts
        self._pacing = pacing
        self._public_url = public_url

    async def deliver(self, row: Outbox) -> bool:
        """Sends the message, or one part of a long one, and notes what came of it.

        False if the app could not be reached, or may not have been.
        """
        try:
            return await self._deliver(row)
        except Exception:  # a bug of ours: this message fails, the others go on
            log.exception("message failed", outbox=row.id)
            await self._settle(row, OutboxState.FAILED, "bug")
            return True

    async def _deliver(self, row: Outbox) -> bool:
        now = self._clock.now()
        judged_at = now - outbox.FINISHES if row.parts_sent else now
        reason = _skip_reason(row, judged_at)
        if reason:
            await self._settle(row, OutboxState.SKIPPED, reason)
            return True
        terms = await self._database.insist(self._terms, row, now)
        if terms.no_reader:
            await self._settle(row, OutboxState.SKIPPED, "no-post")
            return True
        if terms.opens:
            await self._put_back(row, terms.opens, "out-of-hours")
            return True
        limit = self._channel.can.month_limit
        begins = degrade.begins(row.parts_sent, self._channel.can)
        if limit and begins and await self._database.insist(allowance.kept_back, self._city, now, row, limit):
            return True
        try:
            went = await self._part(row, now, silent=terms.silent)
        except NoLongerTrue:
            await self._settle(row, OutboxState.SKIPPED, "no-longer-true")
        except TryLater as later:
            if later.spent and limit:
                await self._spent(row, limit)
                return True
            await self._halt(row, later)
            await self._put_back(row, self._clock.now() + timedelta(seconds=later.seconds), "try-later")
            return not later.away
        except Uncertain:
            await self._uncertain(row)
            return False
        except Unreachable as gone:
            await self._database.insist(undelivered.unreachable, self._city, self._clock.now(), row, gone.reason)
        except MovedTo as moved:
            await self._database.insist(undelivered.follow, row, moved.chat_id, self._clock.now())
        except Rejected as refused:
            log.error("message refused", outbox=row.id, reason=refused.reason)
            await self._settle(row, OutboxState.FAILED, refused.reason)
        else:
            await self._database.insist(self._arrived, row, went)
        return True

    # ------------------------------------------------------------ sending

    async def _part(self, row: Outbox, now: datetime, *, silent: bool) -> Went:
        """Sends the first part that has not gone yet."""
        said = await self._card(row)
        if said is None:
            raise NoLongerTrue
        card, file = await self._database.insist(files.with_file, said, row, self._channel, self._public_url, now)
        can = self._channel.can
        parts = degrade.parts(
            render(card, self._texts, row.language), replace(can, text_limit=can.text_limit - REMARKS_ROOM)
        )
        number = min(row.parts_sent, len(parts) - 1)
        late = int((now - row.not_before).total_seconds() // 60) if not number and now - row.not_before > LATE else 0
        noted = remarks(self._texts, row.language, repeated=row.repeated, late_minutes=late)
        titled = 1 if card.title and not number else 0
        rows = parts[number].rows
        part = replace(parts[number], rows=(*rows[:titled], *noted, *rows[titled:]))
        private = not row.in_group and self._channel.is_private(row.chat_id)
        to = Destination(row.chat_id, private=private, silent=silent, reply_to=row.reply_to)
        last, pauses = number == len(parts) - 1, degrade.pauses(number, len(parts), can)
        if pauses:
            onward, hint = way_on(self._texts, row.language, row_id=row.id or 0, left=len(parts) - 1 - number)
            part = degrade.pausing(part, parts[-1].menu, onward, hint)
        try:
            reference = await self._one(row, to, part, file if last else None, first=not number)
        except Uncertain:
            await self._count()
            raise
        await self._count()
        return Went(reference, part.menu, None if last or pauses else cards.to_json(card))

    def _arrived(self, db: Session, row: Outbox, went: Went) -> None:
        """Sent, or a part of it; what the last part offers is now the newest menu of a chat without buttons."""
        now = self._clock.now()
        if went.rest is not None:
            outbox.part_sent(db, row.id or 0, row.parts_sent + 1, card=went.rest)
            return
        outbox.sent(db, row.id or 0, now, message_ref=went.reference)
        if not self._channel.can.buttons:
            menu = Menu(went.menu, now + choices.LIVES) if went.menu else None
            conversations.offer(db, row.channel, row.chat_id, menu)
            if Kind(row.kind) in COMPUTED | NEWS and not row.in_group:
                conversations.speaks_of(db, row.channel, row.chat_id, saved_notices.only_task(db, row))

    def _terms(self, db: Session, row: Outbox, now: datetime) -> Terms:
        """Letters leave in office hours only, and what has begun in them may end after them; news come without a sound
        outside them, and to no one who has left.
        """
        city, kind = self._city(db), Kind(row.kind)
        opens = next_office_hour(now, city.zone, city.calendar) if kind in AUTOMATIC | NEWS else None
        if opens and row.parts_sent and next_office_hour(now - outbox.FINISHES, city.zone, city.calendar) is None:
            opens = None
        personal = kind in NEWS and row.person_id is not None
        return Terms(
            opens=opens if kind in AUTOMATIC else None,
            silent=row.in_group or (kind in NEWS and opens is not None),
            no_reader=personal and people.actor_by_person(db, row.person_id or 0, city.today(now)) is None,
        )

    async def _card(self, row: Outbox) -> Card | None:
        """Letters and digests are made anew; a part that has gone already fixes the rest."""
        if Kind(row.kind) in COMPUTED and not row.parts_sent:
            return await self._database.insist(self._as_it_stands, row)
        return cards.from_json(row.card)

    def _as_it_stands(self, db: Session, row: Outbox) -> Card | None:
        return notices.as_it_stands(db, self._city(db), self._clock.now(), row)

    async def _one(self, row: Outbox, to: Destination, part: Part, file: OutgoingFile | None, *, first: bool) -> str:
        """At its turn, edits the message that it replaces, or sends a new one."""
        if first and row.edits and self._channel.can.edit and file is None:
            try:
                async with self._at_its_turn(to):
                    return await self._channel.edit(to, row.edits, part)
            except Gone:
                log.info("message to edit is gone, sending a new one", outbox=row.id)
        async with self._at_its_turn(to):
            return await self._channel.send(to, part, file)

    @contextlib.asynccontextmanager
    async def _at_its_turn(self, to: Destination) -> AsyncIterator[None]:
        """Waits until the pace allows a call; what would take long is put back, for it is surely not sent yet."""
        loop = asyncio.get_running_loop()
        while (wait := self._pacing.ready_at(to.chat_id) - loop.time()) > 0:
            if wait > LONGEST_WAIT:
                raise TryLater(wait, chat_only=True)
            await asyncio.sleep(wait)
        self._pacing.sent(to.chat_id, loop.time(), group=not to.private)
        try:
            yield
        finally:
            self._pacing.ended(to.chat_id, loop.time())

    async def _count(self) -> None:
        """One more message of this month, where the app counts them."""
        limit = self._channel.can.month_limit
        if limit:
            now = self._clock.now()
            await self._database.insist(allowance.counted, self._city, now, self._channel.name, limit)

    # ------------------------------------------------------------ what did not arrive

    async def _spent(self, row: Outbox, limit: int) -> None:
        """The app refuses for its quota: the month's, or else it does not serve this person."""
        now, name = self._clock.now(), self._channel.name
        if await self._database.insist(allowance.is_spent, self._city, now, name, limit):
            await self._database.insist(allowance.counted, self._city, now, name, limit, spent=True)
            await self._put_back(row, now, month.WAITS)
        else:
            await self._database.insist(undelivered.unreachable, self._city, now, row, undelivered.NOT_SERVED)

    async def _halt(self, row: Outbox, later: TryLater) -> None:
        """A refusal that concerns one chat halts it, any other the whole channel, in every process and the next."""
        until = asyncio.get_running_loop().time() + later.seconds
        self._pacing.halt(until, row.chat_id if later.chat_only else None)
        name = pace.of_chat(row.channel, row.chat_id) if later.chat_only else row.channel
        await self._database.insist(pace.rest, name, later.seconds)

    async def _uncertain(self, row: Outbox) -> None:
        """May have arrived: it, or its part, goes again once, and says so; an answer is not given twice."""
        another_part = row.parts_sent > 0 and row.reason is None
        if Kind(row.kind) in REPEATED and (not row.repeated or another_part):
            again = self._clock.now() + timedelta(seconds=5)
            await self._put_back(row, again, "uncertain", uncertain=True)
        elif Kind(row.kind) not in REPEATED or not await self._database.insist(
            undelivered.in_doubt, row, self._clock.now()
        ):
            await self._settle(row, OutboxState.FAILED, "uncertain")

    async def _settle(self, row: Outbox, state: OutboxState, reason: str) -> None:
        await self._database.insist(self._settled, row, state, reason)

    def _settled(self, db: Session, row: Outbox, state: OutboxState, reason: str) -> None:
        outbox.settle(db, row.id or 0, state, self._clock.now(), reason=reason)
        may_have_arrived = row.repeated or reason == "uncertain"
        if Kind(row.kind) in AUTOMATIC and not may_have_arrived:
            saved_notices.forget(db, row.key)

    async def _put_back(self, row: Outbox, not_before: datetime, reason: str, *, uncertain: bool = False) -> None:
        await self._database.insist(outbox.put_back, row.id or 0, not_before, reason=reason, uncertain=uncertain)


def _skip_reason(row: Outbox, now: datetime) -> str | None:
    """Why a message is no longer sent: too late, or an answer that may have arrived before."""
    if now > row.good_until:
        return "too-late"
    if row.repeated and Kind(row.kind) is Kind.ANSWER and now - row.created_at > STALE_ANSWER:
        return "stale-answer"
    return None
