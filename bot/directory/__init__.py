"""Facts that ship with us (agencies, successions, days off), and the reader of another city's agencies."""

from __future__ import annotations

from bot.directory.agencies import COLUMNS, DirectoryError, Problem, clashes, read_agencies, read_agencies_file
from bot.directory.shipped import load_shipped, shipped_days_off
from bot.directory.successions import ends_on, read_successions, read_successions_file

__all__ = [
    "COLUMNS",
    "DirectoryError",
    "Problem",
    "clashes",
    "ends_on",
    "load_shipped",
    "read_agencies",
    "read_agencies_file",
    "read_successions",
    "read_successions_file",
    "shipped_days_off",
]
