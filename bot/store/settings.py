"""What the office sets itself, counters, and the keys of this installation."""

from __future__ import annotations

import secrets
from dataclasses import fields

from sqlmodel import Session, col, select

from bot.core.rights import Rules
from bot.store.database import insert_new
from models import Setting

FILE_KEY = "key:files"
RULES = tuple(one.name for one in fields(Rules))


def get(db: Session, name: str, default: str = "") -> str:
    row = db.get(Setting, name)
    return row.value if row else default


def put(db: Session, name: str, value: str) -> None:
    row = db.get(Setting, name) or Setting(name=name, value=value)
    row.value = value
    db.add(row)


def file_key(db: Session) -> bytes:
    """The secret of this installation that signs links to files; made when it is first needed, the same for all."""
    insert_new(db, Setting, [{"name": FILE_KEY, "value": secrets.token_hex(32)}])
    return bytes.fromhex(get(db, FILE_KEY))


def next_number(db: Session, counter: str) -> int:
    """The next number of a counter; a number that was given is never given again."""
    name = f"counter:{counter}"
    row = db.exec(select(Setting).where(Setting.name == name).with_for_update()).first()
    row = row or Setting(name=name, value="0")
    row.value = str(int(row.value) + 1)
    db.add(row)
    db.flush()
    return int(row.value)


def rules(db: Session) -> Rules:
    """The committee's own rules, each a row that says "yes" or "no"."""
    rows = db.exec(select(Setting).where(col(Setting.name).in_([f"rule:{name}" for name in RULES])))
    return Rules(**{row.name.removeprefix("rule:"): row.value == "yes" for row in rows})


def set_rule(db: Session, name: str, value: str) -> None:
    """Raises KeyError for a rule that does not exist."""
    if name not in RULES:
        raise KeyError(name)
    put(db, f"rule:{name}", value)
