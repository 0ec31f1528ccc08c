"""In which order updates are handled: chats at the same time, each chat one after another."""

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeGuard

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.questions import is_addressed
from bot.store import Store

__all__ = ["ByChat", "Inbox"]

_LOGGER = logging.getLogger(__name__)
_CHATS_AT_ONCE = 256
_NO_BOUND = 2**31


class Inbox(asyncio.Queue[object]):
    """The queue of updates; one is in the store before Telegram hears that it arrived.

    An update that is delivered twice enters once. What a process leaves unhandled when it ends
    is handled by the next.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    async def put(self, item: object) -> None:
        if not _is_kept(item) or await self._take(item):
            await super().put(item)

    async def _take(self, update: Update) -> bool:
        body = update.to_json()
        digest = hashlib.blake2b(body.encode(), digest_size=16).hexdigest()
        try:
            new = await self._store.updates.take(update.update_id, digest, body, int(time.time()))
        except SQLAlchemyError:
            _LOGGER.exception("update %d could not be kept; handling it now", update.update_id)
            return True
        if not new:
            _LOGGER.info("update %d came again", update.update_id)
        return new

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
        if _is_kept(update):
            await self._done(update)

    async def _done(self, update: Update) -> None:
        try:
            await self._store.updates.done(update.update_id)
        except SQLAlchemyError:
            _LOGGER.exception("update %d could not be noted as handled", update.update_id)

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


def _is_kept(item: object) -> TypeGuard[Update]:
    """Tell whether an update may ask for something; other talk in groups is never stored."""
    if not isinstance(item, Update):
        return False
    message = item.message or item.edited_message
    if message is None:
        post = item.channel_post
        command = post is not None and (post.text or "").startswith("/")
        return command or item.callback_query is not None or item.my_chat_member is not None
    private = message.chat.type == message.chat.PRIVATE
    moved = message.migrate_to_chat_id or message.migrate_from_chat_id
    command = (message.text or "").startswith("/")
    return bool(private or moved or command or is_addressed(message))


def _chat_of(update: object) -> int:
    """Return the chat that an update belongs to, or the user where there is no chat."""
    if not isinstance(update, Update):
        return 0
    if update.effective_chat:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else 0
