"""That this process is alive, so that others see at once when it is not.

With SQLite there is one process: a lock on a file beside the database keeps a second one out. With PostgreSQL each
process holds an advisory lock on its own number for as long as its connection lives; what a process without its lock
had in hand is free for the others. One of them also holds the lock of the bulk lane and sends the letters.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.store.database import Database
from models import Inbox, Outbox

PROCESSES, BULK = 7201, 7202  # the classes of our advisory locks
GRACE = timedelta(seconds=10)  # a living process whose connection broke takes its lock again within this time
LEASE = timedelta(minutes=2)  # longer than the slowest turn and the longest send
SKEW = timedelta(seconds=30)  # between the clocks of machines that work together


class AlreadyRunning(Exception):
    """Another process runs on this SQLite database."""


class Presence:
    """This process in the eyes of the others; `owner` is its number."""

    def __init__(self, database: Database) -> None:
        self.owner = secrets.randbelow(2**31 - 1) + 1
        self._database = database
        self._file: int | None = None
        self._connection: sa.Connection | None = None
        self._bulk = database.sqlite

    @property
    def sends_letters(self) -> bool:
        """Whether the bulk lane is this process's."""
        return self._bulk

    def begin(self) -> None:
        """Raises AlreadyRunning where only one process may run, and one does."""
        if self._database.sqlite:
            self._lock_file()
        else:
            self.look()

    def look(self) -> None:
        """Takes the locks again if the connection was lost, and the bulk lane if its holder has died."""
        if self._database.sqlite:
            return
        try:
            connection = self._connection or self._greet()
            if connection is not None:
                self._bulk = self._bulk or _lock(connection, BULK, 0)
                connection.execute(sa.text("SELECT 1"))
        except sa.exc.DBAPIError:
            self._forget()

    def end(self) -> None:
        if self._file is not None:
            os.close(self._file)  # and with it the lock
            self._file = None
        self._forget()

    def _greet(self) -> sa.Connection | None:
        """A connection that holds this process's lock; none while a lost session or a neighbour's look still has it."""
        self._connection = self._database.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not _lock(self._connection, PROCESSES, self.owner):
            self._forget()
        return self._connection

    def _forget(self) -> None:
        connection, self._connection, self._bulk = self._connection, None, self._database.sqlite
        if connection is not None:
            connection.invalidate()  # ends the session on the server, and so its locks
            connection.close()

    def _lock_file(self) -> None:
        name = self._database.url.database
        if not name or name == ":memory:":
            return
        self._file = os.open(f"{name}.running", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.end()
            raise AlreadyRunning from None


def free(db: Session, mine: int, now: datetime) -> int:
    """Frees what dead processes had in hand; returns how many rows. What was being sent may have arrived.

    On SQLite everything that is not ours: a second process cannot run.
    """
    return sum(_free(db, table, mine, now) for table in (Inbox, Outbox))


def _free(db: Session, table: type[Inbox] | type[Outbox], mine: int, now: datetime) -> int:
    alone = db.get_bind().dialect.name == "sqlite"
    in_hand = sa.and_(col(table.settled_at).is_(None), col(table.owner).is_not(None), col(table.owner) != mine)
    if not alone:
        begun_long_ago = col(table.lease_until) < now + LEASE - GRACE
        clock_was_set_back = col(table.lease_until) > now + LEASE + SKEW
        in_hand = sa.and_(in_hand, sa.or_(begun_long_ago, clock_was_set_back))
    owners = db.execute(sa.select(col(table.owner)).where(in_hand).distinct()).scalars().all()
    dead = [owner for owner in owners if owner is not None and (alone or _is_dead(db, owner))]
    return _release(db, table, in_hand, dead) if dead else 0


def _release(
    db: Session, table: type[Inbox] | type[Outbox], in_hand: sa.ColumnElement[bool], dead: Collection[int]
) -> int:
    changed = db.execute(
        sa.update(table).where(in_hand, col(table.owner).in_(list(dead))).values(owner=None, lease_until=None)
    )
    return int(getattr(changed, "rowcount", 0))


def _is_dead(db: Session, owner: int) -> bool:
    """Nobody holds the process's lock. Taken for this transaction only, so two that look at once do no harm."""
    lock = sa.func.pg_try_advisory_xact_lock(PROCESSES, owner)
    return bool(db.execute(sa.select(lock)).scalar_one())


def _lock(connection: sa.Connection, kind: int, number: int) -> bool:
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(kind, number))).scalar_one())
