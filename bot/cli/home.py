"""The parts of a home as commands need them, with a word about it where loading takes long."""

from bot.cli.shell import Shell
from bot.settings import Settings
from bot.terminal import note, waiting
from index.embedding import BUNDLED, SentenceTransformerEmbedder
from index.errors import NoSnapshot
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import Snapshot, SnapshotStore


def embedder_of(settings: Settings) -> SentenceTransformerEmbedder:
    """Name the model that the settings choose; it loads when it is needed."""
    return SentenceTransformerEmbedder(
        settings.model or BUNDLED, settings.model_query_prompt, settings.model_document_prompt
    )


def load_searcher(shell: Shell) -> Searcher:
    """Open the current snapshot for searching; raises NoSnapshot."""
    settings = shell.settings
    with waiting(shell.texts("正在载入索引和向量模型……")):
        searcher = open_searcher(settings.home, embedder_of(settings))
    if searcher.degraded:
        note(shell.texts("只按字词检索：{reason}", reason=searcher.degraded))
    return searcher


def find_searcher(shell: Shell) -> Searcher | None:
    """Open the current snapshot; None before the first."""
    try:
        return load_searcher(shell)
    except NoSnapshot:
        return None


def load_snapshot(shell: Shell) -> Snapshot:
    return SnapshotStore(shell.settings.home / INDEX_FOLDER).load()
