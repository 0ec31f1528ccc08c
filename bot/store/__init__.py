"""What the bot remembers: chats, users, answers and the updates that it has taken."""

from bot.store.answers import Answered
from bot.store.database import connect
from bot.store.kinds import ChatKind, ChatState
from bot.store.shown import ShownMessage
from bot.store.store import Store

__all__ = ["Answered", "ChatKind", "ChatState", "ShownMessage", "Store", "connect"]
