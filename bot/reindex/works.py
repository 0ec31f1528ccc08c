"""Everything that changes the index of a running bot, beside its event loop and under the lock."""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TypeVar

from bot.documents.incoming import incoming_of
from bot.home import embedder_of, library_of, snapshots_of
from bot.reindex.comparing import contents_of, digest_of, look_ahead, read_all, state_of
from bot.reindex.gentle import GentleEmbedder, considerate
from bot.reindex.models import Author, Build, Busy, Outdated, Outlook
from bot.reindex.renewing import Renewal, renew
from bot.settings import Settings
from index.building import current_id
from index.errors import HomeLocked, IndexingError
from index.lock import HomeLock
from index.planning import Plan
from index.questions import Question
from index.search import Searcher, searcher_of
from index.snapshot import Snapshot, SnapshotStore

__all__ = ["Works"]

T = TypeVar("T")
_LAST_WAIT = 10.0  # seconds for a build to notice that the bot stops
_BROKEN_FOR = 60.0  # seconds until a broken snapshot is looked at again


class Works:
    """Builds, switches and drops snapshots; one build at a time, which `build` tells of.

    `task` is what carries that out and shows how far it is. Whatever changes a home raises
    HomeLocked while another process, or another part of this one, is at it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(2, "yandu-index")
        self.build: Build | None = None
        self.task: asyncio.Task[None] | None = None
        self._broken: str | None = None
        self._look_again = 0.0

    async def look_ahead(self, serving: Searcher | None) -> Outlook:
        """Say what a reindex would do; raises UnreadableDocument, ModelUnavailable."""
        return await self._in_thread(partial(look_ahead, self._settings, serving))

    def begin(self, author: Author, state: str, now: float) -> Build:
        """Reserve the bot for one build; raises Busy with the one that is under way."""
        if self.build:
            raise Busy(self.build)
        self.build = Build(secrets.token_hex(4), author, now, state)
        return self.build

    async def renew(
        self, build: Build, serving: Searcher | None, questions: Sequence[Question]
    ) -> Renewal:
        """Carry out a build that `begin` gave; `release` it afterwards.

        Raises Cancelled, Outdated where the library is not as it was shown, HomeLocked, and
        what reading and building raise; then everything is as it was.
        """
        return await self._in_thread(partial(self._renew, build, serving, questions))

    def release(self, build: Build) -> None:
        """Let the next build begin; one that nobody waits for any more stops."""
        build.stop.set()
        if self.build is build:
            self.build = None

    async def take(self, snapshot: str, author: Author) -> Searcher:
        """Switch to a candidate; raises Outdated where it, or what it replaces, is gone."""
        return await self._changing(author, partial(self._take, snapshot))

    async def decline(self, snapshot: str, author: Author) -> None:
        """Drop a candidate; raises Outdated where it is gone, or taken."""
        await self._changing(author, partial(self._decline, snapshot))

    async def roll_back(self, snapshot: str, author: Author) -> Searcher:
        """Switch to a snapshot that is there; raises Outdated where it is not any more."""
        return await self._changing(author, partial(self._roll_back, snapshot))

    async def newer_than(self, snapshot: str | None) -> Searcher | None:
        """Open the current snapshot if it is another; raises what loading it raises.

        One that is broken is left alone for a minute: to read it takes long.
        """
        store, now = snapshots_of(self._settings), monotonic()
        current = store.current_id()  # a file of 27 bytes, looked at often
        if current in (None, snapshot) or (current == self._broken and now < self._look_again):
            return None
        try:
            return await self._in_thread(lambda: self._open(store.load()))
        except IndexingError:
            self._broken, self._look_again = current, now + _BROKEN_FOR
            raise

    async def sweep(self) -> None:
        """Remove what a crash left, and what was kept for some days only.

        Those are candidates that nobody decided on, files that nobody chose, old trash. What
        somebody is changing just now is left for the next time.
        """

        def sweep() -> None:
            incoming_of(self._settings).purge()
            with suppress(HomeLocked), HomeLock(self._settings.home, "yandu"):
                snapshots_of(self._settings).sweep()
                library_of(self._settings).trash.tidy()

        await self._in_thread(sweep)

    async def close(self) -> None:
        """Stop the build at its next report of progress, and wait a while for that."""
        if self.build:
            self.build.stop.set()
        end = partial(self._threads.shutdown, wait=True, cancel_futures=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_WAIT):
                await asyncio.get_running_loop().run_in_executor(None, end)

    def _renew(
        self, build: Build, serving: Searcher | None, questions: Sequence[Question]
    ) -> Renewal:
        library, store = library_of(self._settings), snapshots_of(self._settings)
        embedder = embedder_of(self._settings)
        with HomeLock(self._settings.home, str(build.author)):
            if state_of(library, store, embedder) != build.state:
                raise Outdated
            digest, documents = digest_of(library), read_all(library, build.tell)
            previous = contents_of(store, serving)
            serves = serving is not None and previous is serving.contents
            return renew(
                Plan.make(documents, GentleEmbedder(embedder), previous),
                store,
                author=str(build.author),
                library=digest,
                questions=questions,
                serving=serving if serves else None,
                progress=build.tell,
            )

    def _take(self, snapshot: str, store: SnapshotStore) -> Searcher:
        record = store.record(snapshot) if store.candidate(snapshot) else None
        if record is None or record.compared != current_id(store):
            raise Outdated
        return self._open(store.switch(snapshot))

    @staticmethod
    def _decline(snapshot: str, store: SnapshotStore) -> None:
        if not store.candidate(snapshot):
            raise Outdated
        store.drop(snapshot)

    def _roll_back(self, snapshot: str, store: SnapshotStore) -> Searcher:
        if snapshot not in {manifest.id for manifest in store.manifests()}:
            raise Outdated
        return self._open(store.switch(snapshot))

    def _open(self, snapshot: Snapshot) -> Searcher:
        return searcher_of(snapshot, embedder_of(self._settings))

    async def _changing(self, author: Author, work: Callable[[SnapshotStore], T]) -> T:
        def locked() -> T:
            with HomeLock(self._settings.home, str(author)):
                return work(snapshots_of(self._settings))

        return await self._in_thread(locked)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        with considerate():
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
