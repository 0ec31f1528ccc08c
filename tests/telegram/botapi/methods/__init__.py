"""The methods of the Bot API, by name."""

from __future__ import annotations

from botapi.methods import chats, editing, files, identity, polls, queries, sending, updating
from botapi.methods.registry import METHODS

__all__ = [
    "METHODS",
    "chats",
    "editing",
    "files",
    "identity",
    "polls",
    "queries",
    "sending",
    "updating",
]
