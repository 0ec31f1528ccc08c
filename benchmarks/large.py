"""Sixty thousand passages: how long they take to index and to ask, how much room they need."""

import resource
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, percentile
from benchmarks.texts import Asked, Corpus, corpus, lay_out
from corpus.models import Document
from index.building import build
from index.embedding import SentenceTransformerEmbedder
from index.report import Progress, Report, Stage
from index.search import INDEX_FOLDER, Searcher, open_searcher
from index.snapshot import SnapshotStore

PASSAGES = 60_000
QUESTIONS = 300
WARMING = 20  # questions that do not count
BEST = 3
MEBIBYTE = 1024 * 1024
_STAGES = (Stage.EMBEDDING, Stage.WORDS, Stage.WRITING)


def measure_large() -> list[Figure]:
    """Build, change one document, build again, then ask different questions once each."""
    texts, embedder = corpus(PASSAGES), SentenceTransformerEmbedder()
    embedder.warm()
    with tempfile.TemporaryDirectory(prefix="yandu-bench-") as folder:
        home = Path(folder)
        store = SnapshotStore(home / INDEX_FOLDER)
        first, stages = timed_build(texts.documents, store, embedder)
        size = sum(path.stat().st_size for path in store.folder.rglob("*") if path.is_file())
        again, rebuilt = timed_build(changed(texts.documents), store, embedder)
        started = time.perf_counter()
        searcher = open_searcher(home, embedder)
        loading = time.perf_counter() - started
        taken, found = ask(searcher, texts)
    named = f"{first.passages} passages ({texts.name})"
    return [
        Figure(f"{named}, index", sum(stages.values()), "s"),
        *(Figure(f"  of which {stage}", stages[stage], "s") for stage in _STAGES),
        Figure("  the same after changing one document", sum(rebuilt.values()), "s", 20),
        *(Figure(f"  of which {stage}", rebuilt[stage], "s") for stage in _STAGES),
        Figure("  passages embedded anew", again.passages - again.reused, ""),
        Figure("  open the index", loading, "s"),
        Figure(f"  {QUESTIONS} questions, p50", median(taken), "ms"),
        Figure("  the same, p95", percentile(taken, 0.95), "ms", 15),
        Figure("  the same, slowest", max(taken), "ms"),
        Figure(f"  the right passage among {BEST}", 100 * found, "%"),
        Figure("  peak memory", peak_memory(), "MiB"),
        Figure("  index on disk", size / MEBIBYTE, "MiB"),
    ]


def timed_build(
    documents: list[Document], store: SnapshotStore, embedder: SentenceTransformerEmbedder
) -> tuple[Report, dict[Stage, float]]:
    """Build, and give the seconds of each stage; comparing with what is there goes first."""
    marks: dict[Stage, float] = {}

    def mark(progress: Progress) -> None:
        marks.setdefault(progress.stage, time.perf_counter())

    previous = store.load() if store.current_id() else None
    started = time.perf_counter()
    report = build(documents, store, embedder, previous=previous, progress=mark)
    begun = [started, marks[Stage.WORDS], marks[Stage.WRITING]]
    ended = [*begun[1:], time.perf_counter()]
    return report, {s: b - a for s, a, b in zip(_STAGES, begun, ended, strict=True)}


def changed(documents: list[Document]) -> list[Document]:
    """Give one document another sentence at its end."""
    middle = len(documents) // 2
    old = documents[middle]
    new = lay_out(old.id, [*old.text.splitlines()[1:], "这一句是后来加上的。"])
    return [*documents[:middle], replace(new, title=old.title), *documents[middle + 1 :]]


def ask(searcher: Searcher, texts: Corpus) -> tuple[list[float], float]:
    """Give milliseconds for each question, and the share that found their paragraph."""
    step = len(texts.questions) // (QUESTIONS + WARMING)
    asked = texts.questions[:: max(1, step)][: QUESTIONS + WARMING]
    for one in asked[QUESTIONS:]:
        searcher.search(one.question)
    taken, right = list[float](), 0
    for one in asked[:QUESTIONS]:
        started = time.perf_counter()
        answer = searcher.search(one.question, k=BEST)
        taken.append(1000 * (time.perf_counter() - started))
        right += any(holds(hit.passage.text, one) for hit in answer.hits)
    return taken, right / len(taken)


def holds(passage: str, asked: Asked) -> bool:
    """Tell whether a passage holds the paragraph that answers, or is a part of it."""
    return asked.paragraph in passage or passage in asked.paragraph


def peak_memory() -> float:
    """Give the most memory this process has held, in MiB (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
