"""Requests for a later date: who may do what with them, and that nothing but an agreement moves the date."""

from datetime import UTC, date, datetime

import pytest

from bot.core import extensions
from bot.core.calendar import Calendar
from bot.core.extensions import Step
from bot.core.lifecycle import Refusal
from bot.core.reminders import Ladder, reached
from bot.core.rights import Rules
from bot.core.screens.extension import request_card
from bot.core.screens.task import TaskView
from bot.core.timeliness import Standing, Timing
from models import Extension, RequestState, State
from tests.core.test_rights import CHAIR, LEAD_CONTACT, LEAD_HEAD, OFFICE, SUPPORT_HEAD, VICE, task

NOW = datetime(2022, 10, 3, 1, tzinfo=UTC)
TODAY = date(2022, 10, 3)
DUE, LATER = date(2022, 9, 30), date(2022, 10, 21)


def given(**more):
    return task(due_on=DUE, original_due_on=DUE, **more)


def ask(by=LEAD_HEAD, row=None, **more):
    facts = {"due_on": LATER, "words": "21/10", "reason": "chờ số liệu", **more}
    return extensions.ask(row or given(), by, NOW, TODAY, **facts)


def request(**more):
    return Extension(**{**ask().request, "id": 1, "task_id": 1, **more})


def test_the_head_asks_and_a_contact_officer_drafts():
    assert ask().request["state"] == RequestState.ASKED
    assert ask(LEAD_CONTACT).request["state"] == RequestState.DRAFT
    assert ask(LEAD_CONTACT, rules=Rules(contact_sends_extension=True)).request["state"] == RequestState.ASKED
    assert ask(OFFICE).request["on_behalf"]


def test_asking_moves_no_date_and_marks_what_is_asked_late():
    step = ask()
    assert not step.move.changes
    assert step.request["is_late"]


@pytest.mark.parametrize(
    ("decided", "code"),
    [
        (lambda: ask(SUPPORT_HEAD), "not-your-task"),
        (lambda: ask(CHAIR), "not-your-task"),
        (lambda: ask(row=task()), "no-date-to-extend"),
        (lambda: ask(row=given(state=State.AWAITING)), "already-reported"),
        (lambda: ask(open_request=request()), "request-open"),
        (lambda: ask(reason=""), "reason-needed"),
        (lambda: ask(reason="?!."), "reason-needed"),
        (lambda: ask(reason="a" * 5000), "note-too-long"),
        (lambda: ask(due_on=DUE), "not-later"),
        (lambda: ask(due_on=date(2022, 10, 1)), "date-passed"),
        (lambda: ask(due_on=date(2222, 10, 1)), "date-too-far"),
        (lambda: extensions.agree(request(), given(), CHAIR, NOW, TODAY), "not-yours-to-extend"),
        (lambda: extensions.agree(request(), given(), OFFICE, NOW, TODAY), "not-yours-to-extend"),
        (lambda: extensions.agree(request(asked_by=6), given(), VICE, NOW, TODAY), "own-request"),
        (lambda: extensions.agree(request(closed_at=NOW), given(), VICE, NOW, TODAY), "request-moved"),
        (lambda: extensions.agree(request(state="question"), given(), VICE, NOW, TODAY), "request-moved"),
        (lambda: extensions.refuse(request(), given(), VICE, NOW, reason=" "), "reason-needed"),
        (lambda: extensions.offer(request(), given(), VICE, TODAY, due_on=LATER), "same-date-asked"),
        (lambda: extensions.offer(request(), given(), VICE, TODAY, due_on=DUE), "not-later"),
        (lambda: extensions.accept(request(), given(), LEAD_HEAD, NOW, TODAY), "request-moved"),
        (lambda: extensions.send(request(state="draft"), given(), LEAD_CONTACT, NOW, TODAY), "head-sends"),
        (lambda: extensions.advise(request(), given(), LEAD_HEAD, TODAY, opinion="+"), "not-yours"),
        (lambda: extensions.advise(request(opinion="+"), given(), OFFICE, TODAY, opinion="-"), "request-moved"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(decided, code):
    assert decided() == Refusal(code)


def test_only_an_agreement_moves_the_date_and_never_the_original_one():
    agreed = extensions.agree(request(), given(), VICE, NOW, TODAY)
    assert agreed.move.changes == {"due_on": LATER, "due_words": None, "extended": 1}
    assert agreed.request["state"] == RequestState.AGREED
    others = [
        extensions.refuse(request(), given(), VICE, NOW, reason="không đủ căn cứ"),
        extensions.offer(request(), given(), VICE, TODAY, due_on=date(2022, 10, 14)),
        extensions.ask_back(request(), given(), VICE, question="Còn thiếu gì?"),
        extensions.reply(request(state="question"), given(), LEAD_HEAD, TODAY, answer="số liệu"),
        extensions.advise(request(), given(), OFFICE, TODAY, opinion="+"),
        extensions.decline(request(state="offer", offered_due=LATER), given(), LEAD_HEAD, NOW),
        extensions.take_back(request(), given(), LEAD_HEAD, NOW),
    ]
    assert all(isinstance(step, Step) and not step.move.changes for step in others)


def test_an_offered_date_counts_when_the_asker_takes_it():
    offered = request(state="offer", offered_due=date(2022, 10, 14), decided_name="Phó Chủ tịch")
    taken = extensions.accept(offered, given(), LEAD_HEAD, NOW, TODAY)
    assert taken.move.changes["due_on"] == date(2022, 10, 14)
    assert taken.request["decided_name"] == "Phó Chủ tịch"


def test_an_unanswered_request_comes_back_to_the_decider_after_two_working_days():
    asked = request(waits_since=date(2022, 10, 6))
    calendar = Calendar()

    def rungs(day):
        return {rung.ladder for rung in reached(given(acknowledged_at=NOW), day, calendar, asked)}

    assert not {Ladder.DECIDE, Ladder.OPINION} & rungs(date(2022, 10, 6))
    assert Ladder.OPINION in rungs(date(2022, 10, 7))
    assert Ladder.DECIDE not in rungs(date(2022, 10, 9))
    assert Ladder.DECIDE in rungs(date(2022, 10, 10))


def test_the_third_request_bears_its_label():
    view = TaskView(given(extended=2), 1, Standing(Timing.OVERDUE, 3))
    assert "extended many times" in str(request_card(view, request(nth=3), CHAIR))
    assert "extended many times" not in str(request_card(view, request(nth=2), CHAIR))
