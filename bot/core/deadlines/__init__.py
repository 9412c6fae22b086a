"""Phrases of time in Vietnamese and English text, and when they fall due."""

from bot.core.deadlines.reader import DeadlineReader
from bot.core.deadlines.values import Deadline, Kind

__all__ = ["Deadline", "DeadlineReader", "Kind"]
