"""The text of a conclusion → draft tasks: work, lead, support, due, source span.

How: names are found by their shape (`names`) and blotted out (`masked`), so that a few patterns over "unit … verb"
(`obligations`) are enough; `reading` walks the sentences and remembers who speaks and who is meant.
"""

from __future__ import annotations

from bot.core.conclusions.reader import ConclusionReader
from bot.core.conclusions.values import DocumentHead, FoundTask, Unit

__all__ = ["ConclusionReader", "DocumentHead", "FoundTask", "Unit"]
