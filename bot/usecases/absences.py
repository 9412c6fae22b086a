"""Dated absences: the holder names a deputy, who acts with the post's rights in these days and gets its letters."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.permissions import AGENCY, Actor
from bot.core.screens import absences as screens
from bot.core.screens import refusals
from bot.core.screens.settings import Away
from bot.core.words import fold
from bot.store import absences, people
from bot.usecases.context import Turn
from bot.usecases.dates import find_day, read_back
from models import Delegation, Role

LONGEST = timedelta(days=366)
TITLES = frozenset({"dong", "chi", "anh", "ong", "ba", "co", "chu", "comrade", "mr", "ms", "mrs"})
STANDS_IN = {
    Role.CHAIR: frozenset({Role.VICE_CHAIR}),
    Role.VICE_CHAIR: frozenset({Role.CHAIR, Role.VICE_CHAIR}),
    Role.OFFICE: frozenset({Role.OFFICE}),
    Role.HEAD: AGENCY,
    Role.CONTACT: AGENCY,
}
"""Who may stand in for whom; heads and contact officers only within their agency."""


def own_post(turn: Turn) -> Actor | None:
    """The post that this person can leave to a deputy: the highest that is their own."""
    posts = people.posts_of(turn.db, turn.actor.person_id, turn.today)
    return next((one for one in posts if one.stands_for is None and one.role in STANDS_IN), None)


def candidates(turn: Turn, post: Actor) -> list[Actor]:
    """Those who may stand in for this post: same agency, or the committee's own table; none who is away."""
    agencies = [post.agency] if post.agency else None
    found = people.holders(turn.db, turn.today, STANDS_IN[post.role], agencies)
    once = {one.person_id: one for one in reversed(found) if not one.away and one.stands_for is None}
    once.pop(post.person_id, None)
    return sorted(once.values(), key=lambda one: one.post_id)


def show(turn: Turn) -> None:
    """The own absence, those that this person stands in for, and how to begin one."""
    mine = [_away(turn, one) for one in absences.of_posts(turn.db, _own_ids(turn), turn.today)]
    others = [_away(turn, one) for one, _ in absences.for_deputy(turn.db, turn.actor.person_id, turn.today)]
    post = own_post(turn)
    turn.reply(screens.overview(mine, others, may_begin=post is not None and not mine))


def current(turn: Turn) -> list[Away]:
    return [_away(turn, one) for one in absences.of_posts(turn.db, _own_ids(turn), turn.today)]


def _own_ids(turn: Turn) -> list[int]:
    posts = people.posts_of(turn.db, turn.actor.person_id, turn.today)
    return [one.post_id for one in posts if one.stands_for is None]


def _away(turn: Turn, row: Delegation) -> Away:
    post = people.post(turn.db, row.post_id)
    holder = people.person(turn.db, post.person_id) if post else None
    deputy = people.person(turn.db, row.deputy_id)
    return Away(row.id or 0, holder.name if holder else "—", deputy.name if deputy else "—", row.starts_on, row.ends_on)


def begin(turn: Turn, until: date | None, deputy: str | None) -> None:
    """Asks for what is missing, then reads all of it back before anything changes."""
    post = own_post(turn)
    if post is None:
        turn.reply(screens.refused("no-post"))
        return
    if until is None:
        turn.ask("away-until", deputy=deputy)
        turn.reply(screens.ask_until())
        return
    if not turn.today <= until <= turn.today + LONGEST:
        turn.ask("away-until", deputy=deputy)
        turn.reply(screens.refused("bad-day"))
        return
    found = candidates(turn, post)
    named = [one for one in found if deputy and _is_called(one.name, deputy)]
    if not found:
        turn.reply(screens.refused("nobody"))
    elif len(named) == 1:
        _check(turn, post, named[0], until)
    else:
        turn.ask("away-deputy", until=until.isoformat())
        turn.reply(screens.ask_deputy(named or found, until, unknown=deputy if deputy and not named else None))


def answered(turn: Turn, question: dict[str, object], words: str) -> None:
    if question["kind"] == "away-until":
        deputy = question.get("deputy")
        day = find_day(turn, words)
        if day is None:
            turn.reply(refusals.unclear_date(words))
        else:
            begin(turn, day, str(deputy) if deputy else None)
    else:
        begin(turn, date.fromisoformat(str(question["until"])), words)


def press_begin(turn: Turn, _press: Press) -> None:
    begin(turn, None, None)


def press_deputy(turn: Turn, press: Press) -> None:
    """A deputy was chosen for the days that the question kept."""
    question, post = turn.conversation.question or {}, own_post(turn)
    found = _candidate(turn, post, press.id)
    if post is None or found is None or question.get("kind") != "away-deputy":
        turn.reply(screens.refused("over"))
        return
    _check(turn, post, found, date.fromisoformat(str(question["until"])))


def _check(turn: Turn, post: Actor, deputy: Actor, until: date) -> None:
    turn.ask("away-check", until=until.isoformat(), deputy=deputy.person_id)
    agency = turn.city.short(post.agency) if post.agency else None
    turn.reply(screens.check(post, agency, deputy, turn.today, until, read_back(turn, until)))


def confirm(turn: Turn, press: Press) -> None:
    """From today on; the deputy and the office are told."""
    question, post = turn.conversation.question or {}, own_post(turn)
    deputy = _candidate(turn, post, press.id)
    if question.get("kind") != "away-check" or question.get("deputy") != press.id or post is None or deputy is None:
        turn.reply(screens.refused("over"))
        return
    until = date.fromisoformat(str(question["until"]))
    if until < turn.today:
        turn.reply(screens.refused("bad-day"))
        return
    turn.close_question()
    row = absences.add(
        turn.db, post_id=post.post_id, deputy_id=deputy.person_id, starts_on=turn.today, ends_on=until, now=turn.now
    )
    agency = turn.city.short(post.agency) if post.agency else None
    turn.reply(screens.noted(_away(turn, row)), kind=Kind.CONFIRMATION)
    turn.tell([deputy], screens.to_deputy(_away(turn, row), post.role, agency), Kind.NOTE)
    officers = [one for one in turn.office() if one.person_id != deputy.person_id]
    turn.tell(officers, screens.to_office(_away(turn, row), post.role, agency), Kind.NOTE)


def _candidate(turn: Turn, post: Actor | None, person_id: int) -> Actor | None:
    found = candidates(turn, post) if post else []
    return next((one for one in found if one.person_id == person_id), None)


def end(turn: Turn, press: Press) -> None:
    """The holder is back early; the office may end it too."""
    row = absences.by_id(turn.db, press.id)
    allowed = row is not None and (row.post_id in _own_ids(turn) or turn.actor.role is Role.OFFICE)
    if row is None or not allowed or row.ended_at:
        turn.reply(refusals.gone())
        return
    absences.end(turn.db, row, turn.now)
    away = _away(turn, row)
    turn.reply(screens.ended(away), kind=Kind.CONFIRMATION)
    deputy = people.actor_by_person(turn.db, row.deputy_id, turn.today)
    if deputy:
        turn.tell([deputy], screens.ended(away), Kind.NOTE)


def _is_called(name: str, words: str) -> bool:
    """ "đồng chí Hải" is Đỗ Văn Hải: every word of the call is one of the name's."""
    called = [word for word in fold(words).split() if word not in TITLES]
    return bool(called) and set(called) <= set(fold(name).split())
