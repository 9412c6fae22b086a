"""Requests for a later date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, col, select

from models import Extension

OPEN = col(Extension.closed_at).is_(None)


def locked(db: Session, request_id: int) -> Extension | None:
    """The request, held against another who decides at the same time."""
    query = select(Extension).where(Extension.id == request_id).with_for_update()
    return db.exec(query.execution_options(populate_existing=True)).first()


def open_of(db: Session, task_ids: Iterable[int]) -> dict[int, Extension]:
    """The open request of each task that has one."""
    rows = db.exec(select(Extension).where(OPEN, col(Extension.task_id).in_(list(task_ids))))
    return {row.task_id: row for row in rows}


def all_open(db: Session) -> list[Extension]:
    """The longest waiting first."""
    return list(db.exec(select(Extension).where(OPEN).order_by(col(Extension.waits_since), col(Extension.id))))


def add(db: Session, task_id: int, values: Mapping[str, Any]) -> Extension:
    row = Extension(task_id=task_id, **values)
    db.add(row)
    db.flush()
    return row


def change(db: Session, row: Extension, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.revision += 1
    db.add(row)
    db.flush()
