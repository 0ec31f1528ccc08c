"""The methods of the Bot API, by name."""

from __future__ import annotations

from . import chats, editing, files, identity, polls, queries, sending, updating
from .registry import METHODS

__all__ = ["METHODS", "chats", "editing", "files", "identity", "polls", "queries", "sending",
           "updating"]  # fmt: skip
