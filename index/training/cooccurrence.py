"""Count which pieces stand near each other, and how much more than chance would have it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from tokenizers import Tokenizer

__all__ = ["cooccurrence", "encode", "positive_pmi"]

BREAK = -1


def encode(tokenizer: Tokenizer, lines: Sequence[str]) -> NDArray[np.int32]:
    """Encode lines as one flat row of piece ids, a break (-1) after each line."""
    parts = [
        np.asarray([*encoding.ids, BREAK], dtype=np.int32)
        for at in range(0, len(lines), 10_000)
        for encoding in tokenizer.encode_batch_fast(
            lines[at : at + 10_000], add_special_tokens=False
        )
    ]
    return np.concatenate(parts) if parts else np.empty(0, np.int32)


def cooccurrence(ids: NDArray[np.int32], pieces: int, window: int) -> sparse.csr_matrix:
    """Count pairs up to ``window`` apart within a line, each worth 1/distance.

    Returns a symmetric (pieces, pieces) float32 matrix.
    """
    total = sparse.csr_matrix((pieces, pieces), dtype=np.float32)
    for start in range(0, max(len(ids), 1), 8_000_000):
        stretch = ids[start : start + 8_000_000]
        for distance in range(1, window + 1):
            total = total + _at_distance(stretch, pieces, distance)
    return (total + total.T).tocsr()


def _at_distance(ids: NDArray[np.int32], pieces: int, distance: int) -> sparse.csr_matrix:
    left, right = ids[:-distance], ids[distance:]
    whole = (left > 0) & (right > 0) & ~_broken(ids, distance)
    keys = left[whole].astype(np.int64) * pieces + right[whole]
    unique, counts = np.unique(keys, return_counts=True)
    worth = counts.astype(np.float32) / distance
    return sparse.csr_matrix((worth, np.divmod(unique, pieces)), shape=(pieces, pieces))


def _broken(ids: NDArray[np.int32], distance: int) -> NDArray[np.bool_]:
    """Mark the places from which ``distance`` steps on cross the end of a line."""
    ends = np.cumsum(ids == BREAK)
    return np.asarray(ends[:-distance] != ends[distance:])


def positive_pmi(counts: sparse.csr_matrix, power: float, shift: float) -> sparse.csr_matrix:
    """Weigh counts by shifted positive pointwise mutual information.

    Levy & Goldberg 2014, "Neural Word Embedding as Implicit Matrix Factorization", and Levy et
    al. 2015 for the context distribution raised to ``power``; ``log(shift)`` is taken off.
    """
    rows = np.asarray(counts.sum(axis=1)).ravel()
    smoothed = rows**power
    chance = np.log(np.maximum(smoothed / smoothed.sum(), 1e-30))
    pairs = counts.tocoo()
    pmi = np.log(pairs.data) - np.log(rows[pairs.row]) - chance[pairs.col] - np.log(shift)
    kept = pmi > 0
    cells = (pairs.row[kept], pairs.col[kept])
    return sparse.csr_matrix((pmi[kept].astype(np.float32), cells), shape=counts.shape)
