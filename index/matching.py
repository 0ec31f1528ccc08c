"""Match each piece of a question with the piece of a passage that comes nearest to it.

The late interaction of Khattab & Zaharia 2020, "ColBERT: Efficient and Effective Passage Search
via Contextualized Late Interaction over BERT", here over static vectors: few enough sums that
the first passages of every answer can be read so. What one vector for a whole passage blurs,
that each word of the question is met somewhere, comes back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.text import search_text
from index.errors import ModelUnavailable

__all__ = ["FOLDER", "Match", "Matcher", "Matching", "matcher"]

FOLDER = Path(str(resources.files("index") / "matcher"))
"""The folder of the vectors that ship with the project, a static sentence-transformers model."""

_ASKED = 12
"""Pieces of a question that are matched; more of them would speak for any passage."""
_LONGEST = 400
"""Pieces of a text that are read."""
_SEEN = 4 * _LONGEST
"""Characters of a text that are looked at for these."""
_READ = 4096
"""Passages, and passages by the sentence, that are kept as pieces."""
_NEAREST = 3
"""Pieces of a passage that are looked at for each of the question's."""
_SPELLED = 6
"""Characters of a piece that are looked for one by one."""


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
        self._characters = _characters(tokenizer, len(rows))
        self._alphabet = int(self._characters.max(initial=0)) + 1

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
        return self.read([text])[0]

    def read(self, texts: Sequence[str]) -> list[NDArray[np.int64]]:
        """List the pieces of several texts, as `pieces` does."""
        begun = [text[:_SEEN] for text in texts]
        encodings = self._tokenizer.encode_batch_fast(begun, add_special_tokens=False)
        rows = (np.array(found.ids[:_LONGEST], np.int64) for found in encodings)
        return [row[self._lengths[row] > 0] for row in rows]

    def asked(self, question: str) -> NDArray[np.int64]:
        """List the pieces of a question in search form that count most: int64, (12,) at most."""
        pieces = self.pieces(question)
        return pieces[np.argsort(-self._lengths[pieces], kind="stable")[:_ASKED]]

    def match(self, question: NDArray[np.int64], passages: Sequence[NDArray[np.int64]]) -> "Match":
        """Match pieces of a question with passages, all as `pieces` gives them."""
        shape = len(passages), len(question)
        nearest = np.zeros((*shape, _NEAREST), np.float32)
        places, spelled = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
        asked, characters = self._directions[question], self._characters[question]
        letters = (characters > 0).sum(axis=1).astype(np.float32)
        for at, passage in enumerate(passages):
            if len(passage):
                likeness = asked @ self._directions[passage].T
                places[at] = likeness.argmax(axis=1)
                nearest[at] = _greatest(likeness)
                known = np.zeros(self._alphabet, bool)
                known[self._characters[passage]] = True
                known[0] = False
                spelled[at] = known[characters].sum(axis=1) / np.maximum(letters, 1)
        sizes = np.array([len(passage) for passage in passages], np.int64)
        return Match(self._lengths[question], nearest, places, spelled, letters, sizes)

    def met(
        self, question: NDArray[np.int64], sentences: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.float32]:
        """Give the mean cosine by which sentences meet a question, weighed: (k,).

        All are as `pieces` gives them; 0 for a sentence without any.
        """
        found = np.zeros(len(sentences), np.float32)
        filled = [at for at, pieces in enumerate(sentences) if len(pieces)]
        weights = self._lengths[question]
        if len(question) and filled:
            counts = [len(sentences[at]) for at in filled]
            every = self._directions[np.concatenate([sentences[at] for at in filled])]
            likeness = self._directions[question] @ every.T
            nearest = np.maximum.reduceat(likeness, np.cumsum([0, *counts[:-1]]), axis=1)
            found[filled] = weights @ nearest / weights.sum()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """How m pieces of a question are met by k passages.

    `weights`, (m,), is what each piece counts; `nearest`, (k, m, 3), the cosines of the three
    pieces of a passage nearest to it, the nearest first, the last again where there are fewer, 0
    where there is none; `places`, (k, m), where the nearest stands; `letters`, (m,), how many
    characters a piece has, six at most; `spelled`, (k, m), the share of these that the passage
    has; `sizes`, (k,), of how many pieces each passage is.
    """

    weights: NDArray[np.float32]
    nearest: NDArray[np.float32]
    places: NDArray[np.int64]
    spelled: NDArray[np.float32]
    letters: NDArray[np.float32]
    sizes: NDArray[np.int64]

    @property
    def scores(self) -> NDArray[np.float32]:
        """Tell how well each passage meets the question, (k,).

        Each piece counts by its weight times the cosine of the piece nearest to it; the sum is
        over the root of the weights' sum, so that a question with more to tell tells more. 0
        where there is nothing to meet.
        """
        total = max(float(self.weights.sum()), 1e-6)
        met: NDArray[np.float32] = self.nearest[:, :, 0] @ self.weights / total**0.5
        return met

    @property
    def brevity(self) -> NDArray[np.float32]:
        """Give minus the logarithm of how many pieces a passage has, for many meet any question.

        The least of all where it has none, and 0 throughout where there is nothing to meet: (k,).
        """
        if not len(self.weights) or not self.sizes.any():
            return np.zeros(len(self.sizes), np.float32)
        counts = np.where(self.sizes > 0, self.sizes, self.sizes.max())
        return -np.log1p(counts.astype(np.float32))


class Matching:
    """Matches questions with the passages of an index; ``passage`` gives the text of a row."""

    def __init__(self, matcher: Matcher, passage: Callable[[int], str]) -> None:
        self._matcher = matcher
        self._pieces: Callable[[int], NDArray[np.int64]] = lru_cache(_READ)(
            lambda row: matcher.pieces(search_text(passage(row)))
        )
        self._sentences: Callable[[tuple[str, ...]], list[NDArray[np.int64]]]
        self._sentences = lru_cache(_READ)(matcher.read)

    def match(self, question: str, rows: NDArray[np.int64]) -> Match:
        """Match a question in search form with some rows."""
        asked = self._matcher.asked(question)
        return self._matcher.match(asked, [self._pieces(int(row)) for row in rows])

    def met(self, question: str, sentences: tuple[str, ...]) -> NDArray[np.float32]:
        """Tell how far sentences meet a question, all in search form, as `Matcher.met` does."""
        return self._matcher.met(self._matcher.asked(question), self._sentences(sentences))


@cache
def matcher() -> Matcher:
    """Give the matcher that ships with the project; ModelUnavailable."""
    return Matcher.load(FOLDER)


def _greatest(likeness: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the three greatest of each row, (m, 3), the greatest first; the least for missing."""
    if likeness.shape[1] < _NEAREST:
        missing = _NEAREST - likeness.shape[1]
        likeness = np.pad(likeness, ((0, 0), (0, missing)), mode="minimum")
    return np.sort(np.partition(likeness, -_NEAREST, axis=1)[:, -_NEAREST:], axis=1)[:, ::-1]


def _characters(tokenizer: Tokenizer, pieces: int) -> NDArray[np.int64]:
    """Give each piece's first characters as numbers from 1: (pieces, 6), zeros at the ends."""
    numbers: dict[str, int] = {}
    rows = np.zeros((pieces, _SPELLED), np.int64)
    for piece, at in tokenizer.get_vocab().items():
        for place, character in enumerate(piece[:_SPELLED]):
            rows[at, place] = numbers.setdefault(character, len(numbers) + 1)
    return rows
