"""What each button does: lists, screens, acts on tasks, acts on drafts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from bot.core import buttons, charts
from bot.core.buttons import Press
from bot.core.intents import Order
from bot.core.rights import Act
from bot.core.screens import orders as order_screens
from bot.core.screens import people as people_screens
from bot.core.screens import refusals
from bot.core.screens import tour as tour_screens
from bot.core.screens.extension import AGREES, OBJECTS, SILENT
from bot.store import conclusions as conclusion_store
from bot.store import extensions as extension_store
from bot.store import tasks as task_store
from bot.usecases import (
    absences,
    assigning,
    browsing,
    charting,
    conflicts,
    days_off,
    deciding,
    delivery_report,
    extending,
    figures,
    groups,
    handing_out,
    handing_over,
    histories,
    inviting,
    obstacles,
    opinions,
    ordering,
    organisations,
    parts,
    preferences,
    questions,
    reorganising,
    reviewing,
    snoozing,
    staff,
    stopping,
    tasks,
    undoing,
    urging,
)
from bot.usecases.context import Turn
from models import Draft, DraftState, Extension, Task


def pressed(turn: Turn, text: str) -> None:
    press = buttons.press(text)
    if press is None:
        turn.reply(people_screens.menu(turn.actor))
        return
    if press.verb == "days-off-set":  # it needs the change that the question kept
        days_off.confirm(turn)
        return
    act = _LISTS.get(press.verb) or _SCREENS.get(press.verb) or _PEOPLE.get(press.verb)
    if act:
        if press.verb not in _STEPS:
            turn.close_question()
        act(turn, press)
    elif press.verb in _TASK_ACTS:
        _task_act(turn, press)
    elif press.verb in _REQUEST_ACTS:
        _request_act(turn, press)
    elif press.verb in _DRAFT_ACTS:
        draft = reviewing.fresh_draft(turn, press.id, press.revision)
        if draft:
            _DRAFT_ACTS[press.verb](turn, draft, press)
    else:
        turn.reply(people_screens.menu(turn.actor))


def command(button: str | None) -> str | None:
    """The slash command that a button stands for."""
    press = buttons.press(button) if button else None
    return f"/{press.extra}" if press and press.verb == "cmd" else None


def _task_act(turn: Turn, press: Press) -> None:
    """An act on a task: visible to this person, and on the state that the button showed."""
    task = task_store.locked(turn.db, press.id)
    if task is None or not questions.visible(turn, task):
        turn.reply(refusals.gone())
        return
    if press.verb not in _ANSWERS:
        turn.close_question()
    if press.revision and press.revision != task.revision:
        if press.verb == "percent" and conflicts.conflict(turn, task, press.extra, seen=press.revision):
            return
        turn.toast = refusals.stale(task_store.changed_at(turn.db, task))
        questions.show(turn, task)
        return
    _TASK_ACTS[press.verb](turn, task, press)


def _request_act(turn: Turn, press: Press) -> None:
    """An act on a request for a later date, by somebody who sees its task."""
    request = extension_store.locked(turn.db, press.id)
    task = task_store.locked(turn.db, request.task_id) if request else None
    if request is None or task is None or not questions.visible(turn, task):
        turn.reply(refusals.gone())
        return
    if press.revision and press.revision != request.revision:
        turn.close_question()
        turn.toast = refusals.stale(task_store.changed_at(turn.db, task))
        deciding.show(turn, task, request)
        return
    if press.verb not in _CHECKED:
        turn.close_question()
    _REQUEST_ACTS[press.verb](turn, task, request, press)


def _day(press: Press) -> date | None:
    try:
        return date.fromisoformat(press.extra)
    except ValueError:
        return None


def _set_due(turn: Turn, task: Task, press: Press) -> None:
    day = _day(press)
    question = turn.conversation.question or {}
    words = question.get("words") if question.get("due") == press.extra else None
    if day:
        tasks.set_due(turn, task, day, words)
    else:
        turn.reply(refusals.unclear_date(press.extra))


def _set_draft_due(turn: Turn, draft: Draft, press: Press) -> None:
    day = _day(press)
    if day:
        reviewing.set_due(turn, draft, day)
    else:
        turn.reply(refusals.unclear_date(press.extra))


def _choose_day(turn: Turn, task: Task, press: Press, *, as_it_is: bool) -> None:
    day = _day(press)
    if day:
        extending.choose_day(turn, task, day, as_it_is=as_it_is)
    else:
        turn.reply(refusals.unclear_date(press.extra))


def _offer(turn: Turn, task: Task, request: Extension, press: Press) -> None:
    day = _day(press)
    if day:
        deciding.offer(turn, task, request, day)
    else:
        turn.reply(refusals.unclear_date(press.extra))


def _order(turn: Turn, task: Task, press: Press) -> None:
    if press.extra in order_screens.LABELS:
        ordering.start(turn, task, Act(press.extra))
    else:
        ordering.more(turn, task)


def _percent(turn: Turn, task: Task, press: Press) -> None:
    tasks.progress(turn, task, note=None, percent=int(press.extra) if press.extra.isdecimal() else None, seen=True)


def _number(press: Press) -> int | None:
    return int(press.extra) if press.extra.isdecimal() else None


def nothing_open(turn: Turn, _press: Press) -> None:
    """A choice whose question is over."""
    turn.reply(people_screens.nothing_open())


_LISTS: dict[str, Callable[[Turn, Press], None]] = {
    "overdue": lambda turn, press: questions.overdue(turn, agency=press.extra or None, page=press.id),
    "soon": lambda turn, press: questions.due_soon(turn, agency=press.extra or None, page=press.id),
    "open": lambda turn, press: questions.open_tasks(turn, agency=press.extra or None, page=press.id),
    "mine": lambda turn, press: questions.mine(turn, page=press.id),
    "undated": lambda turn, press: questions.undated(turn, page=press.id),
    "waiting": lambda turn, press: questions.waiting(turn, page=press.id),
    "silent": lambda turn, press: browsing.silent(turn, press.id),
    "given": lambda turn, press: browsing.given(turn, page=press.id, person=_number(press)),
    "rest": lambda turn, press: browsing.rest(turn, press.id),
    "agencies": lambda turn, press: browsing.agencies(turn, press.id),
    "leaders": lambda turn, _: browsing.leaders(turn),
    "fields": lambda turn, press: browsing.fields(turn, press.id),
    "field": lambda turn, press: browsing.of_field(turn, _number(press) or 0, press.id),
    "ranking": lambda turn, press: figures.ranking(
        turn, Order.BEST if press.extra == Order.BEST else Order.WORST, press.id
    ),
    "stats": lambda turn, press: figures.stats(turn, agency=press.extra or None),
    "brief": lambda turn, press: handing_out.brief(turn, press.id),
    "month": lambda turn, press: handing_out.month(turn, agency=press.extra or None),
    "chart": lambda turn, press: charting.chart(turn, charts.pressed(press.extra), press.id),
    "export": lambda turn, press: handing_out.export(turn, press.extra),
    "completed": lambda turn, press: questions.done(turn, agency=press.extra or None, page=press.id),
}


def cancel(turn: Turn, _press: Press) -> None:
    turn.close_question()
    turn.reply(people_screens.cancelled())


def menu(turn: Turn, _press: Press) -> None:
    reviews = len(conclusion_store.open_reviews(turn.db)) if turn.actor.role == "office" else 0
    turn.reply(people_screens.menu(turn.actor, reviews=reviews))


def tour(turn: Turn, press: Press) -> None:
    turn.reply(tour_screens.tour(turn.actor, press.id))


_SCREENS: dict[str, Callable[[Turn, Press], None]] = {
    "menu": menu,
    "cancel": cancel,
    "agency-is": nothing_open,
    "for-whom": nothing_open,
    "days": lambda turn, _: days_off.show(turn),
    "days-off": lambda turn, press: days_off.ask(turn, press.extra),
    "groups": lambda turn, _: groups.show(turn),
    "group-digest": lambda turn, press: groups.set_digest(turn, press.id, press.extra),
    "group-drop": lambda turn, press: groups.drop(turn, press.id),
    "urge-all": lambda turn, press: urging.overdue(turn, [press.extra] if press.extra else []),
    "urge-drop": lambda turn, press: urging.drop(turn, press.id, press.revision),
    "urge-words": lambda turn, press: urging.ask_words(turn, press.id, press.revision),
    "urge-send": lambda turn, press: urging.send(turn, press.id, press.revision),
    "send-stop": lambda turn, press: stopping.stop(turn, press.id),
    "reviews": lambda turn, _: reviewing.show_open(turn),
    "rv": lambda turn, press: reviewing.show(turn, press.id),
    "rv-item": lambda turn, press: reviewing.show_item(turn, press.id),
    "rv-page": lambda turn, press: reviewing.show_page(turn, press.id, press.revision),
    "rv-clear": lambda turn, press: reviewing.accept_clear(turn, press.id, press.revision),
    "rv-drop": lambda turn, press: reviewing.ask_drop_all(turn, press.id),
    "rv-drop-all": lambda turn, press: reviewing.drop_all(turn, press.id),
    "rv-ready": lambda turn, press: assigning.ready(turn, press.id),
    "dr-called": delivery_report.take_in_hand,
    "dr-invite": delivery_report.choose_invited,
    "dr-invite-for": delivery_report.invite_for,
    "rv-assign": lambda turn, press: assigning.assign(turn, press.id, press.revision),
}

_PEOPLE: dict[str, Callable[[Turn, Press], None]] = {
    "people": lambda turn, _: staff.overview(turn),
    "staff": lambda turn, press: staff.show_list(turn, press.id),
    "staff-one": staff.show_one,
    "post-ask": staff.ask_end,
    "post-end": staff.end,
    "account-end": staff.end_account,
    "settings": lambda turn, _: preferences.show(turn),
    "lang": lambda turn, press: preferences.set_language(turn, press.extra),
    "hour": lambda turn, _: preferences.ask_hour(turn),
    "hour-set": preferences.press_hour,
    "accounts": lambda turn, _: preferences.accounts(turn),
    "account-new": lambda turn, _: preferences.new_account(turn),
    "account-pref": preferences.prefer,
    "account-drop": preferences.drop,
    "phone": lambda turn, _: preferences.ask_phone(turn),
    "agencies": lambda turn, press: organisations.show(turn, press.id),
    "tour": tour,
    "reorg": lambda turn, _: reorganising.show(turn),
    "reorg-body": reorganising.show_body,
    "reorg-task": reorganising.choose_for_task,
    "reorg-give": reorganising.press_task,
    "reorg-help": reorganising.choose_for_support,
    "reorg-helps": reorganising.press_support,
    "reorg-post": reorganising.choose_for_post,
    "reorg-move": reorganising.press_post,
    "away": lambda turn, _: absences.show(turn),
    "away-new": absences.press_begin,
    "away-who": absences.press_deputy,
    "away-yes": absences.confirm,
    "away-end": absences.end,
    "post-over": handing_over.choose,
    "post-heir": handing_over.check,
    "post-invite": handing_over.invite,
    "post-given": handing_over.hand_over,
    "snooze": snoozing.press_one,
    "snooze-all": snoozing.press_all,
    "snooze-undo": snoozing.undo,
    "invite": inviting.start,
    "inv-role": inviting.take_role,
    "inv-agency": inviting.take_agency,
    "inv-name": inviting.without_name,
    "inv-channel": inviting.take_channel,
    "inv-again": inviting.again,
    "inv-drop": inviting.take_back,
    "invitations": lambda turn, press: inviting.show_open(turn, press.id),
}

_STEPS = frozenset(
    {"inv-agency", "inv-name", "inv-channel", "reorg-helps", "away-who", "away-yes", "rest"}
)  # they need what the question kept

_TASK_ACTS: dict[str, Callable[[Turn, Task, Press], None]] = {
    "task": lambda turn, task, _: questions.show(turn, task),
    "children": lambda turn, task, _: questions.show_children(turn, task),
    "history": lambda turn, task, press: histories.show(turn, task, int(press.extra) if press.extra.isdigit() else 1),
    "urge": lambda turn, task, _: urging.propose(turn, [task]),
    "why": lambda turn, task, _: figures.why(turn, task),
    "set-field": lambda turn, task, _: browsing.ask_field(turn, task),
    "ack": lambda turn, task, _: tasks.acknowledge(turn, task),
    "update": lambda turn, task, _: tasks.ask_progress(turn, task),
    "percent": _percent,
    "done": lambda turn, task, _: tasks.ask_evidence(turn, task),
    "done-bare": lambda turn, task, _: tasks.report_done(turn, task, note=None),
    "confirm": lambda turn, task, _: tasks.confirm(turn, task),
    "return": lambda turn, task, _: tasks.ask_return(turn, task),
    "close": lambda turn, task, _: tasks.close(turn, task),
    "due": lambda turn, task, _: tasks.ask_due(turn, task),
    "due-set": _set_due,
    "put-up": lambda turn, task, _: tasks.put_up(turn, task),
    "opine": lambda turn, task, _: opinions.ask(turn, task),
    "obst": lambda turn, task, _: obstacles.begin(turn, task),
    "obst-is": lambda turn, task, press: obstacles.choose(turn, task, press.extra),
    "obst-go": lambda turn, task, press: obstacles.without_note(turn, task, press.extra),
    "obst-clear": lambda turn, task, _: obstacles.clear(turn, task),
    "more": lambda turn, task, _: ordering.more(turn, task),
    "behalf": lambda turn, task, _: ordering.behalf(turn, task),
    "parts": lambda turn, task, press: parts.show(turn, task, int(press.extra) if press.extra.isdecimal() else 1),
    "part": lambda turn, task, _: parts.start(turn, task),
    "part-due": lambda turn, task, _: parts.take_last_day(turn, task),
    "part-give": lambda turn, task, _: parts.give(turn, task),
    "ord": lambda turn, task, press: _order(turn, task, press),
    "ord-lead": lambda turn, task, press: ordering.choose_lead(turn, task, press.extra),
    "ord-day": lambda turn, task, _: ordering.ask_day(turn, task),
    "ord-skip": lambda turn, task, _: ordering.without_evidence(turn, task),
    "ord-do": lambda turn, task, press: ordering.do(turn, task, press.extra),
    "undo": lambda turn, task, _: undoing.undo(turn, task),
    "over": lambda turn, task, press: undoing.write_over(turn, task, press.extra),
    "hist-file": lambda turn, task, _: histories.send_file(turn, task),
    "extend": lambda turn, task, _: extending.start(turn, task),
    "ext-day": lambda turn, task, press: _choose_day(turn, task, press, as_it_is=False),
    "ext-keep": lambda turn, task, press: _choose_day(turn, task, press, as_it_is=True),
    "ext-edit": lambda turn, task, _: extending.edit(turn, task),
    "ext-reason": lambda turn, task, _: extending.edit(turn, task, "reason"),
    "ext-due": lambda turn, task, _: extending.edit(turn, task, "due"),
    "ext-done": lambda turn, task, _: extending.edit(turn, task, "done"),
    "ext-file": lambda turn, task, _: extending.edit(turn, task, "file"),
    "ext-send": lambda turn, task, _: extending.send(turn, task),
}

_ANSWERS = frozenset(
    {
        "done",  # a file may be waiting for its task
        "due-set",
        "ext-day",
        "ext-keep",
        "ext-edit",
        "ext-reason",
        "ext-due",
        "ext-done",
        "ext-file",
        "ext-send",
        "ord-lead",
        "ord-day",
        "ord-skip",
        "ord-do",
        "over",
        "part-due",
        "part-give",
    }
)
"""They need the words that the question kept."""

_REQUEST_ACTS: dict[str, Callable[[Turn, Task, Extension, Press], None]] = {
    "req": lambda turn, task, request, _: deciding.show(turn, task, request),
    "req-send": lambda turn, task, request, _: deciding.send(turn, task, request),
    "req-drop": lambda turn, task, request, _: deciding.take_back(turn, task, request),
    "req-reply": lambda turn, task, request, _: deciding.ask_reply(turn, task, request),
    "req-take": lambda turn, task, request, _: deciding.accept(turn, task, request),
    "req-leave": lambda turn, task, request, _: deciding.decline(turn, task, request),
    "req-op": lambda turn, task, request, _: deciding.ask_opinion(turn, task, request),
    "req-op-yes": lambda turn, task, request, _: deciding.advise(turn, task, request, AGREES),
    "req-op-no": lambda turn, task, request, _: deciding.advise(turn, task, request, OBJECTS),
    "req-op-none": lambda turn, task, request, _: deciding.advise(turn, task, request, SILENT),
    "req-op-send": lambda turn, task, request, _: deciding.send_opinion(turn, task, request),
    "req-ok": lambda turn, task, request, _: deciding.agree(turn, task, request),
    "req-no": lambda turn, task, request, _: deciding.ask_refusal(turn, task, request),
    "req-no-do": lambda turn, task, request, _: deciding.refuse_as_checked(turn, task, request),
    "req-ask": lambda turn, task, request, _: deciding.ask_question(turn, task, request),
    "req-day": lambda turn, task, request, _: deciding.ask_date(turn, task, request),
    "req-offer": lambda turn, task, request, press: _offer(turn, task, request, press),
}

_CHECKED = frozenset({"req-no-do", "req-op-send"})  # they need what was read back

_DRAFT_ACTS: dict[str, Callable[[Turn, Draft, Press], None]] = {
    "rv-take": lambda turn, draft, _: reviewing.decide(turn, draft, DraftState.ACCEPTED),
    "rv-skip": lambda turn, draft, _: reviewing.decide(turn, draft, DraftState.DROPPED),
    "rv-again": lambda turn, draft, _: reviewing.decide(turn, draft, DraftState.PENDING),
    "rv-lead": lambda turn, draft, _: reviewing.ask(turn, draft, "lead"),
    "rv-lead-is": lambda turn, draft, press: reviewing.set_lead(turn, draft, press.extra),
    "rv-due": lambda turn, draft, _: reviewing.ask(turn, draft, "due"),
    "rv-due-is": _set_draft_due,
    "rv-no-due": lambda turn, draft, _: reviewing.ask(turn, draft, "no-due"),
    "rv-text": lambda turn, draft, _: reviewing.ask(turn, draft, "text"),
    "rv-giver": lambda turn, draft, _: reviewing.ask(turn, draft, "giver"),
    "rv-giver-is": lambda turn, draft, press: reviewing.set_giver(turn, draft, press.extra),
    "rv-split": lambda turn, draft, _: reviewing.ask(turn, draft, "split"),
    "rv-merge": lambda turn, draft, _: reviewing.merge(turn, draft),
}
