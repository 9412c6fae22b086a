"""A written name, abbreviation or old name, on a date → an agency, or candidates."""

from __future__ import annotations

from bot.core.agencies.directory import Body, Directory, Succession
from bot.core.agencies.mention import Mention
from bot.core.agencies.reader import AgencyReader

__all__ = ["AgencyReader", "Body", "Directory", "Mention", "Succession"]
