"""What happens when a handler fails: the log first, then a friendly line to whoever asked."""

import logging
from contextlib import suppress

from telegram import Update
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.context import Context
from bot.markup import escape
from bot.replies import reply
from bot.screens import Screen
from bot.store import ChatState

__all__ = ["on_error"]

_LOGGER = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log an error; a reader learns that something failed, never what."""
    error = context.error
    if isinstance(error, Conflict):
        _LOGGER.error("another process fetches updates with this token; stop one: %s", error)
    elif not isinstance(update, Update):
        _LOGGER.warning("while fetching updates: %r", error)
    elif isinstance(error, Forbidden):
        await _note_forbidden(update, context, error)
    else:
        _LOGGER.error("update %d failed", update.update_id, exc_info=error)
        if not _unreachable(error):
            await _apologise(update, context)


def _unreachable(error: Exception | None) -> bool:
    """Tell whether Telegram itself cannot be reached or wants nothing more; saying so is idle."""
    # A BadRequest is a NetworkError to the library.
    return isinstance(error, RetryAfter | NetworkError) and not isinstance(error, BadRequest)


async def _note_forbidden(update: Update, context: Context, error: Forbidden) -> None:
    chat = update.effective_chat
    _LOGGER.info("chat %s cannot be written to: %s", chat.id if chat else None, error)
    if chat:
        state = ChatState.BLOCKED if chat.type == chat.PRIVATE else ChatState.LEFT
        await context.store.chats.set_state(chat.id, state)


async def _apologise(update: Update, context: Context) -> None:
    _ = await context.texts(update)
    sorry = _("抱歉，这一次没能答上来。请过一会儿再试。")
    with suppress(TelegramError):
        if update.callback_query:
            await update.callback_query.answer(sorry)
        elif message := update.message or update.edited_message:
            await reply(context, message, Screen(escape(sorry)))
