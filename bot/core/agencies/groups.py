"""Groups ("các sở, ban, ngành", "UBND quận, huyện") and pronouns ("Sở này")."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.agencies.line import Gap, Line
from bot.core.agencies.vocabulary import Vocabulary

LONGEST_SHORT_NOUN = 6  # letters: "sở ban ngành", "quận huyện" are written without commas


@dataclass(frozen=True)
class Group:
    """A phrase for many agencies. `kinds` is empty where it says none, or not which of them."""

    start: int
    end: int
    kinds: tuple[str, ...]
    nouns: tuple[tuple[str, ...], ...]


def pronoun_at(line: Line, place: int, vocabulary: Vocabulary) -> int | None:
    """The end of "Sở này", "đơn vị đó"."""
    found = vocabulary.pronouns.at(line, place)
    return found[0] if found else None


def group_at(line: Line, place: int, vocabulary: Vocabulary) -> Group | None:
    """A quantifier with a noun, or two nouns side by side; with what belongs to the phrase behind them."""
    if line.folded[place] not in vocabulary.group_starters:
        return None
    counted, at = _quantified(line, place, vocabulary)
    kinds: list[str] = []
    nouns: list[tuple[str, ...]] = []
    end = at
    while (noun := _noun_at(line, at, vocabulary)) is not None:
        start, end, more = noun
        kinds.extend(more)
        nouns.append(tuple(line.folded[start:end]))
        following = _next_noun(line, start, end, vocabulary)
        if following is None:
            break
        counted = counted or _quantified(line, following, vocabulary)[0]
        at = _quantified(line, following, vocabulary)[1]
    if not nouns or (len(nouns) == 1 and not counted):
        return None
    stop, says_which = _close(line, end, vocabulary)
    named = tuple(dict.fromkeys(kinds)) if says_which else ()
    return Group(place, stop, named, tuple(nouns))


def _quantified(line: Line, place: int, vocabulary: Vocabulary) -> tuple[bool, int]:
    """Past "UBND", "các", "tất cả các" in any of their orders."""
    counted = False
    for terms in (vocabulary.quantifiers, vocabulary.group_prefixes, vocabulary.quantifiers):
        found = terms.at(line, place)
        if found and found[0] < line.size and line.gaps[found[0]] == Gap.JOINED:
            counted = counted or terms is vocabulary.quantifiers
            place = found[0]
    return counted, place


def _noun_at(line: Line, place: int, vocabulary: Vocabulary) -> tuple[int, int, tuple[str, ...]] | None:
    found = vocabulary.group_nouns.at(line, place)
    return (place, found[0], found[1]) if found else None


def _next_noun(line: Line, start: int, end: int, vocabulary: Vocabulary) -> int | None:
    """Where the next member of the phrase begins: behind a sign, a list word, or at once after a short noun."""
    if end >= line.size or line.gaps[end] > Gap.SEMICOLON:
        return None
    at = end
    joined = line.gaps[end] == Gap.JOINED
    if joined and (word := vocabulary.list_words.at(line, end)) is not None:
        at, joined = word[0], False
    if vocabulary.group_prefixes.at(line, at):
        return None  # "các sở, ban, ngành; UBND quận, huyện" are two groups
    inner = _quantified(line, at, vocabulary)[1]
    noun = _noun_at(line, inner, vocabulary)
    if noun is None:
        return None
    is_short = end - start == 1 and noun[1] - noun[0] == 1 and bool(noun[2])
    if joined and not (is_short and len(line.folded[start]) <= LONGEST_SHORT_NOUN):
        return None
    return at


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
    return end, says_which
