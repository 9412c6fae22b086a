"""From one chat message to what it means, or to a question. It never acts on a maybe."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.core import intents
from bot.core.agencies import AgencyReader
from bot.core.deadlines import DeadlineReader
from bot.core.intents import Decision, Intent, Order, Question, Scope, Unclear
from bot.core.understanding import slots
from bot.core.understanding.mentions import Finder
from bot.core.understanding.message import Message
from bot.core.understanding.rules import Rule, Vocabulary, compiled
from bot.core.understanding.slots import Context, Speaker
from bot.core.understanding.spelling import clean, speller

LONGEST = 4096
_SECRET = re.compile(r"(?<!BẢO )(?<!BÍ )\b(?:TUYỆT MẬT|TỐI MẬT|MẬT)\b(?! KHẨU)|\b[Đđ]ộ mật\b|\b(?:tối|tuyệt) mật\b")
_MANY_ORDERS = 2  # lines that begin with a list mark make a pasted conclusion
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-•+*])\s+\S", re.MULTILINE)


class ChatReader:
    """Reads messages with the phrase tables of all languages."""

    def __init__(self, phrases: Sequence[Mapping[str, Any]], agencies: AgencyReader, deadlines: DeadlineReader) -> None:
        plain = speller(phrases)
        vocabulary = Vocabulary(phrases, plain.canonical)
        self._rules = compiled(phrases, vocabulary)
        self._commands = {name: act for table in phrases for name, act in table.get("commands", {}).items()}
        numbers = {name: value for table in phrases for name, value in table.get("numbers", {}).items()}
        numbers = {plain.canonical(name): value for name, value in numbers.items()}
        self._finder = Finder(vocabulary, numbers, agencies, deadlines)
        self._question = vocabulary.search(vocabulary.words("question_word"))
        self._ask_end = vocabulary.search([rf"(?:{word})\Z" for word in vocabulary.words("ask_end")])
        fillers = ("polite", "me", "head_filler", "tail_filler", "and", "recently")
        self._fillers = frozenset(
            plain.canonical(word) for name in fillers for phrase in vocabulary.words(name) for word in phrase.split()
        )
        self._speller = speller(phrases, vocabulary.known)

    def read(self, text: str, speaker: Speaker, context: Context, now: datetime) -> Intent:
        """What the message means for this speaker, in this chat, now. Never raises on a text."""
        text = clean(text[:LONGEST]).strip()
        if _SECRET.search(text):
            return intents.Secret()
        if text.startswith("/"):
            return self._command(text, speaker, context, now)
        message = self._finder.message(text, self._speller, now)
        number = _lone_number(message)
        if number is not None:
            listed = 1 <= number <= len(context.last_list)
            return intents.Choose(number) if listed else intents.AskTask((number,))
        if len(_LIST_MARK.findall(text)) >= _MANY_ORDERS and len(text) > 60:
            return intents.ImportConclusion()
        found = next((hit for rule in self._rules if (hit := self._hit(rule, message, speaker, context, now))), None)
        return found or self._without_a_rule(message, speaker, context, now)

    def _command(self, text: str, speaker: Speaker, context: Context, now: datetime) -> Intent:
        name, _, rest = text[1:].partition(" ")
        meant = self._commands.get(name.partition("@")[0].lower())
        if meant is None:
            return Unclear(Question.FRAGMENT)
        if meant == "start":
            return intents.LinkCode(rest.strip()) if rest.strip() else intents.Help()
        message = self._finder.message(rest, self._speller, now)
        if meant == "ask_task":
            number = _lone_number(message)
            return intents.AskTask((number,) if number else slots.tasks(message, context))
        if meant == "search":
            return intents.Search(rest.strip())
        return _filled(meant, {}, message, (), speaker, context, now, self._fillers) or Unclear(Question.FRAGMENT)

    def _hit(self, rule: Rule, message: Message, speaker: Speaker, context: Context, now: datetime) -> Intent | None:
        if rule.who is not None and speaker.role not in rule.who:
            return None
        spans = _spans(rule, message)
        if spans is None or (rule.unless and rule.unless.search(message.shape)):
            return None
        if not all(self._holds(need, message, context) for need in rule.needs):
            return None
        return _filled(rule.intent, rule.sets, message, spans, speaker, context, now, self._fillers)

    def _holds(self, need: str, message: Message, context: Context) -> bool:
        asked = message.asked or bool(self._ask_end and self._ask_end.search(message.shape))
        match need:
            case "statement":
                return not asked
            case "question":
                return asked or bool(self._question and self._question.search(message.shape))
            case "object" | "task":
                named = any(map(message.has, ("TASK", "PLACE")))
                return named or context.last_task is not None
            case "named":
                return message.has("TASK") or message.has("PLACE")
            case "content":
                return len(message.tokens) > 2
            case "clock":
                return slots.clock(message) is not None or message.has("TIME")
        return True

    def _without_a_rule(self, message: Message, speaker: Speaker, context: Context, now: datetime) -> Intent:
        """A bare task is opened; "50%" with a known task is its progress; the rest is asked about."""
        kinds = {token.text for token in message.tokens}
        if kinds and kinds <= {"TASK", "PLACE"}:
            return intents.AskTask(slots.tasks(message, context))
        if kinds and kinds <= {"TASK", "PLACE", "PERCENT"} and "PERCENT" in kinds:
            numbers = slots.tasks(message, context)
            if numbers and speaker.role in ("head", "contact", "office"):
                return intents.ReportProgress(numbers, slots.percent(message))
        if message.has("TASK") and message.asked:
            return intents.AskTask(slots.tasks(message, context))
        if slots.unsure_agency(message):
            return Unclear(Question.WHICH_AGENCY)
        return Unclear(Question.OUT_OF_SCOPE if len(message.tokens) > 2 else Question.FRAGMENT)


def _lone_number(message: Message) -> int | None:
    only = message.tokens[0] if len(message.tokens) == 1 else None
    return only.value if only and only.text == "NUM" and 0 < only.value < 100_000 else None


def _spans(rule: Rule, message: Message) -> tuple[range, ...] | None:
    """The tokens that carry the rule's words; None when it does not fit."""
    if rule.whole:
        hit = rule.whole.match(message.shape)
        if hit:
            return (range(len(message.tokens)),)
    if rule.find:
        hit = rule.find.search(message.shape)
        if hit and hit.group():
            return (message.indices(hit.start(), hit.end()),)
    return None


def _scope(message: Message, speaker: Speaker) -> Scope | None:
    if slots.agencies(message, speaker) and not message.has("SELF"):
        return Scope.AGENCY
    if message.has("SELF") or speaker.role in ("head", "contact"):
        return Scope.MINE
    return Scope.ALL


def _filled(
    name: str,
    sets: Mapping[str, Any],
    message: Message,
    spans: Sequence[range],
    speaker: Speaker,
    context: Context,
    now: datetime,
    fillers: frozenset[str],
) -> Intent | None:
    numbers = slots.tasks(message, context)
    bodies = slots.agencies(message, speaker)
    named = slots.named_tasks(message)
    day = slots.due(message)
    words = slots.rest(message, spans, fillers)
    fill: dict[str, Callable[[], Intent]] = {
        "yes": intents.Yes,
        "no": intents.No,
        "stop": intents.Stop,
        "next_page": intents.NextPage,
        "thanks": intents.Thanks,
        "greeting": intents.Greeting,
        "undo": intents.Undo,
        "help": intents.Help,
        "set_language": lambda: intents.SetLanguage(_language(message)),
        "set_reminder_time": lambda: intents.SetReminderTime(slots.clock(message)),
        "snooze": lambda: intents.Snooze(slots.moment(message)),
        "absent": lambda: intents.Absent(day),
        "link_code": lambda: intents.LinkCode(next(iter(message.values("CODE")), "")),
        "export": lambda: intents.Export(),
        "decide_extension": lambda: intents.DecideExtension(numbers, Decision(sets["decision"]), day, words),
        "return_task": lambda: intents.ReturnTask(numbers, words),
        "reopen": lambda: intents.Reopen(numbers, words),
        "confirm_done": lambda: intents.Confirm(numbers),
        "cancel_task": lambda: intents.CancelTask(numbers, words),
        "resume": lambda: intents.Resume(numbers),
        "suspend": lambda: intents.Suspend(numbers, words),
        "change_lead": lambda: intents.ChangeLead(numbers, bodies),
        "change_due": lambda: intents.ChangeDue(numbers, day),
        "urge": lambda: intents.Urge(named, bodies, not bodies and not named),
        "assign": lambda: intents.Assign(words, bodies[:1], bodies[1:], day),
        "request_extension": lambda: intents.RequestExtension(numbers, day, words),
        "report_obstacle": lambda: intents.ReportObstacle(numbers, words),
        "report_progress": lambda: intents.ReportProgress(numbers, slots.percent(message), words),
        "report_done": lambda: intents.ReportDone(numbers, words, slots.evidence(message)),
        "acknowledge": lambda: intents.Acknowledge(numbers),
        "ask_why_overdue": lambda: intents.AskWhyOverdue(numbers),
        "ask_history": lambda: intents.AskHistory(numbers),
        "ask_no_deadline": intents.AskNoDeadline,
        "ask_waiting": intents.AskWaiting,
        "ask_silent": intents.AskSilent,
        "ask_ranking": lambda: intents.AskRanking(Order(sets.get("order", "worst"))),
        "ask_stats": lambda: intents.AskStats(None, bodies),
        "ask_agency_contacts": lambda: intents.AskContacts(bodies),
        "ask_done": lambda: intents.AskDone(None, bodies),
        "ask_overdue": lambda: intents.AskOverdue(_scope(message, speaker), bodies),
        "ask_due": lambda: intents.AskDue(slots.window(message, now) or "days:3", _scope(message, speaker), bodies),
        "ask_open": lambda: intents.AskOpen(_scope(message, speaker), bodies),
        "ask_task": lambda: intents.AskTask(numbers),
        "search": lambda: intents.Search(words or ""),
    }
    make = fill.get(name)
    return make() if make else None


def _language(message: Message) -> str:
    return "en" if any(word in message.shape for word in ("anh", "english", "eng")) else "vi"
