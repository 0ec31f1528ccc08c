"""What each kind of evidence counts, as `index.training.fusion` fitted it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

__all__ = ["EVIDENCE", "FILE", "Measure", "Mixture", "mixture"]

FILE = "mixture.json"

EVIDENCE = ("words", "share", "dense", "sentence", "verbatim", "matching", "brevity")
"""What speaks for a passage, in the order of columns; `Mixture` says what each is."""


class Measure(StrEnum):
    """By which weights a question is answered.

    A statement, such as a heading or a sentence half remembered, has its words in many passages;
    what it says as a whole tells more.
    """

    QUESTIONS = "questions"
    STATEMENTS = "statements"
    WORDS = "words"  # without vectors


@dataclass(frozen=True, slots=True)
class Mixture:
    """What speaks for a passage, and how much.

    `words` weighs BM25, `share` the share of the question's words in the passage, `verbatim` that
    it alone has nearly all of them, `dense` the likeness of the vectors in standard deviations of
    chance, `sentence` that of the best sentence, `matching` how well its words meet the
    question's, `brevity` how few it has to meet them with. `foreign` is what likeness to
    unanswered questions takes off an answer's strength.
    """

    words: float = 0.0
    share: float = 0.0
    dense: float = 0.0
    sentence: float = 0.0
    verbatim: float = 0.0
    matching: float = 0.0
    brevity: float = 0.0
    foreign: float = 0.0

    @property
    def weights(self) -> NDArray[np.float32]:
        """The weights in the order of `EVIDENCE`: (7,)."""
        return np.array([getattr(self, name) for name in EVIDENCE], np.float32)

    @property
    def coarse(self) -> "Mixture":
        """What counts before a passage is read closely: its vector stands for its sentences'."""
        dense = self.dense + self.sentence
        return replace(self, dense=dense, sentence=0.0, matching=0.0, brevity=0.0)


@cache
def mixture(measure: Measure) -> Mixture:
    """Give the weights that were fitted for one kind of question."""
    text = resources.files("index").joinpath(FILE).read_text("utf-8")
    fitted: Mapping[str, Mapping[str, float]] = json.loads(text)
    return Mixture(**fitted[measure])
