"""The sentences of passages as vectors, kept in half precision."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from corpus.text import sentences
from index.errors import SnapshotMismatch
from index.sentence_vectors import SentenceVectors, embed_sentences, split

DIMENSION = 6


def parts(counts: list[int], seed: int = 0) -> list[NDArray[np.float32]]:
    random = np.random.default_rng(seed)
    rows = [random.normal(size=(count, DIMENSION)).astype(np.float32) for count in counts]
    return [part / np.linalg.norm(part, axis=1, keepdims=True) for part in rows]


def test_sentences_come_in_search_form() -> None:
    assert split("加強黨建。ＯＫ！\n完") == ["加强党建。", "ok!", "完"]


@given(st.text(max_size=60))
def test_there_is_a_sentence_for_each_span_and_at_least_one(text: str) -> None:
    assert len(split(text)) == max(1, len(sentences(text)))


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), max_size=8))
def test_each_passage_keeps_its_sentences(counts: list[int]) -> None:
    given_parts = parts(counts)
    joined = SentenceVectors.join(given_parts, DIMENSION)
    assert len(joined) == len(counts)
    assert (joined.rows.dtype, joined.rows.shape) == (
        np.dtype("float16"),
        (sum(counts), DIMENSION),
    )
    for row, part in enumerate(given_parts):
        np.testing.assert_array_equal(joined.kept(row), part.astype(np.float16))
        np.testing.assert_allclose(joined.of(row), part, atol=1e-3)
        assert joined.of(row).dtype == np.float32


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=8), st.data())
def test_the_best_sentence_of_each_passage(counts: list[int], data: st.DataObject) -> None:
    given_parts, query = parts(counts), parts([1], seed=1)[0][0]
    rows = data.draw(st.lists(st.integers(0, len(counts) - 1)))
    found = SentenceVectors.join(given_parts, DIMENSION).best(query, np.array(rows, np.int64))
    assert (found.dtype, found.shape) == (np.dtype("float32"), (len(rows),))
    expected = [(given_parts[row] @ query).max() for row in rows]
    np.testing.assert_allclose(found, expected, atol=2e-3)


def test_passages_are_embedded_sentence_by_sentence(embedder: Any) -> None:
    found = embed_sentences(embedder, ["甲。乙！", "", "丙"])
    assert embedder.asked == ["甲。", "乙!", "", "丙"]
    for part, texts in zip(found, (["甲。", "乙!"], [""], ["丙"]), strict=True):
        expected = embedder.encode_passages(texts).astype(np.float16)
        np.testing.assert_array_equal(part, expected)
    assert embed_sentences(embedder, []) == []


@pytest.mark.parametrize("counts", [[], [1], [3, 1, 2]])
def test_saved_and_loaded_they_are_the_same(tmp_path: Path, counts: list[int]) -> None:
    saved = SentenceVectors.join(parts(counts), DIMENSION)
    saved.save(tmp_path)
    loaded = SentenceVectors.load(tmp_path, len(counts), DIMENSION)
    assert isinstance(loaded.rows, np.memmap)
    np.testing.assert_array_equal(loaded.rows, saved.rows)
    np.testing.assert_array_equal(loaded.starts, saved.starts)
    if counts:
        with pytest.raises(ValueError, match="read-only"):
            loaded.rows[0, 0] = 1


@pytest.mark.parametrize(("count", "dimension"), [(2, DIMENSION), (3, 7)])
def test_other_counts_are_a_mismatch(tmp_path: Path, count: int, dimension: int) -> None:
    SentenceVectors.join(parts([3, 1, 2]), DIMENSION).save(tmp_path)
    with pytest.raises(SnapshotMismatch, match=r"sentences\.npy and its manifest count"):
        SentenceVectors.load(tmp_path, count, dimension)


@pytest.mark.parametrize("keep", [0, 20, 150])
@pytest.mark.parametrize("name", ["sentences.npy", "sentence-starts.npy"])
def test_a_truncated_file_is_a_mismatch(tmp_path: Path, name: str, keep: int) -> None:
    SentenceVectors.join(parts([3, 1, 2]), DIMENSION).save(tmp_path)
    path = tmp_path / name
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SnapshotMismatch, match=r"sentences\.npy cannot be read"):
        SentenceVectors.load(tmp_path, 3, DIMENSION)
