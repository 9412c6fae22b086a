"""A kind sentence for each reason for which the core refuses."""

from __future__ import annotations

from bot.core.cards import T, Text


def reason(code: str, task: str, lead: str) -> Text:
    """What the core's code means for this task and its lead agency."""
    return _of_agencies(code, task, lead) or _of_orders(code, task) or _of_dates(code, task)


def _of_agencies(code: str, task: str, lead: str) -> Text | None:
    match code:
        case "not-your-task":
            return T("Only the lead agency ({lead}) can update {task}.", lead=lead, task=task)
        case "not-yours-to-confirm":
            return T("Only the office or the committee's leaders can confirm {task} or return it.", task=task)
        case "not-yours-to-date":
            return T(
                "Only the office can set the date of {task}. An agency asks the office for a later date.", task=task
            )
        case "not-yours-to-assign":
            return T("Tasks are assigned by the committee's leaders and the office.")
        case "not-yours":
            return T("This is a matter for the committee's office.")
        case "already-closed":
            return T("{task} is already completed.", task=task)
        case "already-acknowledged":
            return T("{task} was already marked as received.", task=task)
        case "already-reported":
            return T("The result of {task} is already reported and waits for confirmation.", task=task)
        case "not-reported":
            return T("No result of {task} has been reported yet.", task=task)
        case "suspended":
            return T("{task} is suspended.", task=task)
        case "parts-open":
            return T("Not every agency's part of {task} is confirmed yet.", task=task)
        case "no-rule":
            return T("Please write how it repeats, for example “monthly before the 25th”.")
        case "has-parts":
            return T("{task} has open sub-tasks; they end first.", task=task)
        case "not-a-day-of-result":
            return T("The day of the result lies between the assignment of {task} and today.", task=task)
        case "not-for-many":
            return T("{task} is not a job for several agencies.", task=task)
        case "not-your-part":
            return T("{task} is a sub-task: the agency that gave it and the one that does it deal with it.", task=task)
        case "part-has-no-such-act":
            return T("This is done with the task itself, not with its sub-task {task}.", task=task)
        case "part-of-whom":
            return T("A sub-task of {task} goes to a unit of the lead agency or to a supporting agency.", task=task)
        case "after-parent":
            return T("{task} is a sub-task: it is not due after the task that it is a part of.", task=task)
        case "parent-task":
            return T("{task} is a job for several agencies: each one reports its own part.", task=task)
        case "bad-percent":
            return T("A percentage lies between 0 and 100.")
        case "note-too-long":
            return T("The text is longer than 1,000 characters; please shorten it, or send it as a file.")
        case "reason-needed":
            return T("A reason of at least three letters is needed.")
        case "before-assignment":
            return T("The date lies before the day on which {task} was assigned.", task=task)
        case "date-too-far":
            return T("This date is too far away.")
        case "same-date":
            return T("{task} already has this date.", task=task)
        case "nothing-to-urge":
            return T("There is nobody to urge: nothing is overdue, or everything is reported.")
        case "nothing-overdue":
            return T("Nothing of the agency is overdue.")
        case "not-yours-to-urge":
            return T("Leaders and the office urge; a head urges inside the own agency.")
        case "figures-not-yours":
            return T("An agency sees its own figures only.")
        case "ranking-not-yours":
            return T("Places are for the committee's leaders and the office.")
        case "field-too-long":
            return T("A field is named in at most 60 characters.")
        case "nothing-said":
            return T("Please write what has been done, or a percentage.")
    return None


def _of_orders(code: str, task: str) -> Text | None:
    match code:
        case "not-yours-to-order":
            return T("Only the leader who gave {task}, or the office on their order, can do this.", task=task)
        case "order-needed":
            return T("The office acts on an order: please write whose it is, with its document or date.")
        case "with-leader":
            return T("The result of {task} was put to the leader and waits for their word.", task=task)
        case "head-reports":
            return T("In this committee the head of the agency reports the result of {task}.", task=task)
        case "withdrawn":
            return T("{task} was withdrawn.", task=task)
        case "not-closed":
            return T("{task} is not completed: there is nothing to open again.", task=task)
        case "not-suspended":
            return T("{task} is not suspended.", task=task)
        case "same-lead":
            return T("This agency already leads {task}.", task=task)
        case "content-needed":
            return T("Please write the new wording of {task}.", task=task)
        case "same-content":
            return T("The wording of {task} is already this one.", task=task)
        case "whose-opinion":
            return T("Please name the agency whose opinion is waited for.")
        case "waits-for-itself":
            return T("The lead agency cannot wait for itself; please name another agency.")
        case "no-obstacle":
            return T("No obstacle of {task} is recorded.", task=task)
        case "acted-since":
            return T("Somebody has acted on {task} since; it can no longer be undone.", task=task)
        case "nothing-to-undo":
            return T("There is nothing that can be undone.")
        case "undo-too-late":
            return T("It can be undone for ten minutes only. Please write the right figures instead.")
    return None


def _of_dates(code: str, task: str) -> Text:
    match code:
        case "not-yours-to-extend":
            return T("Only the leader who gave {task} decides about a later date.", task=task)
        case "own-request":
            return T("Nobody decides about their own request.")
        case "no-date-to-extend":
            return T("{task} has no date yet: the office sets one.", task=task)
        case "request-open":
            return T("A request for a later date of {task} is already waiting.", task=task)
        case "no-request":
            return T("No request for a later date of {task} is waiting.", task=task)
        case "request-moved":
            return T("This request has changed meanwhile.")
        case "head-sends":
            return T("The head of the agency sends this request.")
        case "not-later":
            return T("The new date must be later than the present one.")
        case "date-passed":
            return T("This day has passed.")
        case "same-date-asked":
            return T("This is the date that was asked for.")
        case "resume-in-the-past":
            return T("The day to go on must lie ahead.")
    return T("This cannot be done now.")
