"""Train a model without a half of our questions, and fit on that half how evidence counts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embedding import SentenceTransformerEmbedder
from index.matching import Matcher
from index.mixture import EVIDENCE, Measure, Mixture
from index.relevance import Relevance
from index.training.data import Asked
from index.training.fusion import Half, Trial, fit_foreign, fit_mixture, halves, trials
from index.training.matching import train_matching
from index.training.pipeline import Pipeline
from index.training.publish import publish
from index.training.relevance import Close, Tensors, best, close, train_relevance
from index.training.statements import phrases, remembered
from index.training.telling import fit_telling

__all__ = ["Fitted", "fit"]

_ASKED = ("words", "share", "dense", "sentence", "matching", "brevity")
_TOLD = ("dense", "verbatim")
_DRAWN = 1000  # statements of each kind

Weights = dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What `index.mixture` and `index.relevance` read."""

    mixture: str
    relevance: Tensors


def fit(pipeline: Pipeline, tokenizer: Tokenizer, work: Path) -> Fitted:
    """Fit how evidence counts; the model goes into the folder ``work``."""
    learned, asked = halves(pipeline.asked())
    known, headings = halves(pipeline.headings())
    folder, words = work / "half", work / "half-words"
    if not words.exists():
        vectors = pipeline.train(tokenizer, learned, known)
        publish(tokenizer, vectors, folder, "")
        matched = [*learned, *pipeline.lexicon()]
        publish(tokenizer, train_matching(vectors, tokenizer, matched, pipeline.recipe), words, "")
    embedder, matcher = SentenceTransformerEmbedder(folder), Matcher.load(words)
    telling = fit_telling(learned)

    def asking(those: Sequence[Asked]) -> list[Trial]:
        return list(trials(Half(tuple(those), embedder, telling, matcher)))

    questions = asking(asked)
    statements = asking([*headings, *remembered(asked, _DRAWN), *phrases(asked, _DRAWN)])
    counts, told = fit_mixture(questions, _ASKED), fit_mixture(statements, _TOLD)
    cases = [close(trial, Mixture(**_weights(counts))) for trial in questions]
    tensors = train_relevance(_learnable(questions, cases), pipeline.recipe)
    asked_best = best(cases, Relevance(tensors))
    told_best = np.array([(trial.evidence @ told).max() for trial in statements])
    mixtures = {
        Measure.QUESTIONS: _weights(counts, fit_foreign(questions, asked_best)),
        Measure.STATEMENTS: _weights(told, fit_foreign(statements, told_best)),
        Measure.WORDS: _weights(fit_mixture(questions, ("words", "share"))),
    }
    return Fitted(json.dumps(mixtures, indent=2) + "\n", tensors)


def _learnable(found: Sequence[Trial], cases: Sequence[Close]) -> list[Close]:
    """Leave out the cases whose right passage is not among the first."""
    pairs = zip(found, cases, strict=True)
    return [case for trial, case in pairs if trial.right is None or case.right is not None]


def _weights(weights: NDArray[np.float64], foreign: float = 0.0) -> Weights:
    named = [*zip(EVIDENCE, weights, strict=True), ("foreign", foreign)]
    return {name: round(float(weight), 3) for name, weight in named if weight}
