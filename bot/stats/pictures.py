"""Sending a picture with its text below, and putting one in the place of another."""

from telegram import InputMediaPhoto, Message, ReplyParameters
from telegram.error import BadRequest

from bot.context import Context
from bot.replies import thread_of
from bot.screens import Screen

__all__ = ["reply_picture", "show_picture"]

_NAME = "yandu-stats.png"


async def reply_picture(
    context: Context, message: Message, picture: bytes, screen: Screen
) -> Message:
    """Answer a message with a PNG and a caption, in a group as a reply, in its topic."""
    private = message.chat.type == message.chat.PRIVATE
    to = None if private else ReplyParameters(message.message_id, allow_sending_without_reply=True)
    return await context.bot.send_photo(
        message.chat.id,
        picture,
        screen.text,
        filename=_NAME,
        reply_markup=screen.keyboard,
        reply_parameters=to,
        message_thread_id=thread_of(message),
    )


async def show_picture(context: Context, message: Message, picture: bytes, screen: Screen) -> None:
    """Put a PNG and a caption in the place of what a message of ours shows, text or picture."""
    media = InputMediaPhoto(picture, screen.text, filename=_NAME)
    try:
        await context.bot.edit_message_media(
            media, message.chat.id, message.message_id, reply_markup=screen.keyboard
        )
    except BadRequest as error:
        if "not modified" not in error.message.casefold():
            raise
