"""What a channel's monthly allowance does to a message: it goes, it goes elsewhere, or it waits; the office is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session

from bot.core import quota
from bot.core.cards import Kind
from bot.core.quota import Level
from bot.core.screens import people as people_screens
from bot.delivery.undelivered import send_elsewhere
from bot.store import month, outbox, people
from bot.store import notices as saved_notices
from bot.usecases.context import City, Mail
from models import Outbox, OutboxState, Role

CityOf = Callable[[Session], City]
TOLD = "allowance:"  # how the keys of what tells the office begin


def kept_back(db: Session, city_of: CityOf, now: datetime, row: Outbox, limit: int) -> bool:
    """Settles or puts off a message that the month has no room for; False if it may go."""
    city = city_of(db)
    today = city.today(now)
    used = month.sent(db, row.channel, quota.month_of(today))
    if row.key.startswith(TOLD) and used < limit:
        return False
    overdue = month.reminds_of_overdue(db, saved_notices.letter_of(row.key), today)
    if quota.may_go(quota.level(used, limit), Kind(row.kind), overdue=overdue):
        return False
    others = people.addresses(db, [row.person_id] if row.person_id else [], other_than=row.channel)
    other = others.get(row.person_id or 0)
    if other is not None and Kind(row.kind) is not Kind.ANSWER:
        send_elsewhere(db, row, other, now)
        outbox.settle(db, row.id or 0, OutboxState.SKIPPED, now, reason=month.WAITS)
    else:
        outbox.put_back(db, row.id or 0, quota.next_month(today, city.zone), reason=month.WAITS)
    return True


def counted(db: Session, city_of: CityOf, now: datetime, channel: str, limit: int, *, spent: bool = False) -> None:
    """One more message of the month; a level that is reached is told to the office, once. `spent`: the app says so."""
    city = city_of(db)
    name = quota.month_of(city.today(now))
    used = month.count(db, channel, name, at_least=limit if spent else 0)
    reached, before = quota.level(used, limit), quota.level(used - 1, limit)
    if reached is not None and (spent or reached != before):
        _tell(db, city, now, channel, reached, name, used, limit)


def is_spent(db: Session, city_of: CityOf, now: datetime, channel: str, limit: int) -> bool:
    """Whether a refusal for quota can be the month's: with less than half of it used, it is this one person's."""
    return month.sent(db, channel, quota.month_of(city_of(db).today(now))) * 2 >= limit


def _tell(
    db: Session, city: City, now: datetime, channel: str, reached: Level, name: str, used: int, limit: int
) -> None:
    mail = Mail(db, city, now, key=f"{TOLD}{channel}:{name}:{reached.value}")
    card = people_screens.allowance(channel.capitalize(), reached, used, limit)
    mail.to(people.holders(db, city.today(now), {Role.OFFICE}), card, Kind.CONFIRMATION)
