"""Schedules and the ledger of pushes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("topic", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("days", sa.String(10), nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("off", sa.String(16)),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("paused_until", sa.String(10)),
        sa.Column("reading_order", sa.String(16), nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("documents", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("next_day", sa.String(10)),
        sa.Column("next_due", sa.BigInteger),
    )
    op.create_index("ix_schedules_next_due", "schedules", ["next_due"])
    op.create_table(
        "pushes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("lease", sa.BigInteger, nullable=False),
        sa.Column("not_before", sa.BigInteger, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("passages", sa.Text, nullable=False),
        sa.Column("reference_list", sa.Text, nullable=False),
        sa.Column("marks", sa.Text, nullable=False),
        sa.Column("reading_order", sa.String(16), nullable=False),
        sa.Column("late", sa.Boolean, nullable=False),
        sa.Column("settled", sa.BigInteger, nullable=False),
        sa.Column("message", sa.BigInteger),
        sa.Column("reason", sa.Text, nullable=False),
        sa.UniqueConstraint("chat_id", "topic", "day", "kind", "number", name="uq_pushes_once"),
    )
    op.create_index("ix_pushes_history", "pushes", ["chat_id", "topic", "id"])
    op.create_index("ix_pushes_open", "pushes", ["state", "lease"])
