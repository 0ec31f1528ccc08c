"""The measure of chance: everyday questions against a corpus."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.text import search_text
from index.background import Chance, background, foreign, unanswered
from index.errors import SnapshotMismatch


def test_everyday_questions_are_in_search_form_and_stand_in_one_list_once() -> None:
    every = [*background(), *unanswered()]
    assert len(background()) > 100 < len(foreign()) < len(unanswered())
    assert len(set(every)) == len(every)
    assert [search_text(one) for one in every] == every


def test_chance_is_what_everyday_questions_come_to(embedder: Any) -> None:
    passages = embedder.encode_passages([f"第{number}段" for number in range(50)])
    chance = Chance.measure(embedder, passages)
    likeness = embedder.encode_queries(list(background())) @ passages.T
    assert chance.mean == pytest.approx(likeness.mean(), abs=1e-6)
    assert chance.deviation == pytest.approx(likeness.std(), rel=1e-4)
    standard = chance.standardise(likeness)
    assert standard.dtype == np.float32
    assert (standard.mean(), standard.std()) == pytest.approx((0, 1), abs=1e-3)


def test_a_large_corpus_is_measured_by_passages_from_all_of_it() -> None:
    asked = np.array([[1, 0]], np.float32)
    passages = np.repeat(np.array([[0, 1], [1, 0]], np.float32), 5000, axis=0)
    chance = Chance.between(asked, asked, passages)
    assert (chance.mean, chance.deviation) == pytest.approx((0.5, 0.5))


@pytest.mark.parametrize("count", [0, 1])
def test_a_corpus_that_tells_nothing_of_chance_still_gives_numbers(
    embedder: Any, count: int
) -> None:
    chance = Chance.measure(embedder, np.zeros((count, embedder.dimension), np.float32))
    assert np.isfinite(chance.standardise(np.zeros(3, np.float32))).all()


def test_an_everyday_question_is_more_foreign_than_another(embedder: Any) -> None:
    chance = Chance.measure(embedder, embedder.encode_passages(["甲", "乙", "丙"]))
    everyday = embedder.encode_queries([foreign()[0]])[0]
    assert chance.foreign(everyday) > chance.foreign(-everyday)
    ones = np.ones((9, 2), np.float32)
    assert chance.everyday_rows.shape == (len(foreign()), embedder.dimension)
    assert Chance(0.5, 0.25, ones).foreign(np.array([0.5, 0.25], np.float32)) == 1


def test_saved_and_loaded_it_measures_the_same(tmp_path: Path, embedder: Any) -> None:
    saved = Chance.measure(embedder, embedder.encode_passages(["甲", "乙"]))
    saved.save(tmp_path)
    loaded = Chance.load(tmp_path, embedder.dimension)
    assert (loaded.mean, loaded.deviation) == (saved.mean, saved.deviation)
    np.testing.assert_array_equal(loaded.foreign_rows, saved.foreign_rows)


def test_another_dimension_is_a_mismatch(tmp_path: Path, embedder: Any) -> None:
    Chance.measure(embedder, embedder.encode_passages(["甲"])).save(tmp_path)
    with pytest.raises(SnapshotMismatch, match=r"chance\.npz is of another model"):
        Chance.load(tmp_path, embedder.dimension + 1)


@pytest.mark.parametrize("keep", [0, 20, 400])
def test_a_truncated_file_is_a_mismatch(tmp_path: Path, embedder: Any, keep: int) -> None:
    Chance.measure(embedder, embedder.encode_passages(["甲"])).save(tmp_path)
    path = tmp_path / "chance.npz"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(SnapshotMismatch, match=r"chance\.npz cannot be read"):
        Chance.load(tmp_path, embedder.dimension)
