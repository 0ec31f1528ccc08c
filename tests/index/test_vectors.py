from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.errors import SnapshotMismatch
from index.vectors import VectorIndex


def unit_rows(count: int, dimension: int = 6, seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def test_a_row_finds_itself_first() -> None:
    rows = unit_rows(50)
    index = VectorIndex.build(rows)
    for number, row in enumerate(rows):
        scores, found = index.search(row, 3)
        assert found[0] == number
        assert scores[0] == pytest.approx(1)
        assert (scores.dtype, found.dtype) == (np.dtype("float32"), np.dtype("int64"))


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 60), st.data())
def test_search_agrees_with_sorting_all_products(count: int, k: int, data: st.DataObject) -> None:
    rows, query = unit_rows(count), unit_rows(1, seed=1)[0]
    allowed = data.draw(st.none() | st.sets(st.integers(0, count - 1)) if count else st.none())
    index = VectorIndex.build(rows)
    chosen = sorted(range(count) if allowed is None else allowed)
    products = rows @ query
    expected = sorted(chosen, key=lambda row: -products[row])[:k]
    only = None if allowed is None else np.array(chosen, np.int64)
    scores, found = index.search(query, k, only)
    assert found.tolist() == expected
    np.testing.assert_allclose(scores, products[expected], atol=1e-6)
    np.testing.assert_allclose(index.scores(query), products, atol=1e-6)


def test_equal_scores_come_in_row_order() -> None:
    index = VectorIndex.build(np.repeat(unit_rows(1), 5, axis=0))
    assert index.search(unit_rows(1)[0], 5)[1].tolist() == [0, 1, 2, 3, 4]


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex.build(np.empty((0, 6), np.float32))
    assert len(index) == 0
    assert index.rows.shape == (0, 6)
    assert index.search(unit_rows(1)[0], 5)[1].tolist() == []
    assert index.scores(unit_rows(1)[0]).tolist() == []


def test_rows_are_the_given_ones_and_cannot_be_changed() -> None:
    rows = unit_rows(10)
    index = VectorIndex.build(rows)
    np.testing.assert_array_equal(index.rows, rows)
    with pytest.raises(ValueError, match="read-only"):
        index.rows[0, 0] = 2


def test_rows_outlive_their_index() -> None:
    rows = VectorIndex.build(unit_rows(5000)).rows
    VectorIndex.build(unit_rows(5000, seed=1))  # would take the memory over
    np.testing.assert_array_equal(rows, unit_rows(5000))


def test_a_query_of_another_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        VectorIndex.build(unit_rows(3)).search(unit_rows(1, dimension=7)[0], 1)


def test_threads_search_at_once() -> None:
    rows = unit_rows(2000)
    index = VectorIndex.build(rows)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: int(index.search(row, 1)[1][0]), rows[:200]))
    assert found == list(range(200))


def test_saved_and_loaded_it_answers_the_same(tmp_path: Path) -> None:
    rows = unit_rows(20)
    VectorIndex.build(rows).save(tmp_path)
    loaded = VectorIndex.load(tmp_path, 20, 6)
    np.testing.assert_array_equal(loaded.rows, rows)
    assert loaded.search(rows[7], 1)[1].tolist() == [7]
    assert (len(loaded), loaded.dimension) == (20, 6)


@pytest.mark.parametrize(("count", "dimension"), [(19, 6), (20, 7)])
def test_other_counts_are_a_mismatch(tmp_path: Path, count: int, dimension: int) -> None:
    VectorIndex.build(unit_rows(20)).save(tmp_path)
    with pytest.raises(SnapshotMismatch, match=r"vectors\.faiss holds 20 x 6 vectors"):
        VectorIndex.load(tmp_path, count, dimension)


@pytest.mark.parametrize("keep", [0, 3, 100])
def test_a_truncated_file_is_a_mismatch(tmp_path: Path, keep: int) -> None:
    VectorIndex.build(unit_rows(20)).save(tmp_path)
    path = tmp_path / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SnapshotMismatch, match=r"vectors\.faiss cannot be read"):
        VectorIndex.load(tmp_path, 20, 6)
