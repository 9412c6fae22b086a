"""What happened to a task: page by page in chat, and as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from sqlmodel import Session

from bot.core.cards import Kind
from bot.core.screens import history as screens
from bot.core.screens.history import Entry, Said
from bot.core.screens.words import code
from bot.store import conclusions, notices, tasks
from bot.usecases.context import Turn
from bot.usecases.moving import view
from models import Task, TaskEvent

COLUMNS = ("seq", "at", "person", "on_behalf", "channel", "kind", "old", "new", "note", "previous_hash", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
UTF8_MARK = "\ufeff"  # so that a spreadsheet program reads the letters right


def show(turn: Turn, task: Task, page: int) -> None:
    """Acts and delivered reminders, the newest first."""
    reminded: list[Entry] = [Said(at, name) for at, name in notices.delivered(turn.db, task.id or 0)]
    events = tasks.history(turn.db, task.id or 0)
    entries = sorted([*events, *reminded], key=lambda one: one.at, reverse=True)
    stand_ins = tasks.stand_ins(turn.db, events)
    turn.reply(screens.history(view(turn, task), entries, page, turn.city.short, stand_ins))


def send_file(turn: Turn, task: Task) -> None:
    """The whole history as a table."""
    events = tasks.history(turn.db, task.id or 0)[::-1]
    name = f"{code(tasks.number_of(turn.db, task), task.sub_number)}-lich-su.csv"
    content = (UTF8_MARK + as_csv(events)).encode()
    kept = conclusions.store_file(turn.db, content, name=name, mime="text/csv")
    turn.reply(screens.history_file(view(turn, task), len(events), kept.id or 0), kind=Kind.ANSWER, fresh=True)


def exported(db: Session, number: int, kind: str) -> str | None:
    """The history of NV-n as "csv" or "json", its parts' included; None for a task that does not exist."""
    task = tasks.by_number(db, number)
    if task is None:
        return None
    rows = [task, *tasks.children(db, task.id or 0)]
    events = [event for row in rows for event in tasks.history(db, row.id or 0)[::-1]]
    return as_json(events) if kind == "json" else UTF8_MARK + as_csv(events)


def as_csv(events: Sequence[TaskEvent]) -> str:
    """Oldest first; no cell begins as a formula does."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([_safe(cell) for cell in _cells(event)] for event in events)
    return out.getvalue()


def as_json(events: Sequence[TaskEvent]) -> str:
    """Everything that the hashes cover, as it is stored."""
    rows = [{**event.model_dump(mode="json"), "at": event.at.isoformat()} for event in events]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _cells(event: TaskEvent) -> list[str]:
    old, new = (json.dumps(one, ensure_ascii=False, sort_keys=True) if one else "" for one in (event.old, event.new))
    said = [
        str(event.seq),
        event.at.isoformat(),
        event.person_name,
        "yes" if event.on_behalf else "",
        event.channel or "",
    ]
    return [*said, event.kind, old, new, event.note or "", event.previous_hash, event.hash]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
