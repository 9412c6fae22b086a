"""Everything the bot shows, as cards: pure functions from values to `Card`."""
