"""When the next message may leave: evenly spaced over all, slower within one chat."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

PER_SECOND = 27  # an app that bears less says so in its Capabilities
CHAT_GAP = 1.2  # seconds between two messages to one chat
GROUP_COUNT, GROUP_WINDOW = 20, 61.0  # messages in seconds, for a group


@dataclass
class Pacing:
    """Moments are seconds of a monotonic clock.

    Whoever sends waits until `ready_at` and calls `sent` at once, so that of two who wait only one goes.
    """

    per_second: float = PER_SECOND
    chat_gap: float = CHAT_GAP
    opens: float = 0.0  # the earliest moment for any message
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=GROUP_COUNT)))

    def ready_at(self, chat: str) -> float:
        """The earliest moment for a message to this chat."""
        return max(self.opens, self._chats.get(chat, 0.0))

    def resting(self, at: float) -> dict[str, float]:
        """The chats that nothing may go to yet, and until when."""
        self._chats = {chat: until for chat, until in self._chats.items() if until > at}
        return self._chats

    def sent(self, chat: str, at: float, *, group: bool = False) -> None:
        """One message goes to the chat now."""
        self.opens = max(self.opens, at) + 1 / self.per_second
        self._chats[chat] = max(self._chats.get(chat, 0.0), at + self.chat_gap)
        if group:
            log = self._groups[chat]
            log.append(at)
            if len(log) == GROUP_COUNT:
                self._chats[chat] = max(self._chats[chat], log[0] + GROUP_WINDOW)

    def halt(self, until: float, chat: str | None = None) -> None:
        """A refusal: nothing to that chat, or to anybody, before `until`."""
        if chat is None:
            self.opens = max(self.opens, until)
        else:
            self._chats[chat] = max(self._chats.get(chat, 0.0), until)
