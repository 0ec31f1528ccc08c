import logging
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import SnapshotMismatch
from index.lexical import LexicalIndex, tokens

TEXTS = ["实行错峰消毒法", "错峰就餐", "加强党建工作，推进党建"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("错峰法", ["错", "峰", "法", "错峰", "峰法"]),
        ("党建，业务", ["党", "建", "党建", "业", "务", "业务"]),
        ("2020年5g", ["2020", "年", "5", "g", "2020年", "年5", "5g"]),
        ("增长3.5%，共1,200人", ["增", "长", "3.5", "增长", "长3.5",
                               "共", "1,200", "人", "共1,200", "1,200人"]),
        ("open_ai api.", ["open", "ai", "api"]),
        ("café", ["café"]),
        ("。、 ——“”\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_the_passage_with_the_rarer_words_comes_first() -> None:
    scores = LexicalIndex.build(TEXTS).scores("错峰消毒法是什么")
    assert np.argsort(-scores).tolist()[:2] == [0, 1]
    assert scores[2] == 0
    assert (scores.shape, scores.dtype) == ((3,), np.dtype("float32"))


def test_scores_are_those_of_the_bm25_formula() -> None:
    scores = LexicalIndex.build(TEXTS).scores("党建")
    rows = [tokens(text) for text in TEXTS]
    mean = sum(map(len, rows)) / 3
    idf = math.log1p((3 - 1 + 0.5) / (1 + 0.5))
    damped = 2 + 1.5 * (1 - 0.75 + 0.75 * len(rows[2]) / mean)
    assert scores.tolist() == pytest.approx([0, 0, 3 * idf * 2 / damped])


def test_idf() -> None:
    index = LexicalIndex.build(TEXTS)
    assert index.idf("错峰") == pytest.approx(math.log1p(1.5 / 2.5))
    assert index.idf("飞船") == pytest.approx(math.log1p(3.5 / 0.5))


def test_coverage_is_the_weighted_share_of_the_questions_pairs() -> None:
    index = LexicalIndex.build(TEXTS)
    one, both, unseen = index.idf("错峰"), index.idf("消毒"), index.idf("飞船")
    assert index.coverage("错峰消毒").tolist() == pytest.approx(
        [1, one / (one + index.idf("峰消") + both), 0]
    )
    assert index.coverage("错峰、飞船").tolist() == pytest.approx(
        [one / (one + unseen), one / (one + unseen), 0]
    )
    rarity = index.idf("党") / index.idf("飞")
    assert index.coverage("党").tolist() == pytest.approx([0, 0, rarity])
    assert index.coverage("？").tolist() == [0, 0, 0]


def test_cosine_is_that_of_the_tf_idf_vectors() -> None:
    index = LexicalIndex.build(TEXTS)
    question = "党建党飞"
    cosines = []
    for text in TEXTS:
        passage, asked = Counter(tokens(text)), Counter(tokens(question))
        dot = sum(asked[t] * passage[t] * index.idf(t) ** 2 for t in asked)
        size = math.prod(
            math.sqrt(sum((n * index.idf(t)) ** 2 for t, n in v.items())) for v in (passage, asked)
        )
        cosines.append(dot / size)
    assert index.cosine(question).tolist() == pytest.approx(cosines)
    assert index.cosine(TEXTS[1]).tolist()[1] == pytest.approx(1)


@settings(deadline=None)
@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=30))
def test_any_text_gives_finite_figures_in_range(texts: list[str], question: str) -> None:
    index = LexicalIndex.build(texts, texts)
    for figures in (index.scores(question), index.coverage(question), index.cosine(question)):
        assert (figures.shape, figures.dtype) == ((len(texts),), np.dtype("float32"))
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()
    assert (index.coverage(question) <= 1 + 1e-5).all()
    assert (index.cosine(question) <= 1 + 1e-5).all()


def test_titles_count_as_often_as_their_weight() -> None:
    texts, titles = ["甲乙", "丙丁"], ["消毒", ""]
    unweighted = LexicalIndex.build(texts, titles, title_weight=0)
    once = LexicalIndex.build(texts, titles)
    twice = LexicalIndex.build(texts, titles, title_weight=2)
    assert unweighted.scores("消毒").tolist() == [0, 0]
    assert 0 < once.scores("消毒")[0] < twice.scores("消毒")[0]
    assert once.scores("消毒")[1] == 0


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
        np.testing.assert_array_equal(loaded.scores(question), built.scores(question))
        np.testing.assert_array_equal(loaded.coverage(question), built.coverage(question))
        np.testing.assert_array_equal(loaded.cosine(question), built.cosine(question))
        assert loaded.idf(question) == built.idf(question)


def test_another_count_is_a_mismatch(tmp_path: Path) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    with pytest.raises(SnapshotMismatch, match="lexical is about 3 passages"):
        LexicalIndex.load(tmp_path, 4)


@pytest.mark.parametrize(
    "name", ["counts.npz", "vocab.index.json", "params.index.json", "data.csc.index.npy"]
)
def test_a_truncated_file_is_a_mismatch(tmp_path: Path, name: str) -> None:
    LexicalIndex.build(TEXTS).save(tmp_path)
    path = tmp_path / "lexical" / name
    path.write_bytes(path.read_bytes()[:20])
    with pytest.raises(SnapshotMismatch, match="lexical cannot be read"):
        LexicalIndex.load(tmp_path, 3)


def test_the_library_logs_nothing_below_a_warning() -> None:
    assert logging.getLogger("bm25s").getEffectiveLevel() == logging.WARNING
