"""Figures of information retrieval, as functions of NumPy arrays.

Where questions run along an axis it is the last one; leading axes, such as one over resamples,
pass through. Every function gives float64.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

__all__ = ["DEPTH", "auroc", "first_right", "mean", "ndcg", "refused_at"]

DEPTH = 10
"""How many hits of a question count: no figure looks further down."""

Floats = NDArray[np.float64]


def first_right(gains: NDArray[np.bool_]) -> Floats:
    """Find the rank, from 1, of the first right hit: (…, depth) -> (…); infinity for none."""
    rank = gains.argmax(axis=-1) + 1.0
    return np.where(gains.any(axis=-1), rank, np.inf)


def ndcg(gains: NDArray[np.bool_], right: NDArray[np.int64] | int) -> Floats:
    """Give the normalised discounted cumulative gain of hits that are right or not.

    ``gains`` is (…, depth), best hit first; ``right``, (…), counts the right places there are,
    at least one each. Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR
    techniques", with the discount log2(rank + 1).
    """
    discounts = 1 / np.log2(np.arange(gains.shape[-1]) + 2)
    ideal = np.cumsum(discounts)[np.minimum(right, gains.shape[-1]) - 1]
    return np.asarray(gains @ discounts / ideal, np.float64)


def mean(values: Floats) -> Floats:
    return np.asarray(values.mean(axis=-1), np.float64)


def auroc(present: Floats, absent: Floats) -> Floats:
    """Give the chance that a score of ``present`` is above one of ``absent``, ties half.

    The area under the ROC curve, by the Mann-Whitney statistic; shapes (…, n) and (…, m).
    """
    n, m = present.shape[-1], absent.shape[-1]
    ranks: NDArray[Any] = rankdata(np.concatenate([present, absent], axis=-1), axis=-1)
    above = ranks[..., :n].sum(axis=-1) - n * (n + 1) / 2
    return np.asarray(above / (n * m), np.float64)


def refused_at(present: Floats, absent: Floats, false_refusals: float) -> Floats:
    """Give the share of ``absent`` refused where so few of ``present`` are: (…, n), (…, m) -> (…).

    The threshold is the highest below which at most that share of ``present`` lies.
    """
    spared = int(false_refusals * present.shape[-1])
    threshold = np.sort(present, axis=-1)[..., spared, np.newaxis]
    return mean((absent < threshold).astype(np.float64))
