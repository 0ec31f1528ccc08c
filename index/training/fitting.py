"""Train two models, each without a half of our questions, and fit the mixture on these."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.embedding import SentenceTransformerEmbedder
from index.training.data import Asked
from index.training.fusion import Half, Trial, fit_foreign, fit_mixture, halves, trials
from index.training.pipeline import Pipeline
from index.training.publish import publish
from index.training.telling import fit_telling

__all__ = ["fit"]


def fit(pipeline: Pipeline, tokenizer: Tokenizer, work: Path) -> str:
    """Give what `index.mixture` reads; the two models go into the folder ``work``."""
    one, other = halves(pipeline.asked())
    found = [
        *_found(pipeline, tokenizer, one, other, work / "half-1"),
        *_found(pipeline, tokenizer, other, one, work / "half-2"),
    ]
    both, words = fit_mixture(found, range(4)), fit_mixture(found, range(2))
    mixtures = {
        "with_vectors": {
            **_rounded(("words", "share", "dense", "sentence"), both),
            "foreign": round(fit_foreign(found, both), 3),
        },
        "words_alone": _rounded(("words", "share"), words),
    }
    return json.dumps(mixtures, indent=2) + "\n"


def _found(
    pipeline: Pipeline,
    tokenizer: Tokenizer,
    asked: tuple[Asked, ...],
    learned: tuple[Asked, ...],
    folder: Path,
) -> list[Trial]:
    """Ask the questions of one half, with what was ``learned`` from the other."""
    if not folder.exists():
        publish(tokenizer, pipeline.train(tokenizer, learned), folder, "")
    return list(trials(Half(asked, SentenceTransformerEmbedder(folder), fit_telling(learned))))


def _rounded(names: tuple[str, ...], weights: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
