"""Compare the library with the index, and foresee how long a build takes; all blocking."""

import hashlib
from collections.abc import Callable

from bot.home import embedder_of, library_of, snapshots_of
from bot.reindex.models import Outlook
from bot.settings import Settings
from corpus.library import Library
from corpus.models import Document
from index.building import Progress, Stage, current_id
from index.embedding import Embedder
from index.errors import IndexingError
from index.planning import Plan
from index.record import Pace
from index.search import Searcher
from index.snapshot import Snapshot, SnapshotStore

__all__ = ["PACE", "contents_of", "digest_of", "expected", "look_ahead", "read_all", "state_of"]

PACE = Pace(embedded=1000, embedding=1.0, passages=1000, rest=0.5)
"""What is expected before a build was timed; two cores embed and write at about this rate."""

_FEW = 200  # passages: the time of a smaller build says little about a larger one
_ALWAYS = 1.0  # seconds, whatever there is to do


def digest_of(library: Library) -> str:
    """Name the state of a library: its files and their titles; no document is read."""
    state = hashlib.sha256()
    for entry in library.entries():
        state.update(f"{entry.id}\0{entry.digest}\0{library.chosen_title(entry.id)}\n".encode())
    return state.hexdigest()


def read_all(
    library: Library, progress: Callable[[Progress], None] = lambda _: None
) -> tuple[Document, ...]:
    """Read every document; raises UnreadableDocument."""
    entries, documents = library.entries(), []
    for number, entry in enumerate(entries):
        progress(Progress(Stage.READING, number, len(entries)))
        documents.append(library.document(entry.id))
    return tuple(documents)


def contents_of(store: SnapshotStore, serving: Searcher | None) -> Snapshot | None:
    """Give what is indexed now: what serves, if that is it; None for none or a broken one."""
    if serving is not None and serving.snapshot == current_id(store):
        return serving.contents
    try:
        return store.load()
    except IndexingError:
        return None


def state_of(library: Library, store: SnapshotStore, embedder: Embedder) -> str:
    """Name what a preview is about, in 12 hexadecimal digits."""
    parts = (digest_of(library), current_id(store), embedder.fingerprint)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


def look_ahead(settings: Settings, serving: Searcher | None) -> Outlook:
    """Read the library and say what a reindex would do.

    Raises UnreadableDocument, and ModelUnavailable where the model cannot be named.
    """
    library, store = library_of(settings), snapshots_of(settings)
    embedder = embedder_of(settings)
    state = state_of(library, store, embedder)
    plan = Plan.make(read_all(library), embedder, contents_of(store, serving))
    return Outlook(
        difference=plan.difference,
        documents=len(plan.documents),
        passages=len(plan.passages),
        embedded=plan.embedded,
        reused=plan.reused,
        other_model=plan.other_model,
        changes=plan.changes,
        first=plan.previous is None,
        seconds=expected(plan, store),
        state=state,
    )


def expected(plan: Plan, store: SnapshotStore) -> float:
    """Foresee the seconds of a build from those of the last, or from what is usual."""
    record = store.record(plan.previous.id) if plan.previous else None
    pace = record.pace if record else PACE
    embedding = pace if pace.embedded >= _FEW and pace.embedding > 0 else PACE
    rest = pace if pace.passages >= _FEW and pace.rest > 0 else PACE
    return (
        _ALWAYS
        + plan.embedded * embedding.embedding / embedding.embedded
        + len(plan.passages) * rest.rest / rest.passages
    )
