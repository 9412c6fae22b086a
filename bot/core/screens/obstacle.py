"""What stands in the way of a task: the reasons to choose from, and the note to the agency that is waited for."""

from __future__ import annotations

from bot.core.buttons import action
from bot.core.cards import Button, Card, Line, T, Text, bold, item, line
from bot.core.lifecycle import Obstacle
from bot.core.screens.asking import cancel
from bot.core.screens.task import TaskView
from bot.core.screens.words import obstacle_name


def ask_reason(view: TaskView) -> Card:
    id_, rev = view.task.id, view.task.revision
    buttons = [Button(obstacle_name(code), action("obst-is", id_, rev, code)) for code in Obstacle]
    rows = [tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2)]
    hint = T("Choose the reason, or write it in one line.")
    return Card(line(bold(T("Obstacle of {code}", code=view.code))), (item(hint),)).with_rows(*rows, cancel())


def ask_line(view: TaskView, reason: Obstacle) -> Card:
    """One line more; for an opinion it has to name the agency."""
    id_, rev = view.task.id, view.task.revision
    skip: tuple[Button, ...] = ()
    if reason is Obstacle.OPINION:
        hint = T("Whose opinion is waited for? Write the agency, for example Sở Nội vụ.")
    else:
        hint = T("Write in one line what is in the way, or leave it.")
        skip = (Button(T("No note"), action("obst-go", id_, rev, reason)),)
    return Card(
        line(bold(T("Obstacle of {code} – {reason}", code=view.code, reason=obstacle_name(reason)))), (item(hint),)
    ).with_rows((*skip, *cancel()))


def waited_for(view: TaskView, note: str | None, answer: Button | None = None) -> Card:
    """To the leader of the agency that is waited for; `answer`: for one who sees the task."""
    lines: list[Text | Line] = [T("{code} · {title}", code=view.code, title=view.task.title)]
    lines.append(T("The agency is asked to give its opinion, so that the task can go on."))
    if note:
        lines.append(line(note, quoted=True))
    head = T("⚠️ {agency} waits for the opinion of your agency", agency=view.lead_full)
    return Card(line(bold(head)), (item(*lines),)).with_rows((answer,) if answer else ())
