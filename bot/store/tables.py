"""The tables as they are now; migrations/versions/ holds how they came to be."""

from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, Text

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
