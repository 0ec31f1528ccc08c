"""Remember what messages of ours show, and find the one that a follow-up goes on from."""

import logging
import time

from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from bot.answering import Said
from bot.context import Context
from bot.opening import View
from bot.payloads import AnswerView, OutlineView, PlaceView, encode, parse
from bot.store import ShownMessage

__all__ = ["recall", "remember", "said_by"]

_LOGGER = logging.getLogger(__name__)
_SHORTLY = 600
"""Seconds after an answer in which a message in a private chat may go on from it."""


async def remember(
    context: Context, chat: int, message: int, said: Said, asked: int | None = None
) -> None:
    """Keep what a message shows; where that fails, it was shown all the same."""
    if not said.question and said.view is None:
        return
    view = encode(said.view) if said.view else ""
    shown = ShownMessage(said.question, view, said.seen)
    try:
        await context.store.shown.record(chat, message, shown, int(time.time()), asked)
    except SQLAlchemyError:
        _LOGGER.exception("what a message shows could not be kept")


async def said_by(context: Context, chat: int, message: int) -> Said:
    """Tell what a message of ours shows; nothing where that is not known any more."""
    shown = await context.store.shown.find(chat, message)
    return _said(shown) if shown else Said()


async def recall(context: Context, message: Message, *, replied: bool = False) -> Said | None:
    """Find what a message goes on from: the one it replies to, in private also the last one.

    `replied` leaves the last one out.
    """
    shown = context.store.shown
    chat, quoted = message.chat, message.reply_to_message
    found: ShownMessage | None = None
    if quoted is not None and quoted.from_user and quoted.from_user.id == context.bot.id:
        found = await shown.find(chat.id, quoted.message_id)
    elif chat.type == chat.PRIVATE and not replied:
        since = int(message.date.timestamp()) - _SHORTLY
        found = await shown.latest(chat.id, before=message.message_id, since=since)
    return _said(found) if found else None


def _said(shown: ShownMessage) -> Said:
    payload = parse(shown.view)
    view: View | None = None
    if isinstance(payload, AnswerView | PlaceView | OutlineView):
        view = payload
    return Said(shown.question, view, shown.seen)
