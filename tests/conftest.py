"""A committee to test with: the whole bot, a fake chat, a clock that moves."""

import os

import pytest
import structlog
from hypothesis import settings

from tests.city import City

# A landing must not hang on a lucky draw; on a developer's machine every run looks elsewhere.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
)


@pytest.fixture
async def city(tmp_path):
    found = City(tmp_path)
    yield found
    await found.close()
