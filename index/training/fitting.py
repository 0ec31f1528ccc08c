"""Train a model without a half of our questions, and fit the mixtures on that half."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embedding import SentenceTransformerEmbedder
from index.matching import Matcher
from index.mixture import Measure
from index.training.data import Asked
from index.training.fusion import COLUMNS, Half, Trial, fit_foreign, fit_mixture, halves, trials
from index.training.matching import train_matching
from index.training.pipeline import Pipeline
from index.training.publish import publish
from index.training.statements import phrases, remembered
from index.training.telling import fit_telling

__all__ = ["fit"]

_ASKED = ("words", "share", "dense", "sentence", "matching", "brevity")
_DRAWN = 1000  # statements of each kind

Weights = dict[str, float]


def fit(pipeline: Pipeline, tokenizer: Tokenizer, work: Path) -> str:
    """Give what `index.mixture` reads; the model goes into the folder ``work``."""
    learned, asked = halves(pipeline.asked())
    known, headings = halves(pipeline.headings())
    folder, words = work / "half", work / "half-words"
    if not words.exists():
        vectors = pipeline.train(tokenizer, learned, known)
        publish(tokenizer, vectors, folder, "")
        publish(tokenizer, train_matching(vectors, tokenizer, learned, pipeline.recipe), words, "")
    embedder, matcher = SentenceTransformerEmbedder(folder), Matcher.load(words)
    telling = fit_telling(learned)

    def asking(those: Sequence[Asked]) -> list[Trial]:
        return list(trials(Half(tuple(those), embedder, telling, matcher)))

    questions = asking(asked)
    statements = asking([*headings, *remembered(asked, _DRAWN), *phrases(asked, _DRAWN)])
    mixtures = {
        Measure.QUESTIONS: _fit(questions, *_ASKED),
        Measure.STATEMENTS: _fit(statements, "dense", "verbatim"),
        Measure.WORDS: _weights(fit_mixture(questions, ("words", "share"))),
    }
    return json.dumps(mixtures, indent=2) + "\n"


def _fit(found: Sequence[Trial], *names: str) -> Weights:
    weights = fit_mixture(found, names)
    return _weights(weights) | {"foreign": round(fit_foreign(found, weights), 3)}


def _weights(weights: NDArray[np.float64]) -> Weights:
    named = zip(COLUMNS, weights, strict=True)
    return {name: round(float(weight), 3) for name, weight in named if weight}
