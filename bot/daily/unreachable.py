"""Chats and topics that cannot be written to any more: switched off, and who should know told."""

import logging

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.daily.letters import Letters
from bot.daily.models import Off, Schedule
from bot.markup import escape
from bot.store import ChatState, Store
from bot.texts import Texts

__all__ = ["note_unreachable"]

_LOGGER = logging.getLogger(__name__)
_OF_TOPIC = (Off.TOPIC_CLOSED, Off.TOPIC_DELETED)


async def note_unreachable(
    store: Store, bot: ExtBot[None], letters: Letters, schedule: Schedule, off: Off
) -> None:
    """Switch off what Telegram refuses for good, with the reason; admins hear of a topic."""
    target = schedule.target
    if off not in _OF_TOPIC:
        await store.schedules.switch_off(target.chat, off)
        state = ChatState.BLOCKED if off is Off.BLOCKED else ChatState.LEFT
        await store.chats.set_state(target.chat, state)
        return
    await store.schedules.switch_off(target.chat, off, target.topic)
    _ = await letters.texts(schedule)
    await _tell_admins(bot, target.chat, escape(await _report(bot, target.chat, off, _)))


async def _report(bot: ExtBot[None], chat: int, off: Off, _: Texts) -> str:
    try:
        title = (await bot.get_chat(chat)).title or str(chat)
    except TelegramError:
        title = str(chat)
    if off is Off.TOPIC_CLOSED:
        return _(
            "“{chat}”里每日研读所在的话题关闭了，推送已停。重新打开话题后，在里面发 /daily on。",
            chat=title,
        )
    return _(
        "“{chat}”里每日研读所在的话题被删除了，推送已经停下。可以在别的话题里发 /daily on。",
        chat=title,
    )


async def _tell_admins(bot: ExtBot[None], chat: int, text: str) -> None:
    """Tell the admins who talk with the bot; if none does, the group."""
    told = 0
    try:
        admins = await bot.get_chat_administrators(chat)
    except TelegramError as error:
        _LOGGER.info("the admins of %d are not known: %s", chat, error)
        admins = ()
    for admin in admins:
        if not admin.user.is_bot:
            told += await _tell(bot, admin.user.id, text)
    if not told:
        await _tell(bot, chat, text)


async def _tell(bot: ExtBot[None], chat: int, text: str) -> bool:
    try:
        await bot.send_message(chat, text)
    except TelegramError as error:
        _LOGGER.info("%d could not be told: %s", chat, error)
        return False
    return True
