"""A committee to test with: the whole bot, a fake chat, a clock that moves."""

import pytest

from tests.city import City


@pytest.fixture
async def city(tmp_path):
    found = City(tmp_path)
    yield found
    await found.close()
