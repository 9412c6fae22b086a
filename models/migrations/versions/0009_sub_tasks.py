"""Sub-tasks that a lead agency gives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CLOSED = sa.text("closed_at IS NOT NULL")
BEFORE = ("state", "closed_at", "lead", "parent_id", "is_parent", "id")
COLUMNS = (("sub_number", sa.Integer()), ("unit", sa.String()), ("given_by_agency", sa.String()))


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("task", sa.Column(name, kind, nullable=True))
    _index((*BEFORE[:-1], "is_sub", "id"))


def downgrade() -> None:
    _index(BEFORE)
    with op.batch_alter_table("task") as batch_op:
        for name, _ in COLUMNS:
            batch_op.drop_column(name)


def _index(columns: tuple[str, ...]) -> None:
    op.drop_index("ix_task_closed", "task")
    op.create_index("ix_task_closed", "task", list(columns), sqlite_where=CLOSED, postgresql_where=CLOSED)
