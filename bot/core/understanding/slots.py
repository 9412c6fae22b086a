"""What is said around the intent: which tasks, agencies, days and words a message carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.core.deadlines import Deadline, Kind
from bot.core.intents import Agencies, Tasks
from bot.core.understanding.mentions import Number
from bot.core.understanding.message import Message, Token
from bot.core.understanding.places import Several, placed
from bot.core.understanding.rules import Lazy

OBJECTS = frozenset({"TASK", "PLACE", "THIS"})


@dataclass(frozen=True)
class Speaker:
    """Who writes: role, and the code of the agency where the post belongs to one."""

    role: str
    agency: str | None = None

    @property
    def reports(self) -> bool:
        """Speaks for an agency that does the work."""
        return self.role in ("head", "contact")


@dataclass(frozen=True)
class Context:
    """What stood in the chat before: the last list by task numbers, the last task, the open question."""

    last_list: tuple[int, ...] = ()
    last_task: int | None = None
    pending: str | None = None


@dataclass(frozen=True)
class Named:
    """The tasks that are meant, or why that is not known."""

    tasks: Tasks = ()
    others: Tasks = ()
    """Tasks that are named too, apart from the first ones: "NV-11 xong, còn NV-12 …"."""
    readings: tuple[int, ...] = ()
    """Two tasks that "việc 2" can be: the one with this number, the one in this place of the list."""
    lost: bool = False
    """A place in a list that is not there."""


def named(message: Message, context: Context, aside: Lazy | None) -> Named:
    """Tasks by number or by place in the last list; else the task spoken of last.

    Those behind a word of comparison or reason ("trùng với NV-03") are not meant.
    """
    groups: list[list[Token]] = []
    previous = -9
    for index, token in enumerate(message.tokens):
        if token.text not in ("TASK", "PLACE"):
            continue
        if groups and _is_aside(message, index, aside):
            continue
        between = message.tokens[previous + 1 : index]
        if groups and all(part.plain in _JOINERS for part in between):
            groups[-1].append(token)
        else:
            groups.append([token])
        previous = index
    if not groups:
        return Named(() if context.last_task is None else (context.last_task,))
    found = [number for token in groups[0] for number in _numbers(token, context)]
    others = [number for group in groups[1:] for token in group for number in _numbers(token, context)]
    tasks = tuple(dict.fromkeys(number for number in found if number))
    more = tuple(dict.fromkeys(number for number in others if number and number not in tasks))
    either = tasks if len(tasks) > 1 and _are_alternatives(message, groups[0]) else ()
    return Named(tasks, more, either or _readings(groups[0], context), None in found)


_JOINERS = frozenset({"va", "voi", "cung", "and", "&", "+", "lan", "hay", "hoac", "or", "ca"})


_TOGETHER = frozenset({"va", "cung", "and"})
_EITHER = frozenset({"hay", "hoac", "or"})


def _are_alternatives(message: Message, group: Sequence[Token]) -> bool:
    """ "NV-2 hay NV-3": one of them, not both."""
    within = (token for token in message.tokens if group[0].start < token.start < group[-1].start)
    return any(token.plain in _EITHER for token in within)


def _is_aside(message: Message, index: int, aside: Lazy | None) -> bool:
    before = " ".join(token.text for token in message.tokens[max(0, index - 5) : index])
    return bool(aside and aside.search(before))


def _numbers(token: Token, context: Context) -> tuple[int | None, ...]:
    """The tasks that it names, None for a place that is not in the list."""
    if isinstance(token.value, Number):
        return (token.value.value,)
    if isinstance(token.value, Several):
        return token.value.of(context.last_list) or (None,)
    at = placed(token.value, len(context.last_list))
    return (context.last_list[at - 1] if 1 <= at <= len(context.last_list) else None,)


def _readings(tokens: Iterable[Token], context: Context) -> tuple[int, ...]:
    for token in tokens:
        number = token.value
        if isinstance(number, Number) and number.loose and number.value <= len(context.last_list):
            placed = context.last_list[number.value - 1]
            if placed != number.value:
                return (placed, number.value)
    return ()


def agencies(message: Message) -> Agencies:
    """The first candidate of each agency that is named."""
    return tuple(dict.fromkeys(codes[0] for codes in message.values("AGENCY")))


def together(message: Message, places: list[int]) -> list[int]:
    """The last body and those that are joined to it by "và"."""
    kept = places[-1:]
    for place in reversed(places[:-1]):
        if not all(token.plain in _TOGETHER for token in message.tokens[place + 1 : kept[0]]):
            break
        kept.insert(0, place)
    return kept


def joined(message: Message, places: list[int]) -> Agencies:
    """The first body and those that are joined to it by a comma or "và"."""
    lead = places[:1]
    for place in places[1:]:
        if all(token.plain in _TOGETHER for token in message.tokens[lead[-1] + 1 : place]):
            lead.append(place)
        else:
            break
    return tuple(dict.fromkeys(message.tokens[place].value[0] for place in lead))


def unsure_agency(message: Message) -> tuple[str, ...]:
    """The candidates, if a name fits several bodies."""
    return next((codes for codes in message.values("AGENCY") if len(codes) > 1), ())


def dates(message: Message) -> list[Deadline]:
    return message.values("DATE")


def due(message: Message) -> Deadline | None:
    """The last day that is named as a bound; a background date only where no bound is."""
    known = [one for one in dates(message) if one.due_on]
    bounds = [one for one in known if one.kind is Kind.DEADLINE]
    best = bounds or known
    return best[-1] if best else None


def day(found: Deadline | None) -> date | None:
    return found.due_on if found else None


def last_day(found: Deadline | None) -> date | None:
    """The last day of a question: "before 25 October" asks about that day too."""
    known = [one for one in (found.due_on, found.named) if one] if found else []
    return max(known, default=None)


def is_next_month(found: Deadline | None, today: date) -> bool:
    """The whole of the month to come ("tháng 11"), not only a day until when."""
    first = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return found is not None and found.grain == "month" and found.begins == first


def moment(found: Deadline | None) -> date | datetime | None:
    """A clock time where one was said, else the day."""
    if found is None:
        return None
    return found.due if found.grain in ("hour", "minute") else found.due_on


def is_promise(message: Message, today: date) -> bool:
    """A day to come is named, other than the date of a document."""
    pairs = zip((None, *message.tokens), message.tokens, strict=False)
    days = [
        token.value.due_on for before, token in pairs if token.text == "DATE" and not (before and before.text == "DOC")
    ]
    return any(one > today for one in days if one)


def first_day(found: Deadline, today: date) -> date | None:
    """The day that "since …" means: one gone by, a weekday of the last seven days."""
    start = found.begins or found.due_on
    if start is None or start <= today:
        return start
    if not any(letter.isdecimal() for letter in found.text):
        return start - timedelta(days=7)
    try:
        return start.replace(year=start.year - 1)
    except ValueError:
        return None


def percent(message: Message) -> int | None:
    """The last one: "từ 40% lên 55%"."""
    found = message.values("PERCENT")
    return found[-1] if found else None


def evidence(message: Message) -> str | None:
    """Number and date of a document, or a link, as written."""
    for index, token in enumerate(message.tokens):
        if token.text == "URL":
            return message.original[token.start : token.end].rstrip(".,;)")
        if token.text == "DOC":
            after = message.tokens[index + 1 : index + 2]
            last = after[0] if after and after[0].text == "DATE" else token
            return message.original[token.start : last.end]
    return None


def trimmed(
    message: Message, indices: Sequence[int], head: frozenset[str], tail: frozenset[str] | None = None
) -> str | None:
    """The words of these tokens without the small words at both ends; None if nothing is left."""
    kept = list(indices)
    while kept and message.tokens[kept[0]].text in head:
        kept.pop(0)
    while kept and message.tokens[kept[-1]].text in (head if tail is None else tail):
        kept.pop()
    return message.words(kept) or None
