"""The messages of a chat, as they were sent and as Telegram would describe them."""

import time
from dataclasses import dataclass, field
from typing import Any

from bot.terminal import plain_text

JSON = dict[str, Any]
SHOWN = ("text", "caption", "parse_mode", "reply_markup", "question", "options")


@dataclass
class Post:
    """A message; `content` holds what the sender gave, `extra` what Telegram added."""

    number: int
    chat: JSON
    sender: JSON
    content: JSON
    extra: JSON = field(default_factory=dict)
    date: int = field(default_factory=lambda: int(time.time()))

    @property
    def html(self) -> bool:
        return self.content.get("parse_mode") == "HTML"

    @property
    def text(self) -> str:
        content = self.content
        return content.get("text") or content.get("caption") or content.get("question") or ""

    @property
    def markup(self) -> JSON:
        return self.content.get("reply_markup") or {}

    def edited(self, given: JSON) -> JSON:
        """Tell what the content would be after an edit; buttons that are not given go."""
        kept = {} if "text" in given else self.content
        kept = {key: value for key, value in kept.items() if key != "reply_markup"}
        return kept | shown(given)

    def describe(self) -> JSON:
        """Return the message as the Bot API gives it."""
        message = {"message_id": self.number, "date": self.date, "chat": self.chat}
        message |= {"from": self.sender} | self.extra
        for key in ("text", "caption"):
            if key in self.content:
                value = self.content[key]
                message[key] = plain_text(value) if self.html else value
        if "inline_keyboard" in self.markup:
            message["reply_markup"] = self.markup
        return message


def shown(given: JSON) -> JSON:
    """Pick what a reader sees of a call's parameters."""
    return {key: given[key] for key in SHOWN if given.get(key) is not None}
