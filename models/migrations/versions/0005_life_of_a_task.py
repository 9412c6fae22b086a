"""Extensions, obstacles, suspension and what else happens to a task."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_name", sa.String(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_since", sa.Date(), nullable=False),
        sa.Column("old_due", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_words", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("done_so_far", sa.String(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("opinion", sa.String(), nullable=True),
        sa.Column("opinion_due", sa.Date(), nullable=True),
        sa.Column("opinion_name", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("offered_due", sa.Date(), nullable=True),
        sa.Column("decided_name", sa.String(), nullable=True),
        sa.Column("decided_note", sa.String(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_extension_asked_by")),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_extension_file_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_extension_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_task_id"), ["task_id"], unique=False)
        batch_op.create_index(
            "uq_extension_open",
            ["task_id"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("led_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("state_before", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("resume_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("with_leader_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("obstacle", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("obstacle_agency", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("obstacle_note", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("obstacle_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("obstacle_on")
        batch_op.drop_column("obstacle_note")
        batch_op.drop_column("obstacle_agency")
        batch_op.drop_column("obstacle")
        batch_op.drop_column("with_leader_on")
        batch_op.drop_column("resume_on")
        batch_op.drop_column("state_before")
        batch_op.drop_column("led_since")
        batch_op.drop_column("extended")

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_extension_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_extension_task_id"))

    op.drop_table("extension")
