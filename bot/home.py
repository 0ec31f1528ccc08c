"""The parts of a home: its documents, its snapshots, the model that reads them."""

from functools import lru_cache
from pathlib import Path

from bot.settings import Settings
from corpus.library import Library
from index.embedding import BUNDLED, SentenceTransformerEmbedder
from index.search import INDEX_FOLDER
from index.snapshot import SnapshotStore

__all__ = ["DOCUMENTS_FOLDER", "embedder_of", "library_of", "snapshots_of"]

DOCUMENTS_FOLDER = "documents"
TRASH_FOLDER = "trash"


def library_of(settings: Settings) -> Library:
    return Library(settings.home / DOCUMENTS_FOLDER, settings.home / TRASH_FOLDER)


def snapshots_of(settings: Settings) -> SnapshotStore:
    return SnapshotStore(settings.home / INDEX_FOLDER)


def embedder_of(settings: Settings) -> SentenceTransformerEmbedder:
    """Name the model that the settings choose; it loads when it is needed, once a process."""
    return _embedder(
        settings.model or BUNDLED, settings.model_query_prompt, settings.model_document_prompt
    )


@lru_cache(maxsize=1)
def _embedder(
    model: str | Path, query_prompt: str | None, document_prompt: str | None
) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(model, query_prompt, document_prompt)
