"""What is said in a group: totals and agencies only. No task's title, no reason, no person's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.buttons import action, opens
from bot.core.cards import Button, Card, Item, Joined, T, Text, bold, italic, item, line
from models import ChatGroup

AGENCIES_SHOWN = 8
COMMANDS = (("quahan", T("What is overdue")), ("tonghop", T("The figures in total")), ("help", T("Help and menu")))


@dataclass(frozen=True)
class Share:
    """How many tasks of one agency; None are jobs for several agencies."""

    agency: str | None
    count: int


@dataclass(frozen=True)
class Figures:
    """What a group may know of one list."""

    title: Text
    shares: Sequence[Share]


@dataclass(frozen=True)
class GroupWeek:
    """A week in figures."""

    day: date
    since: date
    overdue: Sequence[Share]
    new: int
    due: int
    waiting: int
    done: int
    totals: Text
    agency: str | None = None


def figures(found: Figures, now: datetime, more: str) -> Card:
    """Three lines, and a button that opens the private chat at `more`."""
    return Card(
        line(bold(found.title)),
        (*_by_agency(found.shares), item(italic(T("As of {now}", now=now)))),
    ).with_rows((Button(T("🔎 Details"), opens(more)),))


def overview(totals: Text, overdue: Sequence[Share], now: datetime) -> Card:
    items = [item(totals), *_overdue(overdue), item(italic(T("As of {now}", now=now)))]
    return Card(line(bold(T("📊 Tasks of the steering committee"))), tuple(items)).with_rows(
        (Button(T("🔎 Details"), opens("menu")),)
    )


def digest(week: GroupWeek, now: datetime) -> Card:
    """The weekly extract for a group."""
    head = T("Week from {day} – steering committee", day=week.day)
    if week.agency:
        head = T("{agency} – week from {day}", agency=week.agency, day=week.day)
    items = [
        item(italic(T("From {since} · figures of {now}", since=week.since, now=now))),
        *_overdue(week.overdue),
        item(
            T(
                "Newly overdue: {new} · due this week: {due} · waiting for confirmation: {waiting} · completed: {done}",
                new=week.new,
                due=week.due,
                waiting=week.waiting,
                done=week.done,
            )
        ),
        item(week.totals),
    ]
    return Card(line(bold(head)), tuple(items)).with_rows((Button(T("🔎 Details"), opens("overdue")),))


def _overdue(shares: Sequence[Share]) -> list[Item]:
    count = sum(share.count for share in shares)
    if not count:
        return [item(bold(T("No task is overdue.")))]
    return [item(bold(T("🔴 Overdue: {n} task", "🔴 Overdue: {n} tasks", n=count))), *_by_agency(shares)]


def _by_agency(shares: Sequence[Share]) -> list[Item]:
    if not shares:
        return []
    parts = [_share(one) for one in shares[:AGENCIES_SHOWN]]
    rest = sum(one.count for one in shares[AGENCIES_SHOWN:])
    if rest:
        parts.append(T("other agencies: {n}", n=rest))
    return [item(T("{agencies}", agencies=Joined(tuple(parts), " · ")))]


def _share(one: Share) -> Text:
    if one.agency is None:
        return T("jobs for several agencies: {n}", n=one.count)
    return T("{agency}: {n}", agency=one.agency, n=one.count)


def help_here() -> Card:
    return Card(
        line(bold(T("In this group the system answers with totals only"))),
        (
            item(
                T("/quahan – what is overdue, by agency"),
                T("/tonghop – the figures in total"),
                T("Details, updates and personal lists are in the private chat."),
            ),
        ),
    ).with_rows((Button(T("💬 Private chat"), opens("menu")),))


def privately() -> Card:
    """For everything that does not belong in a group."""
    return Card(line(T("This is answered in the private chat only."))).with_rows(
        (Button(T("💬 Private chat"), opens("menu")),)
    )


def anonymous() -> Card:
    return Card(
        line(bold(T("The system does not know who asks: the message was sent anonymously in the group's name."))),
        (item(T("Please switch off “Remain anonymous” in the group's admin rights, or ask in the private chat.")),),
    )


def registered(agency: str | None) -> Card:
    name = T("the group of {agency}", agency=agency) if agency else T("the group of the steering committee")
    return Card(
        line(bold(T("✅ Registered as {name}", name=name))),
        (item(T("Answers here hold totals and agencies only. No digest is sent here unless the chair orders it.")),),
    )


def unregistered() -> Card:
    return Card(line(bold(T("This group is no longer registered."))))


def only_the_office() -> Card:
    return Card(line(bold(T("Only the committee's office registers a group."))))


def no_such_agency(words: str, near: Sequence[str] = ()) -> Card:
    meant = [T("Perhaps: {names}", names=Joined(tuple(near)))] if near else []
    return Card(
        line(bold(T("No agency was found in “{words}”.", words=words))),
        (item(*meant, T("For example: /dangky Sở TT&TT; for the committee's own group only /dangky.")),),
    )


def title_of(group: ChatGroup, agency: str | None) -> Text:
    whose = agency or T("the steering committee")
    return T("{title} ({whose})", title=group.title or "—", whose=whose)


def told_registered(name: str, group: ChatGroup, agency: str | None) -> Card:
    """To the office: a group was registered."""
    return Card(
        line(bold(T("👥 Group registered: {group}", group=title_of(group, agency)))),
        (item(T("By {name}. The chair decides whether the weekly digest goes there.", name=name)),),
    ).with_rows((Button(T("👥 Groups"), action("groups")),))


def told_left(group: ChatGroup, agency: str | None) -> Card:
    return Card(
        line(bold(T("⚠️ The system was removed from the group {group}", group=title_of(group, agency)))),
        (item(T("Nothing is sent there any more.")),),
    )


def groups(found: Sequence[tuple[ChatGroup, str | None]]) -> Card:
    """For the chair and the office: which groups there are, and which of them get the digest."""
    if not found:
        return Card(
            line(bold(T("No group is registered"))),
            (item(T("Add the system to the group, then an office member writes /dangky there.")),),
        ).with_rows((Button(T("⚙️ Settings"), action("settings")),))
    items = [
        item(
            T("{n}. {group}", n=number, group=title_of(group, agency)),
            T("Weekly digest: on") if group.digest else T("Weekly digest: off"),
        )
        for number, (group, agency) in enumerate(found, 1)
    ]
    rows = [
        (
            Button(
                T("{n}: digest off", n=number) if group.digest else T("{n}: digest on", n=number),
                action("group-digest", group.id, 0, "off" if group.digest else "on"),
            ),
            Button(T("{n}: remove", n=number), action("group-drop", group.id)),
        )
        for number, (group, _) in enumerate(found[:4], 1)
    ]
    return Card(line(bold(T("👥 Groups"))), tuple(items)).with_rows(
        *rows, (Button(T("⚙️ Settings"), action("settings")),)
    )
