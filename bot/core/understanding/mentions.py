"""What a message names: tasks, places in the last list, agencies, dates, percentages, titles, documents, codes.

Each becomes one token of its kind (TASK, PLACE, AGENCY, GROUP, DATE, PERCENT, TITLE, DOC, URL, CODE, THIS, SELF, NUM)
with its value. Where two overlap, the earlier kind of this list of finders wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.agencies import AgencyReader
from bot.core.deadlines import DeadlineReader
from bot.core.understanding.bodies import Departments
from bot.core.understanding.message import Message, Token
from bot.core.understanding.notation import Notation
from bot.core.understanding.places import LAST, MIDDLE, Several
from bot.core.understanding.rules import Lazy, Vocabulary
from bot.core.understanding.spelling import Speller, Word, bare
from bot.core.words import fold, nfc

_RAW = (
    ("URL", re.compile(r"https?://\S{1,300}|\bwww\.\S{1,300}")),
    ("TITLE", re.compile(r"\"[^\"\n]{3,200}\"|“[^”\n]{3,200}”|«[^»\n]{3,200}»|'[^'\n]{6,200}'(?!\w)")),
    ("DOC", re.compile(r"\b\d{1,5}/(?:\d{4}/)?[^\W\d_]{2,12}(?:-[^\W\d_]{1,15}\d{0,3}){0,4}")),
    ("CODE", re.compile(r"\b(?=[A-Za-z]{0,8}\d)[A-Za-z\d]{4,8}-\d{2,4}\b(?![-/])", re.ASCII)),
)
_AFTER_TENS = frozenset({"tu", "lam", "nham", "mot"})
"""How four, five and one are said behind tens: "hai tư" and "hai mươi tư" are 24."""
_PLACES = (
    ("first_place", 1), ("second_place", 2), ("third_place", 3), ("middle_place", MIDDLE), ("last_place", LAST),
)  # fmt: skip
_RUNS = ("first_places", "last_places")
_BEFORE_SHARE, _BEHIND_SHARE = ("left_before", "left_subject"), ("left_behind", "left_of_work")
_CLAUSE_ENDS = ",.;"
_NO_BODY = re.compile(
    r"\bph[âa]n c[ôo]ng\b|\bcả thành phố\b"
    r"|(?<!c[ụu]c )\bth[ốo]ng k[êe]"
    r"(?= (?:c[áa]c|nh[ữu]ng|m[ấa]y|s[ốo] l[ưu][ợo]ng|danh s[áa]ch|to[àa]n b[ộo]|t[ấa]t c[ảa])\b)",
    re.IGNORECASE,
)
"""In "phân công Sở …" there is no "công sở", and "thống kê các việc …" does not name the office of statistics."""
_BESIDE = "bên"
"""What stands before the everyday name of a body: "ông xây dựng" is "bên xây dựng", the department."""
_SILENT = frozenset(",:;\"'“”«»()[]{}*_`~–—-|<>=…!\\^")
_PAUSES = frozenset(",;:-–—")


@dataclass(frozen=True)
class Span:
    """Words `first` to `last` (not included) name something."""

    first: int
    last: int
    kind: str
    value: Any = None


@dataclass(frozen=True)
class Number:
    """A task number, and whether a place in the last list could be meant instead ("việc 2")."""

    value: int
    loose: bool = False
    bare: bool = False
    """"số 9": with a list of that length it is its ninth line."""


class Finder:
    """Knows the words in which tasks, places and numbers are named."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        numbers: Mapping[str, int],
        parts: Mapping[str, int],
        agencies: AgencyReader,
        deadlines: DeadlineReader,
    ) -> None:
        self._agencies = agencies
        self._departments = Departments(agencies.directory)
        self._deadlines = deadlines
        self._numbers = numbers
        notation = Notation(vocabulary, numbers)
        self._task, self._more, self._alone = Lazy(notation.task), Lazy(notation.more), Lazy(notation.alone)
        self._place, self._percent = Lazy(notation.place), Lazy(notation.percent)
        self._day_month = Lazy(notation.day_month)
        self._named_places = [
            (vocabulary.search([phrase]), value) for name, value in _PLACES for phrase in vocabulary.words(name)
        ]
        self._runs = [
            (vocabulary.search([phrase]), name == "last_places") for name in _RUNS for phrase in vocabulary.words(name)
        ]
        units = vocabulary.words("time_unit")
        self._units = {form: nfc(unit) for unit in units for form in vocabulary.forms(unit)}
        self._no_date = vocabulary.whole(vocabulary.words("no_date"))
        self._date_lead = vocabulary.at_start(vocabulary.words("date_lead"))
        self._parts = [(vocabulary.search([phrase]), percent) for phrase, percent in parts.items()]
        self._left = {name: vocabulary.at_end(vocabulary.words(name)) for name in _BEFORE_SHARE}
        self._left |= {name: vocabulary.at_start(vocabulary.words(name)) for name in _BEHIND_SHARE}
        self._halves = vocabulary.search(vocabulary.words("half"))
        self._nickname = _alternatives(vocabulary.words("nickname"))
        self._before_body = _alternatives(vocabulary.words("before_body"))
        self._fixed = [(kind, vocabulary.search(vocabulary.words(kind.lower()))) for kind in ("THIS", "SELF")]

    def message(self, text: str, speller: Speller, now: datetime) -> Message:
        words = speller.words(text)
        line, starts = _line(words)
        spans: list[Span] = []
        taken: set[int] = set()
        rest = text
        for finder in (self._raw, self._tasks, self._places, self._percents, self._bodies, self._times, self._phrases):
            for span in finder(rest, words, line, starts, now):
                covered = range(span.first, span.last)
                if covered and taken.isdisjoint(covered):
                    taken.update(covered)
                    spans.append(span)
            if finder == self._tasks:
                rest = _without_tasks(text, words, spans)  # "NV-12 tuần sau" are not twelve weeks
        return _message(text, words, line, spans)

    def has_ended(self, code: str, now: datetime) -> bool:
        """The body was merged or closed before this day."""
        body = self._agencies.directory.get(code)
        return body is not None and body.has_ended_on(now.date())

    def number(self, words: str) -> int | None:
        """A number in digits or in words ("mười một")."""
        if words.isdecimal():
            return int(words)
        total = current = 0
        for word in words.split():
            value = self._numbers.get(word)
            if value is None:
                return None
            if value in (10, 100):
                total, current = total + value * (current or 1), 0
            elif 0 < current < 10 and bare(word) in _AFTER_TENS:
                current = 10 * current + value
            else:
                current = value
        return total + current

    def _raw(self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime) -> Iterator[Span]:
        for kind, pattern in _RAW:
            for hit in pattern.finditer(text):
                if kind == "CODE" and hit.group()[:2].lower() in ("nv", "cđ", "cd"):
                    continue
                yield _covering(words, *hit.span(), kind, hit.group())

    def _tasks(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        at = 0
        while hit := self._task.search(line, at):
            value = self.number(hit["sure"] or hit["n"])
            if hit["loose"] and hit["loose"].split()[0] == "so_" and not hit["n"].isdecimal():
                value = None  # "so tu phap" is Sở Tư pháp
            found = hit
            loose = hit["loose"] is not None
            while value is not None and value > 0:
                bare = (
                    loose and hit["loose"].split()[0] in ("so_", "so", "số", "number", "no", "no_")
                    if hit["loose"]
                    else False
                )
                start = found.start() if found is hit else found.start("name")
                yield _at(starts, start, found.end(), "TASK", Number(value, loose, bare))
                at = found.end()
                following = self._more.match(line, at)
                if following is None:
                    break
                found, value = following, self.number(following["n"])
            at = max(at, hit.end())
        if alone := self._alone.match(line):
            yield _at(starts, 0, alone.end("n"), "TASK", Number(int(alone["n"]), loose=True, bare=True))

    def _places(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        for run, from_end in self._runs:
            for hit in run.finditer(line) if run else ():
                if (count := self.number(hit["n"])) and count > 1:
                    yield _at(starts, hit.start(), hit.end(), "PLACE", Several(count, from_end))
        for pattern, value in self._named_places:
            for hit in pattern.finditer(line) if pattern else ():
                yield _at(starts, hit.start(), hit.end(), "PLACE", value)
        for hit in self._place.finditer(line):
            number = self.number(hit["n"])
            if number:
                yield _at(starts, hit.start(), hit.end(), "PLACE", number)

    def _percents(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        for hit in self._percent.finditer(line):
            number = self.number(hit["n"])
            if number is not None and number <= 100 and (share := self._share(line, hit, number)) is not None:
                yield _at(starts, hit.start(), hit.end(), "PERCENT", share)
        for pattern, percent in self._parts:
            for hit in pattern.finditer(line) if pattern else ():
                yield _at(starts, hit.start(), hit.end(), "PERCENT", percent)
        for hit in self._halves.finditer(line) if self._halves else ():
            yield _at(starts, hit.start(), hit.end(), "PERCENT", 50)

    def _share(self, line: str, hit: re.Match[str], number: int) -> int | None:
        """What is done of the work: 80 for "còn 20% nữa", None for "thiếu 30% kinh phí" and "tỷ lệ lỗi còn 2%"."""
        before, behind = line[: hit.start()].rstrip(), line[hit.end() :].lstrip()
        left = self._beside_share("left_before", before)
        if left is None:
            return 100 - number if self._beside_share("left_behind", behind) else number
        subject = before[: left.start()].rstrip()
        alone = not behind or behind[0] in _CLAUSE_ENDS
        led_in = not subject or self._beside_share("left_subject", subject)
        return 100 - number if self._beside_share("left_of_work", behind) or (alone and led_in) else None

    def _beside_share(self, name: str, words: str) -> re.Match[str] | None:
        pattern = self._left[name]
        if pattern is None:
            return None
        return pattern.search(words) if name in _BEFORE_SHARE else pattern.match(words)

    def _bodies(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        text = _NO_BODY.sub(lambda hit: "x" * len(hit.group()), text)
        if self._nickname:
            text = self._nickname.sub(_beside, text)
        found = self._agencies.find(text, now.date())
        if not found and self._before_body and self._before_body.search(text):
            found = self._agencies.find(self._before_body.sub(_beside, text), now.date())
        for mention in found:
            if mention.codes or mention.is_group:
                kind = "GROUP" if mention.is_group else "AGENCY"
                yield _covering(words, mention.start, mention.end, kind, tuple(mention.codes))
        for start, end, codes in self._departments.find(text, now.date()):
            yield _covering(words, start, end, "AGENCY", codes)

    def _times(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        for deadline in self._deadlines.find(self._mended(text, words), now):
            span = _covering(words, deadline.start, deadline.end, "DATE", deadline)
            said = " ".join(word.text for word in words[span.first : span.last])
            if self._no_date and self._no_date.match(said):
                continue
            lead = self._date_lead.match(said) if self._date_lead else None
            skipped = len(lead.group().split()) if lead else 0
            kind = "EVERY" if deadline.recurrence else "DATE"
            yield Span(min(span.first + skipped, max(span.last - 1, 0)), span.last, kind, deadline)
        for hit in self._day_month.finditer(line):  # "xin qua 20/10": a day only behind such a word, else a fraction
            span = _at(starts, *hit.span("day"), "DATE")
            typed = text[words[span.first].start : words[span.last - 1].end]
            for deadline in self._deadlines.find(f"trước {typed}", now):
                yield replace(span, value=deadline)

    def _mended(self, text: str, words: Sequence[Word]) -> str:
        """The text with its units of time as they were meant ("10 ngyà"), everything at its place."""
        for word in words:
            typed, meant = text[word.start : word.end], self._units.get(word.text, "")
            if len(typed) == len(meant) > 0 and fold(typed) != fold(meant):
                text = f"{text[: word.start]}{meant}{text[word.end :]}"
        return text

    def _phrases(
        self, text: str, words: Sequence[Word], line: str, starts: Sequence[int], now: datetime
    ) -> Iterator[Span]:
        for kind, pattern in self._fixed:
            for hit in pattern.finditer(line) if pattern else ():
                yield _at(starts, hit.start(), hit.end(), kind)


def _alternatives(phrases: Sequence[str]) -> re.Pattern[str] | None:
    """Any of these phrases as typed, with marks."""
    longest = sorted(map(nfc, phrases), key=lambda phrase: -len(phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE) if longest else None


def _beside(hit: re.Match[str]) -> str:
    """As long as what was typed, so that spans stay where they are."""
    return _BESIDE.ljust(len(hit.group()))


def _without_tasks(text: str, words: Sequence[Word], spans: Sequence[Span]) -> str:
    for span in spans:
        if span.kind == "TASK":
            start, end = words[span.first].start, words[span.last - 1].end
            text = text[:start] + "x" * (end - start) + text[end:]
    return text


def _line(words: Sequence[Word]) -> tuple[str, list[int]]:
    starts, at = [], 0
    for word in words:
        starts.append(at)
        at += len(word.text) + 1
    return " ".join(word.text for word in words), starts


def _at(starts: Sequence[int], start: int, end: int, kind: str, value: Any = None) -> Span:
    """The span of these characters of the line of words."""
    return Span(bisect_right(starts, start) - 1, bisect_right(starts, end - 1), kind, value)


def _covering(words: Sequence[Word], start: int, end: int, kind: str, value: Any) -> Span:
    """The words that touch these characters of the original."""
    first = bisect_right(words, start, key=lambda word: word.end)
    last = bisect_left(words, end, key=lambda word: word.start)
    while last < len(words) and words[last].start == words[last].end == end:
        last += 1  # a further word for what was typed as one
    return Span(first, max(first, last), kind, value)


def _message(text: str, words: Sequence[Word], line: str, spans: Sequence[Span]) -> Message:
    named = {span.first: span for span in spans}
    tokens: list[Token] = []
    pause = False
    at = 0
    while at < len(words):
        span, word = named.get(at), words[at]
        if span:
            end = max(words[index].end for index in range(span.first, span.last))
            tokens.append(Token(span.kind, word.start, end, span.value, pause))
            at, pause = span.last, False
            continue
        at += 1
        if word.text in _SILENT:
            pause = pause or word.text in _PAUSES
            continue
        stop = word.text in ".\n;!" or (word.text == "?")
        if stop:
            if tokens and tokens[-1].text != ".":
                tokens.append(Token(".", word.start, word.end))
            continue
        if word.text.isdecimal():
            tokens.append(Token("NUM", word.start, word.end, int(word.text[:9]), pause))
        else:
            tokens.append(Token(word.text, word.start, word.end, None, pause))
        pause = False
    while tokens and tokens[-1].text == ".":
        tokens.pop()
    return Message(text, tuple(tokens), "?" in text, line)
