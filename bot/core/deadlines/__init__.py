"""Phrases of time in Vietnamese and English text, and when they fall due.

How a text is read: `lexicon` and `stream` turn it into words with roles (the tables are in
`locales/*/phrases/deadlines.toml`); `openings` finds where a phrase can begin; `phrases` takes the limiting words
(`limits`) and asks all readers (`days`, `weekdays`, `clock`, `periods`, `edges`, `ordinals`, `feasts`, `lengths`,
`recurring`) for what follows: the longest reading wins; `decoys` and `judging` look at the sentence around it. What
counts as due follows the Civil Code 2015 (91/2015/QH13), articles 144 to 148, and the Labour Code 2019, articles 111
and 112, for days off.
"""

from bot.core.deadlines.reader import DeadlineReader
from bot.core.deadlines.values import Deadline, Kind

__all__ = ["Deadline", "DeadlineReader", "Kind"]
