"""Groups: answers with totals and agencies only, by the rights of the person who asks, never the group's."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col

from bot.core import intents
from bot.core.cards import Card, Kind, T
from bot.core.channel import Inbound
from bot.core.digest import Slot
from bot.core.permissions import Actor
from bot.core.screens import groups as screens
from bot.core.screens import refusals
from bot.core.screens.groups import Figures, GroupWeek, Share
from bot.core.timeliness import SOON
from bot.core.understanding import Context, Speaker
from bot.store import groups, outbox, people, tasks
from bot.usecases import questions
from bot.usecases.context import City, Mail, Turn
from models import ChatGroup, Role, State, Task

_REGISTER = re.compile(r"/(dangky|huydangky)\b\s*(.*)", re.DOTALL | re.IGNORECASE)


def hint_anonymous(mail: Mail, channel: str, inbound: Inbound) -> None:
    """An anonymous admin may be anybody: nothing is said but how to be known."""
    row = groups.of_chat(mail.db, channel, inbound.chat_id)
    mail.to_chat(
        channel,
        inbound.chat_id,
        screens.anonymous(),
        Kind.ANSWER,
        language=row.language if row else "vi",
        reply_to=inbound.own_ref,
        in_group=True,
    )


def answer(turn: Turn) -> None:
    """Answers somebody who is linked; every answer is a silent reply to what was asked."""
    if turn.inbound.button is not None:
        turn.toast = T("Please use the buttons in the private chat.")
        return
    text = turn.inbound.text
    registering = _REGISTER.fullmatch(text)
    if registering:
        _register(turn, registering[1].lower(), registering[2].strip())
        return
    if not text.strip():  # the bot is only called by its name
        turn.reply(screens.help_here())
        return
    match _understood(turn, text):
        case intents.AskOverdue():
            turn.reply(_figures(turn, "overdue", tasks.overdue(turn.today)))
        case intents.AskDue():
            last = turn.city.calendar.add(turn.today, SOON)
            soon = sa.and_(tasks.OPEN, col(Task.due_on).between(turn.today, last), col(Task.state) != State.AWAITING)
            turn.reply(_figures(turn, "soon", soon))
        case intents.AskStats() | intents.AskOpen():
            scope = _scope(turn)
            late = shares(turn.db, turn.city, tasks.overdue(turn.today), scope)
            turn.reply(screens.overview(questions.totals(turn, scope), late, turn.now))
        case intents.Help() | intents.Greeting():
            turn.reply(screens.help_here())
        case intents.Secret():
            turn.reply(refusals.secret())
        case _:
            turn.reply(screens.privately())


def _understood(turn: Turn, text: str) -> intents.Intent:
    speaker = Speaker(turn.actor.role, turn.actor.agency)
    return turn.city.chat.read(text, speaker, Context(), turn.now.astimezone(turn.city.zone))


def _scope(turn: Turn) -> sa.ColumnElement[bool]:
    """What the sender may see; in an agency's group only that agency's part of it."""
    row = groups.of_chat(turn.db, turn.channel, turn.inbound.chat_id)
    return questions.scope_of(turn, row.agency_code if row else None)


def _figures(turn: Turn, verb: str, condition: sa.ColumnElement[bool]) -> Card:
    found = shares(turn.db, turn.city, condition, _scope(turn))
    count = sum(one.count for one in found)
    if verb == "overdue":
        title = T("🔴 Overdue: {n} task", "🔴 Overdue: {n} tasks", n=count) if count else T("✅ No overdue task")
    else:
        last = turn.city.calendar.add(turn.today, SOON)
        title = T("🟠 Due by {day}: {n} task", "🟠 Due by {day}: {n} tasks", n=count, day=last)
    return screens.figures(Figures(title, found), turn.now, verb)


def shares(db: Session, city: City, *conditions: sa.ColumnElement[bool]) -> list[Share]:
    return [Share(city.short(lead) if lead else None, count) for lead, count in tasks.by_lead(db, *conditions)]


# ---------------------------------------------------------------- registering


def _register(turn: Turn, command: str, words: str) -> None:
    if turn.actor.role is not Role.OFFICE:
        turn.reply(screens.only_the_office())
        return
    row = groups.of_chat(turn.db, turn.channel, turn.inbound.chat_id)
    if command == "huydangky":
        if row:
            groups.forget(turn.db, row)
        turn.reply(screens.unregistered())
        return
    found = turn.city.agencies.candidates(words, turn.today) if words else []
    if words and len(found) != 1:
        near = found or turn.city.agencies.nearest(words, turn.today)
        turn.reply(screens.no_such_agency(words[:80], [turn.city.short(code) for code in near]))
        return
    agency = found[0] if found else None
    row = groups.register(
        turn.db,
        turn.channel,
        turn.inbound.chat_id,
        title=turn.inbound.group_title,
        agency=agency,
        by=turn.actor.person_id,
        language=turn.actor.language,
        now=turn.now,
    )
    short = turn.city.short(agency) if agency else None
    turn.reply(screens.registered(short), kind=Kind.CONFIRMATION)
    turn.mail.to(turn.office(), screens.told_registered(turn.actor.name, row, short), Kind.NOTE)


def came(db: Session, city: City, mail: Mail, channel: str, inbound: Inbound, actor: Actor | None) -> None:
    """Added to a group. It introduces itself only to somebody it knows."""
    groups.left(db, channel, inbound.chat_id, None)
    if actor:
        mail.to_chat(channel, inbound.chat_id, screens.help_here(), Kind.ANSWER, language=actor.language, in_group=True)


def was_removed(db: Session, city: City, mail: Mail, channel: str, chat_id: str) -> None:
    """Taken out of a group: nothing is sent there any more, and the office is told once."""
    row = groups.of_chat(db, channel, chat_id)
    if row is None or row.left_at:
        return
    groups.left(db, channel, chat_id, mail.now)
    card = screens.told_left(row, city.short(row.agency_code) if row.agency_code else None)
    mail.to(people.holders(db, mail.today, {Role.OFFICE}), card, Kind.NOTE)


# ---------------------------------------------------------------- which of them get the digest


def may_order(actor: Actor) -> bool:
    """The chair orders the digest into a group; the office does it on the chair's order."""
    return actor.role in {Role.CHAIR, Role.OFFICE}


def show(turn: Turn) -> None:
    if not may_order(turn.actor):
        turn.reply(refusals.refusal("not-yours"))
        return
    found = groups.registered(turn.db)
    turn.reply(screens.groups([(row, turn.city.short(row.agency_code) if row.agency_code else None) for row in found]))


def set_digest(turn: Turn, group_id: int, wanted: str) -> None:
    row = _ordered(turn, group_id)
    if row:
        row.digest = wanted == "on"
        turn.db.add(row)
        turn.db.flush()
    show(turn)


def drop(turn: Turn, group_id: int) -> None:
    row = _ordered(turn, group_id)
    if row:
        groups.forget(turn.db, row)
    show(turn)


def _ordered(turn: Turn, group_id: int) -> ChatGroup | None:
    return groups.by_id(turn.db, group_id) if may_order(turn.actor) else None


# ---------------------------------------------------------------- the weekly digest


def digests(db: Session, city: City, now: datetime, slot: Slot) -> int:
    """This week's digest for every group that the chair wants it in; each once."""
    mail, count = Mail(db, city, now, key=""), 0
    for row in groups.with_digest(db):
        key = f"digest:{slot.week}:group-{row.id}"
        if outbox.exists(db, key):
            continue
        card = _digest(db, city, now, slot, row)
        mail.to_group(
            row.channel,
            row.chat_id,
            card,
            Kind.DIGEST,
            language=row.language,
            key=key,
            good_until=slot.good_until,
        )
        count += 1
    return count


def digest_as_it_stands(db: Session, city: City, now: datetime, slot: Slot, channel: str, chat_id: str) -> Card | None:
    """The digest made anew when it is sent; None for a group that is no longer to get it."""
    row = groups.of_chat(db, channel, chat_id)
    return _digest(db, city, now, slot, row) if row and row.digest and not row.left_at else None


def _digest(db: Session, city: City, now: datetime, slot: Slot, row: ChatGroup) -> Card:
    today = city.today(now)
    scope = tasks.for_agency(row.agency_code) if row.agency_code else tasks.for_committee()
    late = sa.and_(tasks.overdue(today), scope)
    sunday = today + timedelta(days=6 - today.weekday())
    since = datetime.combine(slot.since, time(), city.zone)
    awaiting = col(Task.state) == State.AWAITING
    week = GroupWeek(
        day=slot.day,
        since=slot.since,
        overdue=shares(db, city, late),
        new=tasks.counted(db, late, col(Task.due_on) >= slot.since),
        due=tasks.counted(db, tasks.OPEN, scope, sa.not_(awaiting), col(Task.due_on).between(today, sunday)),
        waiting=tasks.counted(db, tasks.OPEN, scope, awaiting),
        done=tasks.counted(db, scope, col(Task.state) == State.COMPLETED, col(Task.closed_at) >= since),
        totals=questions.totals_on(db, today, scope),
        agency=city.short(row.agency_code) if row.agency_code else None,
    )
    return screens.digest(week, now)
