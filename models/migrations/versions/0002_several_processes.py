"""Who has a row in hand, the shared pace, and an index for the order within a chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OPEN = sa.text("settled_at IS NULL")


def upgrade() -> None:
    for table in ("inbox", "outbox"):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column("owner", sa.Integer(), nullable=True))
    op.create_index(
        "ix_outbox_chat",
        "outbox",
        ["channel", "chat_id", "id"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        "pace",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_pace")),
    )


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_index("ix_outbox_chat", "outbox")
    for table in ("outbox", "inbox"):
        with op.batch_alter_table(table) as changed:
            changed.drop_column("owner")
