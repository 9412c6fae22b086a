"""The table of states and rights: for each act, who may do it and in which states of the task.

Buttons are drawn from it and verdicts check against it, so that the two cannot part.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.permissions import Actor
from models import Role, State, Task


class Act(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    UPDATE = "update"
    REPORT = "report"
    OBSTACLE = "obstacle"
    ASK_EXTENSION = "ask_extension"
    ADVISE = "advise"
    DECIDE_EXTENSION = "decide_extension"
    CONFIRM = "confirm"
    RETURN = "return"
    PUT_UP = "put_up"
    SET_DUE = "set_due"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    CHANGE_LEAD = "change_lead"
    CHANGE_CONTENT = "change_content"
    GIVE_PART = "give_part"
    CLOSE = "close"  # a job for many whose parts are all accepted
    COMPLETE = "complete"  # a small task, without a report of the agency
    REPEAT = "repeat"  # make it recurring
    OPINE = "opine"  # a supporting agency's opinion; whoever does not see the task does not get so far


class Side(StrEnum):
    """Where somebody stands towards one task."""

    CHAIR = "chair"
    GIVER = "giver"  # the vice chair who gave it
    OFFICE = "office"
    HEAD = "head"  # of the lead agency
    CONTACT = "contact"  # of the lead agency
    OWNER = "owner"  # of a sub-task: the head or contact of the agency whose task it is a part of
    OTHER = "other"  # another vice chair, a supporting agency, an observer, a stranger to it


@dataclass(frozen=True)
class Rules:
    """What the committee's office sets itself."""

    result_by_head_only: bool = False
    contact_sends_extension: bool = False  # otherwise a contact officer drafts and the head sends
    office_decides_extensions: bool = False  # only where the leaders delegated it


USUAL = Rules()
WITHOUT_CHAIR = 2  # extensions of one task that a vice chair may agree to; the next is the chair's
WORKING = frozenset({State.ASSIGNED, State.IN_PROGRESS})
RUNNING = WORKING | {State.AWAITING}
OPEN = RUNNING | {State.SUSPENDED}
CLOSED = frozenset({State.COMPLETED, State.CANCELLED})

AGENCY = frozenset({Side.HEAD, Side.CONTACT, Side.OFFICE})  # the office on behalf of the agency, marked
DECIDERS = frozenset({Side.CHAIR, Side.GIVER, Side.OFFICE})

TABLE: dict[Act, tuple[frozenset[Side], frozenset[State]]] = {
    Act.ACKNOWLEDGE: (AGENCY, WORKING),
    Act.UPDATE: (AGENCY, WORKING),
    Act.REPORT: (AGENCY, WORKING),
    Act.OBSTACLE: (AGENCY, WORKING),
    Act.ASK_EXTENSION: (AGENCY, WORKING),
    Act.ADVISE: (frozenset({Side.OFFICE}), RUNNING),
    Act.DECIDE_EXTENSION: (frozenset({Side.CHAIR, Side.GIVER}), RUNNING),
    Act.CONFIRM: (DECIDERS, frozenset({State.AWAITING})),
    Act.RETURN: (DECIDERS, frozenset({State.AWAITING})),
    Act.PUT_UP: (frozenset({Side.OFFICE}), frozenset({State.AWAITING})),
    Act.SET_DUE: (frozenset({Side.CHAIR, Side.OFFICE}), OPEN),
    Act.SUSPEND: (DECIDERS, RUNNING),
    Act.RESUME: (DECIDERS, frozenset({State.SUSPENDED})),
    Act.WITHDRAW: (DECIDERS, OPEN),
    Act.REOPEN: (DECIDERS, frozenset({State.COMPLETED})),
    Act.CHANGE_LEAD: (DECIDERS, WORKING | {State.SUSPENDED}),
    Act.CHANGE_CONTENT: (DECIDERS, OPEN),
    Act.COMPLETE: (DECIDERS, WORKING),
    Act.REPEAT: (DECIDERS, WORKING),
    Act.CLOSE: (DECIDERS, frozenset({State.AWAITING})),
    Act.GIVE_PART: (frozenset({Side.HEAD, Side.CONTACT}), WORKING),
    Act.OPINE: (frozenset({Side.OTHER}), OPEN),
}
DOERS = frozenset({Side.HEAD, Side.CONTACT})
OWNER = frozenset({Side.OWNER})
PARTS: dict[Act, tuple[frozenset[Side], frozenset[State]]] = {
    Act.ACKNOWLEDGE: (DOERS, WORKING),
    Act.UPDATE: (DOERS | OWNER, WORKING),
    Act.REPORT: (DOERS | OWNER, WORKING),  # the owner's word closes it at once
    Act.OBSTACLE: (DOERS | OWNER, WORKING),
    Act.CONFIRM: (OWNER, frozenset({State.AWAITING})),
    Act.RETURN: (OWNER, frozenset({State.AWAITING})),
    Act.SET_DUE: (OWNER, OPEN),
    Act.WITHDRAW: (OWNER, OPEN),
    Act.REOPEN: (OWNER, frozenset({State.COMPLETED})),
    Act.CHANGE_CONTENT: (OWNER, OPEN),
}
"""The same for sub-tasks: they are the lead agency's own affair, and nothing else can be done with them."""
BY_AGENCIES = frozenset(
    {Act.ACKNOWLEDGE, Act.UPDATE, Act.REPORT, Act.OBSTACLE, Act.ASK_EXTENSION, Act.ADVISE, Act.DECIDE_EXTENSION,
     Act.CONFIRM, Act.RETURN, Act.PUT_UP, Act.CHANGE_LEAD, Act.REOPEN, Act.GIVE_PART, Act.COMPLETE,
     Act.REPEAT, Act.OPINE}
)  # fmt: skip
"""Of a job for many these belong to its parts."""

_NOT_YOURS = {
    **dict.fromkeys((Act.ACKNOWLEDGE, Act.UPDATE, Act.REPORT, Act.OBSTACLE, Act.ASK_EXTENSION), "not-your-task"),
    Act.GIVE_PART: "not-your-task",
    **dict.fromkeys((Act.CONFIRM, Act.RETURN), "not-yours-to-confirm"),
    **dict.fromkeys((Act.ADVISE, Act.PUT_UP, Act.OPINE), "not-yours"),
    Act.DECIDE_EXTENSION: "not-yours-to-extend",
    Act.SET_DUE: "not-yours-to-date",
}


def side(actor: Actor, task: Task) -> Side:
    """A post's place towards a task."""
    if task.is_sub:
        return _side_of_part(actor, task)
    match actor.role:
        case Role.CHAIR:
            return Side.CHAIR
        case Role.OFFICE:
            return Side.OFFICE
        case Role.VICE_CHAIR if task.given_by == Role.VICE_CHAIR and task.given_by_person in (None, actor.person_id):
            return Side.GIVER
        case Role.HEAD | Role.CONTACT if actor.agency is not None and actor.agency == task.lead:
            return Side.HEAD if actor.role is Role.HEAD else Side.CONTACT
    return Side.OTHER


def _side_of_part(actor: Actor, task: Task) -> Side:
    """Of a sub-task: who gave it decides, leaders and the office only look on."""
    if actor.role not in (Role.HEAD, Role.CONTACT) or actor.agency is None:
        return Side.OTHER
    if actor.agency == task.given_by_agency:
        return Side.OWNER
    if actor.agency == task.lead:
        return Side.HEAD if actor.role is Role.HEAD else Side.CONTACT
    return Side.OTHER


def refused(act: Act, actor: Actor, task: Task, rules: Rules = USUAL) -> str | None:
    """Why this person may not do this now, as a code for the screens; None where they may."""
    if task.is_parent and act in BY_AGENCIES:
        return "parent-task"
    if act is Act.CLOSE and (not task.is_parent or task.recurrence):
        return "not-for-many"
    if task.is_sub and act not in PARTS:
        return "part-has-no-such-act"
    return _who(act, actor, task, rules) or _when(act, task)


def may(act: Act, actor: Actor, task: Task, rules: Rules = USUAL) -> bool:
    return refused(act, actor, task, rules) is None


def decides(actor: Actor, task: Task, rules: Rules = USUAL) -> bool:
    """Whether a request about this task's date is this person's to decide: who gave it, and nobody else."""
    place = side(actor, task)
    if place is Side.OFFICE:
        return rules.office_decides_extensions
    return place is (Side.CHAIR if decider(task) is Role.CHAIR else Side.GIVER)


def decider(task: Task) -> Role:
    """The post that decides about this task's date."""
    return Role.VICE_CHAIR if task.given_by == Role.VICE_CHAIR and task.extended < WITHOUT_CHAIR else Role.CHAIR


def _who(act: Act, actor: Actor, task: Task, rules: Rules) -> str | None:
    place = side(actor, task)
    if task.is_sub:
        return None if place in PARTS[act][0] else "not-your-part"
    if act is Act.DECIDE_EXTENSION:
        return None if decides(actor, task, rules) else _NOT_YOURS[act]
    if act is Act.OPINE and actor.role not in (Role.HEAD, Role.CONTACT):
        return _NOT_YOURS[act]
    if place not in TABLE[act][0]:
        return _NOT_YOURS.get(act, "not-yours-to-order")
    if act is Act.REPORT and place is Side.CONTACT and rules.result_by_head_only:
        return "head-reports"
    if act in (Act.CONFIRM, Act.RETURN) and place is Side.OFFICE and task.with_leader_on is not None:
        return "with-leader"
    return None


def _when(act: Act, task: Task) -> str | None:
    state = State(task.state) if task.closed_at is None or task.state in CLOSED else State.COMPLETED
    if state in (PARTS if task.is_sub else TABLE)[act][1]:
        return None
    if state is State.CANCELLED:
        return "withdrawn"
    if state is State.COMPLETED:
        return "already-closed"
    if act is Act.REOPEN:
        return "not-closed"
    if act is Act.RESUME:
        return "not-suspended"
    if state is State.SUSPENDED:
        return "suspended"
    return "already-reported" if state is State.AWAITING else "not-reported"
