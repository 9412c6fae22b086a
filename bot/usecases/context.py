"""What a use case is given: one transaction, one person, one moment; and how it answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo

from sqlmodel import Session

from bot.core import cards
from bot.core.agencies import AgencyReader, Directory
from bot.core.calendar import Calendar
from bot.core.cards import Card, Kind
from bot.core.channel import Inbound
from bot.core.conclusions import ConclusionReader
from bot.core.deadlines import DeadlineReader
from bot.core.obstacles import ObstacleReader
from bot.core.parts import PartReader
from bot.core.permissions import Actor
from bot.core.rights import Rules
from bot.core.understanding import ChatReader
from bot.store import outbox, people, settings
from bot.store.tasks import Source
from models import Broadcast, Conversation, Outbox, OutboxState, Role

QUESTION_LIVES = timedelta(hours=12)
GOOD_FOR = {
    Kind.ANSWER: timedelta(minutes=15),
    Kind.CONFIRMATION: timedelta(days=1),
    Kind.ASSIGNMENT: timedelta(days=30),
    Kind.NOTE: timedelta(days=7),
    Kind.URGE: timedelta(days=7),
}


@dataclass(frozen=True)
class City:
    """The committee's world: its agencies, its calendar, the readers built from them, its hours."""

    directory: Directory
    calendar: Calendar
    agencies: AgencyReader
    deadlines: DeadlineReader
    conclusions: ConclusionReader
    chat: ChatReader
    obstacles: ObstacleReader
    parts: PartReader
    zone: tzinfo
    letter_at: time
    digest_at: time
    revision: int = 0

    def today(self, now: datetime) -> date:
        return now.astimezone(self.zone).date()

    def short(self, code: str | None) -> str:
        """The agency's name in lists."""
        body = self.directory.get(code) if code else None
        return body.short if body else code or "—"

    def full(self, code: str | None) -> str:
        body = self.directory.get(code) if code else None
        return body.name if body else code or "—"


@dataclass
class Mail:
    """Posts messages in the transaction of the change that they report."""

    db: Session
    city: City
    now: datetime
    key: str  # unique for the act that causes the messages
    posted: int = 0

    @property
    def today(self) -> date:
        return self.city.today(self.now)

    def to(
        self,
        actors: Iterable[Actor],
        card: Card,
        kind: Kind,
        *,
        task_id: int | None = None,
        key: str | None = None,
        good_until: datetime | None = None,
        broadcast: Broadcast | None = None,
    ) -> list[Actor]:
        """Writes to each person once, where they can be reached; returns those who cannot.

        A message of a broadcast waits until that leaves.
        """
        leaves_at = (broadcast.leaves_at if broadcast else None) or self.now
        unique = {actor.person_id: actor for actor in actors}
        addresses = people.addresses(self.db, unique)
        for person_id, address in addresses.items():
            self._post(
                Outbox(
                    key=key or self._next_key(),
                    kind=kind,
                    channel=address.channel,
                    chat_id=address.chat_id,
                    person_id=person_id,
                    language=unique[person_id].language,
                    card=cards.to_json(card),
                    task_id=task_id,
                    broadcast_id=broadcast.id if broadcast else None,
                    not_before=leaves_at,
                    good_until=good_until or leaves_at + GOOD_FOR[kind],
                    created_at=self.now,
                )
            )
        return [actor for person_id, actor in unique.items() if person_id not in addresses]

    def to_chat(
        self,
        channel: str,
        chat_id: str,
        card: Card,
        kind: Kind,
        *,
        language: str,
        edits: str | None = None,
        person_id: int | None = None,
        task_id: int | None = None,
        reply_to: str | None = None,
        in_group: bool = False,
    ) -> None:
        """Answers in the chat where the question was asked."""
        self._post(
            Outbox(
                key=self._next_key(),
                kind=kind,
                channel=channel,
                chat_id=chat_id,
                person_id=person_id,
                language=language,
                card=cards.to_json(card),
                task_id=task_id,
                edits=edits,
                reply_to=reply_to,
                in_group=in_group,
                not_before=self.now,
                good_until=self.now + GOOD_FOR[kind],
                created_at=self.now,
                state=OutboxState.WAITING,
            )
        )

    def goes_on(self, row: Outbox) -> None:
        """The parts of a long message that its reader asks for, after those that came of themselves."""
        same = row.model_dump(include={"channel", "chat_id", "person_id", "language", "card", "task_id", "in_group"})
        self._post(
            Outbox(
                **same,
                key=self._next_key(),
                kind=Kind.ANSWER,
                parts_sent=row.parts_sent + 1,
                not_before=self.now,
                good_until=self.now + GOOD_FOR[Kind.ANSWER],
                created_at=self.now,
            )
        )

    def to_group(
        self, channel: str, chat_id: str, card: Card, kind: Kind, *, language: str, key: str, good_until: datetime
    ) -> None:
        """Writes to a group of its own accord."""
        self._post(
            Outbox(
                key=key,
                kind=kind,
                channel=channel,
                chat_id=chat_id,
                language=language,
                card=cards.to_json(card),
                in_group=True,
                not_before=self.now,
                good_until=good_until,
                created_at=self.now,
            )
        )

    def _next_key(self) -> str:
        self.posted += 1
        return f"{self.key}:{self.posted}"

    def _post(self, row: Outbox) -> None:
        outbox.post(self.db, row)


@dataclass
class Turn:
    """One person did one thing. The use case answers through `reply` and tells others through `mail`."""

    db: Session
    city: City
    now: datetime
    actor: Actor
    inbound: Inbound
    channel: str
    source: Source
    conversation: Conversation
    mail: Mail
    toast: cards.Text | None = None
    posts: Sequence[Actor] = ()  # every post that the person holds or stands in for, the highest first
    part_named: tuple[int, int] | None = None  # "NV-5.1": the first sub-task of NV-5
    part_chosen: int | None = None  # of several own parts of a job for many, the one that was named when asked
    new_menu: bool = False  # the app's command menu has to be shown anew
    links: Mapping[str, Callable[[str], str | None]] = field(default_factory=dict)  # by channel: code → deep link
    chat_links: Mapping[str, str | None] = field(default_factory=dict)  # by channel: what opens the chat

    @property
    def today(self) -> date:
        return self.city.today(self.now)

    @property
    def rules(self) -> Rules:
        return settings.rules(self.db)

    @property
    def capacities(self) -> Sequence[Actor]:
        """In what posts this person may act; nearly always one."""
        return self.posts or (self.actor,)

    @property
    def agencies(self) -> list[str]:
        """The agencies that this person speaks for."""
        return [one.agency for one in self.capacities if one.agency]

    def reply(self, card: Card, *, kind: Kind = Kind.ANSWER, fresh: bool = False, task_id: int | None = None) -> None:
        """Answers; a pressed button's message becomes the answer unless a fresh message is wanted.

        Where nothing was tapped, what would be a toast is said in words.
        """
        if self.toast and self.inbound.tap_id is None:
            card, self.toast = replace(card, items=(cards.item(self.toast), *card.items)), None
        self.mail.to_chat(
            self.channel,
            self.inbound.chat_id,
            card,
            kind,
            language=self.actor.language,
            edits=None if fresh else self.inbound.message_ref,
            person_id=self.actor.person_id,
            task_id=task_id,
            in_group=not self.inbound.private,
            reply_to=None if self.inbound.private else self.inbound.own_ref,
        )

    def tell(
        self,
        actors: Iterable[Actor],
        card: Card,
        kind: Kind,
        *,
        task_id: int | None = None,
        broadcast: Broadcast | None = None,
    ) -> list[Actor]:
        """Tells others, never the person who acts; returns those who cannot be reached."""
        others = (one for one in actors if one.person_id != self.actor.person_id)
        return self.mail.to(others, card, kind, task_id=task_id, broadcast=broadcast)

    def ask(self, kind: str, **values: object) -> None:
        """Opens a question: the next words of this chat are its answer."""
        self.conversation.question = {"kind": kind, **values}
        self.conversation.expires_at = self.now + QUESTION_LIVES
        self.db.add(self.conversation)

    def close_question(self) -> None:
        self.conversation.question = None
        self.db.add(self.conversation)

    def office(self) -> list[Actor]:
        return people.holders(self.db, self.today, {Role.OFFICE})

    def agency_people(self, codes: Collection[str]) -> list[Actor]:
        return people.holders(self.db, self.today, {Role.HEAD, Role.CONTACT}, codes)
