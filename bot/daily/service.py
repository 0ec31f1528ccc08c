"""The push inside the running bot: put together, begun and ended with it."""

import asyncio
from contextlib import suppress

from telegram.ext import ExtBot
from telegram.request import BaseRequest

from bot.context import App
from bot.daily.delivery import Delivery
from bot.daily.events import Events
from bot.daily.letters import Letters
from bot.daily.pacing import Pacer
from bot.daily.sending import Parts, Timing

__all__ = ["PushService"]


class PushService:
    """Runs the delivery beside the application.

    `request` is the pushes' own way to Telegram: no answer waits behind them, and it asks once,
    for only the ledger may decide on another try.
    """

    def __init__(self, app: App, request: BaseRequest, timing: Timing | None = None) -> None:
        self._app, self._request, self._timing = app, request, timing
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to deliver; the store is open by now."""
        services = self._app.bot_data
        services.delivery = Delivery(self._parts(), self._timing)
        self._task = asyncio.create_task(services.delivery.run())

    async def end(self) -> None:
        """Finish what is on its way, before the store is closed."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        await self._request.shutdown()

    def _parts(self) -> Parts:
        services = self._app.bot_data
        settings, bot = services.settings, self._app.bot
        mouth = ExtBot(
            bot.token,
            settings.base_url,
            settings.base_file_url,
            request=self._request,
            get_updates_request=self._request,
            defaults=bot.defaults,
        )
        return Parts(
            services.store,
            mouth,
            Letters(services.store, settings.language),
            lambda: services.searcher,
            services.clock,
            Pacer(services.clock),
            Events(services.metrics),
        )
