"""The engine, and `run`: one function, one transaction, on a worker thread.

Only this file knows that SQLite and PostgreSQL differ.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

import sqlalchemy as sa
import structlog
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlmodel import Session

from bot.store.counting import COUNTED, MailEvent
from models import Row, migrations

log = structlog.get_logger()

P = ParamSpec("P")
R = TypeVar("R")

POSTGRES_THREADS = 4
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds between tries while the database is away
CONNECT_TIMEOUT = 5  # seconds
SCHEMA = 7200  # the advisory lock of whoever makes or changes the schema
COMING = ("starting up", "shutting down", "recovery", "not yet accepting", "too many", "remaining connection slots")
POSTED = "posted"  # the mark on a session whose transaction wrote to the outbox
READS = "reads"  # the mark on a connection that writes nothing


class SchemaTooOld(Exception):
    """The database was made by another version of the program."""


class Database:
    """A database that plain functions are run in."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        if self.url.get_backend_name() == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite and self.url.database and self.url.database != ":memory:":
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = self._engine()
        self._threads = ThreadPoolExecutor(1 if self.sqlite else POSTGRES_THREADS, thread_name_prefix="database")
        self.posted: Callable[[], None] = lambda: None  # called after a commit that left something to send
        self.counted: Callable[[Sequence[MailEvent]], None] = lambda _: None  # called after a commit that moved mail

    def _engine(self) -> sa.Engine:
        if not self.sqlite:
            patience = {} if "connect_timeout" in self.url.query else {"connect_timeout": CONNECT_TIMEOUT}
            return sa.create_engine(self.url, pool_size=POSTGRES_THREADS + 1, pool_pre_ping=True, connect_args=patience)
        memory = not self.url.database or self.url.database == ":memory:"
        pool: dict[str, Any] = {"poolclass": sa.StaticPool} if memory else {}
        engine = sa.create_engine(self.url, connect_args={"check_same_thread": False}, **pool)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_immediate)
        return engine

    async def run(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs `work(session, …)` in one transaction on a worker thread and returns its result after the commit."""
        loop = asyncio.get_running_loop()
        result, info = await loop.run_in_executor(self._threads, lambda: self._do(work, *args, **kwargs))
        if POSTED in info:
            self.posted()
        if COUNTED in info:
            self.counted(info[COUNTED])
        return result

    async def insist(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """`run`, again and again until the database can be reached; only for work that may be done twice.

        Whether a lost connection took a commit with it nobody can tell.
        """
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            try:
                return await self.run(work, *args, **kwargs)
            except sa.exc.DBAPIError as error:
                if not is_away(error):
                    raise
                log.warning("database away", error=type(error).__name__, next_try_in=pause)
            await asyncio.sleep(pause)
        raise AssertionError("the pauses never end")

    def do(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The same on the calling thread, for commands and tests."""
        return self._do(work, *args, **kwargs)[0]

    def look(self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Reads, from a snapshot that keeps no writer waiting, on the calling thread."""
        with Session(self._reading()) as session, session.begin():
            return work(session, *args, **kwargs)

    def _reading(self) -> sa.Engine:
        if self.sqlite:
            return self.engine.execution_options(**{READS: True})
        return self.engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    def _do(
        self, work: Callable[Concatenate[Session, P], R], *args: P.args, **kwargs: P.kwargs
    ) -> tuple[R, dict[Any, Any]]:
        with Session(self.engine, expire_on_commit=False) as session:
            with session.begin():
                result = work(session, *args, **kwargs)
            return result, session.info

    def prepare(self) -> bool:
        """Makes the schema in an empty database; True if it was empty. Raises SchemaTooOld on another version's."""
        with self.engine.begin() as connection:
            _alone(connection, SCHEMA)
            at = migrations.current(connection)
            if at is None and not sa.inspect(connection).get_table_names():
                migrations.upgrade(connection)
                return True
        if at != migrations.newest():
            raise SchemaTooOld(at)
        return False

    def schema(self) -> Literal["empty", "current", "other"]:
        """Whether the schema is this version's; changes nothing."""
        with self.engine.begin() as connection:
            at = migrations.current(connection)
            if at is None and not sa.inspect(connection).get_table_names():
                return "empty"
        return "current" if at == migrations.newest() else "other"

    def migrate(self) -> None:
        with self.engine.begin() as connection:
            _alone(connection, SCHEMA)
            migrations.upgrade(connection)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        self.engine.dispose()


def is_away(error: sa.exc.DBAPIError) -> bool:
    """Whether the database could not be reached or written, as against a mistake of ours in a statement."""
    if error.connection_invalidated:
        return True
    if not isinstance(error, sa.exc.OperationalError):
        return False
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN"))
    state = getattr(error.orig, "sqlstate", None)  # PostgreSQL's: connection, resources, shutdown, rolled back
    return state is None or state.startswith(("08", "53", "57", "40"))


def may_come(error: sa.exc.DBAPIError) -> bool:
    """Whether a PostgreSQL that could not be had may be up soon; False when it is there and refuses us."""
    said = str(error.orig)
    return "sqlite" not in type(error.orig).__module__ and (
        is_away(error) and ("FATAL" not in said or any(words in said for words in COMING))
    )


def insert_new(db: Session, table: type[Row], rows: Sequence[Mapping[str, Any]]) -> int:
    """Inserts rows, all with the same columns, and returns how many were new: one whose unique key is there already
    is left out, also when another process writes it at the same moment."""
    if not rows:
        return 0
    insert = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    keys = sa.inspect(table).primary_key
    done = db.execute(insert(table).values(list(rows)).on_conflict_do_nothing().returning(*keys))
    return len(done.all())


def clock(db: Session) -> float:
    """Seconds since 1970 by the database's clock, which all its processes share."""
    if db.get_bind().dialect.name == "sqlite":
        return float(db.execute(sa.text("SELECT (julianday('now') - 2440587.5) * 86400")).scalar_one())
    return float(db.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())


def one_at_a_time(db: Session, what: int) -> None:
    """Waits until no other process is in the same part of its work, until the end of the transaction.

    With SQLite every transaction is alone anyway.
    """
    _alone(db.connection(), what)


def _alone(connection: sa.Connection, what: int) -> None:
    if connection.dialect.name != "sqlite":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(what)))


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=5000",
        "synchronous=FULL",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    # With a deferred BEGIN two processes that read, then write, lose updates or fail with "database is locked".
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")
