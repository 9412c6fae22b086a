"""Bringing in another city's agencies."""

from __future__ import annotations

from sqlmodel import Session

from bot.core.agencies import Body
from bot.directory import clashes
from bot.store import directory


def bring_in(db: Session, bodies: list[Body], source: str) -> int:
    """Takes the agencies of a file; returns how many.

    A directory that nothing refers to yet is replaced. One in use is added to, and a name that would then mean two
    bodies at the same time raises DirectoryError: nothing is loaded.
    """
    if not directory.in_use(db):
        directory.clear(db)
    clashes(bodies, directory.load(db).bodies, source)
    return directory.put_bodies(db, bodies)
