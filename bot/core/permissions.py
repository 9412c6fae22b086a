"""Who may ask or do what. Rights come from the post a person holds today, never from a name or a chat.

The table is in the project's rules of work: the chair and the office see everything, an agency what it leads or
supports; only the lead agency reports, only the office and the leaders accept.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from models import Role, State, Task

LEADERS = frozenset({Role.CHAIR, Role.VICE_CHAIR})
DIRECTORS = LEADERS | {Role.OFFICE}
AGENCY = frozenset({Role.HEAD, Role.CONTACT})


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a person in the post that they hold today."""

    person_id: int
    name: str
    post_id: int
    role: Role
    agency: str | None = None
    language: str = "vi"
    reminder_at: str | None = None  # "07:45"; None is the committee's hour
    stands_for: str | None = None  # the name of the holder who is away
    away: bool = False  # somebody else acts in this post today


def sees_everything(actor: Actor) -> bool:
    return actor.role in DIRECTORS or actor.role is Role.OBSERVER


def may_see(actor: Actor, task: Task, support: Collection[str], children: Collection[str] = ()) -> bool:
    """`children`: the lead agencies of a parent's children."""
    if sees_everything(actor):
        return True
    return actor.agency is not None and (
        actor.agency in (task.lead, task.given_by_agency) or actor.agency in support or actor.agency in children
    )


def capacity(posts: Sequence[Actor], task: Task, support: Collection[str], children: Collection[str]) -> Actor | None:
    """In which of a person's posts they deal with a task; None where none of them sees it.

    While the work goes on it is the post at its lead agency, so nobody is asked “for whom?”; a reported result is
    looked at from the highest post that sees it.
    """
    seeing = [one for one in posts if may_see(one, task, support, children)]
    leading = [one for one in seeing if leads(one, task)]
    if leading and task.state != State.AWAITING:
        return leading[0]
    return next(iter(seeing), None)


def leads(actor: Actor, task: Task) -> bool:
    return actor.role in AGENCY and actor.agency is not None and actor.agency == task.lead


def may_record(actor: Actor) -> bool:
    """Take in a conclusion, review its drafts, assign them."""
    return actor.role is Role.OFFICE


def may_manage(actor: Actor, role: str, agency: str | None) -> bool:
    """Invite people and end their posts: the office everybody, a head the contact officers of the own agency."""
    if actor.role is Role.OFFICE:
        return True
    return actor.role is Role.HEAD and role == Role.CONTACT and agency is not None and agency == actor.agency
