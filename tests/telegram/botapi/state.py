"""Chats and the messages in them, in their present state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from botapi.keyboard import Button, Markup
from botapi.people import JSON, File, Member, Topic, User
from botapi.text import Entity, piece


@dataclass(eq=False)
class Chat:
    """A private chat, group, supergroup or channel."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    user: User | None = None
    blocked: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    general_closed: bool = False
    stored: dict[int, Message] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    pinned: list[int] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    migrated_to: int | None = None
    last_id: int = 0

    @property
    def messages(self) -> list[Message]:
        """List the messages that a reader sees now, oldest first."""
        return list(self.stored.values())

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group of either kind."""
        return self.type in ("group", "supergroup")

    def member(self, user_id: int) -> Member | None:
        """Find a present member."""
        found = self.members.get(user_id)
        return found if found and found.present else None

    def topic_messages(self, thread: int | None) -> list[Message]:
        """List the messages of one topic; None is General."""
        return [m for m in self.messages if m.thread == thread]

    def to_api(self) -> JSON:
        """Return it as the Bot API does inside messages."""
        if self.user:
            shown = self.user.to_api()
            keys = ("id", "first_name", "last_name", "username")
            return {**{k: shown[k] for k in keys if k in shown}, "type": "private"}
        optional = {"title": self.title, "username": self.username}
        forum: JSON = {"is_forum": True} if self.is_forum else {}
        kept = {k: v for k, v in optional.items() if v}
        return {"id": self.id, "type": self.type, **kept, **forum}


@dataclass(eq=False)
class Message:
    """A message in its present state."""

    id: int
    chat: Chat
    date: int
    sender: User | None = None
    sender_chat: Chat | None = None
    text: str | None = None
    caption: str | None = None
    entities: list[Entity] = field(default_factory=list)
    markup: Markup = field(default_factory=Markup)
    reply_to: Message | None = None
    quote: str | None = None
    thread: int | None = None
    in_topic: bool = False
    edit_date: int | None = None
    from_bot: bool = False
    via_bot: User | None = None
    kind: str | None = None
    content: JSON = field(default_factory=dict)
    file: File | None = None
    reactions: list[str] = field(default_factory=list)
    edits: int = 0
    silent: bool = False

    @property
    def shown(self) -> str:
        """Return the text or caption, with markup already applied."""
        return self.text if self.text is not None else (self.caption or "")

    @property
    def buttons(self) -> list[list[Button]]:
        """List the rows of buttons."""
        return [list(row) for row in self.markup.inline]

    @property
    def button_texts(self) -> list[list[str]]:
        """List the rows of button labels."""
        return [[button.text for button in row] for row in self.markup.inline]

    def all_buttons(self) -> Iterator[Button]:
        """Go through the buttons, row by row."""
        for row in self.markup.inline:
            yield from row

    def marked(self, kind: str) -> list[str]:
        """List the pieces of text under entities of a kind, such as `bold`."""
        return [piece(self.shown, e) for e in self.entities if e["type"] == kind]

    def to_api(self, *, nested: bool = False) -> JSON:
        """Return it as the Bot API does; `nested` is short of what it replies to."""
        shown: JSON = {"message_id": self.id, "date": self.date, "chat": self.chat.to_api()}
        optional = {
            "from": self.sender and self.sender.to_api(),
            "sender_chat": self.sender_chat and self.sender_chat.to_api(),
            "message_thread_id": self.thread,
            "is_topic_message": self.in_topic,
            "reply_to_message": self.reply_to and not nested and self.reply_to.to_api(nested=True),
            "quote": self.quote and {"text": self.quote, "position": 0, "is_manual": True},
            "edit_date": self.edit_date,
            "via_bot": self.via_bot and self.via_bot.to_api(),
            "text": self.text,
            "caption": self.caption,
            "entities" if self.text is not None else "caption_entities": self.entities,
            "reply_markup": self.markup.to_api(),
        }
        shown.update((name, value) for name, value in optional.items() if value)
        return {**shown, **self.content}
