"""Fit to a corpus and a model where an answer begins.

Everyday questions that no study text deals with (`background.txt`) show how much evidence a
corpus yields by chance: more the larger it is, and more or less with each model.
"""

from functools import cache
from importlib import resources

import numpy as np

from corpus.text import search_text
from index.embedding import Embedder
from index.lexical import LexicalIndex
from index.ranking import Ranker
from index.vectors import VectorIndex
from index.verdicts import Thresholds

__all__ = ["calibrate"]

_REFUSED = 0.85
"""The share of background questions that must be refused; some of them touch most corpora."""


def calibrate(
    lexical: LexicalIndex, vectors: VectorIndex | None, embedder: Embedder | None
) -> Thresholds:
    """Fit thresholds to an index; the defaults stand for what it cannot tell."""
    if not len(lexical):
        return Thresholds()
    words = _threshold(Ranker(lexical, None, None))
    if vectors is None or embedder is None:
        return Thresholds(words_alone=words)
    return Thresholds(_threshold(Ranker(lexical, vectors, embedder)), words)


def _threshold(ranker: Ranker) -> float:
    rows = np.arange(len(ranker), dtype=np.int64)
    totals = [
        ranker.rank(ranker.read(question), rows, {}).evidence.total for question in _background()
    ]
    return round(float(np.quantile(totals, _REFUSED)), 4)


@cache
def _background() -> tuple[str, ...]:
    lines = resources.files("index").joinpath("background.txt").read_text("utf-8").splitlines()
    return tuple(search_text(line) for line in lines if line)
