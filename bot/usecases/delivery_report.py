"""The office's daily delivery report: planned like other letters, made anew when sent, silent when all arrived."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from bot.core.buttons import Press
from bot.core.cards import Card, Kind
from bot.core.digest import CLOSING_TIME, letter_time
from bot.core.screens import delivery as screens
from bot.core.screens import refusals
from bot.core.screens.delivery import Trouble
from bot.store import outbox, people, undelivered
from bot.usecases.context import City, Mail, Turn
from bot.usecases.people import invite
from models import Outbox, Role

REPORT_AT = time(8, 30)
FIRST_LOOK = timedelta(days=7)  # how far back the very first report looks
LAST_LOOK = timedelta(days=31)  # how long a report may stay the newest, over the longest holidays
PREFIX = "delivery:"


def plan(db: Session, city: City, now: datetime) -> int:
    """Posts today's report to each member of the office, if something did not arrive; looks once a day."""
    today = city.today(now)
    last = undelivered.reported_on(db)
    if last == today or not letter_time(now, city.zone, REPORT_AT, city.calendar):
        return 0
    found = troubles(db, city, now, since=_since(city, now, last))
    undelivered.put_called(db, undelivered.called(db) & {one.name for one in _all(db, city, now)})
    undelivered.reported(db, today, {one.name for one in found})
    if not found:
        return 0
    closes = datetime.combine(today, CLOSING_TIME, city.zone)
    posted = 0
    for officer in people.holders(db, today, {Role.OFFICE}):
        key = f"{PREFIX}{today}:{officer.person_id}"
        if not outbox.exists(db, key):
            card = screens.report(found, today)
            mail = Mail(db, city, now, key="")
            posted += not mail.to([officer], card, Kind.LETTER, key=key, good_until=closes)
    return posted


def as_it_stands(db: Session, city: City, now: datetime, row: Outbox) -> Card | None:
    """The report at the moment of sending: what arrives by now drops out."""
    today = city.today(now)
    reader = people.actor_by_person(db, row.person_id or 0, today)
    if reader is None or reader.role is not Role.OFFICE:
        return None
    left = _listed(db, city, now)
    return screens.report(left, undelivered.reported_on(db) or today) if left else None


def troubles(db: Session, city: City, now: datetime, *, since: datetime) -> list[Trouble]:
    """What the office has not taken in hand yet."""
    known = undelivered.called(db)
    return [one for one in _all(db, city, now, since=since) if one.name not in known]


def _all(db: Session, city: City, now: datetime, *, since: datetime | None = None) -> list[Trouble]:
    today = city.today(now)
    found = [
        Trouble(f"agency:{code}", "unlinked", agency=city.short(code), open_tasks=count)
        for code, count in undelivered.unlinked(db, today)
    ]
    for one in undelivered.broken(db, today):
        day = city.today(one.since) if one.since else None
        agency = city.short(one.agency) if one.agency else None
        name = f"address:{one.address_id}:{day or '-'}"
        found.append(Trouble(name, "broken", agency, one.person, one.role, reason=one.reason, since=day))
    reasons = undelivered.broken_reasons(db)
    for lost in undelivered.failed(db, since or now - FIRST_LOOK, today, except_reasons=reasons):
        agency = city.short(lost.agency) if lost.agency else None
        found.append(Trouble(f"message:{lost.row_id}", "failed", agency, lost.person, Role.OFFICE, reason=lost.reason))
    return found


def _since(city: City, now: datetime, last: date | None) -> datetime:
    return datetime.combine(last, REPORT_AT, city.zone) if last else now - FIRST_LOOK


def _listed(db: Session, city: City, now: datetime) -> list[Trouble]:
    """Of what the last report named: what still holds and is not in hand."""
    names = undelivered.listed(db) - undelivered.called(db)
    return [one for one in _all(db, city, now, since=now - LAST_LOOK) if one.name in names]


# ---------------------------------------------------------------- what the office does about it


def take_in_hand(turn: Turn, press: Press) -> None:
    """The office has called: what the report named is not told again. An older report's button shows the newest."""
    if _refused(turn):
        return
    left = _listed(turn.db, turn.city, turn.now)
    if press.extra != str(undelivered.reported_on(turn.db) or ""):
        _show(turn, left)
        return
    undelivered.put_called(turn.db, undelivered.called(turn.db) | {one.name for one in left})
    turn.reply(screens.called(len(left)) if left else screens.settled())


def choose_invited(turn: Turn, _press: Press) -> None:
    if _refused(turn):
        return
    left = [one for one in _listed(turn.db, turn.city, turn.now) if one.kind != "failed"]
    if len(left) == 1:
        _invite(turn, left[0])
    elif left:
        turn.reply(screens.choose(left), fresh=True)
    else:
        turn.reply(screens.settled())


def invite_for(turn: Turn, press: Press) -> None:
    if _refused(turn):
        return
    meant = [one for one in _listed(turn.db, turn.city, turn.now) if one.name == press.extra]
    if meant:
        _invite(turn, meant[0])
    else:
        turn.reply(screens.settled())


def _invite(turn: Turn, trouble: Trouble) -> None:
    """For the head where nobody is linked; else for the post of the person who cannot be reached."""
    role, agency, name = _post_of(turn, trouble)
    code, _ = invite(turn.db, turn.city, turn.now, role=role, agency=agency, name=name, by=turn.actor.person_id)
    links = [link for make in turn.links.values() if (link := make(code))]
    turn.reply(screens.invited(trouble, role, code, next(iter(links), None)), kind=Kind.CONFIRMATION, fresh=True)


def _post_of(turn: Turn, trouble: Trouble) -> tuple[str, str | None, str | None]:
    if trouble.kind == "unlinked":
        return Role.HEAD, trouble.name.removeprefix("agency:"), None
    address_id = int(trouble.name.split(":")[1])
    broken = next(one for one in undelivered.broken(turn.db, turn.today) if one.address_id == address_id)
    return broken.role, broken.agency, broken.person


def _refused(turn: Turn) -> bool:
    if turn.actor.role is Role.OFFICE:
        return False
    turn.reply(refusals.refusal("not-yours"))
    return True


def _show(turn: Turn, left: Sequence[Trouble]) -> None:
    day = undelivered.reported_on(turn.db) or turn.today
    turn.reply(screens.report(left, day) if left else screens.settled())
