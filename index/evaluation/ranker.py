"""Yandu's ranking over texts that no index holds."""

from collections.abc import Sequence
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.evaluation.collection import Collection
from index.evaluation.figures import Evaluation, Row
from index.evaluation.judging import Case, judge
from index.evaluation.metrics import DEPTH
from index.lexical import LexicalIndex
from index.ranking import Ranker
from index.vectors import VectorIndex

__all__ = ["rank_all"]


def rank_all(cases: Sequence[Case], collection: Collection) -> Evaluation:
    """Rank every passage of a collection for every question; no verdicts and no quotes."""
    lexical = LexicalIndex.build(collection.passages)
    vectors = None if collection.vectors is None else VectorIndex.build(collection.vectors)
    ranker = Ranker(lexical, vectors, collection.embedder)
    allowed = np.arange(len(ranker), dtype=np.int64)
    return Evaluation(tuple(_rank(case, ranker, allowed) for case in cases))


def _rank(case: Case, ranker: Ranker, allowed: NDArray[np.int64]) -> Row:
    started = perf_counter()
    ranking = ranker.rank(ranker.read(search_text(case.question)), allowed, {})
    seconds = perf_counter() - started
    found = ranking.rows[:DEPTH].tolist()
    return judge(case, case.right, found, ranking.evidence.total, seconds)
