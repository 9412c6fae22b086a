"""A request for a later date after it was sent: the office's opinion, the decision, the answer to a counter-offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.core import extensions as core
from bot.core import rights
from bot.core.cards import Kind, T
from bot.core.intents import Decision, Intent, No, Yes
from bot.core.lifecycle import Refusal, bad_note, bad_reason, may_not
from bot.core.rights import Act
from bot.core.screens import extension as screens
from bot.core.screens import refusals
from bot.usecases import dates
from bot.usecases.context import Turn
from bot.usecases.extending import as_step, open_request, pass_on, show_to
from bot.usecases.moving import concerned, deciders, refuse, refused, view
from models import Extension, Task


def show(turn: Turn, task: Task, request: Extension) -> None:
    turn.reply(screens.request_card(view(turn, task), request, turn.actor))


def _ask(turn: Turn, task: Task, request: Extension, kind: str, **more: Any) -> None:
    turn.ask(kind, task=task.id, request=request.id, revision=request.revision, **more)


# ---------------------------------------------------------------- the agency


def send(turn: Turn, task: Task, request: Extension) -> None:
    """The head sends the contact officer's draft."""
    if as_step(turn, task, core.send(request, task, turn.actor, turn.now, turn.today), request):
        to = screens.receivers(task, turn.actor, turn.rules)
        card = screens.sent(view(turn, task), request, to)
        turn.reply(card, kind=Kind.CONFIRMATION)
        turn.tell(turn.agency_people([task.lead or ""]), card, Kind.NOTE, task_id=task.id)
        pass_on(turn, task, request)


def take_back(turn: Turn, task: Task, request: Extension) -> None:
    drafted = request.state == "draft"
    if as_step(turn, task, core.take_back(request, task, turn.actor, turn.now), request):
        shown = view(turn, task)
        head = T("✖ The request for a later date of {code} is taken back", code=shown.code)
        card = screens.noted(shown, request, head, T("The date stays {day}.", day=task.due_on))
        turn.reply(card, kind=Kind.CONFIRMATION)
        told = turn.agency_people([task.lead or ""])
        turn.tell(told if drafted else [*told, *turn.office(), *deciders(turn, task)], card, Kind.NOTE, task_id=task.id)


def ask_reply(turn: Turn, task: Task, request: Extension) -> None:
    _ask(turn, task, request, "req-reply")
    turn.reply(screens.ask_line(view(turn, task), T("Question: {text}", text=request.question or "")), fresh=True)


def accept(turn: Turn, task: Task, request: Extension) -> None:
    if as_step(turn, task, core.accept(request, task, turn.actor, turn.now, turn.today, rules=turn.rules), request):
        _tell_extended(turn, task, request)


def decline(turn: Turn, task: Task, request: Extension) -> None:
    if as_step(turn, task, core.decline(request, task, turn.actor, turn.now, rules=turn.rules), request):
        shown = view(turn, task)
        head = T("❌ The offered date of {code} is not accepted", code=shown.code)
        card = screens.noted(shown, request, head, T("The date stays {day}.", day=task.due_on))
        turn.reply(card, kind=Kind.CONFIRMATION)
        told = [*turn.agency_people([task.lead or ""]), *turn.office(), *deciders(turn, task)]
        turn.tell(told, card, Kind.NOTE, task_id=task.id)


# ---------------------------------------------------------------- the office's opinion


def advise(turn: Turn, task: Task, request: Extension, opinion: str, due: date | None = None) -> None:
    if as_step(turn, task, core.advise(request, task, turn.actor, turn.today, opinion=opinion, due_on=due), request):
        shown = view(turn, task)
        head = T("The office's opinion on {code} is with the decider", code=shown.code)
        turn.reply(screens.noted(shown, request, head, T("Opinion: {text}", text=screens.opinion(request))))
        show_to(turn, task, request, deciders(turn, task))


def ask_opinion(turn: Turn, task: Task, request: Extension) -> None:
    if not refused(turn, task, may_not(Act.ADVISE, task, turn.actor)):
        _ask(turn, task, request, "req-op")
        hint = T("Write the opinion in one line, with a date if another one is proposed.")
        turn.reply(screens.ask_line(view(turn, task), hint), fresh=True)


def send_opinion(turn: Turn, task: Task, request: Extension) -> None:
    """The opinion that was read back."""
    question = turn.conversation.question or {}
    if question.get("kind") != "req-op-check" or question.get("request") != request.id:
        show(turn, task, request)
        return
    due = question.get("due")
    advise(turn, task, request, str(question["opinion"]), date.fromisoformat(str(due)) if due else None)


# ---------------------------------------------------------------- the decision


def agree(turn: Turn, task: Task, request: Extension) -> None:
    if as_step(turn, task, core.agree(request, task, turn.actor, turn.now, turn.today, rules=turn.rules), request):
        _tell_extended(turn, task, request)


def _tell_extended(turn: Turn, task: Task, request: Extension) -> None:
    """Both sides and the supporting agencies."""
    card = screens.extended(view(turn, task), request)
    turn.reply(card, kind=Kind.CONFIRMATION)
    told = [*turn.agency_people(concerned(turn, task)), *turn.office(), *deciders(turn, task)]
    turn.tell(told, card, Kind.NOTE, task_id=task.id)


def ask_refusal(turn: Turn, task: Task, request: Extension) -> None:
    if _may_decide(turn, task):
        _ask(turn, task, request, "req-no")
        hint = T("Write in one line why it is not agreed to.")
        turn.reply(screens.ask_line(view(turn, task), hint), fresh=True)


def refuse_request(turn: Turn, task: Task, request: Extension, reason: str) -> None:
    decided = core.refuse(request, task, turn.actor, turn.now, reason=reason, rules=turn.rules)
    if as_step(turn, task, decided, request):
        card = screens.refused(view(turn, task), request)
        turn.reply(card, kind=Kind.CONFIRMATION, fresh=True)
        told = [*turn.agency_people(concerned(turn, task)), *turn.office()]
        turn.tell(told, card, Kind.NOTE, task_id=task.id)


def refuse_as_checked(turn: Turn, task: Task, request: Extension) -> None:
    question = turn.conversation.question or {}
    if question.get("kind") == "req-no-check" and question.get("request") == request.id:
        refuse_request(turn, task, request, str(question["reason"]))
    else:
        ask_refusal(turn, task, request)


def ask_question(turn: Turn, task: Task, request: Extension) -> None:
    if _may_decide(turn, task):
        _ask(turn, task, request, "req-ask")
        turn.reply(screens.ask_line(view(turn, task), T("Write the question in one line.")), fresh=True)


def _asked_back(turn: Turn, task: Task, request: Extension, question: str) -> None:
    if as_step(turn, task, core.ask_back(request, task, turn.actor, question=question, rules=turn.rules), request):
        shown = view(turn, task)
        head = T("💬 The question about {code} is with the agency", code=shown.code)
        turn.reply(screens.noted(shown, request, head), kind=Kind.CONFIRMATION, fresh=True)
        show_to(turn, task, request, turn.agency_people([task.lead or ""]), T("The decider asks back."))


def _replied(turn: Turn, task: Task, request: Extension, words: str) -> None:
    decided = core.reply(request, task, turn.actor, turn.today, answer=words, rules=turn.rules)
    if as_step(turn, task, decided, request):
        shown = view(turn, task)
        head = T("💬 The answer about {code} is with the decider", code=shown.code)
        turn.reply(screens.noted(shown, request, head), kind=Kind.CONFIRMATION, fresh=True)
        show_to(turn, task, request, deciders(turn, task), T("The agency has answered."))


def ask_date(turn: Turn, task: Task, request: Extension) -> None:
    if _may_decide(turn, task):
        _ask(turn, task, request, "req-day")
        since = max(turn.today, request.old_due)
        days = sorted({turn.city.calendar.add(since, n) for n in (5, 10)} - {request.due_on})
        turn.reply(screens.ask_offer(view(turn, task), request, days), fresh=True)


def offer(turn: Turn, task: Task, request: Extension, due: date) -> None:
    decided = core.offer(request, task, turn.actor, turn.today, due_on=due, rules=turn.rules)
    if as_step(turn, task, decided, request):
        shown = view(turn, task)
        head = T("📅 {day} is offered to {agency} for {code}", day=due, agency=shown.lead, code=shown.code)
        turn.reply(screens.noted(shown, request, head), kind=Kind.CONFIRMATION, fresh=True)
        readers = [*turn.agency_people([task.lead or ""]), *turn.office()]
        show_to(turn, task, request, readers, T("Another date is offered."))


def _may_decide(turn: Turn, task: Task) -> bool:
    return not refused(turn, task, may_not(Act.DECIDE_EXTENSION, task, turn.actor, turn.rules))


# ---------------------------------------------------------------- words


def answer(
    turn: Turn, task: Task, request: Extension, kind: str, question: Mapping[str, Any], words: str, intent: Intent
) -> None:
    """The words that answer a question about a request."""
    match kind:
        case "req-no":
            if not refused(turn, task, bad_reason(words)):
                refuse_request(turn, task, request, words)
        case "req-ask":
            _asked_back(turn, task, request, words)
        case "req-reply":
            _replied(turn, task, request, words)
        case "req-day":
            _read_offer(turn, task, request, words)
        case "req-op":
            _read_opinion(turn, task, request, words)
        case "req-no-check" if isinstance(intent, Yes):
            refuse_as_checked(turn, task, request)
        case "req-op-check" if isinstance(intent, Yes):
            send_opinion(turn, task, request)
        case "req-day-check" if isinstance(intent, Yes):
            offer(turn, task, request, date.fromisoformat(str(question["due"])))
        case "req-day-check" if not isinstance(intent, No):
            _read_offer(turn, task, request, words)
        case _:
            turn.close_question()
            show(turn, task, request)


def _read_offer(turn: Turn, task: Task, request: Extension, words: str) -> None:
    due = dates.find_day(turn, words)
    if due is None:
        turn.reply(refusals.unclear_date(words))
    else:
        check_offer(turn, task, request, due)


def check_offer(turn: Turn, task: Task, request: Extension, due: date) -> None:
    """A date read from words is read back before it counts."""
    refusal = core.bad_date(task, turn.today, due)
    if refusal:
        turn.reply(refuse(turn, task, refusal), fresh=True)
        return
    _ask(turn, task, request, "req-day-check", due=due.isoformat())
    shown = view(turn, task)
    read_back, warning = dates.read_back(turn, due), dates.day_warning(turn, due)
    turn.reply(screens.check_offer(shown, request, due, read_back, warning), fresh=True)


def _read_opinion(turn: Turn, task: Task, request: Extension, words: str) -> None:
    if refused(turn, task, bad_reason(words)):
        return
    due = dates.find_day(turn, words)
    if due and refused(turn, task, core.bad_date(task, turn.today, due)):
        return
    _ask(turn, task, request, "req-op-check", opinion=words.strip(), due=due.isoformat() if due else None)
    read_back = dates.read_back(turn, due) if due else None
    turn.reply(screens.check_opinion(view(turn, task), request, words.strip(), due, read_back), fresh=True)


def decided_in_words(turn: Turn, task: Task, decision: Decision, due: date | None, reason: str | None) -> None:
    """A decision in words is shown with its button: nothing is decided unasked."""
    request = open_request(turn, task)
    if request is None:
        turn.reply(refuse(turn, task, Refusal("no-request")), fresh=True)
        return
    may = rights.may(Act.DECIDE_EXTENSION, turn.actor, task, turn.rules)
    if may and decision is Decision.REFUSE and reason and not bad_reason(reason) and not bad_note(reason):
        _ask(turn, task, request, "req-no-check", reason=reason)
        turn.reply(screens.check_refusal(view(turn, task), request, reason), fresh=True)
    elif may and decision is Decision.REFUSE:
        ask_refusal(turn, task, request)
    elif may and due is not None and due != request.due_on:
        check_offer(turn, task, request, due)
    elif not may and rights.side(turn.actor, task) is not rights.Side.OFFICE:
        refused(turn, task, may_not(Act.DECIDE_EXTENSION, task, turn.actor, turn.rules))
    else:
        turn.reply(screens.request_card(view(turn, task), request, turn.actor), fresh=True)
