"""Decisions: pure functions from values to values. No database, network, clock or `await` here."""
