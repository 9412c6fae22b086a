"""People with several accounts, deputies, look-up codes, groups, and reminders that were put off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_code")),
    )
    op.create_table(
        "chat_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("chat_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("registered_by", sa.Integer(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agency_code"], ["agency.code"], name=op.f("fk_chat_group_agency_code")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=op.f("fk_chat_group_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_group")),
        sa.UniqueConstraint("channel", "chat_id", name="uq_chat_group_chat"),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_delegation_deputy_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_delegation_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_deputy_id"), "delegation", ["deputy_id"])
    op.create_index(op.f("ix_delegation_post_id"), "delegation", ["post_id"])
    op.create_table(
        "snooze",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_snooze_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_snooze_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_task_id"), "snooze", ["task_id"])
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("reminder_at", sa.String(), nullable=True))
    with op.batch_alter_table("invitation") as invitation:
        invitation.add_column(sa.Column("account_id", sa.String(), nullable=True))
        invitation.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        invitation.create_foreign_key(op.f("fk_invitation_post_id"), "post", ["post_id"], ["id"])
    with op.batch_alter_table("stranger") as stranger:
        stranger.add_column(sa.Column("chat_id", sa.String(), nullable=False, server_default=""))
        stranger.add_column(sa.Column("display_name", sa.String(), nullable=False, server_default=""))
        stranger.add_column(sa.Column("language", sa.String(), nullable=False, server_default="vi"))
        stranger.add_column(sa.Column("lookup", sa.String(), nullable=True))
        stranger.add_column(sa.Column("wrong_on", sa.Date(), nullable=True))
        stranger.add_column(sa.Column("wrong", sa.Integer(), nullable=False, server_default="0"))
        stranger.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
        stranger.create_unique_constraint(op.f("uq_stranger_lookup"), ["lookup"])
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("in_group", sa.Boolean(), nullable=False, server_default=sa.false()))
        outbox.add_column(sa.Column("reply_to", sa.String(), nullable=True))
