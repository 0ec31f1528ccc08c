"""Figures of retrieval against values computed by hand or by their definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.metrics import DEPTH, auroc, first_right, mean, ndcg, refused_at

gains = st.lists(st.booleans(), min_size=DEPTH, max_size=DEPTH)
scores = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)


def hits(*ranks: int) -> np.ndarray:
    return np.isin(np.arange(1, DEPTH + 1), ranks)


def test_the_rank_of_the_first_right_hit() -> None:
    found = first_right(np.array([hits(1, 2), hits(4, 9), hits()]))
    assert found.tolist() == [1, 4, math.inf]


@pytest.mark.parametrize(
    ("ranks", "right", "worth"),
    [
        ((1,), 1, 1.0),
        ((2,), 1, 0.63093),  # 1 / log2 3
        ((3,), 1, 0.5),
        ((10,), 1, 0.28906),  # 1 / log2 11
        ((1, 2), 2, 1.0),
        ((1, 3), 2, 0.91972),  # (1 + 1/2) / (1 + 1 / log2 3)
        ((2, 3, 6), 3, 0.69788),  # (0.63093 + 0.5 + 0.35621) / 2.13093
        ((1,), 20, 0.22009),  # all ten could be right: 1 / 4.54356
        ((), 1, 0.0),
    ],
)
def test_ndcg_by_hand(ranks: tuple[int, ...], right: int, worth: float) -> None:
    assert float(ndcg(hits(*ranks), right)) == pytest.approx(worth, abs=1e-5)


@given(gains, st.integers(0, 20))
def test_ndcg_is_a_share_and_full_only_at_the_top(found: list[bool], more: int) -> None:
    right = max(sum(found) + more, 1)
    worth = float(ndcg(np.array(found), right))
    ideal = found == sorted(found, reverse=True) and sum(found) == min(right, DEPTH)
    assert 0 <= worth <= 1 + 1e-12
    assert (worth == pytest.approx(1)) == ideal


@given(gains, st.integers(0, DEPTH - 2))
def test_moving_a_right_hit_up_is_worth_more(found: list[bool], at: int) -> None:
    pair = sorted(found[at : at + 2])
    low, high = (np.array([*found[:at], *p, *found[at + 2 :]]) for p in (pair, pair[::-1]))
    right = max(sum(found), 1)
    changed = pair[0] != pair[1]
    assert (float(ndcg(high, right)) > float(ndcg(low, right))) == changed
    assert first_right(high) <= first_right(low)


@given(scores, scores)
def test_auroc_is_the_share_of_pairs_in_order(present: list[float], absent: list[float]) -> None:
    pairs = [(one > other) + (one == other) / 2 for one in present for other in absent]
    found = float(auroc(np.array(present), np.array(absent)))
    assert found == pytest.approx(sum(pairs) / len(pairs))


@given(scores, scores, st.sampled_from([0.0, 0.03, 0.2, 0.5]))
def test_the_threshold_spares_the_answerable(
    present: list[float], absent: list[float], rate: float
) -> None:
    """Look for the best threshold among all there are."""
    allowed = [
        threshold
        for threshold in (*present, *absent)
        if sum(score < threshold for score in present) <= rate * len(present)
    ]
    refused = [sum(score < threshold for score in absent) for threshold in allowed]
    best = max(refused) / len(absent)
    assert float(refused_at(np.array(present), np.array(absent), rate)) == pytest.approx(best)


def test_a_threshold_by_hand() -> None:
    present = np.arange(100.0)
    assert refused_at(present, np.array([-1.0, 2.5, 3.0, 50.0]), 0.03) == 0.5


def test_what_is_beyond_doubt_may_be_infinite() -> None:
    assert auroc(np.array([math.inf, 0.5]), np.array([-math.inf, 0.5])) == 7 / 8


def test_leading_axes_pass_through() -> None:
    present, absent = np.array([[1.0, 2.0], [0.0, 0.0]]), np.array([[0.0], [1.0]])
    assert mean(present).tolist() == [1.5, 0]
    assert auroc(present, absent).tolist() == [1, 0]
    assert refused_at(present, absent, 0.0).tolist() == [1, 0]
