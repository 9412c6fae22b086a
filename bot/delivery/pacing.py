"""When the next message may leave: evenly spaced over all, slower within one chat."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field

PER_SECOND = 27
CHAT_GAP = 1.2  # seconds between two messages to one chat
GROUP_COUNT, GROUP_WINDOW = 20, 61.0  # messages in seconds, for a group


@dataclass
class Pacing:
    """Moments are seconds of a monotonic clock."""

    per_second: float = PER_SECOND
    chat_gap: float = CHAT_GAP
    _next: float = 0.0
    _chats: dict[str, float] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def ready_at(self, chat: str, *, group: bool = False) -> float:
        """The earliest moment for a message to this chat."""
        earliest = max(self._next, self._chats.get(chat, 0.0))
        sent = self._groups[chat] if group else deque()
        if len(sent) >= GROUP_COUNT:
            earliest = max(earliest, sent[-GROUP_COUNT] + GROUP_WINDOW)
        return earliest

    def sent(self, chat: str, at: float, *, group: bool = False) -> None:
        self._next = max(self._next, at) + 1 / self.per_second
        self._chats[chat] = at + self.chat_gap
        if group:
            self._groups[chat].append(at)
        if len(self._chats) > 1000:
            self._chats = {name: free for name, free in self._chats.items() if free > at}

    def halt(self, until: float, chat: str | None = None) -> None:
        """A refusal: nothing to that chat, or to anybody, before `until`."""
        if chat is None:
            self._next = max(self._next, until)
        else:
            self._chats[chat] = max(self._chats.get(chat, 0.0), until)
