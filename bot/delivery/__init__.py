"""All that leaves us: claim, render, send, settle."""
