"""What a chat's choice of documents comes to, with the documents that there are."""

from collections.abc import Collection, Sequence

from corpus.models import Document

__all__ = ["is_lost", "kept"]


def kept(documents: Sequence[Document], chosen: Collection[str]) -> frozenset[str] | None:
    """Keep what is there of a choice; None, which means all, where nothing of it is left."""
    return frozenset(each.id for each in documents if each.id in chosen) or None


def is_lost(chosen: Collection[str], documents: Sequence[Document]) -> bool:
    """Tell whether nothing that was chosen is there any more."""
    return bool(chosen) and kept(documents, chosen) is None
