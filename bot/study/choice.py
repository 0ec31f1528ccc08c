"""What a chat's choice of documents comes to, with the documents that there are."""

from collections.abc import Collection, Sequence

from bot.store import Store
from corpus.models import Document
from index.search import Searcher

__all__ = ["is_lost", "kept", "studied_in"]


def kept(documents: Sequence[Document], chosen: Collection[str]) -> frozenset[str] | None:
    """Keep what is there of a choice; None, which means all, where nothing of it is left."""
    return frozenset(each.id for each in documents if each.id in chosen) or None


def is_lost(chosen: Collection[str], documents: Sequence[Document]) -> bool:
    """Tell whether nothing that was chosen is there any more."""
    return bool(chosen) and kept(documents, chosen) is None


async def studied_in(store: Store, searcher: Searcher, chat: int) -> Searcher:
    """Give a searcher over the documents that a chat studies."""
    chosen = await store.studies.of(chat)
    return searcher.within(kept(searcher.documents, chosen)) if chosen else searcher
