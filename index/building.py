"""From documents to a snapshot: embed what changed, count the words, write, switch."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from corpus.models import Document, Passage
from corpus.text import search_text
from index.background import Chance
from index.calibration import calibrate
from index.difference import Difference
from index.embedding import Embedder
from index.errors import SnapshotMismatch
from index.lexical import LexicalIndex
from index.manifest import ModelStamp
from index.report import Progress, Report, Stage
from index.sentence_vectors import SentenceVectors, split
from index.snapshot import EmbeddedRows, Snapshot, SnapshotStore, verify
from index.vectors import VectorIndex

__all__ = ["Progress", "Report", "Stage", "build", "embedded_text"]

_BATCH = 512  # passages between two reports of progress
_TITLE_WEIGHT = 1


def embedded_text(passage: Passage) -> str:
    """Give the text that stands for a passage before the model: its titles, then itself."""
    return search_text("\n".join((*passage.path, passage.text)))


def build(  # noqa: PLR0913 - each is a choice of the caller's
    documents: Sequence[Document],
    store: SnapshotStore,
    embedder: Embedder | None,
    *,
    previous: Snapshot | None = None,
    author: str = "",
    progress: Callable[[Progress], None] | None = None,
    dry_run: bool = False,
) -> Report:
    """Make a snapshot of ``documents`` and switch to it, unless it would equal ``previous``.

    Vectors of ``previous`` serve again where model and embedded text are the same. Without an
    ``embedder`` the snapshot holds words alone. The caller holds the home's lock. Whatever
    ``progress`` raises cancels the build and leaves everything as it was. Raises QuoteMismatch
    for a passage that is not in its document and ModelUnavailable from the embedder. No two
    documents may have the same id.
    """
    started = monotonic()
    if len({document.id for document in documents}) != len(documents):
        raise ValueError("two documents have the same id")
    verify(documents)
    plan = _Plan.make(tuple(documents), embedder, previous)
    current = _current_id(store)
    written = not dry_run and (plan.changes or previous is None or current != previous.id)
    if written:
        current = _write(plan, store, author, progress or _ignore)
    return plan.report(current, written=written, seconds=monotonic() - started)


def _current_id(store: SnapshotStore) -> str | None:
    """Name the current snapshot; a damaged `current` counts as none, for a build mends it."""
    try:
        return store.current_id()
    except SnapshotMismatch:
        return None


def _ignore(_: Progress) -> None: ...


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be built: a text and a key for each passage, and where its old vector is.

    `sources` is int64, shape (n,): the row in the previous snapshot, -1 where there is none.
    """

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    embedder: Embedder | None
    previous: Snapshot | None
    texts: list[str]
    keys: NDArray[np.uint8]
    sources: NDArray[np.int64]

    @classmethod
    def make(
        cls,
        documents: tuple[Document, ...],
        embedder: Embedder | None,
        previous: Snapshot | None,
    ) -> "_Plan":
        passages = tuple(chain.from_iterable(document.passages for document in documents))
        texts = [embedded_text(passage) for passage in passages] if embedder else []
        keys = _keys(texts)
        sources = _sources(keys, _reusable(embedder, previous))
        return cls(documents, passages, embedder, previous, texts, keys, sources)

    @property
    def changes(self) -> bool:
        """Tell whether the new snapshot would differ from the previous one."""
        if self.previous is None or self.previous.documents != self.documents:
            return True
        old = self.previous.embedded
        if self.embedder is None or old is None:
            return old is not None or self.embedder is not None
        same = self.embedder.fingerprint == old.model.fingerprint
        return not (same and np.array_equal(self.keys, old.keys))

    def report(self, snapshot: str | None, *, written: bool, seconds: float) -> Report:
        old = self.previous.documents if self.previous else ()
        difference = Difference.between(old, self.documents)
        return Report(
            snapshot=snapshot,
            documents=len(self.documents),
            passages=len(self.passages),
            added=len(difference.added),
            changed=len(difference.changed),
            removed=len(difference.removed),
            reused=int(np.count_nonzero(self.sources >= 0)),
            seconds=round(seconds, 3),
            written=written,
        )


def _write(
    plan: _Plan, store: SnapshotStore, author: str, progress: Callable[[Progress], None]
) -> str:
    count = len(plan.passages)
    embedded = _embed(plan, plan.embedder, progress) if plan.embedder else None
    progress(Progress(Stage.WORDS, 0, count))
    lexical = _count_words(plan.passages)
    progress(Progress(Stage.WRITING, 0, count))
    meaning = embedded.meaning(plan.embedder) if embedded and plan.embedder else None
    thresholds = calibrate(lexical, meaning)
    manifest = store.write(plan.documents, lexical, embedded, author, thresholds)
    progress(Progress(Stage.WRITING, count, count))
    return store.switch(manifest.id).id


def _embed(plan: _Plan, embedder: Embedder, progress: Callable[[Progress], None]) -> EmbeddedRows:
    """Take the old vectors where there are, ask the model for the others."""
    stamp = ModelStamp.of(embedder)
    rows = np.empty((len(plan.texts), stamp.dimension), np.float32)
    parts: list[NDArray[np.floating]] = [rows[:0]] * len(rows)
    old = plan.previous.embedded if plan.previous else None
    missing = np.flatnonzero(plan.sources < 0)
    if old is not None:
        for row in np.flatnonzero(plan.sources >= 0):
            source = int(plan.sources[row])
            rows[row], parts[row] = old.vectors.rows[source], old.sentences.kept(source)
    progress(Progress(Stage.EMBEDDING, 0, len(missing)))
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        rows[batch] = embedder.encode_passages([plan.texts[row] for row in batch])
        read = _read(embedder, [plan.passages[row].text for row in batch])
        for row, part in zip(batch, read, strict=True):
            parts[row] = part
        progress(Progress(Stage.EMBEDDING, start + len(batch), len(missing)))
    sentences = SentenceVectors.join(parts, stamp.dimension)
    chance = Chance.measure(embedder, rows)
    return EmbeddedRows(stamp, VectorIndex.build(rows), sentences, plan.keys, chance)


def _read(embedder: Embedder, passages: Sequence[str]) -> list[NDArray[np.float32]]:
    """Embed the sentences of each passage."""
    texts = [split(passage) for passage in passages]
    rows = embedder.encode_passages(list(chain.from_iterable(texts)))
    return np.split(rows, np.cumsum([len(part) for part in texts])[:-1])


def _count_words(passages: Sequence[Passage]) -> LexicalIndex:
    normalised = cache(search_text)  # sections share their titles
    texts = [search_text(passage.text) for passage in passages]
    titles = [normalised("\n".join(passage.path)) for passage in passages]
    return LexicalIndex.build(texts, titles, title_weight=_TITLE_WEIGHT)


def _keys(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Hash each text: uint8, shape (n, 16)."""
    digests = b"".join(hashlib.blake2b(t.encode(), digest_size=16).digest() for t in texts)
    return np.frombuffer(digests, np.uint8).reshape(-1, 16)


def _reusable(embedder: Embedder | None, previous: Snapshot | None) -> NDArray[np.uint8]:
    """Give the keys of the previous vectors, none if another model made them."""
    old = previous.embedded if previous else None
    if embedder is None or old is None or old.model.fingerprint != embedder.fingerprint:
        return np.empty((0, 16), np.uint8)
    return old.keys


def _sources(keys: NDArray[np.uint8], old: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Find for each key a row of ``old`` that equals it: int64, shape (n,), -1 for none."""
    rows = {key.tobytes(): row for row, key in enumerate(old)}
    return np.array([rows.get(key.tobytes(), -1) for key in keys], np.int64)
