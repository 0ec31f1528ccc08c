"""Where an answer begins: fixed rules over evidence, thresholds that follow the corpus."""

import numpy as np
import pytest

from index.background import background
from index.calibration import calibrate
from index.lexical import LexicalIndex
from index.mixture import Measure
from index.models import Verdict
from index.ranking import Evidence, Ranker
from index.verdicts import Thresholds, decide

THRESHOLDS = Thresholds(questions=4.0, statements=3.0, words=2.0)
ASKED, STATED, WORDS = Measure.QUESTIONS, Measure.STATEMENTS, Measure.WORDS
STUDY = ["创新创效实训工作室", "党支部标准化建设"]
EVERYDAY = ["今天天气怎么样，带伞吗", "鸡蛋炒西红柿怎么做才好吃"]


@pytest.mark.parametrize(
    ("evidence", "share", "expected", "verdict"),
    [
        (Evidence(3.9, ASKED), 0.9, True, Verdict.NONE),
        (Evidence(4.0, ASKED), 0.1, True, Verdict.RELATED),
        (Evidence(4.0, ASKED), 0.9, True, Verdict.EXACT),
        (Evidence(4.0, ASKED), 0.9, False, Verdict.RELATED),
        (Evidence(1.9, WORDS), 0.9, True, Verdict.NONE),
        (Evidence(2.0, WORDS), 0.9, True, Verdict.EXACT),
        (Evidence(2.9, STATED), 0.9, True, Verdict.NONE),
        (Evidence(3.0, STATED), 0.9, True, Verdict.EXACT),
        (Evidence(-np.inf, ASKED), 0.0, True, Verdict.NONE),
    ],
)
def test_a_verdict_weighs_evidence_and_what_is_asked_for(
    evidence: Evidence, share: float, expected: bool, verdict: Verdict
) -> None:
    assert decide(evidence, THRESHOLDS, share=share, expected=expected) is verdict


def test_most_everyday_questions_are_refused_but_not_all() -> None:
    lexical = LexicalIndex.build(STUDY + EVERYDAY)
    thresholds, ranker = calibrate(lexical, None), Ranker(lexical)
    silent = [
        thresholds.silent(ranker.rank(ranker.read(question)).evidence) for question in background()
    ]
    assert 0.8 < np.mean(silent) < 1


def test_a_corpus_of_everyday_talk_asks_for_more_evidence() -> None:
    study, everyday = (calibrate(LexicalIndex.build(texts), None) for texts in (STUDY, EVERYDAY))
    assert study.words < everyday.words
    assert (study.questions, study.statements) == (0, 0)


def test_an_empty_corpus_keeps_the_defaults() -> None:
    assert calibrate(LexicalIndex.build([]), None) == Thresholds()
