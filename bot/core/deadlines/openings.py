"""Where phrases of time can begin: a cheap gate before the readers."""

from __future__ import annotations

from bot.core.deadlines.stream import TIMES, Stream, role_set

_NEAR = 6
_AFTER_NUMBER = role_set("unit oclock meridiem tet_day english_month ordinal_suffix link part shift every cycle_month")
_OPENERS = TIMES | role_set(
    "limit shift_before ago_before every regular number fraction english_shift english_ordinal filler"
)


def openings(stream: Stream) -> list[int]:
    """The words where a phrase of time can begin: those with a word of time at most a few words ahead."""
    found: list[int] = []
    last_time = len(stream) + _NEAR + 1
    for index in range(len(stream) - 1, -1, -1):
        roles = stream.roles[index]
        number_ = not roles and stream.plain(index)[:1].isdecimal()
        if (roles and not TIMES.isdisjoint(roles)) or (number_ and _number_opens(stream, index)):
            last_time = index
        if last_time - index <= _NEAR and (number_ or roles) and _opens(stream, index):
            found.append(index)
    found.reverse()
    return found


def _opens(stream: Stream, index: int) -> bool:
    roles = stream.roles[index]
    if roles:
        return not _OPENERS.isdisjoint(roles)
    return stream.plain(index)[:1].isdecimal() and _number_opens(stream, index)


def _number_opens(stream: Stream, index: int) -> bool:
    following = index + 1
    if len(stream.plain(index)) > 4 or following >= len(stream):
        return False
    sign = stream.plain(following)
    if sign in ("/", "-", ".", ":"):
        return stream.plain(following + 1)[:1].isdecimal() or (sign == "/" and bool(stream.roles[following + 1]))
    return not _AFTER_NUMBER.isdisjoint(stream.roles[following]) or sign == "("
