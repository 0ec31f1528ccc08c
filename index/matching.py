"""Match each piece of a question with the piece of a passage that comes nearest to it.

The late interaction of Khattab & Zaharia 2020, "ColBERT: Efficient and Effective Passage Search
via Contextualized Late Interaction over BERT", here over static vectors: few enough sums that
the first passages of every answer can be read so. What one vector for a whole passage blurs,
that each word of the question is met somewhere, comes back.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.text import search_text
from index.errors import ModelUnavailable

__all__ = ["FOLDER", "Matcher", "Matching", "matcher"]

FOLDER = Path(str(resources.files("index") / "matcher"))
"""The folder of the vectors that ship with the project, a static sentence-transformers model."""

_ASKED = 12
"""Pieces of a question that are matched; more of them would speak for any passage."""
_LONGEST = 400
"""Pieces of a text that are read."""
_READ = 4096
"""Passages that are kept as pieces."""


class Matcher:
    """Static vectors of pieces, (pieces, d): their directions are compared, their lengths weigh.

    Pieces without a length, such as the unknown one, are passed over. Nothing changes after it
    was made: threads may share it.
    """

    def __init__(self, tokenizer: Tokenizer, vectors: NDArray[np.floating]) -> None:
        self._tokenizer = tokenizer
        rows = vectors.astype(np.float32)
        self._lengths = np.linalg.norm(rows, axis=1)
        self._directions = rows / np.maximum(self._lengths, 1e-6)[:, None]

    @classmethod
    def load(cls, folder: Path) -> "Matcher":
        """Open a `StaticEmbedding` that sentence-transformers saved; ModelUnavailable."""
        try:
            (vectors,) = load_file(folder / "model.safetensors").values()
            return cls(Tokenizer.from_file(str(folder / "tokenizer.json")), vectors)
        except Exception as error:  # the libraries raise their own kinds and bare ones
            raise ModelUnavailable(f"{folder} cannot be read; install Yandu anew") from error

    def pieces(self, text: str) -> NDArray[np.int64]:
        """List the pieces of a text in search form that have a length, as they stand: (m,)."""
        found = self._tokenizer.encode(text, add_special_tokens=False).ids[:_LONGEST]
        pieces: NDArray[np.int64] = np.array(found, np.int64)
        known: NDArray[np.int64] = pieces[self._lengths[pieces] > 0]
        return known

    def asked(self, question: str) -> NDArray[np.int64]:
        """List the pieces of a question in search form that count most: int64, (12,) at most."""
        pieces = self.pieces(question)
        return pieces[np.argsort(-self._lengths[pieces], kind="stable")[:_ASKED]]

    def scores(
        self, question: NDArray[np.int64], passages: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.float32]:
        """Tell how well passages meet the pieces of a question, all as `pieces` gives them.

        Each piece of the question counts by its length times the cosine of the piece of the
        passage nearest to it; the sum is over the root of the lengths' sum, so that a question
        with more to tell tells more. Shape (len(passages),); 0 for a passage without any piece.
        """
        found = np.zeros(len(passages), np.float32)
        weights = self._lengths[question]
        filled = [at for at, passage in enumerate(passages) if len(passage)]
        if not len(question) or not filled:
            return found
        counts = [len(passages[at]) for at in filled]
        every = self._directions[np.concatenate([passages[at] for at in filled])]
        likeness = self._directions[question] @ every.T
        nearest = np.maximum.reduceat(likeness, np.cumsum([0, *counts[:-1]]), axis=1)
        found[filled] = weights @ nearest / np.sqrt(weights.sum())
        return found


class Matching:
    """Matches questions with the passages of an index; ``passage`` gives the text of a row."""

    def __init__(self, matcher: Matcher, passage: Callable[[int], str]) -> None:
        self._matcher = matcher
        self._pieces: Callable[[int], NDArray[np.int64]] = lru_cache(_READ)(
            lambda row: matcher.pieces(search_text(passage(row)))
        )

    def compare(
        self, question: str, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Match a question in search form with some rows: their scores, their brevity.

        Brevity is minus the logarithm of how many pieces a passage has, for many meet any
        question; the least of all where it has none. Both are (len(rows),), and 0 throughout
        where there is nothing to match.
        """
        asked, passages = self._matcher.asked(question), [self._pieces(int(row)) for row in rows]
        counts = np.array([len(passage) for passage in passages], np.float32)
        if not len(asked) or not counts.any():
            return np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
        brevity = -np.log1p(np.where(counts > 0, counts, counts.max()))
        return self._matcher.scores(asked, passages), brevity


@cache
def matcher() -> Matcher:
    """Give the matcher that ships with the project; ModelUnavailable."""
    return Matcher.load(FOLDER)
