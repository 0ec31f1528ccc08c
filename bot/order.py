"""In which order updates are handled: chats at the same time, each chat one after another."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.store import Store

__all__ = ["ByChat", "Inbox"]

_LOGGER = logging.getLogger(__name__)
_CHATS_AT_ONCE = 256
_NO_BOUND = 2**31
_UPDATE_LIFETIME = 24 * 3600
"""Telegram itself keeps updates for a day."""


class Inbox(asyncio.Queue[object]):
    """The queue of updates; one is in the store before Telegram hears that it arrived.

    An update that is delivered twice enters once. What a process leaves unhandled when it ends
    is handled by the next.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    async def put(self, item: object) -> None:
        if isinstance(item, Update):
            body = item.to_json()
            digest = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
            if not await self._store.updates.take(item.update_id, digest, body, int(time.time())):
                _LOGGER.info("update %d came again", item.update_id)
                return
        await super().put(item)

    async def resume(self, bot: Bot) -> frozenset[int]:
        """Queue what an earlier process left, and return its ids."""
        bodies = await self._store.updates.unhandled()
        left = [Update.de_json(json.loads(body), bot) for body in bodies]
        for update in left:
            self.put_nowait(update)
        if left:
            _LOGGER.info("handling %d updates left by an earlier process", len(left))
        return frozenset(update.update_id for update in left)


class ByChat(BaseUpdateProcessor):
    """Handles the updates of a chat in their order and those of different chats at once.

    An update that waits for its chat's turn takes none of the places: a flood in one chat
    leaves the others alone.
    """

    def __init__(self, store: Store) -> None:
        super().__init__(_NO_BOUND)
        self._store = store
        self._places = asyncio.Semaphore(_CHATS_AT_ONCE)
        self._turns: dict[int, tuple[asyncio.Lock, int]] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to free."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        try:
            async with self._turn(_chat_of(update)), self._places:
                await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()
        if isinstance(update, Update):
            await self._store.updates.done(update.update_id)

    @asynccontextmanager
    async def _turn(self, chat: int) -> AsyncIterator[None]:
        lock, waiting = self._turns.get(chat, (asyncio.Lock(), 0))
        self._turns[chat] = lock, waiting + 1
        try:
            async with lock:
                yield
        finally:
            lock, waiting = self._turns[chat]
            if waiting == 1:
                del self._turns[chat]
            else:
                self._turns[chat] = lock, waiting - 1


def _chat_of(update: object) -> int:
    """Return the chat that an update belongs to, or the user where there is no chat."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
