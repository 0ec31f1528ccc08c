"""Decide how far a question is answered."""

from dataclasses import dataclass

from index.models import Verdict
from index.ranking import Evidence

__all__ = ["Thresholds", "decide"]

_COVERED = 0.5
"""The share of a question's subject that the first passage must hold for an exact answer."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Sums of evidence below which a corpus is silent, with vectors and by its words alone.

    `index.calibration` fits them to each corpus and model; these are what speeches come to.
    """

    with_vectors: float = 0.28
    words_alone: float = 0.07

    def silent(self, evidence: Evidence) -> bool:
        least = self.words_alone if evidence.dense is None else self.with_vectors
        return evidence.total < least


def decide(evidence: Evidence, thresholds: Thresholds, *, expected: bool) -> Verdict:
    """Judge by the evidence, and by whether the quote shows the number or time asked for."""
    if thresholds.silent(evidence):
        return Verdict.NONE
    if expected and evidence.coverage >= _COVERED:
        return Verdict.EXACT
    return Verdict.RELATED
