"""The words of the readers, from the phrase tables of all languages together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.agencies.line import Line, Term, Terms, line_of

MOST_SPELT = 5_000  # names of a directory; what people type must not fill the memory


@dataclass(frozen=True)
class Family:
    """Bodies whose names share their first words; the keys are explained in the phrase table."""

    head: Term
    under: Term
    tail: str
    letter: str
    parts: bool
    words: bool
    ask: bool


class Vocabulary:
    """Phrase tables, ready to be looked up. Lists of several languages are joined."""

    def __init__(self, tables: Sequence[Mapping[str, Any]]) -> None:
        self._tables = tables
        self._spelt: dict[str, Term] = {}
        self.short_words = {Term.of(short).words[0]: Term.of(full) for short, full in self._pairs("short_words")}
        self.connectives = frozenset(Term.of(word).words[0] for word in self._all("connectives"))
        self.list_words = self.terms("list_words")
        self.names = self._pairs("names")
        self.families = [_family(entry) for entry in self._all("families")]
        self.everyday = frozenset(Term.of(word).words for word in self._all("words", "everyday"))
        self.everyday_unmarked = frozenset(Term.of(word).words for word in self._all("words", "everyday_unmarked"))
        self.verbs = frozenset(Term.of(word).words for word in self._all("words", "verbs"))
        self.lead_ins = self.terms("words", "lead_ins")
        self.urging = self.terms("words", "urging")
        self.charging = self.terms("words", "charging")
        self.joining = self.terms("words", "joining")
        self.doing = self.terms("words", "doing")
        self.verbs_to_agencies = self.terms("words", "verbs_to_agencies")
        self.not_before = self._guards("before")
        self.not_behind = self._guards("behind")
        self.elsewhere = self.terms("not_agency", "elsewhere")
        self.before_bare = self.terms("not_agency", "before_bare")
        self.behind_place = self.terms("not_agency", "behind_place")
        self.below_heads = self.terms("below", "heads")
        self.below_words = self.terms("below", "words")
        self.titles = self.terms("persons", "titles")
        self.surnames = self.terms("persons", "surnames")
        self.city_types = self.terms("places", "city_types")
        self.foreign_places = self.without_home(())
        self._place_heads = tuple(
            (*under, *family.head.words)
            for family in self.families
            for under in {family.under.words, ()}
            if family.tail == "place"
        )
        self.pronouns = self.terms_of(
            f"{noun} {behind}" for noun in self._all("pronouns", "nouns") for behind in self._all("pronouns", "behind")
        )
        self.quantifiers = self.terms("groups", "quantifiers")
        self.group_prefixes = self.terms("groups", "prefixes")
        self.not_nouns = self.terms("groups", "not_nouns")
        self.national = frozenset(Term.of(noun).words for noun in self._all("groups", "national"))
        self.open = self.terms("groups", "open")
        self.closing = self.terms("groups", "closing")
        self.foreign = self.terms("groups", "foreign")
        nouns = [pair for table in tables for pair in table.get("groups", {}).get("nouns", {}).items()]
        self.group_nouns = Terms((Term.of(noun), tuple(kinds)) for noun, kinds in nouns)
        self.group_starters = (
            self.quantifiers.first_words | self.group_prefixes.first_words | self.group_nouns.first_words
        )
        self.english_prefixes = [Term.of(text).words for text in self._all("english", "prefixes")]
        self.english_city_words = frozenset(self._all("english", "city_words"))
        self.general = frozenset(term.words for family in self.families for term in (family.under, family.head))
        self.english_heads = [Term.of(text).words for text in self._all("english", "heads")]

    def is_place(self, words: tuple[str, ...]) -> bool:
        """Whether a name begins like that of a district or a ward."""
        return any(words[: len(head)] == head for head in self._place_heads)

    def without_home(self, home: tuple[str, ...]) -> Terms:
        """The places whose agencies are not ours."""
        return self.terms_of(text for text in self._all("places", "provinces") if self.spell(text).words != home)

    def line(self, text: str) -> Line:
        return line_of(text, self.short_words)

    def spell(self, text: str) -> Term:
        """A name as the line of a text would show it: short words spelt out, connectives left out."""
        if text in self._spelt:
            return self._spelt[text]
        whole = Term.of(text, self.short_words)
        kept = [pair for pair in zip(whole.words, whole.keys, strict=True) if pair[0] not in self.connectives]
        term = Term(tuple(word for word, _ in kept), tuple(word_key for _, word_key in kept))
        if len(self._spelt) < MOST_SPELT:
            self._spelt[text] = term
        return term

    def terms(self, *path: str) -> Terms:
        return self.terms_of(self._all(*path))

    def terms_of(self, texts: Iterable[str]) -> Terms:
        """Terms for look-up in lines, where short words are already spelt out."""
        return Terms((Term.of(text, self.short_words), text) for text in texts)

    def _guards(self, side: str) -> dict[str, Terms]:
        """Forbidden neighbours by the first word of the name they guard."""
        found: dict[str, list[str]] = {}
        for entry in self._all("not_agency", side):
            found.setdefault(" ".join(self.spell(entry["name"]).words), []).extend(entry["words"])
        return {name: self.terms_of(words) for name, words in found.items()}

    def _all(self, *path: str) -> list[Any]:
        found: list[Any] = []
        for table in self._tables:
            value: Any = table
            for name in path:
                value = value.get(name, {})
            found.extend(value)
        return found

    def _pairs(self, name: str) -> list[tuple[str, str]]:
        return [pair for table in self._tables for pair in table.get(name, {}).items()]


def _family(entry: Mapping[str, Any]) -> Family:
    return Family(
        head=Term.of(entry["head"]),
        under=Term.of(entry.get("under", "")),
        tail=entry.get("tail", ""),
        letter=entry.get("letter", ""),
        parts=entry.get("parts", False),
        words=entry.get("words", False),
        ask=entry.get("ask", False),
    )
