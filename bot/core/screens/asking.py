"""The questions that an act on a task asks before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.core.buttons import action
from bot.core.cards import Button, Card, T, Text, bold, italic, item, line
from bot.core.screens.view import TaskView

PERCENTS = (25, 50, 75, 90)


def cancel() -> tuple[Button, ...]:
    return (Button(T("✖ Cancel"), action("cancel")),)


def still_open(code: str) -> Card:
    """Something else was answered; the line that was asked for is still waited for."""
    words = T("A line for {code} is still waited for: write it, or “stop” to leave it.", code=code)
    return Card(line(italic(words)))


def ask_assignment(*, again: bool = False) -> Card:
    """One line with the agency, the work and the date; it is read back before anybody is told."""
    title = T("No agency with work to do was found in this line.") if again else T("➕ Assign a task")
    hint = T("Write it in one line, for example “giao Sở TT&TT rà soát nền tảng số, hạn 30/10”.")
    several = T("A conclusion with several tasks: send the file or paste its text.")
    return Card(line(bold(title)), (item(hint, several),)).with_rows(cancel())


def ask_progress(view: TaskView) -> Card:
    id_, rev = view.task.id, view.task.revision
    percents = tuple(Button(f"{n}%", action("percent", id_, rev, n)) for n in PERCENTS)
    lines: list[Any] = [T("Choose a percentage, or write in one line what has been done.")]
    if view.task.last_note:
        lines.append(italic(T("Latest: “{note}”", note=view.task.last_note)))
    return Card(line(bold(T("Progress of {code}", code=view.code))), (item(*lines),)).with_rows(percents, cancel())


def ask_evidence(view: TaskView) -> Card:
    """One line of result; without evidence it is asked for once, then allowed."""
    return Card(
        line(bold(T("Report the result of {code}", code=view.code))),
        (
            item(
                T("Write the result in one line, with the number and date of the document, or send a file or a photo."),
                italic(T("For example: 324/BC-STTTT ngày 18/10/2022")),
            ),
        ),
    ).with_rows(
        (Button(T("No evidence yet"), action("done-bare", view.task.id, view.task.revision)), *cancel()),
    )


def ask_return(view: TaskView) -> Card:
    return Card(
        line(bold(T("Return {code}", code=view.code))),
        (item(T("Write in one line what is missing. The date of the task does not change.")),),
    ).with_rows(cancel())


def ask_opinion(view: TaskView) -> Card:
    return Card(
        line(bold(T("Opinion on {code}", code=view.code))),
        (item(T("Write it in one line. It goes to {agency} and the office.", agency=view.lead)),),
    ).with_rows(cancel())


def ask_due(view: TaskView, proposals: Sequence[date]) -> Card:
    id_, rev = view.task.id, view.task.revision
    lines: list[Any] = [T("Choose a date or write one, for example 30/9 or “Friday next week”.")]
    if view.task.due_on:
        lines.append(T("Now due {day}. A wrong entry is corrected with a reason.", day=view.task.due_on))
    buttons = [Button(T("{day}", day=day), action("due-set", id_, rev, day.isoformat())) for day in proposals]
    rows = [tuple(buttons[n : n + 1]) for n in range(len(buttons))]
    return Card(line(bold(T("Date of {code}", code=view.code))), (item(*lines),)).with_rows(*rows, cancel())


def check_due(view: TaskView, due: date, read_back: Text, warning: Text | None) -> Card:
    """A date read from words counts only after it was read back and confirmed."""
    lines = [read_back, *([warning] if warning else [])]
    return Card(line(bold(T("Date of {code}", code=view.code))), (item(*lines),)).with_rows(
        (
            Button(T("✖ No"), action("due", view.task.id, view.task.revision)),
            Button(T("✅ Yes"), action("due-set", view.task.id, view.task.revision, due.isoformat())),
        ),
    )


def ask_due_reason(view: TaskView, due: date) -> Card:
    return Card(
        line(bold(T("Date of {code}", code=view.code))),
        (item(T("{old} → {new}. Write in one line why the entry was wrong.", old=view.task.due_on, new=due)),),
    ).with_rows(cancel())


def ask_over(view: TaskView, name: str, percent: int) -> Card:
    """Somebody else has just written another figure."""
    id_, rev, now = view.task.id, view.task.revision, view.task.percent
    question = T(
        "Comrade {name} has just written {now}%. Write {percent}% over it?", name=name, now=now, percent=percent
    )
    return Card(line(bold(T("{code}: two updates at once", code=view.code))), (item(question),)).with_rows(
        (
            Button(T("Keep {n}%", n=now), action("task", id_)),
            Button(T("Write {n}%", n=percent), action("over", id_, rev, percent)),
        )
    )


def ask_field(view: TaskView, known: Sequence[str]) -> Card:
    """The field under which a task can be asked for."""
    lines = [T("Write the field, for example “hạ tầng số”; “-” takes it away.")]
    if known:
        lines.append(T("In use: {names}", names=", ".join(known)))
    row = (Button(T("✖ Cancel"), action("cancel")),)
    return Card(line(bold(T("Field of {code}", code=view.code))), (item(*lines),)).with_rows(row)
