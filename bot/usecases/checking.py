"""Is everything in order? What monitoring and an administrator want to know, a line each, without names or texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.core import quota
from bot.store import health, month, tasks

PATIENCE = timedelta(minutes=10)  # mail that waits longer is stuck
LATELY = timedelta(days=1)
SILENT = timedelta(minutes=15)  # without a tick for so long the planner stands still; it notes one in five minutes
DRIFT = timedelta(seconds=10)
NAMED = 20  # rows that are named one by one


@dataclass(frozen=True)
class Finding:
    """One line; `bad` makes the exit code."""

    line: str
    bad: bool = False


def look(db: Session, now: datetime, today: date) -> Iterator[Finding]:
    yield from _history(db)
    yield from _inbox(db, now)
    yield from _outbox(db, now)
    yield from _people(db, today)
    yield from _ticks(db, now)
    yield from _clock(db, now)
    yield from _month(db, today)


def _history(db: Session) -> Iterator[Finding]:
    broken = tasks.broken_chains(db)
    if broken:
        yield Finding(f"history: altered for tasks with the ids {_named(broken)}", bad=True)
    else:
        yield Finding("history: whole")


def _inbox(db: Session, now: datetime) -> Iterator[Finding]:
    stuck = health.stuck_updates(db, now, PATIENCE)
    if stuck.count:
        yield Finding(f"inbox: {stuck.count} stuck, the oldest since {_moment(stuck.since)}", bad=True)
    failed = health.failed_turns(db, now - LATELY)
    if failed:
        yield Finding(f"inbox: {len(failed)} failed in the last day, with the codes {_named(failed)}", bad=True)
    if not stuck.count and not failed:
        yield Finding("inbox: nothing stuck")


def _outbox(db: Session, now: datetime) -> Iterator[Finding]:
    stuck = health.stuck_messages(db, now, PATIENCE)
    if stuck.count:
        yield Finding(f"outbox: {stuck.count} unsent, the oldest due since {_moment(stuck.since)}", bad=True)
    failed = health.failed_messages(db, now - LATELY)
    if failed:
        yield Finding(f"outbox: failed in the last day: {_by_reason(failed)}", bad=True)
    uncertain = health.uncertain_messages(db, now - LATELY)
    if uncertain:
        yield Finding(f"outbox: may have arrived twice in the last day: rows {_named(uncertain)}", bad=True)
    if not stuck.count and not failed and not uncertain:
        yield Finding("outbox: nothing unsent")


def _people(db: Session, today: date) -> Iterator[Finding]:
    dead = health.unreachable_people(db, today)
    if dead:
        yield Finding(f"addresses: cannot be reached: {_by_reason(dead)}", bad=True)
    else:
        yield Finding("addresses: nobody out of reach")


def _ticks(db: Session, now: datetime) -> Iterator[Finding]:
    last = health.last_tick(db)
    if last is None:
        yield Finding("ticks: none yet")
    elif now - last > SILENT:
        yield Finding(f"ticks: none since {_moment(last)}; is the bot running?", bad=True)
    elif last - now > DRIFT:
        yield Finding(f"ticks: the last one is of {_moment(last)}, in the future; was the clock set back?", bad=True)
    else:
        yield Finding("ticks: going on")


def _clock(db: Session, now: datetime) -> Iterator[Finding]:
    theirs = health.clock(db)
    if theirs is None:
        yield Finding("clock: the machine's own")
        return
    apart = now - theirs
    if abs(apart) > DRIFT:
        yield Finding(f"clock: {abs(apart).total_seconds():.0f} s {_side(apart)} the database's", bad=True)
    else:
        yield Finding("clock: agrees with the database's")


def _month(db: Session, today: date) -> Iterator[Finding]:
    """What was sent this month where an app counts, what the month will come to, and what has no room in it."""
    waiting = month.waiting(db)
    for channel, count in month.all_sent(db, quota.month_of(today)):
        coming = quota.forecast(count, today)
        yield Finding(f"{channel}: {count} messages this month, about {coming} by its end")
        if channel in waiting:
            yield Finding(f"{channel}: {waiting[channel]} messages wait for the next month", bad=True)


def _side(apart: timedelta) -> str:
    return "ahead of" if apart > timedelta(0) else "behind"


def _by_reason(counts: Mapping[tuple[str, str], int]) -> str:
    return ", ".join(f"{count} {channel} ({reason})" for (channel, reason), count in sorted(counts.items()))


def _named(found: Sequence[object]) -> str:
    more = f" and {len(found) - NAMED} more" if len(found) > NAMED else ""
    return ", ".join(map(str, found[:NAMED])) + more


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "?"
