"""The checks in their order, for the shell and for the chat alike."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from bot.doctor.database import check_database, is_current
from bot.doctor.findings import Finding
from bot.doctor.home import check_documents, check_folder, check_model, check_settings
from bot.doctor.pictures import check_pictures
from bot.doctor.telegram import check_telegram
from bot.settings import Settings
from bot.store import Store, connect
from bot.texts import Texts

__all__ = ["look"]

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
Waiting = Callable[[str], AbstractContextManager[None]]


async def look(
    settings: Settings,
    _: Texts,
    in_thread: InThread,
    waiting: Waiting,
    now: Callable[[], float] = time.time,
) -> AsyncIterator[Finding]:
    """Give what each check finds, free of secrets.

    What blocks is handed to ``in_thread``; ``waiting`` is told what takes its time.
    """
    async for finding in _all(settings, _, in_thread, waiting, now):
        yield finding.without(settings.secrets)


async def _all(
    settings: Settings, _: Texts, in_thread: InThread, waiting: Waiting, now: Callable[[], float]
) -> AsyncIterator[Finding]:
    yield check_settings(settings, _)
    yield check_folder(settings, _)
    with waiting(_("正在检查文档和索引……")):
        documents = await in_thread(partial(check_documents, settings, _))
    for finding in documents:
        yield finding
    with waiting(_("正在载入向量模型……")):
        model = await in_thread(partial(check_model, settings, _))
    yield model
    yield await in_thread(partial(check_pictures, _))
    yield await check_database(settings, _)
    with waiting(_("正在连接 Telegram……")):
        telegram = await _telegram(settings, _, now)
    for finding in telegram:
        yield finding


async def _telegram(settings: Settings, _: Texts, now: Callable[[], float]) -> list[Finding]:
    """Look at the chats too where the database can be read as it is."""
    if not await is_current(settings):
        return await check_telegram(settings, _, now=now)
    store = Store(connect(settings.database))
    try:
        return await check_telegram(settings, _, store, now)
    finally:
        await store.close()
