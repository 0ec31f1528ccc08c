from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
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
    asked = np.array(chosen, np.int64)
    np.testing.assert_allclose(index.scores(query, asked), products[asked], atol=1e-6)


@pytest.mark.parametrize("count", [3, 40, 300, 600])
def test_scores_are_of_the_rows_in_the_order_asked(count: int) -> None:
    rows, query = unit_rows(600), unit_rows(1, seed=1)[0]
    asked = np.random.default_rng(0).permutation(600)[:count]
    found = VectorIndex.build(rows).scores(query, asked)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, (rows @ query)[asked], atol=1e-6)


@pytest.fixture
def approximate(monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    """An index of the kind for many rows, over 3,000."""
    monkeypatch.setattr("index.vectors._EXACT_UP_TO", 2999)
    return VectorIndex.build(unit_rows(3000, 16))


def test_many_rows_go_into_a_graph_that_finds_nearly_all(approximate: VectorIndex) -> None:
    rows, queries = unit_rows(3000, 16), unit_rows(50, 16, seed=1)
    exact = VectorIndex(faiss.IndexFlatIP(16))
    assert (approximate.exact, exact.exact) == (False, True)
    np.testing.assert_array_equal(approximate.rows, rows)
    found = hits = 0
    for query in queries:
        scores, near = approximate.search(query, 10)
        np.testing.assert_allclose(scores, rows[near] @ query, atol=1e-6)
        assert (np.diff(scores) <= 0).all()
        found += len(near)
        hits += len(set(near) & set(np.argsort(-(rows @ query))[:10]))
    assert found == 500
    assert hits > 450


def test_a_graph_is_searched_among_some_rows(approximate: VectorIndex) -> None:
    even = np.arange(0, 3000, 2)
    near = approximate.search(unit_rows(1, 16, seed=1)[0], 20, even)[1]
    assert len(near) == 20
    assert set(near) <= set(even)


def test_a_graph_comes_back_from_the_disk(tmp_path: Path, approximate: VectorIndex) -> None:
    approximate.save(tmp_path)
    loaded = VectorIndex.load(tmp_path, 3000, 16)
    assert not loaded.exact
    np.testing.assert_array_equal(loaded.rows, approximate.rows)
    for query in unit_rows(5, 16, seed=2):
        np.testing.assert_array_equal(loaded.search(query, 9), approximate.search(query, 9))


def test_equal_scores_come_in_row_order() -> None:
    index = VectorIndex.build(np.repeat(unit_rows(1), 5, axis=0))
    assert index.search(unit_rows(1)[0], 5)[1].tolist() == [0, 1, 2, 3, 4]


def test_an_empty_index_finds_nothing() -> None:
    index = VectorIndex.build(np.empty((0, 6), np.float32))
    assert len(index) == 0
    assert index.rows.shape == (0, 6)
    assert index.search(unit_rows(1)[0], 5)[1].tolist() == []
    assert index.scores(unit_rows(1)[0], np.arange(0)).tolist() == []


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
