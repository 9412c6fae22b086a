"""Who may ask or do what. Rights come from the post a person holds today, never from a name or a chat.

The table is in the project's rules of work: the chair and the office see everything, an agency what it leads or
supports; only the lead agency reports, only the office and the leaders accept.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models import Role, Task

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


def sees_everything(actor: Actor) -> bool:
    return actor.role in DIRECTORS or actor.role is Role.OBSERVER


def may_see(actor: Actor, task: Task, support: Collection[str], children: Collection[str] = ()) -> bool:
    """`children`: the lead agencies of a parent's children."""
    if sees_everything(actor):
        return True
    return actor.agency is not None and (
        actor.agency == task.lead or actor.agency in support or actor.agency in children
    )


def leads(actor: Actor, task: Task) -> bool:
    return actor.role in AGENCY and actor.agency is not None and actor.agency == task.lead


def may_update(actor: Actor, task: Task) -> bool:
    """Acknowledge, tell the progress, report the result: the lead agency, or the office on its behalf."""
    return leads(actor, task) or actor.role is Role.OFFICE


def may_decide_result(actor: Actor, task: Task) -> bool:
    """Confirm or return: the office, the chair, and a vice chair for the tasks that they gave."""
    if actor.role is Role.VICE_CHAIR:
        return task.given_by == Role.VICE_CHAIR and task.given_by_person in (None, actor.person_id)
    return actor.role in {Role.CHAIR, Role.OFFICE}


def may_correct_due(actor: Actor) -> bool:
    """Set a missing date or correct a wrong entry; an agency asks for an extension instead."""
    return actor.role in {Role.CHAIR, Role.OFFICE}


def may_record(actor: Actor) -> bool:
    """Take in a conclusion, review its drafts, assign them."""
    return actor.role is Role.OFFICE
