"""Fit to a corpus and a model where an answer begins.

Everyday questions that no study text deals with show how much evidence a corpus yields by
chance: more the larger it is, and more or less with each model.
"""

import numpy as np

from index.background import background
from index.lexical import LexicalIndex
from index.ranking import Meaning, Ranker
from index.verdicts import Thresholds

__all__ = ["calibrate"]

_REFUSED = 0.9
"""The share of everyday questions that must be refused; some of them touch most corpora."""


def calibrate(lexical: LexicalIndex, meaning: Meaning | None) -> Thresholds:
    """Fit thresholds to an index; the defaults stand for an empty one."""
    if not len(lexical):
        return Thresholds()
    words = _threshold(Ranker(lexical))
    if meaning is None:
        return Thresholds(words_alone=words)
    return Thresholds(_threshold(Ranker(lexical, meaning)), words)


def _threshold(ranker: Ranker) -> float:
    strengths = [ranker.rank(one).evidence.strength for one in ranker.read_all(background())]
    return round(float(np.quantile(strengths, _REFUSED)), 4)
