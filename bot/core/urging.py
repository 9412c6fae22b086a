"""Whom an urging goes to, and who may send one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.permissions import DIRECTORS, Actor
from models import Role, State, Task

LONGEST_WORDS = 1000


@dataclass(frozen=True)
class Urged:
    """A task that is urged, with the agencies that still owe something."""

    task: Task
    agencies: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """What an urging would do: `left_out` are tasks that are closed, suspended or already reported."""

    urged: tuple[Urged, ...] = ()
    left_out: tuple[Task, ...] = field(default=())

    @property
    def agencies(self) -> list[str]:
        return list(dict.fromkeys(code for one in self.urged for code in one.agencies))


def may_urge(actor: Actor, task: Task, children: Collection[str] = ()) -> bool:
    """The leaders and the office; a head inside the own agency. `children`: the agencies of a job for many.

    A sub-task is the affair of the agency that gave it: its head urges whoever does it.
    """
    if task.is_sub:
        return actor.role is Role.HEAD and actor.agency is not None and actor.agency == task.given_by_agency
    if actor.role in DIRECTORS:
        return True
    return (
        actor.role is Role.HEAD and actor.agency is not None and (actor.agency == task.lead or actor.agency in children)
    )


def plan(
    actor: Actor,
    tasks: Sequence[Task],
    co_leads: Mapping[int, Sequence[str]],
    children: Mapping[int, Sequence[Task]],
) -> Plan:
    """Of each task the lead and the co-leads; of a job for many those who have not handed in."""
    urged, left_out = [], []
    for task in tasks:
        parts = children.get(task.id or 0, ())
        if not may_urge(actor, task, [part.lead or "" for part in parts]):
            continue
        owing = who_owes(task, co_leads.get(task.id or 0, ()), parts)
        if actor.role is Role.HEAD and not task.is_sub:
            owing = [code for code in owing if code == actor.agency]
        if owing:
            urged.append(Urged(task, tuple(dict.fromkeys(owing))))
        else:
            left_out.append(task)
    return Plan(tuple(urged), tuple(left_out))


def who_owes(task: Task, co_leads: Sequence[str], parts: Sequence[Task] = ()) -> list[str]:
    """The agencies from which something is still to come."""
    if task.is_parent:
        return [part.lead or "" for part in parts if _owes(part)]
    return [task.lead or "", *co_leads] if _owes(task) else []


def _owes(task: Task) -> bool:
    return task.closed_at is None and task.state not in (State.SUSPENDED, State.AWAITING)
