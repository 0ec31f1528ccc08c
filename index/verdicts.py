"""Decide how far a question is answered."""

from dataclasses import dataclass

from index.mixture import Measure
from index.models import Verdict
from index.ranking import Evidence

__all__ = ["Thresholds", "decide"]

_COVERED = 0.5
"""The share of a question that the quote must hold for an exact answer."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How strong evidence must be for an answer, by each measure.

    `index.calibration` fits them to each corpus and model.
    """

    questions: float = 0.0
    statements: float = 0.0
    words: float = 0.0

    def least(self, measure: Measure) -> float:
        match measure:
            case Measure.QUESTIONS:
                return self.questions
            case Measure.STATEMENTS:
                return self.statements
            case Measure.WORDS:
                return self.words

    def margin(self, evidence: Evidence) -> float:
        """Tell by how much evidence is stronger than an answer must be."""
        return evidence.strength - self.least(evidence.measure)

    def silent(self, evidence: Evidence) -> bool:
        return self.margin(evidence) < 0


def decide(evidence: Evidence, thresholds: Thresholds, *, share: float, expected: bool) -> Verdict:
    """Judge by the evidence and by the quote.

    ``share`` is the part of the question that is in it, word for word, from 0 to 1; ``expected``
    tells whether it shows the number or time asked for.
    """
    if thresholds.silent(evidence):
        return Verdict.NONE
    if expected and share >= _COVERED:
        return Verdict.EXACT
    return Verdict.RELATED
