"""Of each halt it is known when it began, so that a clock that was set back does not make it longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pace", sa.Column("set_at", sa.Float(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("pace") as batch_op:
        batch_op.drop_column("set_at")
