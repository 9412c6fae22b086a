"""A committee to test with: the whole bot, a fake chat, a clock that moves."""

import pytest
import structlog

from tests.city import City

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
)


@pytest.fixture
async def city(tmp_path):
    found = City(tmp_path)
    yield found
    await found.close()
