"""Ranking by words: BM25 and TF-IDF over Chinese characters and pairs of them.

BM25: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; its
scores are computed at index time, as in BM25S (Lù 2024, arXiv:2407.03618). Texts and questions
are expected as `corpus.text.search_text` gives them.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import bm25s
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from index.errors import SnapshotMismatch

__all__ = ["LexicalIndex", "tokens"]

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG on import

FOLDER = "lexical"
_COUNTS = "counts.npz"

# letters and digits between punctuation and spaces; 3.5 and 1,200 hold together
_RUN = re.compile(r"(?:[^\W_]|(?<=\d)[.,](?=\d))+")
# in a run: words of an alphabet and numbers whole, everything else character by character
_UNIT = re.compile(r"[a-z\u00c0-\u024f\u0370-\u052f]+|\d+(?:[.,]\d+)*|[^\W_]")


def tokens(text: str) -> list[str]:
    """List the units of ``text`` (characters, Latin words, numbers) and each neighbouring pair."""
    return [token for units in _runs(text) for token in chain(units, _pairs(units))]


def _runs(text: str) -> Iterable[list[str]]:
    return (_UNIT.findall(run) for run in _RUN.findall(text))


def _pairs(units: list[str]) -> Iterable[str]:
    return map(str.__add__, units, units[1:])


class LexicalIndex:
    """Word statistics of the passages, one row each; its methods give one number a row."""

    def __init__(self, engine: bm25s.BM25 | None, counts: Any, vocabulary: dict[str, int]) -> None:
        """Take BM25S's index (None without any token) and the counts, CSC, (n, vocabulary)."""
        rows = counts.shape[0]
        scored = engine.scores["num_docs"] if engine is not None else rows
        if (rows, len(vocabulary)) != (scored, counts.shape[1]):
            raise ValueError("the parts of the lexical index do not agree")
        self._engine = engine
        self._counts = counts
        self._vocabulary = vocabulary
        self._idf = _inverse_frequency(np.diff(counts.indptr), rows)
        self._unseen = float(_inverse_frequency(np.zeros(1), rows)[0])
        self._norms = _norms(counts, self._idf)

    @classmethod
    def build(
        cls, texts: Sequence[str], titles: Sequence[str] | None = None, *, title_weight: int = 1
    ) -> "LexicalIndex":
        """Index the passages' ``texts``, of which any may be empty, and their section ``titles``.

        Each passage counts the words of its titles ``title_weight`` times.
        """
        given = titles if titles is not None else [""] * len(texts)
        vocabulary: dict[str, int] = {}
        rows = [
            [vocabulary.setdefault(t, len(vocabulary)) for t in _weighted(*pair, title_weight)]
            for pair in zip(texts, given, strict=True)
        ]
        engine = bm25s.BM25() if vocabulary else None
        if engine is not None:
            engine.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(engine, _count(rows, len(vocabulary)), vocabulary)

    def __len__(self) -> int:
        return int(self._counts.shape[0])

    def idf(self, token: str) -> float:
        """Weigh a token by its rarity: ln(1 + (n - df + 0.5) / (df + 0.5)), never negative."""
        column = self._vocabulary.get(token)
        return self._unseen if column is None else float(self._idf[column])

    def scores(self, question: str) -> NDArray[np.float32]:
        """Score every passage by BM25 (k1 = 1.5, b = 0.75): float32, shape (n,), 0 for no word."""
        known = [self._vocabulary[t] for t in tokens(question) if t in self._vocabulary]
        if self._engine is None or not known:
            return np.zeros(len(self), np.float32)
        scores: NDArray[np.float32] = self._engine.get_scores_from_ids(known)
        return scores

    def coverage(self, question: str) -> NDArray[np.float32]:
        """Give the share of the question's pairs that each passage has, weighted by `idf`.

        float32, shape (n,), from 0 to 1. A question without pairs is measured by its single
        units against ones that no passage has, so that a common character proves little.
        """
        pairs = {pair for units in _runs(question) for pair in _pairs(units)}
        weights = {token: self.idf(token) for token in pairs or set(tokens(question))}
        total = sum(weights.values()) if pairs else len(weights) * self._unseen
        shares = self._gather(weights, counted=False)
        return shares / np.float32(total) if total else shares

    def cosine(self, question: str) -> NDArray[np.float32]:
        """Compare TF-IDF vectors; what no passage has counts against the question.

        float32, shape (n,), from 0 to 1.
        """
        weights = {t: count * self.idf(t) for t, count in Counter(tokens(question)).items()}
        length = float(np.sqrt(sum(weight**2 for weight in weights.values())))
        rarity = {token: weight * self.idf(token) for token, weight in weights.items()}
        products = self._gather(rarity, counted=True)
        scale = self._norms * np.float32(length)
        cosines: NDArray[np.float32] = np.divide(
            products, scale, out=np.zeros_like(products), where=scale > 0
        )
        return cosines

    def _gather(self, weights: dict[str, float], *, counted: bool) -> NDArray[np.float32]:
        """Sum the weights of the tokens that each passage has, times their counts if asked."""
        starts, data, indices = self._counts.indptr, self._counts.data, self._counts.indices
        sums = np.zeros(len(self), np.float32)
        for token, weight in weights.items():
            column = self._vocabulary.get(token)
            if column is not None:
                held = slice(starts[column], starts[column + 1])
                times = data[held] if counted else np.float32(1)
                sums[indices[held]] += np.float32(weight) * times  # a row occurs once a column
        return sums

    def save(self, folder: Path) -> None:
        """Write everything under ``folder``/lexical."""
        place = folder / FOLDER
        place.mkdir()
        sparse.save_npz(place / _COUNTS, self._counts, compressed=False)
        if self._engine is not None:
            self._engine.save(place, show_progress=False)

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        """Read what `save` wrote; SnapshotMismatch if it is not about ``count`` passages."""
        place = folder / FOLDER
        try:
            with (place / _COUNTS).open("rb") as content:
                counts = sparse.load_npz(content)
            engine = bm25s.BM25.load(place, show_progress=False) if counts.shape[1] else None
            loaded = cls(engine, counts, engine.vocab_dict if engine else {})
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise SnapshotMismatch(f"{place} cannot be read; run yandu index") from error
        if len(loaded) != count:
            raise SnapshotMismatch(
                f"{place} is about {len(loaded)} passages, the manifest says {count}; "
                "run yandu index"
            )
        return loaded


def _weighted(text: str, titles: str, title_weight: int) -> list[str]:
    return tokens(text) + tokens(titles) * title_weight


def _count(rows: list[list[int]], columns: int) -> Any:
    """Count tokens: a CSC matrix, float32, (n, vocabulary)."""
    lengths = [len(row) for row in rows]
    flat = np.fromiter(chain.from_iterable(rows), np.int32, sum(lengths))
    place = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
    ones = np.ones(len(flat), np.float32)
    return sparse.coo_matrix((ones, (place, flat)), shape=(len(rows), columns)).tocsc()


def _inverse_frequency(holding: NDArray[Any], rows: int) -> NDArray[np.float32]:
    """Weigh tokens by the number of passages ``holding`` them, as Lucene's BM25 does."""
    return np.log1p((rows - holding + 0.5) / (holding + 0.5)).astype(np.float32)


def _norms(counts: Any, idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure each passage's TF-IDF vector: float32, (n,)."""
    weighted = counts.data * np.repeat(idf, np.diff(counts.indptr))
    squares = np.bincount(counts.indices, weighted**2, minlength=counts.shape[0])
    return np.sqrt(squares).astype(np.float32)
