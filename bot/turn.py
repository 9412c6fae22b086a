"""Works the inbox off: always a chat's oldest row, one at a time per chat, many chats at once.

One row is one transaction and one answer. A row with a file takes two: who is it and may they, then download, then
the turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import Session

from bot import documents
from bot.clock import Clock
from bot.core.cards import Kind, Text
from bot.core.channel import Channel, Commands, Inbound, RawUpdate, Rejected, TryLater
from bot.core.permissions import Actor
from bot.core.screens import groups as group_screens
from bot.core.screens import people as people_screens
from bot.core.screens import refusals, review
from bot.core.words import printable
from bot.store import conversations, inbox, outbox, people
from bot.store import groups as group_store
from bot.store.database import Database, is_away
from bot.store.presence import Presence
from bot.store.tasks import Source
from bot.texts import Texts
from bot.usecases import answer as answering
from bot.usecases import groups, linking
from bot.usecases.context import City, Mail, Turn
from models import Conversation, Inbox, InboxState, Role

log = structlog.get_logger()

AT_ONCE = 8
LONGEST_PAUSE = 5.0  # seconds
LONGEST_NAME = 120
DOWNLOAD_TRIES = 3
WORKING_SHOWS = 4.0  # seconds that an app shows "typing"
_UNFIT = (StatementError, ValueError, RecursionError)  # what storing an update raises that is no update


@dataclass(frozen=True)
class Outcome:
    """What is left to do in the channel after the commit."""

    toast: Text | None = None
    language: str = ""
    linked: str | None = None  # the role of somebody whose command menu has to be shown anew


class Worker:
    """Turns inbox rows into answers until it is stopped."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        city: Callable[[Session], City],
        clock: Clock,
        texts: Texts,
        presence: Presence,
    ) -> None:
        self._database = database
        self._channels = channels
        self._city = city
        self._clock = clock
        self._texts = texts
        self._presence = presence
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._stopped = False

    async def receive(self, channel: str, updates: Sequence[RawUpdate]) -> None:
        """Stores updates; when it returns they are committed. Of a secret message only the ids are kept.

        An update that cannot be stored holds up no other: only that it came is kept.
        """
        try:
            await self._store(channel, updates)
        except _UNFIT as error:
            if isinstance(error, DBAPIError) and is_away(error):
                raise
            for update in updates:
                await self._store_alone(channel, update)
        self._woken.set()

    async def _store(self, channel: str, updates: Sequence[RawUpdate]) -> None:
        secret = [documents.secrecy_mark(update.text) is not None for update in updates]
        await self._database.run(inbox.put, channel, updates, secret=secret, now=self._clock.now())

    async def _store_alone(self, channel: str, update: RawUpdate) -> None:
        try:
            await self._store(channel, [update])
        except _UNFIT as error:
            if isinstance(error, DBAPIError) and is_away(error):
                raise
            log.error("update set aside: it cannot be stored", channel=channel, error=type(error).__name__)
            await self._database.run(inbox.set_aside, channel, update, now=self._clock.now())

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Works until stopped."""
        while not self._stopped:
            self._woken.clear()
            await self._begin_what_may()
            with contextlib.suppress(TimeoutError):  # another process may have stored something
                await asyncio.wait_for(self._woken.wait(), LONGEST_PAUSE)

    async def _begin_what_may(self) -> None:
        while not self._stopped and len(self._busy) < AT_ONCE:
            try:
                row = await self._database.run(self._claim, busy=list(self._busy))
            except DBAPIError as error:
                if not is_away(error):
                    raise
                log.warning("database away", error=type(error).__name__)
                return
            if row is None:
                return
            if row.attempts == 1:
                self._begin(row)
                continue
            # A process died with this row in hand. Alone, it can take no other with it, nor be blamed for another.
            if self._busy:
                await asyncio.wait(self._busy.values())
            await asyncio.wait([self._begin(row)])

    def _claim(self, db: Session, *, busy: Sequence[tuple[str, str]] = ()) -> Inbox | None:
        return inbox.claim(db, self._clock.now(), owner=self._presence.owner, busy=busy)

    def menu(self, chat_id: str | None, role: str | None, language: str) -> Commands:
        """The command menu of a chat, or everybody's."""
        said = [(name, self._texts.say(text, language)) for name, text in people_screens.commands(role)]
        return Commands(chat_id, "" if chat_id else language, said)

    def group_menu(self, language: str) -> Commands:
        """The command menu of every group."""
        said = [(name, self._texts.say(text, language)) for name, text in group_screens.COMMANDS]
        return Commands(None, language, said, groups=True)

    async def work_off(self) -> None:
        """Works until nothing waits."""
        while row := await self._database.run(self._claim):
            await self._work(row)

    def stop(self) -> None:
        """Nothing more is taken up; the turns in hand go on."""
        self._stopped = True
        self.wake()

    async def ended(self) -> None:
        """Waits for the turns in hand."""
        if self._busy:
            await asyncio.wait(self._busy.values())

    def _begin(self, row: Inbox) -> asyncio.Task[None]:
        chat = (row.channel, row.chat_id)
        self._busy[chat] = asyncio.create_task(self._work(row))

        def ended(_task: asyncio.Task[None]) -> None:
            self._busy.pop(chat, None)
            self._woken.set()

        self._busy[chat].add_done_callback(ended)
        return self._busy[chat]

    async def _work(self, row: Inbox) -> None:
        structlog.contextvars.bind_contextvars(inbox=row.id, channel=row.channel)
        try:
            if inbox.exhausted(row):
                code = error_code()
                log.error("update set aside: a process died over it three times", code=code)
                await self._database.run(self._set_aside, row, code)
            else:
                await self._one(row)
        except Exception as error:  # a bug of ours: the row is failed at once, the person is told, the work goes on
            if isinstance(error, DBAPIError) and is_away(error):
                log.warning("turn given back: database away", error=type(error).__name__)
                await self._database.insist(inbox.give_back, row.id or 0, self._presence.owner)
                return
            code = error_code()
            log.exception("turn failed", code=code)
            await self._failed(row, code)

    async def _failed(self, row: Inbox, code: str) -> None:
        """The row is failed and the person is told; if even that is beyond us, the row is failed all the same."""
        try:
            await self._database.insist(self._apologise, row, code)
        except Exception:  # the same bug, met once more while its victim is looked for
            log.exception("apology failed", code=code)
            await self._database.insist(self._settle, row, InboxState.FAILED, code)

    async def _one(self, row: Inbox) -> None:
        channel = self._channels.get(row.channel)
        if channel is None:
            await self._database.run(self._settle, row, InboxState.FAILED, "no-such-channel")
            return
        inbound = self._read(channel, row)
        if inbound is None:
            await self._database.run(self._settle, row, InboxState.DONE, None)
            return
        uploaded = None
        if inbound.attachment and inbound.private:
            async with _seen_working(channel, inbound.chat_id):
                uploaded = await self._fetch(channel, row, inbound)
        outcome = await self._database.run(self._turn, row, inbound, uploaded)
        if inbound.tap_id:
            toast = self._texts.say(outcome.toast, outcome.language) if outcome.toast else ""
            await channel.answer_tap(inbound.tap_id, toast)
        if outcome.linked:
            await channel.set_commands([self.menu(inbound.chat_id, outcome.linked, outcome.language)])

    def _read(self, channel: Channel, row: Inbox) -> Inbound | None:
        if row.secret:
            return Inbound(chat_id=row.chat_id, account_id=row.chat_id)
        try:
            inbound = channel.read(row.raw or {})
            return _clean(inbound) if inbound else None
        except ValueError:
            log.warning("malformed update set aside")
            return None

    # ------------------------------------------------------------ files

    async def _fetch(self, channel: Channel, row: Inbox, inbound: Inbound) -> answering.Uploaded | None:
        """The file's text and bytes; None where the sender has no right to send one."""
        attachment = inbound.attachment
        assert attachment
        actor = await self._database.run(self._actor, row.channel, inbound)
        if actor is None:
            return None
        if attachment.size > channel.can.file_limit:
            return documents.Unreadable("too-big"), b"", attachment.mime
        for attempt in range(DOWNLOAD_TRIES):
            try:
                content = await channel.download(attachment)
                break
            except Rejected as refused:
                too_big = refused.reason == "file-too-big"
                return documents.Unreadable("too-big" if too_big else "not-fetched"), b"", attachment.mime
            except TryLater as later:
                if attempt == DOWNLOAD_TRIES - 1:
                    return documents.Unreadable("not-fetched"), b"", attachment.mime
                await asyncio.sleep(min(later.seconds, 10))
        read = await asyncio.to_thread(documents.read, content, attachment.name)
        return read, content, attachment.mime

    def _actor(self, db: Session, channel: str, inbound: Inbound) -> Actor | None:
        return people.actor_of(db, channel, inbound.account_id, self._city(db).today(self._clock.now()))

    # ------------------------------------------------------------ one transaction

    def _turn(self, db: Session, row: Inbox, inbound: Inbound, uploaded: answering.Uploaded | None) -> Outcome:
        outcome = Outcome()
        if not inbox.is_held(db, row.id or 0, self._presence.owner):
            return outcome  # we were taken for dead, and another process has done it
        city, now = self._city(db), self._clock.now()
        mail = Mail(db, city, now, key=f"reply:{row.channel}:{row.inbound_id}")
        posts = people.posts_of_account(db, row.channel, inbound.account_id, city.today(now))
        actor = posts[0] if posts else None
        if not inbound.left and inbound.private:
            people.heal(db, row.channel, inbound.account_id)
        if row.secret or _is_secret(uploaded):
            if actor:
                mail.to_chat(row.channel, inbound.chat_id, refusals.secret(), Kind.ANSWER, language=actor.language)
        elif inbound.left or inbound.came_back or inbound.moved_to:
            self._moved(db, city, mail, row.channel, inbound, actor)
        elif inbound.anonymous:
            groups.hint_anonymous(mail, row.channel, inbound)
        elif knocked := linking.knocks(door := self._door(db, city, row, inbound, actor, mail)):
            if isinstance(knocked, Actor):
                log.info("account linked")
                outcome = Outcome(language=knocked.language, linked=knocked.role)
        elif actor is None:
            linking.answer_stranger(door)
        else:
            if inbound.language_chosen and inbound.language and inbound.language != actor.language:
                people.set_language(db, actor.person_id, inbound.language)
                actor = replace(actor, language=inbound.language)
                posts = [replace(one, language=inbound.language) for one in posts]
            outcome = self._answer(db, city, row, inbound, actor, posts, mail, uploaded)
        inbox.settle(db, row.id or 0, InboxState.DONE, now)
        return outcome

    def _door(
        self, db: Session, city: City, row: Inbox, inbound: Inbound, actor: Actor | None, mail: Mail
    ) -> linking.Door:
        conversation = conversations.of_chat(db, row.channel, inbound.chat_id, mail.now)
        return linking.Door(db, city, mail.now, mail, row.channel, inbound, actor, conversation)

    def _answer(
        self,
        db: Session,
        city: City,
        row: Inbox,
        inbound: Inbound,
        actor: Actor,
        posts: Sequence[Actor],
        mail: Mail,
        uploaded: answering.Uploaded | None,
    ) -> Outcome:
        turn = Turn(
            db=db,
            city=city,
            now=mail.now,
            actor=actor,
            inbound=inbound,
            channel=row.channel,
            source=Source(row.channel, row.id),
            conversation=conversations.of_chat(db, row.channel, inbound.chat_id, mail.now)
            if inbound.private
            else Conversation(channel=row.channel, chat_id=inbound.chat_id),  # a group has no dialogue of its own
            mail=mail,
            posts=posts,
            links={name: channel.invitation_link for name, channel in self._channels.items()},
            chat_links={name: channel.chat_link for name, channel in self._channels.items()},
        )
        if inbound.attachment and uploaded is None and inbound.private:
            turn.reply(review.unreadable(inbound.attachment.name, "not-fetched"))
        else:
            answering.answer(turn, uploaded)
        return Outcome(turn.toast, turn.actor.language, turn.actor.role if turn.new_menu else None)

    def _moved(self, db: Session, city: City, mail: Mail, channel: str, inbound: Inbound, actor: Actor | None) -> None:
        """Blocked, back again, or a group with another id: addresses, groups and waiting mail follow."""
        if inbound.moved_to:
            group_store.moved(db, channel, inbound.chat_id, inbound.moved_to)
            outbox.move_chat(db, channel, inbound.chat_id, inbound.moved_to)
        elif not inbound.private and inbound.left:
            groups.was_removed(db, city, mail, channel, inbound.chat_id)
        elif not inbound.private:
            groups.came(db, city, mail, channel, inbound, actor)
        for address in people.addresses_in_chat(db, channel, inbound.chat_id):
            if inbound.moved_to:
                address.chat_id = inbound.moved_to
            else:
                address.broken = "blocked" if inbound.left else None
            db.add(address)

    def _settle(self, db: Session, row: Inbox, state: InboxState, code: str | None) -> None:
        inbox.settle(db, row.id or 0, state, self._clock.now(), code=code)

    def _apologise(self, db: Session, row: Inbox, code: str) -> None:
        """Nothing of the turn happened; the person gets the code that the log has."""
        city, now = self._city(db), self._clock.now()
        channel = self._channels.get(row.channel)
        inbound = self._read(channel, row) if channel else None
        actor = people.actor_of(db, row.channel, inbound.account_id, city.today(now)) if inbound else None
        if actor and inbound:
            mail = Mail(db, city, now, key=f"failed:{row.channel}:{row.inbound_id}")
            mail.to_chat(row.channel, inbound.chat_id, refusals.failed(code), Kind.ANSWER, language=actor.language)
        inbox.settle(db, row.id or 0, InboxState.FAILED, now, code=code)

    def _set_aside(self, db: Session, row: Inbox, code: str) -> None:
        """The update is not even read again; its sender and the office are told."""
        city, now = self._city(db), self._clock.now()
        today = city.today(now)
        mail = Mail(db, city, now, key=f"set-aside:{row.channel}:{row.inbound_id}")
        addresses = people.addresses_in_chat(db, row.channel, row.chat_id)
        found = [people.actor_by_person(db, address.person_id, today) for address in addresses]
        senders = [sender for sender in found if sender]
        mail.to(senders, refusals.failed(code), Kind.NOTE)
        names = ", ".join(sender.name for sender in senders) or "—"
        office = people.holders(db, today, {Role.OFFICE})
        mail.to(office, refusals.set_aside(code, names, row.received_at), Kind.NOTE)
        inbox.settle(db, row.id or 0, InboxState.FAILED, now, code="set-aside")


@contextlib.asynccontextmanager
async def _seen_working(channel: Channel, chat_id: str) -> AsyncIterator[None]:
    """The person sees that the answer takes a while."""

    async def showing() -> None:
        while True:
            await channel.working(chat_id)
            await asyncio.sleep(WORKING_SHOWS)

    shown = asyncio.create_task(showing())
    try:
        yield
    finally:
        shown.cancel()
        await asyncio.gather(shown, return_exceptions=True)


def error_code() -> str:
    """What the person is told and the log has."""
    return f"E-{secrets.token_hex(2).upper()}"


def _clean(inbound: Inbound) -> Inbound:
    """Without the characters that no database or chat can carry."""
    attachment = inbound.attachment and replace(inbound.attachment, name=printable(inbound.attachment.name))
    return replace(
        inbound,
        text=printable(inbound.text),
        display_name=printable(inbound.display_name)[:LONGEST_NAME],
        attachment=attachment,
    )


def _is_secret(uploaded: answering.Uploaded | None) -> bool:
    if uploaded is None:
        return False
    read, _, _ = uploaded
    return isinstance(read, documents.Unreadable) and read.reason == "secret"
