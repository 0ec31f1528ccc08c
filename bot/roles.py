"""Who may change a group's settings: its admins, as Telegram knows them."""

import logging
import time
from collections.abc import Callable

from telegram import Bot, Chat, Message
from telegram.error import TelegramError

from bot.errors import AdminsUnknown

__all__ = ["Roles", "is_anonymous_admin"]

_LOGGER = logging.getLogger(__name__)
_LIFETIME = 60.0
"""Seconds for which a group's admins are remembered."""


class Roles:
    """Asks Telegram who the admins are, at most once a minute for each group."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._admins: dict[int, tuple[float, frozenset[int]]] = {}

    async def is_admin(self, bot: Bot, chat: Chat, user_id: int) -> bool:
        """Tell whether a user is an admin of the chat; in a private chat its user is.

        Raises AdminsUnknown where Telegram does not say: nobody is an admin then.
        """
        if chat.type == Chat.PRIVATE:
            return True
        expires, admins = self._admins.get(chat.id, (0.0, frozenset()))
        now = self._clock()
        if not expires or now >= expires:
            self.forget(chat.id)
            admins = await _ask(bot, chat.id)
            self._admins[chat.id] = now + _LIFETIME, admins
        return user_id in admins

    def forget(self, chat: int) -> None:
        """Ask again at the next look, as after somebody was promoted or demoted."""
        self._admins.pop(chat, None)

    async def may_manage(self, bot: Bot, message: Message) -> bool:
        """Tell whether whoever wrote a message may change the settings of its chat.

        Raises AdminsUnknown.
        """
        if message.chat.type != Chat.PRIVATE and is_anonymous_admin(message):
            return True
        user = message.from_user
        if user is None or (message.sender_chat and message.chat.type != Chat.PRIVATE):
            return False
        return await self.is_admin(bot, message.chat, user.id)


async def _ask(bot: Bot, chat: int) -> frozenset[int]:
    try:
        members = await bot.get_chat_administrators(chat)
    except TelegramError as error:
        _LOGGER.warning("the admins of chat %d are not known: %s", chat, error)
        raise AdminsUnknown from error
    return frozenset(member.user.id for member in members)


def is_anonymous_admin(message: Message) -> bool:
    """Tell whether an admin posted in the name of the group itself.

    The sender's user id is then one that all such admins of all groups share: only the
    sending chat says anything.
    """
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id
