"""A person's settings: language, hour of the reminders, accounts; and the office's telephone."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import time, timedelta

from bot.core.buttons import Press
from bot.core.cards import Card, Kind
from bot.core.digest import CLOSING_TIME, OPENING_TIME
from bot.core.permissions import Actor
from bot.core.screens import refusals
from bot.core.screens import settings as screens
from bot.store import invitations, people, settings
from bot.usecases import absences
from bot.usecases.context import City, Turn
from locales import LANGUAGES
from models import Address, Role

CODE_MINUTES = 10
PHONE = "office-phone"
_PHONE = re.compile(r"[+(]?\d[\d .()/-]{2,28}")
_HOUR = re.compile(r"(\d{1,2})(?:\s*(?:giờ|gio|[:.hg])\s*(\d{1,2}|rưỡi|ruoi)?)?")
_HALF = 30  # minutes


def show(turn: Turn) -> None:
    agency = turn.city.full(turn.actor.agency) if turn.actor.agency else None
    rows = people.accounts(turn.db, turn.actor.person_id)
    turn.reply(
        screens.settings(turn.actor, agency, hour_of(turn.city, turn.actor), rows, absences.current(turn), phone(turn))
    )


def hour_of(city: City, actor: Actor) -> str:
    """When this person's letter leaves: their own hour, or the committee's."""
    return actor.reminder_at or f"{city.letter_at:%H:%M}"


def phone(turn: Turn) -> str:
    return settings.get(turn.db, PHONE)


# ---------------------------------------------------------------- language and hour


def set_language(turn: Turn, language: str) -> None:
    """From the next message on; this answer already."""
    if language in LANGUAGES:
        people.set_language(turn.db, turn.actor.person_id, language)
        turn.actor = replace(turn.actor, language=language)
        turn.new_menu = True
    turn.reply(screens.language_set())


def ask_hour(turn: Turn) -> None:
    turn.ask("hour")
    turn.reply(screens.ask_hour(hour_of(turn.city, turn.actor)))


def read_hour(turn: Turn, words: str) -> None:
    found = _HOUR.search(words.lower())
    hour, minute = (int(found[1]), _minute(found[2] or "0")) if found else (99, 0)
    set_hour(turn, time(hour, minute) if hour < 24 and minute < 60 else None)


def _minute(said: str) -> int:
    return int(said) if said.isdecimal() else _HALF


def set_hour(turn: Turn, wanted: time | None) -> None:
    """Within office hours only; the dates of tasks have nothing to do with it."""
    if wanted is None or not OPENING_TIME <= wanted < CLOSING_TIME:
        turn.ask("hour")
        turn.reply(screens.bad_hour())
        return
    turn.close_question()
    hour = f"{wanted:%H:%M}"
    people.set_reminder(turn.db, turn.actor.person_id, hour)
    turn.actor = replace(turn.actor, reminder_at=hour)
    turn.reply(screens.hour_set(hour), kind=Kind.CONFIRMATION)


def press_hour(turn: Turn, press: Press) -> None:
    read_hour(turn, press.extra)


# ---------------------------------------------------------------- accounts


def accounts(turn: Turn) -> None:
    here = people.address_of(turn.db, turn.channel, turn.inbound.account_id)
    turn.reply(_accounts(turn, here))


def _accounts(turn: Turn, here: Address | None) -> Card:
    return screens.accounts(people.accounts(turn.db, turn.actor.person_id), here.id if here else None)


def new_account(turn: Turn) -> None:
    digits = f"{secrets.randbelow(10**6):06d}"
    invitations.add_account_code(turn.db, turn.actor.person_id, digits, turn.now + timedelta(minutes=CODE_MINUTES))
    turn.reply(screens.account_code(digits, CODE_MINUTES), fresh=True)


def prefer(turn: Turn, press: Press) -> None:
    row = _own(turn, press)
    if row:
        people.prefer(turn.db, row)
        accounts(turn)


def drop(turn: Turn, press: Press) -> None:
    """Any account but the only one."""
    row = _own(turn, press)
    if row is None:
        return
    if len(people.accounts(turn.db, turn.actor.person_id)) == 1:
        turn.reply(screens.last_account())
        return
    people.drop_account(turn.db, row)
    accounts(turn)


def _own(turn: Turn, press: Press) -> Address | None:
    row = people.account(turn.db, press.id)
    if row is None or row.person_id != turn.actor.person_id:
        turn.reply(refusals.gone())
        return None
    return row


# ---------------------------------------------------------------- the office's telephone


def ask_phone(turn: Turn) -> None:
    if turn.actor.role is not Role.OFFICE:
        turn.reply(refusals.refusal("not-yours"))
        return
    turn.ask("phone")
    turn.reply(screens.ask_phone(phone(turn)))


def read_phone(turn: Turn, words: str) -> None:
    if turn.actor.role is not Role.OFFICE:
        turn.reply(refusals.refusal("not-yours"))
        return
    if not _PHONE.fullmatch(words):
        turn.reply(screens.bad_phone())
        return
    turn.close_question()
    settings.put(turn.db, PHONE, words)
    turn.reply(screens.phone_set(words), kind=Kind.CONFIRMATION)
