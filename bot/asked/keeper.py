"""What is done about questions beside the handling of updates: telling members, purging."""

import asyncio
import logging
import time
from contextlib import suppress

from telegram.request import BaseRequest

from bot.asked.telling import tell
from bot.context import App
from bot.transport import mouth_of

__all__ = ["Keeper"]

_LOGGER = logging.getLogger(__name__)
_DAY = 24 * 3600.0
_AGAIN = 600.0
"""Seconds after which what failed is tried again."""
_LAST_WAIT = 60.0
"""Seconds for whoever is being told at the end: longer than a request takes."""


class Keeper:
    """Works from `begin` to `end`: at once, whenever something was settled, and once a day.

    `request` asks once: whom it did not reach waits in the database, where a stop loses nobody.
    """

    def __init__(self, app: App, request: BaseRequest) -> None:
        self._app, self._request = app, request
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def begin(self) -> None:
        self._task = asyncio.create_task(self._run(), name="yandu-questions")

    async def end(self) -> None:
        """Begin with nobody else, and let whoever is being told be told."""
        if self._task is None:
            return
        self._stopping = True
        self._app.bot_data.settled.set()
        await asyncio.wait([self._task], timeout=_LAST_WAIT)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        services = self._app.bot_data
        while not self._stopping:
            services.settled.clear()
            wait = await self._work()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await services.settled.wait()

    async def _work(self) -> float:
        """Purge and tell; return the seconds until the next time."""
        services = self._app.bot_data
        try:
            kept = services.settings.questions_days * _DAY
            await services.store.purge()
            await services.store.asked.purge(int(time.time() - kept))
            return await self._tell_all()
        except Exception:  # whatever goes wrong, the next time comes
            _LOGGER.exception("questions could not be kept up")
            return _AGAIN

    async def _tell_all(self) -> float:
        """Tell all whose question is settled; a chat that has to wait holds up no other."""
        bot = self._app.bot
        mouth = mouth_of(self._app.bot_data.settings, self._request, bot.token, bot.defaults)
        waits: dict[int, float] = {}
        for due in await self._app.bot_data.store.wishes.due():
            if self._stopping:
                break
            if due.chat not in waits and (wait := await tell(self._app, mouth, due)):
                waits[due.chat] = wait
        return max(waits.values(), default=_DAY)
