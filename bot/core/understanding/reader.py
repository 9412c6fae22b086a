"""From one chat message to what it means, or to a question. It never acts on a maybe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from bot.core import intents
from bot.core.agencies import AgencyReader
from bot.core.deadlines import DeadlineReader
from bot.core.intents import Both, Intent, Question, Unclear
from bot.core.understanding import slots
from bot.core.understanding.answers import Answers
from bot.core.understanding.filling import Filler, Heard
from bot.core.understanding.guards import Guards
from bot.core.understanding.mentions import Finder, Number
from bot.core.understanding.message import Message
from bot.core.understanding.otherdays import is_for_another_day
from bot.core.understanding.periods import TimeWords
from bot.core.understanding.places import Several, placed
from bot.core.understanding.rules import Rule, Vocabulary, compiled
from bot.core.understanding.slots import OBJECTS, Context, Speaker
from bot.core.understanding.spelling import clean, speller

LONGEST = 4096  # characters that are looked at
LONG = 1000  # characters
DENSE = 120  # words and signs: what is longer than either is read this far and never acted upon unasked
LONGEST_PHRASE = 14  # words of a message that one pattern describes as a whole
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FEW = 3  # words at the end that may not have been courtesies after all
_SHORT_MESSAGE = 40  # words: in a longer one its last courtesies are that and nothing else
_MOST_COURTESIES = 12  # at each end of a message
_MOST_CLAUSES = 9
_SAMPLE = "Sở Nội vụ: NV-1 xong 50% trước 30/9, việc thứ hai chưa xong?"
_FEW_WORDS = 6  # that may be a report without its task
_NOT_UNDERSTOOD = (Question.FRAGMENT, Question.OUT_OF_SCOPE)
_WORD = re.compile(r"\w+|[^\w\s]")
_COMMAND = re.compile(r"/([A-Za-z_]{1,32})(?:@\w+)?(?:\s+(.*))?\Z", re.DOTALL)


class ChatReader:
    """Reads messages with the phrase tables of all languages."""

    def __init__(self, phrases: Sequence[Mapping[str, Any]], agencies: AgencyReader, deadlines: DeadlineReader) -> None:
        plain = speller(phrases)
        vocabulary = Vocabulary(phrases, plain)
        spelled = {word: n for table in phrases for word, n in table.get("numbers", {}).items()}
        numbers = {form: n for word, n in spelled.items() for form in vocabulary.forms(word)}
        spoken = "|".join(sorted(map(re.escape, numbers), key=lambda word: -len(word)))
        number = rf"(?:\d{{1,4}}|(?:{spoken})(?: (?:{spoken})){{0,2}}|{'|'.join(sorted(_ROMAN, reverse=True))})"
        vocabulary.macros = {
            "n": f"(?P<n>{number})",
            "y": r"(?P<y>(?:19|20)\d\d)",
            "minute": rf"(?P<y>\d{{1,2}}|(?:{spoken})(?: (?:{spoken})){{0,2}})",
            "weeks": r"(?P<unit>tuần|tuan_?|weeks?)",
        }
        months = {name: n for table in phrases for name, n in table.get("months", {}).items()}
        vocabulary.macros["month"] = f"(?P<n>{'|'.join(sorted(months, reverse=True))})"
        vocabulary.macros["name"] = r"(?P<name>\w+(?: \w+){0,3}?)"
        parts = {phrase: n for table in phrases for phrase, n in table.get("fractions", {}).items()}
        self._finder = Finder(vocabulary, numbers, parts, agencies, deadlines)
        figures = _ROMAN | months
        times = TimeWords(vocabulary, lambda words: figures.get(words) or self._finder.number(words))
        self._filler = Filler(vocabulary, times)
        self._guards = Guards(vocabulary)
        self._question = vocabulary.search(vocabulary.words("question_word"))
        self._no_question = vocabulary.search(vocabulary.words("no_question"))
        self._order = vocabulary.search(vocabulary.words("order"))
        self._behalf = vocabulary.search(vocabulary.words("on_behalf"))
        self._head = vocabulary.at_start([*vocabulary.words("head_filler"), r"\."])
        self._tail = vocabulary.at_end([*vocabulary.words("tail_filler"), r"\."])
        self._no_tail = vocabulary.at_end(vocabulary.words("no_tail"))
        self._thanks = vocabulary.whole(vocabulary.words("only_thanks"))
        self._plain_question = vocabulary.whole(vocabulary.words("plain_question"))
        self._link = vocabulary.search(vocabulary.words("clause_link"))
        self._choose = vocabulary.search([rf"\A(?:{'|'.join(vocabulary.words('choose'))})\Z"])
        self._nth = vocabulary.whole(vocabulary.words("nth"))
        self._rules = compiled(phrases, vocabulary)
        self._answers = Answers(vocabulary, self._finder.number)
        self._opening = vocabulary.at_start(vocabulary.words("opening"))
        self._wondering = vocabulary.at_end(vocabulary.words("wondering"))
        self._may_we = vocabulary.at_end(vocabulary.words("may_we"))
        self._vocabulary = vocabulary
        self._commands: dict[str, str] = {k: v for table in phrases for k, v in table.get("commands", {}).items()}
        self._speller = plain

    def warm(self, now: datetime) -> None:
        """Compiles what would else be compiled while the first person waits; worth a thread of its own."""
        self._vocabulary.compile()
        self.read(_SAMPLE, Speaker("office"), Context(), now)

    def read(self, text: str, speaker: Speaker, context: Context, now: datetime) -> Intent:
        """What the message means for this speaker, in this chat, now. Never raises on a text."""
        text = clean(text[:LONGEST]).strip()
        head = _head(text)
        whole = self._finder.message(head, self._speller, now)
        if self._guards.is_secret(text, self._speller.line(text), whole.plain):
            return intents.Secret()
        command = _COMMAND.match(text)
        if command and command[1].lower() in self._commands:
            return self._command(self._commands[command[1].lower()], command[2] or "", speaker, context, now)
        if self._guards.is_conclusion(text, whole):
            return intents.ImportConclusion()
        intent = self._read(whole, speaker, context, now)
        if head != text and isinstance(intent, intents.ACTING):
            return Unclear(Question.FRAGMENT, (intent,))
        return self._without_its_task(intent, whole, speaker, now) or intent

    def _without_its_task(self, intent: Intent, message: Message, speaker: Speaker, now: datetime) -> Intent | None:
        """What a few words ("xong", "vướng", "em nộp rồi ạ") of an agency would report if they named a task."""
        unknown = isinstance(intent, Unclear) and intent.question in _NOT_UNDERSTOOD and not intent.options
        if not unknown or not speaker.reports or len(message.tokens) > _FEW_WORDS:
            return None
        whole = self._finder.message(f"NV-1 {message.original}", self._speller, now)
        named = self._read(whole, speaker, Context(), now)
        if not isinstance(named, intents.REPORTS) or named.tasks != (1,):
            return None
        if isinstance(named, intents.ReportProgress) and named.percent is None:
            return None  # any words can be a note
        return Unclear(Question.NO_OBJECT, (replace(named, tasks=()),))

    def is_plain_question(self, text: str, now: datetime) -> bool:
        """Whether a message is nothing but a usual question ("việc của tôi", "what is overdue?")."""
        message = self._finder.message(clean(text[:LONGEST]).strip(), self._speller, now)
        whole = self._plain_question
        shapes = (message.shape, self._core(message).shape) if message.tokens else ()
        return bool(whole and any(map(whole.match, shapes)))

    def names_evidence(self, text: str, now: datetime) -> bool:
        """Whether the number of a document or a link stands in a message."""
        message = self._finder.message(clean(text[:LONGEST]).strip(), self._speller, now)
        return slots.evidence(message) is not None

    def knows_command(self, name: str) -> bool:
        """Whether "/name" means something here."""
        return name.lower() in self._commands

    def _command(self, meant: str, rest: str, speaker: Speaker, context: Context, now: datetime) -> Intent:
        rest = rest.strip()
        if meant == "link_code":
            return intents.LinkCode(rest.split()[0] if rest else "")
        if meant == "search":
            return intents.Search(rest)
        message = self._finder.message(rest, self._speller, now)
        if meant == "ask_task" and [token.text for token in message.tokens] == ["NUM"]:
            return intents.AskTask((message.tokens[0].value,))
        if meant == "assign":
            return intents.Assign()
        heard = self._heard(message, {}, speaker, context, now)
        return self._filler.fill(meant, heard) or Unclear(Question.FRAGMENT)

    # ------------------------------------------------------------------------------------------ one message

    def _read(self, whole: Message, speaker: Speaker, context: Context, now: datetime) -> Intent:
        if not whole.tokens:
            return Unclear(Question.FRAGMENT)
        asking = (self._wondering, None if speaker.reports else self._may_we)
        if any(words and words.search(whole.shape) for words in asking):
            whole = replace(whole, asked=True)  # "… nhỉ" goes with the courtesies, what it asks does not
        core = self._core(whole)
        if context.pending and (answer := self._answers.read(core, context.pending)):
            return answer
        if self._thanks and self._thanks.match(whole.shape):
            return intents.Thanks()  # "ok, cảm ơn em" without its courtesies would be a yes
        intent = self._chosen(core, context) or self._by_rule(core, speaker, context, now)
        if intent is None:
            wider = (self._by_rule(part, speaker, context, now) for part in self._less_stripped(whole, core))
            intent = next((found for found in wider if found), None)
        if intent is None:
            return self._without_a_rule(core, speaker, context)
        if isinstance(intent, intents.ACTING | Unclear) or (
            isinstance(intent, intents.AskTask) and len(intent.tasks) > 1
        ):
            return self._one_act(intent, core, speaker, now)
        return self._both(intent, core, speaker, context, now)

    def _core(self, message: Message) -> Message:
        """The message without the courtesies around it."""
        core = message
        opens = self._opening and self._opening.match(core.shape)  # "yêu cầu Sở X đôn đốc …" is no courtesy
        for _ in range(0 if opens else _MOST_COURTESIES):
            hit = self._head.match(core.shape) if self._head else None
            if hit is None or hit.end() == len(core.shape):
                break
            core = core.slice(core.indices(0, hit.end()).stop, len(core.tokens))
        for _ in range(_MOST_COURTESIES):
            hit = self._tail.search(core.shape) if self._tail else None
            if hit is None or hit.start() == 0 or (self._no_tail and self._no_tail.search(core.shape)):
                break
            core = core.slice(0, core.indices(hit.start(), len(core.shape)).start)
        return core

    def _less_stripped(self, whole: Message, core: Message) -> list[Message]:
        """The message with one, two, … of its last courtesies ("làm đi ạ" → "làm đi"), and as it stands."""
        first = core.tokens[0].start
        start = next(index for index, token in enumerate(whole.tokens) if token.start == first)
        last = start + len(core.tokens)
        few = _FEW if len(core.tokens) <= _SHORT_MESSAGE else 0
        ends = range(last + 1, min(len(whole.tokens), last + few) + 1)
        parts = [whole.slice(start, end) for end in ends]
        return [*parts, whole] if start or len(whole.tokens) > last + few else parts

    def _chosen(self, core: Message, context: Context) -> Intent | None:
        """A number or a place alone: an item of the list, or a task."""
        listed = len(context.last_list)
        nth = self._nth.match(core.plain) if listed and self._nth else None
        if nth and (place := self._finder.number(nth["n"])):
            return intents.Choose(place)  # "thứ hai" would else be Monday
        tokens = [token for token in core.tokens if token.text in ("NUM", "PLACE", "TASK")]
        if any(isinstance(token.value, Several) for token in tokens):
            return None
        places = {placed(token.value, listed) for token in tokens if token.text == "PLACE"}
        if len(tokens) == 2 and len(places) == 1 and all(token.text == "PLACE" for token in tokens):
            tokens = tokens[:1]  # "cái giữa, cái thứ hai": the same line twice
        if len(tokens) != 1 or not self._choose or not self._choose.match(core.shape):
            return None
        token, alone = tokens[0], len(core.tokens) == 1
        if token.text == "PLACE":
            place = placed(token.value, listed)
            return intents.Choose(place) if place > 0 else Unclear(Question.FRAGMENT)
        if token.text == "NUM":
            number = token.value
            if not alone or 1 <= number <= listed:
                return intents.Choose(number)
            return intents.AskTask((number,)) if 0 < number < 100_000 else Unclear(Question.FRAGMENT)
        number = token.value
        if isinstance(number, Number) and number.bare and (not alone or 1 <= number.value <= listed):
            return intents.Choose(number.value)
        return None

    def _by_rule(self, message: Message, speaker: Speaker, context: Context, now: datetime) -> Intent | None:
        asked = self._asks(message)
        for rule, hit in self._fitting(message, speaker, context, asked):
            heard = self._heard(message, rule.sets, speaker, context, now)
            intent = self._filler.fill(rule.intent, replace(heard, said=message.indices(*hit.span())))
            if isinstance(intent, intents.Absent) and intent.until and intent.until < now.date():
                continue  # "tuần trước tôi nghỉ, nay báo NV-12 xong": an absence that is over is none
            return self._sure(intent, message, hit, speaker, now) if isinstance(intent, intents.ACTING) else intent
        return None

    def _fitting(
        self, message: Message, speaker: Speaker, context: Context, asked: bool
    ) -> Iterator[tuple[Rule, re.Match[str]]]:
        """The rules that fit, best first. What is said behind an opening such as "giao Sở X" is its matter, whatever
        other act its words may look like."""
        opening = self._opening.match(message.shape) if self._opening and not asked else None
        parts = [message.slice(0, message.indices(*opening.span()).stop)] if opening else []
        for part in (*parts, message):
            for rule in self._rules:
                hit = self._hit(rule, part, speaker, context, asked)
                if hit:
                    yield rule, hit

    def _sure(self, act: Intent, message: Message, hit: re.Match[str], speaker: Speaker, now: datetime) -> Intent:
        """The act, unless it is not simply meant or goes to a body that is no more."""
        open_ended = isinstance(act, intents.ReportProgress | intents.ReportObstacle | intents.RequestExtension)
        order = isinstance(act, intents.ORDERS)
        doubt = self._guards.doubt(message, *hit.span(), own=speaker.agency, binding=not open_ended, order=order)
        if doubt:
            return Unclear(doubt)
        start = message.indices(*hit.span()).start
        if is_for_another_day(act, message, start, now):
            return Unclear(Question.WHICH_ACT)
        if isinstance(act, intents.Assign | intents.ChangeLead | intents.Urge):
            codes = act.agency if isinstance(act, intents.Urge) else act.lead
            if any(self._finder.has_ended(code, now) for code in codes):
                return Unclear(Question.WHICH_AGENCY)
        return act

    def _heard(
        self,
        message: Message,
        sets: Mapping[str, Any],
        speaker: Speaker,
        context: Context,
        now: datetime,
    ) -> Heard:
        named = slots.named(message, context, self._filler.aside)
        return Heard(message, sets, speaker, context, now, named)

    def _hit(
        self, rule: Rule, message: Message, speaker: Speaker, context: Context, asked: bool
    ) -> re.Match[str] | None:
        """The words that make the rule fit."""
        if rule.who is not None and speaker.role not in rule.who:
            return None
        hit = _words_of(rule, message)
        if hit is None or (rule.unless and rule.unless.search(message.shape)):
            return None
        return hit if all(self._holds(need, message, speaker, context, asked) for need in rule.needs) else None

    def _asks(self, message: Message) -> bool:
        if message.asked:
            return True
        shape = message.shape
        if self._no_question:
            shape = self._no_question.sub("_", shape)
        return bool(self._question and self._question.search(shape))

    def _holds(self, need: str, message: Message, speaker: Speaker, context: Context, asked: bool) -> bool:
        match need:
            case "statement":
                return not asked
            case "question":
                return asked
            case "named":
                return any(token.text in OBJECTS for token in message.tokens)
            case "object":
                named = any(token.text in OBJECTS for token in message.tokens)
                return named or context.last_task is not None
            case "no_order":
                return asked or not (self._order and self._order.search(message.shape))
            case "content":
                return len(message.tokens) > 1
            case "own":
                return speaker.reports or bool(self._behalf and self._behalf.search(message.shape))
            case "others":
                return any(speaker.agency not in codes for codes in message.values("AGENCY"))
        raise ValueError(f"no such need: {need}")

    def _without_a_rule(self, message: Message, speaker: Speaker, context: Context) -> Intent:
        kinds = {token.text for token in message.tokens}
        numbers = slots.named(message, context, self._filler.aside)
        if numbers.tasks and kinds == {"PERCENT"} and speaker.reports:
            return intents.ReportProgress(numbers.tasks, slots.percent(message))
        if kinds == {"PERCENT"}:
            return Unclear(Question.NO_OBJECT, (intents.ReportProgress((), slots.percent(message)),))
        if slots.unsure_agency(message):
            return Unclear(Question.WHICH_AGENCY)
        if kinds & OBJECTS and numbers.tasks:
            return Unclear(Question.WHICH_ACT, (intents.AskTask(numbers.tasks),))
        return Unclear(Question.FRAGMENT if len(message.tokens) <= 2 else Question.OUT_OF_SCOPE)

    # ------------------------------------------------------------------------------------------ two at once

    def _one_act(self, intent: Intent, message: Message, speaker: Speaker, now: datetime) -> Intent:
        """The act, unless the message holds another one on something else: half of it must not be done in silence."""
        acts = [act for part in self._clauses(message) if (act := self._act(part, speaker, now))]
        if acts and isinstance(intent, intents.AskTask):
            return Unclear(Question.TWO_ACTS, (acts[0], intent))
        for act in acts[1:]:
            one, other = _object(acts[0]), _object(act)
            same = _kind(acts[0]) == _kind(act) and not isinstance(act, intents.Assign)
            if one and other and one != other and not same:
                return Unclear(Question.TWO_ACTS, (acts[0], act))
        return intent

    def _act(self, clause: Message, speaker: Speaker, now: datetime) -> Intent | None:
        """An act of its own; "yêu cầu Sở … khẩn trương" after a decision only underlines it."""
        act = self._by_rule(clause, speaker, Context(), now)
        if isinstance(act, intents.Assign) and not act.due and not (self._order and self._order.search(clause.shape)):
            return None
        return act if isinstance(act, intents.ACTING) else None

    def _both(self, intent: Intent, message: Message, speaker: Speaker, context: Context, now: datetime) -> Intent:
        """Two questions with an "and" or a full stop between them are both answered."""
        if type(intent) not in _QUESTIONS:
            return intent
        parts = [self._by_rule(part, speaker, context, now) for part in self._clauses(message)]
        if len(parts) != 2 or parts[0] is None or parts[1] is None:
            return intent
        if {type(part) for part in parts} <= _QUESTIONS and type(parts[0]) is not type(parts[1]):
            return Both(parts[0], parts[1])
        return intent

    def _clauses(self, message: Message) -> list[Message]:
        """The parts between commas, full stops and linking words; none if there is only one."""
        links = [message.indices(*hit.span()) for hit in self._link.finditer(message.shape)] if self._link else []
        starts = {start: start for start, _ in message.clauses()} | {link.start: link.stop for link in links}
        cuts = [*sorted(starts), len(message.tokens)]
        if len(cuts) <= 2 or len(cuts) > _MOST_CLAUSES:
            return []
        parts = (message.slice(starts[first], last) for first, last in pairwise(cuts) if starts[first] < last)
        return [self._core(part) for part in parts]


_QUESTIONS = frozenset(
    {intents.AskOverdue, intents.AskDue, intents.AskNoDeadline, intents.AskWaiting, intents.AskSilent}
)


def _head(text: str) -> str:
    """As much of the text as is read word by word."""
    ends = [hit.end() for hit, _ in zip(_WORD.finditer(text[:LONG]), range(DENSE + 1), strict=False)]
    return text if len(ends) <= DENSE and len(text) <= LONG else text[: ends[DENSE - 1] if len(ends) > DENSE else LONG]


def _object(act: Intent) -> tuple[object, ...]:
    return getattr(act, "tasks", ()) or getattr(act, "lead", ()) or getattr(act, "agency", ())


def _kind(intent: Intent) -> tuple[type, object]:
    return type(intent), getattr(intent, "decision", None)


def _words_of(rule: Rule, message: Message) -> re.Match[str] | None:
    """Where the message has the rule's words."""
    if rule.whole and len(message.tokens) <= LONGEST_PHRASE and (whole := rule.whole.match(message.shape)):
        return whole
    hit = rule.find.search(message.shape) if rule.find else None
    return hit if hit and hit.group() else None
