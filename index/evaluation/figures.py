"""What became of each question, and the figures over all of them."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from index.evaluation.bootstrap import Estimate, Samples, Statistic, compare, estimate
from index.evaluation.metrics import DEPTH, auroc, mean, refused_at
from index.models import Verdict

__all__ = ["FIGURES", "Evaluation", "Latency", "Row"]

FALSE_REFUSALS = 0.03
NEAR = "near"


@dataclass(frozen=True, slots=True)
class Row:
    """What one system made of one question.

    `rank` counts from 1 and is that of the first right hit among the first `DEPTH`, None if
    there is none; `ndcg` is 0 for a question that is not answerable. `score` is how sure the
    system is that there is an answer, None where it did not weigh that. A baseline ranks only:
    it gives no verdict and no quote. `reference` is the first hit's, as printed; `quote_ok` is
    None where no quote is asked for.
    """

    question: str
    kind: str
    answerable: bool
    rank: int | None
    ndcg: float
    score: float | None
    seconds: float
    verdict: Verdict | None = None
    reference: str | None = None
    quote_ok: bool | None = None

    @property
    def near(self) -> bool:
        return not self.answerable and self.kind == NEAR

    @property
    def absent(self) -> bool:
        return not self.answerable and self.kind != NEAR

    def within(self, k: int) -> bool:
        return self.rank is not None and self.rank <= k

    @property
    def certainty(self) -> float:
        """Give the score; what was decided without one is beyond doubt."""
        if self.score is not None:
            return self.score
        return -math.inf if self.verdict is Verdict.NONE else math.inf

    def to_json(self) -> dict[str, Any]:
        fields = asdict(self)
        return fields | {"seconds": round(self.seconds, 6)}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A statistic over one class of questions, or two; `value` reads a number off each row."""

    value: Callable[[Row], float]
    classes: tuple[Callable[[Row], bool], ...]
    statistic: Statistic = mean

    def samples(self, rows: tuple[Row, ...]) -> Samples:
        return tuple(
            np.array([self.value(row) for row in rows if chosen(row)], np.float64)
            for chosen in self.classes
        )


def _answerable(row: Row) -> bool:
    return row.answerable


def _absent(row: Row) -> bool:
    return row.absent


def _found(k: int) -> _Figure:
    return _Figure(lambda row: row.within(k), (_answerable,))


def _judged(verdict: Verdict, chosen: Callable[[Row], bool]) -> _Figure:
    """Give the share of a class that met a verdict; empty for what gives no verdicts."""
    return _Figure(
        lambda row: row.verdict is verdict,
        (lambda row: chosen(row) and row.verdict is not None,),
    )


FIGURES: Mapping[str, _Figure] = {
    "recall@1": _found(1),
    "recall@3": _found(3),
    "recall@5": _found(5),
    "mrr": _Figure(lambda row: 1 / row.rank if row.rank else 0.0, (_answerable,)),
    f"ndcg@{DEPTH}": _Figure(lambda row: row.ndcg, (_answerable,)),
    "quote_accuracy": _Figure(
        lambda row: bool(row.quote_ok), (lambda row: row.quote_ok is not None,)
    ),
    "refused_absent": _judged(Verdict.NONE, _absent),
    "refused_answerable": _judged(Verdict.NONE, _answerable),
    "near_exact": _judged(Verdict.EXACT, lambda row: row.near),
    "absent_exact": _judged(Verdict.EXACT, _absent),
    "auroc": _Figure(lambda row: row.certainty, (_answerable, _absent), auroc),
    "refused_absent@3%": _Figure(
        lambda row: row.certainty,
        (_answerable, _absent),
        partial(refused_at, false_refusals=FALSE_REFUSALS),
    ),
}
"""The figures by name, each from 0 to 1, over the questions they are about."""


@dataclass(frozen=True, slots=True)
class Latency:
    """How long one search takes: the 50th and 95th percentile in milliseconds."""

    p50: float
    p95: float
    per_second: float

    def to_json(self) -> dict[str, float]:
        return {
            "p50_ms": round(self.p50, 3),
            "p95_ms": round(self.p95, 3),
            "questions_per_second": round(self.per_second, 1),
        }


@dataclass(frozen=True)
class Evaluation:
    """What one system made of the questions, in their order.

    Ranks count whether or not the answer was refused. Questions of kind `near` stand apart from
    the absent ones: for them only `exact` is wrong.
    """

    rows: tuple[Row, ...]

    def recall(self, k: int) -> float | None:
        """Give the share of answerable questions with a right hit among the first ``k``."""
        samples = _found(k).samples(self.rows)
        return float(mean(*samples)) if len(samples[0]) else None

    @cached_property
    def figures(self) -> Mapping[str, Estimate | None]:
        """Give each of `FIGURES` with its interval, None where no question is about it."""
        found = {name: figure.samples(self.rows) for name, figure in FIGURES.items()}
        return {
            name: estimate(FIGURES[name].statistic, samples) if _whole(samples) else None
            for name, samples in found.items()
        }

    @property
    def latency(self) -> Latency:
        seconds = np.array([row.seconds for row in self.rows])
        p50, p95 = np.percentile(seconds, [50, 95]) * 1000
        return Latency(float(p50), float(p95), len(seconds) / max(float(seconds.sum()), 1e-9))

    def over(self, other: "Evaluation") -> Mapping[str, Estimate]:
        """Subtract the figures of another system that answered the same questions."""
        differences = {}
        for name, figure in FIGURES.items():
            ours, theirs = figure.samples(self.rows), figure.samples(other.rows)
            if _whole(ours) and _whole(theirs):
                differences[name] = compare(figure.statistic, ours, theirs)
        return differences

    def kinds(self) -> Mapping[str, "Evaluation"]:
        """Take the questions apart by their kind, as far as they have one."""
        named = dict.fromkeys(row.kind for row in self.rows if row.kind)
        return {
            kind: Evaluation(tuple(row for row in self.rows if row.kind == kind)) for kind in named
        }


def _whole(samples: Samples) -> bool:
    return all(len(sample) for sample in samples)
