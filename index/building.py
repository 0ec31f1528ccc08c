"""From documents to a snapshot: embed what changed, count the words, write, judge, switch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

import numpy as np

from corpus.models import Document, Passage
from corpus.text import search_text
from index.background import Chance
from index.calibration import calibrate
from index.embedding import Embedder
from index.errors import SnapshotMismatch
from index.gate import Judgement, judge
from index.lexical import LexicalIndex
from index.manifest import Manifest, ModelStamp
from index.planning import Plan, embedded_text
from index.questions import Question
from index.record import Pace, Record
from index.report import Progress, Report, Stage
from index.search import Searcher, searcher_of
from index.sentence_vectors import SentenceVectors, embed_sentences
from index.snapshot import EmbeddedRows, Snapshot, SnapshotStore
from index.vectors import VectorIndex

__all__ = [
    "Candidate",
    "Progress",
    "Report",
    "Stage",
    "build",
    "current_id",
    "embedded_text",
    "make_candidate",
]

_BATCH = 512  # passages between two reports of progress
_TITLE_WEIGHT = 1


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
    ``progress`` raises cancels the build and leaves everything as it was. Raises what
    `Plan.make` raises, and ModelUnavailable from the embedder. No questions are asked:
    `make_candidate` asks them before anything is switched.
    """
    started = monotonic()
    plan = Plan.make(documents, embedder, previous)
    current = current_id(store)
    written = not dry_run and (plan.changes or previous is None or current != previous.id)
    if written:
        made = make_candidate(plan, store, author=author, progress=progress)
        current = store.switch(made.snapshot).id
    return plan.report(current, written=written, seconds=monotonic() - started)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A snapshot that was written, read back whole, and judged; it is not yet current."""

    snapshot: Snapshot
    searcher: Searcher
    judgement: Judgement


def make_candidate(  # noqa: PLR0913 - each is a choice of the caller's
    plan: Plan,
    store: SnapshotStore,
    *,
    author: str = "",
    questions: Sequence[Question] = (),
    serving: Searcher | None = None,
    library: str = "",
    progress: Callable[[Progress], None] | None = None,
) -> Candidate:
    """Build what is planned, load it as it will be loaded, and put it beside ``serving``.

    ``questions`` with known places are asked of both. ``library`` is a digest of the files
    behind the documents, to be kept in its record. The caller holds the home's lock, and
    switches to it or drops it. Whatever goes wrong, nothing of it stays.
    """
    watch = _Watch(progress or (lambda _: None))
    manifest = _write(plan, store, author, watch.tell)
    try:
        snapshot = store.load(manifest.id)
        if questions:
            watch.tell(Progress(Stage.JUDGING, 0, len(questions)))
        new = searcher_of(snapshot, plan.embedder)
        judgement = judge(serving, new, questions)
        compared = plan.previous.id if plan.previous else None
        held = not judgement.passed
        record = Record(judgement.quality, watch.pace(plan), library, compared, held)
        store.keep(manifest.id, record)
        watch.tell(Progress(Stage.JUDGING, len(questions), len(questions)))
    except BaseException:
        store.drop(manifest.id)
        raise
    return Candidate(snapshot, new, judgement)


def current_id(store: SnapshotStore) -> str | None:
    """Name the current snapshot; a damaged `current` counts as none, for a build mends it."""
    try:
        return store.current_id()
    except SnapshotMismatch:
        return None


@dataclass
class _Watch:
    """Passes progress on and remembers when the embedding began and ended."""

    told: Callable[[Progress], None]
    started: float = field(default_factory=monotonic)
    embedded: float = 0.0

    def tell(self, progress: Progress) -> None:
        if progress.stage is Stage.EMBEDDING:
            self.embedded = monotonic() - self.started
        self.told(progress)

    def pace(self, plan: Plan) -> Pace:
        rest = monotonic() - self.started - self.embedded
        return Pace(plan.embedded, round(self.embedded, 3), len(plan.passages), round(rest, 3))


def _write(
    plan: Plan, store: SnapshotStore, author: str, progress: Callable[[Progress], None]
) -> Manifest:
    count = len(plan.passages)
    embedded = _embed(plan, plan.embedder, progress) if plan.embedder else None
    progress(Progress(Stage.WORDS, 0, count))
    lexical = _count_words(plan.passages)
    progress(Progress(Stage.WRITING, 0, count))
    meaning = None
    if embedded and plan.embedder:
        meaning = embedded.meaning(plan.embedder, plan.passages)
    thresholds = calibrate(lexical, meaning)
    manifest = store.write(plan.documents, lexical, embedded, author, thresholds)
    try:
        progress(Progress(Stage.WRITING, count, count))
    except BaseException:
        store.drop(manifest.id)
        raise
    return manifest


def _embed(plan: Plan, embedder: Embedder, progress: Callable[[Progress], None]) -> EmbeddedRows:
    """Take the old vectors where there are, ask the model for the others."""
    stamp = ModelStamp.of(embedder)
    rows = np.empty((len(plan.texts), stamp.dimension), np.float32)
    parts = [np.empty((0, stamp.dimension), np.float16)] * len(rows)
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
        read = embed_sentences(embedder, [plan.passages[row].text for row in batch])
        for row, part in zip(batch, read, strict=True):
            parts[row] = part
        progress(Progress(Stage.EMBEDDING, start + len(batch), len(missing)))
    sentences = SentenceVectors.join(parts, stamp.dimension)
    chance = Chance.measure(embedder, rows)
    return EmbeddedRows(stamp, VectorIndex.build(rows), sentences, plan.keys, chance)


def _count_words(passages: Sequence[Passage]) -> LexicalIndex:
    normalised = cache(search_text)  # sections share their titles
    texts = [search_text(passage.text) for passage in passages]
    titles = [normalised("\n".join(passage.path)) for passage in passages]
    return LexicalIndex.build(texts, titles, title_weight=_TITLE_WEIGHT)
