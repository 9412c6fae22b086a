"""Commands about the committee's own rules: `python -m bot rules list | set`."""

from __future__ import annotations

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
