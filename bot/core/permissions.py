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


def may_record(actor: Actor) -> bool:
    """Take in a conclusion, review its drafts, assign them."""
    return actor.role is Role.OFFICE
