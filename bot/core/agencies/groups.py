"""Groups ("các sở, ban, ngành", "UBND quận, huyện") and pronouns ("Sở này")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.agencies.line import Gap, Line
from bot.core.agencies.vocabulary import Vocabulary

BeginsName = Callable[[int], bool]  # whether a body's name begins at the word: "các đơn vị, Sở Nội vụ"


@dataclass(frozen=True)
class Noun:
    """A kind of agencies in the plural, and the kinds of bodies that it takes in."""

    start: int
    end: int
    words: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A phrase for many agencies. `kinds` is empty where it does not say which of them."""

    start: int
    end: int
    kinds: tuple[str, ...]
    nouns: tuple[Noun, ...]
    is_national: bool  # ministries, provinces: nobody of ours


def pronoun_at(line: Line, place: int, vocabulary: Vocabulary) -> int | None:
    """The end of "Sở này", "đơn vị đó"."""
    found = vocabulary.pronouns.at(line, place)
    return found[0] if found else None


def group_at(line: Line, place: int, vocabulary: Vocabulary, begins_name: BeginsName) -> Group | None:
    """A quantifier with a noun, or two nouns side by side; with what belongs to the phrase behind them."""
    if line.folded[place] not in vocabulary.group_starters:
        return None
    counted, at = _quantified(line, place, vocabulary)
    nouns: list[Noun] = []
    noun = _noun_at(line, at, vocabulary)
    while noun is not None:
        nouns.append(noun)
        noun = _next_noun(line, noun, vocabulary, begins_name)
    if not nouns or (not counted and (len(nouns) == 1 or not nouns[0].kinds)):
        return None
    is_national = any(noun.words in vocabulary.national for noun in nouns)
    kinds = tuple(dict.fromkeys(kind for noun in nouns for kind in noun.kinds))
    if not kinds and not is_national:
        return None
    end, says_which = _close(line, nouns[-1].end, vocabulary)
    return Group(place, end, kinds if says_which and not is_national else (), tuple(nouns), is_national)


def _quantified(line: Line, place: int, vocabulary: Vocabulary) -> tuple[bool, int]:
    """Past "UBND", "các", "tất cả các" in any of their orders."""
    counted = False
    for terms in (vocabulary.quantifiers, vocabulary.group_prefixes, vocabulary.quantifiers):
        found = terms.at(line, place)
        if found and found[0] < line.size and line.gaps[found[0]] == Gap.JOINED:
            counted = counted or terms is vocabulary.quantifiers
            place = found[0]
    return counted, place


def _noun_at(line: Line, place: int, vocabulary: Vocabulary) -> Noun | None:
    found = vocabulary.group_nouns.at(line, place)
    if found is None or vocabulary.not_nouns.at(line, place):
        return None
    return Noun(place, found[0], tuple(line.folded[place : found[0]]), found[1])


def _next_noun(line: Line, last: Noun, vocabulary: Vocabulary, begins_name: BeginsName) -> Noun | None:
    """The next noun of the phrase: behind a sign, a list word, or at once after a short noun ("sở ban ngành").

    A new quantifier ("và các cơ quan liên quan") begins a group of its own, and so does "UBND".
    """
    if last.end >= line.size or line.gaps[last.end] > Gap.SEMICOLON:
        return None
    word = vocabulary.list_words.at(line, last.end)
    at = word[0] if word else last.end
    noun = _noun_at(line, at, vocabulary)
    if noun is None or begins_name(at) or (not noun.kinds and _names_one(line, noun.end)):
        return None
    is_joined = at == last.end and line.gaps[at] == Gap.JOINED
    is_short = last.end - last.start == 1 == noun.end - noun.start and bool(noun.kinds)
    return noun if is_short or not is_joined else None


def _names_one(line: Line, end: int) -> bool:
    """ "Bộ Công an" behind a comma is one ministry."""
    return end < line.size and line.gaps[end] == Gap.JOINED and line.has_capital(end)


def _close(line: Line, end: int, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Past "liên quan", "trên địa bàn thành phố"; and whether the phrase still says which agencies."""
    says_which = True
    for _ in range(2):
        if end >= line.size or line.gaps[end] > Gap.JOINED:
            break
        for terms, known in ((vocabulary.foreign, False), (vocabulary.open, False), (vocabulary.closing, True)):
            if found := terms.at(line, end):
                end, says_which = found[0], says_which and known
                break
    return end, says_which and not _names_one(line, end)
