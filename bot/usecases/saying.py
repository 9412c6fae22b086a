"""What each intent does: questions are answered, acts that are clear are done, the rest is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlmodel import col

from bot.core import charts, intents, permissions, rights
from bot.core.buttons import Press, action
from bot.core.cards import Button, T, Text
from bot.core.intents import Intent
from bot.core.rights import Act, Side
from bot.core.screens import invitations as invitation_screens
from bot.core.screens import orders as order_screens
from bot.core.screens import people as people_screens
from bot.core.screens import refusals
from bot.core.understanding import Context, Speaker
from bot.store import tasks as task_store
from bot.usecases import (
    absences,
    browsing,
    charting,
    commands,
    days_off,
    deciding,
    dictating,
    extending,
    figures,
    handing_out,
    histories,
    inviting,
    obstacles,
    ordering,
    organisations,
    parts,
    placing,
    preferences,
    pressing,
    questions,
    snoozing,
    taking_in,
    tasks,
    undoing,
    urging,
)
from bot.usecases.context import Turn
from models import Extension, Role, State, Task


def understood(turn: Turn, text: str, *, pending: str | None = None) -> Intent:
    speaker = Speaker(turn.actor.role, turn.actor.agency)
    context = Context(tuple(turn.conversation.last_list), turn.conversation.last_task, pending)
    now = turn.now.astimezone(turn.city.zone)
    intent = turn.city.chat.read(text, speaker, context, now)
    if isinstance(intent, intents.Unclear) and turn.actor.role not in permissions.DIRECTORS and not pending:
        ordered = turn.city.chat.read(text, Speaker(Role.CHAIR), context, now)
        if turn.part_named or isinstance(ordered, intents.ORDERS):
            return ordered  # who gave a sub-task orders it; to others it is said who may order this
        told = turn.city.chat.read(text, Speaker(Role.HEAD, turn.actor.agency), context, now)
        return told if isinstance(told, intents.REPORTS) else intent  # an observer's: it is said whose it is
    return intent


def said(turn: Turn, text: str) -> None:
    if taking_in.is_long_paste(turn.inbound) and turn.actor.role == "office":
        taking_in.take_in(turn, text, name="Kết luận")
        return
    if not any(map(str.isprintable, text.replace(" ", ""))):  # blanks, and signs that nobody sees
        turn.reply(refusals.nothing_written())
        return
    lookup = inviting.is_lookup(text) if turn.actor.role == "office" else None
    if lookup:
        inviting.find_account(turn, lookup)
        return
    read = parts.named(turn, text)
    if not commands.commanded(turn, read):
        intent = understood(turn, read)
        if not placing.asked_back(turn, intent, text):
            _do(turn, intent, text)


def _do(turn: Turn, intent: Intent, text: str) -> None:
    match intent:
        case intents.Unclear() if command := commands.worded(text):
            said(turn, command)
        case intents.Unclear(question=question, options=options):
            if question is intents.Question.NO_OBJECT and options and _task_asked_for(turn, options[0]):
                return
            _unclear(turn, text, question, [one for one in map(_option, options) if one])
            return
        case intents.Both(first=first, second=second):
            _do(turn, first, text)
            _do(turn, second, text)
        case intents.Help():
            pressing.menu(turn, Press("menu"))
        case intents.LinkCode():
            turn.reply(invitation_screens.wrong_code())
        case intents.SetLanguage(lang=language):
            preferences.set_language(turn, language)
        case intents.SetReminderTime(time=None):
            preferences.ask_hour(turn)
        case intents.SetReminderTime(time=hour):
            preferences.set_hour(turn, hour)
        case intents.Absent(until=until, deputy=deputy):
            absences.begin(turn, until, deputy)
        case intents.Snooze(when=when):
            snoozing.said(turn, when)
        case intents.ShowSettings():
            preferences.show(turn)
        case intents.ShowDaysOff():
            days_off.show(turn)
        case intents.ShowAgencies():
            organisations.show(turn)
        case intents.Greeting():
            turn.reply(people_screens.greeting(turn.actor))
        case intents.Thanks():
            turn.reply(people_screens.thanks())
        case intents.Stop():
            pressing.cancel(turn, Press("cancel"))
        case intents.Secret():
            turn.reply(refusals.secret())
        case intents.Assign():
            dictating.assign(turn, intent, text)
        case intents.ImportConclusion():
            taking_in.take_in(turn, text, name="Kết luận")
        case intents.Undo():
            undoing.undo_last(turn)
        case intents.Yes() | intents.No() if requests := questions.requests_waiting(turn):
            _to_decide(turn, requests)
        case intents.Yes() | intents.No():
            turn.reply(people_screens.nothing_open())
        case intents.NextPage():
            turn.reply(refusals.nothing_more())
        case _:
            if not _asked(turn, intent) and not _acted(turn, intent):
                turn.reply(refusals.later())
    turn.conversation.misunderstood = 0


def _to_decide(turn: Turn, requests: Sequence[tuple[Task, Extension]]) -> None:
    """ "Đồng ý" without a question: shows the request that waits for this person's word; nothing is decided by it."""
    last = turn.conversation.last_task
    spoken_of = [one for one in requests if last and task_store.number_of(turn.db, one[0]) == last]
    if len(spoken_of or requests) == 1:
        deciding.show(turn, *(spoken_of or requests)[0])
    else:
        questions.waiting(turn)


def _agency(intent_agency: tuple[str, ...]) -> str | None:
    return intent_agency[0] if intent_agency else None


def _asked(turn: Turn, intent: Intent) -> bool:
    """Questions; False for everything else."""
    match intent:
        case intents.AskOverdue(agency=agency):
            questions.overdue(turn, agency=_agency(agency))
        case intents.AskDue(window=window, agency=agency):
            questions.due_soon(turn, agency=_agency(agency), until=questions.window_end(turn, window))
        case intents.AskOpen(agency=agency):
            questions.open_tasks(turn, agency=_agency(agency))
        case intents.AskNoDeadline():
            questions.undated(turn)
        case intents.AskWaiting():
            questions.waiting(turn)
        case intents.AskStats(period=period, agency=agency, compare=compare):
            figures.stats(turn, agency=_agency(agency), period=period, compare=compare)
        case intents.AskRanking(order=order):
            figures.ranking(turn, order)
        case intents.AskSilent():
            browsing.silent(turn)
        case intents.AskContacts(agency=agency):
            browsing.contacts(turn, _agency(agency))
        case intents.AskWhyOverdue(tasks=numbers):
            late = task_store.overdue(turn.today)
            _each(turn, numbers, figures.why, "why", T("Which task is meant?"), late)
        case intents.AskBrief():
            handing_out.brief(turn)
        case intents.AskMonth(period=None, agency=()) if permissions.sees_everything(turn.actor):
            handing_out.brief(turn)  # "tóm tắt" from a leader: of the committee, not of one agency
        case intents.AskMonth(period=period, agency=agency):
            handing_out.month(turn, agency=_agency(agency), day=period.first if period else None)
        case intents.Export(format="chart", scope=scope, agency=agency, period=period):
            charting.chart(turn, charts.asked(scope, agency, period))
        case intents.Export(format=form, scope=scope, agency=agency):
            _export(turn, form, scope, _agency(agency))
        case intents.AskDone(agency=agency):
            questions.done(turn, agency=_agency(agency))
        case intents.AskTask(tasks=numbers):
            _each(turn, numbers, questions.show, "task", T("Which task is meant?"))
        case intents.AskParts(tasks=numbers):
            _each(turn, numbers, parts.show, "parts", T("Sub-tasks of which task?"))
        case intents.AskHistory(tasks=numbers):
            _each(turn, numbers, lambda t, task: histories.show(t, task, 1), "history", T("History of which task?"))
        case intents.Choose(number=number):
            shown = turn.conversation.last_list
            wanted = (shown[number - 1] if 1 <= number <= len(shown) else 0) or number
            _each(turn, (wanted,), questions.show, "task", T("Which task is meant?"))
        case intents.Search(query=query):
            questions.search(turn, query)
        case _:
            return False
    return True


def _export(turn: Turn, form: str | None, scope: str | None, agency: str | None) -> None:
    """Excel is what can be made beside charts; for another form that is said, and Excel offered."""
    if form in (None, "xlsx"):
        handing_out.export(turn, scope, agency=agency)
    else:
        turn.reply(refusals.only_excel())


def _acted(turn: Turn, intent: Intent) -> bool:
    """Acts on tasks that this version knows; False for the others."""
    match intent:
        case intents.Acknowledge(tasks=numbers):
            _each(turn, numbers, tasks.acknowledge, "ack", T("Which task was received?"))
        case intents.Urge(tasks=numbers, agency=agency):
            _urge(turn, numbers, agency)
        case intents.ReportProgress(tasks=numbers, percent=percent, note=note):
            words = note or (None if percent is not None else turn.inbound.text)
            _each(
                turn,
                numbers,
                lambda t, task: tasks.progress(t, task, note=words, percent=percent),
                "update",
                T("Progress of which task?"),
            )
        case intents.ReportDone(tasks=numbers, note=note, evidence=evidence):
            several = len(numbers) > 1  # asking for the evidence of each would lose all but the last question
            _each(
                turn,
                numbers,
                lambda t, task: _report(t, task, note, evidence, at_once=several),
                "done",
                T("Which task is done?"),
                col(Task.state) != State.AWAITING,
            )
        case intents.Confirm(tasks=numbers):
            waiting = col(Task.state) == State.AWAITING
            _each(turn, numbers, questions.show, "task", T("Which result is to be confirmed?"), waiting)
        case intents.ReturnTask(tasks=numbers, reason=reason):
            _each(
                turn,
                numbers,
                lambda t, task: tasks.return_for_more(t, task, reason) if reason else tasks.ask_return(t, task),
                "return",
                T("Which task is to be returned?"),
            )
        case intents.ReportObstacle(tasks=numbers, note=note):
            _each(
                turn, numbers, lambda t, task: obstacles.in_words(t, task, note), "obst", T("Obstacle of which task?")
            )
        case intents.Suspend(tasks=numbers, reason=reason):
            _order(turn, numbers, Act.SUSPEND, reason=reason)
        case intents.Resume(tasks=numbers):
            _order(turn, numbers, Act.RESUME)
        case intents.CancelTask(tasks=numbers, reason=reason):
            _order(turn, numbers, Act.WITHDRAW, reason=reason)
        case intents.Reopen(tasks=numbers, reason=reason):
            _order(turn, numbers, Act.REOPEN, reason=reason)
        case intents.ChangeLead(tasks=numbers, lead=lead):
            _order(turn, numbers, Act.CHANGE_LEAD, lead=lead[0] if lead else None)
        case intents.RequestExtension(tasks=numbers, due=due, reason=reason, due_words=words):
            _each(
                turn,
                numbers[:1],  # one at a time: each has its own reason and date
                lambda t, task: extending.start(t, task, due=due, words=words, reason=reason),
                "extend",
                T("A later date for which task?"),
            )
        case intents.DecideExtension(tasks=numbers, decision=decision, due=due, reason=reason):
            if numbers:
                _each(
                    turn,
                    numbers[:1],
                    lambda t, task: deciding.decided_in_words(t, task, decision, due, reason),
                    "task",
                    T("Which request is meant?"),
                )
            else:
                questions.waiting(turn)
        case intents.GivePart(tasks=numbers, words=words):
            which = T("A sub-task of which task?")
            _each(turn, numbers[:1], lambda t, task: parts.start(t, task, words), "part", which)
        case intents.ChangeDue(tasks=numbers, due=due):
            _each(
                turn,
                numbers,
                lambda t, task: tasks.read_due(t, task, f"{due:%d/%m/%Y}") if due else tasks.ask_due(t, task),
                "due",
                T("The date of which task?"),
            )
        case _:
            return False
    return True


def _order(turn: Turn, numbers: tuple[int, ...], act: Act, **known: str | None) -> None:
    """An order in words is read back before it is given; one task at a time."""
    act_on = T("{order} which task?", order=order_screens.LABELS[act])
    _each(turn, numbers[:1], lambda t, task: ordering.start(t, task, act, **known), "more", act_on)


def _urge(turn: Turn, numbers: tuple[int, ...], agencies: tuple[str, ...]) -> None:
    """The tasks that were named, or what is overdue, of the agencies named or of all."""
    found = [(number, questions.find(turn, number)) for number in dict.fromkeys(numbers)]
    for number, task in found:
        if task is None:
            questions.unknown(turn, number)
    rows = [task for _, task in found if task]
    if rows:
        urging.propose(turn, rows)
    elif not numbers:
        urging.overdue(turn, agencies)


def _report(turn: Turn, task: Task, note: str | None, evidence: str | None, *, at_once: bool) -> None:
    """A report with evidence is written down; without, the evidence is asked for first."""
    if evidence or at_once or rights.side(turn.actor, task) is Side.OWNER:
        tasks.report_done(turn, task, note=note or evidence, evidence=evidence)
    else:
        tasks.ask_evidence(turn, task)


def _task_asked_for(turn: Turn, report: Intent) -> bool:
    """A report that names no task ("xong") is answered with the tasks it may be about."""
    if not isinstance(report, intents.REPORTS) or not questions.candidates(turn, "task"):
        return False
    return _acted(turn, report)


def _each(
    turn: Turn,
    numbers: tuple[int, ...],
    act: Callable[[Turn, Task], None],
    verb: str,
    which: Text,
    *conditions: sa.ColumnElement[bool],
) -> None:
    """Does an act for each task that was named; none named: asks which of those that it may be."""
    if not numbers:
        turn.reply(refusals.which_task(which, questions.candidates(turn, verb, *conditions)))
    for number in dict.fromkeys(numbers):
        parts = questions.own_parts(turn, number)
        task = questions.find(turn, number)
        if len(parts) > 1:
            questions.for_whom(turn, number, parts)
        elif task is None:
            questions.unknown(turn, number)
        else:
            act(turn, task)


def _option(intent: Intent) -> Button | None:
    """A reading that is offered as a button: only questions, which change nothing."""
    match intent:
        case intents.AskOverdue():
            return Button(T("🔴 Overdue"), action("overdue", 1))
        case intents.AskDue():
            return Button(T("🟠 Due soon"), action("soon", 1))
        case intents.AskOpen():
            return Button(T("📋 All open"), action("open", 1))
        case intents.AskWaiting():
            return Button(T("🔵 Waiting for me"), action("waiting", 1))
    return None


def _unclear(turn: Turn, text: str, question: intents.Question, options: list[Button]) -> None:
    """At most two questions back, then the menu."""
    turn.conversation.misunderstood += 1
    if turn.conversation.misunderstood > 2:
        others = [one.name for one in turn.office() if one.person_id != turn.actor.person_id]
        turn.reply(refusals.still_not_understood(preferences.phone(turn), others))
        return
    turn.reply(refusals.not_understood(text, options, question, Role(turn.actor.role)))
