"""The words that every screen shares: signs, states, roles, agencies, codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.core.cards import Joined, T, Text
from bot.core.lifecycle import Obstacle
from bot.core.timeliness import Standing, Timing
from models import Role, State

SIGNS = {
    Timing.NO_DATE: "⚪",
    Timing.IN_TIME: "🟢",
    Timing.DUE_SOON: "🟠",
    Timing.DUE_TODAY: "🟠",
    Timing.LAST_DAY: "🟠",
    Timing.OVERDUE: "🔴",
    Timing.AWAITING: "🔵",
    Timing.AWAITING_LATE: "🔵",
    Timing.SUSPENDED: "⏸",
    Timing.DONE: "✅",
    Timing.DONE_LATE: "✅",
    Timing.CANCELLED: "✖",
}


NAMED = 6


def names(given: Sequence[str]) -> Text | Joined:
    """A list of names short enough to be read."""
    if len(given) <= NAMED + 1:
        return Joined(tuple(given))
    return T("{names} and {n} more", names=Joined(tuple(given[:NAMED])), n=len(given) - NAMED)


def code(number: int, part: int | None = None) -> str:
    """NV-5; its first sub-task is NV-5.1."""
    return f"NV-{number}.{part}" if part else f"NV-{number}"


def read_back(day: date, left: int | None) -> Text:
    """The question about a date that was read from words; `left` in working days, None for a day that has passed."""
    if left is None:
        return T("Understood as {day}. Is that right?", day=day)
    return T(
        "Understood as {day} ({n} working day from now). Is that right?",
        "Understood as {day} ({n} working days from now). Is that right?",
        day=day,
        n=left,
    )


def standing_words(standing: Standing) -> Text:
    """One sign with its word: "🔴 quá hạn 5 ngày"."""
    days = standing.days
    match standing.timing:
        case Timing.NO_DATE:
            words = T("no date set")
        case Timing.IN_TIME | Timing.DUE_SOON:
            words = T("{n} working day left", "{n} working days left", n=days)
        case Timing.DUE_TODAY:
            words = T("due today")
        case Timing.LAST_DAY:
            words = T("no working day left after today")
        case Timing.OVERDUE:
            words = T("{n} day overdue", "{n} days overdue", n=days)
        case Timing.AWAITING:
            words = T("waiting for confirmation, reported in time")
        case Timing.AWAITING_LATE:
            words = T(
                "waiting for confirmation, reported {n} day late",
                "waiting for confirmation, reported {n} days late",
                n=days,
            )
        case Timing.SUSPENDED:
            words = T("suspended")
        case Timing.DONE:
            words = T("completed in time")
        case Timing.DONE_LATE:
            words = T("completed {n} day late", "completed {n} days late", n=days)
        case Timing.CANCELLED:
            words = T("withdrawn")
    return T("{sign} {words}", sign=SIGNS[standing.timing], words=words)


def role_name(role: str) -> Text:
    match Role(role):
        case Role.CHAIR:
            return T("Chair of the committee")
        case Role.VICE_CHAIR:
            return T("Vice chair of the committee")
        case Role.OFFICE:
            return T("Office of the committee")
        case Role.HEAD:
            return T("Head of agency")
        case Role.CONTACT:
            return T("Contact officer")
        case Role.OBSERVER:
            return T("Observer")


def state_name(state: str) -> Text:
    match State(state):
        case State.ASSIGNED:
            return T("assigned")
        case State.IN_PROGRESS:
            return T("in progress")
        case State.AWAITING:
            return T("waiting for confirmation")
        case State.COMPLETED:
            return T("completed")
        case State.SUSPENDED:
            return T("suspended")
        case State.CANCELLED:
            return T("withdrawn")


def giver(given_by: str, words: str | None) -> Text | str:
    """Who gave the job: the post, and the words of the text where there are any."""
    name = role_name(given_by)
    return T("{post} ({words})", post=name, words=words) if words else name


def obstacle_name(reason: str) -> Text:
    """A reason that stands in the way; short enough for a button."""
    match Obstacle(reason):
        case Obstacle.STAFF:
            return T("Too few people")
        case Obstacle.MONEY:
            return T("No money")
        case Obstacle.OPINION:
            return T("Waits for an opinion")
        case Obstacle.DISAGREEMENT:
            return T("No agreement")
        case Obstacle.RULES:
            return T("Regulations")
        case Obstacle.CENTRAL:
            return T("Waits for ministries")
        case Obstacle.OTHER_TASK:
            return T("Another task")
        case Obstacle.OTHER:
            return T("Another reason")
