"""All SQL on our own rows: functions that are given a session."""
