"""A strict Telegram Bot API server for tests.

async with BotApiServer() as server:
    ...  # start a bot with server.token, server.base_url and server.base_file_url
    alice = server.user("Alice")
    message = await alice.ask("错峰消毒法是什么")      # write, and wait for the bot's message
    press = await alice.press(message, "更多")         # by label, data or (row, column)
    await press.answer()                               # answerCallbackQuery's parameters
    group = server.group("学习", [alice], forum=True)
    await alice.send(group, "/ask 什么", thread=await alice.create_topic(group, "每日"))
    server.fail("sendMessage", faults.flood(3), chat=group)
    assert server.violations == []                     # what Telegram would not have liked
"""

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
