"""When the next message may leave: evenly spaced over all, slower within one chat."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

PER_SECOND = 27  # an app that bears less says so in its Capabilities
IN_A_SECOND = 29  # messages that may reach the app in any second at that pace, one less than Telegram bears
SECOND = 1.0
CHAT_GAP = 1.2  # seconds between two messages to one chat
GROUP_COUNT, GROUP_WINDOW = 20, 61.0  # messages in seconds, for a group


@dataclass
class Pacing:
    """Moments are seconds of a monotonic clock.

    Whoever sends waits until `ready_at`, calls `sent` at once, so that of two who wait only one goes, and `ended` when
    the app has answered. At what moment between the two a message reached the app nobody knows; it counts in every
    second that it may have reached it in, so the app's limit holds however unevenly messages travel.
    """

    per_second: float = PER_SECOND
    chat_gap: float = CHAT_GAP
    opens: float = 0.0  # the earliest moment that the even pace, or a halt, allows
    _under_way: int = 0
    _ended: deque[float] = field(default_factory=deque)  # within the last second
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=GROUP_COUNT)))

    def open_at(self) -> float:
        """The earliest moment for any message."""
        most = max(1, int(self.per_second * IN_A_SECOND / PER_SECOND))
        room = max(1, most - self._under_way)
        return max(self.opens, self._ended[-room] + SECOND) if len(self._ended) >= room else self.opens

    def ready_at(self, chat: str) -> float:
        """The earliest moment for a message to this chat."""
        return max(self.open_at(), self._chats.get(chat, 0.0))

    def resting(self, at: float) -> dict[str, float]:
        """The chats that nothing may go to yet, and until when."""
        self._chats = {chat: until for chat, until in self._chats.items() if until > at}
        return self._chats

    def sent(self, chat: str, at: float, *, group: bool = False) -> None:
        """One message goes to the chat now."""
        self.opens = max(self.opens, at) + 1 / self.per_second
        self._under_way += 1
        self._rests(chat, at + self.chat_gap)
        if group:
            log = self._groups[chat]
            log.append(at)
            if len(log) == GROUP_COUNT:
                self._rests(chat, log[0] + GROUP_WINDOW)

    def ended(self, chat: str, at: float) -> None:
        """The app has answered, or never will: the message has reached it by now, if at all."""
        self._under_way -= 1
        self._ended.append(at)
        while self._ended[0] <= at - SECOND:
            self._ended.popleft()
        self._rests(chat, at + min(SECOND, self.chat_gap))
        if chat in self._groups:
            self._groups[chat][-1] = at

    def halt(self, until: float, chat: str | None = None) -> None:
        """A refusal: nothing to that chat, or to anybody, before `until`."""
        if chat is None:
            self.opens = max(self.opens, until)
        else:
            self._rests(chat, until)

    def _rests(self, chat: str, until: float) -> None:
        self._chats[chat] = max(self._chats.get(chat, 0.0), until)
