"""What could not be done or was not understood: what it was, what is accepted, one tap to go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.buttons import action
from bot.core.cards import Button, Card, Joined, T, Text, bold, item, line
from bot.core.intents import Question
from bot.core.screens.reasons import reason
from models import Role


def refusal(code: str, task: str = "", lead: str = "") -> Card:
    """A kind sentence for each reason of the core."""
    return Card(line(bold(reason(code, task, lead))), (item(T("Nothing was changed.")),)).with_rows((menu_button(),))


def unknown_task(code: str, near: Sequence[Button] = ()) -> Card:
    """The same for a task that does not exist and for one that is not theirs; `near`: those that may be meant."""
    items = (item(T("Was one of these meant?")),) if near else ()
    title = T("No task {code} was found among the tasks of this account.", code=code)
    return Card(line(bold(title)), items).with_rows(
        *[(one,) for one in near], (Button(T("📋 My tasks"), action("mine", 1)), menu_button())
    )


def gone() -> Card:
    """The same for what does not exist and for what is not theirs."""
    return Card(line(bold(T("This is no longer among the tasks of this account.")))).with_rows((menu_button(),))


_ASKED_BACK = {
    Question.WHICH_TASK: T("Which task is meant? Please write its code, for example NV-3."),
    Question.WHICH_AGENCY: T("Which agency is meant? Please write its full name."),
    Question.WHICH_ACT: T("What is to be done? Please write it outright, for example “NV-3 done”."),
    Question.NO_OBJECT: T("Which task is it about? Please write its code, for example NV-3."),
    Question.TWO_ACTS: T(
        "Two requests in one message: which one comes first? Please write each in a message of its own."
    ),
    Question.CONFLICT: T("The message says two contrary things: which one holds?"),
    Question.CONDITIONAL: T("Nothing is recorded on a condition. What holds now?"),
    Question.HEARSAY: T("Only the agency's own report is recorded. Which task is to be checked?"),
    Question.BAD_DATE: T("This day does not exist or is over: which day is meant?"),
}
"""What is asked back where there is more to say than an example."""


_EXAMPLES = {
    Role.OFFICE: T("Accepted, for example: “what is overdue?”, “NV-3”, “tasks of Sở TT&TT”, “urge NV-3”."),
    Role.HEAD: T("Accepted, for example: “what is overdue?”, “my tasks”, “NV-3 50%”, “NV-3 done”."),
    Role.CONTACT: T("Accepted, for example: “what is overdue?”, “my tasks”, “NV-3 50%”, “NV-3 done”."),
    Role.OBSERVER: T("Accepted, for example: “what is overdue?”, “due this week”, “NV-3”, “tasks of Sở TT&TT”."),
}
_TO_A_LEADER = T("Accepted, for example: “what is overdue?”, “NV-3”, “tasks of Sở TT&TT”, “what is waiting for me?”.")


def not_understood(
    words: str, options: Sequence[Button], question: Question = Question.FRAGMENT, reader: Role = Role.HEAD
) -> Card:
    """Asks back; the examples are what this reader may write."""
    rows = [(option,) for option in options[:3]]
    return Card(
        line(
            T("The request “{words}” is not clear. Did the comrade mean:", words=_cut(words))
            if options
            else T("The request “{words}” is not clear.", words=_cut(words))
        ),
        ()
        if options
        else (item(_ASKED_BACK[question]),)
        if question in _ASKED_BACK
        else (item(_EXAMPLES.get(reader, _TO_A_LEADER)),),
    ).with_rows(*rows, (menu_button(),))


def nothing_more() -> Card:
    """Somebody turns the page of a list that ends here; the list still counts."""
    return Card(line(T("There is nothing more to show.")))


def nothing_written() -> Card:
    return Card(line(T("The message holds no text. Please write a line or send a file."))).with_rows((menu_button(),))


def not_handed_on(kind: str) -> Card:
    """What is not read: files or voices that the app keeps from us, signs without words, a line that was changed."""
    if kind == "wordless":
        return nothing_written()
    if kind == "edited":
        return Card(line(T("A message that is changed after it was sent is not read again. Please send a new one.")))
    if kind == "voice":
        return Card(line(T("Voice messages are not read here. Please write the message as text.")))
    return Card(
        line(T("This app hands on no files, videos or links. Please send a photo or the text, or use another channel."))
    )


def still_not_understood(phone: str, office: Sequence[str]) -> Card:
    """The menu, and whom to ask: `office` are the names of its other members, none for one who sits there alone."""
    head = T("The system has not understood. Please choose from the menu, or ask the committee's office.")
    whom = [T("Office: {names}", names=Joined(tuple(office)))] if office else []
    if phone:
        whom.append(T("Telephone: {phone}", phone=phone))
    return Card(line(head), (item(*whom),) if whom else ()).with_rows((menu_button(),))


def which_task(question: Text, options: Sequence[Button]) -> Card:
    how = (
        T("Please write its code, for example NV-3, or choose:")
        if options
        else T("Please write its code, for example NV-3.")
    )
    return Card(line(bold(question)), (item(how),)).with_rows(
        *[(option,) for option in options[:3]], (Button(T("✖ Cancel"), action("cancel")),)
    )


def for_whom(number: int, options: Sequence[Button]) -> Card:
    """A person with posts in several agencies that have a part in the same job."""
    return Card(
        line(bold(T("NV-{number}: for which agency?", number=str(number)))),
        (item(T("The comrade holds posts in several agencies that have a part in it.")),),
    ).with_rows(*[(option,) for option in options[:3]], (Button(T("✖ Cancel"), action("cancel")),))


def which_file(options: Sequence[Button]) -> Card:
    """A file came without a word on its task."""
    return Card(
        line(bold(T("Evidence for which task?"))),
        (item(T("The file is kept. Please choose the task that is done, or write its code.")),),
    ).with_rows(*[(option,) for option in options[:3]], (Button(T("✖ Cancel"), action("cancel")),))


def forbidden_file(name: str, why: str) -> Card:
    """A kind of file that is not taken as evidence."""
    match why:
        case "program":
            reason = T("“{name}” is a program; the system takes no programs.", name=_cut(name))
        case "macro":
            reason = T("“{name}” holds macros; the system takes no files with macros.", name=_cut(name))
        case _:
            reason = T("“{name}” is an archive; please send the documents one by one.", name=_cut(name))
    accepted = T("Accepted: PDF, Word, Excel, pictures, text – or the number and date of the document in one line.")
    return Card(line(bold(reason)), (item(accepted),)).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def not_sent() -> Card:
    return Card(line(bold(T("Nothing was sent.")))).with_rows((menu_button(),))


def which_agency() -> Card:
    return Card(
        line(bold(T("Which agency is meant?"))),
        (item(T("Please write its name or its short form, for example Sở TT&TT.")),),
    ).with_rows((menu_button(),))


def nothing_to_export() -> Card:
    return Card(line(bold(T("There is no task to put into a file.")))).with_rows((menu_button(),))


def only_excel() -> Card:
    """A form of file that is not made: what is made instead stands below."""
    return Card(line(T("Files are made in Excel only."))).with_rows(
        (Button(T("📊 Export Excel"), action("export", 0, 0, "all")), menu_button())
    )


def unclear_date(words: str) -> Card:
    return Card(
        line(bold(T("No single date was read in “{words}”.", words=_cut(words)))),
        (item(T("Please write a date such as 30/9/2022, “Friday next week” or “end of October”.")),),
    ).with_rows((Button(T("✖ Cancel"), action("cancel")),))


def unclear_agency(words: str, near: Sequence[Button] = ()) -> Card:
    """`near`: the agencies whose names are most like the words, to choose from; none is taken unasked."""
    hint = T("Please write its name or its short form, for example Sở TT&TT.")
    return Card(
        line(bold(T("No agency was found in “{words}”.", words=_cut(words)))),
        (item(T("Did the comrade mean one of these? Or write its name anew.") if near else hint),),
    ).with_rows(*[(one,) for one in near], (Button(T("✖ Cancel"), action("cancel")),))


def several_agencies(words: str, options: Sequence[Button]) -> Card:
    return Card(
        line(bold(T("“{words}” fits several agencies. Which one?", words=_cut(words)))),
        (item(T("Please choose, or write its full name.")),),
    ).with_rows(*[(one,) for one in options], (Button(T("✖ Cancel"), action("cancel")),))


def ended_agency(words: str, heirs: Sequence[Button]) -> Card:
    """A body that is no more, and no rule says who takes its tasks."""
    hint = T("Please choose who does it now, or write its name.") if heirs else T("Please write who does it now.")
    return Card(line(bold(T("“{words}” does not exist any more.", words=_cut(words)))), (item(hint),)).with_rows(
        *[(one,) for one in heirs], (Button(T("✖ Cancel"), action("cancel")),)
    )


def stale(changed_at: datetime | None = None) -> Text:
    """The toast of an old button; `changed_at`: when the newer change was made, where that is known."""
    if changed_at:
        return T("Changed at {at}; here is how it stands now.", at=changed_at)
    return T("This has changed meanwhile; here is how it stands now.")


def failed(code: str) -> Card:
    """Our own mistake: nothing happened, and the log has the code."""
    return Card(
        line(bold(T("Something went wrong, nothing was changed. Error code {code}.", code=code))),
        (item(T("Please try again; if it happens again, tell the committee's office the code.")),),
    )


def set_aside(code: str, sender: str, at: datetime) -> Card:
    """To the office: an update over which the process died three times."""
    return Card(
        line(bold(T("⚠️ A message was set aside"))),
        (
            item(
                T("Sender: {name} · received {at}", name=sender, at=at),
                T("The system stopped three times over it. Nothing was changed. Error code {code}.", code=code),
                T("Please ask the sender what it was, and tell the administrator the code."),
            ),
        ),
    )


def secret() -> Card:
    return Card(
        line(bold(T("The content bears a mark of state secrecy."))),
        (item(T("The system has stored nothing of it. Please send it the way that secret documents take.")),),
    )


def later() -> Card:
    """An act that this version leaves to the office."""
    return Card(
        line(bold(T("The system cannot do this yet."))),
        (item(T("Please write to the committee's office; nothing was changed.")),),
    ).with_rows((menu_button(),))


def menu_button() -> Button:
    return Button(T("☰ Menu"), action("menu"))


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 80 else words[:79] + "…"
