"""The reader's words as compiled patterns over masked text, in which every unit is a run of `U`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

U = "\ue000"
_QUOTES = r"[\"“”‘’'\s]*(?:(?:riêng|còn) )?"

# Between a unit and its verb: brackets, a place, "tùy chức năng, nhiệm vụ được giao,".
_ASIDE = (
    r"(?:\s*\([^()]{0,120}\))?(?:\s(?:trên địa bàn|tại địa phương|trong phạm vi|tại)\b[^,;.:]{0,40}?)?"
    r"(?:,?\s(?:tùy|theo|căn cứ|trên cơ sở|thông qua|với)\b[^;.:]{0,110}?,)?"
)


def either(phrases: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True)) + r")\b"


@dataclass(frozen=True)
class Patterns:
    words: Mapping[str, Any]

    def _compiled(self, section: str, key: str, *, anchored: bool = False) -> re.Pattern[str]:
        return re.compile((r"^" if anchored else "") + self.words[section][f"{key}_re"])

    @cached_property
    def order(self) -> re.Pattern[str]:
        return re.compile(r"\b" + either(self.words["orders"]["verbs"]))

    @cached_property
    def act(self) -> str:
        having = (f"có {thing}" for thing in self.words["action"]["deliverables"])
        return rf"(?:{either((*self.words['verbs']['act'], *having))}|không(?: được| để)? \w+)"

    @cached_property
    def adverbs(self) -> str:
        return rf"(?:{either(self.words['verbs']['adverbs'])},?\s+)"

    @cached_property
    def predicate(self) -> re.Pattern[str]:
        """Adverbs and a verb: where a unit's work begins."""
        return re.compile(rf"{_QUOTES}(?P<adverbs>{self.adverbs}{{0,5}}){self.act}")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        return re.compile(rf"{U}+")

    @cached_property
    def addressee(self) -> re.Pattern[str]:
        """Behind an order verb: the unit that gets the order."""
        return re.compile(rf"\s*(?:(?:cho|với|đối với|tới|đến)\s+)?:?\s*(?P<unit>{U}+)")

    @cached_property
    def headword(self) -> re.Pattern[str]:
        """Behind an order verb: a head word alone, "đề nghị bộ sớm trình"."""
        return re.compile(
            rf"\s+(?:cho )?(?P<unit>{self.words['units']['headword_re']})\s+(?={self.adverbs}{{0,4}}{self.act})"
        )

    @cached_property
    def proper(self) -> re.Pattern[str]:
        """Behind an order verb: words up to a verb; a name if the first begins with a capital."""
        return re.compile(
            rf"\s+(?:cho )?(?P<unit>[^\W\d]\w*(?: (?!{self.act}|đến |với |của |cho |tại )[\w&.-]+){{0,8}}?) (?={self.adverbs}{{0,4}}{self.act})"
        )

    @cached_property
    def anybody(self) -> re.Pattern[str]:
        """Behind an order verb: somebody whose name we cannot know, up to the first verb."""
        return re.compile(
            rf"\s+(?:cho )?(?P<unit>(?:các|những|mọi|toàn thể|tất cả|một số|lãnh đạo|cán bộ|chủ|người|đơn vị|bên)(?: (?!các\b|{self.adverbs}|{self.act})[\w-]+){{1,9}}?) (?={self.adverbs}{{0,4}}{self.act})"
        )

    @cached_property
    def duty(self) -> re.Pattern[str]:
        """A unit and the words that oblige it."""
        return re.compile(
            rf"{_QUOTES}(?P<unit>{U}+){_ASIDE},?\s+(?:(?:cũng|này|đều|còn|tiếp tục|trước mắt|khẩn trương|luôn)\s+)*(?P<duty>{self.words['orders']['duty_re']})\b"
        )

    @cached_property
    def passive(self) -> re.Pattern[str]:
        return re.compile(rf"{self.words['orders']['passive_re']}\s+(?P<unit>{U}+)")

    @cached_property
    def bare(self) -> re.Pattern[str]:
        """A unit and its verb, nothing between that says it is done already."""
        return re.compile(
            rf"{_QUOTES}(?P<unit>{U}+){_ASIDE}[,:]?\s+(?P<plan>sẽ\s+)?(?={self.adverbs}{{0,5}}{self.act})"
        )

    @cached_property
    def actor(self) -> re.Pattern[str]:
        """Somebody whose name no lexicon knows, and the words that oblige them."""
        orders = self.words["orders"]
        return re.compile(
            rf"{_QUOTES}(?P<unit>(?:{orders['actor_re']}|{U}+)\b(?: (?!{orders['done_re']}\b|{orders['plan_re']}\b|nếu\b|khi\b|mà\b)[\w{U}-]+){{0,12}}?),? (?P<duty>{orders['actor_duty_re']})\b"
        )

    @cached_property
    def bound_actor(self) -> re.Pattern[str]:
        """The same with a bare verb, for clauses that set a date."""
        orders = self.words["orders"]
        return re.compile(
            rf"{_QUOTES}(?P<unit>(?:{orders['actor_re']}|{U}+)(?: (?!{orders['done_re']}\b|{orders['plan_re']}\b|nếu\b|khi\b|mà\b|{self.act})[\w{U}-]+){{0,12}}?) (?={self.adverbs}{{0,4}}{self.act})"
        )

    @cached_property
    def need(self) -> re.Pattern[str]:
        return re.compile(rf"{_QUOTES}(?:{self.adverbs}|cũng )?(?P<need>{self.words['orders']['need_re']})\s+(?=\w)")

    @cached_property
    def support(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?P<how>{self.words['support']['before_re']}):?\s*(?P<unit>{U}+)")

    @cached_property
    def opener(self) -> re.Pattern[str]:
        return re.compile(rf"{_QUOTES}{self.words['topics']['opener_re']}\b")

    @cached_property
    def about(self) -> re.Pattern[str]:
        return re.compile(
            rf"{_QUOTES}(?:riêng |bên cạnh đó, |ngoài ra, )?{self.words['topics']['about_re']}\s+(?P<topic>[^,;:]+?)\s*[,:]"
        )

    @cached_property
    def manner(self) -> re.Pattern[str]:
        return re.compile(rf"{_QUOTES}{either(self.words['verbs']['manner'])}")

    @cached_property
    def impersonal(self) -> frozenset[str]:
        return frozenset(self.words["orders"]["impersonal"])

    @cached_property
    def passing_on(self) -> frozenset[str]:
        return frozenset(self.words["orders"]["passing_on"])

    @cached_property
    def forbidding(self) -> frozenset[str]:
        return frozenset(self.words["orders"]["forbidding"])

    @cached_property
    def ordering(self) -> re.Pattern[str]:
        """An order verb at the very beginning."""
        return re.compile(rf"{_QUOTES}(?:giao|yêu cầu|đề nghị|kiến nghị|nghiêm cấm)\b")

    @cached_property
    def requests(self) -> frozenset[str]:
        return frozenset(self.words["orders"]["requests"])

    @cached_property
    def noun_before(self) -> re.Pattern[str]:
        return self._compiled("orders", "noun_before")

    @cached_property
    def noun_after(self) -> re.Pattern[str]:
        return self._compiled("orders", "noun_after")

    @cached_property
    def ranks(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        return tuple((entry["rank"], re.compile(entry["starts_re"])) for entry in self.words["units"]["ranks"])

    def rank(self, name: str) -> int:
        """How high a unit stands; 2 for those in the middle."""
        return next((rank for rank, starts in self.ranks if starts.match(name)), 2)

    def speaker_rank(self, speaker: str) -> int:
        """How high somebody who speaks stands, by the highest of their posts; a person without one stands high."""
        return max(4 if self.found["person"].match(post) else self.rank(post) for post in speaker.lower().split(", "))

    @cached_property
    def found(self) -> Mapping[str, re.Pattern[str]]:
        """The patterns that stand in the phrases as they are, by name."""
        return {
            key.removesuffix("_re"): re.compile(value, re.IGNORECASE if section == "head" else 0)
            for section in ("orders", "voices", "layout", "support", "topics", "action", "head")
            for key, value in self.words[section].items()
            if key.endswith("_re") and isinstance(value, str) and key not in ("noun_before_re", "noun_after_re")
        }
