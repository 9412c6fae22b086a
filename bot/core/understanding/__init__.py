"""What a chat message means: rules of the phrase tables over words, with tasks, agencies and dates put in place."""

from bot.core.understanding.reader import ChatReader
from bot.core.understanding.slots import Context, Speaker

__all__ = ["ChatReader", "Context", "Speaker"]
