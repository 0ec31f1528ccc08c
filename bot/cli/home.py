"""The index as commands need it, with a word about it where loading takes long."""

from bot.cli.shell import Shell
from bot.home import embedder_of, snapshots_of
from bot.terminal import note, waiting
from index.errors import NoSnapshot
from index.search import Searcher, open_searcher
from index.snapshot import Snapshot


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
    return snapshots_of(shell.settings).load()
