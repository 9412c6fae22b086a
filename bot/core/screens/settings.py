"""A person's own settings, and what the office sets for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core import codes
from bot.core.buttons import action
from bot.core.cards import Button, Card, Line, T, Text, bold, italic, item, line, mono
from bot.core.permissions import Actor
from bot.core.screens.invitations import channel_name, post_of
from bot.core.screens.words import names
from models import Address, Role

HOURS = ("07:30", "08:00", "10:00", "14:00")


@dataclass(frozen=True)
class Away:
    """An absence: whose post, from when to when, who acts."""

    id: int
    holder: str
    deputy: str
    starts_on: date
    ends_on: date


def settings(
    actor: Actor, agency: str | None, hour: str, accounts: Sequence[Address], away: Sequence[Away], phone: str
) -> Card:
    facts: list[Line] = [
        line(T("• Language: {language}", language=T("English") if actor.language == "en" else T("Vietnamese"))),
        line(T("• Reminders: {hour} on working days", hour=hour)),
        line(T("• Accounts: {names}", names=names([channel_name(one.channel) for one in accounts]))),
    ]
    facts += [
        line(T("• Deputy: {deputy}, {first} – {last}", deputy=one.deputy, first=one.starts_on, last=one.ends_on))
        for one in away
    ]
    if actor.role is Role.OFFICE:
        facts.append(line(T("• The office's telephone: {phone}", phone=phone or "—")))
    other = "vi" if actor.language == "en" else "en"
    card = Card(
        line(bold(T("⚙️ Settings"))), (item(T("{name}", name=actor.name), post_of(actor.role, agency)), item(*facts))
    ).with_rows(
        (
            Button(T("🌐 English") if other == "en" else T("🌐 Vietnamese"), action("lang", 0, 0, other)),
            Button(T("🕗 Reminder hour"), action("hour")),
        ),
        (Button(T("📱 Accounts"), action("accounts")), Button(T("🧳 Absence"), action("away"))),
    )
    if actor.role is Role.OFFICE:
        card = card.with_rows(
            (Button(T("☎ Telephone"), action("phone")), Button(T("👥 Groups"), action("groups"))),
        )
    elif actor.role is Role.CHAIR:
        card = card.with_rows((Button(T("👥 Groups"), action("groups")),))
    return card.with_rows((Button(T("❓ Tour of 1 minute"), action("tour", 1)), Button(T("☰ Menu"), action("menu"))))


def _settings() -> Button:
    return Button(T("⚙️ Settings"), action("settings"))


def language_set() -> Card:
    """Said in the new language."""
    return Card(line(bold(T("The system now writes English.")))).with_rows(
        (_settings(), Button(T("☰ Menu"), action("menu")))
    )


# ---------------------------------------------------------------- the hour


def ask_hour(hour: str) -> Card:
    buttons = [Button(one, action("hour-set", 0, 0, one)) for one in HOURS]
    return Card(
        line(bold(T("🕗 Reminders come at {hour}", hour=hour))),
        (item(T("Which hour between 07:30 and 16:59? Write it, for example 9:15, or choose:")),),
    ).with_rows(tuple(buttons[:2]), tuple(buttons[2:]), (Button(T("✖ Cancel"), action("cancel")),))


def hour_set(hour: str) -> Card:
    return Card(
        line(bold(T("🕗 Reminders will come at {hour} on working days", hour=hour))),
        (item(T("Dates do not change.")),),
    ).with_rows((_settings(),))


def bad_hour() -> Card:
    return Card(
        line(bold(T("Reminders come in office hours only, from 07:30 to 16:59."))),
        (item(T("Please write an hour such as 9:15.")),),
    ).with_rows((Button(T("✖ Cancel"), action("cancel")),))


# ---------------------------------------------------------------- accounts


def accounts(rows: Sequence[Address], current: int | None) -> Card:
    items = [
        item(bold(T("{n}. {channel}", n=number, channel=channel_name(row.channel))), _state(row, current))
        for number, row in enumerate(rows, 1)
    ]
    buttons: list[tuple[Button, ...]] = []
    if len(rows) > 1:
        for number, row in enumerate(rows[:2], 1):
            first = () if row.preferred else (Button(T("⭐ Prefer {n}", n=number), action("account-pref", row.id)),)
            buttons.append((*first, Button(T("✖ Remove {n}", n=number), action("account-drop", row.id))))
    return Card(
        line(bold(T("📱 Accounts"))),
        (*items, item(T("Messages go to the preferred account; if it cannot be reached, to the other one."))),
    ).with_rows(*buttons, (_settings(), Button(T("➕ Add account"), action("account-new"))))


def _state(row: Address, current: int | None) -> Text:
    if row.broken:
        return T("cannot be reached")
    if row.preferred:
        return T("preferred, this chat") if row.id == current else T("preferred")
    return T("fall-back, this chat") if row.id == current else T("fall-back")


def account_code(digits: str, minutes: int) -> Card:
    return Card(
        line(bold(T("➕ Add an account"))),
        (
            item(T("Write these six digits to the system from the other account:"), line(mono(codes.shown(digits)))),
            item(italic(T("Good for {n} minutes, once. Nobody else may see them.", n=minutes))),
        ),
        passing=True,
    ).with_rows((Button(T("📱 Accounts"), action("accounts")),))


def last_account() -> Card:
    return Card(
        line(bold(T("This is the only account; it cannot be removed."))),
        (item(T("Add another one first, or ask the office to end the post.")),),
    ).with_rows((Button(T("📱 Accounts"), action("accounts")),))


# ---------------------------------------------------------------- the office's telephone


def ask_phone(phone: str) -> Card:
    return Card(
        line(bold(T("☎ The office's telephone: {phone}", phone=phone or "—"))),
        (item(T("It is named where the system does not understand. Please write the number.")),),
    ).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def phone_set(phone: str) -> Card:
    return Card(line(bold(T("☎ The office's telephone is now {phone}", phone=phone)))).with_rows((_settings(),))


def bad_phone() -> Card:
    return Card(line(bold(T("This is not a telephone number."))), (item(T("For example: 0236 382 1234.")),)).with_rows(
        (Button(T("✖ Cancel"), action("cancel")),)
    )
