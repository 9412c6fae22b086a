"""How an act on a task is done: the core's verdict is recorded, or the refusal said."""

from __future__ import annotations

from collections.abc import Callable

from bot.core import rights
from bot.core.cards import Card, Kind
from bot.core.extensions import drop
from bot.core.lifecycle import Move, Refusal, Verdict
from bot.core.permissions import Actor
from bot.core.rights import Act
from bot.core.screens import refusals
from bot.core.screens.task import TaskView, opinion_button
from bot.core.screens.words import code
from bot.store import extensions, people, tasks
from bot.usecases import views
from bot.usecases.context import Turn
from models import Extension, Role, Task


def view(turn: Turn, task: Task) -> TaskView:
    return views.view(turn.db, turn.city, task, turn.today)


def move(turn: Turn, task: Task, decide: Callable[[Task], Verdict]) -> TaskView | None:
    """Records what the core allows and returns the task as it stands then; or says why not."""
    verdict = decide(task)
    if refused(turn, task, verdict):
        return None
    assert isinstance(verdict, Move)
    record(turn, task, verdict)
    return view(turn, task)


def record(turn: Turn, task: Task, verdict: Move) -> None:
    """Writes a move down and closes the question that it answers."""
    tasks.record(turn.db, task, verdict, by=turn.actor, at=turn.now, source=turn.source)
    if (turn.conversation.question or {}).get("task") == task.id:
        turn.close_question()
    turn.conversation.last_task = last_spoken_of(turn, task)


def last_spoken_of(turn: Turn, task: Task) -> int | None:
    """The number that "50%" alone would mean next; a sub-task has none of its own, and its task is not meant."""
    return None if task.is_sub else tasks.number_of(turn.db, task)


def refused(turn: Turn, task: Task, verdict: object) -> bool:
    """Says why something was not done; False where nothing was refused."""
    if not isinstance(verdict, Refusal):
        return False
    turn.reply(refuse(turn, task, verdict), fresh=True)
    return True


def refuse(turn: Turn, task: Task, refusal: Refusal) -> Card:
    card = refusals.refusal(refusal.code, code_of(turn, task), turn.city.short(task.lead))
    if refusal.code == "not-your-task" and rights.may(Act.OPINE, turn.actor, task):
        return card.with_rows((opinion_button(task),))
    return card


def code_of(turn: Turn, task: Task) -> str:
    return code(tasks.number_of(turn.db, task), task.sub_number)


def concerned(turn: Turn, task: Task) -> set[str]:
    """The agencies that lead or support a task, or a part of it; of a sub-task who gave it and who does it."""
    if task.is_sub:
        return {code for code in (task.lead, task.given_by_agency) if code}
    codes = {one.agency_code for one in tasks.support(turn.db, [task.id or 0]).get(task.id or 0, [])}
    codes |= {child.lead for child in tasks.children(turn.db, task.id or 0) if child.lead}
    return codes | ({task.lead} if task.lead else set())


def deciders(turn: Turn, task: Task) -> list[Actor]:
    """Who decides about this task's date; where nobody holds that post, the chair."""
    leaders = people.holders(turn.db, turn.today, {Role.CHAIR, Role.VICE_CHAIR})
    meant = [one for one in leaders if rights.decides(one, task, turn.rules)]
    return meant or [one for one in leaders if one.role is Role.CHAIR]


def givers(turn: Turn, task: Task) -> list[Actor]:
    """The leader who gave the task; nobody for a sub-task."""
    if task.is_sub:
        return []
    leaders = people.holders(turn.db, turn.today, {Role.CHAIR, Role.VICE_CHAIR})
    own = rights.Side.GIVER if task.given_by == Role.VICE_CHAIR else rights.Side.CHAIR
    return [one for one in leaders if rights.side(one, task) is own]


def overseers(turn: Turn, task: Task) -> list[Actor]:
    """Who is told how the work goes and accepts it: the office; of a sub-task the agency that gave it."""
    return turn.agency_people([task.given_by_agency or ""]) if task.is_sub else turn.office()


def tell_concerned(turn: Turn, task: Task, card: Card, *more: str) -> None:
    """All agencies of the task, its giver and the office, but not the one who acts."""
    everybody = [*turn.agency_people(concerned(turn, task) | set(more)), *givers(turn, task), *overseers(turn, task)]
    turn.tell(everybody, card, Kind.NOTE, task_id=task.id)


def drop_request(turn: Turn, task: Task) -> Extension | None:
    """A request that the task no longer needs ends, and the history says so."""
    request = extensions.open_of(turn.db, [task.id or 0]).get(task.id or 0)
    if request is None:
        return None
    step = drop(request, turn.now)
    extensions.change(turn.db, request, step.request)
    tasks.record(turn.db, task, step.move, by=turn.actor, at=turn.now, source=turn.source)
    return request
