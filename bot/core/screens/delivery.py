"""The office's delivery report: who cannot be reached, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, item, line
from bot.core.screens.words import role_name

SHOWN = 8  # in one report; the number buttons of a choice fill two rows


@dataclass(frozen=True)
class Trouble:
    """Something that did not arrive. `name` tells it from others, so that it is not told again once it is in hand."""

    name: str
    kind: Literal["unlinked", "broken", "failed"]
    agency: str | None = None
    person: str = ""
    role: str | None = None
    open_tasks: int = 0
    reason: str = ""
    since: date | None = None


def report(troubles: Sequence[Trouble], day: date) -> Card:
    lines = [_line(number, one) for number, one in enumerate(troubles[:SHOWN], 1)]
    items = [item(*lines)]
    if len(troubles) > SHOWN:
        items.append(item(T("… and {n} other matters", n=len(troubles) - SHOWN)))
    items.append(item(T("Please call, or send a new invitation.")))
    buttons = [Button(T("✅ Called"), action("dr-called", extra=day))]
    if any(one.kind != "failed" for one in troubles[:SHOWN]):
        buttons.insert(0, Button(T("📨 Send invitation"), action("dr-invite", extra=day)))
    title = T("⚠️ {n} matter did not arrive", "⚠️ {n} matters did not arrive", n=len(troubles))
    return Card(line(bold(title)), tuple(items)).with_rows(tuple(buttons))


def _line(number: int, one: Trouble) -> Text:
    return T("{n}. {what}", n=number, what=_what(one))


def _what(one: Trouble) -> Text:
    if one.kind == "unlinked":
        return T(
            "{agency} – nobody is linked ({n} open task)",
            "{agency} – nobody is linked ({n} open tasks)",
            agency=one.agency,
            n=one.open_tasks,
        )
    if one.kind == "failed":
        return T("{who} – a message failed: {why}", who=_who(one), why=_failure(one.reason))
    if one.since:
        return T("{who} – {why}, since {day}", who=_who(one), why=_why(one.reason), day=one.since)
    return T("{who} – {why}", who=_who(one), why=_why(one.reason))


def _who(one: Trouble) -> Text:
    if one.agency:
        return T("{agency}, {person}", agency=one.agency, person=one.person)
    return T("{person}, {role}", person=one.person, role=role_name(one.role or "observer"))


def _why(reason: str) -> Text:
    """Why an address is broken."""
    match reason:
        case "blocked":
            return T("has blocked the system")
        case "never-started":
            return T("has not opened the chat yet")
        case "deactivated":
            return T("the account was closed")
        case "kicked" | "no-rights":
            return T("the system may not write there")
        case "chat-gone":
            return T("the chat no longer exists")
    return T("cannot be reached")


def _failure(reason: str) -> Text:
    match reason:
        case "uncertain":
            return T("it may not have arrived")
        case "bug":
            return T("an error of the system")
    return T("the chat app refused it")


def choose(troubles: Sequence[Trouble]) -> Card:
    """Whom to invite, when there are several."""
    named = [one for one in troubles[:SHOWN] if one.kind != "failed"]
    lines: list[Text] = [_line(number, one) for number, one in enumerate(named, 1)]
    numbers = [Button(str(n), action("dr-invite-for", extra=one.name)) for n, one in enumerate(named, 1)]
    card = Card(line(bold(T("Whom to invite?"))), (Item(tuple(line(one) for one in lines)),))
    return card.with_rows(tuple(numbers[:4]), tuple(numbers[4:]))


def invited(one: Trouble, role: str, code: str, link: str | None) -> Card:
    """The invitation, for the office to pass on; its code is not kept and not shown again."""
    who = T("{agency}, {role}", agency=one.agency, role=role_name(role)) if one.agency else role_name(role)
    how = T("Link: {link}", link=link) if link else T("Code, to be written to the system: {code}", code=code)
    return Card(
        line(bold(T("📨 Invitation for {who}", who=who))),
        (item(how), item(T("For one use, good for three working days. Please pass it on to this person only."))),
        passing=True,
    )


def called(count: int) -> Card:
    return Card(
        line(
            bold(
                T(
                    "✅ Noted: the office has called ({n} matter)",
                    "✅ Noted: the office has called ({n} matters)",
                    n=count,
                )
            )
        ),
        (item(T("These are not reported again while nothing else happens.")),),
    )


def settled() -> Card:
    return Card(line(T("Everything arrives now. Nothing is left to do.")))
