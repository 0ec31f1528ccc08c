"""How far a figure would move with other questions of the same sort: bootstrap intervals.

The percentile bootstrap of Efron & Tibshirani 1993, "An Introduction to the Bootstrap": the
questions are drawn anew with replacement, and the figure computed of each draw. The seed is fixed,
so the same questions always give the same interval; and two systems that answered the same
questions meet the same draws, which makes their difference a paired one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["Estimate", "Samples", "Statistic", "compare", "estimate"]

RESAMPLES = 2000
LEVEL = 0.95
SEED = 20
_BATCH = 2_000_000  # numbers drawn at a time, so that thousands of questions fit into memory

Samples = tuple[NDArray[np.float64], ...]
"""One array a class of questions, each (n,) with its own n: answerable ones, absent ones."""
Statistic = Callable[..., NDArray[np.float64]]
"""From arrays (…, n), one a sample, to (…)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, or a difference of two, and the ends of its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def beyond(self) -> bool:
        """Tell of a difference whether its interval leaves zero out."""
        return self.low > 0 or self.high < 0


def estimate(statistic: Statistic, samples: Samples) -> Estimate:
    """Compute a figure and its interval; no sample may be empty."""
    return _between(float(statistic(*samples)), _resampled(statistic, samples))


def compare(statistic: Statistic, ours: Samples, theirs: Samples) -> Estimate:
    """Compute ours minus theirs; the same questions stand at the same places of both."""
    difference = float(statistic(*ours) - statistic(*theirs))
    return _between(difference, _resampled(statistic, ours) - _resampled(statistic, theirs))


def _between(value: float, resampled: NDArray[np.float64]) -> Estimate:
    low, high = np.quantile(resampled, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high))


def _resampled(statistic: Statistic, samples: Samples) -> NDArray[np.float64]:
    """Compute the statistic of every draw: shape (RESAMPLES,)."""
    sizes = tuple(len(sample) for sample in samples)
    rows = max(1, _BATCH // sum(sizes))
    parts = []
    for start in range(0, RESAMPLES, rows):
        draws = (drawn[start : start + rows] for drawn in _draws(sizes))
        parts.append(statistic(*(s[drawn] for s, drawn in zip(samples, draws, strict=True))))
    return np.concatenate(parts)


@lru_cache(maxsize=4)
def _draws(sizes: tuple[int, ...]) -> tuple[NDArray[np.int32], ...]:
    """Draw numbers of questions with replacement: for each size (RESAMPLES, size)."""
    random = np.random.default_rng(SEED)
    return tuple(random.integers(n, size=(RESAMPLES, n), dtype=np.int32) for n in sizes)
