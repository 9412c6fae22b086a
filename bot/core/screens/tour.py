"""A tour of one minute: three or four short screens by role, each the same message edited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core import permissions
from bot.core.buttons import action
from bot.core.cards import Button, Card, T, Text, bold, item, line
from bot.core.permissions import Actor
from models import Role

Page = tuple[Text, Sequence[Text]]

_ASKING: Page = (
    T("Ask in words"),
    (
        T("“what is overdue?”, “due this week”, “NV-3”, “tasks of Sở TT&TT”."),
        T("Vietnamese with or without marks, or English. A number opens the task of the list."),
    ),
)
_SETTINGS: Page = (
    T("Settings"),
    (
        T("Language, hour of the reminders, a second account, a deputy for an absence: /caidat."),
        T("“menu” shows all that can be chosen at any time; “cancel” leaves a question."),
    ),
)
_AGENCY: Sequence[Page] = (
    (
        T("A task comes"),
        (
            T("The message names the work, the date and the basis. Choose “Received”."),
            T("Then, for example: “NV-3 50% draft is ready”."),
        ),
    ),
    (
        T("The work is done"),
        (
            T("“NV-3 done 324/BC-STTTT 18/10/2022”, or “Report done” and a line, a file or a photo."),
            T("The clock stops at the report; the office confirms it or returns it with a reason."),
        ),
    ),
    (
        T("Reminders"),
        (
            T("One letter a morning: before the date, on the day, when overdue."),
            T("A reminder can be put off; the date of the task does not change."),
        ),
    ),
    _SETTINGS,
)
_OFFICE: Sequence[Page] = (
    (
        T("Conclusions become tasks"),
        (
            T("Send a .docx or paste the text; the tasks found are reviewed one by one, then assigned."),
            T("Nothing is sent to an agency before “Assign” is chosen."),
        ),
    ),
    (
        T("Confirm or return"),
        (
            T("“Waiting for me” lists the results reported and the requests for later dates."),
            T("Returning needs a reason; the date does not change."),
        ),
    ),
    (
        T("Who takes part"),
        (
            T("Menu → People: invite, see who is linked, take a link back, end or hand over a post."),
            T("Every new link is told to the office; “Take back” ends access at once."),
        ),
    ),
    _SETTINGS,
)
_LEADER: Sequence[Page] = (
    (
        T("The main question"),
        (
            T("Ask it in words (“what is overdue?”) or with /quahan: the longest overdue comes first."),
            T("“5 days overdue” counts calendar days, “3 working days left” working days."),
        ),
    ),
    (
        T("Every week"),
        (
            T("The digest comes on the first working day: overdue, waiting, due, done."),
            T("“Waiting for me” lists what waits for a decision."),
        ),
    ),
    _SETTINGS,
)
_OBSERVER: Sequence[Page] = (_ASKING, _LEADER[0], _SETTINGS)


def pages(role: Role) -> Sequence[Page]:
    if role is Role.OFFICE:
        return _OFFICE
    if role in permissions.LEADERS:
        return (_LEADER[0], _ASKING, *_LEADER[1:])
    return _AGENCY if role in permissions.AGENCY else _OBSERVER


def tour(actor: Actor, number: int) -> Card:
    found = pages(actor.role)
    number = min(max(1, number), len(found))
    title, lines = found[number - 1]
    buttons = []
    if number > 1:
        buttons.append(Button(T("◀ Back"), action("tour", number - 1)))
    buttons.append(
        Button(T("Next ▶"), action("tour", number + 1)) if number < len(found) else Button(T("☰ Menu"), action("menu"))
    )
    return Card(
        line(bold(T("❓ {n}/{total} · {title}", n=number, total=len(found), title=title))),
        (item(*lines),),
    ).with_rows(tuple(buttons))
