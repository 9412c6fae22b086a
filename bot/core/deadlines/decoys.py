"""Words that look like a time and are none: fractions, streets, persons, versions, ordinals."""

from __future__ import annotations

from bot.core.deadlines.limits import PERIODS, Phrase
from bot.core.deadlines.stream import Stream
from bot.core.deadlines.when import Shape

ONCE = ("mot", "1", "/")
EACH = ("moi", "cu")
STOPS = (".", ";", "!", "?")


def is_time(stream: Stream, phrase: Phrase) -> bool:
    """Whether the words are a time at all, not a fraction, a street, a person or a document number."""
    start, end = phrase.start, phrase.end
    if _is_other_word(stream, phrase) or _is_plural(stream, phrase) or _is_interval(stream, phrase):
        return False
    alone = phrase.limit in (None, "to")
    if alone and (_is_name(stream, start, end) or _is_ordinal(stream, phrase) or _is_fraction(stream, phrase)):
        return False
    return not _is_place(stream, phrase) and not _is_network(stream, phrase)


def _is_interval(stream: Stream, phrase: Phrase) -> bool:
    """ "báo cáo 3 giờ một lần", "cứ 3 giờ": how often, not when."""
    if phrase.when.shape is not Shape.CLOCK:
        return False
    behind = [stream.plain(at) for at in range(phrase.end, phrase.end + 2)]
    if behind[0] == "lan" or (behind[0] in ONCE and behind[1] == "lan"):
        return True
    return phrase.end - phrase.start == 2 and phrase.start > 0 and stream.plain(phrase.start - 1) in EACH


def _is_network(stream: Stream, phrase: Phrase) -> bool:
    """ "phủ sóng 5G"."""
    clock = phrase.when.shape is Shape.CLOCK and phrase.limit is None and stream.plain(phrase.end - 1) == "g"
    return clock and stream.before(phrase.start, "number_noun") is not None


def _is_other_word(stream: Stream, phrase: Phrase) -> bool:
    """ "sang", "toi" alone, without marks: rather "to", "I" than a part of the day."""
    alone = phrase.end - phrase.start == 1 and phrase.when.shape is Shape.PART and len(stream) > 1
    return alone and stream.has(phrase.start, "limit") and not stream.words[phrase.start].is_marked


def _is_plural(stream: Stream, phrase: Phrase) -> bool:
    """ "trong nhiều năm tới"."""
    period = phrase.when.shape is Shape.RELATIVE and phrase.when.grain in PERIODS
    return period and phrase.limit is None and stream.before(phrase.start, "plural") is not None


def _is_name(stream: Stream, start: int, end: int) -> bool:
    """ "Chị Mai", "Cô Mai Quế", "mai mối"."""
    if end - start != 1 or stream.plain(start) not in ("mai", "mot"):
        return False
    if stream.before(start, "honorific") is not None:
        return True
    if stream.has(end, "name_after") and not stream.has(end, "due_after"):
        return True
    return stream.capital(start) and (stream.capital(end) or not opens_sentence(stream, start))


def opens_sentence(stream: Stream, index: int) -> bool:
    return index == 0 or stream.new_line(index) or stream.plain(index - 1) in (*STOPS, ":", "-", "(", '"')


def _is_ordinal(stream: Stream, phrase: Phrase) -> bool:
    """ "kỳ họp thứ 7", "vị trí thứ 3", "Thứ hai, …" in an enumeration."""
    if phrase.when.shape is not Shape.WEEKDAY:
        return False
    if stream.before(phrase.start, "ordinal_noun") is not None:
        return True
    if phrase.end - phrase.start > 2 or stream.plain(phrase.start) != "thu":
        return False
    return opens_sentence(stream, phrase.start) and stream.plain(phrase.end) in (",", ":") and _enumerates(stream)


def _enumerates(stream: Stream) -> bool:
    """Whether the text counts its points: "Thứ nhất, …"."""
    if "enumerates" not in stream.memory:
        pairs = zip(stream.words, stream.words[1:], strict=False)
        stream.memory["enumerates"] = any(one.plain == "thu" and two.plain in ("nhat", "1") for one, two in pairs)
    return bool(stream.memory["enumerates"])


def _is_fraction(stream: Stream, phrase: Phrase) -> bool:
    """Two bare numbers are a date only where something around them says so."""
    at = next((each for each in range(phrase.start, phrase.end) if stream.plain(each).isdecimal()), phrase.start)
    if _is_version(stream, phrase):
        return True
    if phrase.when.shape is not Shape.SHORT or phrase.when.at or phrase.end != at + 3:
        return False
    if stream.plain(at + 1) not in ("/", "-", ".") or stream.has(at - 1, "day_mark"):
        return False
    due = stream.before(at, "due_noun", 5)
    if stream.has(phrase.end, "counted") and (due is None or stream.has(due, "work")):
        return True
    if phrase.limit == "to" or due is not None or after_due_noun(stream, at):
        return False
    return stream.before(at, "number_noun") is not None or not _may_stand(stream, at, phrase.end)


def _may_stand(stream: Stream, at: int, end: int) -> bool:
    """Whether two numbers may be a date where no other word says so."""
    if stream.plain(at + 1) == ".":
        return False
    if stream.plain(at + 1) == "-":
        return at == 0 and end >= len(stream)
    return (stream.plain(at), stream.plain(at + 2)) != ("24", "7") and _date_may_stand(stream, at, end)


def _is_version(stream: Stream, phrase: Phrase) -> bool:
    """ "3.10.22": a year of two digits after dots needs a word that makes it a date."""
    at = phrase.start
    dotted = stream.plain(at).isdecimal() and stream.plain(at + 1) == "." and phrase.when.shape is Shape.FULL
    return dotted and len(stream.plain(phrase.end - 1)) < 4 and not after_due_noun(stream, at)


def after_due_noun(stream: Stream, index: int) -> bool:
    at = index
    while at > 0 and stream.plain(at - 1) in (":", "la", "den", "-", "toi", "den", "is", "("):
        at -= 1
    return stream.before(at, "due_noun", 5) is not None


def _date_may_stand(stream: Stream, start: int, end: int) -> bool:
    """A short date alone: at the end, before a word of work or courtesy, or with a zero before a single digit."""
    if any(len(stream.plain(at)) == 2 and stream.plain(at)[0] == "0" for at in (start, start + 2)):
        return True
    if end >= len(stream) or not stream.words[end].plain[:1].isalnum():
        return True
    return any(
        stream.has(end, role)
        for role in ("please", "work", "particle", "due_after", "link", "event", "limit", "ask_leave")
    )


def _is_place(stream: Stream, phrase: Phrase) -> bool:
    """ "Công viên 29/3", "đường 30 tháng 4"."""
    if phrase.when.shape is not Shape.SHORT or phrase.when.at or phrase.limit not in (None, "on"):
        return False
    return stream.before(phrase.start, "place") is not None and stream.plain(phrase.start) != "ngay"
