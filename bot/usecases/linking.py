"""The door: what an account may do that opens an invitation, types a code, or is known to nobody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.core import buttons, choices, codes, intents
from bot.core.buttons import Press
from bot.core.cards import Card, Kind
from bot.core.channel import Inbound
from bot.core.permissions import Actor
from bot.core.screens import invitations as screens
from bot.core.understanding import Context, Speaker
from bot.store import invitations, people, tasks
from bot.store.invitations import MOST_WRONG
from bot.usecases import views
from bot.usecases.context import City, Mail
from bot.usecases.people import offer
from models import Conversation, Invitation, Role, Stranger

OFFER_LIVES = timedelta(hours=12)
TASKS_SHOWN = 5


@dataclass
class Door:
    """One thing that an account did at the door; `actor` is who it belongs to, if anybody."""

    db: Session
    city: City
    now: datetime
    mail: Mail
    channel: str
    inbound: Inbound
    actor: Actor | None
    conversation: Conversation

    @property
    def language(self) -> str:
        if self.actor:
            return self.actor.language
        return "en" if (self.inbound.language or "vi").startswith("en") else "vi"

    def reply(self, card: Card, kind: Kind = Kind.ANSWER) -> None:
        person_id = self.actor.person_id if self.actor else None
        self.mail.to_chat(
            self.channel,
            self.inbound.chat_id,
            card,
            kind,
            language=self.language,
            edits=self.inbound.message_ref,
            person_id=person_id,
        )

    def tell_office(self, card: Card) -> None:
        officers = people.holders(self.db, self.city.today(self.now), {Role.OFFICE})
        self.mail.to(
            [one for one in officers if self.actor is None or one.person_id != self.actor.person_id], card, Kind.NOTE
        )

    def stranger(self) -> Stranger:
        """The account's own row, with its look-up code."""
        return invitations.stranger(
            self.db,
            self.channel,
            self.inbound.account_id,
            chat_id=self.inbound.chat_id,
            name=self.inbound.display_name,
            language=self.language,
            today=self.city.today(self.now),
        )


def knocks(door: Door) -> Actor | bool:
    """The person who has just been linked; True where the door has answered; False where it is nobody's knock."""
    if not door.inbound.private:
        return False
    button = door.inbound.button or _typed(door)
    press = buttons.press(button) if button else None
    if press and press.verb in _PRESSES:
        return _PRESSES[press.verb](door, press)
    if door.inbound.button:
        return False
    text = door.inbound.start_code or door.inbound.text
    if code := codes.invitation(text):
        return _open(door, code)
    digits = codes.six_digits(text)
    return _add_account(door, digits) if digits else False


def _typed(door: Door) -> str | None:
    """The choice that words stand for, of an invitation that was opened where an app has no buttons."""
    menu = choices.from_json(door.conversation.menu)
    question = (door.conversation.question or {}).get("kind")
    words = door.inbound.text.strip()
    if menu is None or not words or question not in ("invitation", "invitation-over"):
        return None
    if menu.is_live(door.now):
        number = choices.place(words)
        found = choices.by_number(menu.keys, number) if number is not None else choices.by_words(menu.keys, words)
        if found:
            return found
    meant = door.city.chat.read(words, Speaker(""), Context(), door.now.astimezone(door.city.zone))
    verb = _MEANT.get(type(meant)) if menu.asks(door.now) else None
    return next((key.action for key in menu.keys if (press := buttons.press(key.action)) and press.verb == verb), None)


# ---------------------------------------------------------------- an invitation


def _open(door: Door, code: str) -> bool:
    """Shows what a good code invites to; nothing is linked before it is confirmed."""
    if _too_many_wrong(door):
        return True
    row = invitations.by_code(door.db, code)
    if row is None:
        return _wrong(door)
    if not _is_good(door, row):
        lookup = door.stranger().lookup or ""
        _remember(door, "invitation-over", row)
        door.reply(screens.bad_invitation(row.id or 0, lookup))
        return True
    _remember(door, "invitation", row)
    door.reply(screens.invited(offer(door.db, door.city, row)))
    return True


def _is_good(door: Door, row: Invitation) -> bool:
    """Unused, in time, and meant for this app and this account; for an agency that still exists."""
    if row.used_at or row.revoked_at or row.expires_at <= door.now:
        return False
    if row.channel not in (None, door.channel) or row.account_id not in (None, door.inbound.account_id):
        return False
    body = door.city.directory.get(row.agency_code) if row.agency_code else None
    return body is None or not body.has_ended_on(door.city.today(door.now))


def _remember(door: Door, kind: str, row: Invitation) -> None:
    """A button could be forged; what was opened in this chat cannot."""
    door.conversation.question = {"kind": kind, "invitation": row.id, "name": door.inbound.display_name}
    door.conversation.expires_at = door.now + OFFER_LIVES
    door.db.add(door.conversation)


def _opened(door: Door, press: Press, kind: str) -> Invitation | None:
    question = door.conversation.question or {}
    if question.get("kind") != kind or question.get("invitation") != press.id:
        return None
    if not door.inbound.display_name:  # some apps tell it with words only
        door.inbound = replace(door.inbound, display_name=str(question.get("name") or ""))
    door.conversation.question = None
    door.db.add(door.conversation)
    return invitations.by_id(door.db, press.id)


def _confirmed(door: Door, press: Press) -> Actor | bool:
    row = _opened(door, press, "invitation")
    if row is None or not _is_good(door, row):
        return _over(door, row)
    today = door.city.today(door.now)
    address = people.address_of(door.db, door.channel, door.inbound.account_id)
    name = row.name or door.inbound.display_name or "—"
    if address is None:
        person = people.add_person(door.db, name=name, now=door.now, language=door.language)
        person_id = person.id or 0
    else:
        person_id = address.person_id
    post = people.add_post(door.db, person_id, role=row.role, agency=row.agency_code, today=today)
    people.link(
        door.db,
        person_id,
        channel=door.channel,
        account_id=door.inbound.account_id,
        chat_id=door.inbound.chat_id,
        now=door.now,
    )
    row.used_at, row.used_by, row.post_id = door.now, person_id, post.id
    door.db.add(row)
    actor = people.actor_by_person(door.db, person_id, today)
    if actor is None:
        return True
    door.actor = actor
    door.reply(_welcome(door, actor), Kind.CONFIRMATION)
    short = door.city.short(row.agency_code) if row.agency_code else None
    card = screens.somebody_linked(actor.name, row.role, short, door.channel, door.now, post.id or 0)
    door.tell_office(_with_hand_over(door, card, row, person_id))
    return actor


def _with_hand_over(door: Door, card: Card, row: Invitation, person_id: int) -> Card:
    """Of an invited successor, while the predecessor still holds the post."""
    old = people.post(door.db, row.successor_of) if row.successor_of else None
    if old is None or old.person_id == person_id or not people.is_held(old, door.city.today(door.now)):
        return card
    holder = people.person(door.db, old.person_id)
    return screens.successor_linked(card, person_id, holder.name if holder else "—", old.id or 0)


def _welcome(door: Door, actor: Actor) -> Card:
    scope = tasks.for_agency(actor.agency) if actor.agency else tasks.for_committee()
    rows, total = tasks.listed(door.db, tasks.OPEN, scope, limit=TASKS_SHOWN)
    shown = views.views(door.db, door.city, rows, door.city.today(door.now))
    agency = door.city.full(actor.agency) if actor.agency else None
    return screens.linked(actor, agency, shown, total, f"{door.city.letter_at:%H:%M}")


def _not_me(door: Door, press: Press) -> bool:
    """A link that reached somebody else is burnt."""
    row = _opened(door, press, "invitation")
    if row is None or not _is_good(door, row):
        return _over(door, row)
    row.revoked_at = door.now
    door.db.add(row)
    door.reply(screens.not_me())
    agency = door.city.short(row.agency_code) if row.agency_code else None
    door.tell_office(screens.not_the_invited(door.inbound.display_name or "—", row.role, agency, door.channel))
    return True


def _over(door: Door, row: Invitation | None) -> bool:
    """The button of an invitation that is no longer good; of one that was not opened here nothing is said."""
    if row is not None:
        _remember(door, "invitation-over", row)
        door.reply(screens.bad_invitation(row.id or 0, door.stranger().lookup or ""))
        return True
    return False


def _ask_again(door: Door, press: Press) -> bool:
    """Once a day; the office gets the account's look-up code and a button that sends a new invitation there."""
    row = _opened(door, press, "invitation-over")
    if row is None:
        return False
    stranger, today = door.stranger(), door.city.today(door.now)
    lookup = stranger.lookup or ""
    if stranger.asked_on != today:
        stranger.asked_on = today
        door.db.add(stranger)
        agency = door.city.short(row.agency_code) if row.agency_code else None
        name = door.inbound.display_name or "—"
        door.tell_office(screens.asks_again(name, lookup, row.role, agency, door.channel, row.id or 0))
    door.reply(screens.asked_again(lookup))
    return True


# ---------------------------------------------------------------- six digits


def _add_account(door: Door, digits: str) -> Actor | bool:
    """One more account of a person who is linked already."""
    known = people.address_of(door.db, door.channel, door.inbound.account_id)
    if door.actor is not None:
        return False  # to somebody who is linked six digits are six digits
    if _too_many_wrong(door):
        return True
    row = invitations.account_code(door.db, digits, door.now)
    actor = people.actor_by_person(door.db, row.person_id, door.city.today(door.now)) if row else None
    if row is None or actor is None or (known is not None and known.person_id != row.person_id):
        return _wrong(door)
    row.used_at = door.now
    door.db.add(row)
    address = people.link(
        door.db,
        actor.person_id,
        channel=door.channel,
        account_id=door.inbound.account_id,
        chat_id=door.inbound.chat_id,
        now=door.now,
    )
    door.actor = actor
    door.reply(screens.account_added(door.channel), Kind.CONFIRMATION)
    short = door.city.short(actor.agency) if actor.agency else None
    card = screens.somebody_added(actor.name, actor.role, short, door.channel, door.now, address.id or 0)
    door.tell_office(card)
    for other in people.accounts(door.db, actor.person_id):
        if other.id != address.id and not other.broken:
            door.mail.to_chat(
                other.channel,
                other.chat_id,
                screens.added_elsewhere(door.channel, address.id or 0),
                Kind.NOTE,
                language=actor.language,
                person_id=actor.person_id,
            )
    return actor


# ---------------------------------------------------------------- strangers


def _too_many_wrong(door: Door) -> bool:
    """After five wrong codes a day nothing is looked up any more, and nothing is said."""
    return door.actor is None and door.stranger().wrong >= MOST_WRONG


def _wrong(door: Door) -> bool:
    if door.actor is not None:
        return False  # perhaps they meant something else by it
    stranger = door.stranger()
    stranger.wrong += 1
    door.db.add(stranger)
    door.reply(screens.wrong_code())
    return True


def answer_stranger(door: Door) -> None:
    """One answer a day, the same to everybody."""
    if not door.inbound.private or door.inbound.left or not door.inbound.account_id:
        return
    stranger, today = door.stranger(), door.city.today(door.now)
    if stranger.answered_on == today or stranger.wrong >= MOST_WRONG:
        return
    stranger.answered_on = today
    door.db.add(stranger)
    door.reply(screens.stranger(stranger.lookup or ""))


_MEANT = {intents.Yes: "inv-yes", intents.No: "inv-no"}
_PRESSES = {"inv-yes": _confirmed, "inv-no": _not_me, "inv-ask": _ask_again}
