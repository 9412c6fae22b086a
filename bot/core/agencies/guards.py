"""Why a spelling that was found is no agency after all: a street, a person, a ministry, a document's number."""

from __future__ import annotations

import re
from bisect import bisect_right

from bot.core.agencies.index import Hit
from bot.core.agencies.line import Gap, Line, without_tone
from bot.core.agencies.names import Strength
from bot.core.agencies.vocabulary import Vocabulary

LONG = 3  # words of a name that bears a lost tone in its head
LONGEST_WAY_BACK = 12  # words from "Phòng Văn hóa và Thông tin" to its district
_NUMBERED = re.compile(r"(?<!\d)\d+ ?/ ?(?:\d{4} ?/ ?)?(?=[^\W\d_])\S*")
LONGEST_SYMBOL = 6  # letters and the dash: "TTr-"
_SYMBOL = re.compile(r"[^\W\d_]{1,5}-$")


def document_numbers(text: str) -> list[tuple[int, int]]:
    """The places of "324/BC-STTTT", "12/2022/QĐ-UBND", in order."""
    return [match.span() for match in _NUMBERED.finditer(text)]


def in_document_number(line: Line, hit: Hit, numbers: list[tuple[int, int]]) -> bool:
    start = line.starts[hit.start]
    last = bisect_right(numbers, (start, len(line.text)))
    if last and start < numbers[last - 1][1]:
        return True
    is_capital = line.text[start : line.ends[hit.start]].isupper()
    return is_capital and _SYMBOL.search(line.text, max(0, start - LONGEST_SYMBOL), start) is not None


def is_agency(line: Line, hit: Hit, vocabulary: Vocabulary, *, in_list: bool = False) -> bool:
    """Whether the spelling found may stand for its body here; members of a list need no word in front."""
    if not _marks_agree(line, hit, vocabulary) or _belongs_elsewhere(line, hit, vocabulary):
        return False
    if not in_list and _guarded(line, hit, vocabulary):
        return False
    match hit.reading.strength:
        case Strength.BARE:
            return in_list or _is_bare_name(line, hit, vocabulary)
        case Strength.WEAK:
            if in_list:
                return _may_join_list(line, hit, vocabulary)
            return _is_led_in(line, hit, vocabulary) and not vocabulary.before_bare.before(line, hit.start)
        case _:
            return True


def _marks_agree(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """Typed marks may be wrong in a word of a long name but not in its head; a bare name is typed right."""
    keys = hit.entry.keys
    places = [n for n in range(hit.start, hit.end) if line.folded[n] not in vocabulary.connectives]
    if not keys or not places:
        return True
    if not hit.is_exact:
        return _agree_but_for_tone(line, places[0], keys[0])
    own = list(zip(places, keys[-len(places) :], strict=False))  # a member of a list lacks the head
    if hit.reading.strength in (Strength.BARE, Strength.WEAK):
        return _bare_marks_agree(line, hit, own)
    wrong = [place for place, known in own if line.keys[place] not in (known, line.folded[place])]
    is_whole = len(places) == len(keys)
    head_agrees = not is_whole or _agree_but_for_tone(line, places[0], keys[0])
    if not head_agrees and len(keys) >= LONG and not wrong[1:]:
        head_agrees = without_tone(line.keys[places[0]]) == without_tone(keys[0])  # "sơ tài chính"
    return head_agrees and len(wrong) <= max(1, len(keys) // 3)


def _agree_but_for_tone(line: Line, place: int, known: str) -> bool:
    """ "sỡ" for "sở", but neither "số" (number) nor "sơ" (of "hồ sơ"); a word without any mark can be anything."""
    typed = line.keys[place]
    plain, other = without_tone(typed), without_tone(known)
    return typed == line.folded[place] or (plain == other and (plain == typed) == (other == known))


def _bare_marks_agree(line: Line, hit: Hit, own: list[tuple[int, str]]) -> bool:
    """All marks or none; and none only in a text without marks, or with a capital letter."""
    if any(line.keys[place] != line.folded[place] for place, _ in own):
        return all(line.keys[place] == known for place, known in own)
    is_plain_name = all(known == line.folded[place] for place, known in own)
    return is_plain_name or not line.is_marked or line.has_capital(hit.start)


def _belongs_elsewhere(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """ "Sở Y tế Hà Nội", "Ban Chỉ đạo chuyển đổi số quốc gia"."""
    if hit.end >= line.size or line.gaps[hit.end] > Gap.JOINED:
        return False
    if vocabulary.elsewhere.at(line, hit.end):
        return True
    behind = vocabulary.city_types.at(line, hit.end)
    return any(vocabulary.foreign_places.at(line, at) for at in {hit.end, behind[0] if behind else hit.end})


def _guarded(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    words = hit.entry.words
    for size in range(1, min(len(words), 8) + 1):
        name = " ".join(words[:size])
        before = vocabulary.not_before.get(name)
        if before and before.before(line, hit.start):
            return True
    behind = vocabulary.not_behind.get(" ".join(words))
    if behind and hit.end < line.size and line.gaps[hit.end] == Gap.JOINED and behind.at(line, hit.end):
        return True
    return _is_below(line, hit, vocabulary)


def _is_below(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """ "Phòng Văn hóa và Thông tin quận Hải Châu": the district's office is not the district."""
    is_place = hit.reading.strength is Strength.BARE or vocabulary.is_place(hit.entry.words)
    if not is_place or vocabulary.list_words.before(line, hit.start):
        return False
    place = hit.start
    while place > max(0, hit.start - LONGEST_WAY_BACK):
        if vocabulary.below_heads.before(line, place):
            return True
        word = vocabulary.below_words.before(line, place)
        if word is None:
            return False
        place = word[0]
    return False


def _is_bare_name(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    if vocabulary.before_bare.before(line, hit.start) or _is_person(line, hit, vocabulary):
        return False
    behind = vocabulary.behind_place.at(line, hit.end) if hit.end < line.size else None
    if behind and line.gaps[hit.end] == Gap.JOINED and line.has_capital(hit.end):
        return False
    typed = line.text[line.starts[hit.start] : line.ends[hit.end - 1]]
    everyday = hit.entry.words in vocabulary.everyday_unmarked and typed.isascii() and typed.islower()
    return not everyday or _is_led_in(line, hit, vocabulary)


def _is_person(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """A surname with a capital in front, or a title."""
    if vocabulary.titles.before(line, hit.start):
        return True
    surname = vocabulary.surnames.before(line, hit.start)
    return surname is not None and line.has_capital(surname[0]) and line.has_capital(hit.start)


def _is_led_in(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """An everyday word is a name behind "bên"; behind "giao", "đôn đốc" only with a capital letter."""
    if vocabulary.lead_ins.before(line, hit.start):
        return True
    if hit.start == 0 and hit.entry.words not in vocabulary.everyday | vocabulary.verbs:
        return True
    if hit.entry.words not in vocabulary.verbs and vocabulary.urging.before(line, hit.start):
        return True
    if (
        len(hit.entry.words) > 1
        and hit.entry.words in vocabulary.everyday
        and vocabulary.charging.before(line, hit.start)
    ):
        return True
    if len(hit.entry.words) > 1 and hit.entry.words not in vocabulary.verbs and _does_something(line, hit, vocabulary):
        return True
    may = line.has_capital(hit.start) or hit.entry.words in vocabulary.everyday_unmarked
    return may and vocabulary.verbs_to_agencies.before(line, hit.start) is not None


def _does_something(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """ "Kho bạc còn việc gì", "Cục Thuế với kho bạc có ...": at the beginning, or joined to another name."""
    begins = hit.start == 0 or vocabulary.joining.before(line, hit.start) is not None
    return begins and vocabulary.doing.at(line, hit.end) is not None


def _may_join_list(line: Line, hit: Hit, vocabulary: Vocabulary) -> bool:
    """In small letters a verb ("xây dựng") needs an end or a comma behind it to be a member of a list."""
    if line.has_capital(hit.start) or tuple(line.folded[hit.start : hit.end]) not in vocabulary.verbs:
        return True
    ends_there = hit.end >= line.size or line.gaps[hit.end] > Gap.JOINED
    return ends_there or vocabulary.list_words.at(line, hit.end) is not None
