"""The schema's history. `python -m bot migrate` brings a database to the newest form."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str = "head") -> None:
    """Brings an empty or older schema to the newest (or to the revision `to`); does nothing on the newest."""
    command.upgrade(_config(connection), to)


def newest() -> str | None:
    """The revision that this version of the program needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def known() -> list[str]:
    """Every revision of this version of the program, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def current(connection: Connection) -> str | None:
    """The revision that the database is at; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def write(connection: Connection, message: str) -> None:
    """Developer's aid: writes the migration from the database's schema to the models'."""
    command.revision(_config(connection), message, autogenerate=True)
