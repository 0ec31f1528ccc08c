"""Fit to a corpus and a model where an answer begins.

Everyday questions that no study text deals with show how much evidence a corpus yields by
chance: more the larger it is, and more or less with each model.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.background import background
from index.lexical import LexicalIndex
from index.mixture import Measure
from index.ranking import Meaning, Query, Ranker
from index.verdicts import Thresholds

__all__ = ["calibrate"]

_REFUSED = 0.9
"""The share of everyday questions that must be refused; some of them touch most corpora."""
_ASKED = 3
"""Every third question is asked: each takes time."""


def calibrate(lexical: LexicalIndex, meaning: Meaning | None) -> Thresholds:
    """Fit thresholds to an index; the defaults stand for an empty one."""
    if not len(lexical):
        return Thresholds()
    words = _thresholds(Ranker(lexical), Measure.WORDS)
    if meaning is None:
        return Thresholds(**words)
    both = _thresholds(Ranker(lexical, meaning), Measure.QUESTIONS, Measure.STATEMENTS)
    return Thresholds(**both, **words)


def _thresholds(ranker: Ranker, *measures: Measure) -> dict[str, float]:
    """Find by each measure what most everyday questions stay below, as if it were theirs."""
    queries = ranker.read_all(background()[::_ASKED])
    return {
        str(measure): _threshold(ranker, [replace(query, measure=measure) for query in queries])
        for measure in measures
    }


def _threshold(ranker: Ranker, queries: Sequence[Query]) -> float:
    strengths = [ranker.rank(query).evidence.strength for query in queries]
    return round(float(np.quantile(strengths, _REFUSED)), 4)
