"""Whether a database that comes from outside is one of ours, and of which version: the guard of restore and move."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from models import migrations

OURS = frozenset({"task", "task_event", "outbox", "inbox"})  # in every version


class Unfit(Exception):
    """A file or database that is refused; the message is one sentence that names it and the reason."""


@dataclass(frozen=True)
class Shape:
    """The tables with their columns."""

    columns: frozenset[tuple[str, str]]

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(table for table, _ in self.columns)


def of(connection: sa.Connection) -> Shape:
    inspector = sa.inspect(connection)
    columns = inspector.get_multi_columns().items()
    return Shape(frozenset((table, str(column["name"])) for (_, table), given in columns for column in given))


def at(revision: str) -> Shape:
    """What the migrations make, up to a revision."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        migrations.upgrade(connection, revision)
        shape = of(connection)
    engine.dispose()
    return shape


def refuse_unknown(name: str, revision: str | None, tables: Collection[str]) -> None:
    """Raises Unfit unless the revision is one that this version of the program knows."""
    if revision in migrations.known():
        return
    newest = migrations.newest() or ""
    if revision and revision.isdigit() and revision > newest and set(tables) >= OURS:
        raise Unfit(f"{name} was made by a newer version of the program (schema {revision}, this one has {newest}).")
    raise Unfit(f"{name} does not hold a database of this program.")


def refuse_foreign(name: str, revision: str, found: Shape) -> None:
    """Raises Unfit unless tables and columns are those of the revision."""
    if found != at(revision):
        raise Unfit(f"{name} says schema {revision} but its tables are others: it is damaged or not of this program.")
