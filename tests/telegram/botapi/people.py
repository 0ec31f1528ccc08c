"""Users, members, topics and files: what chats are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

JSON = dict[str, Any]
ANONYMOUS_ADMIN = 1087968824
RIGHTS = [
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_post_messages",
    "can_edit_messages",
]
PERMISSIONS = [
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
]


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
        shown: JSON = {
            "file_id": self.id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        optional = {"file_name": self.name, "mime_type": self.mime}
        return {**shown, **{k: v for k, v in optional.items() if v}}
