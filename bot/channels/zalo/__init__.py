"""Zalo's Bot Platform as a channel. All that is known of its wire is in this folder; sources contradict each other,
so what comes in is read with tolerance, and what goes out is only what is documented.
"""

from bot.channels.zalo.channel import Zalo
from bot.channels.zalo.client import Client

__all__ = ["Client", "Zalo"]
