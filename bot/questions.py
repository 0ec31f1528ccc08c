"""What a message asks, and whether it is addressed to the bot."""

import hashlib
import re

from telegram import Bot, Message, MessageEntity
from telegram.ext import filters

__all__ = ["Addressed", "digest_of", "is_addressed", "question_of"]


class Addressed(filters.MessageFilter):
    """Lets through what is said to the bot in a group: a reply to it, or a mention of it."""

    def filter(self, message: Message) -> bool:
        return is_addressed(message)


def is_addressed(message: Message) -> bool:
    bot = message.get_bot()
    return _replies_to(message, bot) or bool(_mentions(message, bot))


def question_of(message: Message, bot: Bot) -> str:
    """Return the question: the text without command and mentions.

    Where nothing is left, the message that it replies to is meant, unless it is the bot's own.
    """
    own = _own_text(message, bot)
    quoted = message.reply_to_message
    if own or quoted is None or _replies_to(message, bot):
        return own
    return (quoted.text or quoted.caption or "").strip()


def digest_of(message: Message, question: str) -> str:
    """Tell a question from an edited or another one under the same message id."""
    asked = f"{message.date.timestamp()} {question}".encode()
    return hashlib.blake2b(asked, digest_size=16).hexdigest()


def _own_text(message: Message, bot: Bot) -> str:
    text = message.text or ""
    for mention in _mentions(message, bot):
        text = text.replace(mention, " ", 1)
    return re.sub(r"^\s*/\w+(@\w+)?", "", text, flags=re.ASCII).strip()


def _mentions(message: Message, bot: Bot) -> list[str]:
    """Return the pieces of the text that name the bot."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    name = f"@{bot.username}".casefold()
    return [
        piece
        for entity, piece in message.parse_entities(kinds).items()
        if (entity.user.id == bot.id if entity.user else piece.casefold() == name)
    ]


def _replies_to(message: Message, bot: Bot) -> bool:
    """Tell whether a message replies to the bot.

    In a topic every message replies to the one that opened it, which says nothing.
    """
    quoted = message.reply_to_message
    if quoted is None or quoted.from_user is None or quoted.forum_topic_created:
        return False
    return quoted.from_user.id == bot.id
