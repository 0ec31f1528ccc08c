"""Other ways to search the same texts, to compare Yandu with."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.embedding import Embedder, SentenceTransformerEmbedder
from index.errors import ExtraMissing, ModelUnavailable, NoBaseline
from index.evaluation.collection import Collection
from index.evaluation.figures import Evaluation, Row
from index.evaluation.judging import Case, judge
from index.evaluation.metrics import DEPTH

__all__ = ["BASELINES", "CHUNKS_OF", "Baseline", "baseline", "known", "measure"]

CHUNKS_OF = "chunks:"
"""Before the name or folder of any sentence-transformers model."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """A way to score the units of a collection, best highest.

    `scores` gives float32, (units,), for a question. `home` is the unit, int64, (n,), that is
    right for each passage.
    """

    name: str
    scores: Callable[[str], NDArray[np.float32]]
    home: NDArray[np.int64]


def measure(cases: Iterable[Case], baseline: Baseline) -> Evaluation:
    """Ask a baseline every question; its `score` is that of its first hit."""
    return Evaluation(tuple(_ask(case, baseline) for case in cases))


def _ask(case: Case, baseline: Baseline) -> Row:
    started = perf_counter()
    scores = baseline.scores(case.question)
    best = np.argsort(-scores, kind="stable")[:DEPTH]
    seconds = perf_counter() - started
    right = frozenset(baseline.home[list(case.right)].tolist())
    return judge(case, right, best.tolist(), float(scores[best[0]]), seconds)


def baseline(name: str, collection: Collection) -> Baseline:
    """Prepare a baseline by its name, one of `BASELINES` or `chunks:MODEL`.

    Raises NoBaseline where it needs a model that is not there, ExtraMissing for a package.
    """
    if name.startswith(CHUNKS_OF):
        model = SentenceTransformerEmbedder(name.removeprefix(CHUNKS_OF))
        return _by_chunks(name, collection, model)
    return BASELINES[name](name, collection)


def known(name: str) -> bool:
    return name in BASELINES or (name.startswith(CHUNKS_OF) and name != CHUNKS_OF)


def _by_words(name: str, collection: Collection) -> Baseline:
    """Score by BM25 over the words that jieba's dictionary and hidden Markov model find."""
    try:
        import rjieba  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ExtraMissing("rjieba", "evaluate") from error
    return _by_bm25(name, collection, lambda text: _RUN.findall(" ".join(rjieba.cut(text))))


def _by_characters(name: str, collection: Collection) -> Baseline:
    """Score by BM25 over single characters and pairs of neighbours."""
    return _by_bm25(name, collection, _grams)


def _by_meaning(name: str, collection: Collection) -> Baseline:
    """Score by the cosine of the vectors that Yandu searches, and by nothing else."""
    embedder, vectors = collection.embedder, collection.vectors
    if embedder is None or vectors is None:
        raise NoBaseline(name)

    def scores(question: str) -> NDArray[np.float32]:
        likeness: NDArray[np.float32] = (
            vectors @ embedder.encode_queries([search_text(question)])[0]
        )
        return likeness

    return Baseline(name, scores, np.arange(len(vectors)))


def _by_own_chunks(name: str, collection: Collection) -> Baseline:
    """Score fixed chunks by the model that Yandu uses, which leaves the passages as the change."""
    if collection.embedder is None:
        raise NoBaseline(name)
    return _by_chunks(name, collection, collection.embedder)


def _by_chunks(name: str, collection: Collection, model: Embedder) -> Baseline:
    """Score fixed chunks by a model, texts and questions as they are; a unit as its best chunk."""
    chunks = collection.chunks
    try:
        vectors = model.encode_passages(list(chunks.texts))
    except ModelUnavailable as error:
        raise NoBaseline(name, str(error).rpartition("; ")[0]) from error
    starts = np.flatnonzero(np.diff(chunks.unit, prepend=-1))

    def scores(question: str) -> NDArray[np.float32]:
        likeness = vectors @ model.encode_queries([question])[0]
        return np.maximum.reduceat(likeness, starts)

    return Baseline(name, scores, chunks.home)


def _by_bm25(name: str, collection: Collection, split: Callable[[str], Sequence[str]]) -> Baseline:
    """Score by BM25 (Lucene's form, k1 = 1.5, b = 0.75) over what ``split`` makes of a text."""
    numbers: dict[str, int] = {}
    rows = [
        [numbers.setdefault(token, len(numbers)) for token in split(text)]
        for text in collection.passages
    ]
    engine = bm25s.BM25()
    engine.index((rows, numbers), create_empty_token=False, show_progress=False)

    def scores(question: str) -> NDArray[np.float32]:
        known = [numbers[t] for t in split(search_text(question)) if t in numbers]
        empty = np.zeros(len(rows), np.float32)
        return engine.get_scores_from_ids(known) if known else empty

    return Baseline(name, scores, np.arange(len(rows)))


_RUN = re.compile(r"[^\W_]+")


def _grams(text: str) -> list[str]:
    runs = _RUN.findall(text)
    return [*"".join(runs), *(one + other for run in runs for one, other in pairwise(run))]


BASELINES: Mapping[str, Callable[[str, Collection], Baseline]] = {
    "bm25-words": _by_words,
    "bm25-characters": _by_characters,
    "dense": _by_meaning,
    "chunks": _by_own_chunks,
}
"""The baselines that need no model of their own, by name."""
