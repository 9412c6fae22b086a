"""Menus, help, greetings."""

from __future__ import annotations

from bot.core.buttons import action
from bot.core.cards import Button, Card, T, Text, bold, item, line
from bot.core.permissions import DIRECTORS, LEADERS, Actor
from bot.core.quota import Level
from bot.core.screens.words import role_name
from models import Role

MINE, OVERDUE, DUE = ("viec", T("My tasks")), ("quahan", T("What is overdue")), ("denhan", T("What is due soon"))
WAITING, UNDATED = ("cho", T("What waits for me")), ("chuahan", T("Tasks without a date"))
SEARCH, SETTINGS, HELP = ("timkiem", T("Search")), ("caidat", T("Settings")), ("help", T("Help and menu"))
ASSIGN, FILE, AGENCIES = ("giao", T("Assign a task")), ("tep", T("Send a conclusion")), ("coquan", T("Agencies"))


def commands(role: str | None) -> list[tuple[str, Text]]:
    """The short menu of a chat app, at most eight; None is everybody's. Rights are checked when a command is used."""
    match role:
        case Role.OFFICE:
            return [MINE, OVERDUE, SEARCH, ASSIGN, FILE, AGENCIES, SETTINGS, HELP]
        case Role.CHAIR | Role.VICE_CHAIR:
            return [MINE, OVERDUE, DUE, WAITING, UNDATED, SEARCH, SETTINGS, HELP]
        case Role.HEAD | Role.CONTACT | Role.OBSERVER:
            return [MINE, OVERDUE, DUE, SEARCH, SETTINGS, HELP]
    return [MINE, OVERDUE, SEARCH, SETTINGS, HELP]


def menu(actor: Actor, *, reviews: int = 0) -> Card:
    """What this person can ask; everything can be written as well."""
    rows: list[tuple[Button, ...]] = []
    if actor.role in DIRECTORS or actor.role is Role.OBSERVER:
        rows = [
            (Button(T("🔴 Overdue"), action("overdue", 1)), Button(T("🟠 Due soon"), action("soon", 1))),
            (Button(T("📋 All open"), action("open", 1)), Button(T("⚪ No date"), action("undated", 1))),
            (Button(T("🔵 Waiting for me"), action("waiting", 1)), *_own_button(actor)),
            (Button(T("📊 Figures"), action("stats")), Button(T("📝 Meeting brief"), action("brief", 1))),
        ]
    else:
        rows = [
            (Button(T("📋 My tasks"), action("mine", 1)), Button(T("🔴 Overdue"), action("overdue", 1))),
            (Button(T("🟠 Due soon"), action("soon", 1)), Button(T("🔵 Waiting for me"), action("waiting", 1))),
            (Button(T("📊 Figures"), action("stats")),),
        ]
    if actor.role is Role.OFFICE or actor.role is Role.HEAD:
        rows.append((Button(T("👥 People"), action("people")), Button(T("⚙️ Settings"), action("settings"))))
    else:
        rows.append((Button(T("⚙️ Settings"), action("settings")),))
    if reviews:
        rows.append((Button(T("📝 Reviews going on ({n})", n=reviews), action("reviews")),))
    return Card(line(bold(T("Tasks of the steering committee"))), (item(*_hints(actor)),)).with_rows(*rows)


def _own_button(actor: Actor) -> tuple[Button, ...]:
    """What a leader gave; the office's calendar."""
    if actor.role is Role.OFFICE:
        return (Button(T("📆 Working calendar"), action("days")),)
    return (Button(T("📤 Given by me"), action("given", 1)),) if actor.role in LEADERS else ()


def _hints(actor: Actor) -> list[Text]:
    if actor.role is Role.OFFICE:
        return [
            T("Send a conclusion (.docx, .txt) or paste its text: the system lists the tasks for review."),
            T("Ask in words: “what is overdue?”, “NV-3”, “tasks of Sở TT&TT”."),
        ]
    if actor.role in DIRECTORS or actor.role is Role.OBSERVER:
        return [T("Ask in words: “what is overdue?”, “due this week”, “NV-3”, “tasks of Sở TT&TT”.")]
    return [
        T("Update in words: “NV-3 50% draft is ready”, “NV-3 done 324/BC-STTTT 18/10/2022”."),
        T("Or ask: “my tasks”, “what is overdue?”, “NV-3”."),
    ]


def greeting(actor: Actor) -> Card:
    return Card(line(T("Greetings to comrade {name}.", name=actor.name))).with_rows(
        (Button(T("☰ Menu"), action("menu")),)
    )


def thanks() -> Card:
    return Card(line(T("Respectfully.")))


def cancelled() -> Card:
    return Card(line(T("Cancelled. Nothing was changed."))).with_rows((Button(T("☰ Menu"), action("menu")),))


def nothing_open() -> Card:
    return Card(line(T("No question is open. Nothing was changed."))).with_rows((Button(T("☰ Menu"), action("menu")),))


def not_delivered(name: str, role: str, agency: str | None) -> Card:
    """To the office: somebody can no longer be reached."""
    post = T("{role}, {agency}", role=role_name(role), agency=agency) if agency else role_name(role)
    return Card(
        line(bold(T("⚠️ A message could not be delivered"))),
        (
            item(
                T("{name} ({post}) cannot be reached any more.", name=name, post=post),
                T("Please call, or send a new invitation."),
            ),
        ),
    )


def not_served(app: str, who: str) -> Card:
    """To the office: the app's plan has room for no more people."""
    return Card(
        line(bold(T("⚠️ {app} does not serve {who}: the plan's number of people is used up", app=app, who=who))),
        (
            item(
                T("What can be done:"),
                T("• let the comrade use another app: an invitation for it, or six digits from an account they have;"),
                T("• let somebody who also has another app leave {app} (Settings → Accounts);", app=app),
                T("• or have the administrator take a larger plan."),
            ),
        ),
    ).with_rows((Button(T("👥 People"), action("people")),))


def allowance(app: str, reached: Level, used: int, limit: int) -> Card:
    """To the office: how much of the month's messages an app has left, and what follows."""
    match reached:
        case Level.WATCH:
            follows = T("From 95% on, only answers and reminders of overdue tasks go this way.")
        case Level.SPARE:
            follows = T("Only answers and reminders of overdue tasks still go this way until the month ends.")
        case Level.SPENT:
            follows = T("Messages go to other channels, or wait for the next month. Please telephone where it presses.")
    head = T("⚠️ {app}: {used} of {limit} messages of this month are used", app=app, used=used, limit=limit)
    return Card(line(bold(head)), (item(follows),))
