"""What is overdue is counted in the index of open tasks alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
BEFORE = ("due_on", "id")
AFTER = (*BEFORE, "reported_on", "state", "parent_id", "closed_at")


def upgrade() -> None:
    _index(AFTER)


def downgrade() -> None:
    _index(BEFORE)


def _index(columns: tuple[str, ...]) -> None:
    op.drop_index("ix_task_open_due", "task")
    op.create_index("ix_task_open_due", "task", list(columns), sqlite_where=OPEN, postgresql_where=OPEN)
