"""How the first passages are judged, and how that is learned."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import save

from index.errors import ModelUnavailable
from index.matching import Match
from index.mixture import EVIDENCE
from index.relevance import FILE, PIECES, WHOLE, Relevance, inputs, relevance
from index.training.recipe import Recipe
from index.training.relevance import Close, _Batch, _Net, best, train_relevance

EVEN = np.array([[1] * 7, [2] * 7], np.float32)


def array(*rows: object) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


def of(*columns: object) -> NDArray[np.float64]:
    """Give what is expected of a passage: a row for each piece, from what is told of each."""
    return np.transpose(np.array(columns, float))


def test_what_is_told_of_each_piece_and_of_the_whole() -> None:
    match = Match(
        weights=array(3, 1),
        nearest=array([[1, 0.5, 0], [0.2, 0.1, 0.1]], [[0.5, 0.4, 0.3], [0.8, 0, 0]]),
        places=np.array([[4, 90], [10, 2]]),
        spelled=array([1, 0.5], [0, 0.5]),
        letters=array(2, 4),
        sizes=np.array([100, 20]),
    )
    pieces, whole = inputs(match, EVEN, array(5, 7))
    first = [[1, 0.2], [0.5, 0.1], [0, 0.1], [0, -0.6], [0.25, -0.3]]
    second = [[0.5, 0.8], [0.4, 0], [0.3, 0], [-0.5, 0], [-0.25, 0.3]]
    both = [[0.5, 0.5], [2, 4]]
    weighed = [[3, 1], [0.75, 0.25]]
    # 80 of the second piece's 86 from where the first is met; 8 pieces over weights of 3 to 1
    expected = [
        of(*first, [1, 0.5], *both, [1, 0], [0, 60], *weighed),
        of(*second, [0, 0.5], *both, [0, 0], [2, 6], *weighed),
    ]
    np.testing.assert_allclose(pieces, expected, atol=1e-4)
    np.testing.assert_array_equal(whole, [[1] * 7 + [-2], [2] * 7 + [0]])
    assert pieces.shape[2] == PIECES
    assert whole.shape[1] == WHOLE == len(EVIDENCE) + 1


def some(random: np.random.Generator, passages: int, pieces: int) -> Match:
    cosines = -np.sort(-random.uniform(-1, 1, (passages, pieces, 3)))
    return Match(
        weights=random.uniform(0, 3, pieces).astype(np.float32),
        nearest=cosines.astype(np.float32),
        places=random.integers(0, 99, (passages, pieces)),
        spelled=random.uniform(0, 1, (passages, pieces)).astype(np.float32),
        letters=random.integers(1, 5, pieces).astype(np.float32),
        sizes=random.integers(0, 99, passages),
    )


@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(0, 12))
def test_the_order_of_passages_and_pieces_is_nothing_to_it(
    seed: int, passages: int, pieces: int
) -> None:
    random = np.random.default_rng(seed)
    match = some(random, passages, pieces)
    evidence = random.normal(size=(passages, len(EVIDENCE))).astype(np.float32)
    sums = random.normal(size=passages).astype(np.float32)
    scores = relevance().scores(*inputs(match, evidence, sums), sums)
    assert scores.shape == (passages,)
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    rows, asked = random.permutation(passages), random.permutation(pieces)
    turned = Match(
        match.weights[asked],
        match.nearest[rows][:, asked],
        match.places[rows][:, asked],
        match.spelled[rows][:, asked],
        match.letters[asked],
        match.sizes[rows],
    )
    again = relevance().scores(*inputs(turned, evidence[rows], sums[rows]), sums[rows])
    np.testing.assert_allclose(again, scores[rows], atol=1e-3)


@pytest.mark.parametrize("held", [None, b"cut", save({"last": np.zeros(3, np.float32)})])
def test_a_file_that_is_not_whole_says_what_to_do(
    held: bytes | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    relevance.cache_clear()
    monkeypatch.setattr("index.relevance.resources.files", lambda _: tmp_path)
    if held is not None:
        (tmp_path / FILE).write_bytes(held)
    try:
        with pytest.raises(ModelUnavailable, match="install Yandu anew"):
            relevance()
    finally:
        relevance.cache_clear()


RECIPE = replace(Recipe(), relevance_width=8, relevance_batch=8, relevance_passes=30)


def case(random: np.random.Generator, answered: bool = True) -> Close:
    """Make a case in which the sums mislead: right is where the second nearest come near.

    Where nothing is right, none of the nearest is near.
    """
    passages, pieces = int(random.integers(2, 13)), int(random.integers(1, 6))
    match = some(random, passages, pieces)
    match.nearest[:, :, 1] = np.linspace(0, 0.9, passages)[:, None] if answered else 0
    sums = -np.linspace(0, 1, passages).astype(np.float32)
    told, whole = inputs(match, np.zeros((passages, 7), np.float32), sums)
    return Close(told, whole, sums, passages - 1 if answered else None)


def test_it_learns_what_the_sums_do_not_see_and_when_nothing_answers() -> None:
    random = np.random.default_rng(0)
    cases = [case(random, answered=number % 2 == 0) for number in range(400)]
    trained = Relevance(train_relevance(cases, RECIPE))
    answered = [case(random) for _ in range(50)]
    others = [case(random, answered=False) for _ in range(50)]

    def first(one: Close) -> int:
        return int(trained.scores(one.pieces, one.whole, one.sums).argmax())

    assert sum(one.sums.argmax() == one.right for one in answered) == 0
    assert sum(first(one) == one.right for one in answered) >= 45
    middle = np.median([*best(answered, trained), *best(others, trained)])
    assert (best(answered, trained) > middle).mean() >= 0.9
    assert (best(others, trained) < middle).mean() >= 0.9


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(0, 2**32))
def test_what_was_trained_scores_as_in_training(answered: list[bool], seed: int) -> None:
    """Whatever the cases were filled up to, and though their scale is taken over."""
    random = np.random.default_rng(seed)
    cases = [case(random, answered=one) for one in answered]
    net = _Net(cases, 4)
    with torch.no_grad():
        net.last.normal_()
        expected = net(_Batch.of(cases)).numpy()
    trained = Relevance(net.trained())
    for one, row in zip(cases, expected, strict=True):
        scores = trained.scores(one.pieces, one.whole, one.sums)
        np.testing.assert_allclose(scores, row[: len(scores)], rtol=1e-3, atol=1e-3)
        assert (row[len(scores) : -1] < -1000).all()


def test_the_same_seed_learns_the_same() -> None:
    cases = [case(np.random.default_rng(seed)) for seed in range(20)]
    recipe = replace(RECIPE, relevance_passes=2)
    once, again = train_relevance(cases, recipe), train_relevance(cases, recipe)
    assert once.keys() == again.keys()
    for name, part in once.items():
        np.testing.assert_array_equal(part, again[name])
