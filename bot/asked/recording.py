"""Record what is asked and how it was answered; never who asked it."""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.answering import Turn
from bot.asked.buttons import judged
from bot.context import Context
from bot.replies import thread_of
from bot.screens import Screen
from bot.store.asked import Asked, Outcome
from bot.texts import Texts

__all__ = ["offered", "record"]

_LOGGER = logging.getLogger(__name__)


def offered(turn: Turn, _: Texts) -> Screen:
    """Give the message of an answer the buttons to judge it by, where that makes sense."""
    if turn.found is None or not turn.found.judged:
        return turn.screen
    return judged(turn.screen, _, wish=turn.found.outcome is Outcome.NONE)


async def record(context: Context, message: Message, answer: int, turn: Turn) -> None:
    """Record a question; where that fails, it was answered all the same."""
    sender = message.sender_chat or message.from_user
    if turn.found is None or sender is None:
        return
    store, found = context.store, turn.found
    try:
        asked = Asked(
            message.chat.id,
            thread_of(message) or 0,
            message.message_id,
            answer,
            await store.keys.member(sender.id),
            turn.said.question,
            found.outcome,
            found.document,
            found.reference,
        )
        await store.asked.record(asked, int(time.time()))
    except SQLAlchemyError as error:  # whose text holds what was to be written
        _LOGGER.error("a question could not be recorded: %s", type(error).__name__)  # noqa: TRY400
