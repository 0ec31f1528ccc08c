"""Fit what each kind of evidence counts (`index.ranking.Mixture`), on questions held out.

The questions are ours (`data.Asked`), of one half of the passages; a model trained without that
half, and token weights fitted without it, give the evidence. Passages stand against others of
their source, a hundred at a time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.background import Chance, background, foreign, unanswered
from index.embedding import Embedder
from index.lexical import LexicalIndex
from index.matching import Match, Matcher, Matching
from index.mixture import EVIDENCE
from index.sentence_vectors import SentenceVectors, split
from index.telling import telling
from index.training.data import Asked

__all__ = ["Half", "Trial", "fit_foreign", "fit_mixture", "halves", "trials"]

_TOGETHER = 100
_EVERYDAY = 12  # everyday questions, and those that texts leave open, for each hundred passages
_RIDGE = 1e-3


@dataclass(frozen=True, eq=False)
class Half:
    """The questions of one half, and what the other half taught."""

    asked: tuple[Asked, ...]
    embedder: Embedder
    telling: Mapping[str, float]
    matcher: Matcher

    @cached_property
    def everyday(self) -> NDArray[np.float32]:
        return self.embedder.encode_queries(list(background()))

    @cached_property
    def foreign(self) -> NDArray[np.float32]:
        return self.embedder.encode_queries(list(unanswered()))


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One question over n passages: the evidence of each, (n, 7), and the right row.

    `evidence` is in the order of `EVIDENCE`, vectors and sentences by chance. `right` is None
    for a question that no passage answers. `foreign` is how like the question is to unanswered
    ones, None where it is one of these. `match` matches it with rows.
    """

    evidence: NDArray[np.float32]
    right: int | None
    foreign: float | None
    match: Callable[[NDArray[np.int64]], Match]


def halves(asked: Sequence[Asked]) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """Part passages with their questions by what their keys happen to end with."""
    odd = [int(one.key[-1], 16) % 2 for one in asked]
    parts = ([a for a, side in zip(asked, odd, strict=True) if side == s] for s in (0, 1))
    first, second = map(tuple, parts)
    return first, second


def trials(half: Half) -> Iterator[Trial]:
    """Ask every question of a half, and some that none answers, over a hundred passages."""
    random = np.random.default_rng(0)
    everyday, left_open = list(background()), list(unanswered()[len(foreign()) :])
    sources = dict.fromkeys(one.source for one in half.asked)
    for source in sources:
        passages = [one for one in half.asked if one.source == source]
        for start in range(0, len(passages), _TOGETHER):
            block = _Block.of(passages[start : start + _TOGETHER], half)
            yield from block.trials()
            yield from block.unanswered(random.choice(everyday, _EVERYDAY, replace=False))
            for trial in block.unanswered(random.choice(left_open, _EVERYDAY, replace=False)):
                yield replace(trial, foreign=None)


def fit_mixture(found: Sequence[Trial], names: Sequence[str]) -> NDArray[np.float64]:
    """Fit weights of evidence by which the right passage is picked: (7,), zero for the others.

    The conditional logit of McFadden 1974, with a small ridge; ListNet's top-one loss (Cao et
    al. 2007) is the same.
    """
    columns = [EVIDENCE.index(name) for name in names]
    answered = [trial for trial in found if trial.right is not None]
    most = max(len(trial.evidence) for trial in answered)
    table = np.zeros((len(answered), most, len(columns)), np.float32)
    absent = np.zeros((len(answered), most), np.float32)
    for number, trial in enumerate(answered):
        table[number, : len(trial.evidence)] = trial.evidence[:, columns]
        absent[number, len(trial.evidence) :] = -1e9
    right = np.array([trial.right for trial in answered])
    scale = table.reshape(-1, len(columns)).std(axis=0)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = table @ (weights / scale).astype(np.float32) + absent
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        at = np.arange(len(right))
        value = -np.log(np.maximum(chances[at, right], 1e-12)).mean() + _RIDGE * weights @ weights
        chances[at, right] -= 1
        slope = np.einsum("qp,qpf->f", chances, table) / len(right) / scale
        return float(value), slope + 2 * _RIDGE * weights

    fitted = minimize(loss, np.ones(len(columns)), jac=True, method="L-BFGS-B")
    weights = np.zeros(len(EVIDENCE))
    weights[columns] = fitted.x / scale
    return weights


def fit_foreign(found: Sequence[Trial], best: NDArray[np.float32]) -> float:
    """Fit what likeness to unanswered questions takes off the ``best`` score of each trial.

    A logistic regression tells questions with an answer from everyday ones.
    """
    kept = [at for at, trial in enumerate(found) if trial.foreign is not None]
    foreign = np.array([found[at].foreign for at in kept], float)
    known, best = np.array([found[at].right is not None for at in kept]), best[kept]
    share = np.where(known, 0.5 / known.mean(), 0.5 / (1 - known.mean()))

    def loss(v: NDArray[np.float64]) -> float:
        margin = v[0] * best - v[1] * foreign + v[2]
        return float((share * np.logaddexp(0, np.where(known, -margin, margin))).mean())

    fitted = minimize(loss, np.array([0.5, 0.5, 0.0]), method="L-BFGS-B").x
    return float(fitted[1] / fitted[0])


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    passages: Sequence[Asked]
    half: Half
    lexical: LexicalIndex
    vectors: NDArray[np.float32]
    sentences: SentenceVectors
    chance: Chance
    matching: Matching

    @classmethod
    def of(cls, passages: Sequence[Asked], half: Half) -> "_Block":
        texts = [one.passage for one in passages]
        vectors = half.embedder.encode_passages(texts)
        parts = [half.embedder.encode_passages(split(text)) for text in texts]
        sentences = SentenceVectors.join(parts, half.embedder.dimension)
        chance = Chance.between(half.everyday, half.foreign, vectors)
        matching = Matching(half.matcher, texts.__getitem__)
        return cls(passages, half, LexicalIndex.build(texts), vectors, sentences, chance, matching)

    def trials(self) -> Iterator[Trial]:
        questions = [(q, row) for row, one in enumerate(self.passages) for q in one.questions]
        rows = self.half.embedder.encode_queries([question for question, _ in questions])
        for (question, right), vector in zip(questions, rows, strict=True):
            yield self._ask(question, vector, right)

    def unanswered(self, questions: NDArray[np.str_]) -> Iterator[Trial]:
        rows = self.half.embedder.encode_queries(list(questions))
        for question, vector in zip(questions, rows, strict=True):
            yield self._ask(str(question), vector, None)

    def _ask(self, question: str, vector: NDArray[np.float32], right: int | None) -> Trial:
        terms = telling(question, self.half.telling)
        every = np.arange(len(self.passages))
        share = self.lexical.share(terms)
        match = partial(self.matching.match, question)
        met = match(every)
        columns = (
            self.lexical.scores(terms),
            share,
            self.chance.standardise(self.vectors @ vector),
            self.chance.standardise(self.sentences.best(vector, every)),
            self.lexical.verbatim(share),
            met.scores,
            met.brevity,
        )
        evidence = np.stack(columns, axis=1)
        return Trial(evidence, right, self.chance.foreign(vector), match)
