"""What chats read, laid out once for all that read the same."""

import asyncio
import weakref
from collections import OrderedDict

from bot.daily.models import Schedule
from bot.daily.reading import Reading
from index.contents import Snapshot
from index.search import Searcher

__all__ = ["Layouts"]

_MOST = 32
"""Choices of documents and minutes that are kept, those that were asked for last."""


class Layouts:
    """Lays out the documents of one snapshot: the one that was asked for last.

    They go with the snapshot, so that a corpus that is served no more is not kept.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._snapshot: weakref.ref[Snapshot] | None = None
        self._known: OrderedDict[tuple[tuple[str, ...], int], Reading] = OrderedDict()

    async def of(self, searcher: Searcher | None, schedule: Schedule) -> Reading:
        """Lay out what a chat reads; without a choice, or with none of it left, all there is."""
        if searcher is None:
            return Reading((), schedule.minutes)
        chosen = tuple(each for each in searcher.documents if each.id in schedule.documents)
        documents = chosen or searcher.documents
        key = (tuple(each.id for each in documents), schedule.minutes)
        async with self._lock:
            self._turn_to(searcher.contents)
            if key not in self._known:
                reading = await asyncio.to_thread(Reading, documents, schedule.minutes)
                self._known[key] = reading
            self._known.move_to_end(key)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
            return self._known[key]

    def _turn_to(self, snapshot: Snapshot) -> None:
        if self._snapshot is None or self._snapshot() is not snapshot:
            known = self._known = OrderedDict()
            self._snapshot = weakref.ref(snapshot, lambda _: known.clear())
