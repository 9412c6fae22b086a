"""What a person can mean: one frozen value for each intent, with its slots.

A slot that was not said is None or empty; what to do about it (ask, take the whole city) is the use case's decision.
Tasks are numbers: 11 is NV-11.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Scope(StrEnum):
    """Whose tasks a question is about."""

    ALL = "all"
    MINE = "mine"
    """Led by the speaker's agency; given by the speaker, for a leader who asks what is late."""
    AGENCY = "agency"
    GIVEN_BY_ME = "given_by_me"
    SUPPORTING = "supporting"


class Order(StrEnum):
    WORST = "worst"
    BEST = "best"


class Decision(StrEnum):
    APPROVE = "approve"
    REFUSE = "refuse"
    COUNTER = "counter"
    """Yes to an extension, but to another day than was asked for."""


class Question(StrEnum):
    """Why a message was not taken as an order, and what is asked back."""

    WHICH_TASK = "which-task"
    WHICH_AGENCY = "which-agency"
    WHICH_ACT = "which-act"
    """One task, several things that could be meant."""
    NO_OBJECT = "no-object"
    """An act in one word and nothing that it could be about."""
    TWO_ACTS = "two-acts"
    CONFLICT = "conflict"
    """The message says a thing and its contrary."""
    CONDITIONAL = "conditional"
    """It would hold only if something else did."""
    HEARSAY = "hearsay"
    """Somebody else is said to have done it."""
    BAD_DATE = "bad-date"
    OUT_OF_SCOPE = "out-of-scope"
    FRAGMENT = "fragment"
    """Nothing that can be understood."""


Tasks = tuple[int, ...]
Agencies = tuple[str, ...]


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both counted."""

    first: date
    last: date


# ------------------------------------------------------------------------------------------------------ questions
@dataclass(frozen=True)
class AskOverdue:
    scope: Scope | None = None
    agency: Agencies = ()
    since: date | None = None
    """Only what became late on this day or after it."""


@dataclass(frozen=True)
class AskDue:
    window: str | None = None
    """today tomorrow this_week next_week this_month next_month quarter days:N by:DATE; see `due_days`."""
    scope: Scope | None = None
    agency: Agencies = ()


@dataclass(frozen=True)
class AskOpen:
    scope: Scope | None = None
    agency: Agencies = ()


@dataclass(frozen=True)
class AskTask:
    tasks: Tasks = ()


@dataclass(frozen=True)
class AskNoDeadline:
    pass


@dataclass(frozen=True)
class AskWaiting:
    """What waits for a decision or a confirmation."""


@dataclass(frozen=True)
class AskSilent:
    """Who has not reported."""


@dataclass(frozen=True)
class AskRanking:
    order: Order = Order.WORST


@dataclass(frozen=True)
class AskStats:
    period: Period | None = None
    agency: Agencies = ()
    compare: Period | None = None


@dataclass(frozen=True)
class AskBrief:
    """Where the points of earlier conclusions stand, before a meeting."""


@dataclass(frozen=True)
class AskMonth:
    """An agency's month on one page."""

    period: Period | None = None
    agency: Agencies = ()


@dataclass(frozen=True)
class AskWhyOverdue:
    tasks: Tasks = ()


@dataclass(frozen=True)
class AskHistory:
    tasks: Tasks = ()


@dataclass(frozen=True)
class AskDone:
    period: Period | None = None
    agency: Agencies = ()


@dataclass(frozen=True)
class AskContacts:
    """Whom to reach at an agency."""

    agency: Agencies = ()


@dataclass(frozen=True)
class Search:
    """A task named by its subject."""

    query: str = ""


@dataclass(frozen=True)
class Export:
    format: str | None = None
    """xlsx docx pdf ics chart."""
    scope: str | None = None
    """all mine open overdue due done agency; None where nothing was said."""
    agency: Agencies = ()
    period: Period | None = None
    """Of a chart."""


# ------------------------------------------------------------------------------------ the lead agency's own words
@dataclass(frozen=True)
class Acknowledge:
    tasks: Tasks = ()


@dataclass(frozen=True)
class ReportProgress:
    tasks: Tasks = ()
    percent: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class ReportDone:
    """The agency's claim; the office still has to confirm it."""

    tasks: Tasks = ()
    note: str | None = None
    evidence: str | None = None
    """Number and date of a document, or a link."""


@dataclass(frozen=True)
class ReportObstacle:
    tasks: Tasks = ()
    note: str | None = None


@dataclass(frozen=True)
class RequestExtension:
    tasks: Tasks = ()
    due: date | None = None
    reason: str | None = None
    due_words: str = ""


# ------------------------------------------------------------------------------- what leaders and the office order
@dataclass(frozen=True)
class DecideExtension:
    tasks: Tasks = ()
    decision: Decision = Decision.APPROVE
    due: date | None = None
    reason: str | None = None
    due_words: str = ""


@dataclass(frozen=True)
class Confirm:
    """The result is accepted."""

    tasks: Tasks = ()


@dataclass(frozen=True)
class ReturnTask:
    """The result is not accepted."""

    tasks: Tasks = ()
    reason: str | None = None


@dataclass(frozen=True)
class Assign:
    """A new task. More than one `lead` was named: the review has to settle it."""

    action: str | None = None
    lead: Agencies = ()
    support: Agencies = ()
    due: date | None = None
    due_words: str = ""


@dataclass(frozen=True)
class GivePart:
    """A sub-task of a task; what it is stands in `words`, and is read back before anything is done."""

    tasks: Tasks = ()
    words: str = ""


@dataclass(frozen=True)
class AskParts:
    """The sub-tasks of a task."""

    tasks: Tasks = ()


@dataclass(frozen=True)
class ChangeDue:
    tasks: Tasks = ()
    due: date | None = None
    due_words: str = ""


@dataclass(frozen=True)
class ChangeLead:
    tasks: Tasks = ()
    lead: Agencies = ()


@dataclass(frozen=True)
class Urge:
    tasks: Tasks = ()
    agency: Agencies = ()
    all_overdue: bool = False


@dataclass(frozen=True)
class Suspend:
    tasks: Tasks = ()
    reason: str | None = None


@dataclass(frozen=True)
class Resume:
    tasks: Tasks = ()


@dataclass(frozen=True)
class CancelTask:
    tasks: Tasks = ()
    reason: str | None = None


@dataclass(frozen=True)
class Reopen:
    tasks: Tasks = ()
    reason: str | None = None


@dataclass(frozen=True)
class ImportConclusion:
    """A conclusion with several orders, pasted or to be sent as a file."""


# ----------------------------------------------------------------------------------------------- acts of dialogue
@dataclass(frozen=True)
class Choose:
    """The n-th item (from 1) of the last list or menu."""

    number: int


@dataclass(frozen=True)
class Yes:
    pass


@dataclass(frozen=True)
class No:
    pass


@dataclass(frozen=True)
class NextPage:
    pass


@dataclass(frozen=True)
class Stop:
    """Abandon the present step."""


@dataclass(frozen=True)
class Undo:
    """Take back the last action."""


@dataclass(frozen=True)
class Help:
    pass


@dataclass(frozen=True)
class Greeting:
    pass


@dataclass(frozen=True)
class Thanks:
    pass


# -------------------------------------------------------------------------------------- the person's own settings
@dataclass(frozen=True)
class SetLanguage:
    lang: str
    """vi or en."""


@dataclass(frozen=True)
class SetReminderTime:
    time: time | None = None


@dataclass(frozen=True)
class Snooze:
    """Moves one reminder: to any hour of a day, or to a moment."""

    when: date | datetime | None = None


@dataclass(frozen=True)
class Absent:
    until: date | None = None
    deputy: str | None = None


@dataclass(frozen=True)
class LinkCode:
    """The code of an invitation; "" where the person only pressed Start."""

    code: str = ""


@dataclass(frozen=True)
class ShowSettings:
    pass


@dataclass(frozen=True)
class ShowAgencies:
    pass


@dataclass(frozen=True)
class ShowDaysOff:
    """The working calendar."""


# ---------------------------------------------------------------------------------------------- not to be acted on
@dataclass(frozen=True)
class Secret:
    """Carries or announces a mark of state secrecy: nothing of it may be kept."""


@dataclass(frozen=True)
class Unclear:
    """Ask back; `options` are readings to offer as buttons, none of them is done unasked."""

    question: Question
    options: tuple[Intent, ...] = ()


@dataclass(frozen=True)
class Both:
    """Two questions in one message: answer the first, then the second. Never two acts."""

    first: Intent
    second: Intent


Intent = (
    AskOverdue
    | AskDue
    | AskOpen
    | AskTask
    | AskNoDeadline
    | AskWaiting
    | AskSilent
    | AskRanking
    | AskStats
    | AskBrief
    | AskMonth
    | AskWhyOverdue
    | AskHistory
    | AskDone
    | AskContacts
    | Search
    | Export
    | Acknowledge
    | ReportProgress
    | ReportDone
    | ReportObstacle
    | RequestExtension
    | DecideExtension
    | Confirm
    | ReturnTask
    | Assign
    | GivePart
    | AskParts
    | ChangeDue
    | ChangeLead
    | Urge
    | Suspend
    | Resume
    | CancelTask
    | Reopen
    | ImportConclusion
    | Choose
    | Yes
    | No
    | NextPage
    | Stop
    | Undo
    | Help
    | Greeting
    | Thanks
    | SetLanguage
    | SetReminderTime
    | Snooze
    | Absent
    | LinkCode
    | ShowSettings
    | ShowAgencies
    | ShowDaysOff
    | Secret
    | Unclear
    | Both
)

ACTING = (
    Acknowledge | ReportProgress | ReportDone | ReportObstacle | RequestExtension | DecideExtension | Confirm
    | ReturnTask | Assign | ChangeDue | ChangeLead | Urge | Suspend | Resume | CancelTask | Reopen | Absent | Undo | Yes
)  # fmt: skip
"""Changes the record, writes to other people, or sets off a pending action."""

REPORTS = Acknowledge | ReportProgress | ReportDone | ReportObstacle | RequestExtension
"""What an agency says of its own task."""

ORDERS = (
    Confirm | ReturnTask | DecideExtension | Assign | ChangeDue | ChangeLead | Urge | Suspend | Resume | CancelTask
    | Reopen
)  # fmt: skip
"""What those say who assign tasks."""

_ONE_DAY = timedelta(days=1)


def due_days(window: str | None, today: date) -> Period:
    """The due days that a window of `AskDue` means; a week ends on Sunday, no window is three days."""
    name, _, rest = (window or "days:3").partition(":")
    monday = today - timedelta(days=today.weekday())
    next_month = month_end(today) + _ONE_DAY
    match name:
        case "today":
            return Period(today, today)
        case "tomorrow":
            return Period(today + _ONE_DAY, today + _ONE_DAY)
        case "this_week":
            return Period(today, monday + timedelta(days=6))
        case "next_week":
            return Period(monday + timedelta(days=7), monday + timedelta(days=13))
        case "this_month":
            return Period(today, month_end(today))
        case "next_month":
            return Period(next_month, month_end(next_month))
        case "quarter":
            return Period(today, month_end(date(today.year, (today.month + 2) // 3 * 3, 1)))
        case "by":
            return Period(today, date.fromisoformat(rest))
        case "days":
            return Period(today, today + timedelta(days=int(rest)))
        case _:
            raise ValueError(f"not a window: {window!r}")


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - _ONE_DAY
