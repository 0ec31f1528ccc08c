"""Sending and editing: in the right topic, as a reply in groups, and wherever the group went."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from telegram import CallbackQuery, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.context import Context
from bot.screens import Screen
from bot.terminal import plain_text

__all__ = ["alert_query", "answer_query", "edit", "reply", "show_typing", "shows", "thread_of"]

_LOGGER = logging.getLogger(__name__)
_T = TypeVar("_T")
_PATIENCE = 0.5
_TYPING_LASTS = 4.5
_GONE = ("message to edit not found", "message_id_invalid", "can't be edited")


def thread_of(message: Message) -> int | None:
    """Return the topic to write to; the General topic is none."""
    return message.message_thread_id if message.is_topic_message else None


async def reply(context: Context, message: Message, screen: Screen) -> Message:
    """Answer a message: in a group as a reply to it, in its topic."""
    private = message.chat.type == message.chat.PRIVATE
    to = None if private else ReplyParameters(message.message_id, allow_sending_without_reply=True)
    try:
        return await context.bot.send_message(
            message.chat.id,
            screen.text,
            reply_markup=screen.keyboard,
            reply_parameters=to,
            message_thread_id=thread_of(message),
        )
    except ChatMigrated as migrated:
        await context.store.chats.move(message.chat.id, migrated.new_chat_id)
        return await context.bot.send_message(
            migrated.new_chat_id, screen.text, reply_markup=screen.keyboard
        )


async def edit(context: Context, chat: int, message: int, screen: Screen) -> bool:
    """Put a screen in the place of a message of ours; False where that message is gone."""
    try:
        await context.bot.edit_message_text(
            screen.text, chat_id=chat, message_id=message, reply_markup=screen.keyboard
        )
    except BadRequest as error:
        reason = error.message.casefold()
        if "not modified" in reason:
            return True
        if any(gone in reason for gone in _GONE):
            return False
        raise
    return True


def shows(message: Message, screen: Screen) -> bool:
    """Tell whether a message of ours shows this screen already, so that no edit is wanted."""
    same = message.text == plain_text(screen.text).strip()
    return same and message.reply_markup == screen.keyboard


async def answer_query(query: CallbackQuery, text: str | None = None) -> None:
    """End a button's waiting; one pressed too long ago cannot be answered any more."""
    try:
        await query.answer(text)
    except BadRequest as error:
        _LOGGER.info("a button could not be answered: %s", error)


async def alert_query(query: CallbackQuery, text: str) -> None:
    """End a button's waiting with a word that must be read."""
    try:
        await query.answer(text, show_alert=True)
    except BadRequest as error:
        _LOGGER.info("a button could not be answered: %s", error)


async def show_typing(context: Context, message: Message, work: Awaitable[_T]) -> _T:
    """Wait for work, and show that the bot is typing where it takes over half a second."""
    typing = asyncio.create_task(_type(context, message))
    try:
        return await work
    finally:
        typing.cancel()


async def _type(context: Context, message: Message) -> None:
    await asyncio.sleep(_PATIENCE)
    with suppress(TelegramError):
        while True:
            await context.bot.send_chat_action(
                message.chat.id, ChatAction.TYPING, message_thread_id=thread_of(message)
            )
            await asyncio.sleep(_TYPING_LASTS)
