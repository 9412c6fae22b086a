"""`python -m bot run | demo | migrate | backup | restore | move | agencies | invite | import | check`."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from collections.abc import MutableMapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import structlog

from bot import committee
from bot.maintenance import COMMANDS, fail, settings_or_fail
from bot.settings import SettingError, Settings

if TYPE_CHECKING:
    from bot.store.database import Database

OTHER_SCHEMA = "The database has another version's schema: run python -m bot migrate"
TOKEN = re.compile(r"\d+:[\w-]{15,}")


def set_up_logs(settings: Settings) -> None:
    """structlog over stdlib; httpx at WARNING, since it logs addresses with the token in them."""
    logging.basicConfig(level=settings.log_level, format="%(message)s", stream=sys.stderr)
    for noisy in ("httpx", "httpcore", "apscheduler", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    last = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _redact,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(settings.log_level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _redact(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: TOKEN.sub("[token]", value) if isinstance(value, str) else value for key, value in event.items()}


@click.group()
def main() -> None:
    """Keeps the tasks of a steering committee."""


@main.command()
def demo() -> None:
    """Talk to the bot in the browser, with a sample committee."""
    from bot.demo import run_demo

    settings = settings_or_fail()
    set_up_logs(settings.model_copy(update={"log_level": "WARNING"}))
    try:
        asyncio.run(run_demo(settings, announce=lambda address: click.echo(f"Trang thử / demo page: {address}")))
    except SettingError as wrong:
        fail(str(wrong))


def database_or_fail(settings: Settings) -> Database:
    """The open database; another version's schema or a wrong setting ends the command with one sentence."""
    from bot.app import open_database
    from bot.store.database import SchemaTooOld

    try:
        return open_database(settings)
    except SchemaTooOld:
        click.echo(OTHER_SCHEMA, err=True)
    except SettingError as wrong:
        click.echo(str(wrong), err=True)
    sys.exit(1)


@main.command()
def run() -> None:
    """Run the bot in the channels that are set."""
    from bot.app import LEFT, App, awaited_database, end_within, listening, stop_on_signals
    from bot.clock import Clock
    from bot.store.database import SchemaTooOld
    from bot.web.server import serve

    settings = settings_or_fail()
    set_up_logs(settings)
    if settings.telegram_token is None and settings.zalo_token is None:
        fail("No channel is set: set TELEGRAM_TOKEN or ZALO_TOKEN in .env, or try without a token: python -m bot demo")

    async def running() -> None:
        stopping = stop_on_signals()
        database = await awaited_database(settings, stopping)
        if database is None:
            return
        try:
            app = App(settings, database, configured_channels(settings), Clock())
            await app.run(stopping, serve(app.front(), at))
            end_within(LEFT)
        finally:
            database.close()

    try:
        at = listening(settings.host, settings.port)
        asyncio.run(running())
    except SchemaTooOld:
        fail(OTHER_SCHEMA)
    except SettingError as wrong:
        fail(str(wrong))


def configured_channels(settings: Settings) -> list[Any]:
    """The channels whose settings are there."""
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else None
    address = settings.public_url
    found: list[Any] = []
    try:
        if settings.telegram_token:
            from bot.channels.telegram import Telegram

            proxy = settings.telegram_proxy.get_secret_value() if settings.telegram_proxy else None
            token = settings.telegram_token.get_secret_value()
            api = settings.telegram_api_url
            found.append(Telegram(token, api_url=api, proxy=proxy, public_url=address, secret=secret))
        if settings.zalo_token:
            from bot.channels.zalo import Zalo

            token, link = settings.zalo_token.get_secret_value(), settings.zalo_bot_link
            found.append(Zalo(token, api_url=settings.zalo_api_url, public_url=address, secret=secret, chat_link=link))
    except ValueError as wrong:
        raise SettingError(str(wrong)) from None
    return found


@main.command()
def migrate() -> None:
    """Bring the database to this version's schema."""
    from bot.app import fill
    from bot.store.database import Database

    database = Database(settings_or_fail().database)
    database.migrate()
    fill(database)
    database.close()
    click.echo("The schema is up to date.")


@main.group()
def agencies() -> None:
    """The directory of agencies."""


@agencies.command("list")
def list_agencies() -> None:
    """Every agency with its code and the days on which it exists."""
    from bot.store import directory

    database = database_or_fail(settings_or_fail())
    for body in database.do(directory.load).bodies:
        since, until = body.valid_from or "", body.valid_to or ""
        click.echo(f"{body.code:12} {body.short:28} {since!s:10} – {until!s:10} {body.name}")
    database.close()


@agencies.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_agencies(file: Path) -> None:
    """Bring in another city's agencies from a CSV file; with one bad line nothing is loaded."""
    from bot.directory import DirectoryError, read_agencies_file
    from bot.usecases.agencies import bring_in

    database = database_or_fail(settings_or_fail())
    try:
        count = database.do(bring_in, read_agencies_file(file), file.name)
    except DirectoryError as wrong:
        fail(str(wrong))
    finally:
        database.close()
    click.echo(f"{count} agencies loaded.")


@agencies.command("succeed")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def succeed(file: Path) -> None:
    """Bring in who takes over from whom, from a CSV file; with one bad line nothing is loaded."""
    from bot.app import Cities
    from bot.clock import Clock
    from bot.directory import DirectoryError, ends_on, read_successions_file
    from bot.store import directory
    from bot.usecases import reorganising

    settings = settings_or_fail()
    database = database_or_fail(settings)
    cities = Cities(settings)
    try:
        found = read_successions_file(file, database.do(directory.load))
        count = database.do(reorganising.bring_in, found, ends_on(found))
        database.do(lambda db: reorganising.plan(db, cities(db), Clock().now()))
        coming = database.do(lambda db: reorganising.outlook(db, cities(db), Clock().now()))
    except DirectoryError as wrong:
        fail(str(wrong))
    finally:
        database.close()
    click.echo(f"{count} successions loaded.")
    for sentence in coming:
        click.echo(sentence)


@main.command()
@click.option("--agency", help="The agency's code; heads and contacts need one.")
@click.option("--role", required=True, help="chair, vice_chair, office, head, contact or observer")
@click.option("--name", help="The person's name; otherwise the name of the account.")
@click.option("--qr", type=click.Path(dir_okay=False, path_type=Path), help="Write the link as a QR picture there.")
def invite(agency: str | None, role: str, name: str | None, qr: Path | None) -> None:
    """Print a one-time code that links a person's account, and how the person uses it."""
    from bot.app import Cities
    from bot.clock import Clock
    from bot.core.codes import shown
    from bot.usecases.people import InvitationError
    from bot.usecases.people import invite as make

    settings = settings_or_fail()
    typed = settings.zalo_token is not None  # no link of Zalo's can carry a code
    if typed and not settings.zalo_bot_link:
        click.echo("ZALO_BOT_LINK is not set: the person has to find the bot in Zalo by its name.", err=True)
    database = database_or_fail(settings)
    cities = Cities(settings)
    try:
        code, row = database.do(
            lambda db: make(db, cities(db), Clock().now(), role=role, agency=agency, name=name, typed=typed)
        )
    except InvitationError as wrong:
        fail(f"{wrong}.")
    finally:
        database.close()
    until = row.expires_at.astimezone(cities.known.zone)
    click.echo(f"Code, for one use, good until {until:%d/%m/%Y %H:%M}:\n{shown(code)}")
    telegram = asyncio.run(_telegram_link(settings, code))
    if settings.zalo_bot_link:
        click.echo(f"Zalo: {settings.zalo_bot_link} (open the chat and write the code)")
    if telegram:
        click.echo(f"Telegram: {telegram}")
    if qr:
        _write_qr(qr, settings.zalo_bot_link or telegram)


def _write_qr(file: Path, link: str | None) -> None:
    from bot.reports.qr import qr_picture

    if link is None:
        fail("No QR picture was written: set ZALO_BOT_LINK, the share link of the bot.")
    file.write_bytes(qr_picture(link))
    click.echo(f"QR picture of {link}: {file}")


async def _telegram_link(settings: Settings, code: str) -> str | None:
    """The link that carries the code. Telegram is asked for the bot's name only: the bot itself may be running."""
    if settings.telegram_token is None:
        return None
    (telegram,) = configured_channels(settings.model_copy(update={"zalo_token": None}))
    if not await telegram.knows_itself():
        click.echo("Telegram cannot be reached now: there the code can be written into the bot's chat.", err=True)
    link: str | None = telegram.invitation_link(code)
    await telegram.stop()
    return link


@main.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Take in a conclusion; the office reviews it in chat."""
    from bot.app import Cities
    from bot.clock import Clock
    from bot.documents import Unreadable, read
    from bot.usecases.taking_in import import_text

    settings = settings_or_fail()
    content = file.read_bytes()
    document = read(content, file.name)
    if isinstance(document, Unreadable):
        fail(f"{file.name} was not taken in: {document.reason}.")
    database = database_or_fail(settings)
    cities = Cities(settings)
    try:
        count = database.do(
            lambda db: import_text(db, cities(db), Clock().now(), document.text, name=file.stem, content=content)
        )
    finally:
        database.close()
    if count is None:
        click.echo("This text was taken in before; nothing was changed.")
    else:
        click.echo(f"{count} drafts wait for the office's review.")


@main.group("calendar")
def days_off_group() -> None:
    """Days off and working Saturdays."""


@days_off_group.command("list")
def list_days() -> None:
    """Every day that does not follow the five-day week."""
    from bot.store import directory

    database = database_or_fail(settings_or_fail())
    for day, one in sorted(database.do(directory.calendar).special.items()):
        click.echo(f"{day}  {'working day' if one.works else 'day off':11}  {one.name}")
    database.close()


@days_off_group.command("set")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--off", "off", metavar="NAME", help="The day is off, under this name.")
@click.option("--works", "works", metavar="NAME", help="The day is worked, for this reason.")
@click.option("--plain", is_flag=True, help="The day follows the five-day week again.")
def set_day(day: datetime, off: str | None, works: str | None, plain: bool) -> None:
    """Change one day; the dates that were counted by the calendar move, and their agencies are told."""
    from bot.app import Cities
    from bot.clock import Clock
    from bot.core.replanning import Change
    from bot.store.tasks import Source
    from bot.usecases.days_off import apply

    if sum(map(bool, (off, works, plain))) != 1:
        fail("Say one of --off NAME, --works NAME and --plain.")
    settings = settings_or_fail()
    database = database_or_fail(settings)
    cities = Cities(settings)
    change = Change(day.date(), off or works, works is not None)
    moved = database.do(lambda db: apply(db, cities(db), Clock().now(), change, by=None, source=Source()))
    database.close()
    click.echo(f"{change.day} changed. Dates that moved: {len(moved)}")
    for one in moved:
        click.echo(f"{one.view.code}  {one.old} -> {one.new}  {one.view.task.title}")


@main.group()
def readings() -> None:
    """What the readers found and what the office made of it."""


@readings.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_readings(file: Path) -> None:
    """Write each reviewed draft, as it was read and as it was corrected, to a file of JSON lines."""
    from bot.usecases.taking_in import reviewed

    database = database_or_fail(settings_or_fail())
    lines = database.do(reviewed)
    database.close()
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    click.echo(f"{len(lines)} reviewed drafts written.")


for command in (*COMMANDS, *committee.COMMANDS):
    main.add_command(command)


if __name__ == "__main__":
    main()
