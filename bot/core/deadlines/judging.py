"""What a phrase of time is in its sentence: a deadline, an event, a start, or only background."""

from __future__ import annotations

from datetime import timedelta

from bot.core.deadlines.decoys import STOPS, after_due_noun, opens_sentence
from bot.core.deadlines.limits import PERIODS, Phrase
from bot.core.deadlines.stream import Stream
from bot.core.deadlines.values import Kind
from bot.core.deadlines.when import Shape

_REACH = 14
_LONG = 60  # words; in a longer text a question has its mark, and "nào" stands in statements too
_STRICT = ("cham", "muon")  # "chậm nhất", "muộn nhất": nobody asks so
_BOUNDS = ("before", "before_date", "by", "within", "from to")


def judge(stream: Stream, phrase: Phrase) -> Kind:
    """The kind of a phrase that is a time."""
    if _fills(stream, phrase):
        return _kind_of_work(stream, phrase) if not _is_past(stream, phrase) else Kind.EVENT
    if phrase.when.unresolved and not phrase.when.rule:
        asked = stream.plain(stream.sentence(phrase.start)[1] - 1) == "?" and _holds_question(stream, phrase)
        return Kind.NONE if asked or (_asks(stream, phrase) and not phrase.limit) else Kind.DEADLINE
    if _is_past(stream, phrase) or _told_as_past(stream, phrase) or _of_document(stream, phrase):
        return Kind.NONE
    if _asks(stream, phrase) or _is_topic(stream, phrase):
        return Kind.NONE
    return _kind_of_work(stream, phrase)


def _fills(stream: Stream, phrase: Phrase) -> bool:
    """Whether the message is nothing but this phrase: an answer to "when?", whatever it says."""
    last = len(stream)
    while last > phrase.end and not stream.plain(last - 1)[:1].isalnum():
        last -= 1
    return phrase.start == 0 and last == phrase.end


def _holds_question(stream: Stream, phrase: Phrase) -> bool:
    """ "còn mấy ngày nữa?"."""
    return any(stream.has(at, "question") for at in range(phrase.start, phrase.end))


def _is_past(stream: Stream, phrase: Phrase) -> bool:
    when = phrase.when
    if when.past or (when.grain in PERIODS and stream.plain(phrase.end) == "vua" and stream.has(phrase.end, "past")):
        return True  # "Quý II vừa qua"
    if when.rule or when.raw:
        return False
    if when.last >= stream.today:
        return False
    return not (phrase.limit in ("before", "by") and _explicit(stream, phrase))


def _explicit(stream: Stream, phrase: Phrase) -> bool:
    """A deadline by its own words, even when it is over: "hạn:", "chậm nhất"."""
    return stream.plain(phrase.start) in ("cham", "muon", "tre") or after_due_noun(stream, phrase.start)


def _told_as_past(stream: Stream, phrase: Phrase) -> bool:
    """ "Đơn vị đã hoàn thành từ ngày 15/9", "việc này giao từ đầu năm mà chưa xong", "Chiều 10/7, Thủ tướng …"."""
    if stream.plain(phrase.start) == "hoi" and stream.has(phrase.start, "past"):
        return True  # "hồi giữa tháng 5"
    if any(stream.has(at, "until_now") for at in range(phrase.end, min(phrase.end + 3, len(stream)))):
        return True
    if opens_sentence(stream, phrase.start) and _past_after(stream, phrase):
        return True
    if _past_before(stream, phrase) and phrase.limit not in ("before", "by", "within", "before_date"):
        return True
    if _past_before(stream, phrase) and phrase.limit in ("before", "by") and phrase.when.shape is Shape.FULL:
        return phrase.when.last <= stream.today
    return _dateline(stream, phrase)


def _past_before(stream: Stream, phrase: Phrase) -> bool:
    if not stream.places(phrase.start, "past"):
        return False
    at = phrase.start - 1
    while at >= 0 and phrase.start - at <= _REACH and stream.plain(at) not in (*STOPS, ","):
        if stream.has(at, "past") and not stream.has(at, "postpone"):
            return True
        if stream.has(at, "not_yet") or stream.new_line(at + 1):
            return False
        at -= 1
    return False


def _past_after(stream: Stream, phrase: Phrase) -> bool:
    """ "Trong 9 tháng đầu năm, thành phố đã xử lý …"."""
    for at in range(phrase.end, min(phrase.end + _REACH, len(stream))):
        if stream.plain(at) in STOPS or stream.has(at, "not_yet"):
            return False
        if stream.plain(at) == "da" and stream.has(at, "past"):
            return True
    return False


def _dateline(stream: Stream, phrase: Phrase) -> bool:
    """A short date whose last occurrence is much nearer than its next, at the head of a report."""
    when = phrase.when
    if not when.guessed or when.shape is not Shape.SHORT or phrase.limit in _BOUNDS or phrase.limit == "to":
        return False
    if after_due_noun(stream, phrase.start):
        return False
    ahead = when.last - stream.today
    heads = opens_sentence(stream, phrase.start) and stream.plain(phrase.end) == "," and len(stream) > _LONG
    return ahead > timedelta(days=200) or (heads and not ahead)


def _of_document(stream: Stream, phrase: Phrase) -> bool:
    """The date of issue that follows a document's number or name, or stands in a letterhead."""
    if phrase.limit not in (None, "on") or phrase.when.shape is not Shape.FULL:
        return False
    at = phrase.start
    if _letterhead(stream, phrase):
        return True
    if stream.glued(at - 1) and stream.plain(at - 2) in ("-", "/"):
        return True
    if stream.before(at, "document", 5) is not None:
        return True
    if not stream.has(phrase.end, "document_after"):
        return False
    return any(stream.has(index, "document") for index in range(max(0, at - _REACH), at))


def _letterhead(stream: Stream, phrase: Phrase) -> bool:
    """ "Đà Nẵng, ngày 22 tháng 9 năm 2022" on a line of its own."""
    at, first = phrase.start - 1, phrase.start
    while first > 0 and phrase.start - first < 7 and not stream.new_line(first):
        first -= 1
    alone = phrase.end >= len(stream) or stream.new_line(phrase.end)
    return (
        alone
        and stream.plain(at) == ","
        and stream.new_line(first)
        and stream.capital(first)
        and at - first <= 5
        and not any(
            stream.has(index, "work") or stream.has(index, "due_noun") or stream.has(index, "weekday")
            for index in range(first, at)
        )
    )


def _asks(stream: Stream, phrase: Phrase) -> bool:
    """ "Tổng kết năm 2022 gồm những gì?"; a request for leave ("được không?") asks nothing about the date."""
    start = phrase.start
    if stream.places(start, "ask_leave"):
        return False
    first = stream.sentence(start)[0]
    if stream.has(first, "listing"):
        return not _lists_to_send(stream, first, start)
    if stream.plain(stream.sentence(start)[1] - 1) != "?" and stream.plain(start) in _STRICT:
        return False
    if len(stream) > _LONG and stream.plain(stream.sentence(start)[1] - 1) != "?":
        return False
    if phrase.limit is None and _ends_asking(stream, start):
        return True
    # "Đơn vị nào chưa gửi thì gửi trước ngày 30/9" asks nothing.
    then = next((at for at in stream.places(start, "if_then") if at < start), first)
    return any(at >= then and not start <= at < phrase.end for at in stream.places(start, "question"))


def _lists_to_send(stream: Stream, first: int, start: int) -> bool:
    """ "Thống kê, gửi Sở Nội vụ trước ngày 30/9" is work; "liệt kê việc đến hạn trước ngày 30/9" asks."""
    works = (at for at in stream.places(start, "work") if first < at < start)
    return any(stream.plain(at - 1) in (",", "va") for at in works)


def _ends_asking(stream: Stream, index: int) -> bool:
    """ "hôm nay có họp không?"."""
    last = stream.sentence(index)[1]
    last -= stream.plain(last - 1) == "?"
    ends = stream.before(last, "question_end", 2) is not None
    return ends and any(at < last - 1 for at in stream.places(index, "is_there"))


def _is_topic(stream: Stream, phrase: Phrase) -> bool:
    """A bare period or day that no word of work stands by: "kế hoạch năm 2023", "Hôm nay trời mưa"."""
    if phrase.limit in (*_BOUNDS, "to") and phrase.when.grain == "year" and _of_horizon(stream, phrase):
        return True
    if phrase.when.rule:
        return phrase.limit is None and phrase.when.grain in PERIODS and not _work_near(stream, phrase)
    if phrase.limit in _BOUNDS or phrase.limit in ("from", "to"):
        return False
    if after_due_noun(stream, phrase.start):
        return False
    if phrase.when.shape is Shape.PERIOD and phrase.limit is None:
        return not _period_may_stand(stream, phrase)
    if phrase.limit is None and (phrase.when.grain == "part" or not phrase.when.at):
        loose = phrase.when.shape in (Shape.RELATIVE, Shape.DAY, Shape.PART, Shape.EDGE, Shape.WEEKDAY)
        return loose and not _works(stream, phrase) and not stream.has(phrase.end, "please")
    return False


def _work_near(stream: Stream, phrase: Phrase) -> bool:
    """Whether a bare "hằng năm" stands beside the work that comes back."""
    near = range(max(0, phrase.start - _REACH), phrase.end + 6)
    return any(stream.has(at, role) for at in near for role in ("work", "event", "due_noun"))


def _of_horizon(stream: Stream, phrase: Phrase) -> bool:
    return any(at < phrase.start and phrase.start - at <= _REACH for at in stream.places(phrase.start, "horizon"))


def _period_may_stand(stream: Stream, phrase: Phrase) -> bool:
    """A bare month, quarter or year is a bound only beside a word of work: elsewhere it says what a noun is about."""
    at = phrase.start
    if stream.has(phrase.end, "measured") or stream.before(at, "topic", 5) is not None:
        return False
    if stream.before(at, "work", 5) is not None or stream.before(at, "postpone") is not None:
        return True
    if any(stream.has(phrase.end, role) for role in ("work", "please", "due_after")):
        return _works(stream, phrase)
    free = opens_sentence(stream, at) or stream.plain(at - 1) == "," or stream.has(at - 1, "please")
    return free and _works(stream, phrase)


def _works(stream: Stream, phrase: Phrase) -> bool:
    """Whether something is to be done, or takes place, in the same sentence."""
    roles = ("work", "due_after", "due_noun", "postpone", "event", "effect")
    return any(stream.places(phrase.start, role) for role in roles)


def _kind_of_work(stream: Stream, phrase: Phrase) -> Kind:
    if phrase.limit == "from" or (phrase.limit == "after" and _near(stream, phrase, "effect")):
        return Kind.START
    if stream.before(phrase.start, "effect", 5) is not None:
        return Kind.START
    if phrase.limit in ("before", "before_date", "by", "within", "to"):
        return Kind.DEADLINE
    if stream.plain(phrase.end) == "la" and stream.plain(phrase.end + 1) == "ngay":
        return Kind.EVENT  # "Ngày 10/10 hằng năm là Ngày Chuyển đổi số"
    return Kind.EVENT if _takes_place(stream, phrase) else Kind.DEADLINE


def _near(stream: Stream, phrase: Phrase, role: str) -> bool:
    first = max(stream.sentence(phrase.start)[0], phrase.start - 6)
    return any(stream.has(at, role) for at in range(first, phrase.start))


def _takes_place(stream: Stream, phrase: Phrase) -> bool:
    """A meeting or a visit in the same part of the sentence, nearer than any work."""
    before = range(phrase.start - 1, max(phrase.start - _REACH, -1), -1)
    after = range(phrase.end, min(phrase.end + 6, len(stream)))
    return _first_is_event(stream, after) or _first_is_event(stream, before)


def _first_is_event(stream: Stream, indexes: range) -> bool:
    for at in indexes:
        if stream.plain(at) in (*STOPS, ",") or stream.has(at, "due_noun"):
            return False
        if stream.has(at, "event"):
            return stream.plain(at + 1) != "xong"
    return False
