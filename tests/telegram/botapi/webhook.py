"""Posting updates to the bot's webhook, with retries as Telegram makes them."""

from __future__ import annotations

import asyncio
import json

import aiohttp

from botapi.people import JSON
from botapi.world import World


class WebhookPusher:
    """Post queued updates while a webhook is set; an update is kept until it is taken."""

    def __init__(self, world: World, first_retry: float = 0.05) -> None:
        self.world = world
        self.first_retry = first_retry
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        """Push until cancelled."""
        async with aiohttp.ClientSession(trust_env=False) as self._session:
            try:
                while True:
                    await self.world.updates.arrived.wait()
                    self.world.updates.arrived.clear()
                    await self._push_all()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _push_all(self) -> None:
        queue = self.world.updates
        while queue.webhook_active and (update := queue.take()):
            if len(self._tasks) >= self.world.webhook["max_connections"]:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            task = asyncio.create_task(self._push(update))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _push(self, update: JSON) -> None:
        delay = self.first_retry
        while self.world.updates.webhook_active:
            self.world.updates.handed_out([update])
            error = await self._post(update)
            if error is None:
                return
            self.world.webhook["last_error_date"] = self.world.now()
            self.world.webhook["last_error_message"] = error
            await asyncio.sleep(delay)
            delay = min(2 * delay, 5.0)
        self.world.updates.pending.append(update)
        self.world.updates.pending.sort(key=lambda u: int(u["update_id"]))

    async def _post(self, update: JSON) -> str | None:
        hook = self.world.webhook
        headers = {"Content-Type": "application/json"}
        if hook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook["secret_token"]
        assert self._session is not None
        try:
            async with self._session.post(
                hook["url"], data=json.dumps(update), headers=headers
            ) as response:
                if response.status // 100 == 2:
                    return None
                return f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, OSError) as error:
            return f"Connection failed: {error}"
