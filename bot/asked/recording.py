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
    """Record a question; where that fails, it was answered all the same.

    A message that only goes on from an answer is none, also where it was one before its edit.
    """
    try:
        await _record(context, message, answer, turn)
    except SQLAlchemyError:
        _LOGGER.exception("a question could not be recorded")


async def _record(context: Context, message: Message, answer: int, turn: Turn) -> None:
    sender, store, found = message.sender_chat or message.from_user, context.store, turn.found
    if sender is None:
        return
    if found is None:
        await store.asked.withdraw(message.chat.id, message.message_id)
        return
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
