import logging
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SnapshotMismatch
from index.lexical import LexicalIndex
from index.tokens import tokens

TEXTS = ["实行错峰消毒法", "错峰就餐", "加强党建工作，推进党建"]


def terms(question: str, weight: float = 1.0) -> dict[str, float]:
    return dict.fromkeys(tokens(question), weight)


def bm25(token: str, row: int) -> float:
    """Score by the formula of Robertson & Zaragoza 2009 with Lucene's idf."""
    rows = [tokens(text) for text in TEXTS]
    held, holding = rows[row].count(token), sum(token in one for one in rows)
    length = len(rows[row]) / (sum(map(len, rows)) / len(rows))
    idf = math.log1p((len(rows) - holding + 0.5) / (holding + 0.5))
    return idf * held / (held + 1.5 * (1 - 0.75 + 0.75 * length))


def test_the_passage_with_the_rarer_words_comes_first() -> None:
    scores = LexicalIndex.build(TEXTS).scores(terms("错峰消毒法是什么"))
    assert np.argsort(-scores).tolist()[:2] == [0, 1]
    assert scores[2] == 0
    assert (scores.shape, scores.dtype) == ((3,), np.dtype("float32"))


def test_scores_are_those_of_the_bm25_formula() -> None:
    scores = LexicalIndex.build(TEXTS).scores({"党建": 1.0, "错峰": 0.5, "消毒": 0.0, "飞船": 2.0})
    expected = [0.5 * bm25("错峰", row) + bm25("党建", row) for row in range(3)]
    assert scores.tolist() == pytest.approx(expected)


def test_idf() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.idf("错峰") == pytest.approx(math.log1p(1.5 / 2.5))
    assert index.idf("飞船") == pytest.approx(math.log1p(3.5 / 0.5))


def test_a_share_weighs_each_token_by_what_it_tells_and_its_rarity() -> None:
    index = LexicalIndex.build(TEXTS)
    common, rare, unseen = (index.idf(token) for token in ("错峰", "消毒", "飞船"))
    assert index.share({"错峰": 1.0, "消毒": 1.0}).tolist() == pytest.approx(
        [1, common / (common + rare), 0]
    )
    assert index.share({"错峰": 2.0, "飞船": 0.5}).tolist() == pytest.approx(
        [2 * common / (2 * common + 0.5 * unseen)] * 2 + [0]
    )
    for nothing in ({}, {"飞船": 1.0}, {"错峰": 0.0}):
        assert index.share(nothing).tolist() == [0, 0, 0]


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=30), max_size=6),
    st.text(max_size=30),
    st.just(0) | st.floats(0.01, 9),
)
def test_any_text_gives_finite_figures_in_range(
    texts: list[str], question: str, weight: float
) -> None:
    index, asked = LexicalIndex.build(texts, texts), terms(question, weight)
    for figures in (index.scores(asked), index.share(asked)):
        assert (figures.shape, figures.dtype) == ((len(texts),), np.dtype("float32"))
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()
    assert (index.share(asked) <= 1 + 1e-5).all()


def test_titles_count_as_often_as_their_weight() -> None:
    texts, titles, asked = ["甲乙", "丙丁"], ["消毒", ""], terms("消毒")
    unweighted = LexicalIndex.build(texts, titles, title_weight=0)
    once = LexicalIndex.build(texts, titles)
    twice = LexicalIndex.build(texts, titles, title_weight=2)
    assert unweighted.scores(asked).tolist() == [0, 0]
    assert 0 < once.scores(asked)[0] < twice.scores(asked)[0]
    assert once.scores(asked)[1] == 0


def test_titles_must_be_as_many_as_texts() -> None:
    with pytest.raises(ValueError, match="zip"):
        LexicalIndex.build(["甲"], [])


@pytest.mark.parametrize("texts", [[], ["。"], ["甲"], TEXTS])
def test_saved_and_loaded_it_answers_the_same(tmp_path: Path, texts: list[str]) -> None:
    built = LexicalIndex.build(texts)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, len(texts))
    assert len(loaded) == len(texts)
    for question in ("错峰消毒法", "甲", "", "飞船"):
        asked = terms(question)
        np.testing.assert_array_equal(loaded.scores(asked), built.scores(asked))
        np.testing.assert_array_equal(loaded.share(asked), built.share(asked))
        assert loaded.idf(question) == built.idf(question)


def test_another_count_is_a_mismatch(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    with pytest.raises(SnapshotMismatch, match="lexical is about 3 passages"):
        LexicalIndex.load(tmp_path, 4)


@pytest.mark.parametrize("name", ["vocab.index.json", "params.index.json", "data.csc.index.npy"])
def test_a_truncated_file_is_a_mismatch(tmp_path: Path, name: str) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    path = tmp_path / "lexical" / name
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(SnapshotMismatch, match="lexical cannot be read"):
        LexicalIndex.load(tmp_path, 3)


def test_the_library_logs_nothing_below_a_warning() -> None:
    assert logging.getLogger("bm25s").getEffectiveLevel() == logging.WARNING


def test_verbatim_is_what_one_passage_alone_has() -> None:
    index = LexicalIndex.build(["甲", "乙"])
    for shares, verbatim in (
        ([1.0, 0.0], [1 * (2 / 1.1 - 1), 0.0]),
        ([1.0, 1.0], [0.0, 0.0]),
        ([0.5, 0.1], [0.0, 0.0]),  # half of the words is far from all
        ([0.0, 0.0], [0.0, 0.0]),
    ):
        found = index.verbatim(np.array(shares, np.float32))
        assert found.tolist() == pytest.approx(verbatim, abs=1e-6)
    assert LexicalIndex.build([]).verbatim(np.zeros(0, np.float32)).shape == (0,)
