"""Absences and deputies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.buttons import action
from bot.core.cards import Button, Card, Item, T, Text, bold, item, line
from bot.core.permissions import Actor
from bot.core.screens.invitations import post_of
from bot.core.screens.settings import Away

SHOWN = 6


def overview(mine: Sequence[Away], others: Sequence[Away], *, may_begin: bool) -> Card:
    items: list[Item] = [item(*[_line(one) for one in mine])] if mine else [item(T("No absence is noted."))]
    if others:
        items.append(
            item(
                bold(T("Standing in for:")),
                *[
                    T("• {holder}, {first} – {last}", holder=one.holder, first=one.starts_on, last=one.ends_on)
                    for one in others
                ],
            )
        )
    rows = [(Button(T("✖ I am back"), action("away-end", one.id)),) for one in mine[:1]]
    if may_begin:
        rows.append((Button(T("🧳 Note an absence"), action("away-new")),))
    return Card(line(bold(T("🧳 Absence"))), tuple(items)).with_rows(
        *rows, (Button(T("⚙️ Settings"), action("settings")),)
    )


def _line(one: Away) -> Text:
    return T("• Deputy: {deputy}, {first} – {last}", deputy=one.deputy, first=one.starts_on, last=one.ends_on)


def ask_until() -> Card:
    return Card(
        line(bold(T("🧳 Away until which day?"))),
        (item(T("Please write a date such as 30/9/2022, “Friday next week” or “end of October”.")),),
    ).with_rows((_cancel(),))


def ask_deputy(found: Sequence[Actor], until: date, unknown: str | None) -> Card:
    lines = [T("Nobody who may stand in is called “{name}”.", name=unknown)] if unknown else []
    buttons = [Button(one.name[:20], action("away-who", one.person_id)) for one in found[:SHOWN]]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    return Card(
        line(bold(T("🧳 Who stands in until {day}?", day=until))),
        (item(*lines, T("Choose, or write the name.")),),
    ).with_rows(*rows, (_cancel(),))


def check(post: Actor, agency: str | None, deputy: Actor, first: date, last: date, read_back: Text) -> Card:
    """Read back before it counts."""
    return Card(
        line(bold(T("🧳 {deputy} stands in for the comrade?", deputy=deputy.name))),
        (
            item(
                read_back,
                T("• From {first} to {last}", first=first, last=last),
                T("• With all rights of: {post}", post=post_of(post.role, agency)),
                T("• The reminders go to the deputy; the history names both."),
                T("• The office is told."),
            ),
        ),
    ).with_rows((_cancel(), Button(T("✅ Agree"), action("away-yes", deputy.person_id))))


def noted(away: Away) -> Card:
    return Card(
        line(bold(T("🧳 Noted: {deputy} stands in until {day}", deputy=away.deputy, day=away.ends_on))),
        (item(T("Access of the comrade does not change.")),),
    ).with_rows((Button(T("✖ I am back"), action("away-end", away.id)),))


def to_deputy(away: Away, role: str, agency: str | None) -> Card:
    return Card(
        line(bold(T("🧳 The comrade stands in for {holder}", holder=away.holder))),
        (
            item(
                post_of(role, agency),
                T("From {first} to {last}", first=away.starts_on, last=away.ends_on),
                T("The reminders of this post come here in these days; the history names both."),
            ),
        ),
    ).with_rows((Button(T("📋 My tasks"), action("mine", 1)),))


def to_office(away: Away, role: str, agency: str | None) -> Card:
    return Card(
        line(bold(T("🧳 {holder} is away, {deputy} stands in", holder=away.holder, deputy=away.deputy))),
        (item(post_of(role, agency), T("From {first} to {last}", first=away.starts_on, last=away.ends_on)),),
    ).with_rows((Button(T("✖ End it"), action("away-end", away.id)),))


def ended(away: Away) -> Card:
    return Card(
        line(bold(T("🧳 {deputy} no longer stands in for {holder}", deputy=away.deputy, holder=away.holder)))
    ).with_rows((Button(T("☰ Menu"), action("menu")),))


def refused(reason: str) -> Card:
    return Card(line(bold(_reason(reason)))).with_rows((Button(T("🧳 Absence"), action("away")),))


def _reason(reason: str) -> Text:
    match reason:
        case "no-post":
            return T("There is no post that a deputy could act in.")
        case "bad-day":
            return T("The last day of an absence lies between today and a year from now.")
        case "nobody":
            return T("Nobody who may stand in is linked yet. Please ask the office to invite somebody.")
    return T("This question is over. Nothing was changed.")


def _cancel() -> Button:
    return Button(T("✖ Cancel"), action("cancel"))
