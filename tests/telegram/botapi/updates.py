"""The bot's queue of updates: long polling with Telegram's offsets, and redelivery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from botapi import limits
from botapi.errors import bad_request, conflict
from botapi.people import JSON


@dataclass
class Delivery:
    """When an update came to be and when the bot was first handed it (monotonic seconds)."""

    update: JSON
    queued: float
    delivered: float | None = None
    times: int = 0
    """How often it was handed out."""


class UpdateQueue:
    """Hold what the bot has not yet confirmed."""

    def __init__(self, first_id: int = 500_000_001) -> None:
        self.next_id = first_id
        self.pending: list[JSON] = []
        self.again: list[JSON] = []
        self.deliveries: dict[int, Delivery] = {}
        self.allowed = limits.DEFAULT_UPDATES
        self.webhook_active = False
        self._poller: asyncio.Future[None] | None = None
        self.arrived = asyncio.Event()

    def put(self, kind: str, content: JSON) -> JSON | None:
        """Queue an update, or drop it where the bot did not ask for its kind."""
        if kind not in self.allowed:
            return None
        update: JSON = {"update_id": self.next_id, kind: content}
        self.deliveries[self.next_id] = Delivery(update, time.monotonic())
        self.next_id += 1
        self.pending.append(update)
        self._wake()
        return update

    def redeliver(self, update: JSON | None = None) -> None:
        """Hand out an update (default: the newest) again, whatever the bot has confirmed."""
        newest = self.deliveries.get(self.next_id - 1)
        again = update or (newest.update if newest else None)
        assert again is not None, "there is no update to deliver again"
        self.again.append(again)
        self._wake()

    def allow(self, kinds: Any) -> None:
        """Keep a given list of update kinds; None leaves the present one."""
        if kinds is None:
            return
        if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
            raise bad_request("can't parse allowed_updates JSON object")
        self.allowed = frozenset(kinds) & limits.UPDATE_KINDS or limits.DEFAULT_UPDATES

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """Answer one getUpdates, after waiting for something to come."""
        if self.webhook_active:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._end_other_poller()
        self._confirm(offset)
        if not self.pending and not self.again and seconds > 0:
            await self._wait(seconds)
        batch = [*self.again, *self.pending][: max(1, min(limit, limits.UPDATES_IN_BATCH))]
        del self.again[: len(batch)]
        self.handed_out(batch)
        return batch

    def handed_out(self, batch: Iterable[JSON]) -> None:
        """Note the moment at which the bot got these."""
        now = time.monotonic()
        for update in batch:
            delivery = self.deliveries[update["update_id"]]
            delivery.times += 1
            if delivery.delivered is None:
                delivery.delivered = now

    def take(self) -> JSON | None:
        """Take the next update for the webhook."""
        source = self.again or self.pending
        return source.pop(0) if source else None

    def clear(self) -> None:
        """Forget everything unconfirmed."""
        self.pending.clear()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [u for u in self.pending if u["update_id"] >= offset]

    async def _wait(self, seconds: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            pass
        finally:
            if self._poller is poller:
                self._poller = None

    def end_polls(self) -> None:
        """Answer the waiting poll with nothing."""
        if self._poller and not self._poller.done():
            self._poller.set_result(None)

    def _end_other_poller(self) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_exception(
                conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
            )
        self._poller = None

    def _wake(self) -> None:
        self.arrived.set()
        self.end_polls()
