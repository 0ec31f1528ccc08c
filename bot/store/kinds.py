"""What a chat can be, and whether it can be reached."""

from enum import StrEnum

__all__ = ["ChatKind", "ChatState"]


class ChatKind(StrEnum):
    """As Telegram calls them."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class ChatState(StrEnum):
    """Whether the bot may write there."""

    ACTIVE = "active"
    BLOCKED = "blocked"  # by the user of a private chat
    LEFT = "left"  # removed from the group, or gone
