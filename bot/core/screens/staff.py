"""Who holds which post: the office's list, one person, leaving a post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.buttons import action
from bot.core.cards import Button, Card, Line, T, bold, item, line
from bot.core.screens.invitations import channel_name, post_of
from bot.core.screens.words import names, role_name
from models import AGENCY_ROLES


@dataclass(frozen=True)
class Member:
    """A person in a post, and how they can be reached."""

    post_id: int
    person_id: int
    name: str
    role: str
    agency: str | None  # its short name
    since: date
    channels: tuple[str, ...] = ()  # the preferred one first
    broken: tuple[str, ...] = ()


def overview(people: int, invitations: int, unlinked: Sequence[str], *, everything: bool) -> Card:
    lines = [line(T("Posts held: {n}", n=people)), line(T("Open invitations: {n}", n=invitations))]
    if unlinked:
        lines.append(line(T("Agencies with open tasks and nobody linked: {names}", names=names(unlinked))))
    card = Card(line(bold(T("👥 People"))), (item(*lines),)).with_rows(
        (Button(T("📨 Open invitations"), action("invitations", 1)), Button(T("➕ Invite"), action("invite"))),
        (Button(T("📋 Who holds a post"), action("staff", 1)),),
    )
    if not everything:
        return card
    return card.with_rows((Button(T("🔄 Re-organisation"), action("reorg")), Button(T("👥 Groups"), action("groups"))))


def listing(members: Sequence[Member], page: int, pages: int) -> Card:
    items = [
        item(
            bold(T("{n}. {name}", n=number, name=one.name)),
            T("{post} · {reach}", post=post_of(one.role, one.agency), reach=_reach(one)),
        )
        for number, one in enumerate(members, 1)
    ]
    numbers = tuple(Button(str(n), action("staff-one", one.post_id)) for n, one in enumerate(members, 1))
    pager = []
    if page > 1:
        pager.append(Button(T("◀ Back"), action("staff", page - 1)))
    if page < pages:
        pager.append(Button(T("Next ▶"), action("staff", page + 1)))
    if not items:
        items = [item(T("Nobody yet."))]
    return Card(line(bold(T("📋 Who holds a post"))), tuple(items)).with_rows(
        numbers, tuple(pager), (Button(T("👥 People"), action("people")),)
    )


def _reach(one: Member) -> object:
    if not one.channels:
        return T("not linked")
    return names([channel_name(channel) for channel in one.channels])


def member(one: Member, *, manage: bool) -> Card:
    facts: list[Line] = [
        line(post_of(one.role, one.agency)),
        line(T("Since {day}", day=one.since)),
        line(T("Accounts: {names}", names=_reach(one))),
    ]
    if one.broken:
        facts.append(line(T("Cannot be reached in: {names}", names=names([channel_name(x) for x in one.broken]))))
    card = Card(line(bold(T("{name}", name=one.name))), (item(*facts),))
    if manage:
        card = card.with_rows(
            (
                Button(T("🔁 Hand over"), action("post-over", one.post_id)),
                Button(T("🚪 End"), action("post-ask", one.post_id)),
            )
        )
    return card.with_rows((Button(T("📋 Who holds a post"), action("staff", 1)),))


def ask_end(one: Member, open_tasks: int, *, last: bool) -> Card:
    lines = [
        line(post_of(one.role, one.agency)),
        line(T("Every right of this post ends at once. The history keeps the name.")),
    ]
    if one.role in AGENCY_ROLES and last:
        lines.append(line(T("This is the last person of the agency; open tasks: {n}.", n=open_tasks)))
    return Card(line(bold(T("End the post of {name}?", name=one.name))), (item(*lines),)).with_rows(
        (
            Button(T("✖ No"), action("staff-one", one.post_id)),
            Button(T("🚪 End the post"), action("post-end", one.post_id)),
        )
    )


def ended(one: Member) -> Card:
    return Card(
        line(bold(T("🚪 The post of {name} has ended", name=one.name))),
        (item(post_of(one.role, one.agency), T("Access has ended at once.")),),
    ).with_rows((Button(T("👥 People"), action("people")),))


def your_post_ended(role: str, agency: str | None) -> Card:
    return Card(
        line(bold(T("The comrade's post in the system has ended"))),
        (item(post_of(role, agency), T("Questions: please ask the committee's office.")),),
    )


def told_ended(name: str, role: str, agency: str | None, by: str) -> Card:
    return Card(
        line(bold(T("🚪 The post of {name} has ended", name=name))),
        (item(post_of(role, agency), T("Ended by {name}", name=by)),),
    )


def nobody_left(agency: str, open_tasks: int) -> Card:
    """The alarm: nobody of an agency can be reached any more."""
    return Card(
        line(bold(T("⚠️ {agency}: nobody is linked any more", agency=agency))),
        (
            item(
                T("Open tasks: {n}. Reminders reach nobody until somebody is invited.", n=open_tasks),
                T("Please call the agency."),
            ),
        ),
    ).with_rows((Button(T("➕ Invite"), action("invite")),))


def account_ended(name: str, channel: str) -> Card:
    return Card(
        line(bold(T("✖ The account of {name} in {channel} was removed", name=name, channel=channel_name(channel))))
    ).with_rows((Button(T("👥 People"), action("people")),))


def contacts(agency: str, members: Sequence[Member]) -> Card:
    """Who of an agency can be asked."""
    if not members:
        return Card(line(bold(T("{agency}: nobody is linked yet", agency=agency))))
    return Card(
        line(bold(T("{agency}: heads and contact officers", agency=agency))),
        (item(*[T("• {name} – {role}", name=one.name, role=role_name(one.role)) for one in members]),),
    )


def last_of_office() -> Card:
    return Card(
        line(bold(T("This is the last member of the office; the post cannot be ended."))),
        (item(T("Please invite a successor first.")),),
    ).with_rows((Button(T("➕ Invite"), action("invite")),))
