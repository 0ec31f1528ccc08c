"""Decide how far a question is answered."""

from dataclasses import dataclass

from index.models import Verdict
from index.ranking import Evidence

__all__ = ["Thresholds", "decide"]

_COVERED = 0.5
"""The share of a question that the first passage must hold for an exact answer."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How strong evidence must be for an answer, with vectors and by the words alone.

    `index.calibration` fits them to each corpus and model.
    """

    with_vectors: float = 0.0
    words_alone: float = 0.0

    def silent(self, evidence: Evidence) -> bool:
        least = self.with_vectors if evidence.meant else self.words_alone
        return evidence.strength < least


def decide(evidence: Evidence, thresholds: Thresholds, *, expected: bool) -> Verdict:
    """Judge by the evidence, and by whether the quote shows the number or time asked for."""
    if thresholds.silent(evidence):
        return Verdict.NONE
    if expected and evidence.share >= _COVERED:
        return Verdict.EXACT
    return Verdict.RELATED
