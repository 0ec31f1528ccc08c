"""A strict Telegram Bot API server for tests."""

from botapi import faults, limits
from botapi.account import Account, Press
from botapi.errors import ApiError
from botapi.keyboard import Button
from botapi.log import Call, Violation
from botapi.people import Topic, User
from botapi.server import BotApiServer
from botapi.state import Chat, Message
from botapi.threaded import ThreadedServer, in_thread
from botapi.world import TOKEN

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
    "ThreadedServer",
    "Topic",
    "User",
    "Violation",
    "faults",
    "in_thread",
    "limits",
]
