"""The vectors of the sentences of passages, to compare a question with each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text, sentences
from index.errors import SnapshotMismatch

__all__ = ["SentenceVectors", "split"]

FILE = "sentences.npy"
_STARTS = "sentence-starts.npy"


def split(passage: str) -> list[str]:
    """List the sentences of a passage in search form; at least one."""
    return [search_text(passage[a:b]) for a, b in sentences(passage)] or [""]


@dataclass(frozen=True, slots=True, eq=False)
class SentenceVectors:
    """The sentences of all passages end to end, in passage order.

    `rows` is float16, shape (m, d), L2-normalised; `starts`, int64, (n + 1,), says where each
    passage's begin.
    """

    rows: NDArray[np.float16]
    starts: NDArray[np.int64]

    @classmethod
    def join(cls, parts: Sequence[NDArray[np.floating]], dimension: int) -> "SentenceVectors":
        """Take the vectors of each passage's sentences, (k, ``dimension``) with k at least 1."""
        starts = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int64)
        joined = np.concatenate(parts) if parts else np.empty((0, dimension))
        return cls(joined.astype(np.float16), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def kept(self, row: int) -> NDArray[np.float16]:
        """Give the vectors of one passage's sentences as they are kept: shape (k, d)."""
        return self.rows[self.starts[row] : self.starts[row + 1]]

    def of(self, row: int) -> NDArray[np.float32]:
        """Give the vectors of one passage's sentences: float32, shape (k, d)."""
        return self.kept(row).astype(np.float32)

    def best(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Compare ``query``, (d,), with the sentence nearest to it of each row: (len(rows),)."""
        return np.array([(self.of(row) @ query).max() for row in rows], np.float32)

    def save(self, folder: Path) -> None:
        np.save(folder / FILE, self.rows)
        np.save(folder / _STARTS, self.starts)

    @classmethod
    def load(cls, folder: Path, count: int, dimension: int) -> "SentenceVectors":
        """Look at what `save` wrote, mapped; SnapshotMismatch if it is of other passages."""
        try:
            rows = np.load(folder / FILE, mmap_mode="r")
            starts = np.load(folder / _STARTS)
        except (OSError, ValueError, EOFError) as error:
            raise SnapshotMismatch(f"{folder / FILE} cannot be read; run yandu index") from error
        if len(starts) != count + 1 or rows.shape != (starts[-1], dimension):
            raise SnapshotMismatch(
                f"{folder / FILE} and its manifest count differently; run yandu index"
            )
        return cls(rows, starts)
