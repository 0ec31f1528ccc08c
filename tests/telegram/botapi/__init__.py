"""A strict Telegram Bot API server for tests."""

from . import faults, limits
from .account import Account, Press
from .errors import ApiError
from .keyboard import Button
from .log import Call, Violation
from .server import BotApiServer
from .state import Chat, Message, Topic, User
from .world import TOKEN

__all__ = [
    "TOKEN",
    "Account",
    "ApiError",
    "BotApiServer",
    "Button",
    "Call",
    "Chat",
    "Message",
    "Press",
    "Topic",
    "User",
    "Violation",
    "faults",
    "limits",
]
