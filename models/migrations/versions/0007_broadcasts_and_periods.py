"""Broadcasts that can be cancelled, recurring jobs and sub-tasks, fields and words to search by."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PERIODIC = sa.text("period_on IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("conclusion_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_broadcast_person_id")),
        sa.ForeignKeyConstraint(["conclusion_id"], ["conclusion.id"], name=op.f("fk_broadcast_conclusion_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("broadcast_id", sa.Integer(), nullable=True))
        outbox.create_foreign_key("fk_outbox_broadcast_id", "broadcast", ["broadcast_id"], ["id"])
        outbox.create_index("ix_outbox_broadcast_id", ["broadcast_id"])
    with op.batch_alter_table("draft") as draft:
        draft.add_column(sa.Column("recurrence", sa.String(), nullable=True))
    # Columns only: the table of tasks is not made anew on SQLite, where others refer to it.
    op.add_column("task", sa.Column("is_sub", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("task", sa.Column("recurrence", sa.String(), nullable=True))
    op.add_column("task", sa.Column("each", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("task", sa.Column("period_on", sa.Date(), nullable=True))
    op.add_column("task", sa.Column("field", sa.String(), nullable=True))
    op.add_column("task", sa.Column("folded", sa.String(), nullable=False, server_default=""))
    op.create_index(
        "uq_task_period",
        "task",
        ["parent_id", "period_on", "lead"],
        unique=True,
        sqlite_where=PERIODIC,
        postgresql_where=PERIODIC,
    )
    op.create_index("ix_task_event_at", "task_event", ["at", "task_id"])
    _fold_titles()


def _fold_titles() -> None:
    """Titles without marks, as the program writes them from now on."""
    task = sa.table("task", sa.column("id", sa.Integer), sa.column("title", sa.String), sa.column("folded", sa.String))
    connection = op.get_bind()
    for row in connection.execute(sa.select(task.c.id, task.c.title)).all():
        connection.execute(task.update().where(task.c.id == row.id).values(folded=_folded(row.title)))


def _folded(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))
    return " ".join(bare.lower().replace("đ", "d").split())


def downgrade() -> None:
    op.drop_index("ix_task_event_at", "task_event")
    op.drop_index("uq_task_period", "task")
    with op.batch_alter_table("task") as task:
        for column in ("folded", "field", "period_on", "each", "recurrence", "is_sub"):
            task.drop_column(column)
    with op.batch_alter_table("draft") as draft:
        draft.drop_column("recurrence")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_broadcast_id")
        outbox.drop_constraint("fk_outbox_broadcast_id", type_="foreignkey")
        outbox.drop_column("broadcast_id")
    op.drop_table("broadcast")
