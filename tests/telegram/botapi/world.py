"""Everything that the server knows, and the laws by which messages appear in it."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from botapi.people import ANONYMOUS_ADMIN, JSON, RIGHTS, File, Member, Topic, User
from botapi.state import Chat, Message
from botapi.updates import UpdateQueue

TOKEN = "987654321:AAG-strict_test_server_token_0123456"
"""Well formed, and good for nothing elsewhere."""


@dataclass
class Query:
    """A pressed button or an inline query that waits for its answer."""

    id: str
    user: User
    created: float
    data: str
    message: Message | None = None
    answer: JSON | None = None


@dataclass
class World:
    """One bot and all around it. `privacy` is BotFather's group privacy, on by default."""

    token: str = TOKEN
    username: str = "YanduTestBot"
    clock: Callable[[], float] = time.time
    privacy: bool = True
    deliver_mentions: bool = False
    """Whether a plain @mention reaches a bot in privacy mode; it may not, so: no."""
    inline_enabled: bool = True
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    paths: dict[str, File] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    inline_messages: dict[str, Message] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """The bot's name and descriptions by kind and language."""
    webhook: JSON = field(default_factory=dict)
    logged_out: bool = False
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    touched: Message | None = None
    """The message that the method in hand has sent or edited."""
    doubts: list[str] = field(default_factory=list)
    """What the method in hand did that Telegram lets pass."""

    def __post_init__(self) -> None:
        bot_id = int(self.token.split(":")[0])
        self.bot = User(bot_id, "Yandu", username=self.username, is_bot=True)
        name = "Group"
        anonymous = User(ANONYMOUS_ADMIN, name, username="GroupAnonymousBot", is_bot=True)
        self.users = {self.bot.id: self.bot, anonymous.id: anonymous}
        self.anonymous = anonymous
        self._user_ids = 7_000_000_001  # beyond 32 bits, as real ones are
        self._group_ids = 4_000_001
        self._supergroup_ids = 2_000_000_001
        self._message_ids = 100
        self._serial = 4_000_000_000_000

    def now(self) -> int:
        """Return the time in whole seconds."""
        return int(self.clock())

    def serial(self) -> str:
        """Return an id for a query, a file or a poll."""
        self._serial += 7
        return str(self._serial)

    # users and chats

    def add_user(self, first_name: str, **details: Any) -> User:
        """Create a person."""
        user_id = details.pop("id", None) or self._user_ids
        self._user_ids = max(self._user_ids, user_id) + 1
        user = User(user_id, first_name, **details)
        self.users[user.id] = user
        return user

    def open_private(self, user: User) -> Chat:
        """Return the chat of a user who has started the bot."""
        if user.id not in self.chats:
            self.chats[user.id] = Chat(user.id, "private", user=user)
        return self.chats[user.id]

    def add_chat(self, kind: str, title: str, **details: Any) -> Chat:
        """Create a group, supergroup or channel."""
        if kind == "group":
            chat_id, self._group_ids = -self._group_ids, self._group_ids + 1
        else:
            chat_id, self._supergroup_ids = (
                -(10**12) - self._supergroup_ids,
                self._supergroup_ids + 1,
            )
        chat = Chat(details.pop("id", chat_id), kind, title, **details)
        chat.last_id = 1  # the note of its creation; 1 is also the General topic's number
        self.chats[chat.id] = chat
        return chat

    def bot_member(self, chat: Chat) -> Member:
        """Return the bot's own place in a chat."""
        return chat.members.get(self.bot.id) or Member(self.bot, "left")

    def set_member(self, chat: Chat, user: User, status: str, **details: Any) -> Member:
        """Give a user a place in a chat."""
        if status == "administrator" and "rights" not in details:
            details["rights"] = frozenset(RIGHTS)
        chat.members[user.id] = Member(user, status, **details)
        return chat.members[user.id]

    # messages

    def post(self, chat: Chat, sender: User | None, **details: Any) -> Message:
        """Make a message appear in a chat."""
        message = Message(self._message_id(chat), chat, self.now(), sender, **details)
        if chat.type == "channel" and message.sender_chat is None:
            message.sender, message.sender_chat = None, chat
        self._place(message)
        chat.stored[message.id] = message
        return message

    def add_topic(self, chat: Chat, name: str, creator: User) -> Topic:
        """Create a forum topic with its service message."""
        content = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        message = self.post(chat, creator, kind="forum_topic_created", content=content)
        message.thread, message.in_topic = message.id, True
        topic = chat.topics[message.id] = Topic(message.id, name)
        return topic

    def add_file(self, data: bytes, size: int | None = None, **details: Any) -> File:
        """Store a file."""
        serial = self.serial()
        file_id = f"BQACAgUAAx{serial}{secrets.token_urlsafe(24)}"
        stored = File(file_id, f"AgAD{serial}", data, size or len(data), **details)
        self.files[stored.id] = stored
        return stored

    def add_query(self, user: User, data: str, message: Message | None = None) -> Query:
        """Note something that wants an answer."""
        query = Query(self.serial(), user, self.clock(), data, message)
        self.queries[query.id] = query
        return query

    def _message_id(self, chat: Chat) -> int:
        """Count per supergroup and channel, and once for all other chats, as Telegram does."""
        if chat.type in ("supergroup", "channel"):
            chat.last_id += 1
            return chat.last_id
        self._message_ids += 1
        return self._message_ids

    def _place(self, message: Message) -> None:
        """Find the topic, or the reply thread, that a message belongs to."""
        chat, reply = message.chat, message.reply_to
        if chat.type != "supergroup":
            return
        if chat.is_forum:
            if message.thread is None and reply is not None and reply.in_topic:
                message.thread = reply.thread
            message.in_topic = message.thread is not None
        elif reply is not None:
            message.thread = reply.thread or reply.id
