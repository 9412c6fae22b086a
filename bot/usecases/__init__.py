"""One plain function per thing a person or a tick can do: fetch, ask the core, record, answer."""
