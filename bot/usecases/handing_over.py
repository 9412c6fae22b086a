"""A post passes to a successor: the rights, the open tasks, what the predecessor had given."""

from __future__ import annotations

from bot.core import permissions
from bot.core.buttons import Press
from bot.core.cards import Kind
from bot.core.lifecycle import Move
from bot.core.permissions import AGENCY, Actor
from bot.core.screens import handing_over as screens
from bot.core.screens import refusals
from bot.store import absences, people, tasks
from bot.usecases import inviting, staff, views
from bot.usecases.context import Turn
from models import Role, Task

COMMITTEE = frozenset({Role.CHAIR, Role.VICE_CHAIR, Role.OFFICE, Role.OBSERVER})


def choose(turn: Turn, press: Press) -> None:
    """Who takes over: the linked people of the agency, or of the committee for its own posts."""
    found = staff.may_end(turn, press.id, alone=True)
    if found:
        options = _successors(turn, found)
        turn.reply(screens.choose(staff.member(turn, found), [(one.person_id, one.name) for one in options]))


def invite(turn: Turn, press: Press) -> None:
    """The successor is not linked yet: an invitation for this very post, and the hand-over once it is confirmed."""
    found = staff.may_end(turn, press.id, alone=True)
    if found:
        inviting.for_successor(turn, found)


def _successors(turn: Turn, post: Actor) -> list[Actor]:
    roles, agencies = (AGENCY, [post.agency or ""]) if post.role in AGENCY else (COMMITTEE, None)
    found = people.holders(turn.db, turn.today, roles, agencies)
    once = {one.person_id: one for one in found if one.stands_for is None and one.person_id != post.person_id}
    return list(once.values())


def check(turn: Turn, press: Press) -> None:
    """The confirm screen names both people and the number of tasks."""
    found, heir = _both(turn, press)
    if found and heir:
        count = len(_concerned(turn, found))
        turn.reply(screens.check(staff.member(turn, found), heir.person_id, heir.name, count))


def _both(turn: Turn, press: Press) -> tuple[Actor | None, Actor | None]:
    found = staff.may_end(turn, press.id, alone=True)
    if found is None:
        return None, None
    heir = next((one for one in _successors(turn, found) if str(one.person_id) == press.extra), None)
    if heir is None:
        turn.reply(refusals.gone())
    return found, heir


def hand_over(turn: Turn, press: Press) -> None:
    """In one stroke: the successor has the post, the predecessor's access has ended, the history says so."""
    found, heir = _both(turn, press)
    if found is None or heir is None:
        return
    shown = staff.member(turn, found)
    concerned = _concerned(turn, found)
    for one in absences.of_posts(turn.db, [found.post_id], turn.today):
        absences.end(turn.db, one, turn.now)
    staff.close(turn, found)
    held = people.posts_of(turn.db, heir.person_id, turn.today)
    if not any(one.role is found.role and one.agency == found.agency and one.stands_for is None for one in held):
        people.add_post(turn.db, heir.person_id, role=found.role, agency=found.agency, today=turn.today)
    for task in concerned:
        changes = {"given_by_person": heir.person_id} if task.given_by_person == found.person_id else {}
        move = Move("handed_over", changes, f"{found.name} → {heir.name}")
        tasks.record(turn.db, task, move, by=turn.actor, at=turn.now, source=turn.source)
    turn.reply(screens.done(shown, heir.name, len(concerned)), kind=Kind.CONFIRMATION)
    view = views.views(turn.db, turn.city, concerned[:5], turn.today)
    turn.tell([heir], screens.to_successor(shown, view, len(concerned)), Kind.ASSIGNMENT)
    left_out = {found.person_id, heir.person_id}
    officers = [one for one in turn.office() if one.person_id not in left_out]
    turn.tell(officers, screens.told(shown, heir.name, len(concerned)), Kind.NOTE)


def _concerned(turn: Turn, post: Actor) -> list[Task]:
    """The open tasks of the agency; of a leader those that they gave."""
    if post.role in AGENCY:
        return tasks.open_of(turn.db, post.agency or "")
    if post.role in permissions.LEADERS:
        return tasks.open_given_by(turn.db, post.person_id)
    return []
