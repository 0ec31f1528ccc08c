"""Tell the owners what nobody asked for."""

import logging
from collections.abc import Callable

from telegram.error import TelegramError

from bot.context import App
from bot.screens import Screen
from bot.texts import Texts

__all__ = ["tell_owners"]

_LOGGER = logging.getLogger(__name__)


async def tell_owners(app: App, screen: Callable[[Texts], Screen]) -> None:
    """Send a message to every owner, each in their language; who cannot be reached is left out."""
    services = app.bot_data
    for owner in await services.owners():
        shown = screen(await services.texts_of(owner))
        try:
            await app.bot.send_message(owner, shown.text, reply_markup=shown.keyboard)
        except TelegramError as error:
            _LOGGER.info("owner %d could not be told: %s", owner, error)
