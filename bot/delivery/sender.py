"""Sends what the outbox holds: marks the one about to go, sends it, settles it; woken at each commit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlmodel import Session

from bot.clock import Clock
from bot.core import cards, degrade
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
from bot.core.digest import next_office_hour
from bot.core.screens import people as people_screens
from bot.delivery.pacing import Pacing
from bot.delivery.render import render
from bot.store import conclusions, outbox, people
from bot.store import notices as saved_notices
from bot.store.database import Database
from bot.texts import Texts
from bot.usecases import notices
from bot.usecases.context import City, Mail
from models import Address, Outbox, OutboxState, Role

log = structlog.get_logger()

LATE = timedelta(minutes=10)
STALE_ANSWER = timedelta(minutes=1)  # an answer that may have arrived is not given again later than this
LONGEST_PAUSE = 30.0
COMPUTED = frozenset({Kind.LETTER, Kind.DIGEST})
REPEATED = frozenset({Kind.CONFIRMATION, Kind.ASSIGNMENT, Kind.NOTE, Kind.LETTER, Kind.DIGEST})


class NoLongerTrue(Exception):
    """Nothing of a letter holds any more."""


class Sender:
    """One task that sends one message after the other."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        city: Callable[[Session], City],
        clock: Clock,
        texts: Texts,
        pacing: Mapping[str, Pacing],
    ) -> None:
        self._database = database
        self._channels = channels
        self._city = city
        self._clock = clock
        self._texts = texts
        self._pacing = pacing
        self._woken = asyncio.Event()
        self._in_flight: asyncio.Task[None] | None = None

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Sends until cancelled; then `drain` finishes."""
        while True:
            self._woken.clear()
            while await self.send_next():
                pass
            try:
                await asyncio.wait_for(self._woken.wait(), timeout=await self._pause())
            except TimeoutError:
                continue

    async def send_next(self) -> bool:
        """Sends one message if one may go now; True if there was one."""
        row = await self._database.run(outbox.claim, self._clock.now())
        if row is None:
            return False
        self._in_flight = asyncio.create_task(self._guarded(row))
        await asyncio.shield(self._in_flight)
        return True

    async def drain(self) -> None:
        """Lets the message in hand end and sends what may go now; for a clean stop, after `run` was cancelled."""
        if self._in_flight and not self._in_flight.done():
            await self._in_flight
        while await self.send_next():
            pass

    async def _pause(self) -> float:
        due = await self._database.run(outbox.next_moment, self._clock.now())
        if due is None:
            return LONGEST_PAUSE
        return max(0.05, min(LONGEST_PAUSE, (due - self._clock.now()).total_seconds()))

    async def _guarded(self, row: Outbox) -> None:
        try:
            await self._send(row)
        except Exception:  # a bug of ours: this message fails, the others go on
            log.exception("message failed", outbox=row.id)
            await self._settle(row, OutboxState.FAILED, "bug")

    async def _send(self, row: Outbox) -> None:
        now = self._clock.now()
        reason = _skip_reason(row, now)
        channel = self._channels.get(row.channel)
        if reason or channel is None:
            await self._settle(row, OutboxState.SKIPPED, reason or "no-such-channel")
            return
        opens = await self._database.run(self._opens, row, now)
        if opens:
            await self._put_back(row, opens, "out-of-hours")
            return
        try:
            reference = await self._parts(row, channel, now)
        except NoLongerTrue:
            await self._settle(row, OutboxState.SKIPPED, "no-longer-true")
        except TryLater as later:
            self._pacing[row.channel].halt(_monotonic() + later.seconds, row.chat_id if later.chat_only else None)
            await self._put_back(row, now + timedelta(seconds=later.seconds), "try-later")
        except Uncertain:
            await self._uncertain(row, now)
        except Unreachable as gone:
            await self._database.run(self._unreachable, row, gone.reason)
        except MovedTo as moved:
            await self._database.run(self._follow, row, moved.chat_id)
        except Rejected as refused:
            log.error("message refused", outbox=row.id, reason=refused.reason)
            await self._settle(row, OutboxState.FAILED, refused.reason)
        else:
            await self._database.run(outbox.sent, row.id or 0, self._clock.now(), message_ref=reference)

    async def _parts(self, row: Outbox, channel: Channel, now: datetime) -> str:
        card = await self._card(row)
        if card is None:
            raise NoLongerTrue
        late = int((now - row.not_before).total_seconds() // 60) if now - row.not_before > LATE else 0
        rendered = render(card, self._texts, row.language, repeated=row.repeated, late_minutes=late)
        parts = degrade.parts(rendered, channel.can)
        to = Destination(row.chat_id)
        file = await self._file(card)
        reference = row.message_ref or ""
        for number, part in enumerate(parts):
            if number < row.parts_sent:
                continue
            await self._wait_turn(row)
            last = number == len(parts) - 1
            reference = await self._one(channel, row, to, part, file if last else None, first=number == 0)
            if not last:
                await self._database.run(outbox.part_sent, row.id or 0, number + 1)
        return reference

    def _opens(self, db: Session, row: Outbox, now: datetime) -> datetime | None:
        """Letters and digests leave in office hours only: when to try again, or None if now is right."""
        if Kind(row.kind) not in COMPUTED:
            return None
        city = self._city(db)
        return next_office_hour(now, city.zone, city.calendar)

    async def _card(self, row: Outbox) -> Card | None:
        """Letters and digests are made anew; a part that has gone already fixes the rest."""
        if Kind(row.kind) in COMPUTED and not row.parts_sent:
            return await self._database.run(self._as_it_stands, row)
        return cards.from_json(row.card)

    def _as_it_stands(self, db: Session, row: Outbox) -> Card | None:
        return notices.as_it_stands(db, self._city(db), self._clock.now(), row)

    async def _one(
        self, channel: Channel, row: Outbox, to: Destination, part: Part, file: OutgoingFile | None, *, first: bool
    ) -> str:
        if first and row.edits and channel.can.edit and file is None:
            try:
                return await channel.edit(to, row.edits, part)
            except Gone:
                log.info("message to edit is gone, sending a new one", outbox=row.id)
        return await channel.send(to, part, file)

    async def _wait_turn(self, row: Outbox) -> None:
        pacing = self._pacing[row.channel]
        wait = pacing.ready_at(row.chat_id) - _monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        pacing.sent(row.chat_id, _monotonic())

    async def _file(self, card: Card) -> OutgoingFile | None:
        if card.file_id is None:
            return None
        stored = await self._database.run(conclusions.file, card.file_id)
        return OutgoingFile(stored.name, stored.mime, stored.content) if stored else None

    # ------------------------------------------------------------ what did not arrive

    async def _uncertain(self, row: Outbox, now: datetime) -> None:
        """May have arrived: goes again once, and says so; an answer is not given twice."""
        if Kind(row.kind) in REPEATED and not row.repeated:
            await self._put_back(row, now + timedelta(seconds=5), "uncertain", uncertain=True)
        else:
            await self._settle(row, OutboxState.FAILED, "uncertain")

    def _unreachable(self, db: Session, row: Outbox, reason: str) -> None:
        """The address is broken; another channel of the person is tried, and the office is told."""
        now, city = self._clock.now(), self._city(db)
        outbox.settle(db, row.id or 0, OutboxState.FAILED, now, reason=reason)
        for address in people.addresses_in_chat(db, row.channel, row.chat_id):
            address.broken = reason
            db.add(address)
            db.flush()
            self._elsewhere(db, row, address, now)
            actor = people.actor_by_person(db, address.person_id, city.today(now))
            if actor:
                mail = Mail(db, city, now, key=f"unreachable:{row.id}")
                card = people_screens.not_delivered(actor.name, actor.role, city.short(actor.agency))
                mail.to(people.holders(db, city.today(now), {Role.OFFICE}), card, Kind.NOTE)

    def _elsewhere(self, db: Session, row: Outbox, broken: Address, now: datetime) -> None:
        other = people.addresses(db, [broken.person_id]).get(broken.person_id)
        if other is None or Kind(row.kind) is Kind.ANSWER:
            return
        copied = row.model_dump(include={"kind", "card", "language", "task_id", "good_until", "person_id"})
        copied |= {"channel": other.channel, "chat_id": other.chat_id, "key": f"{row.key}:{other.channel}"}
        outbox.post(db, Outbox(**copied, not_before=now, created_at=now))

    def _follow(self, db: Session, row: Outbox, chat_id: str) -> None:
        for address in people.addresses_in_chat(db, row.channel, row.chat_id):
            address.chat_id = chat_id
            db.add(address)
        outbox.move(db, row.id or 0, chat_id, self._clock.now())

    async def _settle(self, row: Outbox, state: OutboxState, reason: str) -> None:
        await self._database.run(self._settled, row, state, reason)

    def _settled(self, db: Session, row: Outbox, state: OutboxState, reason: str) -> None:
        outbox.settle(db, row.id or 0, state, self._clock.now(), reason=reason)
        if Kind(row.kind) is Kind.LETTER and reason != "no-longer-true":
            saved_notices.forget(db, row.key)

    async def _put_back(self, row: Outbox, not_before: datetime, reason: str, *, uncertain: bool = False) -> None:
        await self._database.run(outbox.put_back, row.id or 0, not_before, reason=reason, uncertain=uncertain)


def _skip_reason(row: Outbox, now: datetime) -> str | None:
    """Why a message is no longer sent: too late, or an answer that may have arrived before."""
    if now > row.good_until:
        return "too-late"
    if row.repeated and Kind(row.kind) is Kind.ANSWER and now - row.created_at > STALE_ANSWER:
        return "stale-answer"
    return None


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
