"""Orders about a task, step by step: what is missing is asked for, everything is read back, then all are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core import lifecycle, orders
from bot.core.cards import Kind, T
from bot.core.lifecycle import Move, Verdict, bad_reason
from bot.core.rights import Act
from bot.core.screens import orders as screens
from bot.core.screens import refusals
from bot.core.screens import task as task_screens
from bot.store import people, tasks
from bot.usecases import dates, parts, recurring
from bot.usecases.context import Turn
from bot.usecases.moving import concerned, drop_request, givers, move, overseers, refused, tell_concerned, view
from bot.usecases.tasks import ask_to_close, parent_follows
from models import Task

FIELDS = (
    "act", "reason", "order", "lead", "title", "resume", "rule", "rule_words", "first", "evidence", "bare", "reported",
)  # fmt: skip
STEPS = (
    "ord-lead", "ord-title", "ord-reason", "ord-order", "ord-day", "ord-check", "ord-rule", "ord-evidence",
    "ord-reported",
)  # fmt: skip
REMOVES_REQUEST = frozenset({Act.WITHDRAW, Act.CHANGE_LEAD, Act.COMPLETE, Act.REPEAT})
REASON_LESS = frozenset({Act.RESUME})


def more(turn: Turn, task: Task) -> None:
    turn.reply(screens.more(view(turn, task), turn.actor))


def behalf(turn: Turn, task: Task) -> None:
    turn.reply(screens.behalf(view(turn, task), turn.actor))


def start(turn: Turn, task: Task, act: Act, **known: Any) -> None:
    """Begins an order with what was already said of it."""
    if refused(turn, task, lifecycle.may_not(act, task, turn.actor)):
        return
    if known.get("reason") and bad_reason(known["reason"]):
        known["reason"] = None
    _next(turn, task, {**known, "act": act.value})


def _next(turn: Turn, task: Task, order: Mapping[str, Any]) -> None:
    act, shown = Act(order["act"]), view(turn, task)
    if act is Act.CHANGE_LEAD and not order.get("lead"):
        _hold(turn, task, "ord-lead", order)
        turn.reply(screens.ask(shown, act, T("Write the agency that is to lead.")), fresh=True)
    elif act is Act.CHANGE_CONTENT and not order.get("title"):
        _hold(turn, task, "ord-title", order)
        turn.reply(screens.ask(shown, act, T("Write the new wording.")), fresh=True)
    elif act is Act.REPEAT and not order.get("rule"):
        _hold(turn, task, "ord-rule", order)
        turn.reply(
            screens.ask(shown, act, T("Write how it repeats, for example “monthly before the 25th”.")), fresh=True
        )
    elif act not in REASON_LESS and not order.get("reason"):
        _hold(turn, task, "ord-reason", order)
        turn.reply(screens.ask(shown, act, T("Write the reason in one line (3 to 1,000 characters).")), fresh=True)
    elif act is Act.COMPLETE and not (order.get("evidence") or order.get("bare")):
        _hold(turn, task, "ord-evidence", order)
        turn.reply(screens.ask_evidence(shown), fresh=True)
    elif act is Act.COMPLETE and not order.get("reported"):
        _next(turn, task, {**order, "reported": turn.today.isoformat()})
    elif orders.needs_order(task, turn.actor, act) and not order.get("order"):
        _hold(turn, task, "ord-order", order)
        hint = T("Whose order is it? Write the leader and the document or the date.")
        turn.reply(screens.ask(shown, act, hint), fresh=True)
    else:
        _check(turn, task, order)


def _hold(turn: Turn, task: Task, kind: str, order: Mapping[str, Any]) -> None:
    turn.ask(kind, task=task.id, **{name: order.get(name) for name in FIELDS})


def _check(turn: Turn, task: Task, order: Mapping[str, Any]) -> None:
    _hold(turn, task, "ord-check", order)
    codes = concerned(turn, task) | ({order["lead"]} if order.get("lead") else set())
    linked = people.linked_agencies(turn.db, turn.today)
    above = [] if task.is_sub else [*givers(turn, task), *overseers(turn, task)]
    readers = [one.name for one in above if one.person_id != turn.actor.person_id]
    receivers = [*sorted(turn.city.short(code) for code in codes), *dict.fromkeys(readers)]
    unlinked = sorted(turn.city.short(code) for code in codes - linked)
    lead = turn.city.short(order["lead"]) if order.get("lead") else None
    goes_on = date.fromisoformat(str(order["resume"])) if order.get("resume") else None
    read_back = dates.read_back(turn, goes_on) if goes_on else None
    card = screens.check(view(turn, task), Act(order["act"]), order, receivers, unlinked, lead, read_back)
    turn.reply(card, fresh=True)


def answer(turn: Turn, task: Task, kind: str, order: Mapping[str, Any], words: str) -> None:
    """The words that answer one of the steps."""
    match kind:
        case "ord-lead":
            _read_lead(turn, task, order, words)
        case "ord-title":
            _next(turn, task, {**order, "title": " ".join(words.split())})
        case "ord-reason" | "ord-order":
            if not refused(turn, task, bad_reason(words)):
                said = orders.bare_order(words) if kind == "ord-order" else words.strip()
                _next(turn, task, {**order, kind.removeprefix("ord-"): said})
        case "ord-rule":
            _read_rule(turn, task, order, words)
        case "ord-evidence":
            if not refused(turn, task, lifecycle.bad_note(words)):
                _next(turn, task, {**order, "evidence": words.strip()})
        case "ord-day" | "ord-reported":
            _read_day(turn, task, order, words)
        case "ord-check":  # confirmed
            do(turn, task)


def _read_lead(turn: Turn, task: Task, order: Mapping[str, Any], words: str) -> None:
    found = [code for one in turn.city.agencies.find(words, turn.today) for code in one.codes]
    found = list(dict.fromkeys(found)) or turn.city.agencies.candidates(words.strip(" ;:,."), turn.today)
    if len(found) == 1:
        _next(turn, task, {**order, "lead": found[0]})
    elif found:
        turn.reply(screens.choose_agency(view(turn, task), [(one, turn.city.short(one)) for one in found]), fresh=True)
    elif near := turn.city.agencies.nearest(words, turn.today):
        options = [(one, turn.city.short(one)) for one in near]
        turn.reply(screens.choose_agency(view(turn, task), options, words[:80]), fresh=True)
    else:
        turn.reply(refusals.unclear_agency(words))


def _read_day(turn: Turn, task: Task, order: Mapping[str, Any], words: str) -> None:
    """The day is read back on the check; it must lie ahead."""
    day = dates.find_day(turn, words)
    if day is None:
        turn.reply(refusals.unclear_date(words))
    elif order["act"] == Act.COMPLETE:
        if not refused(turn, task, _verdict(turn, task, {**order, "reported": day.isoformat()})):
            _next(turn, task, {**order, "reported": day.isoformat()})
    elif day <= turn.today:
        refused(turn, task, lifecycle.Refusal("resume-in-the-past"))
    else:
        _next(turn, task, {**order, "resume": day.isoformat()})


def _read_rule(turn: Turn, task: Task, order: Mapping[str, Any], words: str) -> None:
    """The work that is under way is the first period; without a date, the next day of the rule."""
    rule, day = dates.find_rule(turn, words), dates.find_day(turn, words)
    first = task.due_on or day
    if rule is None or first is None:
        refused(turn, task, lifecycle.Refusal("no-rule"))
    else:
        _next(turn, task, {**order, "rule": rule, "rule_words": words.strip()[:200], "first": first.isoformat()})


# ---------------------------------------------------------------- buttons


def _order(turn: Turn, task: Task) -> Mapping[str, Any] | None:
    question = turn.conversation.question or {}
    return question if question.get("task") == task.id and question.get("kind") in STEPS else None


def choose_lead(turn: Turn, task: Task, code: str) -> None:
    order = _order(turn, task)
    if order is None or turn.city.directory.get(code) is None:
        start(turn, task, Act.CHANGE_LEAD)
    else:
        _next(turn, task, {**order, "lead": code})


def ask_day(turn: Turn, task: Task) -> None:
    order = _order(turn, task)
    if order is None:
        start(turn, task, Act.SUSPEND)
        return
    if order["act"] == Act.COMPLETE:
        _hold(turn, task, "ord-reported", order)
        turn.reply(screens.ask(view(turn, task), Act.COMPLETE, T("On which day was the result there?")), fresh=True)
        return
    _hold(turn, task, "ord-day", order)
    turn.reply(screens.ask(view(turn, task), Act.SUSPEND, T("On which day does it go on?")), fresh=True)


def without_evidence(turn: Turn, task: Task) -> None:
    order = _order(turn, task)
    if order is None or order["act"] != Act.COMPLETE:
        start(turn, task, Act.COMPLETE)
    else:
        _next(turn, task, {**order, "bare": True})


def do(turn: Turn, task: Task, named: str = "") -> None:
    """Gives the order that was read back."""
    order = _order(turn, task)
    if order is None or order["kind"] != "ord-check" or (named and named != order["act"]):
        start(turn, task, Act(named) if named in screens.LABELS else Act.SUSPEND)
        return
    act, was_lead, was_title = Act(order["act"]), turn.city.short(task.lead), task.title
    before, under_way = concerned(turn, task), {name: getattr(task, name) for name in orders.UNDER_WAY}
    if move(turn, task, lambda row: _verdict(turn, row, order)) is None:
        return
    turn.close_question()
    if act in REMOVES_REQUEST:
        drop_request(turn, task)
    if act is Act.CHANGE_LEAD:
        tasks.no_longer_supports(turn.db, task, task.lead or "")
    if act is Act.COMPLETE and order.get("evidence"):
        evidence = str(order["evidence"])
        tasks.add_evidence(turn.db, task, text=evidence, file_id=None, by=turn.actor, now=turn.now)
    if act is Act.REPEAT:
        _begin_periods(turn, task, under_way)
    _family_follows(turn, task, order)
    shown = view(turn, task)
    said = was_lead if act is Act.CHANGE_LEAD else was_title
    card = screens.news(shown, act, turn.actor.name, order.get("reason"), order.get("order"), said)
    turn.reply(card, kind=Kind.CONFIRMATION, fresh=True)
    if act is not Act.CHANGE_LEAD:
        tell_concerned(turn, task, card, *before)
        return
    new = turn.agency_people([task.lead or ""])
    for one in new:
        turn.tell([one], task_screens.assignment(shown, one, meeting_on=None), Kind.ASSIGNMENT, task_id=task.id)
    others = turn.agency_people((before | concerned(turn, task)) - {task.lead or ""})
    turn.tell([*others, *givers(turn, task), *turn.office()], card, Kind.NOTE, task_id=task.id)


def _begin_periods(turn: Turn, task: Task, under_way: Mapping[str, Any]) -> None:
    """The work that is under way goes on as the first period of its agency."""
    first = task.due_on or turn.today
    parts_made = recurring.make(turn.db, task, first, turn.today, turn.now, by=turn.actor, source=turn.source)
    for part in parts_made:
        carried = Move("carried_over", dict(under_way))
        tasks.record(turn.db, part, carried, by=turn.actor, at=turn.now, source=turn.source)


def _verdict(turn: Turn, task: Task, order: Mapping[str, Any]) -> Verdict:
    by, reason, on_order = turn.actor, str(order.get("reason") or ""), order.get("order")
    match Act(order["act"]):
        case Act.SUSPEND:
            day = date.fromisoformat(order["resume"]) if order.get("resume") else None
            return orders.suspend(task, by, turn.today, reason=reason, on_order=on_order, resume_on=day)
        case Act.RESUME:
            return orders.resume(task, by, turn.today, on_order=on_order)
        case Act.WITHDRAW:
            return orders.withdraw(task, by, turn.now, reason=reason, on_order=on_order)
        case Act.REOPEN:
            return orders.reopen(task, by, turn.today, reason=reason, on_order=on_order)
        case Act.COMPLETE:
            day = date.fromisoformat(str(order["reported"]))
            proof = order.get("evidence")
            return orders.complete(task, by, turn.now, turn.today, reason=reason, reported_on=day, evidence=proof)
        case Act.REPEAT:
            if any(part.closed_at is None for part in tasks.parts(turn.db, task.id or 0)):
                return lifecycle.Refusal("has-parts")
            first = date.fromisoformat(str(order["first"]))
            return orders.repeat(task, by, str(order["rule"]), first, reason=reason, on_order=on_order)
        case Act.CHANGE_LEAD:
            lead = str(order.get("lead") or "")
            return orders.change_lead(task, by, turn.today, lead, reason=reason, on_order=on_order)
        case _:
            title = str(order.get("title") or "")
            return orders.change_content(task, by, title, reason=reason, on_order=on_order)


def _family_follows(turn: Turn, task: Task, order: Mapping[str, Any]) -> None:
    """The parts of a job for many share its orders; a part that is opened again opens the whole."""
    parts.follow(turn, task)
    if order["act"] in (Act.COMPLETE, Act.REPEAT):
        _whole_follows(turn, task)
        return
    for child in tasks.children(turn.db, task.id or 0):
        verdict = _verdict(turn, child, order)
        if isinstance(verdict, Move):
            tasks.record(turn.db, child, verdict, by=turn.actor, at=turn.now, source=turn.source)
    if order["act"] in (Act.REOPEN, Act.WITHDRAW):
        _whole_follows(turn, task, reopens=order["act"] == Act.REOPEN)


def _whole_follows(turn: Turn, task: Task, *, reopens: bool = False) -> None:
    """The job for many, when one of its parts is done, taken away or opened again."""
    if task.parent_id is None or task.is_sub:
        return
    parent = tasks.locked(turn.db, task.parent_id)
    opened = orders.reopen_parent(parent, turn.today) if parent and reopens else None
    if parent and opened:
        tasks.record(turn.db, parent, opened, by=turn.actor, at=turn.now, source=turn.source)
    else:
        parent_follows(turn, task)
        ask_to_close(turn, task)
