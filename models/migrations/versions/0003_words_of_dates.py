"""The day that the words of a date count from, so that a changed calendar can be counted again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("draft", "task"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("due_from", sa.Date(), nullable=True))


def downgrade() -> None:
    for table in ("task", "draft"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("due_from")
