"""Decide how far a question is answered."""

from dataclasses import dataclass

from index.models import Verdict
from index.ranking import Evidence

__all__ = ["Thresholds", "decide"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Below `answerable`, a sum of evidence, the corpus is silent.

    `exact` is the share of the question's subject that the first passage must hold for its
    quote to count as the answer.
    """

    answerable: float
    exact: float

    @classmethod
    def for_evidence(cls, evidence: Evidence) -> "Thresholds":
        """Choose by whether vectors took part; fitted on the development questions."""
        return _WORDS_ALONE if evidence.dense is None else _WITH_VECTORS


_WITH_VECTORS = Thresholds(answerable=0.42, exact=0.5)
_WORDS_ALONE = Thresholds(answerable=0.2, exact=0.5)


def decide(evidence: Evidence, *, expected: bool) -> Verdict:
    """Judge by the evidence, and by whether the quote shows the number or time asked for."""
    thresholds = Thresholds.for_evidence(evidence)
    if evidence.total < thresholds.answerable:
        return Verdict.NONE
    if expected and evidence.coverage >= thresholds.exact:
        return Verdict.EXACT
    return Verdict.RELATED
