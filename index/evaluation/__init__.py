"""How good the answers are: questions, figures with their intervals, and baselines.

Whoever asks begins with `AnswerKey` for questions about an index or `load_benchmark` for a public
retrieval set; `ask_all` or `rank_all` measures Yandu and `measure` a `baseline`.
"""

from index.evaluation.baselines import BASELINES, Baseline, baseline, known, measure
from index.evaluation.bootstrap import Estimate
from index.evaluation.collection import Benchmark, Collection, load_benchmark
from index.evaluation.figures import FIGURES, Evaluation, Latency, Row
from index.evaluation.judging import AnswerKey, Case, ask_all
from index.evaluation.ranker import rank_all
from index.evaluation.report import to_json

__all__ = [
    "BASELINES",
    "FIGURES",
    "AnswerKey",
    "Baseline",
    "Benchmark",
    "Case",
    "Collection",
    "Estimate",
    "Evaluation",
    "Latency",
    "Row",
    "ask_all",
    "baseline",
    "known",
    "load_benchmark",
    "measure",
    "rank_all",
    "to_json",
]
