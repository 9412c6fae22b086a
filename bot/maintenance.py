"""The administrator's commands: `python -m bot backup | restore | move | check`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from bot.settings import SettingError, Settings, read_settings

if TYPE_CHECKING:
    from bot.store.database import Database

R = TypeVar("R")
CANNOT_LOOK = 2  # the exit code when nothing can be said


def fail(sentence: str, code: int = 1) -> NoReturn:
    """One sentence, and the exit code that monitoring sees."""
    click.echo(sentence, err=True)
    sys.exit(code)


def settings_or_fail(code: int = 1) -> Settings:
    try:
        return read_settings()
    except SettingError as wrong:
        fail(str(wrong), code)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database to a new file, while the bot runs."""
    from bot.store.backups import back_up

    revision = with_database(lambda database: back_up(database, file))
    click.echo(f"Backup written: {file} ({file.stat().st_size:,} bytes, schema {revision}).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty database from a backup."""
    from bot.store import tasks
    from bot.store.backups import restore as fill_from

    revision, broken = with_database(lambda database: (fill_from(database, file), database.do(tasks.broken_chains)))
    click.echo(f"Restored from {file} (schema {revision}). Stop any other copy of the bot before starting this one.")
    if broken:
        click.echo(f"history: altered for tasks with the ids {', '.join(map(str, broken))}", err=True)


@click.command()
@click.option("--to", required=True, metavar="ADDRESS", help="postgresql://user@host/name, of an empty database")
def move(to: str) -> None:
    """Bring everything from SQLite to PostgreSQL; stop the bot first."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    from bot.store.database import Database
    from bot.store.moving import move as bring
    from bot.store.shapes import Unfit

    if not re.match(r"postgresql(\+psycopg)?://", to):
        fail("--to: must begin with postgresql://")

    def moved(source: Database) -> int:
        try:
            target = Database(to)
        except ArgumentError:
            raise Unfit("--to: this is no address of a database.") from None
        try:
            return bring(source, target, click.echo)
        except OperationalError:
            raise Unfit("--to: the database cannot be reached, or the connection was lost; it is as it was.") from None
        finally:
            target.close()

    count = with_database(moved)
    click.echo(f"{count:,} rows moved. Set DATABASE_URL to the new address; the old file stays as it was.")


def with_database(work: Callable[[Database], R], code: int = 1) -> R:
    """What `work` makes of the database, which may be empty or of another version; one sentence when it cannot."""
    from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

    from bot.store.database import Database
    from bot.store.shapes import Unfit

    settings = settings_or_fail(code)
    sentence = "Setting DATABASE_URL or DATA_DIR: the database cannot be reached or written."
    try:
        database = Database(settings.database)
    except (ArgumentError, OSError):
        fail(sentence, code)
    try:
        return work(database)
    except Unfit as wrong:
        fail(str(wrong), code)
    except OperationalError:
        fail(sentence, code)
    except DatabaseError as damage:  # of no kind of its own: what SQLite says of a file that is none of its
        if type(damage) is not DatabaseError:
            raise
        fail("Setting DATABASE_URL or DATA_DIR: the file is damaged or no database; restore a backup.", code)
    finally:
        database.close()


@click.command()
def check() -> None:
    """Is everything in order? Exit code 0: yes; 1: something is wrong; 2: it could not be looked at."""
    settings = settings_or_fail(code=CANNOT_LOOK)
    some = settings.telegram_token or settings.zalo_token
    click.echo("settings: in order" if some else "settings: in order, but no channel is set")
    if not with_database(_all_in_order, code=CANNOT_LOOK):
        sys.exit(1)


def _all_in_order(database: Database) -> bool:
    from bot.clock import Clock
    from bot.usecases import checking

    schema = database.schema()
    if schema == "empty":
        click.echo("schema: the database is empty; start the bot, or run python -m bot restore")
        return False
    if schema == "other":
        click.echo("schema: of another version; run python -m bot migrate")
        return False
    click.echo("schema: up to date")
    now = Clock().now()
    today = now.astimezone(ZoneInfo(settings_or_fail().timezone)).date()
    found = database.look(lambda db: list(checking.look(db, now, today)))
    for finding in found:
        click.echo(finding.line)
    return not any(finding.bad for finding in found)


COMMANDS = (backup, restore, move, check)
