"""Commands: what they need, and which one was meant."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.buttons import action
from bot.core.cards import Button, Card, T, bold, item, line


def ask_search() -> Card:
    return Card(
        line(bold(T("🔎 Search for what?"))), (item(T("Write some words of the task, for example: traffic report.")),)
    ).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def send_file() -> Card:
    return Card(
        line(bold(T("📄 Please send the conclusion"))),
        (item(T("A .docx or .txt file, or the text pasted here. Nothing is assigned before it was reviewed.")),),
    )


def office_only() -> Card:
    return Card(line(bold(T("This is a matter for the committee's office.")))).with_rows(
        (Button(T("☰ Menu"), action("menu")),)
    )


def unknown_command(name: str, near: Sequence[str]) -> Card:
    title = T("There is no command /{name}.", name=name[:32])
    buttons = tuple(Button(f"/{one}", action("cmd", 0, 0, one)) for one in near)
    return Card(
        line(bold(title)), (item(T("Was one of these meant?") if near else T("The menu shows what there is.")),)
    ).with_rows(buttons, (Button(T("☰ Menu"), action("menu")),))
