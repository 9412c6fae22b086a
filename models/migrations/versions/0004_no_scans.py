"""Indexes without which a question walks all finished tasks, all said notices or all settled updates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CLOSED, CHILD, OPEN = (sa.text(f"{words} NULL") for words in ("closed_at IS NOT", "parent_id IS NOT", "settled_at IS"))


def upgrade() -> None:
    op.drop_index("ix_task_closed", "task")
    _partial("ix_task_closed", "task", ["state", "closed_at", "lead", "parent_id", "is_parent", "id"], CLOSED)
    op.drop_index("ix_task_parent_id", "task")
    _partial("ix_task_parent_id", "task", ["parent_id"], CHILD)
    _partial("ix_inbox_oldest", "inbox", ["id"], OPEN)
    _partial("ix_outbox_failed", "outbox", ["settled_at"], sa.text("state = 'failed'"))
    op.create_index("ix_notice_outbox_key", "notice", ["outbox_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_notice_outbox_key", "notice")
    op.drop_index("ix_outbox_failed", "outbox")
    op.drop_index("ix_inbox_oldest", "inbox")
    op.drop_index("ix_task_parent_id", "task")
    op.create_index("ix_task_parent_id", "task", ["parent_id"], unique=False)
    op.drop_index("ix_task_closed", "task")
    _partial("ix_task_closed", "task", ["closed_at", "lead"], CLOSED)


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
