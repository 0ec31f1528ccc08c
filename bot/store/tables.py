"""The tables as they are now; migrations/versions/ holds how they came to be."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("title", String(255), nullable=False, default=""),
    Column("state", String(16), nullable=False),
    Column("language", String(16)),
)

users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(16)),
)

# Which message of ours answers which question. `digest` tells a question from another one
# under the same message id: the text may have been edited since.
answers = Table(
    "answers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("question_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer_id", BigInteger, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("answered", BigInteger, nullable=False, index=True),
)

# What a message of ours shows, so that 还有吗 can go on from it. `asked_id` is the message that
# it answers, `view` the place that is open as a button's payload, `seen` content ids.
shown = Table(
    "shown",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("asked_id", BigInteger, nullable=False),
    Column("question", Text, nullable=False),
    Column("view", String(64), nullable=False),
    Column("seen", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)

# Updates are kept here before Telegram hears that they arrived; `body` goes when it is handled.
updates = Table(
    "updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", String(32), nullable=False),
    Column("body", Text),
    Column("tries", Integer, nullable=False, default=1),
    Column("received", BigInteger, nullable=False, index=True),
)

# What was last said to the owners about a subject, so that a restart does not repeat it.
notices = Table(
    "notices",
    metadata,
    Column("subject", String(32), primary_key=True),
    Column("text", Text, nullable=False),
)

# When and what each chat, or topic of it (0 for none), is pushed. `next_day` and `next_due` are
# the slot that is awaited; without it nothing is due.
schedules = Table(
    "schedules",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False),
    Column("at", String(5), nullable=False),
    Column("days", String(10), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("off", String(16)),
    Column("silent", Boolean, nullable=False),
    Column("paused_until", String(10)),
    Column("reading_order", String(16), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("documents", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("language", String(16), nullable=False),
    Column("next_day", String(10)),
    Column("next_due", BigInteger, index=True),
)

# The ledger: one row for each push. Of the scheduled kind `number` is 0, so that a chat, a topic
# and a local date have one row. `owner` is the process that is at work on it until `lease`.
pushes = Table(
    "pushes",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("day", String(10), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(32), nullable=False),
    Column("lease", BigInteger, nullable=False),
    Column("not_before", BigInteger, nullable=False),
    Column("document", Text, nullable=False),
    Column("passages", Text, nullable=False),
    Column("reference_list", Text, nullable=False),
    Column("marks", Text, nullable=False),
    Column("reading_order", String(16), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("settled", BigInteger, nullable=False),
    Column("message", BigInteger),
    Column("reason", Text, nullable=False),
    UniqueConstraint("chat_id", "topic", "day", "kind", "number", name="uq_pushes_once"),
    Index("ix_pushes_history", "chat_id", "topic", "id"),
    Index("ix_pushes_open", "state", "lease"),
)

# Owners besides those of the settings, and the one-time links that make one, by SHA-256.
owners = Table(
    "owners",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(255), nullable=False),
    Column("since", BigInteger, nullable=False),
)

claims = Table(
    "claims",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("made", BigInteger, nullable=False),
    Column("used", BigInteger),
)

# Every privileged action: who did what, where, and what came of it.
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("user_id", BigInteger, nullable=False),
    Column("name", String(255), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("action", String(32), nullable=False),
    Column("detail", Text, nullable=False),
)

# The documents that a chat uses; a chat without a row uses all.
studies = Table(
    "studies",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("document", String(64), primary_key=True),
)

# The questions, without names: `member` is a keyed digest of the user's id. `question_id` and
# `answer_id` are messages, below 0 where they stayed behind in a group that moved. `verdict` is
# that of the answer, `place` for a typed reference, `unknown` for one that no document has.
# `document` and `reference` are those of the first hit; `alias_id` is what settled the question
# later.
asked = Table(
    "asked",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("question_id", BigInteger, nullable=False),
    Column("answer_id", BigInteger, nullable=False),
    Column("member", String(32), nullable=False, index=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("document", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("alias_id", BigInteger, index=True),
    UniqueConstraint("chat_id", "question_id", name="uq_asked_once"),
    Index("ix_asked_answer", "chat_id", "answer_id"),
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    Column("asked_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member", String(32), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Members who want to be told once their question is settled, each in the language of then.
wishes = Table(
    "wishes",
    metadata,
    Column("asked_id", BigInteger, primary_key=True, autoincrement=False),
    Column("member", String(32), primary_key=True),
    Column("language", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Questions that an admin has settled: `reference` is the right place, `passages` lists the
# addresses of its passages, a line each. An empty document says that no document deals with it.
# Rows are never changed and their ids never used again: the newest id and their number tell
# whether anything is new.
aliases = Table(
    "aliases",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("question", Text, nullable=False),
    Column("document", String(64), nullable=False),
    Column("reference", Text, nullable=False),
    Column("passages", Text, nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

# Secrets that this database keeps for itself, such as the key of the members' digests.
keys = Table(
    "keys",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", String(64), nullable=False),
)
