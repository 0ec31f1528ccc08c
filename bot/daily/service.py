"""The push inside the running bot: put together, begun and ended with it."""

import asyncio
from contextlib import suppress

from telegram.ext import Defaults
from telegram.request import BaseRequest

from bot.context import App, Services
from bot.daily.delivery import Delivery
from bot.daily.events import Events
from bot.daily.letters import Letters
from bot.daily.pacing import Pacer
from bot.daily.sending import Parts, Timing
from bot.settings import Settings
from bot.transport import mouth_of

__all__ = ["PushService", "make_parts", "timing_of"]


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
        bot = self._app.bot
        parts = make_parts(services, self._request, bot.token, bot.defaults)
        services.delivery = Delivery(parts, self._timing or timing_of(services.settings))
        self._task = asyncio.create_task(services.delivery.run())

    async def end(self) -> None:
        """Finish what is on its way, before the store is closed."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task


def timing_of(settings: Settings) -> Timing:
    return Timing(window=settings.catch_up_hours * 3600.0)


def make_parts(
    services: Services, request: BaseRequest, token: str, defaults: Defaults | None
) -> Parts:
    """Put together what pushes are made with."""
    settings = services.settings
    return Parts(
        services.store,
        mouth_of(settings, request, token, defaults),
        Letters(services.store, services.layouts, settings.language),
        lambda: services.searcher,
        services.clock,
        Pacer(services.clock),
        Events(services.metrics),
    )
