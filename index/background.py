"""What questions without an answer look like to a model and a corpus: the measure of chance.

Three lists of our own: the everyday questions of `foreign.txt`, which the bundled model also
learned to keep apart from study texts, those of `background.txt`, which it never saw, and in
`unanswered.txt` what members might ask about such texts though they leave it open.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.embedding import Embedder
from index.errors import SnapshotMismatch

__all__ = ["Chance", "background", "foreign", "unanswered"]

FILE = "chance.npz"

_PASSAGES = 2048  # enough of a corpus to measure likeness by chance
_NEAREST = 5


@cache
def background() -> tuple[str, ...]:
    """List everyday questions in search form that tell where answers begin."""
    return _read("background.txt")


@cache
def foreign() -> tuple[str, ...]:
    """List everyday questions in search form that a model learns to keep apart."""
    return _read("foreign.txt")


@cache
def unanswered() -> tuple[str, ...]:
    """List questions in search form, everyday ones first, that study texts leave open."""
    return foreign() + _read("unanswered.txt")


def _read(name: str) -> tuple[str, ...]:
    lines = resources.files("index").joinpath(name).read_text("utf-8").splitlines()
    return tuple(search_text(line) for line in lines if line)


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """How like each other a model finds questions and passages that have nothing in common.

    `mean` and `deviation` are of inner products; `foreign_rows`, (m, d), the vectors of
    `unanswered` in the precision of float16.
    """

    mean: float
    deviation: float
    foreign_rows: NDArray[np.float32]

    @property
    def everyday_rows(self) -> NDArray[np.float32]:
        """The vectors of `foreign` alone, which come first."""
        return self.foreign_rows[: len(foreign())]

    @classmethod
    def measure(cls, embedder: Embedder, passages: NDArray[np.float32]) -> "Chance":
        """Compare everyday questions with a corpus's passages, (n, d)."""
        lists = (background(), unanswered())
        asked, others = (embedder.encode_queries(list(texts)) for texts in lists)
        return cls.between(asked, others, passages)

    @classmethod
    def between(
        cls,
        asked: NDArray[np.float32],
        others: NDArray[np.float32],
        passages: NDArray[np.float32],
    ) -> "Chance":
        """Take the vectors of `background`, of `unanswered` and of passages, (n, d)."""
        apart = np.linspace(0, len(passages) - 1, min(_PASSAGES, len(passages))).astype(int)
        likeness = asked @ passages[apart].T if len(passages) else np.zeros(1)
        deviation = max(float(likeness.std()), 1e-6)
        rows = others.astype(np.float16).astype(np.float32)
        return cls(float(likeness.mean()), deviation, rows)

    def save(self, folder: Path) -> None:
        rows = self.foreign_rows.astype(np.float16)
        np.savez(folder / FILE, scale=(self.mean, self.deviation), foreign=rows)

    @classmethod
    def load(cls, folder: Path, dimension: int) -> "Chance":
        """Read what `save` wrote; SnapshotMismatch if it is of another model."""
        path = folder / FILE
        try:
            with path.open("rb") as file, np.load(file) as held:
                (mean, deviation), rows = held["scale"].tolist(), held["foreign"]
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise SnapshotMismatch(f"{path} cannot be read; run yandu index") from error
        if rows.ndim != 2 or rows.shape[1] != dimension:
            raise SnapshotMismatch(f"{path} is of another model; run yandu index")
        return cls(mean, deviation, rows.astype(np.float32))

    def standardise(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give inner products in standard deviations from what chance brings."""
        return (likeness - np.float32(self.mean)) / np.float32(self.deviation)

    def foreign(self, query: NDArray[np.float32]) -> float:
        """Tell how like a question, (d,), is to the unanswered ones nearest to it."""
        likeness = np.einsum("ij,j->i", self.foreign_rows, query)  # too few for BLAS's threads
        nearest = np.partition(likeness, -_NEAREST)[-_NEAREST:]
        return float(self.standardise(nearest.mean()))
