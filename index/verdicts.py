"""Decide how far a question is answered."""

from dataclasses import dataclass

from index.models import Verdict
from index.ranking import Evidence

__all__ = ["Thresholds", "decide"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Sums of evidence: below `answerable` the corpus is silent, from `exact` on it may answer.

    `quoted` is the share of the question's rare pairs that quote and titles must hold together.
    """

    answerable: float
    exact: float
    quoted: float

    @classmethod
    def for_evidence(cls, evidence: Evidence) -> "Thresholds":
        """Choose by whether vectors took part; fitted on the development questions."""
        return _WORDS_ALONE if evidence.dense is None else _WITH_VECTORS


_WITH_VECTORS = Thresholds(answerable=0.42, exact=0.6, quoted=0.2)
_WORDS_ALONE = Thresholds(answerable=0.2, exact=0.3, quoted=0.2)


def decide(evidence: Evidence, quoted: float, *, expected: bool) -> Verdict:
    """Judge by the evidence and by the best quote.

    ``quoted`` is how much of the question the quote holds, 0 to 1; ``expected`` whether it shows
    the number, time or sum that is asked for.
    """
    thresholds = Thresholds.for_evidence(evidence)
    if evidence.total < thresholds.answerable:
        return Verdict.NONE
    if expected and evidence.total >= thresholds.exact and quoted >= thresholds.quoted:
        return Verdict.EXACT
    return Verdict.RELATED
