"""Telegram as a channel: `telegram.Bot` does the calls, our own loop polls, everything else is a plain function."""

from bot.channels.telegram.channel import Telegram
from bot.channels.telegram.polling import Backoff

__all__ = ["Backoff", "Telegram"]
