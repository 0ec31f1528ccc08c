"""Words and meaning together: what counts, in which order, over which rows.

The vectors are laid out by hand in two dimensions: a question, passages at angles to it.
"""

from collections.abc import Sequence
from dataclasses import astuple
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

from index.background import Chance
from index.lexical import LexicalIndex
from index.matching import Matcher, Matching
from index.mixture import Measure, Mixture, mixture
from index.ranking import CLOSELY, Evidence, Meaning, Ranker
from index.relevance import PIECES, WHOLE, Relevance
from index.sentence_vectors import SentenceVectors
from index.telling import telling
from index.vectors import VectorIndex

LETTERS = "甲乙丙丁戊"


def letters() -> Tokenizer:
    """Take each of the letters for a piece, all else for the unknown one."""
    known = {"?": 0, **{letter: number for number, letter in enumerate(LETTERS, 1)}}
    tokenizer = Tokenizer(WordLevel(known, unk_token="?"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    return tokenizer


def matching(texts: Sequence[str]) -> Matching:
    """Let every letter be like itself alone, and weigh what its number is."""
    vectors = np.diag(np.arange(len(LETTERS) + 1)).astype(np.float32)
    return Matching(Matcher(letters(), vectors), list(texts).__getitem__)


class Compass:
    """A model that sends every question the same way, to (1, 0)."""

    name = "compass"
    query_prompt = document_prompt = None
    fingerprint = "compass"
    dimension = 2

    def encode_queries(self, texts: list[str]) -> NDArray[np.float32]:
        return np.array([[1, 0]] * len(texts), np.float32).reshape(-1, 2)

    def encode_passages(self, texts: list[str]) -> NDArray[np.float32]:
        raise NotImplementedError


def at(cosines: Sequence[float]) -> NDArray[np.float32]:
    along = np.array(cosines, np.float32)
    return np.stack([along, np.sqrt(1 - along**2)], axis=1)


def judging(met: float = 0.0) -> Relevance:
    """Add so much to the sums of every passage that has a piece of the question."""
    tensors = {
        "pieces.weight": np.eye(1, PIECES),  # the nearest's cosine
        "pieces.bias": np.zeros(1),
        "whole.weight": np.zeros((1, WHOLE)),
        "whole.bias": np.zeros(1),
        "hidden.weight": np.eye(1, 2),  # 1 if any of two numbers stands out, after the norm
        "hidden.bias": np.zeros(1),
        "last": np.array([met]),
        "sums": np.ones(()),
    }
    return Relevance({name: part.astype(np.float32) for name, part in tensors.items()})


def ranker(
    texts: Sequence[str],
    cosines: Sequence[float],
    sentences: Sequence[Sequence[float]] | None = None,
    foreign: float = 0.0,
) -> Ranker:
    """Lay out passages and their sentences, by default one that is as the passage."""
    read = [at(each) for each in sentences or [[cosine] for cosine in cosines]]
    chance = Chance(0.0, 0.1, at([foreign] * 5))
    vectors = VectorIndex.build(at(cosines))
    meaning = Meaning(Compass(), vectors, SentenceVectors.join(read, 2), chance, matching(texts))
    return Ranker(LexicalIndex.build(list(texts)), meaning)


def ranked(by: Ranker, question: str, *given: Any) -> list[int]:
    rows: list[int] = by.rank(by.read(question), *given).rows.tolist()
    return rows


@pytest.fixture(autouse=True)
def even(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weigh all evidence and all words alike, whatever was fitted last."""

    def weigh(measure: Measure) -> Mixture:
        match measure:
            case Measure.QUESTIONS:
                return Mixture(words=1, share=1, dense=1, sentence=1, foreign=1)
            case Measure.STATEMENTS:
                return Mixture(dense=1, verbatim=1)
            case Measure.WORDS:
                return Mixture(words=1, share=1)

    monkeypatch.setattr("index.ranking.mixture", weigh)
    monkeypatch.setattr("index.ranking.relevance", judging)
    monkeypatch.setattr("index.ranking.telling", partial(telling, fitted={}))


def test_every_kind_of_evidence_counts_for_a_passage() -> None:
    assert ranked(ranker(["甲", "乙丙"], [0, 0]), "乙丙") == [1, 0]
    assert ranked(ranker(["甲", "丁"], [0.1, 0.4]), "乙丙") == [1, 0]
    assert ranked(ranker(["甲", "丁"], [0.2, 0.2], [[0.2], [0.1, 0.5]]), "乙丙") == [1, 0]
    both = ranker(["甲", "乙丙", "丁", "乙丙"], [0, 0, 0.9, 0.9])
    assert ranked(both, "乙丙")[0] == 3


def test_scores_are_the_weighed_sum_less_what_is_foreign() -> None:
    texts, cosines = ["甲乙", "乙丙", "丁"], [0.1, 0.3, 0.2]
    sentences = [[0.5, 0.0], [0.0], [0.4]]
    lexical = LexicalIndex.build(texts)
    by = ranker(texts, cosines, sentences, foreign=0.3)
    query = by.read("乙丙")
    expected = lexical.scores(query.terms) + lexical.share(query.terms)
    expected += np.array([1 + 5, 3 + 0, 2 + 4]) - 3
    found = by.rank(query)
    order = np.argsort(-expected)
    assert found.rows.tolist() == order.tolist()
    np.testing.assert_allclose(found.scores, expected[order], atol=0.02)  # sentences in half
    assert found.evidence.strength == found.scores[0]
    assert found.evidence.measure is Measure.QUESTIONS


def test_equal_passages_come_in_row_order() -> None:
    assert ranked(ranker(["甲"] * 30, [0.5] * 30), "甲") == list(range(30))


@settings(deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=60))
def test_only_the_first_are_read_closely(tenths: list[int]) -> None:
    """The best sentence of a later passage might put it first; it is never looked at."""
    cosines = np.linspace(0.9, -0.9, len(tenths))
    sentences = [[tenth / 10] for tenth in tenths]
    by = ranker(["甲"] * len(tenths), cosines.tolist(), sentences)
    plain = list(range(len(tenths)))
    found = by.rank(by.read("乙"))
    rows, scores = found.rows.tolist(), found.scores
    assert set(rows[:CLOSELY]) == set(plain[:CLOSELY])
    assert rows[CLOSELY:] == plain[CLOSELY:]
    assert (np.diff(scores) <= 1e-6).all()
    sums = [cosines[row] + tenths[row] / 10 for row in rows[:CLOSELY]]
    np.testing.assert_allclose(scores[:CLOSELY] / 10, sums, atol=2e-3)


def test_only_allowed_rows_are_ranked() -> None:
    by = ranker(["甲", "乙", "丙", "丁"], [0.1, 0.9, 0.3, 0.5])
    assert ranked(by, "戊", np.array([0, 2, 3])) == [3, 2, 0]
    assert ranked(by, "戊", None) == [1, 3, 2, 0]
    nothing = by.rank(by.read("戊"), np.arange(0))
    assert (nothing.rows.tolist(), nothing.scores.tolist()) == ([], [])
    assert nothing.evidence.strength == -np.inf


def test_the_first_are_compared_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    by_words = Mixture(dense=1, matching=10, brevity=1)
    monkeypatch.setattr("index.ranking.mixture", lambda _: by_words)
    texts = ["甲", "丙丁", "乙丙", "甲甲"]
    by = ranker(texts, [0.4, 0.3, 0.2, 0.1])
    found = by.rank(by.read("乙丙"))
    expected = np.array([4, 3 + 10 * 3 / 5**0.5, 2 + 10 * 5 / 5**0.5, 1])
    expected -= np.log([2, 3, 3, 3])
    assert found.rows.tolist() == [2, 1, 0, 3]
    np.testing.assert_allclose(found.scores, expected[found.rows], atol=1e-4)

    late = ranker(["甲"] * CLOSELY + ["乙丙"], [0.9] * CLOSELY + [0.1])
    assert ranked(late, "乙丙")[-1] == CLOSELY


def test_questions_are_judged_by_how_their_words_are_met(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The first passages alone; a place that is named still counts."""
    by = ranker(["甲", "乙丙", *"甲" * CLOSELY, "丁乙"], [0.9] * CLOSELY + [0.1, 0.1, -0.9])
    query = by.read("乙丙怎么样")
    plain = by.rank(query)
    monkeypatch.setattr("index.ranking.relevance", lambda: judging(9))
    judged = by.rank(query)
    assert plain.rows.tolist() == [1, 0, *range(2, CLOSELY + 3)]
    assert judged.rows.tolist() == plain.rows.tolist()  # the last has the words, but comes late
    np.testing.assert_allclose(judged.scores - plain.scores, [9, *[0] * (CLOSELY + 2)], atol=1e-3)
    monkeypatch.setattr("index.ranking.relevance", lambda: judging(-99))
    later = range(CLOSELY, CLOSELY + 3)
    assert by.rank(query).rows.tolist() == [0, *range(2, CLOSELY), 1, *later]
    assert by.rank(query, None, {5: 1.0}).rows[0] == 5


def test_statements_are_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    by = ranker(["乙丙", "甲"], [0.1, 0.2])
    query = by.read("乙丙各项工作任务落实到位")
    plain = by.rank(query)
    monkeypatch.setattr("index.ranking.relevance", lambda: judging(9))
    assert query.measure is Measure.STATEMENTS
    assert by.rank(query).scores.tolist() == plain.scores.tolist()


def test_a_place_that_the_question_names_comes_before_its_equals() -> None:
    by = ranker(["甲"] * 4, [0.2] * 4)
    assert ranked(by, "乙", None, {2: 1.0, 3: 0.5}) == [2, 3, 0, 1]
    assert ranked(by, "乙", np.array([0, 1, 3]), {2: 1.0, 3: 0.5}) == [3, 0, 1]


def test_the_words_alone_rank_where_there_is_no_meaning() -> None:
    by = Ranker(LexicalIndex.build(["甲丁", "乙丙", "乙"]))
    query = by.read("乙丙")
    found = by.rank(query, None, {0: 0.0})
    assert found.rows.tolist() == [1, 2, 0]
    assert found.scores[2] == 0
    assert found.evidence.measure is Measure.WORDS
    assert query.vector is None
    assert by.likeness(query, 0, ("甲丁",)) is None


def test_likeness_is_that_of_each_sentence() -> None:
    by = ranker(["甲", "乙"], [0.1, 0.2], [[0.5, 0.25], [1]])
    likeness = by.likeness(by.read("甲乙"), 0, ("丙甲", "丁"))
    assert likeness is not None
    np.testing.assert_allclose(likeness, [[0.5, 1 / 3], [0.25, 0]], rtol=1e-6)


def test_of_many_rows_the_first_are_given_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.ranking._RANKED", 30)
    cosines = np.random.default_rng(0).permutation(np.linspace(-0.9, 0.9, 100))
    best = np.argsort(-cosines)[:30].tolist()
    assert ranked(ranker(["甲"] * 100, cosines.tolist()), "乙") == best


@pytest.fixture
def approximate(monkeypatch: pytest.MonkeyPatch) -> Ranker:
    """1,000 passages in a graph: 0 to 899 ever nearer, the others far; 950 has the word 乙."""
    monkeypatch.setattr("index.vectors._EXACT_UP_TO", 0)
    monkeypatch.setattr("index.ranking._ALL_OF", 0)
    cosines = [*np.linspace(0, 0.9, 900), *np.linspace(-0.9, -0.8, 100)]
    return ranker(["乙" if row == 950 else "甲" for row in range(1000)], cosines)


def test_a_graph_brings_up_the_nearest_and_the_words_theirs(approximate: Ranker) -> None:
    assert not approximate._meaning.vectors.exact  # type: ignore[union-attr]
    found = ranked(approximate, "乙")
    assert found[:3] == [899, 898, 897]
    assert 950 in found
    assert len(found) < 1000
    assert len(set(found)) == len(found)


def test_a_place_that_the_question_names_is_brought_up_too(approximate: Ranker) -> None:
    assert 990 not in ranked(approximate, "丙")
    assert 990 in ranked(approximate, "丙", None, {990: 0.1})


def test_a_graph_is_kept_to_the_allowed_rows(approximate: Ranker) -> None:
    allowed = np.arange(0, 1000, 10)
    found = ranked(approximate, "乙", allowed)
    assert set(found) <= set(allowed)
    assert found[:3] == [890, 880, 870]


def test_few_allowed_rows_are_all_scored(
    approximate: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ranking._ALL_OF", 500)
    assert sorted(ranked(approximate, "乙", np.arange(500, 1000))) == list(range(500, 1000))


@pytest.mark.parametrize("measure", Measure)
def test_no_evidence_speaks_against_a_passage(measure: Measure) -> None:
    fitted = mixture(measure)
    assert min(astuple(fitted)) >= 0
    assert fitted.words + fitted.share + fitted.verbatim > 0
    assert (measure is not Measure.WORDS) is (fitted.dense + fitted.sentence > 0)


def test_a_statement_is_looked_for_by_what_it_says() -> None:
    """Words that many passages share count little; all of them together count."""
    some, others = "落实各项工作任务", "各项工作任务都要落实到位"
    by = ranker([some, others, "甲乙丙丁"], [0.1, 0.3, 0.9])
    query = by.read("各项工作任务落实到位")
    assert query.measure is Measure.STATEMENTS
    found = by.rank(query)
    expected = by._lexical.verbatim(by._lexical.share(query.terms)) + np.array([1, 3, 9])
    assert found.rows.tolist() == [2, 1, 0]
    np.testing.assert_allclose(found.scores, expected[[2, 1, 0]], atol=0.02)
    assert found.evidence == Evidence(found.scores[0], Measure.STATEMENTS)
