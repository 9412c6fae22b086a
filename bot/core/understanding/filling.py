"""From the rule that fits to the intent with its slots, or to the question that has to be asked first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.core import intents
from bot.core.deadlines import Deadline
from bot.core.intents import Agencies, Decision, Intent, Order, Question, Scope, Tasks, Unclear, due_days
from bot.core.understanding import slots
from bot.core.understanding.message import Message
from bot.core.understanding.periods import TimeWords
from bot.core.understanding.rules import Lazy, Vocabulary
from bot.core.understanding.slots import OBJECTS, Context, Named, Speaker
from bot.core.understanding.wording import Wording

_DAY_MONTH = re.compile(r"(?<!\S)\d{1,2} / \d{1,2}(?: / \d{4})?(?!\S)(?! / )")
_ALL = 100  # per cent
_LEAD_IN = 5  # words before a name that say what it is there for
_RECENT = 92  # days, as far back as a result is told by day and month alone
_YEAR = re.compile(r"\d{4}")
_BARE = 2  # words: an act in so few words has to have something that it is about


@dataclass(frozen=True)
class Heard:
    """A message and everything around it."""

    message: Message
    sets: Mapping[str, Any]
    speaker: Speaker
    context: Context
    now: datetime
    named: Named
    said: range = range(0)
    """The tokens that made the rule fit."""

    @property
    def today(self) -> date:
        return self.now.date()


_LISTS = (
    "mine", "own_body", "given_by_me", "supporting", "everybody", "all_overdue",
    "whole_list", "support_cue", "supporting_body", "english", "vietnamese", "aside", "since", "them", "done",
    "old_lead", "recipient", "several_late", "gone_day", "gone_by", "until_month", "not_this_day", "unfinished",
    "all_done",
)  # fmt: skip


class Filler:
    """Fills slots with the words of the phrase tables."""

    def __init__(self, vocabulary: Vocabulary, times: TimeWords) -> None:
        self._times = times
        self._search: dict[str, Lazy | None] = {name: vocabulary.search(vocabulary.words(name)) for name in _LISTS}
        self.wording = Wording(vocabulary)
        self._formats = _named(vocabulary, "format")
        self._scopes = _named(vocabulary, "export_scope")

    @property
    def aside(self) -> Lazy | None:
        return self._search["aside"]

    def fill(self, name: str, heard: Heard) -> Intent | None:
        """The intent, or Unclear where acting on it would be a guess; None for a name without an intent."""
        make = _MAKERS.get(name)
        if make is None:
            return None
        intent = make(self, heard)
        return self._checked(intent, heard) if isinstance(intent, intents.ACTING) else intent

    def _checked(self, intent: Intent, heard: Heard) -> Intent:
        """Acts need an object that is sure."""
        if not hasattr(intent, "tasks"):
            return Unclear(Question.BAD_DATE, (intent,)) if self._is_bad_date(intent, heard) else intent
        named = heard.named
        if named.readings:
            options = tuple(_with_tasks(intent, (number,)) for number in named.readings)
            return Unclear(Question.WHICH_TASK, options)
        if named.lost:
            return Unclear(Question.WHICH_TASK, (_with_tasks(intent, ()),))
        if named.others:
            return Unclear(Question.TWO_ACTS, (intent, _with_tasks(intent, named.others)))
        if not intent.tasks and self._is_bare(intent, heard):
            return Unclear(Question.NO_OBJECT, (intent,))
        return Unclear(Question.BAD_DATE, (intent,)) if self._is_bad_date(intent, heard) else intent

    def _is_bad_date(self, intent: Intent, heard: Heard) -> bool:
        """A day that does not exist, or is over."""
        if not hasattr(intent, "due"):
            return False
        if intent.due is None:
            known = (day for day in slots.dates(heard.message) if day.due_on is None)
            unreal = any(letter.isdecimal() for day in known for letter in day.text)  # "31 November"
            return unreal or bool(_DAY_MONTH.search(heard.message.plain))
        return bool(intent.due < heard.today)

    def _is_bare(self, intent: Intent, heard: Heard) -> bool:
        if isinstance(intent, intents.Urge):
            return not intent.agency and not intent.all_overdue
        said = [token for token in heard.message.tokens if token.text not in self.wording.small]
        return len(said) <= _BARE and not heard.message.has("DATE")

    def _found(self, name: str, heard: Heard) -> bool:
        pattern = self._search[name]
        return bool(pattern and pattern.search(heard.message.shape))

    def _names(self, name: str, heard: Heard) -> bool:
        """Like `_found`, with the words of days and agencies still there."""
        pattern = self._search[name]
        return bool(pattern and pattern.search(heard.message.plain))

    # ------------------------------------------------------------------------------------------ who and whose

    def tasks(self, heard: Heard) -> Tasks:
        said = any(token.text in ("TASK", "PLACE") for token in heard.message.tokens)
        if not said and len(heard.context.last_list) > 1 and self._found("whole_list", heard):
            return heard.context.last_list
        return heard.named.tasks

    def asked_tasks(self, heard: Heard) -> Tasks:
        return heard.named.tasks + heard.named.others

    def agency(self, heard: Heard) -> Agencies:
        """The agencies named; the speaker's own for "sở tôi"."""
        found = slots.agencies(heard.message)
        own = heard.speaker.agency
        if not found and own and heard.speaker.reports and self._own_body(heard):
            return (own,)
        return found

    def _own_body(self, heard: Heard) -> bool:
        return heard.message.has("SELF") or self._found("own_body", heard) or self._found("mine", heard)

    def scope(self, heard: Heard, *, given: Scope) -> tuple[Scope, Agencies]:
        """`given`: what a leader's "những việc tôi giao" is for this question."""
        found = slots.agencies(heard.message)
        if self._found("supporting", heard) and given is Scope.GIVEN_BY_ME:
            return Scope.SUPPORTING, ()
        if found:
            return Scope.AGENCY, found
        if heard.speaker.reports and heard.message.has("SELF"):
            return Scope.MINE, ()
        if self._found("everybody", heard):
            return Scope.ALL, ()
        if not heard.speaker.reports:
            if self._found("given_by_me", heard) or (heard.speaker.role != "observer" and self._found("mine", heard)):
                return given, ()
            return Scope.ALL, ()
        return Scope.MINE, ()

    def due(self, heard: Heard) -> tuple[date | None, str]:
        found = self._day_meant(heard)
        return (slots.day(found), found.text) if found else (None, "")

    def _day_meant(self, heard: Heard) -> Deadline | None:
        """Not the day that is turned down beside it: "30/11, không để sang tháng 12"."""
        message = heard.message
        wrong = [at for at in message.places("DATE") if self._stands_behind("not_this_day", message, at)]
        if not wrong:
            return slots.due(message)
        kept = tuple(token for at, token in enumerate(message.tokens) if at not in wrong)
        return slots.due(replace(message, tokens=kept))

    # ------------------------------------------------------------------------------------------ single intents

    def overdue(self, heard: Heard) -> Intent:
        scope, agency = self.scope(heard, given=Scope.MINE)
        since = None
        pattern, line = self._search["since"], heard.message.plain
        if pattern and pattern.search(line) and (found := slots.dates(heard.message)):
            periods = self._times.periods(line, heard.today)
            since = periods[0][1].first if periods else slots.first_day(found[0], heard.today)
        return intents.AskOverdue(scope, agency, since)

    def asked_due(self, heard: Heard) -> Intent:
        scope, agency = self.scope(heard, given=Scope.MINE)
        window = self._times.window(heard.message.plain)
        if window is None:
            found = slots.due(heard.message)
            last = slots.last_day(found)
            window = f"by:{last.isoformat()}" if last and last >= heard.today else "days:3"
            if slots.is_next_month(found, heard.today) and not self._names("until_month", heard):
                window = "next_month"
        return intents.AskDue(window, scope, agency)

    def asked_task(self, heard: Heard) -> Intent:
        tasks = self.asked_tasks(heard)
        if not tasks and (len(heard.message.tokens) <= _BARE or heard.message.has("THIS")):
            return Unclear(Question.NO_OBJECT, (intents.AskTask(),))
        return intents.AskTask(tasks)

    def open(self, heard: Heard) -> Intent:
        return intents.AskOpen(*self.scope(heard, given=Scope.GIVEN_BY_ME))

    def stats(self, heard: Heard) -> Intent:
        period, compare = self._times.compared(heard.message.plain, heard.today)
        return intents.AskStats(period, self.agency(heard), compare)

    def month(self, heard: Heard) -> Intent:
        period, _ = self._times.compared(heard.message.plain, heard.today)
        return intents.AskMonth(period, self.agency(heard))

    def done(self, heard: Heard) -> Intent:
        period, _ = self._times.compared(heard.message.plain, heard.today)
        return intents.AskDone(period, self.agency(heard))

    def export(self, heard: Heard) -> Intent:
        shape = heard.message.shape
        form = next((name for name, pattern in self._formats if pattern.search(shape)), None)
        agency = slots.agencies(heard.message)
        period = self._times.compared(heard.message.plain, heard.today)[0] if form == "chart" else None
        if agency:
            return intents.Export(form, "agency", agency, period)
        if heard.speaker.reports and self._own_body(heard):
            return intents.Export(form, "mine", period=period)
        scope = next((name for name, pattern in self._scopes if pattern.search(shape)), None)
        return intents.Export(form, scope, period=period)

    def progress(self, heard: Heard) -> Intent:
        percent, note = slots.percent(heard.message), self.wording.note(heard.message)
        if percent == _ALL and self._found("unfinished", heard):
            return Unclear(Question.CONFLICT, (intents.ReportProgress(self.tasks(heard)),))
        if percent == _ALL and self._found("done", heard):
            return intents.ReportDone(self.tasks(heard), note, slots.evidence(heard.message))
        progress = intents.ReportProgress(self.tasks(heard), percent, note)
        if percent is not None and percent < _ALL and self._found("all_done", heard):
            return Unclear(Question.CONFLICT, (progress,))  # "xong hết rồi, còn 20% nữa"
        return progress

    def obstacle(self, heard: Heard) -> Intent:
        message = heard.message
        why = self.wording.stated_reason(message) if message.has("PERCENT") else None
        return intents.ReportObstacle(self.tasks(heard), why or self.wording.note(message))

    def reported_done(self, heard: Heard) -> Intent:
        if slots.is_promise(heard.message, heard.today) and not self._gone_by(heard):
            return self.progress(heard)  # what is done on a day to come is a promise
        note = self.wording.beside(heard.message, heard.named)
        proof = slots.evidence(heard.message)
        return intents.ReportDone(self.tasks(heard), None if proof and note and proof in note else note, proof)

    def _gone_by(self, heard: Heard) -> bool:
        """A day that is over, which alone would be the next one: "xong hôm thứ sáu", "đã nộp hôm 7/10"."""
        days = slots.dates(heard.message)
        if any(letter.isdecimal() for day in days for letter in day.text):
            return self._found("gone_by", heard) and all(self._just_gone(day, heard.today) for day in days)
        return self._found("gone_by", heard) or self._names("gone_day", heard)

    def _just_gone(self, named: Deadline, today: date) -> bool:
        """A day and month without a year that were within the last weeks."""
        before = slots.first_day(named, today) if not _YEAR.search(named.text) else None
        return before is not None and (today - before).days <= _RECENT

    def decision(self, heard: Heard) -> Intent:
        due, words = self.due(heard)
        decision = Decision(heard.sets["decision"])
        if decision is Decision.REFUSE:
            due, words = None, ""
        reason = self.wording.told_reason(heard.message, heard.said)
        return intents.DecideExtension(self.tasks(heard), decision, due, reason, words)

    def extension(self, heard: Heard) -> Intent:
        due, words = self.due(heard)
        return intents.RequestExtension(
            self.tasks(heard), due, self.wording.reason(heard.message, heard.named, heard.said), words
        )

    def lead(self, heard: Heard) -> Intent:
        """The last agency named that the task is not taken from: the one that it goes to."""
        message = heard.message
        if slots.unsure_agency(message):
            return _which_agency(message, lambda code: intents.ChangeLead(self.tasks(heard), (code,)))
        new = [place for place in message.places("AGENCY") if not self._stands_behind("old_lead", message, place)]
        return intents.ChangeLead(self.tasks(heard), tuple(message.tokens[place].value[0] for place in new[-1:]))

    def _stands_behind(self, name: str, message: Message, place: int) -> bool:
        """The words before this token end with one of the list."""
        pattern = self._search[name]
        before = " ".join(token.text for token in message.tokens[max(0, place - _LEAD_IN) : place])
        return bool(pattern and pattern.search(before))

    def urge(self, heard: Heard) -> Intent:
        message = heard.message
        if slots.unsure_agency(message):
            return _which_agency(message, lambda code: intents.Urge(agency=(code,)))
        agency = slots.agencies(message)
        tasks = self.tasks(heard)
        if not any(token.text in OBJECTS for token in message.tokens):
            if agency:
                return intents.Urge(agency=agency)
            if heard.context.last_task is not None and self._found("them", heard):
                return intents.Urge(tasks)
            one = heard.context.last_task is not None and not self._found("several_late", heard)
            if self._found("all_overdue", heard) and not one:  # "chậm quá, đôn đốc đi" means the task spoken of
                return intents.Urge(all_overdue=True)
        return intents.Urge(tasks, agency)

    def assign(self, heard: Heard) -> Intent:
        """A new task: the first agency leads, those behind "phối hợp" support, the rest is the work."""
        message, first = heard.message, heard.said.start
        if heard.said and message.tokens[first].text == ".":
            message = message.slice(
                first + 1, len(message.tokens)
            )  # what is said before the order is only its occasion
            heard = replace(heard, message=message)
        if slots.unsure_agency(message):
            return _which_agency(message, lambda code: intents.Assign(lead=(code,)))
        places = [at for at in message.places("AGENCY") if not at or not self._stands_behind("recipient", message, at)]
        found = self._day_meant(heard)
        cue = self._search["support_cue"]
        hit = cue.search(message.shape) if cue else None
        split = message.indices(hit.start(), hit.end()).start if hit else len(message.tokens)
        lead = slots.joined(message, [place for place in places if place < split] or places[:1])
        behind = [place for place in places if place > split]
        helper = self._search["supporting_body"]
        if len(places) > 1 and helper and (named := helper.search(message.shape)):
            behind = slots.together(
                message, [place for place in places[1:] if place < message.indices(*named.span()).start]
            )
        support = tuple(message.tokens[place].value[0] for place in behind)
        action = self.wording.action(message, split, frozenset(behind), found)
        return intents.Assign(action, lead, support, slots.day(found), found.text if found else "")

    def part(self, heard: Heard) -> Intent:
        """What stands behind the task's code, or behind the words for a sub-task where no code is named."""
        tokens = heard.message.tokens
        named = [index for index, token in enumerate(tokens) if token.text in OBJECTS]
        behind = max(heard.said.stop, named[0] + 1 if named else 0)
        return intents.GivePart(heard.named.tasks, heard.message.words(range(behind, len(tokens))))

    def change_due(self, heard: Heard) -> Intent:
        due, words = self.due(heard)
        return intents.ChangeDue(self.tasks(heard), due, words)

    def snooze(self, heard: Heard) -> Intent:
        """To the day or moment named; "sau 3 ngày" counts from today."""
        delay = self._times.delay(heard.message.plain)
        if delay:
            return intents.Snooze(heard.now + delay)
        found = slots.due(heard.message)
        window = None if found else self._times.window(heard.message.plain)
        return intents.Snooze(due_days(window, heard.today).last if window else slots.moment(found))

    def absent(self, heard: Heard) -> Intent:
        message = heard.message
        found = slots.due(message)
        absent = intents.Absent(slots.day(found), self.wording.deputy(message))
        dated = found is not None and found.grain == "part" and _may_be_until(found.text)
        if found and found.grain in ("part", "hour", "minute") and not dated:  # "toi 14/10" is an evening or "until"
            return Unclear(Question.FRAGMENT, (absent,))  # "nghỉ trưa": not away for a day
        return absent

    def language(self, heard: Heard) -> Intent:
        hits = {
            code: max((hit.start() for hit in pattern.finditer(heard.message.shape)), default=-1)
            for code, name in (("en", "english"), ("vi", "vietnamese"))
            if (pattern := self._search[name])
        }
        return intents.SetLanguage(max(hits, key=lambda code: hits[code]))

    def reminder_time(self, heard: Heard) -> Intent:
        return intents.SetReminderTime(self._times.clock(heard.message.plain))

    def unclear(self, heard: Heard) -> Intent:
        return Unclear(Question(heard.sets["question"]))


def _may_be_until(words: str) -> bool:
    """ "toi 14/10" and, typed without marks, "toi thu sau": until that day, not in the evening."""
    return words.lower().startswith("toi ") or any(letter.isdecimal() for letter in words)


def _with_tasks(intent: Intent, tasks: Tasks) -> Intent:
    changed: Intent = replace(intent, tasks=tasks)  # type: ignore[arg-type]  # acts on tasks only
    return changed


def _which_agency(message: Message, make: Callable[[str], Intent]) -> Intent:
    return Unclear(Question.WHICH_AGENCY, tuple(map(make, slots.unsure_agency(message)[:4])))


def _named(vocabulary: Vocabulary, kind: str) -> list[tuple[str, Lazy]]:
    found = ((name, vocabulary.search(phrases)) for name, phrases in vocabulary.tables(kind).items())
    return [(name, pattern) for name, pattern in found if pattern]


_MAKERS: Mapping[str, Callable[[Filler, Heard], Intent]] = {
    "yes": lambda f, h: intents.Yes(),
    "no": lambda f, h: intents.No(),
    "stop": lambda f, h: intents.Stop(),
    "next_page": lambda f, h: intents.NextPage(),
    "thanks": lambda f, h: intents.Thanks(),
    "greeting": lambda f, h: intents.Greeting(),
    "undo": lambda f, h: intents.Undo(),
    "help": lambda f, h: intents.Help(),
    "show_settings": lambda f, h: intents.ShowSettings(),
    "show_days_off": lambda f, h: intents.ShowDaysOff(),
    "show_agencies": lambda f, h: intents.ShowAgencies(),
    "import_conclusion": lambda f, h: intents.ImportConclusion(),
    "set_language": Filler.language,
    "set_reminder_time": Filler.reminder_time,
    "snooze": Filler.snooze,
    "absent": Filler.absent,
    "link_code": lambda f, h: intents.LinkCode(next(iter(h.message.values("CODE")), "")),
    "export": Filler.export,
    "decide_extension": Filler.decision,
    "return_task": lambda f, h: intents.ReturnTask(f.tasks(h), f.wording.reason(h.message, h.named, h.said)),
    "reopen": lambda f, h: intents.Reopen(f.tasks(h), f.wording.reason(h.message, h.named, h.said)),
    "confirm_done": lambda f, h: intents.Confirm(f.tasks(h)),
    "cancel_task": lambda f, h: intents.CancelTask(f.tasks(h), f.wording.reason(h.message, h.named, h.said)),
    "resume": lambda f, h: intents.Resume(f.tasks(h)),
    "suspend": lambda f, h: intents.Suspend(f.tasks(h), f.wording.reason(h.message, h.named, h.said)),
    "change_lead": Filler.lead,
    "change_due": Filler.change_due,
    "urge": Filler.urge,
    "assign": Filler.assign,
    "give_part": Filler.part,
    "ask_parts": lambda f, h: intents.AskParts(f.asked_tasks(h)),
    "request_extension": Filler.extension,
    "report_obstacle": Filler.obstacle,
    "report_progress": Filler.progress,
    "report_done": Filler.reported_done,
    "acknowledge": lambda f, h: intents.Acknowledge(f.tasks(h)),
    "ask_why_overdue": lambda f, h: intents.AskWhyOverdue(f.asked_tasks(h)),
    "ask_history": lambda f, h: intents.AskHistory(f.asked_tasks(h)),
    "ask_no_deadline": lambda f, h: intents.AskNoDeadline(),
    "ask_waiting": lambda f, h: intents.AskWaiting(),
    "ask_silent": lambda f, h: intents.AskSilent(),
    "ask_ranking": lambda f, h: intents.AskRanking(Order(h.sets["order"])),
    "ask_stats": Filler.stats,
    "ask_brief": lambda f, h: intents.AskBrief(),
    "ask_month": Filler.month,
    "ask_agency_contacts": lambda f, h: intents.AskContacts(f.agency(h)),
    "ask_done": Filler.done,
    "ask_overdue": Filler.overdue,
    "ask_due": Filler.asked_due,
    "ask_open": Filler.open,
    "ask_task": Filler.asked_task,
    "search": lambda f, h: intents.Search(f.wording.query(h.message)),
    "unclear": Filler.unclear,
}
