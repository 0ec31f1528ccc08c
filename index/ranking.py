"""Rank passages by words and by meaning at once.

The score of a passage is a sum of what speaks for it, each weighed as fitted by
`index.training.fusion`: a conditional logit over the passages of a corpus, so that scores are
log odds and can be compared from question to question. Sums of standard scores and reciprocal
rank fusion did worse: both take the best of a few chance matches for strong evidence.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.text import search_text
from index.background import Chance
from index.embedding import Embedder
from index.grouping import QuestionVectors
from index.intent import asks
from index.lexical import LexicalIndex
from index.matching import Matching
from index.mixture import Measure, mixture
from index.relevance import inputs, relevance
from index.sentence_vectors import SentenceVectors
from index.telling import telling
from index.vectors import VectorIndex

__all__ = ["CLOSELY", "Evidence", "Meaning", "Query", "Ranker", "Ranking"]

CLOSELY = 12
"""Passages of which every sentence and every word is compared with the question."""
_DIGITS = 4  # of scores; what differs less is equal
_ALL_OF = 20_000
"""Rows that are all scored though the vector index is approximate."""
_BROUGHT_UP = 200
"""Rows that an approximate vector index, and the words, each bring up."""
_RANKED = 1000
"""Rows that are put in order; more are never shown."""
_HINTED = 8.0
"""What a place named in the question adds to the score of a passage there."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The vectors of passages and of their sentences, what both are by chance, and the words'."""

    embedder: Embedder
    vectors: VectorIndex
    sentences: SentenceVectors
    chance: Chance
    matching: Matching


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A question in search form: how much each token tells, that by its rarity, its vector.

    `measure` says by which weights it is answered.
    """

    text: str
    terms: Mapping[str, float]
    weights: Mapping[str, float]
    vector: NDArray[np.float32] | None
    measure: Measure

    def share(self, tokens: AbstractSet[str]) -> float:
        """Give the share of the question's tokens that are among these, weighted by rarity."""
        total = sum(self.weights.values())
        shared = sum(weight for token, weight in self.weights.items() if token in tokens)
        return shared / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly the first passage speaks to a question: its score, and by which weights."""

    strength: float
    measure: Measure


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows best first, int64, and their scores in log odds, float32, both of shape (m,).

    What a question has of unanswered ones is taken off each score. The rows that were read closely
    come first, whatever the others score.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]
    evidence: Evidence


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """What the words say of each passage, as `Mixture` names it, (n,) each."""

    words: NDArray[np.float32]
    share: NDArray[np.float32]
    verbatim: NDArray[np.float32]


class Ranker:
    """Scores the passages of an index; without a meaning, by the words alone."""

    def __init__(self, lexical: LexicalIndex, meaning: Meaning | None = None) -> None:
        self._lexical = lexical
        self._meaning = meaning

    def __len__(self) -> int:
        return len(self._lexical)

    def read(self, question: str) -> Query:
        """Prepare a question in search form."""
        return self.read_all([question])[0]

    def read_all(self, questions: Sequence[str]) -> list[Query]:
        """Prepare questions in search form, which takes less time together."""
        meaning, count = self._meaning, len(questions)
        vectors = meaning.embedder.encode_queries(list(questions)) if meaning else [None] * count
        return [self._read(one, vector) for one, vector in zip(questions, vectors, strict=True)]

    def _read(self, question: str, vector: NDArray[np.float32] | None) -> Query:
        terms = telling(question)
        weights = {token: weight * self._lexical.idf(token) for token, weight in terms.items()}
        return Query(question, terms, weights, vector, self._measure(question))

    def _measure(self, question: str) -> Measure:
        if self._meaning is None:
            return Measure.WORDS
        return Measure.QUESTIONS if asks(question) else Measure.STATEMENTS

    def question_vectors(self, questions: Sequence[str]) -> QuestionVectors | None:
        """Give the vectors of questions; None by the words alone."""
        if self._meaning is None:
            return None
        rows = self._meaning.embedder.encode_queries([search_text(one) for one in questions])
        return QuestionVectors(rows, self._meaning.chance.everyday_rows)

    def rank(
        self,
        query: Query,
        allowed: NDArray[np.int64] | None = None,
        hinted: Mapping[int, float] | None = None,
    ) -> Ranking:
        """Rank the ``allowed`` rows for a query, all of them if None; give the first of them.

        ``hinted`` gives allowed rows that the question points to, with a weight from 0 to 1.
        Where the vector index is approximate, only rows that it, the words or the question
        bring up are ranked.
        """
        counts, pointed = mixture(query.measure).coarse, np.zeros(len(self), np.float32)
        for row, weight in (hinted or {}).items():
            pointed[row] = _HINTED * weight
        said = self._said(query)
        scores = counts.words * said.words + counts.share * said.share
        scores += counts.verbatim * said.verbatim + pointed
        rows = self._candidates(query, scores, allowed)
        dense = self._dense(query, rows)
        scores = scores[rows] + counts.dense * dense
        order = _best_first(scores)
        rows, scores, first = rows[order], scores[order], slice(CLOSELY)
        closely = self._read_closely(query, rows[first], said, dense[order[first]])
        if closely is not None:
            closely += pointed[rows[first]]
            scores[CLOSELY:] += (closely - scores[first]).min(initial=0)  # so that none goes ahead
            order = np.argsort(-closely, kind="stable")
            rows[first], scores[first] = rows[first][order], closely[order]
        scores -= mixture(query.measure).foreign * self._foreign(query)
        strength = float(scores[0]) if len(rows) else -np.inf
        return Ranking(rows, scores, Evidence(strength, query.measure))

    def likeness(
        self, query: Query, row: int, sentences: tuple[str, ...]
    ) -> NDArray[np.float32] | None:
        """Compare a question with each sentence of a passage, given in search form too.

        The cosine of their vectors, and how far its words are met: (k, 2), None by the words
        alone.
        """
        if self._meaning is None or query.vector is None:
            return None
        dense = self._meaning.sentences.of(row) @ query.vector
        met = self._meaning.matching.met(query.text, sentences)
        return np.stack([dense, met], axis=1)

    def _candidates(
        self,
        query: Query,
        scores: NDArray[np.float32],
        allowed: NDArray[np.int64] | None,
    ) -> NDArray[np.int64]:
        """List the rows that are scored in full, ascending; ``scores`` leave the vectors out."""
        rows = np.arange(len(self), dtype=np.int64) if allowed is None else allowed
        if self._meaning is None or query.vector is None:
            return rows
        if self._meaning.vectors.exact or len(rows) <= _ALL_OF:
            return rows
        near = self._meaning.vectors.search(query.vector, _BROUGHT_UP, allowed)[1]
        said = rows[_best_first(scores[rows])[:_BROUGHT_UP]]
        return np.union1d(near, said)

    def _said(self, query: Query) -> _Said:
        share = self._lexical.share(query.terms)
        return _Said(self._lexical.scores(query.terms), share, self._lexical.verbatim(share))

    def _dense(self, query: Query, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Compare a question with passages, in standard deviations of chance: (len(rows),)."""
        if self._meaning is None or query.vector is None:
            return np.zeros(len(rows), np.float32)
        return self._meaning.chance.standardise(self._meaning.vectors.scores(query.vector, rows))

    def _read_closely(
        self, query: Query, rows: NDArray[np.int64], said: _Said, dense: NDArray[np.float32]
    ) -> NDArray[np.float32] | None:
        """Score the first passages of a question, (k,): their sentences and words count too.

        ``dense``, (k,), is what `_dense` gives. None for a statement, which is looked for by what
        it says as a whole.
        """
        meaning = self._meaning
        if meaning is None or query.vector is None or query.measure is not Measure.QUESTIONS:
            return None
        if not len(rows):
            return None
        best = meaning.sentences.best(query.vector, rows)
        match = meaning.matching.match(query.text, rows)
        columns = (
            said.words[rows],
            said.share[rows],
            dense,
            meaning.chance.standardise(best),
            said.verbatim[rows],
            match.scores,
            match.brevity,
        )  # as in EVIDENCE
        evidence = np.stack(columns, axis=1)
        # not by BLAS, which gives equal rows sums that differ a little
        sums = np.einsum("ij,j->i", evidence, mixture(query.measure).weights)
        return np.round(relevance().scores(*inputs(match, evidence, sums), sums), _DIGITS)

    def _foreign(self, query: Query) -> float:
        if self._meaning is None or query.vector is None:
            return 0.0
        return self._meaning.chance.foreign(query.vector)


def _best_first(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Order the best of some scores, equal ones as they stand: int64, (m,)."""
    best = np.arange(len(scores))
    if len(scores) > _RANKED:
        least = np.partition(scores, -_RANKED)[-_RANKED]
        best = np.flatnonzero(scores >= least)
    return best[np.argsort(-scores[best], kind="stable")][:_RANKED]
