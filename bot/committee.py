"""Commands about the committee's own rules and records: `python -m bot rules list | set`, `history NV-n`."""

from __future__ import annotations

import re
from pathlib import Path

import click

from bot.maintenance import fail, with_database


@click.group()
def rules() -> None:
    """The committee's own rules: who reports a result, who sends and who decides a request."""


@rules.command("list")
def list_rules() -> None:
    """Each rule with what it says now."""
    from bot.store import settings as stored

    now = with_database(lambda database: database.do(stored.rules))
    for name in stored.RULES:
        click.echo(f"{name} = {'yes' if getattr(now, name) else 'no'}")


@rules.command("set")
@click.argument("name")
@click.argument("value", type=click.Choice(["yes", "no"]))
def set_rule(name: str, value: str) -> None:
    """Change one rule; it holds from the next message on."""
    from bot.store import settings as stored

    try:
        with_database(lambda database: database.do(stored.set_rule, name, value))
    except KeyError:
        fail(f"There is no rule {name}. There are: {', '.join(stored.RULES)}.")
    click.echo(f"{name} = {value}")


@click.command()
@click.argument("task")
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv")
def history(task: str, file: Path | None, kind: str) -> None:
    """Write the whole history of a task (NV-3) to FILE, or print it."""
    from bot.usecases.histories import exported

    number = re.fullmatch(r"(?:nv[- ]?)?(\d{1,9})", task.strip().lower())
    text = with_database(lambda database: database.do(exported, int(number[1]), kind)) if number else None
    if text is None:
        fail(f"There is no task {task}.")
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, "utf-8")
        click.echo(f"History of {task} written to {file}.")


COMMANDS = (rules, history)
