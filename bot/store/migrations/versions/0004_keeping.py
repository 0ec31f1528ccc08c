"""Keep the corpus from the chat: owners, the audit log, what chats study, what was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _owners()
    _questions()
    op.execute("UPDATE chats SET title = '' WHERE kind = 'private'")


def _owners() -> None:
    op.create_table(
        "owners",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "claims",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("used", sa.BigInteger),
    )
    op.create_table(
        "audit",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_table(
        "studies",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("document", sa.String(64), primary_key=True),
    )


def _questions() -> None:
    op.create_table(
        "asked",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.BigInteger, nullable=False),
        sa.Column("question_id", sa.BigInteger, nullable=False),
        sa.Column("answer_id", sa.BigInteger, nullable=False),
        sa.Column("member", sa.String(32), nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("alias_id", sa.BigInteger, index=True),
        sa.UniqueConstraint("chat_id", "question_id", name="uq_asked_once"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_asked_answer", "asked", ["chat_id", "answer_id"])
    op.create_table(
        "votes",
        sa.Column("asked_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("member", sa.String(32), primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "wishes",
        sa.Column("asked_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("member", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "aliases",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("document", sa.String(64), nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("passages", sa.Text, nullable=False),
        sa.Column("author", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "keys",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
    )
