"""What exists on the server: users, chats, members, topics, files and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .keyboard import Button, Markup
from .text import Entity, piece

JSON = dict[str, Any]
ANONYMOUS_ADMIN = 1087968824
RIGHTS = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories "
    "can_delete_stories can_pin_messages can_manage_topics can_post_messages can_edit_messages"
).split()
PERMISSIONS = (
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos "
    "can_send_video_notes can_send_voice_notes can_send_polls can_send_other_messages "
    "can_add_web_page_previews can_change_info can_invite_users can_pin_messages can_manage_topics"
).split()


@dataclass
class User:
    """A person or a bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    def to_api(self) -> JSON:
        """Return it as the Bot API does."""
        shown = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        optional = {k: getattr(self, k) for k in ("last_name", "username", "language_code")}
        return {**shown, **{k: v for k, v in optional.items() if v}}


@dataclass
class Member:
    """A user's place in a chat."""

    user: User
    status: str = "member"
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    custom_title: str | None = None

    @property
    def present(self) -> bool:
        """Tell whether the user is in the chat."""
        return self.status not in ("left", "kicked")

    @property
    def is_admin(self) -> bool:
        """Tell whether the user runs the chat."""
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        """Tell whether an admin right is held."""
        return self.status == "creator" or (self.is_admin and right in self.rights)

    def to_api(self) -> JSON:
        """Return it as the Bot API does."""
        shown: JSON = {"user": self.user.to_api(), "status": self.status}
        if self.is_admin:
            shown["is_anonymous"] = self.anonymous
            if self.custom_title:
                shown["custom_title"] = self.custom_title
        if self.status == "administrator":
            shown["can_be_edited"] = False
            shown.update({right: right in self.rights for right in RIGHTS})
        elif self.status == "restricted":
            shown.update({"is_member": True, "until_date": 0, "can_edit_tag": False})
            shown.update({name: name in self.rights for name in PERMISSIONS})
        elif self.status == "kicked":
            shown["until_date"] = 0
        return shown


@dataclass
class Topic:
    """A forum topic; its id is that of the message that created it."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass
class File:
    """A stored file; `data` may be shorter than the declared size."""

    id: str
    unique_id: str
    data: bytes
    size: int
    name: str | None = None
    mime: str | None = None
    width: int = 0
    height: int = 0

    def to_api(self) -> JSON:
        """Return what a message tells about its document."""
        shown: JSON = {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}
        optional = {"file_name": self.name, "mime_type": self.mime}
        return {**shown, **{k: v for k, v in optional.items() if v}}


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
        """Return it as the Bot API does."""
        shown: JSON = {"message_id": self.id, "date": self.date, "chat": self.chat.to_api()}
        if self.sender:
            shown["from"] = self.sender.to_api()
        if self.sender_chat:
            shown["sender_chat"] = self.sender_chat.to_api()
        if self.thread is not None:
            shown["message_thread_id"] = self.thread
        if self.in_topic:
            shown["is_topic_message"] = True
        if self.reply_to and not nested:
            shown["reply_to_message"] = self.reply_to.to_api(nested=True)
        if self.quote and not nested:
            shown["quote"] = {"text": self.quote, "position": 0, "is_manual": True}
        if self.edit_date:
            shown["edit_date"] = self.edit_date
        if self.via_bot:
            shown["via_bot"] = self.via_bot.to_api()
        if self.text is not None:
            shown["text"] = self.text
        if self.caption:
            shown["caption"] = self.caption
        if self.entities:
            shown["entities" if self.text is not None else "caption_entities"] = self.entities
        if keyboard := self.markup.to_api():
            shown["reply_markup"] = keyboard
        return {**shown, **self.content}
