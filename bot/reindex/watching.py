"""Beside the bot: what another process made, what a crash left, what changed while it was off."""

import asyncio
import gc
import logging
from collections.abc import Callable
from contextlib import suppress

from telegram.error import TelegramError

from bot.context import App
from bot.home import library_of, snapshots_of
from bot.owners.telling import tell_owners
from bot.reindex.comparing import digest_of, look_ahead
from bot.reindex.panel import render_offer, render_plain
from bot.reindex.running import UNFINISHED
from corpus.errors import CorpusError
from index.building import current_id
from index.errors import IndexingError

__all__ = ["EVERY", "SWEEP_EVERY", "IndexWatch"]

_LOGGER = logging.getLogger(__name__)

EVERY = 3.0
"""Seconds between two looks at which snapshot is the current one."""
SWEEP_EVERY = 3600.0
"""Seconds between two looks for what was kept for some days only."""


class IndexWatch:
    """Serves what another process switched to; a snapshot that is broken is told of once."""

    def __init__(self, app: App) -> None:
        self._app, self._services = app, app.bot_data
        self._task: asyncio.Task[None] | None = None
        self._broken: str | None = None

    def begin(self) -> None:
        """Begin to watch; the store is open by now."""
        gc.freeze()  # what was loaded so far stays, and need not be looked through for garbage
        self._task = asyncio.create_task(self._run())

    async def end(self) -> None:
        """Stop to watch, and the build that is under way."""
        tasks = [task for task in (self._task, self._services.works.task) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._services.works.close()

    async def _run(self) -> None:
        for step in (self._close_unfinished, self._services.works.sweep, self._offer):
            await self._safely(step)
        clock = self._services.clock
        swept = clock.monotonic()
        while True:
            await asyncio.sleep(EVERY)
            await self._safely(self._look)
            if clock.monotonic() - swept > SWEEP_EVERY:
                swept = clock.monotonic()
                await self._safely(self._services.works.sweep)

    async def _safely(self, step: Callable[[], object]) -> None:
        """Take a step; whatever goes wrong, the next one comes."""
        try:
            await step()  # type: ignore[misc]
        except Exception:
            _LOGGER.exception("looking after the index failed")

    async def _look(self) -> None:
        """Serve the current snapshot if it is another; this bot's own builds switch themselves."""
        services = self._services
        if services.works.build:
            return
        before = services.searcher
        try:
            newer = await services.works.newer_than(before.snapshot if before else None)
        except IndexingError as error:
            await self._tell_broken(error)
            return
        if newer and services.searcher is before:
            services.searcher = newer
            _LOGGER.info("serving snapshot %s, which another process made", newer.snapshot)

    async def _tell_broken(self, error: IndexingError) -> None:
        if str(error) == self._broken:
            return
        self._broken = str(error)
        _LOGGER.error("the current snapshot cannot be served: %s", error)
        if await self._services.store.is_news("snapshot", str(error)):
            await tell_owners(
                self._app,
                lambda _: render_plain(
                    _("换上的索引坏了，打不开；用的还是原来的。请更新索引，或者退回一个旧的。"), _
                ),
            )

    async def _close_unfinished(self) -> None:
        """Say so under the progress of a build that the last process did not end."""
        where = await self._services.store.last_said(UNFINISHED)
        if not where:
            return
        await self._services.store.is_news(UNFINISHED, "")
        chat, message = map(int, where.split())
        _ = await self._services.texts_of(chat)
        text = _("更新的时候机器人停过，所以没有报告结果。现在用的是哪个索引，看各个版本。")
        screen = render_plain(text, _)
        with suppress(TelegramError):
            await self._app.bot.edit_message_text(
                screen.text, chat_id=chat, message_id=message, reply_markup=screen.keyboard
            )

    async def _offer(self) -> None:
        """Offer the owners a preview where the library is not what was indexed, once a state."""
        services = self._services
        changed, state, first = await services.in_thread(self._changed)
        if await services.store.is_news("library", state if changed else "") and changed:
            await tell_owners(self._app, lambda _: render_offer(_, first=first))

    def _changed(self) -> tuple[bool, str, bool]:
        """Tell whether documents on the disk differ from the index; name that state."""
        settings, serving = self._services.settings, self._services.searcher
        library, store = library_of(settings), snapshots_of(settings)
        if not library.entries():
            return False, "", False
        digest, current = digest_of(library), current_id(store)
        record = store.record(current) if current else None
        state = f"{digest} {current}"
        if record and record.library:
            return record.library != digest, state, False
        try:
            return look_ahead(settings, serving).changes, state, current is None
        except (CorpusError, IndexingError):
            return True, state, current is None
