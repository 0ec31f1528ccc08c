"""What is done about questions beside the handling of updates: telling members, purging."""

import asyncio
import logging
import time
from contextlib import suppress

from bot.asked.telling import tell_all
from bot.context import App

__all__ = ["Keeper"]

_LOGGER = logging.getLogger(__name__)
_DAY = 24 * 3600
_AGAIN = 600.0
"""Seconds after which what failed is tried again."""


class Keeper:
    """Works from `begin` to `end`: at once, whenever something was settled, and once a day."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._task: asyncio.Task[None] | None = None

    def begin(self) -> None:
        self._task = asyncio.create_task(self._run(), name="yandu-questions")

    async def end(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        services = self._app.bot_data
        while True:
            services.settled.clear()
            done = await self._work()
            with suppress(TimeoutError):
                async with asyncio.timeout(_DAY if done else _AGAIN):
                    await services.settled.wait()

    async def _work(self) -> bool:
        """Purge and tell; False where something is left for later."""
        services = self._app.bot_data
        try:
            kept = services.settings.questions_days * _DAY
            await services.store.purge()
            await services.store.asked.purge(int(time.time()) - kept)
            return await tell_all(self._app)
        except Exception:  # whatever goes wrong, the next time comes
            _LOGGER.exception("questions could not be kept up")
            return False
