"""What the office sets itself, counters, and the keys of this installation."""

from __future__ import annotations

from sqlmodel import Session, select

from models import Setting


def get(db: Session, name: str, default: str = "") -> str:
    row = db.get(Setting, name)
    return row.value if row else default


def put(db: Session, name: str, value: str) -> None:
    row = db.get(Setting, name) or Setting(name=name, value=value)
    row.value = value
    db.add(row)


def next_number(db: Session, counter: str) -> int:
    """The next number of a counter; a number that was given is never given again."""
    name = f"counter:{counter}"
    row = db.exec(select(Setting).where(Setting.name == name).with_for_update()).first()
    row = row or Setting(name=name, value="0")
    row.value = str(int(row.value) + 1)
    db.add(row)
    db.flush()
    return int(row.value)
