"""Where an answer begins: fixed rules over evidence, thresholds that follow the corpus."""

import pytest

from index.calibration import calibrate
from index.lexical import LexicalIndex
from index.models import Verdict
from index.ranking import Evidence
from index.verdicts import Thresholds, decide

THRESHOLDS = Thresholds(with_vectors=0.4, words_alone=0.2)


@pytest.mark.parametrize(
    ("evidence", "expected", "verdict"),
    [
        (Evidence(0.1, 0.1, 0.1), True, Verdict.NONE),
        (Evidence(0.3, 0.1, 0.1), True, Verdict.RELATED),
        (Evidence(0.3, 0.1, 0.6), True, Verdict.EXACT),
        (Evidence(0.3, 0.1, 0.6), False, Verdict.RELATED),
        (Evidence(None, 0.1, 0.05), True, Verdict.NONE),
        (Evidence(None, 0.1, 0.15), True, Verdict.RELATED),
    ],
)
def test_a_verdict_weighs_evidence_and_what_is_asked_for(
    evidence: Evidence, expected: bool, verdict: Verdict
) -> None:
    assert decide(evidence, THRESHOLDS, expected=expected) is verdict


def test_a_corpus_of_everyday_talk_asks_for_more_evidence() -> None:
    study = LexicalIndex.build(["创新创效实训工作室", "党支部标准化建设"])
    everyday = LexicalIndex.build(["今天天气怎么样，带伞吗", "鸡蛋炒西红柿怎么做才好吃"])
    assert calibrate(study, None, None).words_alone < calibrate(everyday, None, None).words_alone


def test_an_empty_corpus_keeps_the_defaults() -> None:
    assert calibrate(LexicalIndex.build([]), None, None) == Thresholds()
