"""A bot that keeps the tasks of a steering committee."""
