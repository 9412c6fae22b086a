"""Invitations: what the invited person sees, what strangers are told, and the office's own screens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.core import codes
from bot.core.buttons import action
from bot.core.cards import Button, Card, Line, T, Text, bold, italic, item, line, mono
from bot.core.permissions import Actor
from bot.core.screens.task import TaskView
from bot.core.screens.words import role_name, standing_words
from models import AGENCY_ROLES, Role


@dataclass(frozen=True)
class Offer:
    """What an invitation is for."""

    id: int
    role: str
    agency: str | None  # its full name
    by: str | None
    last_day: date
    name: str | None = None
    channel: str | None = None


def post_of(role: str, agency: str | None) -> Text:
    return T("{agency} · {role}", agency=agency, role=role_name(role)) if agency else role_name(role)


# ---------------------------------------------------------------- at the door


def invited(offer: Offer) -> Card:
    facts: list[Line] = []
    if offer.agency:
        facts.append(line(T("• Agency: "), bold(offer.agency)))
    facts.append(line(T("• Role: "), bold(role_name(offer.role)), T(" ({rights})", rights=_rights(offer.role))))
    facts.append(line(T("• Invited by: {name}", name=offer.by or T("the committee's office"))))
    facts.append(line(T("• Good until the end of {day}", day=offer.last_day)))
    return Card(
        line(bold(T("The steering committee's tasks"))),
        (
            item(T("The comrade is invited to take part:"), *facts),
            item(T("If this is right, choose “Confirm”. The system sends the tasks of this post only.")),
        ),
    ).with_rows(
        (
            Button(T("✋ Not me"), action("inv-no", offer.id)),
            Button(T("✅ Confirm"), action("inv-yes", offer.id)),
        )
    )


def _rights(role: str) -> Text:
    match Role(role):
        case Role.CHAIR | Role.VICE_CHAIR:
            return T("see, decide, urge")
        case Role.OFFICE:
            return T("take in, assign, confirm, manage people")
        case Role.HEAD:
            return T("see, update, report, ask for another date")
        case Role.CONTACT:
            return T("see, update, report")
        case Role.OBSERVER:
            return T("see only")


def not_me() -> Card:
    return Card(
        line(bold(T("The invitation was not used and is no longer good."))),
        (item(T("The office has been told.")),),
    )


def bad_invitation(invitation_id: int, lookup: str) -> Card:
    return Card(
        line(bold(T("This invitation has expired or was used."))),
        (item(line(T("Choose below to ask the office for a new one. Look-up code: "), mono(codes.shown(lookup)))),),
    ).with_rows((Button(T("📨 Ask for a new one"), action("inv-ask", invitation_id)),))


def asked_again(lookup: str) -> Card:
    return Card(
        line(bold(T("The office has been asked for a new invitation."))),
        (item(line(T("Look-up code: "), mono(codes.shown(lookup)))),),
    )


def wrong_code() -> Card:
    return Card(line(bold(T("This code is wrong or no longer good."))))


def stranger(lookup: str) -> Card:
    """The same to everybody; gives away nothing."""
    return Card(
        line(bold(T("For members of the steering committee and the agencies that it gives tasks to."))),
        (
            item(
                T("Please ask the committee's office for an invitation (a link or a code for one use)."),
                line(T("Look-up code: "), mono(codes.shown(lookup))),
            ),
        ),
    )


def linked(actor: Actor, agency: str | None, views: Sequence[TaskView], total: int, hour: str) -> Card:
    """The first screen of somebody who has just been linked."""
    head = T("Open tasks: {n}", n=total) if total else T("No open task")
    items = [item(bold(post_of(actor.role, agency)))]
    items.append(item(bold(head), *map(_task_line, views)))
    items.append(item(italic(T("Reminders: {hour} on working days. To be changed in the settings.", hour=hour))))
    mine = (
        Button(T("📋 The agency's tasks"), action("mine", 1))
        if actor.role in AGENCY_ROLES
        else Button(T("☰ Menu"), action("menu"))
    )
    return Card(line(bold(T("✅ This account is linked"))), tuple(items)).with_rows(
        (mine, Button(T("⚙️ Settings"), action("settings"))),
        (Button(T("❓ Tour of 1 minute"), action("tour", 1)),),
    )


def _task_line(view: TaskView) -> Text:
    return T(
        "{code} {title} – {standing}", code=view.code, title=view.task.title, standing=standing_words(view.standing)
    )


# ---------------------------------------------------------------- to the office


def successor_linked(card: Card, person_id: int, old: str, old_post: int) -> Card:
    """The card of a new link, where the person was invited to follow somebody: one tap to hand over."""
    asked = item(T("Was invited to take over from {name}.", name=old))
    hands_over = (Button(T("🔁 Hand over"), action("post-heir", old_post, 0, person_id)),)
    return replace(card, items=(*card.items, asked)).with_rows(hands_over)


def somebody_linked(name: str, role: str, agency: str | None, channel: str, now: datetime, post_id: int) -> Card:
    return Card(
        line(
            bold(
                T("{post} is linked: {name}, {now}", post=agency or role_name(role), name=name, now=now)
                if agency
                else T("Linked: {name}, {now}", name=name, now=now)
            )
        ),
        (item(T("{role} · {channel}", role=role_name(role), channel=channel_name(channel))),),
    ).with_rows((Button(T("✖ Take back"), action("post-end", post_id)),))


def not_the_invited(name: str, role: str, agency: str | None, channel: str) -> Card:
    return Card(
        line(bold(T("⚠️ An invitation reached somebody else"))),
        (
            item(
                T(
                    "{name} ({channel}) opened the invitation for {post} and chose “Not me”.",
                    name=name,
                    channel=channel_name(channel),
                    post=post_of(role, agency),
                ),
                T("It has been taken back."),
            ),
        ),
    ).with_rows((Button(T("➕ Invite"), action("invite")),))


def asks_again(name: str, lookup: str, role: str, agency: str | None, channel: str, invitation_id: int) -> Card:
    return Card(
        line(bold(T("📨 {name} asks for a new invitation", name=name))),
        (
            item(
                post_of(role, agency),
                T("{channel} · look-up code {code}", channel=channel_name(channel), code=codes.shown(lookup)),
            ),
        ),
    ).with_rows((Button(T("📨 Send a new one"), action("inv-again", invitation_id, 0, lookup)),))


def found_account(name: str, lookup: str, channel: str) -> Card:
    """The office has typed a look-up code."""
    return Card(
        line(bold(T("🔎 Account {code}", code=codes.shown(lookup)))),
        (
            item(
                T("{name} · {channel}", name=name or "—", channel=channel_name(channel)),
                T("The name is what the account calls itself. Please make sure who it is, by telephone."),
            ),
        ),
    ).with_rows((Button(T("➕ Invite this account"), action("invite", 0, 0, lookup)),))


def no_such_account(lookup: str) -> Card:
    return Card(line(bold(T("No unlinked account has the code {code}.", code=codes.shown(lookup))))).with_rows(
        (Button(T("👥 People"), action("people")),)
    )


def channel_name(name: str) -> str:
    return {"telegram": "Telegram", "zalo": "Zalo", "web": "Web"}.get(name, name)


# ---------------------------------------------------------------- making one


def ask_role(roles: Sequence[str], lookup: str = "") -> Card:
    pairs = [Button(role_name(role), action("inv-role", 0, 0, _with(role, lookup))) for role in roles]
    rows = [tuple(pairs[start : start + 2]) for start in range(0, len(pairs), 2)]
    return Card(line(bold(T("➕ Invite: for which role?")))).with_rows(*rows, (_cancel(),))


def _with(role: str, lookup: str) -> str:
    return f"{role}:{lookup}" if lookup else role


def ask_agency(role: str, options: Sequence[tuple[str, str]] = (), words: str = "", *, near: bool = False) -> Card:
    """`options`: code and short name of the agencies that the words may mean; `near`: they are only like them."""
    title = (
        T("No agency was found in “{words}”. Is one of these meant?", words=words)
        if near
        else T("“{words}” fits several agencies. Which one?", words=words)
        if options
        else T("➕ Invite: {role} of which agency?", role=role_name(role))
    )
    rows = [(Button(short, action("inv-agency", 0, 0, code_)),) for code_, short in options[:3]]
    return Card(
        line(bold(title)), (item(T("Please write its name or its short form, for example Sở TT&TT.")),)
    ).with_rows(*rows, (_cancel(),))


def no_agency(words: str) -> Card:
    return Card(
        line(bold(T("No agency was found in “{words}”.", words=words))),
        (item(T("Please write its name or its short form, for example Sở TT&TT.")),),
    ).with_rows((_cancel(),))


def ask_name(role: str, agency: str | None) -> Card:
    return Card(
        line(bold(T("➕ Invite: {post}", post=post_of(role, agency)))),
        (item(T("The person's full name? Without it the account's own name is taken.")),),
    ).with_rows((_cancel(), Button(T("Without a name"), action("inv-name"))))


def ask_channel(channels: Sequence[str]) -> Card:
    buttons = [Button(channel_name(one), action("inv-channel", 0, 0, one)) for one in channels]
    return Card(line(bold(T("➕ Invite: in which chat app?")))).with_rows(
        tuple(buttons[:2]), tuple(buttons[2:4]), (_cancel(),)
    )


def made(
    offer: Offer,
    secret: str,
    link: str | None,
    opens: str | None = None,
    picture: int | None = None,
    *,
    successor: bool = False,
) -> Card:
    """The invitation to be handed on. The code is shown once and kept nowhere.

    `opens` is the link to the chat where no link can carry the code, `picture` the stored file that shows it as QR.
    """
    channel = channel_name(offer.channel or "")
    if link:
        how = item(T("Please hand this link on to the person, and to nobody else:"), line(mono(link)))
    elif opens:
        how = item(
            T("1. The person opens the chat in {channel} (by the link or the QR picture):", channel=channel),
            opens,
            T("2. and writes this code there:"),
            line(mono(codes.shown(secret))),
        )
    else:
        how = item(
            T("The person writes this code to the system in {channel}:", channel=channel),
            line(mono(codes.shown(secret))),
        )
    items = [
        item(post_of(offer.role, offer.agency), *([T("{name}", name=offer.name)] if offer.name else [])),
        how,
        item(italic(T("For one use, good until the end of {day}.", day=offer.last_day))),
    ]
    if successor:
        items.append(item(T("Once the person has confirmed it, the office is asked to choose “Hand over”.")))
    return Card(line(bold(T("📨 Invitation made"))), tuple(items), file_id=picture, passing=True).with_rows(
        (Button(T("📨 Open invitations"), action("invitations", 1)),)
    )


def sent_to_account(offer: Offer, name: str) -> Card:
    return Card(
        line(bold(T("📨 The invitation was sent to {name}", name=name))),
        (item(post_of(offer.role, offer.agency), T("The office hears when the account is linked.")),),
    ).with_rows((Button(T("📨 Open invitations"), action("invitations", 1)),))


def open_list(offers: Sequence[Offer], page: int, pages: int) -> Card:
    if not offers:
        return Card(line(bold(T("No invitation is open")))).with_rows(
            (Button(T("➕ Invite"), action("invite")), Button(T("👥 People"), action("people")))
        )
    items = [
        item(
            bold(T("{n}. {post}", n=number, post=post_of(offer.role, offer.agency))),
            T(
                "{name} · {channel} · until {day}",
                name=offer.name or "—",
                channel=channel_name(offer.channel) if offer.channel else T("any app"),
                day=offer.last_day,
            ),
        )
        for number, offer in enumerate(offers, 1)
    ]
    back = tuple(
        Button(T("✖ {n}", n=number), action("inv-drop", offer.id, page)) for number, offer in enumerate(offers, 1)
    )
    pager = []
    if page > 1:
        pager.append(Button(T("◀ Back"), action("invitations", page - 1)))
    if page < pages:
        pager.append(Button(T("Next ▶"), action("invitations", page + 1)))
    return Card(
        line(bold(T("📨 Open invitations"))), (*items, item(italic(T("✖ takes an invitation back."))))
    ).with_rows(
        back, tuple(pager), (Button(T("👥 People"), action("people")), Button(T("➕ Invite"), action("invite")))
    )


def refused(reason: str) -> Card:
    return Card(line(bold(_reason(reason)))).with_rows((Button(T("👥 People"), action("people")),))


def _reason(reason: str) -> Text:
    match reason:
        case "not-yours":
            return T(
                "Only the committee's office invites people; a head invites the contact officers of the own agency."
            )
        case "name-too-long":
            return T("The name is longer than 120 characters.")
        case "ended":
            return T("This agency does not exist any more.")
    return T("This cannot be done now.")


def _cancel() -> Button:
    return Button(T("✖ Cancel"), action("cancel"))


# ---------------------------------------------------------------- one more account


def account_added(channel: str) -> Card:
    return Card(
        line(bold(T("✅ This account was added"))),
        (item(T("Messages go to the preferred account; {channel} is the other one.", channel=channel_name(channel))),),
    ).with_rows((Button(T("☰ Menu"), action("menu")), Button(T("⚙️ Settings"), action("settings"))))


def added_elsewhere(channel: str, address_id: int) -> Card:
    """To the person's other accounts: so that nobody adds one behind their back."""
    return Card(
        line(bold(T("An account in {channel} was added with the six digits", channel=channel_name(channel)))),
        (item(T("If it was not the comrade, remove it at once.")),),
    ).with_rows((Button(T("✖ Remove it"), action("account-drop", address_id)),))


def somebody_added(name: str, role: str, agency: str | None, channel: str, now: datetime, address_id: int) -> Card:
    return Card(
        line(bold(T("{name} has added an account, {now}", name=name, now=now))),
        (item(T("{post} · {channel}", post=post_of(role, agency), channel=channel_name(channel))),),
    ).with_rows((Button(T("✖ Take back"), action("account-end", address_id)),))
