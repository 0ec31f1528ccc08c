"""Ranking by words: BM25 over Chinese characters and pairs of them.

BM25: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond"; its
scores are computed at index time, as in BM25S (Lù 2024, arXiv:2407.03618). Texts and questions
are expected as `corpus.text.search_text` gives them.
"""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.errors import SnapshotMismatch
from index.tokens import tokens

__all__ = ["LexicalIndex"]

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG on import

FOLDER = "lexical"
_VOCABULARY = "vocab.index.json"  # as BM25S names it


class LexicalIndex:
    """Word statistics of the passages, one row each; its methods give one number a row."""

    def __init__(self, engine: bm25s.BM25 | None, count: int) -> None:
        """Take BM25S's index over ``count`` passages, None if none of them has a token."""
        self._engine = engine
        self._count = count
        self._vocabulary: Mapping[str, int] = {} if engine is None else engine.vocab_dict
        self._starts = np.zeros(1, np.int64) if engine is None else engine.scores["indptr"]
        self._idf = _inverse_frequency(np.diff(self._starts), count)
        self._unseen = float(_inverse_frequency(np.zeros(1), count)[0])

    @classmethod
    def build(
        cls, texts: Sequence[str], titles: Sequence[str] | None = None, *, title_weight: int = 1
    ) -> "LexicalIndex":
        """Index the passages' ``texts``, of which any may be empty, and their section ``titles``.

        Each passage counts the words of its titles ``title_weight`` times.
        """
        given = titles if titles is not None else [""] * len(texts)
        numbers: defaultdict[str, int] = defaultdict()
        numbers.default_factory = numbers.__len__  # a new token gets the next number
        titled = cache(tokens)  # sections share their titles
        rows = [
            list(map(numbers.__getitem__, tokens(text) + titled(title) * title_weight))
            for text, title in zip(texts, given, strict=True)
        ]
        engine = bm25s.BM25() if numbers else None
        if engine is not None:
            engine.index((rows, dict(numbers)), create_empty_token=False, show_progress=False)
        return cls(engine, len(rows))

    def __len__(self) -> int:
        return self._count

    def idf(self, token: str) -> float:
        """Weigh a token by its rarity: ln(1 + (n - df + 0.5) / (df + 0.5)), never negative."""
        column = self._vocabulary.get(token)
        return self._unseen if column is None else float(self._idf[column])

    def scores(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Score every passage by BM25 (k1 = 1.5, b = 0.75), each token of a question weighted.

        float32, shape (n,), 0 for a passage without any of the tokens.
        """
        held = ((weight, *self._held(token)) for token, weight in terms.items())
        return self._sums([(rows, np.float32(weight) * scores) for weight, rows, scores in held])

    def share(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Give the share of a question that each passage has, its tokens weighted by `idf` too.

        float32, shape (n,), from 0 to 1.
        """
        worth = {token: weight * self.idf(token) for token, weight in terms.items()}
        held = [(self._held(token)[0], weight) for token, weight in worth.items()]
        sums = self._sums(
            [(rows, np.full(len(rows), weight, np.float32)) for rows, weight in held]
        )
        total = sum(worth.values())
        return sums / np.float32(total) if total else sums

    def verbatim(self, shares: NDArray[np.float32]) -> NDArray[np.float32]:
        """Tell how far one passage alone has nearly all of a question: from 0 to 1, (n,).

        ``shares`` are those of `share`. What several passages have alike points to none.
        """
        nearly = np.square(np.square(np.square(shares)))  # the eighth power, sooner
        alone = float(nearly.max(initial=0)) / (float(nearly.sum()) + 0.1)
        verbatim: NDArray[np.float32] = nearly * np.float32(max(0.0, 2 * alone - 1))
        return verbatim

    def _sums(
        self, given: Sequence[tuple[NDArray[Any], NDArray[np.float32]]]
    ) -> NDArray[np.float32]:
        """Add up what rows are given, which is sooner in one go: (n,)."""
        if not given:
            return np.zeros(len(self), np.float32)
        rows, values = map(np.concatenate, zip(*given, strict=True))
        return np.bincount(rows, values, len(self)).astype(np.float32)

    def _held(self, token: str) -> tuple[NDArray[Any], NDArray[np.float32]]:
        """Give the rows that have a token, and what BM25 gives each for it."""
        column = self._vocabulary.get(token)
        if column is None or self._engine is None:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        held = slice(self._starts[column], self._starts[column + 1])
        return self._engine.scores["indices"][held], self._engine.scores["data"][held]

    def save(self, folder: Path) -> None:
        """Write everything under ``folder``/lexical."""
        place = folder / FOLDER
        place.mkdir()
        if self._engine is not None:
            engine = copy(self._engine)
            engine.vocab_dict = {}  # it would write them at once and hold up all other threads
            engine.save(place, show_progress=False)
            words = (
                f"{json.dumps(w, ensure_ascii=False)}: {n}" for w, n in self._vocabulary.items()
            )
            (place / _VOCABULARY).write_text("{" + ",\n".join(words) + "}", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, count: int) -> "LexicalIndex":
        """Read what `save` wrote; SnapshotMismatch if it is not about ``count`` passages."""
        place = folder / FOLDER
        try:
            empty = not any(place.iterdir())
            engine = None if empty else bm25s.BM25.load(place, show_progress=False)
        except (OSError, ValueError, KeyError, EOFError) as error:
            raise SnapshotMismatch(f"{place} cannot be read; run yandu index") from error
        held = count if engine is None else engine.scores["num_docs"]
        if held != count:
            raise SnapshotMismatch(
                f"{place} is about {held} passages, the manifest says {count}; run yandu index"
            )
        return cls(engine, count)


def _inverse_frequency(holding: NDArray[Any], rows: int) -> NDArray[np.float32]:
    """Weigh tokens by the number of passages ``holding`` them, as Lucene's BM25 does."""
    return np.log1p((rows - holding + 0.5) / (holding + 0.5)).astype(np.float32)
