"""A backup while the bot runs, and a restore into an empty database. All or nothing: no half file, no half database.

SQLite: its online backup into one file. PostgreSQL: `pg_dump` and `pg_restore`, where they are installed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bot.store import postgres_tools, shapes
from bot.store.database import Database
from bot.store.shapes import Unfit
from models import migrations

NOTHING = "There is no database of this program yet, so there is nothing to keep."
SQLITE_MAGIC = b"SQLite format 3\0"


def back_up(database: Database, file: Path) -> str:
    """Writes the database, as it is at one moment, to a new file that only its owner may read; returns its revision.

    Raises Unfit: nothing is left behind then.
    """
    if os.path.lexists(file):
        raise Unfit(f"{file} is there already and was left as it is.")
    with _partial(file) as partial:
        revision = _back_up_sqlite(database, partial) if database.sqlite else _back_up_postgres(database, partial)
        _to_disk(partial)
        _give_name(partial, file)
    return revision


def restore(database: Database, file: Path) -> str:
    """Fills an empty database from a backup and brings it to this version's schema; returns the backup's revision.

    Raises Unfit for a file that is damaged, foreign or newer, and for a database that is not empty.
    """
    if not file.is_file():
        raise Unfit(f"{file} is not there.")
    kind = _kind(file)
    if kind is None:
        raise Unfit(f"{file} is not a backup of this program.")
    if kind != database.url.get_backend_name():
        other = "python -m bot move brings it to PostgreSQL afterwards" if kind == "sqlite" else "set DATABASE_URL"
        raise Unfit(f"{file} is a backup of {kind}, and the database that is set is another kind: {other}.")
    if not _is_empty(database):
        raise Unfit("The database is not empty; a backup is restored into an empty one (set DATABASE_URL or DATA_DIR).")
    return _restore_sqlite(database, file) if database.sqlite else _restore_postgres(database, file)


def _is_empty(database: Database) -> bool:
    """Makes no file where there was none."""
    if database.sqlite and not Path(database.url.database or "").exists():
        return True
    return database.schema() == "empty"


def _kind(file: Path) -> str | None:
    with file.open("rb") as opened:
        start = opened.read(16)
    if start == SQLITE_MAGIC:
        return "sqlite"
    return "postgresql" if start.startswith(postgres_tools.MAGIC) else None


@contextlib.contextmanager
def _partial(file: Path) -> Iterator[Path]:
    """A new file beside `file`, for its owner only; gone at the end unless it got another name."""
    partial = file.with_name(f".{file.name}.{secrets.token_hex(4)}.partial")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as wrong:
        raise Unfit(f"{file} cannot be written ({wrong.strerror}).") from None
    try:
        yield partial
    finally:
        partial.unlink(missing_ok=True)


def _give_name(partial: Path, file: Path) -> None:
    try:
        os.link(partial, file)  # fails where a rename would overwrite
    except FileExistsError:
        raise Unfit(f"{file} is there already and was left as it is.") from None
    except OSError:  # a file system without links
        if os.path.lexists(file):
            raise Unfit(f"{file} is there already and was left as it is.") from None
        partial.rename(file)
    _to_disk(file.parent)


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


# ---------------------------------------------------------------- SQLite


def _back_up_sqlite(database: Database, partial: Path) -> str:
    source = Path(database.url.database or ":memory:")
    if not source.is_file() or source.stat().st_size == 0:
        raise Unfit(NOTHING)
    _copy(source, partial)
    return _checked_sqlite(partial, name="The database")


def _copy(source: Path, target: Path, *, finished: bool = False) -> None:
    """SQLite's own backup in one step: a snapshot that no writer disturbs and that keeps no writer waiting.

    `finished`: nobody writes the source any more, so nothing may be made beside it.
    """
    address = f"{source.resolve().as_uri()}?mode=ro" + ("&immutable=1" if finished else "")
    try:
        with (
            contextlib.closing(sqlite3.connect(address, uri=True, timeout=30)) as given,
            contextlib.closing(sqlite3.connect(target)) as taken,
        ):
            given.backup(taken)
            taken.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    except sqlite3.DatabaseError as wrong:
        raise Unfit(f"{source} is damaged or cannot be read ({wrong}).") from None


def _checked_sqlite(file: Path, *, name: str) -> str:
    """The revision of a whole database of ours; Unfit for anything else."""
    engine = sa.create_engine(f"sqlite:///{file}")
    try:
        with engine.begin() as connection:
            if connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() != ["ok"]:
                raise Unfit(f"{name} is damaged.")
            _refuse_more_than_tables(connection, name)
            revision = migrations.current(connection)
            found = shapes.of(connection)
            shapes.refuse_unknown(name, revision, found.tables)
            shapes.refuse_foreign(name, revision or "", found)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise Unfit(f"{name} is damaged: some rows refer to rows that are not there.")
            return revision or ""
    except sa.exc.DatabaseError:
        raise Unfit(f"{name} is damaged or not a database of this program.") from None
    finally:
        engine.dispose()


def _refuse_more_than_tables(connection: sa.Connection, name: str) -> None:
    more = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')").first()
    if more is not None:
        raise Unfit(f"{name} holds triggers or views, which this program does not make.")


def _restore_sqlite(database: Database, file: Path) -> str:
    target = Path(database.url.database or "")
    database.engine.dispose()  # an empty file must have no open log when its place is taken
    with _partial(target) as partial:
        _copy(file, partial, finished=True)
        revision = _checked_sqlite(partial, name=str(file))
        ready = Database(f"sqlite:///{partial}")
        ready.migrate()
        ready.close()
        for log in (f"{target}-wal", f"{target}-shm"):
            Path(log).unlink(missing_ok=True)
        _to_disk(partial)
        partial.replace(target)
    _to_disk(target.parent)
    return revision


# ---------------------------------------------------------------- PostgreSQL


def _back_up_postgres(database: Database, partial: Path) -> str:
    with database.engine.begin() as connection:
        revision = migrations.current(connection)
        found = shapes.of(connection)
    if revision is None:
        raise Unfit(NOTHING)
    shapes.refuse_unknown("The database", revision, found.tables)
    shapes.refuse_foreign("The database", revision, found)
    postgres_tools.dump(database.url, partial)
    postgres_tools.read_through(partial, name="The backup")
    return revision


def _restore_postgres(database: Database, file: Path) -> str:
    postgres_tools.read_through(file, name=str(file))
    tables = postgres_tools.tables(file, name=str(file))
    revision = postgres_tools.revision(file, name=str(file))
    shapes.refuse_unknown(str(file), revision, tables)
    if tables != shapes.at(revision or "").tables:
        raise Unfit(f"{file} says schema {revision} but its tables are others: it is damaged or not of this program.")
    postgres_tools.restore(database.url, file)
    database.migrate()
    return revision or ""
