"""From SQLite to PostgreSQL: every row, in one transaction, so that the target is either complete or as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.database import Database
from bot.store.presence import AlreadyRunning, Presence
from bot.store.shapes import Unfit
from models import Row, migrations

BATCH = 500
BATCH_OF_FILES = 4  # each may have megabytes


def move(source: Database, target: Database, said: Callable[[str], None]) -> int:
    """Fills an empty PostgreSQL database with all that a SQLite database holds; returns how many rows.

    Nobody can write to the source meanwhile; it stays as it was. Raises Unfit, and leaves the target as it was, when
    either is of another kind or version, the target is not empty, or a row cannot be kept there.
    """
    if not source.sqlite or target.sqlite:
        raise Unfit("Only a move from SQLite to PostgreSQL is possible (--to postgresql://…).")
    if source.schema() != "current":
        raise Unfit("The database that is set is empty or of another version: there is nothing to move yet.")
    if target.schema() != "empty":
        raise Unfit("The target is not empty; a move needs an empty database.")
    with _stopped(source), source.engine.begin() as old, target.engine.begin() as new:
        migrations.upgrade(new)
        return sum(_table(old, new, table, said) for table in Row.metadata.sorted_tables)


@contextlib.contextmanager
def _stopped(source: Database) -> Iterator[None]:
    """Nobody may run the bot on the source meanwhile: what it did after the copy would be left behind."""
    presence = Presence(source)
    try:
        presence.begin()
    except AlreadyRunning:
        raise Unfit("The bot runs on this database; stop it first.") from None
    try:
        yield
    finally:
        presence.end()


def _table(old: sa.Connection, new: sa.Connection, table: sa.Table, said: Callable[[str], None]) -> int:
    count = 0
    try:
        for rows in _batches(old, table):
            new.execute(table.insert(), rows)
            count += len(rows)
    except (sa.exc.DataError, sa.exc.IntegrityError, sa.exc.StatementError, ValueError) as wrong:
        place = f"table {table.name}, after {count} rows"
        raise Unfit(f"PostgreSQL does not take a row ({place}): {type(wrong).__name__}. Nothing was moved.") from None
    _go_on_counting(new, table)
    arrived = new.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    if arrived != count:
        raise Unfit(f"Of table {table.name} {arrived} of {count} rows arrived. Nothing was moved.")
    said(f"{table.name}: {count:,} rows")
    return count


def _batches(old: sa.Connection, table: sa.Table) -> Iterator[Sequence[dict[str, Any]]]:
    files = any(isinstance(column.type, sa.LargeBinary) for column in table.columns)
    found = old.execute(table.select().order_by(*_order(table)))
    for rows in found.mappings().partitions(BATCH_OF_FILES if files else BATCH):
        yield [dict(row) for row in rows]


def _order(table: sa.Table) -> Iterator[sa.ColumnElement[Any]]:
    """Rows that refer to others of the same table come after them."""
    for column in table.columns:
        if any(key.column.table is table for key in column.foreign_keys):
            yield column.is_not(None)
    yield from table.primary_key.columns


def _go_on_counting(new: sa.Connection, table: sa.Table) -> None:
    """The numbers that the database gives go on after the highest."""
    key = table.autoincrement_column
    if key is None:
        return
    sequence = new.execute(sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', key.name))).scalar_one()
    highest = new.execute(sa.select(sa.func.max(key))).scalar_one()
    if sequence is not None and highest is not None:
        new.execute(sa.select(sa.func.setval(sequence, highest)))
