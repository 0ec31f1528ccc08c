"""Intervals against theory, and pairs against what they rule out."""

import numpy as np
import pytest

from index.evaluation import bootstrap
from index.evaluation.bootstrap import Estimate, compare, estimate
from index.evaluation.metrics import auroc, mean


def shares(found: int, of: int) -> np.ndarray:
    return np.array([1.0] * found + [0.0] * (of - found))


@pytest.mark.parametrize(("found", "of"), [(200, 400), (360, 400), (1500, 3000)])
def test_the_interval_of_a_share_is_the_normal_one(found: int, of: int) -> None:
    share = found / of
    wide = 1.96 * (share * (1 - share) / of) ** 0.5
    one = estimate(mean, (shares(found, of),))
    assert one.value == share
    assert (one.low, one.high) == pytest.approx((share - wide, share + wide), abs=wide / 8)


def test_the_same_questions_give_the_same_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = (shares(30, 50), shares(5, 20))
    first = estimate(auroc, samples)
    monkeypatch.setattr(bootstrap, "_BATCH", 1000)
    assert estimate(auroc, samples) == first
    assert first.low < first.value < first.high


def test_where_all_are_right_nothing_varies() -> None:
    assert estimate(mean, (shares(9, 9),)) == Estimate(1, 1, 1)


def test_a_system_does_not_differ_from_itself() -> None:
    same = compare(mean, (shares(5, 9),), (shares(5, 9),))
    assert same == Estimate(0, 0, 0)
    assert not same.beyond


def test_the_difference_is_paired() -> None:
    """A system that is right wherever the other is, and once more in ten, is surely better."""
    theirs, ours = shares(50, 100), shares(60, 100)
    paired = compare(mean, (ours,), (theirs,))
    crossed = compare(mean, (ours,), (theirs[::-1].copy(),))
    assert (paired.value, crossed.value) == pytest.approx((0.1, 0.1))
    assert paired.beyond
    assert not crossed.beyond
    assert compare(mean, (theirs,), (ours,)).high < 0
