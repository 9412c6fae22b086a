"""Both databases: SQLite in a file, and a real PostgreSQL."""

import uuid

import pytest
import sqlalchemy as sa

from bot.store.database import Database


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
